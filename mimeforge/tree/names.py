"""The file names of a part: all that readers are known to make of its fields, however they are written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from mimeforge._grammar import FOLD_LINE_END_RE, SPACED_ENCODED_WORD_RE
from mimeforge.codecs import charsets, encoded_word, parameters
from mimeforge.tree import mime
from mimeforge.tree.source import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from re import Match

    from mimeforge.codecs.parameters import Parameter, Parameterized
    from mimeforge.tree.field import Field

__all__ = ["FileName", "file_names", "span_in"]

# The one of Content-Disposition and the one of Content-Type (RFC 2183 §2.3, RFC 2046 §4.5.1); readers take either in
# either field.
_NAMES: Final = ("filename", "name")
# RFC 7578 §4.2: there, ``name`` is that of a field of the form.
_NAMES_IN_FORM: Final = ("filename",)


class FileName(NamedTuple):
    """A file name, the field it is from, and the stretch of `Field.value` that it is made of; None where it is all.

    ``is_misread``: only readers see it that depart from the RFCs. They cut a value at the first semicolon, quote or
    NUL, whatever that stands in, or at a blank where it lacks quotes; they decode encoded-words before they look for
    quotes; they take percent signs for escapes in a plain value, or once more in an extended one.
    """

    text: str
    field: Field
    is_misread: bool
    stretch: tuple[int, int] | None

    @property
    def span(self) -> Span:
        """Where the name stands as it is; else the parameters it is made of, or all that may be parameters."""
        source = self.field.source
        start, end = span_in(self.field, *self.stretch) if self.stretch else _behind_semicolon(self.field)
        as_written = self.text.encode(self.field.encoding, "replace")
        at = source.octets.rfind(as_written, start, end)
        return Span(start, end) if at < 0 else Span(at, at + len(as_written))


class _Reading(NamedTuple):
    """What a reader takes for a name, and the stretch of the value that it reads; None where it is all."""

    text: str
    stretch: tuple[int, int] | None


def file_names(fields: Iterable[Field]) -> tuple[FileName, ...]:
    """Give the names that one reader or another shows, each once in a field, those that are misread last."""
    return tuple(name for field in fields for name in _names_of(field))


def span_in(field: Field, start: int, end: int) -> Span:
    """Find the octets of a stretch of `Field.value`, which is unfolded and decoded."""
    first, behind = field.value_span
    at = len(field.value[:start].encode(field.encoding))
    last = len(field.value[:end].encode(field.encoding)) - 1
    for fold in FOLD_LINE_END_RE.finditer(field.source.read(field.value_span)):
        if fold.start() > last:
            break
        length = fold.end() - fold.start()
        at += length * (fold.start() <= at)
        last += length
    return Span(min(first + at, behind), min(first + last + 1, behind))


def _names_of(field: Field) -> Iterator[FileName]:
    value = field.value
    if "name" not in value.lower() and "=?" not in value:
        return
    is_in_form = "form-data" in value.lower() and mime.disposition(field) == "form-data"
    names = _NAMES_IN_FORM if is_in_form else _NAMES
    sound, misread = [*_decoded(_written(value, names))], [*_cut(value, names)]
    if field.text != value:  # decoded before it is read: nobody knows where things stood
        early = [*_written(field.text, names), *_cut(field.text, names)]
        misread += [reading._replace(stretch=None) for reading in early]
    misread = [*_decoded(misread)]
    misread += [reading._replace(text=_unescaped(reading.text)) for reading in sound + misread if "%" in reading.text]
    misread += [
        reading._replace(text=reading.text.partition("\0")[0]) for reading in sound + misread if "\0" in reading.text
    ]
    seen = {""}
    for is_misread, readings in ((False, sound), (True, misread)):
        for text, stretch in readings:
            if text not in seen:
                seen.add(text)
                yield FileName(text, field, is_misread, stretch)


def _written(value: str, names: tuple[str, ...]) -> Iterator[_Reading]:
    """Pass the names of a value with parameters. Some readers know comments (RFC 2045 §3), some do not."""
    read = parameters.read_leniently(value, knows_comments=False)
    for name in names:
        yield from _values(read, name)
    if "(" not in value:
        return
    read = parameters.read_leniently(value)
    for name in names:
        # A comment within a name is none: the name lacks quotes.
        if not any(one.name == name and " " in one.value and not one.is_quoted for one in read.written):
            yield from _values(read, name)


def _values(read: Parameterized, name: str) -> Iterator[_Reading]:
    """Pass all values of one parameter: those that count, then those that other readers take instead."""
    mine = [parameter for parameter in read.written if parameter.name == name]
    for parameter in mine:
        if parameter.extended and parameter.segment is None:
            yield _Reading(_text([parameter]), (parameter.start, parameter.end))
    # RFC 2231 §3 counts segments from 0; readers put together what is there. Of two with one number either counts.
    segments = [parameter for parameter in mine if parameter.segment is not None]
    if segments:
        stretch = min(one.start for one in segments), max(one.end for one in segments)
        for order in (segments, segments[::-1]):
            numbered = {parameter.segment or 0: parameter for parameter in order}
            if 0 in numbered:
                yield _Reading(read.parameters[name], stretch)  # up to the first gap
            yield _Reading(_text([numbered[number] for number in sorted(numbered)]), stretch)
    for parameter in mine:
        if not parameter.extended and parameter.segment is None:
            yield _Reading(parameter.value, (parameter.start, parameter.end))


def _text(segments: list[Parameter]) -> str:
    """Put the segments of a parameter together, or take its only one, whatever their numbers."""
    text = "".join([segment.value for segment in segments])
    if not any(segment.extended for segment in segments):
        return text
    pieces = text.split("'", 2) if segments[0].extended else [text]  # RFC 2231 §4: charset'language'value
    octets = parameters.unescaped(pieces[-1].encode("utf-8", "replace"))
    charset = pieces[0] if len(pieces) == 3 else ""
    return charsets.decode(octets, charset or "utf-8") or octets.decode("utf-8", "replace")


def _cut(value: str, names: tuple[str, ...]) -> Iterator[_Reading]:
    """Pass the names that simple readers see.

    They cut at every semicolon, quoted or not, and then at the first quote or blank, or take all quotes away.
    """
    start = 0
    for piece in value.split(";"):
        name, _, text = piece.partition("=")
        if name.strip().lower() in names:
            stretch = start, start + len(piece)
            text = text.replace("\t", " ").strip(" ")
            yield _Reading(text[1:].partition('"')[0] if text.startswith('"') else text.partition(" ")[0], stretch)
            yield _Reading(text.replace('"', ""), stretch)
        start += len(piece) + 1


def _decoded(readings: Iterable[_Reading]) -> Iterator[_Reading]:
    """Pass names as they are written, and with their encoded-words decoded, those with blanks in them too.

    RFC 2047 §5 forbids encoded-words there, and §2 blanks in one; nearly all readers decode them nevertheless.
    """
    for reading in readings:
        yield reading
        if "=?" in reading.text:
            yield reading._replace(text=encoded_word.decode_text(reading.text))
            joined = SPACED_ENCODED_WORD_RE.sub(_without_blanks, reading.text)
            yield reading._replace(text=encoded_word.decode_text(joined))


def _without_blanks(word: Match[str]) -> str:
    return word[0].replace(" ", "_" if word[1] in "Qq" else "")


def _unescaped(text: str) -> str:
    return parameters.unescaped(text.encode("utf-8", "replace")).decode("utf-8", "replace")


def _behind_semicolon(field: Field) -> Span:
    start, end = field.value_span
    behind = field.source.octets[start:end].partition(b";")[2].lstrip()
    return Span(end - len(behind), end) if behind else Span(start, end)
