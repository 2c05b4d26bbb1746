"""PAR: media types."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mimeforge._grammar.parameters import WRITTEN_TYPE_RE
from mimeforge.codecs.visible import shown
from mimeforge.edit import Edit
from mimeforge.linter.examples import sample
from mimeforge.linter.finding import Evidence, Severity
from mimeforge.linter.fix import Fix
from mimeforge.linter.rule import LEAF, Hit, part_fields, parts, rule
from mimeforge.rules.con.fixes import type_told_by_name
from mimeforge.rules.fixes import insert_field, mend
from mimeforge.rules.par.content_fields import ending, parameters_of
from mimeforge.rules.par.fixes import leave_out
from mimeforge.tree import Span
from mimeforge.tree.names import span_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.linter.context import Context
    from mimeforge.tree import Field, Part

__all__ = ["RULES"]

# IANA, media types: the top-level types. "chemical" was never registered, and everybody uses it.
_TOP_LEVEL: Final = frozenset(
    {
        *("application", "audio", "chemical", "example", "font", "haptics", "image", "message", "model", "multipart"),
        *("text", "video"),
    }
)
# Types that do not exist, and what is meant.
_SLIPS: Final = {
    "application/binary": "application/octet-stream",
    "application/octect-stream": "application/octet-stream",
    "application/octet": "application/octet-stream",
    "application/octet_stream": "application/octet-stream",
    "application/octetstream": "application/octet-stream",
    "application/octets-stream": "application/octet-stream",
    "application/x-octet-stream": "application/octet-stream",
    "html/text": "text/html",
    "image/svg": "image/svg+xml",
    "message/rfc-822": "message/rfc822",
    "message/rfc2822": "message/rfc822",
    "message/rfc5322": "message/rfc822",
    "multipart/alternate": "multipart/alternative",
    "multipart/alternatives": "multipart/alternative",
    "multipart/form": "multipart/form-data",
    "multipart/relative": "multipart/related",
    "octet/stream": "application/octet-stream",
    "plain/html": "text/html",
    "plain/text": "text/plain",
    "text/ascii": "text/plain",
    "text/calender": "text/calendar",
    "text/htm": "text/html",
    "text/pdf": "application/pdf",
    "text/text": "text/plain",
    "text/txt": "text/plain",
    "text/utf-8": "text/plain",
    "text/utf8": "text/plain",
}
# Slips that all mail programs have learned.
_LEARNED: Final = {
    "application/csv": "text/csv",
    "application/docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/excel": "application/vnd.ms-excel",
    "application/ics": "text/calendar",
    "application/x-pdf": "application/pdf",
    "application/xls": "application/vnd.ms-excel",
    "application/xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "audio/mp3": "audio/mpeg",
    "image/jpg": "image/jpeg",
    "image/tif": "image/tiff",
}
_BOUNDARY: Final = "--b\r\n\r\nSee you at noon.\r\n--b--\r\n"
_MIXED: Final = 'Content-Type: multipart/mixed; boundary="b"'
# RFC 2045 §5.2: what a part without Content-Type is, but for those of a digest (RFC 2046 §5.1.5).
_DEFAULT: Final = "text/plain"


@rule(
    "PAR102",
    "ctype-unknown-top",
    severity=Severity.WARNING,
    rfc=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source="RFC 6838 §4.2.7, RFC 2045 §5.1; IANA, media types",
    looks_at=part_fields("Content-Type"),
    bad=(
        sample("Content-Type: text/text; charset=us-ascii"),
        sample("Content-Type: plain/text; charset=us-ascii"),
        sample("Content-Type: document/pdf"),
        sample("Content-Type: multipart/alternate; boundary=b", body=_BOUNDARY),
        sample("Content-Type: text / plain; charset=us-ascii"),
        sample("Content-Type: image/jpg"),
        sample("Content-Type: text/*; charset=us-ascii"),
    ),
    good=(
        sample("Content-Type: Text/Plain; charset=us-ascii"),
        sample("Content-Type: font/woff2"),
        sample("Content-Type: x-world/x-vrml"),
    ),
)
def unknown_type(field: Field, context: Context) -> Iterator[Hit]:
    """Content-Type names a type that does not exist.

    Readers offer such a part as a file of unknown type, and take an unknown multipart for multipart/mixed. Name the
    registered type, without blanks. What all mail programs have learned to read, like image/jpg, is a note.
    """
    written = WRITTEN_TYPE_RE.match(field.source.octets, *field.body_span)
    if not written:
        return
    media_type = "".join(written[1].decode("ascii").lower().split())
    place = Span(*written.span(1))
    top = media_type.partition("/")[0]
    meant = _SLIPS.get(media_type)
    if len(media_type) < len(written[1]):
        message = f"a blank beside the slash, which some readers take for part of the type: write {shown(media_type)}"
        fix = mend("take the blanks away", field, Edit(place, b"".join(written[1].split())))
        yield Hit(place, message, fix=fix)
    elif meant:
        yield Hit(place, f"there is no type {media_type}: write {meant}", fix=_written(field, place, meant))
    elif media_type.endswith("/*"):
        yield Hit(place, f"{shown(media_type)} is a pattern and no type: name the one it is")
    elif media_type in _LEARNED:
        meant = _LEARNED[media_type]
        message = f"there is no type {media_type}, though readers know it: write {meant}"
        yield Hit(place, message, severity=Severity.NOTE, fix=_written(field, place, meant))
    elif top not in _TOP_LEVEL and not top.startswith("x-"):
        message = f"no media type begins with {shown(top)}: name the one it is, or application/octet-stream"
        yield Hit(place, message)


def _written(field: Field, place: Span, media_type: str) -> Fix | None:
    return mend(f"write {media_type}", field, Edit(place, media_type.encode("ascii")), safe=False)


@rule(
    "PAR103",
    "ctype-x-subtype",
    severity=Severity.NOTE,
    rfc=Severity.NOTE,
    evidence=Evidence.DOCUMENTED,
    source="RFC 6838 §3.4: unregistered types with x- or x. are discouraged",
    looks_at=part_fields("Content-Type"),
    overlay="strict",
    bad=(sample("Content-Type: text/x-notes; charset=us-ascii"),),
    good=(sample("Content-Type: text/vnd.example.notes; charset=us-ascii"),),
)
def experimental_type(field: Field, context: Context) -> Iterator[Hit]:
    """Content-Type names an unregistered type.

    What x- types are is known to those who made them. Name a registered type, or application/octet-stream.
    """
    subtype = parameters_of(field, context).value.partition("/")[2]
    if subtype[:2].lower() in {"x-", "x."}:
        yield Hit(field.value_span, f"the type {shown(subtype)} is not registered: name one that is")


@rule(
    "PAR104",
    "ctype-missing-leaf",
    severity=Severity.WARNING,
    rfc=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2045 §5.2: a part without Content-Type is text/plain in us-ascii",
    looks_at=LEAF,
    bad=(
        sample(
            _MIXED, body=_BOUNDARY.replace("\r\n\r\n", "\r\nContent-Disposition: attachment; filename=a.pdf\r\n\r\n")
        ),
    ),
    good=(sample(_MIXED, body=_BOUNDARY),),
)
def attachment_without_type(part: Part, context: Context) -> Iterator[Hit]:
    """An attachment has no Content-Type.

    It is text/plain by default: readers show its octets as text, or guess by its name. It is a warning where the part
    is in base64, which text seldom is. Name its type, or application/octet-stream.
    """
    disposition = part.field("Content-Disposition")
    if disposition is None or part.is_root or part.field("Content-Type") is not None:
        return
    name = part.filename or ""
    if part.media_type == _DEFAULT and (part.disposition == "attachment" or name) and ending(name) != "txt":
        message = "an attachment without Content-Type is read as text/plain: name its type"
        severity = Severity.WARNING if part.transfer_encoding == "base64" else Severity.NOTE
        yield Hit(disposition.span, message, field=disposition, severity=severity, fix=_typed_by_name(part))


def _typed_by_name(part: Part) -> Fix | None:
    """Name the type that the name of a file tells."""
    media_type = type_told_by_name(part, part.filename or "")
    if media_type is None:
        return None
    title = f"write Content-Type: {media_type}"
    return Fix(title, (insert_field(part, "Content-Type", media_type.encode("ascii")),), safe=False)


@rule(
    "PAR129",
    "charset-on-binary",
    severity=Severity.NOTE,
    rfc=Severity.NOTE,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2046 §4.1.2, §4.2: charset is a parameter of text; other types define it or ignore it",
    looks_at=parts("image", "audio", "video", "font"),
    overlay="strict",
    bad=(sample("Content-Type: image/png; charset=utf-8"),),
    good=(sample("Content-Type: image/png"), sample("Content-Type: image/svg+xml; charset=utf-8")),
)
def charset_of_binary(part: Part, context: Context) -> Iterator[Hit]:
    """A type that is not text has a charset.

    Readers ignore it. Leave it out.
    """
    field = part.field("Content-Type")
    if field and not part.media_type.endswith("xml"):
        charsets = [one for one in parameters_of(field, context).written if one.name == "charset"]
        fix = leave_out(field, "charset") if charsets else None
        for parameter in charsets:
            place = span_in(field, parameter.start, parameter.end)
            yield Hit(place, f"{part.media_type} is no text and has no charset: leave it out", field=field, fix=fix)


@rule(
    "PAR130",
    "format-flowed-bad",
    severity=Severity.NOTE,
    rfc=Severity.NOTE,
    evidence=Evidence.DOCUMENTED,
    source="RFC 3676 §4: format and delsp are parameters of text/plain",
    looks_at=parts("text"),
    overlay="strict",
    bad=(
        sample("Content-Type: text/html; charset=us-ascii; format=flowed", body="<p>See you at noon.</p>\r\n"),
        sample("Content-Type: text/plain; charset=us-ascii; format=flow"),
        sample("Content-Type: text/plain; charset=us-ascii; delsp=yes"),
    ),
    good=(
        sample("Content-Type: text/plain; charset=us-ascii; format=Flowed; delsp=yes"),
        sample("Content-Type: text/plain; charset=us-ascii; format=fixed"),
    ),
)
def format_of_text(part: Part, context: Context) -> Iterator[Hit]:
    """A text has a format that it cannot have.

    Only text/plain is flowed or fixed, and only flowed text has delsp. Readers ignore the parameter.
    """
    field = part.field("Content-Type")
    fault = _format_fault(part)
    if field and fault:
        message, *names = fault
        yield Hit(field.value_span, message, field=field, fix=leave_out(field, *names))


def _format_fault(part: Part) -> tuple[str, ...] | None:
    """Say what is wrong with the format of a text, and name the parameters that mean nothing there."""
    form, delsp = (part.parameters.get(name, "").lower() for name in ("format", "delsp"))
    if not form and not delsp:
        return None
    if part.media_type != _DEFAULT:
        message = f"format and delsp belong to text/plain: leave them out of {shown(part.media_type)}"
        return message, "format", "delsp"
    if form and form not in {"flowed", "fixed"}:
        return f"format={shown(form)} is neither flowed nor fixed: leave it out", "format"
    if delsp and form != "flowed":
        return "delsp without format=flowed means nothing: leave it out", "delsp"
    return None


RULES = (unknown_type, experimental_type, attachment_without_type, charset_of_binary, format_of_text)
