"""What fixes write in the place of bodies: pure functions of the octets of a body, and of the line end of new lines.

Quoted-printable is changed line by line: a line that needs no change stays as it is, one that grows is broken again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Final

from mimeforge._grammar import NON_ASCII_RE
from mimeforge._grammar.content import (
    BASE64_FOREIGN_RE,
    BASE64_LAYOUT_RE,
    BASE64_PREFIX_RE,
    QP_BAD_ESCAPE_RE,
    QP_CONTROL_RE,
    QP_ESCAPED_LINE_END_RE,
    QP_LOWER_CASE_RE,
    QP_TRAILING_BLANKS_RE,
)
from mimeforge._limits import ENCODED_LINE_MAX
from mimeforge.codecs import base64, quoted_printable, scans

if TYPE_CHECKING:
    from re import Match

__all__ = [
    "Rewriting",
    "Writer",
    "base64_anew",
    "base64_from_quoted_printable",
    "base64_from_url_safe",
    "base64_of_crlf_text",
    "base64_of_octets",
    "base64_of_text",
    "base64_once_decoded",
    "base64_rewrapped",
    "base64_without_foreign",
    "base64_without_layout",
    "base64_without_prefix",
    "quoted_printable_anew",
    "quoted_printable_of_text",
    "text_from_base64",
    "text_from_quoted_printable",
    "with_broken_lines",
    "with_escaped_blanks",
    "with_escaped_controls",
    "with_escaped_equals",
    "with_escaped_octets",
    "with_escaped_starts",
    "with_line_ends",
    "with_short_soft_breaks",
    "with_upper_case",
    "without_blanks_at_end",
]

_CRLF: Final = b"\r\n"
_BLANKS: Final = b" \t"
_FROM_URL_SAFE: Final = bytes.maketrans(b"-_", b"+/")


# The functions of this module.
Writer = Callable[[bytes, bytes], bytes]


@dataclass(frozen=True, slots=True)
class Rewriting:
    """The replacement of an edit that is made when somebody asks for it: a function of this module, and a line end."""

    write: Writer
    line_end: bytes

    def __call__(self, octets: bytes) -> bytes:
        """Write the octets of a body anew."""
        return self.write(octets, self.line_end)


def base64_of_octets(octets: bytes, line_end: bytes) -> bytes:
    """Encode octets. The last line ends in a line end where theirs does."""
    encoded = _encoded_in_base64(octets, line_end)
    return encoded + line_end if octets.endswith(b"\n") else encoded


def base64_of_text(octets: bytes, line_end: bytes) -> bytes:
    """Encode text, whose lines end in CRLF before they are encoded (RFC 2046 §4.1.1)."""
    return base64_of_octets(scans.to_crlf(octets), line_end)


def base64_anew(octets: bytes, line_end: bytes) -> bytes:
    """Decode base64 as lenient readers do, and encode it again."""
    return _encoded_in_base64(base64.decode_leniently(octets), line_end)


def base64_from_url_safe(octets: bytes, line_end: bytes) -> bytes:
    """Write base64url (RFC 4648 §5) as base64."""
    return base64_anew(octets.translate(_FROM_URL_SAFE), line_end)


def base64_without_prefix(octets: bytes, line_end: bytes) -> bytes:
    """Write base64 without the beginning of a ``data:`` URL, or what stands around it in Python."""
    return base64_anew(BASE64_PREFIX_RE.sub(b"", octets, count=1), line_end)


def base64_once_decoded(octets: bytes, line_end: bytes) -> bytes:
    """Undo the outer of two encodings."""
    return base64_anew(base64.decode_leniently(octets), line_end)


def base64_of_crlf_text(octets: bytes, line_end: bytes) -> bytes:
    """Write the base64 of a text whose lines end in LF as that of one whose lines end in CRLF."""
    return _encoded_in_base64(scans.to_crlf(base64.decode_leniently(octets)), line_end)


def base64_from_quoted_printable(octets: bytes, line_end: bytes) -> bytes:
    """Write quoted-printable as base64, octet for octet."""
    encoded = _encoded_in_base64(quoted_printable.decode_leniently(octets), line_end)
    return encoded + line_end if octets.endswith(b"\n") else encoded


def base64_rewrapped(octets: bytes, line_end: bytes) -> bytes:
    """Break base64 into lines of 76 characters."""
    characters = b"".join(octets.split())
    starts = range(0, len(characters), ENCODED_LINE_MAX)
    return line_end.join([characters[start : start + ENCODED_LINE_MAX] for start in starts])


def base64_without_layout(octets: bytes, line_end: bytes) -> bytes:
    """Take empty lines away, and blanks at the ends of lines."""
    return BASE64_LAYOUT_RE.sub(b"", octets)


def base64_without_foreign(octets: bytes, line_end: bytes) -> bytes:
    """Take away what is not of the alphabet."""
    return BASE64_FOREIGN_RE.sub(b"", octets)


def quoted_printable_of_text(octets: bytes, line_end: bytes) -> bytes:
    """Encode text as mimeforge does, but that no line begins with a hyphen because a soft line break stands before."""
    lines = octets.replace(_CRLF, b"\n").split(b"\n")
    return line_end.join([_broken(_encoded(line), line_end) for line in lines])


def quoted_printable_anew(octets: bytes, line_end: bytes) -> bytes:
    """Decode quoted-printable as lenient readers do, and encode it again."""
    return quoted_printable_of_text(quoted_printable.decode_leniently(octets), line_end)


def text_from_base64(octets: bytes, line_end: bytes) -> bytes:
    """Write the text of a body in base64 as it is."""
    return _text(base64.decode_leniently(octets), line_end)


def text_from_quoted_printable(octets: bytes, line_end: bytes) -> bytes:
    """Write the text of a body in quoted-printable as it is."""
    return _text(quoted_printable.decode_leniently(octets), line_end)


def with_broken_lines(octets: bytes, line_end: bytes) -> bytes:
    """Break lines of quoted-printable that are too long."""
    return _by_line(octets, line_end, _as_it_is)


def with_escaped_equals(octets: bytes, line_end: bytes) -> bytes:
    """Write "=" as "=3D" where it begins neither an escape nor a soft line break."""
    return _by_line(octets, line_end, lambda line: QP_BAD_ESCAPE_RE.sub(_escape_first, line))


def with_upper_case(octets: bytes, line_end: bytes) -> bytes:
    """Write the digits of escapes in capitals."""
    return QP_LOWER_CASE_RE.sub(lambda found: found[0].upper(), octets)


def with_escaped_octets(octets: bytes, line_end: bytes) -> bytes:
    """Escape octets over 127."""
    return _by_line(octets, line_end, lambda line: NON_ASCII_RE.sub(_escape_all, line))


def with_escaped_controls(octets: bytes, line_end: bytes) -> bytes:
    """Escape controls."""
    return _by_line(octets, line_end, lambda line: QP_CONTROL_RE.sub(_escape_all, line))


def with_escaped_blanks(octets: bytes, line_end: bytes) -> bytes:
    """Escape the last of the blanks that a line ends in."""
    return _by_line(octets, line_end, lambda line: QP_TRAILING_BLANKS_RE.sub(_escape_last, line))


def without_blanks_at_end(octets: bytes, line_end: bytes) -> bytes:
    """Take the blanks away that lines end in: decoders do so (RFC 2045 §6.7 (3))."""
    return QP_TRAILING_BLANKS_RE.sub(b"", octets)


def with_short_soft_breaks(octets: bytes, line_end: bytes) -> bytes:
    """Take the blanks away that stand behind the "=" of a soft line break, where no other "=" stands before it."""
    return _by_line(octets, line_end, _short_soft_break)


def with_escaped_starts(octets: bytes, line_end: bytes) -> bytes:
    """Escape the F of "From " and a lone dot at the start of a line."""
    return _by_line(octets, line_end, lambda line: _escape_first_of(line) if _is_touchy(line) else line)


def with_line_ends(octets: bytes, line_end: bytes) -> bytes:
    """Write line ends that are escaped as such, with what would change beside one escaped in their place."""
    first, *others = QP_ESCAPED_LINE_END_RE.split(octets)
    lines = [first, *map(_begin_line, others)]
    return line_end.join([*map(_end_line, lines[:-1]), lines[-1]])


def _encoded_in_base64(octets: bytes, line_end: bytes) -> bytes:
    """Encode octets, without a line end behind the last line."""
    return base64.encode(octets).removesuffix(_CRLF).replace(_CRLF, line_end)


def _text(content: bytes, line_end: bytes) -> bytes:
    return content.replace(_CRLF, b"\n").replace(b"\n", line_end)


def _by_line(octets: bytes, line_end: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """Change the lines of quoted-printable, and break those that are too long and were not left as they are."""
    written = []
    for line in BytesIO(octets):
        text = line.removesuffix(b"\n").removesuffix(b"\r") if line.endswith(b"\n") else line
        changed = change(text)
        written.append(text if changed == text and change is not _as_it_is else _broken(changed, line_end))
        written.append(line[len(text) :])
    return b"".join(written)


def _as_it_is(line: bytes) -> bytes:
    return line


def _broken(line: bytes, line_end: bytes) -> bytes:
    """Break an encoded line where it is too long. What ends it, blanks or a soft line break, stays in the last row."""
    content = line.rstrip(_BLANKS).removesuffix(b"=")
    ending = line[len(content) :]
    rows = []
    lead, at = b"", 0  # what the row begins with, in the place of the octet before `at`
    while (lead or at < len(content)) and len(lead) + len(content) - at + len(ending) > ENCODED_LINE_MAX:
        cut = at - len(lead) + ENCODED_LINE_MAX - 1
        escape = content.rfind(b"=", cut - 2, cut)  # a soft break never stands inside an escape
        cut = cut if escape < 0 else escape
        rows.append(lead + content[at:cut] + b"=")
        next_row = content[cut : cut + len("From ")]
        is_begun = _begin_row(next_row) != next_row
        lead = _escape_first_of(next_row[:1]) if is_begun else b""
        at = cut + is_begun
    return line_end.join([*rows, lead + content[at:] + ending])


def _begin_row(row: bytes) -> bytes:
    """Escape what may not begin a row: a hyphen, so that none is taken for a delimiter, and what programs change."""
    return _escape_first_of(row) if row.startswith(b"-") or _is_touchy(row) else row


def _is_touchy(line: bytes) -> bool:
    return line.startswith(b"From ") or line == b"."


def _encoded(line: bytes) -> bytes:
    """Encode one line, however long it becomes."""
    return quoted_printable.encode(line).replace(b"=\r\n", b"")


def _begin_line(octets: bytes) -> bytes:
    """Begin a line that has had an escaped line end before it, and maybe a soft line break behind that."""
    for soft_break in (b"=\r\n", b"=\n"):
        octets = octets.removeprefix(soft_break)
    row = octets.partition(b"\n")[0].removesuffix(b"\r")
    return _escape_first_of(octets) if _begin_row(row) != row else octets


def _end_line(octets: bytes) -> bytes:
    return octets[:-1] + b"=%02X" % octets[-1] if octets.endswith((b" ", b"\t")) else octets


def _short_soft_break(line: bytes) -> bytes:
    short = line.rstrip(_BLANKS)
    return short if short.endswith(b"=") and not short.endswith(b"==") else line


def _escape_first_of(octets: bytes) -> bytes:
    return b"=%02X" % octets[0] + octets[1:]


def _escape_all(found: Match[bytes]) -> bytes:
    return b"".join([b"=%02X" % octet for octet in found[0]])


def _escape_first(found: Match[bytes]) -> bytes:
    return _escape_first_of(found[0])


def _escape_last(found: Match[bytes]) -> bytes:
    return found[0][:-1] + b"=%02X" % found[0][-1]
