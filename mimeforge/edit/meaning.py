"""What a message says, so that two spellings of it can be compared: its parts, their content and their fields.

Left out is what only says how the rest is written: line ends and folds, transfer encodings, boundaries, quotes that
change nothing, the spelling of a charset's name, MIME-Version, a field that stands there twice in the same words, or
in which nothing stands.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final, NamedTuple

from mimeforge._grammar import QUOTED_PAIR_RE
from mimeforge._grammar.addresses import ADDRESS_PIECE_RE
from mimeforge.codecs import dates, encoded_word, parameters

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator

    from mimeforge.tree import Field, Part

__all__ = ["meaning"]

# Fields whose say is in the part's properties: `_PartMeaning`.
_READ_ELSEWHERE: Final = frozenset(
    ("content-type", "content-disposition", "content-transfer-encoding", "content-id", "mime-version")
)

# Parameters that say how the rest is written, or are read elsewhere.
_LEFT_OUT: Final = frozenset(("boundary", "charset", "filename", "name"))


# Of these, and of ids, no token holds a blank: blanks are folds, or stand where they say nothing.
_TOKEN_PREFIXES: Final = ("list-", "x-ses-", "dkim-", "arc-")

# A special, told from the same character in quotes.
_SPECIAL: Final = "\0"
_COMMA: Final = f"{_SPECIAL},"
_NOTHING_YET: Final = (_COMMA, f"{_SPECIAL}:")


class _PartMeaning(NamedTuple):
    path: str
    media_type: str
    parameters: Hashable
    disposition: str | None
    filename: str | None
    content_id: str | None
    fields: tuple[tuple[str, Hashable], ...]
    content: str | None


def meaning(root: Part) -> tuple[Hashable, ...]:
    """Return what a message says, in a form that is equal for two spellings of the same. Contents are digests."""
    return tuple(_parts(root))


def _parts(root: Part) -> Iterator[Hashable]:
    waiting = [root]
    while waiting:
        part = waiting.pop()
        yield _PartMeaning(
            path=part.path,
            media_type=part.media_type,
            parameters=(_parameters(part, "Content-Type"), _parameters(part, "Content-Disposition")),
            disposition=part.disposition,
            filename=part.filename,
            content_id=part.content_id,
            fields=tuple(dict.fromkeys(_fields(part))),
            content=None if part.parts else _content(part),
        )
        waiting.extend(reversed(part.parts))


def _parameters(part: Part, name: str) -> Hashable:
    field = part.field(name)
    read = field.parameterized.parameters if field else {}
    return tuple(sorted((name, value) for name, value in read.items() if name not in _LEFT_OUT))


def _content(part: Part) -> str:
    """Digest the content of a leaf: of text its characters, whatever its charset, of anything else its octets.

    A text may lack the line end of its last line.
    """
    text = part.text
    if text is None:
        octets = part.content
    else:
        octets = text.replace("\r\n", "\n").removesuffix("\n").encode("utf-8", "surrogatepass")
    return hashlib.sha256(octets).hexdigest()


def _fields(part: Part) -> Iterator[tuple[str, Hashable]]:
    for field in part.fields:
        name = field.name.lower()
        if name not in _READ_ELSEWHERE and field.raw.strip():
            by_prefix = _token if name.startswith(_TOKEN_PREFIXES) else _text
            yield name, _READINGS.get(name, by_prefix)(field)


def _text(field: Field) -> str:
    return field.text


def _token(field: Field) -> str:
    return "".join(field.text.split())


def _date(field: Field) -> Hashable:
    return dates.moment(parameters.without_comments(field.text)) or field.text


def _addresses(field: Field) -> Hashable:
    """Cut an address list at its specials; what stands between them is decoded, and without quotes.

    Between commas nothing may stand.
    """
    pieces: list[str] = []
    words = ""
    for piece in ADDRESS_PIECE_RE.finditer(field.value):
        if not piece["special"]:
            words += _unquoted(piece[0]) if piece["quoted"] else piece[0]
            continue
        pieces += _shown(words)
        words = ""
        if piece["special"] != "," or (pieces and pieces[-1] not in _NOTHING_YET):
            pieces.append(_SPECIAL + piece["special"])
    pieces += _shown(words)
    return tuple(pieces[:-1] if pieces[-1:] == [_COMMA] else pieces)


def _shown(words: str) -> list[str]:
    text = " ".join(encoded_word.decode_text(words).split())
    return [text] if text else []


def _unquoted(text: str) -> str:
    return QUOTED_PAIR_RE.sub(r"\1", text.removeprefix('"').removesuffix('"'))


_READINGS: Final[dict[str, Callable[[Field], Hashable]]] = {
    **dict.fromkeys(("date", "resent-date"), _date),
    **dict.fromkeys(("message-id", "in-reply-to", "references", "resent-message-id"), _token),
    **dict.fromkeys(
        """
        from sender reply-to to cc bcc return-path resent-from resent-sender resent-reply-to resent-to resent-cc
        resent-bcc disposition-notification-to
        """.split(),
        _addresses,
    ),
}
