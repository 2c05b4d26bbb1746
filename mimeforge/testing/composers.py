"""What a message says, and whether the octets that somebody composes of it say the same."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from hypothesis import strategies as st

from mimeforge import Address, Message, lint, parse
from mimeforge._limits import LINE_MAX
from mimeforge.codecs import dates
from mimeforge.codecs.parameters import without_comments
from mimeforge.headers import AddressList
from mimeforge.linter import Severity
from mimeforge.parts import Attachment
from mimeforge.rules.adr.address_fields import shown_name
from mimeforge.rules.ses import address_list
from mimeforge.testing import strategies as mail
from mimeforge.testing.laws import Law, called, example, hold

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator

    from hypothesis.strategies import SearchStrategy

    from mimeforge import Group, Part
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
    return (*_of_form(compose, profile), *(_of_meaning(compose, reading) for reading in _READINGS))


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
    yield Law("compose does messages of one text", "RFC 5322 §3.6", st.just(_PLAINEST), does_one)
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


class _Reading(NamedTuple):
    """What a message says, and how it is read: of a message as it is given, and of the tree that was parsed."""

    title: str
    source: str
    messages: SearchStrategy[Message]
    given: Callable[[Message], object]
    read: Callable[[Part], object]


def _of_meaning(compose: Callable[[Message], bytes], reading: _Reading) -> Law[Message]:
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


def _mailboxes(*members: Address | Group | None) -> list[tuple[str, str]]:
    addressed = AddressList(tuple(member for member in members if member)).mailboxes
    return [(mailbox.name or "", mailbox.addr_spec) for mailbox in addressed]


def _given_mailboxes(message: Message) -> dict[str, list[tuple[str, str]]]:
    roles = {
        "From": (message.from_,),
        "Sender": (message.sender,),
        "To": message.to,
        "Cc": message.cc,
        "Reply-To": message.reply_to,
    }
    return {role: _mailboxes(*members) for role, members in roles.items()}


def _read_mailboxes(root: Part) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for role in ("From", "Sender", "To", "Cc", "Reply-To"):
        field = root.field(role)
        listed = () if field is None else address_list.read(field.raw.decode("latin-1")).mailboxes
        encoding = "ascii" if field is None else field.encoding
        found[role] = [(shown_name(one.display_name, encoding) or "", one.addr_spec) for one in listed]
    return found


def _given_texts(message: Message) -> list[tuple[str, str]]:
    texts = (("text/plain", message.text), ("text/html", message.html))
    return [(media_type, _lines(text)) for media_type, text in texts if text and _lines(text)]


def _read_texts(root: Part) -> list[tuple[str, str]]:
    shown = [part for part in _leaves(root) if part.disposition != "attachment" and part.filename is None]
    return [(part.media_type, _lines(part.text)) for part in shown if part.text and _lines(part.text)]


def _are_alternatives(root: Part) -> bool:
    multiparts = [part for part in root.walk() if part.media_type == "multipart/alternative"]
    return any({"text/plain", "text/html"} <= {leaf.media_type for leaf in _leaves(part)} for part in multiparts)


def _lines(text: str) -> str:
    """Line ends may be written in another way, and the last one may be added."""
    return text.replace("\r\n", "\n").removesuffix("\n")


def _given_files(message: Message) -> list[tuple[str | None, str, bytes]]:
    return [(file.filename, file.content.value, file.data) for file in _files(message)]


def _files(message: Message) -> Iterator[Attachment]:
    return (file for file in (*message.embedded, *message.attached) if isinstance(file, Attachment))


def _read_files(root: Part) -> list[tuple[str | None, str, bytes]]:
    files = [part for part in _leaves(root) if part.disposition == "attachment" or part.filename is not None]
    return [(part.filename, part.media_type, part.content) for part in files]


def _leaves(root: Part) -> Iterator[Part]:
    return (part for part in root.walk() if not part.parts)


def _read_fields(root: Part) -> dict[str, str]:
    """Read the fields that are for machines. A fold may stand at any blank."""
    return {name: " ".join(field.value.split()) for name in _FOR_MACHINES if (field := root.field(name))}


def _read_date(root: Part) -> Hashable:
    return dates.moment(without_comments(root.header("Date") or ""))


def _as_mimeforge(read: Callable[[Part], object]) -> Callable[[Message], object]:
    """Read what mimeforge itself composes: of what has a grammar, values are known by how they are written."""
    return lambda message: read(parse(message.as_bytes(profile=None)))


# -- messages that hold little else than what a law is about -----------------------------------------------------------

_BASE: Final[dict[str, Any]] = {
    "from_": Address(None, "a@example.com"),
    "to": Address(None, "b@example.net"),
    "date": datetime(2026, 5, 4, 12, 30, 59, tzinfo=UTC),
    "message_id": "<a@example.com>",
}
_BOTH: Final = Message(**_BASE, text="a", html='<img src="cid:a" alt="a">')
_PLAINEST: Final = (Message(**_BASE, text="a"), Message(**_BASE, html="a"), _BOTH)
_HIDDEN: Final = "hidden@secret.example"


def _messages(**arguments: SearchStrategy[Any]) -> SearchStrategy[Message]:
    return st.builds(lambda given: Message(**{**_BASE, **given}), st.fixed_dictionaries({}, optional=arguments))


def _with_file(data: bytes, filename: str | None, media_type: str) -> Message:
    return Message(**_BASE, text="a").attach(data, filename=filename, content_type=media_type)


def _with_inline(data: bytes, cid: str) -> Message:
    message = Message(**_BASE, html=f'<img src="cid:{cid}" alt="a">')
    return message.embed(data, cid=cid, filename="a.png", content_type="image/png")


def _to_machines(token: str, message_ids: list[str]) -> Message:
    message = Message(**_BASE, text="a", references=message_ids).unsubscribe(f"https://example.com/u?t={token}")
    arn = "arn:aws:ses:us-east-1:123456789012:identity/example.com"
    return message.header("X-Example-Token", token).ses(source_arn=arn, from_arn=arn, tags={"token": token[:255]})


_MAILBOX: Final = mail.mailboxes(sendable=True)
_LISTED: Final = mail.recipients(max_size=3, sendable=True)
_TYPES: Final = st.sampled_from(["application/octet-stream", "application/pdf", "image/png"])
_TOKENS: Final = st.builds(
    lambda text, count: text * count, st.text("aZ0-_", min_size=1, max_size=20), st.sampled_from([1, 5, 20])
)
_DATES: Final = st.datetimes(datetime(1980, 1, 1), datetime(2037, 12, 31), timezones=st.timezones())
_IDS: Final = st.lists(_TOKENS.map(lambda token: f"<{token}@example.com>"), max_size=4)

_READINGS: Final = (
    _Reading(
        "The subject arrives",
        "RFC 2047 §6.2",
        _messages(subject=mail.subjects()),
        lambda message: message.subject,
        lambda root: root.header("Subject") or None,  # an empty field says no more than none
    ),
    _Reading(
        "Authors and recipients arrive, names and addresses",
        "RFC 5322 §3.4",
        _messages(from_=_MAILBOX, sender=_MAILBOX, to=_LISTED, cc=_LISTED, reply_to=_LISTED),
        _given_mailboxes,
        _read_mailboxes,
    ),
    _Reading(
        "Blind recipients stay out of the octets",
        "RFC 5322 §3.6.3",
        _messages(bcc=st.just(_HIDDEN), subject=mail.subjects()),
        lambda _: False,
        lambda root: _HIDDEN.encode() in root.source.octets,
    ),
    _Reading(
        "Plain text and HTML arrive, to the last blank",
        "RFC 2045 §6",
        _messages(text=mail.texts(), html=mail.texts()),
        _given_texts,
        _read_texts,
    ),
    _Reading(
        "Plain text and HTML are alternatives, whatever is attached",
        "RFC 2046 §5.1.4",
        st.sampled_from([_BOTH, _BOTH.attach(b"a", filename="a.bin"), _BOTH.embed(b"a", cid="a", filename="a.png")]),
        lambda _: True,
        _are_alternatives,
    ),
    _Reading(
        "Attachments arrive: names, types and octets",
        "RFC 2183 §2.3, RFC 2231",
        st.builds(_with_file, mail.contents(), mail.filenames(), _TYPES),
        _given_files,
        _read_files,
    ),
    _Reading(
        "Inline parts arrive under their content ids",
        "RFC 2392",
        st.builds(_with_inline, mail.contents(), st.text("abcXYZ019._-", min_size=1, max_size=90)),
        lambda message: [(part.cid.ids[0].strip("<>"), part.data) for part in message.embedded if part.cid],
        lambda root: [(part.content_id, part.content) for part in _leaves(root) if part.content_id],
    ),
    _Reading(
        "Fields for machines arrive to the letter: ids, URIs, ARNs, tags",
        "RFC 5322 §3.6.4, RFC 2369 §2",
        st.builds(_to_machines, _TOKENS, _IDS),
        _as_mimeforge(_read_fields),
        _read_fields,
    ),
    _Reading(
        "The date arrives, whatever its zone",
        "RFC 5322 §3.3",
        _messages(date=_DATES),
        _as_mimeforge(_read_date),
        _read_date,
    ),
)
_FOR_MACHINES: Final = (
    "References",
    "List-Unsubscribe",
    "List-Unsubscribe-Post",
    "X-Example-Token",
    "X-SES-SOURCE-ARN",
    "X-SES-FROM-ARN",
    "X-SES-MESSAGE-TAGS",
)


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
    files = [(file.filename, file.content.value, file.data) for file in _files(message)]
    fields = [name for name, _ in message.extra_fields]
    return held | ({"files": files} if files else {}) | ({"fields": fields} if fields else {})
