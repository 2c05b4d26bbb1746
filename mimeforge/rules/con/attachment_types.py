"""CON: what attachments say they are, by media type and by name, and what they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from mimeforge.codecs.visible import shown
from mimeforge.edit import Edit
from mimeforge.linter.examples import sample
from mimeforge.linter.finding import Evidence, Severity
from mimeforge.linter.rule import LEAF, MESSAGE, Hit, parts, rule
from mimeforge.parts import media_types
from mimeforge.rules.con.attachments import (
    attached,
    extension,
    head,
    hit_at_name,
    is_attachment,
    shown_names,
    type_span,
)
from mimeforge.rules.con.content import refused_name
from mimeforge.rules.con.file_formats import PROGRAM, by_content, by_extension, by_media_type, holds
from mimeforge.rules.con.fixes import type_told_by_name
from mimeforge.rules.cte.undecoded import is_undecoded
from mimeforge.rules.fixes import mend
from mimeforge.rules.par.content_fields import unreadable
from mimeforge.tree import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.linter.context import Context
    from mimeforge.tree import Part

__all__ = ["RULES"]

_PDF: Final = b"%PDF-1.7\r\n%\xe2\xe3\xcf\xd3\r\n%%EOF\r\n"
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_PAGE: Final = b"<html><body>Sorry, no such file.</body></html>\r\n"
_ELF: Final = b"\x7fELF\x02\x01\x01" + bytes(9)

# Inline images that a good share of mail programs does not show (caniemail.com, image formats).
_SELDOM_SHOWN: Final = (
    "image/apng",
    "image/avif",
    "image/bmp",
    "image/heic",
    "image/heif",
    "image/svg+xml",
    "image/tiff",
    "image/webp",
)


class _Families(NamedTuple):
    """Of a file: the families of formats that type, name and octets speak of, None where they do not tell."""

    by_type: str | None = None
    by_name: str | None = None
    by_content: str | None = None

    @property
    def name_is_wrong(self) -> bool:
        """Whether the octets are of another family than the name says."""
        return _differ(self.by_name, self.by_content)

    @property
    def type_is_wrong(self) -> bool:
        """Whether the octets are of another family than the media type says."""
        return _differ(self.by_type, self.by_content)


def _differ(claimed: str | None, content: str | None) -> bool:
    # A program under any name is for CON105.
    return claimed is not None and content is not None and content != PROGRAM and not holds(claimed, content)


def _families(part: Part) -> _Families:
    if not is_attachment(part) or is_undecoded(part):
        return _Families()
    field = part.field("Content-Type")
    is_named = field is not None and field.value.lower().startswith(part.media_type)  # and no default
    by_type = by_media_type(part.media_type) if is_named else None
    by_name = by_extension(extension(part))
    return _Families(by_type, by_name, by_content(head(part), by_name, by_type))


@rule(
    "CON101",
    "type-vs-magic",
    severity=Severity.WARNING,
    rfc=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2045 §5: Content-Type describes the data; signatures of the formats; libmagic",
    looks_at=LEAF,
    bad=(
        attached("report.pdf", _PDF, "image/png"),
        attached("chart", _PNG, "application/pdf"),
        attached("invoice", _PAGE, "application/pdf"),
    ),
    good=(
        attached("report.pdf", _PDF, "application/pdf"),
        attached("chart.jpg", _PNG, "image/jpeg"),
        attached("report", _PDF),
        attached("table.xls", _PAGE, "application/vnd.ms-excel"),
    ),
)
def type_against_content(part: Part, context: Context) -> Iterator[Hit]:
    """The media type of an attachment is not that of its octets.

    Mail programs choose by the type what opens the file, and whether it is shown: it is not, or as garbage. Often an
    error page was attached in place of the file. Only families of formats count, an image against a PDF, and only
    where the octets are sure.
    """
    families, field = context.once(_families, part), part.field("Content-Type")
    if field and families.type_is_wrong and not families.name_is_wrong:
        text = f"{shown(part.media_type)} holds {families.by_content}: name its type, or attach the right file"
        yield Hit(type_span(field), text, field=field)


@rule(
    "CON102",
    "type-vs-extension",
    severity=Severity.WARNING,
    rfc=None,
    evidence=Evidence.FIELD_REPORT,
    source="rspamd, MIME_BAD_ATTACHMENT",
    looks_at=LEAF,
    bad=(
        attached("song.mp3", bytes(8), "application/pdf"),
        attached("chart.png", b"...", "text/plain; charset=us-ascii"),
    ),
    good=(
        attached("photo.jpeg", bytes(8), "image/jpeg"),
        attached("table.csv", b"1,2\r\n", "application/vnd.ms-excel"),
        attached("data.json", b"{}", "text/plain; charset=us-ascii"),
        attached("report.docx", bytes(8), "application/zip"),
    ),
)
def type_against_extension(part: Part, context: Context) -> Iterator[Hit]:
    """The media type of an attachment and the extension of its name speak of two kinds of files.

    Some mail programs go by the type and others by the name, so that the file opens in the wrong program or not at all;
    filters take it for a disguise. Name the type of the file.
    """
    (by_type, by_name, by_octets), field = context.once(_families, part), part.field("Content-Type")
    if field is None or by_type is None or by_name is None or by_octets is not None:
        return
    if any(unreadable(name.field, context) for name in shown_names(part)):  # the name is cut, by each reader elsewhere
        return
    if not holds(by_type, by_name) and not holds(by_name, by_type):
        text = f"{shown(part.media_type)} is the type of {by_type}, and .{extension(part)} names {by_name}"
        yield Hit(type_span(field), f"{text}: let both say the same", field=field)


@rule(
    "CON103",
    "extension-vs-magic",
    severity=Severity.WARNING,
    rfc=None,
    evidence=Evidence.FIELD_REPORT,
    source="rspamd, MIME_BAD_EXTENSION; signatures of the formats; libmagic",
    looks_at=LEAF,
    bad=(
        attached("chart.png", _PDF),
        attached("report.pdf", _PAGE, "application/pdf"),
        attached("notes.txt", _PNG, "text/plain"),
    ),
    good=(
        attached("chart.jpg", _PNG),
        attached("report.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        attached("page.txt", _PAGE, "text/plain; charset=us-ascii"),
        attached("notes.txt", b"%PDF-1.7 is what a PDF begins with.\r\n", "text/plain; charset=us-ascii"),
    ),
)
def extension_against_content(part: Part, context: Context) -> Iterator[Hit]:
    """The extension of an attachment's name is not that of its octets.

    The file does not open: computers choose the program by the extension. Often an error page, or text about why there
    is no file, was attached in its place. Only families of formats count, and only where the octets are sure.
    """
    families = context.once(_families, part)
    if families.name_is_wrong:
        text = f"a file in .{extension(part)} that holds {families.by_content}: name it so, or attach another"
        yield hit_at_name(part, text)


@rule(
    "CON104",
    "type-octet-stream",
    severity=Severity.NOTE,
    rfc=Severity.NOTE,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2046 §4.5.1: octet-stream is for data of no known type",
    looks_at=parts("application/octet-stream"),
    bad=(attached("report.pdf", _PDF),),
    good=(attached("report.pdf", _PDF, "application/pdf"), attached("report.bin", bytes(8))),
    overlay="strict",
)
def needless_octet_stream(part: Part, context: Context) -> Iterator[Hit]:
    """An attachment is application/octet-stream although its name tells its type.

    Phones and webmail offer no preview of such files. Name the type.
    """
    name, field = next(iter(shown_names(part)), None), part.field("Content-Type")
    media_type = media_types.by_name(name.text) if name else None
    if field and media_type:
        place, told = type_span(field), type_told_by_name(part, name.text if name else "")
        message = f"the type of this file is known by its name: {media_type}"
        fix = mend(f"write {told}", field, Edit(place, told.encode("ascii")), safe=False) if told else None
        yield Hit(place, message, field=field, fix=fix)


@rule(
    "CON105",
    "executable-content",
    severity=Severity.WARNING,
    rfc=None,
    evidence=Evidence.FIELD_REPORT,
    source="Microsoft 365, common attachments filter, by true type; Gmail Help, File types blocked in Gmail",
    looks_at=LEAF,
    bad=(
        attached("report.pdf", _ELF, "application/pdf"),
        attached("tool", _ELF),
        attached("photo.png", b"#!/bin/sh\nrm notes.txt\n", "image/png"),
    ),
    good=(
        attached("deploy.sh", b"#!/bin/sh\nls\n", "text/x-sh; charset=us-ascii"),
        attached("deploy", b"#!/usr/bin/env python3\n"),
        attached("notes.txt", b"MZ is what a program begins with.\r\n", "text/plain; charset=us-ascii"),
    ),
)
def executable_content(part: Part, context: Context) -> Iterator[Hit]:
    """An attachment is a program, whatever its name and type.

    Receivers look at the octets and refuse programs, or put them in quarantine: PE, ELF and Mach-O, shortcuts of
    Windows, and scripts that go by the name of something else. Send a link. (Where the name alone is refused,
    `blocked-extension-ses` speaks.)
    """
    if context.once(_families, part).by_content == PROGRAM and not refused_name(part, context):
        yield hit_at_name(part, "this attachment is a program, which receivers refuse; send a link")


@rule(
    "CON122",
    "image-unsupported",
    severity=Severity.NOTE,
    rfc=None,
    evidence=Evidence.FIELD_REPORT,
    source="caniemail.com, image formats",
    looks_at=parts(*_SELDOM_SHOWN),
    bad=(
        attached("logo.webp", b"RIFF\0\0\0\0WEBP", "image/webp\r\nContent-ID: <logo@example.com>").replace(
            b"attachment;", b"inline;"
        ),
    ),
    good=(attached("logo.webp", b"RIFF\0\0\0\0WEBP", "image/webp"),),
    overlay="strict",
)
def seldom_shown_image(part: Part, context: Context) -> Iterator[Hit]:
    """An inline image is in a format that many mail programs do not show.

    Outlook shows none of them, others some. Use PNG, JPEG or GIF.
    """
    field = part.field("Content-Type")
    if field and part.content_id and part.disposition != "attachment":
        text = f"{shown(part.media_type)} is shown by few mail programs: use PNG, JPEG or GIF"
        yield Hit(type_span(field), text, field=field)


@rule(
    "CON124",
    "single-part-attachment",
    severity=Severity.NOTE,
    rfc=None,
    evidence=Evidence.FIELD_REPORT,
    source="SpamAssassin and mail programs that show such a message as empty",
    looks_at=MESSAGE,
    bad=(
        sample(
            "Content-Transfer-Encoding: base64",
            'Content-Disposition: attachment; filename="notes.txt"',
            body="THVuY2g=\r\n",
        ),
    ),
    good=(attached("notes.txt", b"Lunch\r\n", "text/plain; charset=us-ascii"),),
    overlay="strict",
)
def nothing_but_an_attachment(root: Part, context: Context) -> Iterator[Hit]:
    """The message is nothing but a file.

    Some mail programs show it without a name or a way to save it, filters count it. Put it in a multipart/mixed with a
    few words.
    """
    if root.transfer_encoding != "base64" or root.parts:
        return
    if root.disposition == "attachment" or not root.media_type.startswith(("text/", "multipart/")):
        field = root.field("Content-Type") or root.field("Content-Disposition")
        text = "the message is nothing but a file: put it in a multipart/mixed, and a text beside it"
        yield Hit(field.span if field else Span(0, 0), text, field=field)


RULES = (
    type_against_content,
    type_against_extension,
    extension_against_content,
    needless_octet_stream,
    executable_content,
    seldom_shown_image,
    nothing_but_an_attachment,
)
