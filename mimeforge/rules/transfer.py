"""CTE: transfer encodings and what they allow in a body."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mimeforge._grammar import NON_ASCII_RE
from mimeforge.linter.examples import sample
from mimeforge.linter.finding import Evidence, Severity
from mimeforge.linter.rule import PART, Hit, rule
from mimeforge.tree import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.linter.context import Context
    from mimeforge.tree import Part

__all__ = ["RULES"]

# Encodings under which octets over 127 may stand, or under which their own rules speak of them.
_NOT_7BIT = frozenset({"8bit", "binary", "base64", "quoted-printable"})
_UTF8 = "Content-Type: text/plain; charset=utf-8"


@rule(
    "CTE103",
    "cte-8bit-in-7bit",
    severity=Severity.ERROR,
    rfc=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2045 §2.7, §6.2: 7bit data holds no octet over 127",
    looks_at=PART,
    bad=(
        sample(_UTF8, body="Déjeuner à midi.\r\n"),
        sample(_UTF8, "Content-Transfer-Encoding: 7bit", body="Déjeuner à midi.\r\n"),
    ),
    good=(
        sample(_UTF8, "Content-Transfer-Encoding: quoted-printable", body="D=C3=A9jeuner =C3=A0 midi.\r\n"),
        sample(_UTF8, "Content-Transfer-Encoding: base64", body="RMOpamV1bmVyIMOgIG1pZGku\r\n"),
    ),
)
def eight_bit_in_7bit(part: Part, context: Context) -> Iterator[Hit]:
    """A body holds octets over 127, and its transfer encoding says 7bit, nothing, or what nobody knows.

    What reads or relays the message may clear, drop or misread them. Encode the body as quoted-printable or base64 and
    name the encoding.
    """
    if part.transfer_encoding not in _NOT_7BIT and _is_body(part):
        eight_bit = _first_8bit(part)
        if eight_bit:
            message = f"octets over 127 in a body that is not 8bit: {_way_out(part)}"
            yield Hit(eight_bit, message)


@rule(
    "CTE106",
    "cte-8bit-ses-tracking",
    severity=Severity.WARNING,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source="API model of SendRawEmail: 8bit may not be preserved; anymail/django-anymail#115",
    looks_at=PART,
    bad=(
        sample(_UTF8, "Content-Transfer-Encoding: 8bit", body="Déjeuner à midi.\r\n"),
        sample(_UTF8, "Content-Transfer-Encoding: binary", body="Déjeuner à midi.\r\n"),
    ),
    good=(sample(_UTF8, "Content-Transfer-Encoding: quoted-printable", body="D=C3=A9jeuner =C3=A0 midi.\r\n"),),
)
def eight_bit_with_tracking(part: Part, context: Context) -> Iterator[Hit]:
    """A body is sent as 8bit.

    SES takes it, and does not keep it where it rewrites the body: open and click tracking, unsubscribe footers. The
    text then arrives garbled. Use quoted-printable or base64.
    """
    if part.transfer_encoding in {"8bit", "binary"} and _is_body(part):
        eight_bit = _first_8bit(part)
        if eight_bit:
            message = f"8bit, which SES does not keep where tracking rewrites the body: {_way_out(part)}"
            yield Hit(eight_bit, message)


def _way_out(part: Part) -> str:
    """Say how the octets can go out: an attached message may not be encoded itself (RFC 2046 §5.2.1)."""
    if part.media_type.startswith("message/"):
        return "encode the text inside, or attach the message as application/octet-stream"
    return "use quoted-printable or base64"


def _is_body(part: Part) -> bool:
    """Whether the part has a body of its own; an embedded message is one."""
    return not part.media_type.startswith("multipart/") or part.boundary is None


def _first_8bit(part: Part) -> Span | None:
    """Find the first run of octets over 127, on one line."""
    octets = part.source.octets
    start, end = part.body_span
    if part.raw.isascii():
        return None
    run = NON_ASCII_RE.search(octets, start, end)
    return Span(*run.span()) if run else None


RULES = (eight_bit_in_7bit, eight_bit_with_tracking)
