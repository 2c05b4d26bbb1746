"""Snapshots: a message as a text that can be kept in a repository, without what changes each time it is composed."""

from __future__ import annotations

import hashlib
import re
from difflib import unified_diff
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from mimeforge._grammar import RECEIVED_MSG_ID_RE
from mimeforge.codecs import dates, parameters
from mimeforge.codecs.visible import visible
from mimeforge.preflight.sources import read
from mimeforge.rules.mim.multiparts import boundary_span
from mimeforge.settings.paths import shown_path
from mimeforge.tree import Span, dkim, parse
from mimeforge.tree.mime import IDENTITY_ENCODINGS

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Iterator

    from mimeforge.preflight import Lintable
    from mimeforge.tree import Field, Part

__all__ = ["assert_snapshot", "normalized", "snapshot_file"]

# What is made anew with each message, or by each server that it passes.
_DATES: Final = frozenset(("date", "resent-date"))
_OWN_IDS: Final = frozenset(("message-id", "resent-message-id"))
_IDS: Final = _OWN_IDS | {"in-reply-to", "references"}
_TRACES: Final = frozenset(("received",))
_SIGNATURES: Final = frozenset(("dkim-signature", "arc-message-signature", "arc-seal"))
_SIGNATURE_TAGS: Final = ("b", "bh", "t", "x")  # RFC 6376 §3.5: signature, hash of the body, when, and until when

# What could be taken for a sign of `visible`, or for one of those in brackets that stand here for what is left out.
_LIKE_A_SIGN_RE: Final = re.compile(r"[\u2400-\u2421⟨⟩]|<(?=U\+)|\\(?=x)")

# What every file system takes in a name; and, in characters, how much of a name is kept where something was not.
_NOT_IN_NAMES_RE: Final = re.compile(r"[^A-Za-z0-9_.=+@,\[\]-]+")
_NAME_MAX: Final = 120
_NAME_KEPT: Final = 60


class _Sign(NamedTuple):
    """What is shown instead of the octets of a span."""

    span: Span
    text: str


def assert_snapshot(message: Lintable, path: str | os.PathLike[str], *, update: bool = False) -> None:
    """Fail where the `normalized` message is not what the file at ``path`` holds, and show the difference.

    With ``update`` the file, and its folder, is written where it differs; without, a file that is not there fails. The
    file is UTF-8, and its line ends do not count. Give it no name that pytest takes for a doctest: ``test*.txt``.

    Raises OSError where the file cannot be read or written, and what `mimeforge.lint` raises for what is no message.
    """
    __tracebackhide__ = True
    file = Path(path)
    now = normalized(message)
    try:
        then = file.read_text("utf-8", errors="surrogateescape")
    except FileNotFoundError:
        then = None
    if then == now:
        return
    if update:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(now, "utf-8", newline="\n")
        return
    if then is None:
        raise AssertionError(f"there is no snapshot {shown_path(file)}; pytest --mimeforge-update writes it")
    raise AssertionError(
        f"the message is not that of {shown_path(file)}; pytest --mimeforge-update writes it anew\n\n"
        f"{_difference(then, now)}"
    )


def normalized(message: Lintable) -> str:
    """Return a message as a text to compare and to keep: equal for two messages that only volatile values tell apart.

    ``message`` is what `mimeforge.lint` takes. The text is the message as it goes out, line by line, but for this:

    - What is made anew each time has a sign, numbered where there may be several: ``⟨date⟩`` of Date, ``⟨message-id
      1⟩``, also where another field refers to it, ``⟨boundary 1⟩`` wherever the boundary stands, ``⟨trace⟩`` of
      Received, and ``⟨b⟩``, ``⟨bh⟩``, ``⟨t⟩`` and ``⟨x⟩`` of signatures (DKIM, ARC). A date or an id that does not
      have the form of one stays.
    - What a body with a transfer encoding, or in another charset than UTF-8, says is what people want to see in a
      difference, and how it was encoded is what a test may be about: both are there. Its encoding, its size in octets
      and their SHA-256 stand in a line of their own; behind it the text, or of what is no text the size and SHA-256.
    - Every character can be seen, so that editors and reviews leave nothing out: invisible ones, and blanks that end a
      line, are shown as `mimeforge.codecs.visible` shows them. Lines end in LF; of a message whose lines all do, the
      first line says so, and elsewhere an LF without CR is ``␊``. ``⟨end⟩`` stands right behind the last octet.

    Brackets like these in a message itself are ``<U+27E8>`` and ``<U+27E9>``, so that nothing in it looks like a sign:
    any other difference between two messages, of a single octet, is one between their texts.
    """
    octets = read(message).octets
    line_end = "\n" if b"\n" in octets and b"\r\n" not in octets else "\r\n"
    pieces = ["⟨lines end in LF⟩\n"] if line_end == "\n" else []
    at = 0
    for span, text in sorted(sign for sign in _signs(parse(octets)) if sign.span.start < sign.span.end):
        pieces += (_as_written(octets[at : span.start], line_end), text)
        at = span.end
    return "".join([*pieces, _as_written(octets[at:], line_end, is_last=True), "⟨end⟩\n"])


