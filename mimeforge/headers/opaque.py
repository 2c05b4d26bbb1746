"""Opaque values: fields for machines, written as they are given and never encoded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mimeforge._grammar import HTTPS_URI_RE, OPAQUE_RE, URI_IN_BRACKETS_RE, URI_RE, URI_SCHEME_RE, URIS_RE
from mimeforge._limits import LINE_MAX
from mimeforge.errors import HeaderError
from mimeforge.headers.checks import require, require_text
from mimeforge.headers.folding import fold, pieces_between_blanks

if TYPE_CHECKING:
    from re import Match

__all__ = ["Opaque", "Uris", "https_uri", "mailto_uri", "uri"]


@dataclass(frozen=True, slots=True)
class Opaque:
    """Printable ASCII. An encoded-word in such a field would not be read: mail programs do not decode it there."""

    value: str

    @classmethod
    def of(cls, value: str, argument: str) -> Opaque:
        """Take printable ASCII without blanks at the ends; anything else is refused."""
        return cls(
            require(OPAQUE_RE, value, argument, "this field is never encoded: printable ASCII, no blanks at the ends")
        )

    def write(self, name: str) -> bytes:
        """Write the whole field, folded at the blanks it has, never inside a token."""
        return fold(name, pieces_between_blanks(self.value))


@dataclass(frozen=True, slots=True)
class Uris:
    """URIs in angle brackets with commas between them (RFC 2369 §2)."""

    uris: tuple[str, ...]

    @classmethod
    def of(cls, value: str, argument: str) -> Uris:
        """Read ``<uri>, <uri>`` strictly: no comments, nothing but commas and blanks outside of the brackets."""
        text = require(URIS_RE, value, argument, "URIs stand in angle brackets, commas between them: <uri>, <uri>")
        return cls(tuple(_uri_in_brackets(found, argument) for found in URI_IN_BRACKETS_RE.finditer(text)))

    def write(self, name: str) -> bytes:
        """Write the whole field, folded after commas only: Gmail ignores a URI with a fold inside."""
        *head, last = [f" <{uri}>" for uri in self.uris]
        return fold(name, [*(piece + "," for piece in head), last])


def uri(value: str, argument: str) -> str:
    """Take a URI that may stand between angle brackets in a list: no blank, comma, bracket, control or non-ASCII."""
    text = require_text(value, argument)
    if not URI_SCHEME_RE.match(text):
        raise HeaderError("a URI begins with its scheme, https: or mailto:", field=argument, position=0)
    if len(text) > _URI_MAX:
        raise HeaderError.at(text, _URI_MAX, argument, f"{len(text)} characters, at most {_URI_MAX} fit on a line")
    return require(URI_RE, value, argument, "no character of a URI in a List-* field; percent-encode it (RFC 2369 §2)")


def https_uri(value: str, argument: str) -> str:
    """Take an https URI, the only kind that one-click unsubscription works with (RFC 8058 §3.1)."""
    return require(HTTPS_URI_RE, uri(value, argument), argument, "one-click unsubscription takes an https URI")


def mailto_uri(addr_spec: str) -> str:
    """Write the mailto: URI of a mailbox. A "?" left in the local part would begin header fields (RFC 6068 §2)."""
    from urllib.parse import quote

    local, _, domain = addr_spec.rpartition("@")
    return f"mailto:{quote(local, safe=_SAFE_IN_MAILTO)}@{domain}"


def _uri_in_brackets(found: Match[str], argument: str) -> str:
    """Take one URI of several; errors count the position from the start of what was given."""
    try:
        return uri(found[1], argument)
    except HeaderError as error:
        position = None if error.position is None else found.start(1) + error.position
        raise HeaderError(error.problem, field=argument, position=position, character=error.character) from None


# What fits on a line of its own, with its brackets and a comma.
_URI_MAX = LINE_MAX - len(" <>,") - len("List-Unsubscribe:")
_SAFE_IN_MAILTO = "!$'*+"
