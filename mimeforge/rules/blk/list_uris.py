"""What the rules on List-* fields share: the URIs in one, and what is wrong with how they are written (RFC 2369 §2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from mimeforge._grammar import PLAIN_ADDR_SPEC_RE, URI_RE, URI_SCHEME_RE
from mimeforge._grammar.lists import LIST_TOKEN_RE, WEB_URI_RE
from mimeforge.codecs.visible import shown
from mimeforge.edit import Edit
from mimeforge.rules.ses.setting_fields import is_left_to_others
from mimeforge.tree import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.tree import Field

__all__ = ["Fault", "ListUri", "ListUris", "list_uris"]


class ListUri(NamedTuple):
    """A URI between angle brackets, without the white space that may stand in it, and its place."""

    text: str
    span: Span

    @property
    def is_https(self) -> bool:
        """Whether this is a URI of one-click unsubscription."""
        web = WEB_URI_RE.match(self.text)
        return web is not None and bool(web[1])

    @property
    def is_http(self) -> bool:
        """Whether this goes over the web, and not in secret."""
        web = WEB_URI_RE.match(self.text)
        return web is not None and not web[1]


class Fault(NamedTuple):
    """Something that readers do not understand, what to do about it, and the edits that do it, where they are sure."""

    span: Span
    text: str
    edits: tuple[Edit, ...] = ()


class ListUris(NamedTuple):
    """The URIs of a field, and the faults in how they are written. Readers see nothing behind the first fault."""

    uris: tuple[ListUri, ...]
    faults: tuple[Fault, ...]


def list_uris(field: Field) -> ListUris:
    """Read a List-* field, once for all rules."""
    if is_left_to_others(field.raw):
        return ListUris((), ())
    uris: list[ListUri] = []
    faults: list[Fault] = []
    wants_uri = True
    for kind, span, text in _tokens(field):
        if kind == "uri" and wants_uri:
            uri = ListUri("".join(text.split()), span)
            uris.append(uri)
            faults.extend(_of_uri(uri, text))
        elif kind == "uri":
            message = "no comma stands before this URI, so that readers pass over it: write one"
            faults.append(Fault(span, message, (_comma_before(field, span),)))
        elif kind != "comma":
            faults.append(_stray(span, text, after_uri=not wants_uri))
        elif wants_uri:
            faults.append(
                Fault(span, "nothing stands before this comma, where readers stop: take it away", (Edit(span),))
            )
        if faults:
            break
        wants_uri = kind == "comma"
    if not uris and not faults:
        faults.append(Fault(field.span, "no URI stands here: write it between < and >, or leave the field out"))
    return ListUris(tuple(uris), tuple(faults))


def _tokens(field: Field) -> Iterator[tuple[str, Span, str]]:
    """Pass what is neither white space nor a comment."""
    start = field.body_span.start
    for token in LIST_TOKEN_RE.finditer(field.raw.decode("latin-1")):
        kind = token.lastgroup or ""
        if kind not in {"blanks", "comment"}:
            yield kind, Span(start + token.start(kind), start + token.end(kind)), token[kind]


def _of_uri(uri: ListUri, written: str) -> Iterator[Fault]:
    scheme = URI_SCHEME_RE.match(uri.text)
    if not uri.text:
        yield Fault(uri.span, "nothing stands between < and >: write the URI there")
    elif scheme is None and not uri.text.startswith(_TEMPLATE_MARKS):
        advice = "write mailto: before an address" if "@" in uri.text else "write https:// before it"
        is_address = PLAIN_ADDR_SPEC_RE.fullmatch(uri.text)
        edits = (Edit(uri.span, f"mailto:{uri.text}".encode("ascii")),) if is_address else ()
        yield Fault(uri.span, f"{shown(uri.text)} is no URI: {advice}", edits)
    elif scheme and scheme[0].lower() in {"http:", "https:"} and not (uri.is_http or uri.is_https):
        yield Fault(uri.span, f"{shown(uri.text)} names no host: write the whole URL")
    elif scheme and scheme[0].lower() == "mailto:" and not any(sign in uri.text for sign in ("@", "%40")):
        yield Fault(uri.span, f"{shown(uri.text)} names no address: write the whole one")
    elif len(written) > len(uri.text):
        text = "white space inside a URI, at which some readers end it: take it away, fold the field after commas only"
        yield Fault(uri.span, text, (Edit(uri.span, uri.text.encode("latin-1")),))


# Where a value should have been filled in, other rules speak.
_TEMPLATE_MARKS: Final = ("{", "$", "%", "*|", "[[")


def _stray(span: Span, text: str, *, after_uri: bool) -> Fault:
    if after_uri:
        return Fault(span, f"{shown(text)} behind a URI, where readers stop: write a comma between two, or a comment")
    if text.startswith("<"):
        return Fault(span, "no > closes this URI, so that readers see none: write one", _in_brackets(span, text[1:]))
    message = f"{shown(text)} stands without < and >, so that readers pass over the field: write <URI>"
    return Fault(span, message, _in_brackets(span, text))


def _in_brackets(span: Span, text: str) -> tuple[Edit, ...]:
    is_uri = URI_RE.fullmatch(text) and text.lower().startswith(_SCHEMES)
    return (Edit(span, f"<{text}>".encode("ascii")),) if is_uri else ()


_SCHEMES: Final = ("https:", "http:", "mailto:")


def _comma_before(field: Field, uri: Span) -> Edit:
    """Put a comma behind what stands before the "<" of a URI."""
    before = field.source.read(Span(field.body_span.start, uri.start - 1)).rstrip(b" \t\r\n")
    at = field.body_span.start + len(before)
    return Edit(Span(at, at), b",")
