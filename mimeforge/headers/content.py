"""Content-Type and Content-Disposition: a token or two with parameters (RFC 2045 §5.1, RFC 2183 §2, RFC 2231)."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace

from mimeforge._grammar import CHARSET_RE, COMMENT_OUTSIDE_QUOTES_RE, PARAMETER_PLAIN_RE, REGISTERED_TYPE_RE
from mimeforge._limits import LINE_FOLD, LINE_MAX
from mimeforge.codecs import parameters
from mimeforge.errors import EncodingError, HeaderError
from mimeforge.headers.checks import require, require_no_controls, require_text
from mimeforge.headers.folding import fold

__all__ = ["Content", "content_type", "disposition", "require_file_name", "with_name"]


@dataclass(frozen=True, slots=True)
class Content:
    """A value with parameters."""

    value: str
    parameters: tuple[tuple[str, str], ...] = ()

    def write(self, name: str) -> bytes:
        """Write the whole field. Where a file name is among the parameters, each has a line of its own, never split."""
        pieces = [f" {self.value}"]
        for parameter, text in self.parameters:
            for piece in parameters.encode(parameter, text):
                pieces[-1] += ";"
                pieces.append(" " + piece)
        named = any(parameter in _FILE_NAMES for parameter, _ in self.parameters)
        return fold(name, pieces, width=0 if named else LINE_FOLD)


# Readers find a file name on a line of its own where they miss one behind a fold inside quotes.
_FILE_NAMES = frozenset({"name", "filename"})


def content_type(value: str, argument: str) -> Content:
    """Take a media type with its parameters, strictly."""
    text = require_no_controls(value, argument)
    comment = COMMENT_OUTSIDE_QUOTES_RE.match(text)
    if comment:
        raise HeaderError.at(text, comment.end() - 1, argument, "a comment would be lost: leave it out")
    try:
        read = parameters.decode(text)
    except EncodingError as error:
        place = error.position
        raise HeaderError(error.problem, field=argument, position=place, character=error.character) from None
    require(REGISTERED_TYPE_RE, read.value, argument, "a media type is type/subtype (RFC 6838 §4.2)")
    for name, decoded in read.parameters.items():
        require_text(decoded, f"{name} of {argument}")
    if "charset" in read.parameters:
        require(CHARSET_RE, read.parameters["charset"], f"charset of {argument}", "no name of a charset")
    return Content(read.value.lower(), tuple(read.parameters.items()))


def with_name(content: Content, filename: str | None) -> Content:
    """Add the ``name`` parameter that older readers take a file name from: the name itself, or an ASCII stand-in.

    Not the extended form: it is for ``filename``, and a reader that knows it knows Content-Disposition.
    """
    if filename is None:
        return content
    name = filename if PARAMETER_PLAIN_RE.fullmatch(filename) else _ascii_stand_in(filename)
    return replace(content, parameters=(*content.parameters, ("name", name)))


def disposition(value: str, filename: str | None) -> Content:
    """Write how a part is shown, and its file name in one form only: plain where it is plain, extended otherwise.

    A plain ``filename`` beside ``filename*`` would be what half of the readers show.
    """
    return Content(value, () if filename is None else (("filename", filename),))


def require_file_name(value: str, argument: str) -> str:
    """Refuse an empty file name, controls in one, and one of plain ASCII that is too long for a line."""
    name = require_no_controls(value, argument)
    if not name:
        raise HeaderError("empty; leave the argument out", field=argument)
    longest = LINE_MAX - len(' filename="";')
    if len(name) > longest and PARAMETER_PLAIN_RE.fullmatch(name):
        problem = f"{len(name)} characters, at most {longest} fit on the line that may not be split"
        raise HeaderError.at(name, longest, argument, problem)
    return name


def _ascii_stand_in(filename: str) -> str:
    """Give a file name of plain ASCII that people recognise: letters lose their accents, the rest becomes "_"."""
    plain = "".join(map(_plain_letters, unicodedata.normalize("NFC", filename)))
    stem, dot, extension = (" ".join(plain.replace("=?", "=_").split()) or "_").rpartition(".")
    return f"{stem[:_STAND_IN_MAX]}{dot}{extension[:_STAND_IN_MAX]}".strip(" ")


def _plain_letters(character: str) -> str:
    """Give what stands for one character: never a dot or slash that the name does not have."""
    if character.isascii():
        return character if " " <= character <= "~" and character not in '";\\' else "_"
    base = "".join(part for part in unicodedata.normalize("NFKD", character) if not unicodedata.combining(part))
    return base if base.isascii() and base.isalnum() else "_" * (not unicodedata.combining(character))


# Characters of a stand-in before its extension, and of that: a name of 300 may be needed in full, its echo is not.
_STAND_IN_MAX = 120
