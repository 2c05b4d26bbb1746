"""The text that a message shows: plain or HTML, always UTF-8."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from mimeforge._grammar import NOT_7BIT_RE
from mimeforge._limits import LINE_FOLD
from mimeforge.codecs import base64, quoted_printable, scans
from mimeforge.errors import EncodingError
from mimeforge.headers import Content

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["TextLeaf", "encode", "goes_as_it_is", "prefers_quoted_printable"]

# Quoted-printable stays readable in a mail program that shows sources, and mail filters score base64 text: it may be
# this much longer.
_PREFERENCE = 1.1


@dataclass(frozen=True)
class TextLeaf:
    """A text and its subtype, ``plain`` or ``html``. CRLF and LF are line ends, a lone CR is data."""

    subtype: str
    text: str = field(repr=False)

    @classmethod
    def of(cls, subtype: str, text: str, argument: str) -> TextLeaf:
        """Take any text but lone surrogates, which are no characters."""
        if not isinstance(text, str):
            raise TypeError(f"{argument} takes a str, not {type(text).__name__}")
        try:
            text.encode("utf-8")
        except UnicodeEncodeError as error:
            raise EncodingError.at(text, error.start, argument, "a lone surrogate is no character") from None
        return cls(subtype, text)

    @property
    def transfer_encoding(self) -> str:
        """The transfer encoding, chosen by the content."""
        return self._encoded[0]

    @property
    def size(self) -> int:
        """Octets of the encoded body."""
        return len(self._encoded[1])

    @property
    def unencoded(self) -> bytes | None:
        """The body where it is 7bit, None otherwise."""
        encoding, body = self._encoded
        return body if encoding == "7bit" else None

    @property
    def ends_line(self) -> bool:
        """True for base64 alone, where the last CRLF is no part of the text."""
        return self.transfer_encoding == "base64"

    def fields(self) -> bytes:
        """Write Content-Type and Content-Transfer-Encoding."""
        return _fields(self.subtype, self.transfer_encoding)

    def chunks(self) -> Iterator[bytes]:
        """Give the encoded body, which is kept."""
        yield self._encoded[1]

    def __getstate__(self) -> dict[str, str]:
        """Leave out what is worked out from the rest."""
        return {"subtype": self.subtype, "text": self.text}

    @cached_property
    def _encoded(self) -> tuple[str, bytes]:
        text = scans.to_lf(self.text)
        if text and not text.endswith("\n"):
            text += "\n"
        return encode(text.encode("utf-8"))


@lru_cache
def _fields(subtype: str, transfer_encoding: str) -> bytes:
    written = Content(f"text/{subtype}", (("charset", "utf-8"),)).write("Content-Type")
    return written + b"Content-Transfer-Encoding: %s\r\n" % transfer_encoding.encode("ascii")


def encode(text: bytes) -> tuple[str, bytes]:
    """Choose the transfer encoding for text with LF line ends, and encode it.

    7bit only where nothing on the way has a reason to touch it: SES signs the body with simple canonicalisation, so a
    stripped blank or a ">From " would break the signature.
    """
    if goes_as_it_is(text):
        return "7bit", text.replace(b"\n", b"\r\n")
    if prefers_quoted_printable(text):
        return "quoted-printable", quoted_printable.encode(text)
    return "base64", base64.encode(text.replace(b"\n", b"\r\n"))


def prefers_quoted_printable(text: bytes) -> bool:
    """Whether text with LF line ends is to be quoted-printable, where it has to be encoded."""
    return quoted_printable.estimated_size(text) <= _PREFERENCE * base64.encoded_size(len(text) + text.count(b"\n"))


def goes_as_it_is(text: bytes) -> bool:
    """Whether nothing on the way has a reason to touch text with LF line ends."""
    return (
        text.isascii()
        and not scans.has_blank_at_line_end(text)
        and not scans.has_touchy_line(text)
        and scans.first_line_over(text, LINE_FOLD) is None
        and not NOT_7BIT_RE.search(text)
    )