def snapshot_file(test_file: Path, names: Iterable[str]) -> Path:
    """Return where a snapshot is kept: beside the file of the test, in a folder for its module.

    ``names`` are those of the test and of the snapshot. What some file system does not take in a name is left out, and
    a digest tells the name from others then.
    """
    name = ".".join(names)
    plain = _NOT_IN_NAMES_RE.sub("-", name)
    if plain != name or len(name) > _NAME_MAX:
        digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()
        plain = f"{plain[:_NAME_KEPT]}-{digest[:8]}"
    return test_file.parent / "__mail__" / test_file.stem / f"{plain}.snap"


def _difference(then: str, now: str) -> str:
    lines = unified_diff(then.splitlines(), now.splitlines(), "snapshot", "message", lineterm="")
    return "\n".join(map(visible, lines))  # somebody may have written to the file


def _signs(root: Part) -> Iterator[_Sign]:
    """Yield what is shown in another form than it stands. No two spans touch the same octet."""
    parts = list(root.walk())
    ids = _numbered(
        id_ for part in parts for field in part.fields if field.name.lower() in _OWN_IDS for id_, _ in _ids(field)
    )
    boundaries = _numbered(part.boundary for part in parts if part.boundary is not None)
    for part in parts:
        for field in part.fields:
            yield from _signs_of_field(field, ids)
        if part.boundary is not None and part.source.read(boundary_span(part)) == part.boundary:
            yield from _signs_of_boundary(part, part.boundary, boundaries[part.boundary])
        if not part.parts and not part.delimiters and not _is_as_read(part):
            yield _Sign(part.body_span, _as_read(part))


def _numbered(values: Iterable[bytes]) -> dict[bytes, int]:
    return {value: number for number, value in enumerate(dict.fromkeys(values), 1)}


def _signs_of_field(field: Field, ids: dict[bytes, int]) -> Iterator[_Sign]:
    name = field.name.lower()
    if name in _DATES and dates.moment(parameters.without_comments(field.value)):
        yield _Sign(field.value_span, "⟨date⟩")
    elif name in _IDS:
        yield from (_Sign(span, f"⟨message-id {ids[id_]}⟩") for id_, span in _ids(field) if id_ in ids)
    elif name in _TRACES:
        yield _Sign(field.value_span, "⟨trace⟩")
    elif name in _SIGNATURES:
        tags = dkim.tags(field)
        yield from (_Sign(tags[tag], f"⟨{tag}⟩") for tag in _SIGNATURE_TAGS if tag in tags)


def _ids(field: Field) -> Iterator[tuple[bytes, Span]]:
    start = field.body_span.start
    for match in RECEIVED_MSG_ID_RE.finditer(field.raw.decode("latin-1")):
        yield match[0].encode("latin-1"), Span(start + match.start(), start + match.end())


def _signs_of_boundary(part: Part, boundary: bytes, number: int) -> Iterator[_Sign]:
    """Yield a sign for the boundary in Content-Type, and for those behind the hyphens of the delimiters."""
    delimiters = (*part.delimiters, part.close_delimiter) if part.close_delimiter else part.delimiters
    starts = (line.start + len("--") for line in delimiters)
    for span in (boundary_span(part), *(Span(start, start + len(boundary)) for start in starts)):
        yield _Sign(span, f"⟨boundary {number}⟩")


def _is_as_read(part: Part) -> bool:
    """Whether the octets of a body are the UTF-8 of what a reader shows."""
    if part.transfer_encoding not in IDENTITY_ENCODINGS:
        return False
    try:
        return part.text in (None, part.raw.decode("utf-8"))
    except UnicodeDecodeError:
        return False


def _as_read(part: Part) -> str:
    """Show what a body says, behind a digest of its octets, which stands for how they say it."""
    written = f"⟨{_visible(part.transfer_encoding)}, {_digest(part.raw)}⟩"
    if part.text is None:
        return f"{written}\n⟨content, {_digest(part.content)}⟩"
    lines = part.text.replace("\r\n", "\n").split("\n")
    return "\n".join([written, *map(_line, lines)])


def _digest(octets: bytes) -> str:
    return f"{len(octets)} octets, SHA-256 {hashlib.sha256(octets).hexdigest()}"


def _as_written(octets: bytes, line_end: str, *, is_last: bool = False) -> str:
    """Show octets as they stand: whole lines, and behind them the beginning of one, whole too where it ``is_last``."""
    *lines, rest = octets.decode("utf-8", "surrogateescape").split("\n")
    ending = line_end.removesuffix("\n")
    shown = [_line(line.removesuffix(ending)) + "␊" * (not line.endswith(ending)) for line in lines]
    return "\n".join([*shown, _line(rest) if is_last else _visible(rest)])


def _line(text: str) -> str:
    words = text.rstrip(" ")
    return _visible(words) + "␠" * (len(text) - len(words))


def _visible(text: str) -> str:
    return visible(_LIKE_A_SIGN_RE.sub(lambda match: f"<U+{ord(match[0]):04X}>", text))
