"""Media types: by the name of a file from mimeforge's own table, by its first octets only where that says nothing.

Never from the system's table: it differs from machine to machine, and the same input has to give the same octets.
"""

from __future__ import annotations

from typing import Final

from mimeforge._grammar import REGISTERED_TYPE_RE

__all__ = ["DEFAULT", "by_content", "by_name", "extension_of"]

DEFAULT: Final = "application/octet-stream"

# libmagic knows most formats from fewer octets than these.
_HEAD: Final = 2048

# Types as IANA registers them; what is not registered is what mail programs write.
_TYPES: Final = {
    "application/epub+zip": "epub",
    "application/gzip": "gz tgz",
    "application/json": "json",
    "application/msword": "doc dot",
    "application/pdf": "pdf",
    "application/pgp-keys": "asc",
    "application/pgp-signature": "sig",
    "application/pkcs7-mime": "p7m p7c",
    "application/pkcs7-signature": "p7s",
    "application/pkix-cert": "cer",
    "application/postscript": "ps eps ai",
    "application/rtf": "rtf",
    "application/sql": "sql",
    "application/vnd.apple.pkpass": "pkpass",
    "application/vnd.google-earth.kml+xml": "kml",
    "application/vnd.ms-excel": "xls xlt",
    "application/vnd.ms-outlook": "msg",
    "application/vnd.ms-powerpoint": "ppt pps",
    "application/vnd.oasis.opendocument.presentation": "odp",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "pptx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/x-7z-compressed": "7z",
    "application/x-bzip2": "bz2",
    "application/x-tar": "tar",
    "application/x-xz": "xz",
    "application/xml": "xml xsd xsl",
    "application/yaml": "yaml yml",
    "application/zip": "zip",
    "application/zstd": "zst",
    "audio/aac": "aac",
    "audio/flac": "flac",
    "audio/midi": "mid midi",
    "audio/mp4": "m4a",
    "audio/mpeg": "mp3",
    "audio/ogg": "ogg oga opus",
    "audio/wav": "wav",
    "font/otf": "otf",
    "font/ttf": "ttf",
    "font/woff": "woff",
    "font/woff2": "woff2",
    "image/avif": "avif",
    "image/bmp": "bmp",
    "image/gif": "gif",
    "image/heic": "heic",
    "image/jpeg": "jpg jpeg jpe jfif",
    "image/png": "png",
    "image/svg+xml": "svg",
    "image/tiff": "tif tiff",
    "image/vnd.microsoft.icon": "ico",
    "image/webp": "webp",
    "text/calendar": "ics",
    "text/css": "css",
    "text/csv": "csv",
    "text/html": "html htm",
    "text/javascript": "js mjs",
    "text/markdown": "md markdown",
    "text/plain": "txt text log",
    "text/tab-separated-values": "tsv",
    "text/vcard": "vcf",
    "text/x-diff": "diff patch",
    "text/x-python": "py",
    "video/mp4": "mp4 m4v",
    "video/mpeg": "mpeg mpg",
    "video/ogg": "ogv",
    "video/quicktime": "mov",
    "video/webm": "webm",
    "video/x-msvideo": "avi",
}
_BY_EXTENSION: Final = {extension: media_type for media_type, names in _TYPES.items() for extension in names.split()}


def by_name(filename: str) -> str | None:
    """Give the media type that the last extension of a file name stands for, None where the table has none."""
    return _BY_EXTENSION.get(filename.rpartition(".")[2].lower()) if "." in filename else None


def extension_of(media_type: str) -> str:
    """Give the usual extension of a media type with its dot; ".bin" where the table has none."""
    names = _TYPES.get(media_type)
    return f".{names.split()[0]}" if names else ".bin"


def by_content(data: bytes) -> str:
    """Ask libmagic about the first octets; without libmagic, and where it is not sure, application/octet-stream.

    What it takes for a message or a multipart is application/octet-stream too: those types change how octets are read.
    """
    if not data:  # libmagic has a type of its own for nothing, which no registry knows
        return DEFAULT
    try:
        import magic
    except ImportError:  # neither python-magic's C library nor python-magic itself
        return DEFAULT
    try:
        answer = magic.from_buffer(data[:_HEAD], mime=True)
    except magic.MagicException:
        return DEFAULT
    is_usable = REGISTERED_TYPE_RE.fullmatch(answer) and not answer.startswith(("message/", "multipart/", "inode/"))
    return answer if is_usable else DEFAULT
