"""Families of file formats, by media type, by extension and by first octets: what the rules on attachments compare.

A family is what one kind of program opens. Formats within a family are often under each other's names, and nobody is
the worse for it: viewers of images look at the octets.
"""

from __future__ import annotations

from typing import Final

from mimeforge._grammar.file_names import (
    ARCHIVE_RE,
    COMPOUND_FILE_RE,
    IMAGE_RE,
    PDF_RE,
    PROGRAM_RE,
    SCRIPT_RE,
    SOUND_RE,
)
from mimeforge.parts import media_types

__all__ = ["OFFICE", "PROGRAM", "TEXT", "by_content", "by_extension", "by_media_type", "holds"]

# Families, as messages name them.
IMAGE: Final = "an image"
PDF: Final = "a PDF"
ARCHIVE: Final = "an archive"
OFFICE: Final = "an office document"
SOUND: Final = "sound or video"
TEXT: Final = "text"
PROGRAM: Final = "a program"

_SIGNATURES: Final = {
    IMAGE: IMAGE_RE,
    ARCHIVE: ARCHIVE_RE,
    OFFICE: COMPOUND_FILE_RE,
    SOUND: SOUND_RE,
    PDF: PDF_RE,
}

# What files of a family hold beside it: office documents are ZIP archives; those of older formats are whatever the
# program reads that opens them, a table in HTML or CSV above all.
_HOLDS: Final = {OFFICE: frozenset({OFFICE, ARCHIVE, TEXT})}

# Fewer octets are the stand-in of an example or a test, and no file.
_TOLD_FROM: Final = 24

_EXTENSIONS: Final = {
    extension: family
    for family, extensions in {
        IMAGE: "apng avif bmp gif heic heif ico jfif jpe jpeg jpg png tif tiff webp",
        PDF: "pdf",
        ARCHIVE: "7z bz2 gz rar tar tgz xz zip zst",
        OFFICE: "doc docm docx dot dotx odp ods odt pot potx pps ppsx ppt pptm pptx xls xlsb xlsm xlsx xlt xltx",
        SOUND: "3gp aac aif aiff avi flac m4a m4v mid midi mkv mov mp3 mp4 mpeg mpg oga ogg ogv opus wav webm wma wmv",
        TEXT: "css csv htm html ics json log markdown md text tsv txt vcf xml yaml yml",
    }.items()
    for extension in extensions.split()
}

# Media types that the project's own table does not have: unregistered and old names of formats.
_TYPES: Final = {
    media_type: family
    for family, types in {
        IMAGE: "image/apng image/heif image/jpg image/pjpeg image/x-icon image/x-ms-bmp image/x-png",
        PDF: "application/x-pdf",
        ARCHIVE: "application/vnd.rar application/x-compressed application/x-gzip application/x-rar "
        "application/x-rar-compressed application/x-zip application/x-zip-compressed",
        TEXT: "application/csv application/javascript application/x-ndjson text/xml",
    }.items()
    for media_type in types.split()
}


def by_extension(extension: str) -> str | None:
    """Give the family of files with this extension (in lower case, without its dot), None where it is not sure."""
    return _EXTENSIONS.get(extension)


def by_media_type(media_type: str) -> str | None:
    """Give the family of a media type, None where it is not sure: application/octet-stream says nothing."""
    if media_type in _TYPES:
        return _TYPES[media_type]
    if media_type.startswith("text/"):
        return TEXT
    return by_extension(media_types.extension_of(media_type).removeprefix("."))


def by_content(head: bytes, *claimed: str | None) -> str | None:
    """Give the family of what begins so, None where it is not sure.

    ``claimed`` are the families that type and name speak of. libmagic is asked only where one of them should be seen in
    the octets and is not, so that most attachments cost one look; without libmagic nothing more is said. Text is text
    only to libmagic, and only where something else was claimed: what begins like another format may be text about it.
    A script is a program only where something else was claimed, too.
    """
    is_no_text = bool({*claimed} - {None, TEXT})
    if PROGRAM_RE.match(head) or (is_no_text and SCRIPT_RE.match(head)):
        return PROGRAM
    is_binary = b"\0" in head or not head.isascii()
    for family, signature in _SIGNATURES.items():
        if signature.match(head) and (is_binary or family in claimed):
            return family
    if is_no_text and len(head) >= _TOLD_FROM:
        return by_media_type(media_types.by_content(head))
    return None


def holds(family: str, content: str) -> bool:
    """Whether files of a family may hold what belongs to the family ``content``."""
    return content in _HOLDS.get(family, {family})
