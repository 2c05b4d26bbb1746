"""What the rules on attachments share: names as good readers show them, and the two ends of what is attached.

An attachment may be 28 MB of base64: a few kilobytes at either end are decoded, and never the rest.
"""

from __future__ import annotations

import base64
import binascii
import io
import zipfile
from typing import TYPE_CHECKING, Final

from mimeforge._limits import ENCODED_LINE_MAX
from mimeforge.linter.examples import sample
from mimeforge.linter.rule import Hit
from mimeforge.tree import Span, mime

if TYPE_CHECKING:
    from mimeforge.tree import Field, Part
    from mimeforge.tree.names import FileName

__all__ = [
    "attached",
    "extension",
    "head",
    "hit_at_name",
    "is_attachment",
    "last_line",
    "shown_name",
    "shown_names",
    "tail",
    "type_span",
    "zipped",
]

# Octets of an encoded body that are decoded for the head of a file: 4 KB in lines of 76 characters.
_HEAD: Final = 5616
# What is read for an octet: quoted-printable needs up to three, base64 four for three, and its line ends.
_ENCODED: Final = {"quoted-printable": 3.0, "base64": 1.5}
# A last line that is longer is pointed at from here on.
_LAST_LINE: Final = 1000


def attached(name: str, content: bytes, media_type: str = "application/octet-stream") -> bytes:
    """Return an example: a message with this file."""
    fields = (
        f"Content-Type: {media_type}",
        "Content-Transfer-Encoding: base64",
        f'Content-Disposition: attachment; filename="{name}"',
    )
    file = "\r\n".join(fields).encode("ascii") + b"\r\n\r\n" + base64.encodebytes(content).replace(b"\n", b"\r\n")
    parts = (b"Content-Type: text/plain; charset=us-ascii\r\n\r\nSee you at noon.\r\n", file)
    body = b"".join(b"--b\r\n" + part + b"\r\n" for part in parts) + b"--b--\r\n"
    return sample('Content-Type: multipart/mixed; boundary="b"', body=body)


def zipped(*names: str) -> bytes:
    """Return a ZIP archive for an example, of files of these names."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as writing:
        for name in names:
            writing.writestr(zipfile.ZipInfo(name), b"See you at noon.\r\n")
    return archive.getvalue()


def is_attachment(part: Part) -> bool:
    """Whether a part without children is, or may be shown as, a file: what is no text, or has a name."""
    if part.media_type.startswith(("message/", "multipart/")):
        return False
    return not part.media_type.startswith("text/") or part.disposition == "attachment" or bool(part.file_names)


def shown_names(part: Part) -> tuple[FileName, ...]:
    """Give the names of an attachment that good readers show, each spelling once.

    The name of an attached message is made of its subject, and readers make it anew.
    """
    if part.media_type.startswith("message/"):
        return ()
    names = [name for name in part.file_names if not name.is_misread]
    encoded = {id(name.field) for name in names if _is_encoded(name.text)}
    # The decoded form of an encoded name is among them as well; a good reader decodes no extended value once more.
    names = [
        name
        for name in names
        if not _is_encoded(name.text) and (id(name.field) not in encoded or name.text == shown_name(name.field))
    ]
    return tuple({name.text: name for name in reversed(names)}.values())[::-1]  # of one spelling, the first counts


def _is_encoded(name: str) -> bool:
    return "=?" in name and "?=" in name


def shown_name(field: Field) -> str | None:
    """Choose the name that a good reader shows of a Content-Disposition or Content-Type."""
    return mime.filename(field, None) if field.name.lower() == "content-disposition" else mime.filename(None, field)


def extension(part: Part) -> str:
    """Give the extension that all names of a part have, in lower case and without its dot; "" where they differ."""
    extensions = {name.text.rstrip().rpartition(".")[2].lower() for name in shown_names(part) if "." in name.text}
    return extensions.pop() if len(extensions) == 1 else ""


def head(part: Part) -> bytes:
    """Decode the first kilobytes of a part; nothing where its encoding is not known."""
    start, end = part.body_span
    raw = part.source.octets[start : min(end, start + _HEAD)]
    if len(raw) < end - start and part.transfer_encoding in _ENCODED:
        raw = raw[: raw.rfind(b"\n") + 1] or raw  # a line that is cut in two is not decoded
    return mime.decode(raw, part.transfer_encoding) if _is_known(part) else b""


def tail(part: Part, size: int) -> bytes | None:
    """Decode at least ``size`` octets at the end of a part, or all of it; None where nobody knows what they are."""
    start, end = part.body_span
    if not _is_known(part):
        return None
    if part.transfer_encoding not in _ENCODED:
        return part.source.octets[max(start, end - size) : end]
    begin = max(start, end - int(size * _ENCODED[part.transfer_encoding]) - ENCODED_LINE_MAX - len(b"\r\n"))
    raw, is_cut = part.source.octets[begin:end], begin > start
    if part.transfer_encoding == "base64":
        return _from_base64(raw, is_cut=is_cut)
    return mime.decode(raw[raw.find(b"\n") + 1 :] if is_cut else raw, part.transfer_encoding)


def hit_at_name(part: Part, message: str) -> Hit:
    """Point at the name of an attachment, or at the first line of one that has none."""
    name = next(iter(shown_names(part)), None)
    if name:
        return Hit(name.span, message, field=name.field)
    start, end = part.body_span
    return Hit(Span(start, min(end, part.source.line(start).end)), message)


def last_line(part: Part) -> Span:
    """Point at the last line of a body that is not blank."""
    start, end = part.body_span
    start = max(start, end - _LAST_LINE)
    behind = start + len(part.source.octets[start:end].rstrip())
    line = part.source.line(max(start, behind - 1))
    return Span(max(start, line.start), min(end, line.end))


def type_span(field: Field) -> Span:
    """Point at the media type in Content-Type, without its parameters."""
    start, end = field.value_span
    return Span(start, start + len(field.source.octets[start:end].partition(b";")[0].rstrip()))


def _from_base64(raw: bytes, *, is_cut: bool) -> bytes | None:
    """Decode the last lines of a body; where they are all of one long line, groups of four from its end."""
    behind_line = raw.rstrip().find(b"\n") + 1 if is_cut else 0
    text = b"".join(raw[behind_line:].split())
    if is_cut and not behind_line:
        text = text[len(text) % 4 :]
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error:  # other rules say what is wrong
        return None


def _is_known(part: Part) -> bool:
    return part.transfer_encoding in _ENCODED or part.transfer_encoding in mime.IDENTITY_ENCODINGS
