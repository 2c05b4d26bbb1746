"""What a message says, and whether the octets that somebody composes of it say the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from hypothesis import strategies as st

from mimeforge import Message, lint, parse
from mimeforge._limits import LINE_MAX
from mimeforge.linter import Severity
from mimeforge.testing import strategies as mail
from mimeforge.testing.laws import Law, called, example, hold
from mimeforge.testing.readings import PLAINEST, READINGS, Reading, files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mimeforge.linter import Finding

__all__ = ["check_composer"]


def check_composer(compose: Callable[[Message], bytes], *, profile: str = "ses") -> None:
    """Hold a composer to the standards, and to what it was given; needs the extra ``mimeforge[hypothesis]``.

    ``compose`` takes a `Message` and returns the octets of the message that somebody else's code makes of its values:
    ``from_``, ``to``, ``subject``, ``text``, ``attached`` and the others. What it does not do, it says with
    NotImplementedError; such messages do not count, unless it does none at all.

    Tried is what `strategies.messages` makes, and for each law messages that hold little else than what it is about.
    The octets are read by `parse`, and judged by `lint` under ``profile``. The current settings of Hypothesis say how
    many examples of each law.

    Raises AssertionError with each law that is broken, the smallest example that breaks it, and what came of it.
    """
    __tracebackhide__ = True
    hold("this composer", laws(compose, profile))


def laws(compose: Callable[[Message], bytes], profile: str) -> tuple[Law[Any], ...]:
    """Return the laws of `check_composer`."""
    return (*_of_form(compose, profile), *(_of_meaning(compose, reading) for reading in READINGS))


# -- the form ----------------------------------------------------------------------------------------------------------


def _of_form(compose: Callable[[Message], bytes], profile: str) -> Iterator[Law[Any]]:
    def takes(message: Message) -> None:
        called("compose", example(**_values(message)), _asked, compose, message, gives=bytes)

    def does_one(messages: tuple[Message, ...]) -> None:
        if all(_is_left_out(compose, message) for message in messages):
            raise AssertionError("   compose raised NotImplementedError for text alone, for HTML alone and for both")

    def has_lines(message: Message) -> None:
        octets = _composed(compose, message)
        fault = None if octets is None else _line_fault(octets)
        if fault:
            raise AssertionError(f"{example(**_values(message))}\n   {fault}")

    def finds_nothing(counts: Callable[[Finding], bool]) -> Callable[[Message], None]:
        def lints(message: Message) -> None:
            octets = _composed(compose, message)
            report = () if octets is None else lint(octets, profile=profile, envelope=message.envelope)
            found = [f"   {finding.slug}: {finding.message}" for finding in report if counts(finding)]
            if found:
                raise AssertionError("\n".join([example(**_values(message)), *found]))

        return lints

    def is_error(finding: Finding) -> bool:
        return finding.severity is Severity.ERROR

    def is_ruled_out(finding: Finding) -> bool:
        return finding.slug in _RULED_OUT

    whole = mail.messages(profile)
    yield Law("compose takes every message", "RFC 5322 §3.6", whole, takes)
    yield Law("compose does messages of one text", "RFC 5322 §3.6", st.just(PLAINEST), does_one)
    yield Law("Lines end in CRLF and have at most 998 octets", "RFC 5322 §2.1, §2.1.1", whole, has_lines)
    yield Law(
        f"The linter finds no error under the profile {profile}", "as each rule says", whole, finds_nothing(is_error)
    )
    yield Law("Nor what an RFC rules out and servers let pass", "as each rule says", whole, finds_nothing(is_ruled_out))


# Warnings on the form that a composer gives to values, whatever these are.
_RULED_OUT: Final = frozenset(
    (
        "missing-mime-version",  # RFC 2045 §4
        "charset-missing",  # RFC 2046 §4.1.2
        "charset-invalid-bytes",
        "cte-not-named",  # RFC 2045 §6.1
        "b64-bad-char",  # RFC 2045 §6.8
        "qp-lowercase-hex",  # RFC 2045 §6.7 (1)
        "alternative-order",  # RFC 2046 §5.1.4
        "related-root-not-first",  # RFC 2387 §3.2
        "related-outside",
        "p2231-no-charset",  # RFC 2231 §4
        "ew-in-parameter",  # RFC 2047 §5 (3)
        "ew-in-quoted-string",
        "ew-no-separator",  # RFC 2047 §5 (1)
        "ew-split-character",  # RFC 2047 §5
        "ew-too-long",  # RFC 2047 §2
        "all-space-continuation",  # RFC 5322 §3.2.2
        "addr-unquoted-special",  # RFC 5322 §3.2.3
        "addr-empty-element",  # RFC 5322 §4.4
        "date-weekday-mismatch",  # RFC 5322 §3.3
        "references-syntax",  # RFC 5322 §3.6.4
    )
)


def _line_fault(octets: bytes) -> str | None:
    lines = octets.split(b"\r\n")
    if any(b"\r" in line or b"\n" in line for line in lines):
        return "a CR or LF that is no line end"
    longest = max(map(len, lines))
    return f"a line of {longest:,} octets" if longest > LINE_MAX else None


# -- the meaning -------------------------------------------------------------------------------------------------------


def _of_meaning(compose: Callable[[Message], bytes], reading: Reading) -> Law[Message]:
    """Make the law that what is read of the octets is what was given."""

    def arrives(message: Message) -> None:
        octets = _composed(compose, message)
        if octets is None:
            return
        expected, found = reading.given(message), reading.read(parse(octets))
        if expected != found:
            given, read = _differing(expected, found)
            raise AssertionError(example(given=given, read=read, octets=octets))

    return Law(reading.title, reading.source, reading.messages, arrives)


def _differing(given: object, read: object) -> tuple[object, object]:
    """Leave out what is equal in both."""
    if not (isinstance(given, dict) and isinstance(read, dict)):
        return given, read
    names = [name for name in {**given, **read} if given.get(name) != read.get(name)]
    return {name: given.get(name) for name in names}, {name: read.get(name) for name in names}


def _composed(compose: Callable[[Message], bytes], message: Message) -> bytes | None:
    """Compose the message; of what raises, or returns no octets, the first law speaks."""
    try:
        octets: object = compose(message)
    except Exception:
        return None
    return octets if isinstance(octets, bytes) else None


def _asked(compose: Callable[[Message], bytes], message: Message) -> bytes:
    """Compose the message, and nothing of what the composer does not do."""
    try:
        return compose(message)
    except NotImplementedError:
        return b""


def _is_left_out(compose: Callable[[Message], bytes], message: Message) -> bool:
    try:
        compose(message)
    except Exception as error:
        return isinstance(error, NotImplementedError)
    return False


def _values(message: Message) -> dict[str, object]:
    """Name what a message holds."""
    names = "from_ sender to cc bcc reply_to subject text html date in_reply_to references".split()
    held = {name.strip("_"): value for name in names if (value := getattr(message, name))}
    attached = [(file.filename, file.content.value, file.data) for file in files(message)]
    fields = [name for name, _ in message.extra_fields]
    return held | ({"files": attached} if attached else {}) | ({"fields": fields} if fields else {})
