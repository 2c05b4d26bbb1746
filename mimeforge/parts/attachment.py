"""Attachments and inline parts: octets that nobody touches, in base64."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from mimeforge._grammar import NOT_FILE_NAME_CHARS_RE
from mimeforge._limits import KEPT_BODY_MAX
from mimeforge.codecs import base64
from mimeforge.errors import HeaderError
from mimeforge.headers import Content, MessageIds, content_type, disposition, require_file_name, with_name
from mimeforge.parts import media_types
from mimeforge.parts.data import Data, read

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Attachment"]


@dataclass(frozen=True)
class Attachment:
    """Octets with a media type and a file name; with a content id they are an inline part."""

    data: bytes = field(repr=False)
    content: Content
    filename: str | None = None
    cid: MessageIds | None = None

    @classmethod
    def of(cls, data: Data, filename: str | None, media_type: str | None, cid: MessageIds | None = None) -> Attachment:
        """Read the data, and find its media type: as given, else by name, else by its first octets.

        An inline part without a file name gets one after its content id: mail programs that list it would make one up.
        """
        octets, own_name = read(data)
        name = own_name if filename is None else filename
        name = None if name is None else require_file_name(name, "filename")
        content = _content(octets, name, media_type)
        if name is None and cid is not None:
            name = NOT_FILE_NAME_CHARS_RE.sub("_", cid.ids[0].strip("<>")) + media_types.extension_of(content.value)
        made = cls(octets, content, name, cid)
        made.fields()  # refuses a parameter of the media type that no line can hold
        return made

    @property
    def transfer_encoding(self) -> str:
        """Always base64: the octets arrive as they are."""
        return "base64"

    @property
    def size(self) -> int:
        """Octets of the encoded body."""
        return base64.encoded_size(len(self.data))

    @property
    def unencoded(self) -> None:
        """None: no boundary of mimeforge's can occur in base64."""

    @property
    def ends_line(self) -> bool:
        """True where there is a line: its CRLF is no part of the data."""
        return bool(self.data)

    def fields(self) -> bytes:
        """Write Content-Type, -Transfer-Encoding, -Disposition and, for an inline part, Content-ID."""
        return self._fields

    def chunks(self) -> Iterator[bytes]:
        """Encode the data. Up to a limit the encoded body is kept from the second time on, for all messages to come.

        Not from the first: what is sent once need not be held twice, and fresh memory costs more than encoding.
        """
        if self.size <= KEPT_BODY_MAX and "_was_asked" in self.__dict__:
            yield self._encoded
        else:
            self.__dict__["_was_asked"] = True
            yield from base64.encode_blocks(self.data)

    def as_attachment(self) -> Attachment:
        """Give the same part without its content id: what an inline part is where there is no HTML to show it."""
        return replace(self, cid=None)

    def __getstate__(self) -> dict[str, object]:
        """Leave out what is worked out from the rest."""
        kept = {"data", "content", "filename", "cid"}
        return {name: value for name, value in self.__dict__.items() if name in kept}

    @cached_property
    def _encoded(self) -> bytes:
        return base64.encode(self.data)

    @cached_property
    def _fields(self) -> bytes:
        written = [
            with_name(self.content, self.filename).write("Content-Type"),
            b"Content-Transfer-Encoding: base64\r\n",
            disposition("inline" if self.cid else "attachment", self.filename).write("Content-Disposition"),
        ]
        if self.cid:
            written.append(self.cid.write("Content-ID"))
        return b"".join(written)


def _content(octets: bytes, name: str | None, media_type: str | None) -> Content:
    given = media_type
    if given is None:
        given = (name and media_types.by_name(name)) or media_types.by_content(octets)
    content = content_type(given, "content_type")
    top_level = content.value.partition("/")[0]
    if top_level in {"message", "multipart"}:
        hint = "use .attach_message()" if content.value == "message/rfc822" else "attach it as application/octet-stream"
        raise HeaderError(
            f"{content.value} cannot be base64 (RFC 2045 §6.4, RFC 2046 §5.2.1); {hint}", field="content_type"
        )
    names = dict(content.parameters)
    if {"name", "filename"} & names.keys():
        raise HeaderError("give the file name as filename", field="content_type")
    if top_level == "text" and "charset" not in names and _is_utf8(octets):
        return replace(content, parameters=(*content.parameters, ("charset", "utf-8")))
    return content


def _is_utf8(octets: bytes) -> bool:
    try:
        octets.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return b"\0" not in octets  # text in UTF-16 may be valid UTF-8, but no text holds NUL
