"""CTE: transfer encodings and what they allow in a body."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mimeforge._grammar import NON_ASCII_RE, TOKEN_RE, X_TOKEN_RE
from mimeforge._ses_facts import KNOWN_UUENCODE
from mimeforge.codecs.parameters import without_comments
from mimeforge.codecs.visible import shown
from mimeforge.linter.examples import Example, sample
from mimeforge.linter.finding import Evidence, Severity
from mimeforge.linter.rule import PART, Hit, rule
from mimeforge.rules.cte.encoded_bodies import is_body
from mimeforge.rules.cte.fixes import encode_whole, name_alone, say_7bit
from mimeforge.tree import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.linter.context import Context
    from mimeforge.tree import Field, Part

__all__ = ["RULES"]

# Encodings under which octets over 127 may stand, or under which their own rules speak of them.
_NOT_7BIT: Final = frozenset({"8bit", "binary", "base64", "quoted-printable"})
# RFC 2045 §6.1
_MECHANISMS: Final = _NOT_7BIT | {"7bit"}
# SES's answer repeats the token. What is longer than any that somebody would write is not looked at, nor repeated.
_MECHANISM_MAX: Final = 78
_UTF8 = "Content-Type: text/plain; charset=utf-8"


@rule(
    "CTE101",
    "cte-unknown",
    severity=Severity.ERROR,
    rfc=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2045 §6.1, and §6.4: such a part is application/octet-stream; what SES answers is inferred",
    looks_at=PART,
    bad=(
        sample("Content-Transfer-Encoding: utf-8"),
        sample("Content-Transfer-Encoding: 7-bit"),
        sample('Content-Transfer-Encoding: "7bit"'),
        sample("Content-Transfer-Encoding: 7bit;"),
        sample("Content-Transfer-Encoding: 7bit, 7bit"),
        sample("Content-Transfer-Encoding: quoted printable"),
        sample("Content-Transfer-Encoding: uuencode"),
    ),
    good=(
        sample("Content-Transfer-Encoding: 7bit"),
        sample("Content-Transfer-Encoding: Quoted-Printable"),
        sample("Content-Transfer-Encoding: (as it is) 7BIT (really (yes))"),
    ),
)
def unknown_encoding(part: Part, context: Context) -> Iterator[Hit]:
    """Content-Transfer-Encoding does not hold one of the five encodings alone.

    Readers may not guess: they show the part as a file of unknown type, or its encoded text. The encodings are 7bit,
    8bit, binary, quoted-printable and base64, in any case of letters and without quotes, list or parameters; comments
    may stand beside them.
    """
    for field in part.fields_named("Content-Transfer-Encoding"):
        mechanism = _mechanism(field)
        if mechanism.lower() not in _MECHANISMS and not X_TOKEN_RE.fullmatch(mechanism):
            meant = _meant(field.value)
            advice = f"write {meant} alone" if meant else "name the one of the body, or leave the field out"
            yield Hit(
                field.value_span if field.value else field.span,
                f"{shown(field.value)} is no transfer encoding: {advice}",
                predicts=f"Unknown encoding: {mechanism}" if _is_decoded(part, field, mechanism) else None,
                fix=name_alone(part, field.value, meant),
            )


@rule(
    "CTE102",
    "cte-x-token",
    severity=Severity.WARNING,
    rfc=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2045 §6.3: private encodings are strongly discouraged",
    looks_at=PART,
    bad=(sample("Content-Transfer-Encoding: x-uuencode"), sample("Content-Transfer-Encoding: X-gzip64 (packed)")),
    good=(sample("Content-Transfer-Encoding: base64", body="U2VlIHlvdSBhdCBub29uLg0K\r\n"),),
)
def private_encoding(part: Part, context: Context) -> Iterator[Hit]:
    """A body has a private transfer encoding.

    Only readers that know it can decode the body; the others show a file of unknown type. Use quoted-printable or
    base64.
    """
    for field in part.fields_named("Content-Transfer-Encoding"):
        mechanism = _mechanism(field)
        if X_TOKEN_RE.fullmatch(mechanism):
            message = f"few readers know the private encoding {shown(mechanism)}: use quoted-printable or base64"
            yield Hit(field.value_span, message)


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
    if part.transfer_encoding not in _NOT_7BIT and is_body(part):
        eight_bit = _first_8bit(part)
        if eight_bit:
            message = f"octets over 127 in a body that is not 8bit: {_way_out(part)}"
            yield Hit(eight_bit, message, fix=encode_whole(part))


@rule(
    "CTE105",
    "cte-binary",
    severity=Severity.ERROR,
    rfc=None,
    evidence=Evidence.FIELD_REPORT,
    source="SES developer guide, SMTP session: EHLO offers 8BITMIME and no BINARYMIME (RFC 3030)",
    looks_at=PART,
    bad=(
        Example(sample(_UTF8, "Content-Transfer-Encoding: binary", body="Déjeuner à midi.\r\n"), profile="ses-smtp"),
        Example(sample("Content-Transfer-Encoding: binary"), profile="ses-smtp"),
    ),
    good=(
        Example(sample("Content-Transfer-Encoding: 7bit"), profile="ses-smtp"),
        Example(sample("Content-Transfer-Encoding: binary"), profile="ses-v2"),
    ),
)
def binary_over_smtp(part: Part, context: Context) -> Iterator[Hit]:
    """A body is sent as binary over SMTP.

    The SMTP interface of SES does not offer BINARYMIME, without which no binary body may be sent. Where all octets of
    the body are ASCII, only the name of the encoding is wrong, and it is a warning. Use quoted-printable or base64.
    """
    if part.transfer_encoding == "binary" and not context.profile.takes_binary and is_body(part):
        field = part.field("Content-Transfer-Encoding")
        place = field.value_span if field else part.header_span
        if part.raw.isascii():
            message = "binary, which SES does not take over SMTP, and yet the body is 7bit: say so"
            fix = say_7bit(part)
            yield Hit(place, message, severity=Severity.WARNING, evidence=Evidence.INFERRED, fix=fix)
        else:
            yield Hit(place, f"binary, which SES does not take over SMTP: {_way_out(part)}", fix=encode_whole(part))


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
    encodings = {"8bit", "binary"} if context.profile.takes_binary else {"8bit"}
    if part.transfer_encoding in encodings and is_body(part):
        eight_bit = _first_8bit(part)
        if eight_bit:
            message = f"8bit, which SES does not keep where tracking rewrites the body: {_way_out(part)}"
            yield Hit(eight_bit, message, fix=encode_whole(part))


def _mechanism(field: Field) -> str:
    """Read the one token of Content-Transfer-Encoding as it is written; "" where there is anything else."""
    written = without_comments(field.value).strip(" \t")
    return written if TOKEN_RE.fullmatch(written) else ""


def _meant(value: str) -> str | None:
    """Guess which encoding is meant: "7-bit", "8bits" and "base64;" begin like one, hyphens and quotes aside."""
    written = "".join(filter(str.isalnum, value[:_MECHANISM_MAX].lower()))
    return next((name for name in sorted(_MECHANISMS) if written.startswith(name.replace("-", ""))), None)


def _is_decoded(part: Part, field: Field, mechanism: str) -> bool:
    """Whether the reader of SES would have to decode the part by this token, and would not know how."""
    is_leaf = not part.media_type.startswith(("multipart/", "message/"))
    is_strange = 0 < len(mechanism) <= _MECHANISM_MAX and mechanism.lower() not in KNOWN_UUENCODE
    return is_leaf and is_strange and field.occurrence == 1


def _way_out(part: Part) -> str:
    """Say how the octets can go out: an attached message may not be encoded itself (RFC 2046 §5.2.1)."""
    if part.media_type.startswith("message/"):
        return "encode the text inside, or attach the message as application/octet-stream"
    return "use quoted-printable or base64"


def _first_8bit(part: Part) -> Span | None:
    """Find the first run of octets over 127, on one line."""
    octets = part.source.octets
    start, end = part.body_span
    if part.raw.isascii():
        return None
    run = NON_ASCII_RE.search(octets, start, end)
    return Span(*run.span()) if run else None


RULES = (unknown_encoding, private_encoding, eight_bit_in_7bit, binary_over_smtp, eight_bit_with_tracking)
