"""CTE: whether a transfer encoding fits its body."""

from __future__ import annotations

from hashlib import md5
from typing import TYPE_CHECKING, Final

import pybase64

from mimeforge._grammar.content import LINE_END_NOT_CRLF_RE, TOUCHY_LINE_RE
from mimeforge._limits import LINE_FOLD, LINE_MAX
from mimeforge.codecs import scans
from mimeforge.codecs.parameters import without_comments
from mimeforge.codecs.quoted_printable import is_well_coded
from mimeforge.codecs.visible import shown
from mimeforge.edit import Edit
from mimeforge.linter.examples import sample
from mimeforge.linter.finding import Evidence, Severity
from mimeforge.linter.fix import Fix
from mimeforge.linter.rule import LEAF, Hit, encoded, rule
from mimeforge.rules.cte.base64_text import odd_base64
from mimeforge.rules.cte.encoded_bodies import counted, is_body, is_encoded, located
from mimeforge.rules.cte.fixes import mend_lines, rewrite, say_7bit, unencode
from mimeforge.rules.cte.rewriting import (
    Rewriting,
    base64_from_quoted_printable,
    base64_of_crlf_text,
    text_from_base64,
    text_from_quoted_printable,
    with_escaped_starts,
)
from mimeforge.rules.cte.undecoded import is_undecoded
from mimeforge.rules.fixes import line_end, name_encoding, replace_value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.linter.context import Context
    from mimeforge.tree import Part, Span

__all__ = ["RULES"]

_UTF8: Final = "Content-Type: text/plain; charset=utf-8"
_IN_BASE64: Final = "Content-Transfer-Encoding: base64"
_IN_QP: Final = "Content-Transfer-Encoding: quoted-printable"
_TEXT: Final = bytes([*b"\t\r\n", *range(0x20, 0x7F)])
_CANONICAL: Final = sample(_UTF8, _IN_BASE64, body="RMOpamV1bmVyIMOgIG1pZGkuDQo=\r\n")


@rule(
    "CTE104",
    "cte-8bit-needless",
    severity=Severity.NOTE,
    rfc=Severity.NOTE,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2045 §6.2: 8bit and binary name what a body needs",
    looks_at=encoded("8bit", "binary"),
    bad=(sample("Content-Transfer-Encoding: 8bit"),),
    good=(sample("Content-Transfer-Encoding: 7bit"),),
    overlay="strict",
)
def needless_8bit(part: Part, context: Context) -> Iterator[Hit]:
    """A body says it is 8bit or binary, and is plain ASCII in short lines.

    It makes relays look for a way that they do not need. Say 7bit, or leave the field out.
    """
    encoding = part.transfer_encoding
    if not is_body(part) or (encoding == "binary" and not context.profile.takes_binary):  # CTE105 speaks of it
        return
    raw = part.raw
    if raw.isascii() and b"\0" not in raw and scans.first_line_over(raw, LINE_MAX) is None:
        message = f"{encoding}, and yet all of the body is 7bit: say so, or leave the field out"
        yield Hit(_encoding(part), message, fix=say_7bit(part))


@rule(
    "CTE118",
    "b64-text-needless",
    severity=Severity.NOTE,
    rfc=None,
    evidence=Evidence.FIELD_REPORT,
    source="SpamAssassin and rspamd count text in base64 that needs none; RFC 2045 §6.2",
    looks_at=encoded("base64"),
    bad=(sample(_IN_BASE64, body="U2VlIHlvdSBhdCBub29uLg0K\r\n"),),
    good=(_CANONICAL,),
    overlay="strict",
)
def needless_base64(part: Part, context: Context) -> Iterator[Hit]:
    """A text that is plain ASCII is encoded in base64.

    Nobody can read it in the source, and filters count it: spammers hide words so. Send it as 7bit, or as
    quoted-printable where its lines are long.
    """
    if _is_shown_text(part) and part.content and not part.content.translate(None, _TEXT):
        message = "base64 around text that is plain ASCII: send it as 7bit or quoted-printable"
        is_sound = context.once(odd_base64, part) is None and not is_undecoded(part)
        yield Hit(_encoding(part), message, fix=unencode(part, text_from_base64) if is_sound else None)


