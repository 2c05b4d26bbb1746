"""Secrets of a message, and asterisks in their place: what a report shows is made of what has none left.

A finding that is masked stands at a secret. In the source it is starred by `without_secrets`; here the same is done to
bodies in base64, and to the secret wherever it stands again: in the HTML beside the text, in a field, in a file name.
"""

from __future__ import annotations

import string
from bisect import bisect_right
from itertools import islice
from typing import TYPE_CHECKING, Final

from mimeforge._grammar.content import BASE64_UNIT_RE
from mimeforge._grammar.secrets import SECRET_RE
from mimeforge.linter.report.excerpt import without_secrets
from mimeforge.linter.report.html.contents import base64_units, content_spans
from mimeforge.tree import Span, parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from re import Match

    from mimeforge.linter.report import Report
    from mimeforge.tree import Field, Part

__all__ = ["SECRET_MAX", "Stars", "starred_source", "stars_of"]

# Octets of a secret that are shown, as in the other formats.
_SHOWN: Final = 4
# Octets of the longest secret that is looked for, a private key in the form that mail carries: what is cut out of a
# longer text is cut with as many around it.
SECRET_MAX: Final = 4000
# RFC 2047 §2 and RFC 2231 §4: what a field holds that says something in another way than as it stands
_ENCODED: Final = ("=?", "%")
# Secrets of a message that are looked for wherever they may stand again.
_KNOWN_MAX: Final = 50
# What is shorter is told from its surroundings by nobody: to star it everywhere would star ordinary words.
_SECRET_MIN: Final = 8
# RFC 7468 §2: what ends a private key
_KEY_END: Final = b"-----END"
# Every octet but CR and LF, so that lines stay where they are.
_MASK: Final = bytes(octet if octet in b"\r\n" else ord("*") for octet in range(256))
# RFC 2045 §6.8: the alphabet, and three asterisks in it
_BASE64: Final = (string.ascii_uppercase + string.ascii_lowercase + string.digits + "+/").encode()
_STARS_IN_BASE64: Final = b"Kioq"


class Stars:
    """Puts asterisks in the place of secrets: those that are known, and what looks like one. Lengths stay."""

    def __init__(self, known: Iterable[bytes] = ()) -> None:
        """Take the secrets that were found, as the octets of decoded text."""
        self._known = tuple(islice((secret for secret in known if len(secret) >= _SECRET_MIN), _KNOWN_MAX))

    def octets(self, octets: bytes) -> bytes:
        """Star octets of text in UTF-8, or of a message as it stands."""
        for secret in self._known:
            octets = octets.replace(secret, _starred(secret))
        found = list(SECRET_RE.finditer(octets))
        if not found:
            return octets
        starred = bytearray(octets)
        for match in found:
            start, end = _key(match) if match.lastgroup == "private_key" else (match.start() + _SHOWN, match.end())
            starred[start:end] = starred[start:end].translate(_MASK)
        return bytes(starred)

    def text(self, text: str) -> str:
        """Star a text."""
        octets = text.encode("utf-8", "surrogatepass")
        starred = self.octets(octets)
        return text if starred == octets else starred.decode("utf-8", "surrogatepass")

    def section(self, part: Part, length: int) -> bytes:
        """Star the first ``length`` octets of a header section.

        Of a field that says a secret in another way, in encoded-words or with parameters, all of the body is starred.
        """
        start = part.header_span.start
        octets = bytearray(self.octets(part.source.read(Span(start, start + length + SECRET_MAX)))[:length])
        for field in part.fields:
            if field.span.start >= start + length:
                break
            if any(mark in field.value for mark in _ENCODED) and self._is_told(field):
                body = slice(field.body_span.start - start, field.body_span.end - start)
                octets[body] = octets[body].translate(_MASK)
        return bytes(octets)

    def _is_told(self, field: Field) -> bool:
        said = (text[:SECRET_MAX] for text in (field.text, *field.parameterized.parameters.values()))
        return any(self.text(text) != text for text in said)


def stars_of(report: Report) -> Stars:
    """Know the secrets at which findings of ``report`` stand, as they stand and decoded."""
    return Stars(dict.fromkeys(_secrets(report)))


def starred_source(report: Report) -> bytes:
    """Return the message of ``report`` with asterisks for the secrets that findings stand at, also after decoding."""
    starred = without_secrets(report, shown=_SHOWN)
    if starred is report.source:
        return starred
    octets = bytearray(starred)
    for part, span in _masked(report):
        if part.transfer_encoding == "base64" and _is_in_leaf(part, span):
            octets[span.start : span.end] = _starred_in_base64(part, span)
    return bytes(octets)


def _starred_in_base64(part: Part, span: Span) -> bytes:
    """Star what stands at ``span``, bit by bit: its first and last character stand for what is beside it, too."""
    [(first, last)] = content_spans(part, [span])
    starred = bytearray(part.source.read(span))
    before = base64_units(part.source.octets, part.body_span.start, span.start)
    for unit, found in enumerate(BASE64_UNIT_RE.finditer(part.source.octets, *span), before):
        secret = sum(32 >> bit for bit in range(6) if 8 * (first + _SHOWN) <= 6 * unit + bit < 8 * last)
        kept = _BASE64.index(found[0]) & ~secret
        starred[found.start() - span.start] = _BASE64[kept | _BASE64.index(_STARS_IN_BASE64[unit % 4]) & secret]
    return bytes(starred)


def _secrets(report: Report) -> Iterator[bytes]:
    for part, span in _masked(report):
        yield report.source[span.start : span.end]
        if _is_in_leaf(part, span):
            [(start, end)] = content_spans(part, [span])
            yield part.content[start:end]


def _masked(report: Report) -> Iterator[tuple[Part, Span]]:
    """Yield where secrets are, each with the leaf whose body begins before it."""
    if report.secrets:
        leaves = [part for part in parse(report.source).walk() if not part.parts]
        starts = [leaf.body_span.start for leaf in leaves]
        yield from ((leaves[max(bisect_right(starts, span.start) - 1, 0)], span) for span in report.secrets)


def _is_in_leaf(part: Part, span: Span) -> bool:
    return part.body_span.start <= span.start <= span.end <= part.body_span.end


def _starred(secret: bytes) -> bytes:
    return secret[:_SHOWN] + secret[_SHOWN:].translate(_MASK)


def _key(begins: Match[bytes]) -> tuple[int, int]:
    """Give what follows the line that begins a private key: all up to the line that ends it, or all."""
    end = begins.string.find(_KEY_END, begins.end())
    return begins.end(), end if end >= 0 else len(begins.string)
