"""The file names of a part: every one that some reader makes of its fields, however it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from mimeforge._grammar import COMMENT_OR_QUOTED_RE, PERCENT_RE
from mimeforge.codecs import charsets, encoded_word, parameters

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mimeforge.codecs.parameters import Parameter
    from mimeforge.tree.field import Field

__all__ = ["FileName", "file_names"]

# The one of Content-Disposition and the one of Content-Type (RFC 2183 §2.3, RFC 2046 §4.5.1); readers take either in
# either field.
_NAMES: Final = ("filename", "name")


class FileName(NamedTuple):
    """A file name, and the field it is from.

    ``is_cut``: only readers see it that cut a value at the first semicolon, blank or quote, whatever that stands in.
    """

    text: str
    field: Field
    is_cut: bool


def file_names(fields: Iterable[Field]) -> tuple[FileName, ...]:
    """Give every name that one reader or another could show, each once in a field, those that are cut last."""
    return tuple(name for field in fields for name in _names_of(field))


def _names_of(field: Field) -> Iterator[FileName]:
    value = field.value
    if "name" not in value.lower() and "=?" not in value:
        return
    # Some readers decode encoded-words before they look for parameters; some know comments (RFC 2045 §3), some do not.
    values = dict.fromkeys(form for text in (value, field.text) for form in (text, _without_comments(text)))
    whole = [written for text in values for written in _written(text)]
    cut = [written for text in values for written in _cut(text)]
    seen = {""}
    for is_cut, texts in ((False, whole), (True, cut)):
        for text in texts:
            for name in _decoded(text):
                if name not in seen:
                    seen.add(name)
                    yield FileName(name, field, is_cut)


def _without_comments(value: str) -> str:
    return COMMENT_OR_QUOTED_RE.sub(lambda found: found[1] or " ", value) if "(" in value else value


def _written(value: str) -> Iterator[str]:
    """Pass the names of a value with parameters: those that count, then those that other readers take instead."""
    read = parameters.read_leniently(value)
    for name in _NAMES:
        yield read.parameters.get(name, "")
        yield read.plain.get(name, "")
        mine = [parameter for parameter in read.written if parameter.name == name]
        for parameter in mine:
            if parameter.segment is None:
                yield _text([parameter])
        # RFC 2231 §3 counts segments from 0; readers put together what is there. Of two with one number either counts.
        for order in (mine, mine[::-1]):
            segments = {parameter.segment: parameter for parameter in order if parameter.segment is not None}
            yield _text([segments[number] for number in sorted(segments)])


def _text(segments: list[Parameter]) -> str:
    """Put the segments of a parameter together, or take its only one, whatever their numbers."""
    text = "".join([segment.value for segment in segments])
    if not any(segment.extended for segment in segments):
        return text
    pieces = text.split("'", 2) if segments[0].extended else [text]  # RFC 2231 §4: charset'language'value
    octets = _without_percents(pieces[-1])
    charset = pieces[0] if len(pieces) == 3 else ""
    return charsets.decode(octets, charset or "utf-8") or octets.decode("utf-8", "replace")


def _cut(value: str) -> Iterator[str]:
    """Pass the names that simple readers see.

    They cut at every semicolon, quoted or not, and then at the first quote or blank, or take all quotes away.
    """
    for piece in value.split(";"):
        name, _, text = piece.partition("=")
        if name.strip().lower() in _NAMES:
            text = text.replace("\t", " ").strip(" ")
            yield text[1:].partition('"')[0] if text.startswith('"') else text.partition(" ")[0]
            yield text.replace('"', "")


def _decoded(text: str) -> Iterator[str]:
    """Pass a name as it is written, and with what may be encoded in it decoded.

    RFC 2047 §5 forbids encoded-words there, and RFC 2231 §4 has percent signs in the extended form only; many readers
    decode both nevertheless.
    """
    yield text
    yield encoded_word.decode_text(text)
    if "%" in text:
        yield _without_percents(text).decode("utf-8", "replace")


def _without_percents(text: str) -> bytes:
    return PERCENT_RE.sub(lambda escape: bytes([int(escape[1], 16)]), text.encode("utf-8", "replace"))