@rule(
    "CTE128",
    "qp-needless",
    severity=Severity.NOTE,
    rfc=None,
    evidence=Evidence.INFERRED,
    source="RFC 2045 §6.7: for data that largely are printable ASCII, and not quite",
    looks_at=encoded("quoted-printable"),
    bad=(sample(_IN_QP),),
    good=(sample(_IN_QP, body="2 + 2 =3D 4\r\n"),),
    overlay="strict",
)
def needless_quoted_printable(part: Part, context: Context) -> Iterator[Hit]:
    """A body is quoted-printable, and nothing in it is encoded.

    It does no harm, and says nothing. Leave the field out, or say 7bit.
    """
    raw = part.raw
    if is_encoded(part) and b"=" not in raw and scans.first_line_over(raw, LINE_FOLD) is None and raw.isascii():
        message = "quoted-printable, and nothing is encoded: say 7bit, or leave the field out"
        is_message = part.media_type.startswith("message/")  # which readers look into where it is not encoded
        fix = None if is_message else unencode(part, text_from_quoted_printable)
        yield Hit(_encoding(part), message, fix=fix)


@rule(
    "CTE129",
    "qp-for-binary",
    severity=Severity.WARNING,
    rfc=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2045 §6.7: for text; binary data are to be encoded in base64 (§6.8)",
    looks_at=encoded("quoted-printable"),
    bad=(sample(_IN_QP, "Content-Type: application/octet-stream", body="=00=01=02=03\r\n"),),
    good=(sample(_IN_QP, "Content-Type: application/json", body='{"a": "=C3=A9"}\r\n'),),
)
def quoted_printable_binary(part: Part, context: Context) -> Iterator[Hit]:
    """A file that is no text is encoded as quoted-printable.

    Its line ends are line ends of mail, which every program on the way may write anew: the file arrives changed. It is
    also up to three times as long. Encode it in base64.
    """
    if not part.media_type.startswith("text/") and is_encoded(part) and b"=00" in part.raw:
        text = f"{shown(part.media_type)} with NUL in it as quoted-printable, which may change it: use base64"
        yield Hit(_encoding(part), text, fix=_in_base64(part))


@rule(
    "CTE130",
    "qp-unencoded-dot-from",
    severity=Severity.NOTE,
    rfc=Severity.NOTE,
    evidence=Evidence.DOCUMENTED,
    source='RFC 2049 §3: some programs change lines that begin with "From " or are a lone dot',
    looks_at=encoded("quoted-printable"),
    bad=(
        sample(_IN_QP, body="From here on, 2 + 2 =3D 4.\r\n"),
        sample(_IN_QP, body="2 + 2 =3D 4\r\n.\r\n"),
    ),
    good=(sample(_IN_QP, body="=46rom here on, 2 + 2 =3D 4.\r\n=2E\r\n"),),
    overlay="strict",
)
def unprotected_line(part: Part, context: Context) -> Iterator[Hit]:
    """A line of quoted-printable text begins with "From ", or is a lone dot.

    Old mailboxes make ">From" of the one, careless clients end the message at the other, and a signature breaks. Encode
    the first character: ``=46rom``, ``=2E``.
    """
    place, more = counted(located(TOUCHY_LINE_RE, part), "lines") if is_encoded(part) else (None, "")
    if place:
        text = f"{shown(part.source.read(place))} begins a line, which some programs change{more}: write =46rom, =2E"
        yield Hit(place, text, fix=mend_lines(part, [place], "escape the first character", with_escaped_starts)[0])


@rule(
    "CTE132",
    "text-not-crlf-canonical",
    severity=Severity.NOTE,
    rfc=Severity.NOTE,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2046 §4.1.1: a line break in text is CRLF before it is encoded; RFC 2045 §6.8",
    looks_at=encoded("base64"),
    bad=(sample(_UTF8, _IN_BASE64, body="RMOpamV1bmVyIMOgIG1pZGkuCg==\r\n"),),
    good=(_CANONICAL,),
    overlay="strict",
)
def not_canonical(part: Part, context: Context) -> Iterator[Hit]:
    """Lines of a text in base64 end in LF or CR alone.

    Most readers show it rightly; signatures and old readers on Windows need CRLF. Convert line ends before encoding.
    """
    is_in_octets = (part.charset or "").lower()[:6] not in {"utf-16", "utf-32"}
    if _is_shown_text(part) and is_in_octets and LINE_END_NOT_CRLF_RE.search(part.content):
        title, has_lone_cr = "write CRLF at line ends", scans.first_bare_cr(part.content) is not None
        fix = None if has_lone_cr or context.once(odd_base64, part) else rewrite(part, title, base64_of_crlf_text)
        yield Hit(_encoding(part), "not all line ends of this text are CRLF: convert them before encoding", fix=fix)


