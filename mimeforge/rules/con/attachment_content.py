"""CON: what attachments hold: nothing, half of a file, a password, a bomb, macros. Nothing is inflated."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from mimeforge._grammar.file_names import GIF_END_RE, JPEG_END_RE, PDF_END_RE, PNG_END_RE, ZIP_END_RE
from mimeforge.codecs.visible import shown
from mimeforge.linter.examples import sample
from mimeforge.linter.finding import Evidence, Severity
from mimeforge.linter.rule import LEAF, MESSAGE, Hit, rule
from mimeforge.rules.con.attachments import (
    attached,
    extension,
    head,
    hit_at_name,
    is_attachment,
    last_line,
    tail,
    zipped,
)
from mimeforge.rules.con.file_formats import TEXT, by_extension, by_media_type
from mimeforge.rules.con.zip_directory import directory, in_archive

if TYPE_CHECKING:
    from collections.abc import Iterator
    from re import Pattern

    from mimeforge.linter.context import Context
    from mimeforge.tree import Part

__all__ = ["RULES", "is_cut"]

_LUNCH: Final = zipped("lunch.txt")
_PNG: Final = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + bytes(64)
_PDF: Final = b"%PDF-1.7\n" + b"1 0 obj\n<< /Type /Catalog >>\nendobj\n" * 2

# What is shorter is the stand-in of an example or a test, and no file.
_FILE: Final = 64
_TAIL: Final = 2048


class _Mark(NamedTuple):
    """What closes files that begin with ``head``, and within how many octets of the end it stands at least."""

    head: bytes
    pattern: Pattern[bytes]
    name: str
    within: int = _TAIL


_MARKS: Final = (
    _Mark(b"PK\3\4", ZIP_END_RE, "the directory of the archive", 1 << 16),  # a comment may follow
    _Mark(b"%PDF-", PDF_END_RE, "%%EOF"),
    _Mark(b"\x89PNG\r\n\x1a\n", PNG_END_RE, "the chunk IEND"),
    _Mark(b"GIF8", GIF_END_RE, "the trailer of the GIF"),
    _Mark(b"\xff\xd8\xff", JPEG_END_RE, "the marker EOI"),
)

# An archive that declares so much more than it has, and so much of it, is no archive of anything.
_BOMB_RATIO: Final = 100
_BOMB_SIZE: Final = 100_000_000

# Office documents with macros, as Microsoft names them.
_WITH_MACROS: Final = frozenset("docm dotm potm ppam ppsm pptm sldm xlam xlsm xltm".split())
_MACROS: Final = "vbaproject.bin"
_DOCUMENTS: Final = frozenset("docx dotx ppsx pptx potx xlsb xlsx xltx".split())


@rule(
    "CON115",
    "attachment-empty",
    severity=Severity.WARNING,
    rfc=None,
    evidence=Evidence.INFERRED,
    source="a file that was read twice, or not at all",
    looks_at=LEAF,
    bad=(attached("report.pdf", b"", "application/pdf"),),
    good=(attached("report.txt", b".", "text/plain; charset=us-ascii"),),
)
def empty_attachment(part: Part, context: Context) -> Iterator[Hit]:
    """An attachment is empty.

    The file was read to its end before it was attached, or could not be read. Attach it anew. (An empty text may be
    meant: that is a note.)
    """
    start, end = part.body_span
    if end - start < _TAIL and is_attachment(part) and not part.raw.strip():
        hit = hit_at_name(part, "this attachment is empty: was the file read before? attach it anew")
        is_text = TEXT in {by_media_type(part.media_type), by_extension(extension(part))}
        yield replace(hit, severity=Severity.NOTE) if is_text else hit


@rule(
    "CON116",
    "attachment-truncated",
    severity=Severity.WARNING,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source="ISO 32000-1 §7.5.5, Annex H; PNG §5.6; GIF89a §27; ITU-T T.81 §B.1.1; APPNOTE.TXT §4.3.16",
    looks_at=MESSAGE,
    bad=(
        attached("logo.png", _PNG, "image/png"),
        attached("report.pdf", _PDF, "application/pdf"),
        attached("lunch.zip", _LUNCH[:-22], "application/zip"),
    ),
    good=(
        attached("logo.png", _PNG + b"\0\0\0\0IEND\xaeB`\x82", "image/png"),
        attached("report.pdf", _PDF + b"startxref\n0\n%%EOF\n", "application/pdf"),
        attached("lunch.zip", _LUNCH, "application/zip"),
        attached("stub.pdf", b"%PDF-1.7\n", "application/pdf"),
    ),
)
def truncated_attachment(root: Part, context: Context) -> Iterator[Hit]:
    """An attachment ends before its end: a PDF, image or ZIP archive without the mark that closes it.

    Programs refuse the file, or show a part of it. It was cut while it was written or sent: attach it anew.
    """
    for part in root.walk(into_messages=False):
        is_cut_with_message = not part.is_root and part.body_span.end == len(root.source.octets)
        if part.parts or is_cut_with_message or not is_attachment(part):  # boundary-not-closed speaks of a cut message
            continue
        mark = _missing_mark(part)
        if mark:
            text = f"this file is cut: {mark} at its end is missing; attach it anew"
            yield Hit(last_line(part), text, part=part)


def is_cut(part: Part) -> bool:
    """Whether a file lacks the mark at its end, by all of its content: for a body that not every reader decodes."""
    mark = _mark(part)
    return mark is not None and not mark.pattern.search(part.content[-mark.within :])


def _mark(part: Part) -> _Mark | None:
    """Find what closes a file that begins so; nothing of files that are too short to be one."""
    begins = head(part)
    mark = next((mark for mark in _MARKS if begins.startswith(mark.head)), None)
    return None if len(begins) < _FILE else mark


def _missing_mark(part: Part) -> str | None:
    """Say what should stand at the end of a file and does not; None where all is well, or nobody knows."""
    mark = _mark(part)
    if mark is None:
        return None
    for size in (_TAIL, mark.within):
        ends = tail(part, size)
        if not ends or mark.pattern.search(ends):
            return None
    return mark.name


@rule(
    "CON117",
    "archive-encrypted",
    severity=Severity.WARNING,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source="Gmail Help, File types blocked in Gmail: archives protected by a password; rspamd, MIME_ENCRYPTED_ARCHIVE",
    looks_at=LEAF,
    bad=(
        attached("lunch.zip", _LUNCH.replace(b"PK\1\2\x14\3\x14\0\0\0", b"PK\1\2\x14\3\x14\0\1\0"), "application/zip"),
    ),
    good=(attached("lunch.zip", _LUNCH, "application/zip"),),
)
def encrypted_archive(part: Part, context: Context) -> Iterator[Hit]:
    """A ZIP archive is protected by a password.

    Gmail refuses it, other receivers hold it back, since no filter can look inside. Send a link.
    """
    entry = next((entry for entry in in_archive(part, context) if entry.is_encrypted), None)
    if entry:
        text = f"a password protects {shown(entry.name)} in this archive, which receivers refuse; send a link"
        yield hit_at_name(part, text)


@rule(
    "CON118",
    "archive-bomb",
    severity=Severity.WARNING,
    rfc=None,
    evidence=Evidence.INFERRED,
    source="filters that unpack archives (ClamAV, MaxScanSize; rspamd, MIME_ARCHIVE_IN_ARCHIVE)",
    looks_at=LEAF,
    bad=(attached("lunch.zip", _LUNCH.replace(b"\x12\0\0\0\x09\0\0\0", b"\0\0\0\x40\x09\0\0\0"), "application/zip"),),
    good=(attached("lunch.zip", _LUNCH, "application/zip"),),
)
def archive_bomb(part: Part, context: Context) -> Iterator[Hit]:
    """A ZIP archive declares that it unpacks to a thousand times its size.

    Filters take it for a bomb, made to fill their disks, and refuse it. Send a link.
    """
    declared = sum(entry.size for entry in in_archive(part, context))
    start, end = part.body_span
    if declared > _BOMB_SIZE and declared > _BOMB_RATIO * (end - start):
        text = f"{end - start:,} octets that unpack to {declared:,}: filters take this archive for a bomb; send a link"
        yield hit_at_name(part, text)


@rule(
    "CON119",
    "office-macro",
    severity=Severity.WARNING,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source="Microsoft 365, common attachments filter (docm, ppam); Microsoft, Macros from the internet are blocked",
    looks_at=LEAF,
    bad=(
        sample('Content-Disposition: attachment; filename="report.docm"'),
        attached("table.xlsx", zipped("[Content_Types].xml", "xl/vbaProject.bin")),
    ),
    good=(attached("table.xlsx", zipped("[Content_Types].xml", "xl/workbook.xml")),),
)
def office_macros(part: Part, context: Context) -> Iterator[Hit]:
    """An office document holds macros.

    Filters hold such documents back, and Office does not run macros that came by mail. Save it without macros, or send
    a link.
    """
    named = extension(part)
    if named in _WITH_MACROS:
        text = f"documents in .{named} hold macros: filters hold them back; save it without, or send a link"
        yield hit_at_name(part, text)
    elif named in _DOCUMENTS:
        names = [entry.name for entry in context.once(directory, part)]
        if any(name.lower().endswith(_MACROS) for name in names):
            text = f"this document in .{named} holds macros, which filters refuse; save it without, or send a link"
            yield hit_at_name(part, text)


RULES = (
    empty_attachment,
    truncated_attachment,
    encrypted_archive,
    archive_bomb,
    office_macros,
)
