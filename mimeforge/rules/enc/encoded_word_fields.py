"""What the rules on encoded-words share: the words of every field that has any, read once, and where each stands."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from enum import Enum, auto
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

from mimeforge._grammar import LWSP
from mimeforge._grammar.encoded_words import (
    ADDR_SPEC_AHEAD_RE,
    ADDR_SPEC_BEHIND_RE,
    BEGINNING_RE,
    DAMAGED_RE,
    ENCLOSING_RE,
    ENCODED_B_RE,
    FRAMED_RE,
    IN_COMMENT_RE,
    NOT_Q_ESCAPE_RE,
)
from mimeforge._limits import ADDR_SPEC_MAX
from mimeforge.codecs import charsets, encoded_word
from mimeforge.linter.rule import Hit
from mimeforge.rules.adr.address_fields import ADDRESS_FIELDS, read
from mimeforge.tree import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.codecs.encoded_word import EncodedWord
    from mimeforge.linter.context import Context
    from mimeforge.linter.finding import Severity
    from mimeforge.linter.fix import Fix
    from mimeforge.tree import Field, Part

__all__ = [
    "Damaged",
    "Place",
    "Placed",
    "Run",
    "WordedField",
    "has_faults",
    "holds_address",
    "is_sound",
    "runs",
    "takes_words",
    "worded",
]


class Place(Enum):
    """Where an encoded-word stands (RFC 2047 §5); in an addr-spec, that is ANGLE with or without angle brackets."""

    TEXT = auto()
    PHRASE = auto()
    COMMENT = auto()
    QUOTED = auto()
    ANGLE = auto()
    ELSEWHERE = auto()


_ADDRESSES: Final = frozenset(name.lower() for name in ADDRESS_FIELDS)
# Fields whose body has a phrase, with addresses or without.
_PHRASES: Final = _ADDRESSES | frozenset(
    {
        "disposition-notification-to",
        "errors-to",
        "keywords",
        "list-id",
        "mail-followup-to",
        "mail-reply-to",
        "resent-bcc",
        "resent-cc",
        "resent-from",
        "resent-reply-to",
        "resent-sender",
        "resent-to",
        "return-receipt-to",
    }
)
# Structured fields without a phrase. Of most others, other rules say what belongs there: see _OPAQUE.
_STRUCTURED: Final = frozenset(
    {
        "content-disposition",
        "content-id",
        "content-type",
        "date",
        "deferred-delivery",
        "delivery-date",
        "expires",
        "expiry-date",
        "in-reply-to",
        "latest-delivery-time",
        "message-id",
        "received",
        "references",
        "reply-by",
        "resent-date",
        "resent-message-id",
    }
)
# Fields of which this is not asked: they hold signatures, URIs and settings, or a rule of theirs speaks of words.
_OPAQUE: Final = (
    "arc-",
    "authentication-results",
    "autocrypt",
    "content-transfer-encoding",
    "dkim-",
    "domainkey-",
    "feedback-id",
    "list-archive",
    "list-help",
    "list-owner",
    "list-post",
    "list-subscribe",
    "list-unsubscribe",
    "mime-version",
    "received-spf",
    "x-google-dkim-",
    "x-ses-",
)


_BLANKS: Final = frozenset({"", *LWSP})


class _Enclosed(NamedTuple):
    start: int
    end: int
    place: Place


class Placed(NamedTuple):
    """An encoded-word and where it stands."""

    word: EncodedWord
    place: Place


class Damaged(NamedTuple):
    """What begins like an encoded-word and is none; ``encoding`` is "" where it breaks off before that."""

    start: int
    end: int
    charset: str
    encoding: str
    text: str
    is_closed: bool


@dataclass(frozen=True)
class Run:
    """Encoded-words of one charset with nothing but blanks between them, and the octets that each stands for."""

    words: tuple[EncodedWord, ...]
    charset: str
    pieces: tuple[bytes, ...]

    @cached_property
    def octets(self) -> bytes:
        """The octets they stand for, together."""
        return b"".join(self.pieces)

    @property
    def span(self) -> tuple[int, int]:
        """Where they stand in the field body."""
        return self.words[0].start, self.words[-1].end

    @cached_property
    def text(self) -> str | None:
        """The text they stand for, None where the charset is not known."""
        return charsets.decode(self.octets, self.charset)

    @cached_property
    def is_text(self) -> bool:
        """Whether the charset is known and the octets are text in it."""
        return charsets.is_valid(self.octets, self.charset)

    @cached_property
    def is_sound(self) -> bool:
        """Whether the words can be decoded, but for the charset."""
        return all(map(is_sound, self.words))


@dataclass(frozen=True)
class WordedField:
    """A field with "=?" in it; all offsets count octets of the field body, each of them a character of ``text``."""

    part: Part
    field: Field
    text: str

    def hit(
        self, start: int, end: int, message: str, severity: Severity | None = None, *, fix: Fix | None = None
    ) -> Hit:
        """Make the hit on a stretch of the field body."""
        offset = self.field.body_span.start
        span = Span(offset + start, offset + end)
        return Hit(span, message, part=self.part, field=self.field, severity=severity, fix=fix)

    @cached_property
    def name(self) -> str:
        """The field name in lower case."""
        return self.field.name.lower()

    @cached_property
    def words(self) -> tuple[Placed, ...]:
        """The encoded-words, in order."""
        found = encoded_word.words(self.text)
        return tuple(Placed(word, self._place_of_word(word)) for word in found)

    @cached_property
    def decoded(self) -> tuple[EncodedWord, ...]:
        """The encoded-words that readers decode, in order."""
        return tuple(placed.word for placed in self.words if self._is_decoded(placed.place))

    @cached_property
    def runs(self) -> tuple[Run, ...]:
        """The encoded-words that readers decode, each with those that it is decoded with."""
        places = {placed.word.start: placed.place for placed in self.words}
        return tuple(
            Run(tuple(run), run[0].charset_name, tuple([word.octets for word in run]))
            for run in encoded_word.runs(self.text, [placed.word for placed in self.words])
            if self._is_decoded(places[run[0].start])
        )

    @cached_property
    def quoted(self) -> tuple[tuple[int, int], ...]:
        """The quoted-strings."""
        return tuple((one.start, one.end) for one in self._enclosed if one.place is Place.QUOTED)

    @cached_property
    def damaged(self) -> tuple[Damaged, ...]:
        """What begins like an encoded-word and is none, in text and in phrases."""
        return tuple(_damaged(self))

    @cached_property
    def is_structured(self) -> bool:
        """Whether the field is structured and has no phrase."""
        return self.name in _STRUCTURED

    @property
    def is_of_addresses(self) -> bool:
        """Whether this is an address list that Amazon SES reads."""
        return self.part.is_root and self.name in _ADDRESSES

    def place(self, offset: int) -> Place:
        """Tell where the octet at ``offset`` stands."""
        stretch = self._enclosed_at(offset)
        if stretch:
            return stretch.place
        if self.name in _PHRASES:
            return Place.PHRASE
        return Place.ELSEWHERE if self.is_structured else Place.TEXT

    def enclosed(self, offset: int) -> tuple[int, int]:
        """Tell where the quoted-string or comment begins and ends in which ``offset`` stands."""
        stretch = self._enclosed_at(offset)
        return (stretch.start, stretch.end) if stretch else (offset, offset)

    def _place_of_word(self, word: EncodedWord) -> Place:
        place = self.place(word.start)
        return Place.ANGLE if place is Place.PHRASE and _is_in_addr_spec(self.text, word) else place

    def _is_decoded(self, place: Place) -> bool:
        """Whether readers decode words there; those in quotes they do against the standard, but for parameters."""
        if self.is_structured:
            return place is Place.COMMENT
        return place is not Place.ANGLE and place is not Place.ELSEWHERE

    def _enclosed_at(self, offset: int) -> _Enclosed | None:
        index = bisect_right(self._enclosed_starts, offset) - 1
        return self._enclosed[index] if index >= 0 and offset < self._enclosed[index].end else None

    @cached_property
    def _enclosed(self) -> tuple[_Enclosed, ...]:
        return tuple(_enclosed(self.text)) if self.name in _PHRASES or self.is_structured else ()

    @cached_property
    def _enclosed_starts(self) -> tuple[int, ...]:
        return tuple(stretch.start for stretch in self._enclosed)


def worded(message: Part, context: Context) -> tuple[WordedField, ...]:
    """Find the fields of a message and its parts that may hold encoded-words, once for all rules."""
    return context.once(_worded, message)


def runs(message: Part, context: Context) -> Iterator[tuple[WordedField, Run]]:
    """Pass all runs of a message that readers decode."""
    return ((field, run) for field in worded(message, context) for run in field.runs)


def takes_words(name: str) -> bool:
    """Whether a field of this name (in lower case) is one in whose text readers decode encoded-words."""
    return name not in _STRUCTURED and name not in _PHRASES and not name.startswith(_OPAQUE)


def has_faults(field: WordedField, context: Context) -> bool:
    """Whether the addresses of a field cannot be read: other rules say so, and where its words stand nobody can say."""
    return field.is_of_addresses and bool(read(field.field, context).listed.faults)


def holds_address(field: WordedField, word: EncodedWord, context: Context) -> bool:
    """Whether readers find an addr-spec inside of a word, of which ADR104 speaks."""
    mailbox = read(field.field, context).listed.mailbox_at(word.start)
    return mailbox is not None and word.start <= mailbox.start < word.end


def is_sound(word: EncodedWord) -> bool:
    """Whether the text of a word is right in its encoding."""
    if word.encoding in "Bb":
        return ENCODED_B_RE.fullmatch(word.text) is not None
    return not NOT_Q_ESCAPE_RE.search(word.text)


def _worded(message: Part) -> tuple[WordedField, ...]:
    octets = message.source.octets
    return tuple(
        WordedField(part, field, field.raw.decode("latin-1"))
        for part in message.walk(into_messages=False)
        if octets.find(b"=?", *part.header_span) >= 0
        for field in part.fields
        if octets.find(b"=?", *field.body_span) >= 0 and not field.name.lower().startswith(_OPAQUE)
    )


def _enclosed(text: str) -> Iterator[_Enclosed]:
    """Find quoted-strings, comments and what stands between angle brackets, in order."""
    at = 0
    while found := ENCLOSING_RE.search(text, at):
        at = found.end()
        if found["quoted"]:
            # Quotes with an @ behind them are those of a local part.
            yield _Enclosed(found.start(), at, Place.ANGLE if text.startswith("@", at) else Place.QUOTED)
        elif found["angle"]:
            yield _Enclosed(found.start(), at, Place.ANGLE)
        elif found["comment"]:
            at = _comment_end(text, found.start())
            yield _Enclosed(found.start(), at, Place.COMMENT)


def _is_in_addr_spec(text: str, word: EncodedWord) -> bool:
    """Whether an @ stands in one stretch with a word; of such, ENC111 speaks."""
    before, after = text[max(0, word.start - 1) : word.start], text[word.end : word.end + 1]
    if before in _BLANKS and after in _BLANKS:  # as nearly all words are written
        return False
    ahead = ADDR_SPEC_AHEAD_RE.match(text, word.end, word.end + ADDR_SPEC_MAX)
    behind = ADDR_SPEC_BEHIND_RE.search(text[max(0, word.start - ADDR_SPEC_MAX) : word.start])
    return any(found and "@" in found[0] for found in (ahead, behind))


def _comment_end(text: str, start: int) -> int:
    depth = 0
    for found in IN_COMMENT_RE.finditer(text, start):
        depth += (found["open"] is not None) - (found["close"] is not None)
        if depth == 0 and found["close"]:
            return found.end()
    return len(text)


def _damaged(field: WordedField) -> Iterator[Damaged]:
    """Look at each "=?" that begins no encoded-word, up to the next one."""
    text = field.text
    words = {placed.word.start: placed.word.end for placed in field.words}
    at = _beginning(text, 0)
    while at < len(text):
        behind = _beginning(text, words.get(at, at + 2))
        if at not in words and field.place(at) in {Place.TEXT, Place.PHRASE}:
            found = _damage(text, at, behind)
            if found:
                yield found
        at = behind


def _beginning(text: str, at: int) -> int:
    found = BEGINNING_RE.search(text, at)
    return found.start() if found else len(text)


def _damage(text: str, start: int, end: int) -> Damaged | None:
    framed = FRAMED_RE.match(text, start, end)
    if framed:
        charset, encoding, encoded = framed.groups()
        return Damaged(start, framed.end(), charset, encoding, encoded, is_closed=True)
    found = DAMAGED_RE.match(text, start, end)
    if not found or not text[start:end].isascii():
        return None
    charset, encoding, encoded = found["charset"], found["encoding"] or "", found["text"] or ""
    stop = encoded.find("?=")
    if encoding and stop >= 0:
        return Damaged(start, found.start("text") + stop + 2, charset, encoding, encoded[:stop], is_closed=True)
    if charset and (encoding or charsets.is_known(charset)):
        return Damaged(
            start, start + len(found[0].rstrip(LWSP)), charset, encoding, encoded.strip(LWSP), is_closed=False
        )
    return None