@rule(
    "CTE133",
    "content-md5-mismatch",
    severity=Severity.ERROR,
    rfc=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source="RFC 1864 §2, §3: MD5 over the canonical form, before the transfer encoding",
    looks_at=LEAF,
    bad=(sample("Content-MD5: Q2hlY2sgSW50ZWdyaXR5IQ=="), sample("Content-MD5: none")),
    good=(sample("Content-MD5: r3JIEiRwpkIdSIpWWBnT/w=="),),
)
def wrong_checksum(part: Part, context: Context) -> Iterator[Hit]:
    """Content-MD5 is not the checksum of the content.

    Who checks it takes the part for damaged, and it may be. Write the base64 of the MD5 of the octets, in text with
    CRLF at every line end, before they are encoded; or leave the field out, which few read.
    """
    field = part.field("Content-MD5")
    if field and is_body(part) and without_comments(field.value).strip(" \t") not in _checksums(part):
        yield Hit(field.value_span, f"{shown(field.value)} is not the MD5 of the content: see whether it is damaged")


def _checksums(part: Part) -> set[str]:
    """Give what may be meant: whether a last line end belongs to the content, writers see in two ways."""
    content = part.content
    if part.media_type.startswith("text/"):
        content = scans.to_crlf(content)
    forms = {content, content + b"\r\n", content.removesuffix(b"\r\n")}
    return {pybase64.b64encode(md5(form, usedforsecurity=False).digest()).decode("ascii") for form in forms}


@rule(
    "CTE150",
    "cte-comment",
    severity=Severity.WARNING,
    rfc=Severity.WARNING,
    evidence=Evidence.PROBED,
    source="RFC 2045 §6.1 allows comments (RFC 5322 §3.2.2); CPython's email package does not decode such a part",
    looks_at=encoded("base64", "quoted-printable"),
    bad=(
        sample("Content-Transfer-Encoding: base64 (RFC 2045)", body="U2VlIHlvdSBhdCBub29uLg0K\r\n"),
        sample("Content-Transfer-Encoding: (text) quoted-printable", body="2 + 2 =3D 4\r\n"),
    ),
    good=(sample("Content-Transfer-Encoding: 7bit (RFC 2045)"),),
)
def comment_beside_encoding(part: Part, context: Context) -> Iterator[Hit]:
    """A comment stands beside the transfer encoding of an encoded body.

    The standard allows it, and yet readers that look for the bare name decode nothing: a filter and a mail program see
    two different parts. Write the name alone.
    """
    field = part.field("Content-Transfer-Encoding")
    if field and "(" in field.value and field.value.strip(" \t").lower() != part.transfer_encoding and part.raw.strip():
        text = f"{shown(field.value)}: some readers know no comment here and decode nothing, write the name alone"
        fix = Fix("write the name alone", (replace_value(field, part.transfer_encoding.encode("ascii")),))
        yield Hit(field.value_span, text, fix=fix)


def _in_base64(part: Part) -> Fix | None:
    """Encode a file in base64, octet for octet, where readers agree on what its octets are."""
    if not is_well_coded(part.raw) or scans.has_blank_at_line_end(part.raw):
        return None
    body = Edit(part.body_span, Rewriting(base64_from_quoted_printable, line_end(part.source)))
    return Fix("encode the file in base64", (name_encoding(part, b"base64"), body))


def _is_shown_text(part: Part) -> bool:
    return part.media_type.startswith("text/") and part.disposition != "attachment"


def _encoding(part: Part) -> Span:
    field = part.field("Content-Transfer-Encoding")
    return field.value_span if field else part.header_span


RULES = (
    needless_8bit,
    needless_base64,
    needless_quoted_printable,
    quoted_printable_binary,
    unprotected_line,
    not_canonical,
    wrong_checksum,
    comment_beside_encoding,
)
