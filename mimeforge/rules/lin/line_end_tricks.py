"""LIN: line ends by which two readers see two messages."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final

from mimeforge._grammar import lines
from mimeforge.linter.examples import sample
from mimeforge.linter.finding import Evidence, Severity
from mimeforge.linter.rule import MESSAGE, PART, Hit, rule
from mimeforge.rules.hdr.displaced import below_empty_line
from mimeforge.rules.hdr.field_names import is_known
from mimeforge.rules.hdr.stray_lines import is_message
from mimeforge.rules.lin import fixes
from mimeforge.rules.lin.places import bodies, first_of, outside
from mimeforge.tree import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.linter.context import Context
    from mimeforge.tree import Part

__all__ = ["RULES", "disputed_end", "disputed_ends", "eod_lookalikes"]

# What is looked at in one message: far more than any text has, and little enough for a hostile one.
_DOTS_MAX: Final = 10_000
_NAMES: Final = {b"\r\n": "CRLF", b"\r": "CR", b"\n": "LF"}


@rule(
    "LIN124",
    "eod-lookalike",
    severity=Severity.ERROR,
    rfc=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source="RFC 5321 §4.1.1.4: only CRLF . CRLF ends the data; CVE-2023-51764, CVE-2023-51765, CVE-2023-51766",
    looks_at=MESSAGE,
    bad=(
        sample(body="See you\n.\nMAIL FROM:<jo@example.com>\r\n"),
        sample(body="See you\r\n.\rat noon.\r\n"),
        sample(body="See you\n.\r\nRCPT TO:<zoe@example.net>\r\n"),
    ),
    good=(
        sample(body="See you\r\n.\r\nat noon.\r\n"),
        sample(body="See you at noon.\r\n"),
    ),
)
def eod_lookalike(message: Part, context: Context) -> Iterator[Hit]:
    """A line of one dot stands between line ends that are not both CRLF.

    A server that takes CR or LF alone for a line end takes this for the end of the message, and what follows for
    commands: a second message, in the name of whoever sent the first (SMTP smuggling). Servers that know of it refuse
    the message. End every line in CRLF; a client of SMTP then puts a dot before such a line. Without a CR alone and
    without commands behind it is a warning, and LF . LF is left to LIN102: text may hold a dot.
    """
    places = context.once(eod_lookalikes, message) if is_message(message, context) else []
    first, more = first_of(places, "places")
    for place in first:
        before, _, after = message.source.read(place).partition(b".")
        ends = f"{_NAMES[before]} . {_NAMES[after]}"
        text = f"{ends}{more}, which some servers take for the end of the message: end every line in CRLF"
        is_text = b"\r" not in {before, after} and not _is_command(message, place.end)
        is_cr = message.source.read(place).count(b"\r") > ends.count("CRLF")
        mend = fixes.encode_body if is_cr else fixes.end_in_crlf
        fix = None if context.once(disputed_ends, message) else mend(message, place)
        yield Hit(place, text, severity=Severity.WARNING if is_text else None, fix=fix)


@rule(
    "LIN150",
    "disputed-header-end",
    severity=Severity.ERROR,
    rfc=Severity.ERROR,
    evidence=Evidence.INFERRED,
    source="RFC 5322 §2.1, §2.3: an empty line is CRLF behind CRLF; CR and LF must only occur together",
    looks_at=PART,
    bad=(
        sample().replace(b"\r\n\r\n", b"\r\n\nBcc: amy@example.org\r\n\r\n"),
        sample(
            "Content-Type: multipart/mixed; boundary=b",
            body="--b\r\nContent-Type: text/plain\r\n\nContent-Disposition: attachment\r\n\r\nLunch\r\n--b--\r\n",
        ),
    ),
    good=(
        sample(body="Bcc: is no field here\r\n"),
        sample(body="Note: bring a coat.\r\n"),
    ),
)
def disputed_header_end(part: Part, context: Context) -> Iterator[Hit]:
    """The line end of the empty line is of another kind than that above it, and fields stand below.

    Who takes LF alone for a line end sees the header section end here, and the fields below as text. Who does not reads
    on: the fields count, and the body begins further down. Filters and readers so see two messages in one. End every
    line in CRLF, and take away what is no body.
    """
    disputed = disputed_end(part)
    if disputed and not (part.is_root and below_empty_line(part)):  # LIN121 says more about these fields
        text = "an empty line that is one for some readers only, with fields below: end every line in CRLF"
        yield Hit(disputed, text)


def eod_lookalikes(message: Part) -> list[Span]:
    """Find the lone dots between line ends of which one is unusual in this message, with text somewhere behind.

    Bodies that keep the LF they were given are ordinary: between two LF, a dot counts where commands are behind.
    """
    source = message.source
    ends = source.line_ends
    if not (ends.cr or (ends.lf and ends.crlf)) or not (b"\n." in source.octets or b"\r." in source.octets):
        return []
    is_of_lf = ends.lf > ends.crlf
    text_end = len(source.octets.rstrip(b"\r\n"))
    dots = (Span(*dot.span()) for dot in lines.LONE_DOT_RE.finditer(source.octets, 0, text_end))
    found = []
    for start, end in islice(outside(dots, bodies(message, {"binary"})), _DOTS_MAX):
        before = b"\r\n" if source.octets.endswith(b"\r\n", 0, start) else source.octets[start - 1 : start]
        after = b"\r\n" if source.octets.startswith(b"\r\n", end) else source.octets[end : end + 1]
        if before == after == b"\n" and (is_of_lf or not _is_command(message, end)):
            continue
        found.append(Span(start - len(before), end + len(after)))
    return found


def _is_command(message: Part, at: int) -> bool:
    return lines.SMTP_COMMAND_RE.match(message.source.octets, at) is not None


def disputed_end(part: Part) -> Span | None:
    """Give the empty line that ends the header section, where not all readers see it and fields stand below it."""
    if part.separator is None or not part.fields:
        return None
    octets = part.source.octets
    above = octets.endswith(b"\r\n", part.header_span.start, part.header_span.end)
    below = lines.NAME_OF_FIELD_RE.match(octets, *part.body_span)
    is_of_one_kind = above == octets.startswith(b"\r\n", part.separator.start)
    return None if is_of_one_kind or not below or not is_known(below[1].decode("ascii")) else part.separator


def disputed_ends(message: Part) -> list[Span]:
    """Give these empty lines of the message and all its parts."""
    ends = message.source.line_ends
    parts = message.walk(into_messages=False) if ends.lf and ends.crlf else ()
    return [disputed for part in parts if (disputed := disputed_end(part))]


RULES = (eod_lookalike, disputed_header_end)
