"""What the rules on base64 share: a body that is not plain base64, and how it departs from it (RFC 2045 §6.8)."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING, Final, NamedTuple

import pybase64

from mimeforge._grammar.content import ARMOR_RE, BASE64_FOREIGN_RE, BASE64_PREFIX_RE, BASE64_UNIT_RE
from mimeforge._limits import ENCODED_LINE_MAX
from mimeforge.codecs.base64 import ALPHABET
from mimeforge.rules.cte.encoded_bodies import is_encoded
from mimeforge.tree import Span

if TYPE_CHECKING:
    from mimeforge.tree import Part

__all__ = ["Kind", "OddBase64", "odd_base64"]

_URL_SAFE: Final = b"-_"
_NOT_URL_SAFE: Final = b"+/"
_BLOCK: Final = 65_536
# More line ends at the end of a body are nothing plain.
_TAIL: Final = 80
# From this share of octets outside the alphabet on, a body is something else.
_ONE_IN: Final = 10


class Kind(Enum):
    """What a body under base64 seems to be."""

    BASE64 = auto()
    BASE64URL = auto()  # RFC 4648 §5: "-" and "_" in place of "+" and "/"
    ARMORED = auto()
    PREFIXED = auto()  # behind the beginning of a data: URL, or of a literal of Python
    SOMETHING_ELSE = auto()


class OddBase64(NamedTuple):
    """A body under base64 that is not plain: what it is, and how its data end.

    ``characters`` counts those of the alphabet before the first "=", ``padding`` the "=" in all; ``last`` is where the
    last of the characters stands, ``after`` where data go on behind padding.
    """

    part: Part
    kind: Kind
    has_foreign: bool
    characters: int
    padding: int
    last: Span
    after: Span | None

    @property
    def lacks(self) -> int:
        """How many "=" the last group of four needs."""
        return -self.characters % 4

    @property
    def is_whole(self) -> bool:
        """Whether the characters of the alphabet are whole groups of four, padded as they have to be."""
        is_plain = self.kind is Kind.BASE64 and not self.has_foreign and self.after is None
        return is_plain and self.characters % 4 != 1 and self.padding == self.lacks


def odd_base64(part: Part) -> OddBase64 | None:
    """Look at a body under base64; None where there is nothing to say of it, at about the cost of decoding it."""
    source, (start, end) = part.source.octets, part.body_span
    between = _without_alphabet(source, start, end)
    if not is_encoded(part) or _is_plain(source, start, end, between):
        return None
    raw = part.raw
    foreign = BASE64_FOREIGN_RE.search(source, start, end)
    data = raw.partition(b"=")[0]
    after = BASE64_UNIT_RE.search(source, start + len(data), end)
    outside = data.translate(None, ALPHABET)
    last = start + len(data.rstrip(bytes(set(outside))))
    return OddBase64(
        part=part,
        kind=_kind(raw, data) if foreign else Kind.BASE64,
        has_foreign=foreign is not None,
        characters=len(data) - len(outside),
        padding=between.count(b"="),
        last=Span(max(last - 1, start), last),
        after=Span(*after.span()) if after else None,
    )


def _kind(raw: bytes, data: bytes) -> Kind:
    """Tell what a body is that holds octets outside the alphabet, by its ``data`` up to the first "="."""
    if b"-----" in raw and ARMOR_RE.search(raw):
        return Kind.ARMORED
    if BASE64_PREFIX_RE.match(raw.lstrip()):
        return Kind.PREFIXED
    odd = data.translate(None, ALPHABET + b"\r\n")
    is_url_safe = not odd.translate(None, _URL_SAFE) and not any(octet in data for octet in _NOT_URL_SAFE)
    # A line of hyphens alone is a rule that somebody drew between two pieces.
    if odd and is_url_safe and not any(line and not line.strip(_URL_SAFE) for line in data.split()):
        return Kind.BASE64URL
    return Kind.SOMETHING_ELSE if len(odd) * _ONE_IN > len(data) else Kind.BASE64


def _without_alphabet(source: bytes, start: int, end: int) -> bytes:
    """Take the characters of the alphabet out, block by block: a body may be large, and what is left of it is small."""
    blocks = (source[at : min(at + _BLOCK, end)] for at in range(start, end, _BLOCK))
    return b"".join([block.translate(None, ALPHABET) for block in blocks])


def _is_plain(source: bytes, start: int, end: int, between: bytes) -> bool:
    """Whether a body is lines of one length, a multiple of four, and a shorter one; all in groups of four, padded.

    ``between`` is what stands between the characters of the alphabet. No line is looked at by itself: all line ends are
    taken out in one slice.
    """
    characters = end - start - len(between)
    if not characters:
        return not between.strip(b"\r\n")
    tail = source[max(end - _TAIL, start) : end]
    behind = len(tail) - len(tail.rstrip(b"\r\n"))
    if behind == len(tail):
        return False
    data_end = end - behind
    padded = between[: len(between) - behind]
    line_ends = padded.rstrip(b"=")
    padding = len(padded) - len(line_ends)
    has_lone_cr = b"\r" in between[len(padded) :].replace(b"\r\n", b"")
    if line_ends.translate(None, b"\r\n") or has_lone_cr or padding > 2:
        return False
    feed = source.find(b"\n", start, data_end)
    width, ends_in = (feed - start, b"\n") if feed >= 0 else (data_end - start, b"")
    if feed > start and source[feed - 1] == ord("\r"):
        width, ends_in = feed - 1 - start, b"\r\n"
    count = line_ends.count(b"\n")
    return (
        0 < width <= ENCODED_LINE_MAX
        and (feed < 0 or width % 4 == 0)
        and line_ends == ends_in * count
        and (feed < 0 or source[feed : data_end : feed - start + 1] == b"\n" * count)
        and (characters + padding) % 4 == 0
        and source.endswith(b"=" * padding, start, data_end)
        and _is_zero_padded(source[data_end - 4 : data_end])
    )


def _is_zero_padded(last_group: bytes) -> bool:
    """Whether the bits that fill up the last group are zero."""
    return pybase64.b64encode(pybase64.b64decode(last_group)) == last_group
