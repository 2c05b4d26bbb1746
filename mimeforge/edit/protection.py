"""What an edit would break that somebody signed: parts of multipart/signed, and whatever DKIM and ARC cover."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING, Final, NamedTuple

from mimeforge._grammar.dkim import BLANKS_RE
from mimeforge._grammar.lines import EMPTY_LINE_RE
from mimeforge.edit.edit import apply
from mimeforge.tree import Source, Span, dkim
from mimeforge.tree.field import cut

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mimeforge.edit.edit import Edit
    from mimeforge.tree import Field, Part

__all__ = ["Protection", "protection"]

# RFC 6376 §3.5, RFC 8617 §4.1.2: fields that name in h= what they cover, and the body with it.
_SIGNATURES: Final = ("dkim-signature", "arc-message-signature")
# RFC 8617 §4.1.3: a seal covers the ARC fields, always in relaxed form.
_SEAL: Final = "arc-seal"
_SEALED: Final = ("arc-authentication-results", "arc-message-signature", "arc-seal")

# Octets of a header section that are compared before and after each fix. None that a program writes is longer, and a
# hostile one would be compared a thousand times.
_COMPARED_MAX: Final = 65_536


class _Section(NamedTuple):
    """The fields of a header section, and its lines that belong to none."""

    fields: tuple[Field, ...]
    stray: frozenset[bytes]


class _Seen(NamedTuple):
    """A field as signatures see it (RFC 6376 §3.4.1 and §3.4.2): its lower-case name, its octets, its relaxed form."""

    name: str
    simple: bytes
    relaxed: bytes


class _Cover(NamedTuple):
    """What one signature covers of a header section: the lower-case names, and whether in relaxed form."""

    label: str
    names: frozenset[str]
    is_relaxed: bool


@dataclass(frozen=True, slots=True)
class Protection:
    """The signatures of a message, as far as an edit can break them. The signed parts are in their order."""

    root: Part
    signed: tuple[Span, ...]
    covers: tuple[_Cover, ...]
    signs_body: str | None

    def forbids(self, edits: Sequence[Edit]) -> str | None:
        """Say why ``edits`` may not be made, as half a sentence; None where they break no signature."""
        for start, end in (edit.span for edit in edits):
            before = bisect_right(self.signed, end, key=_start)  # none lies in another
            if before and start <= self.signed[before - 1].end:
                return "multipart/signed covers what would be changed"
        in_header = [edit for edit in edits if edit.span.end <= self.root.header_span.end]
        if self.signs_body and len(in_header) < len(edits):
            return f"{self.signs_body} covers the body"
        return next(self._broken(in_header), None) if self.covers and in_header else None

    def _broken(self, edits: Sequence[Edit]) -> Iterator[str]:
        header = self.root.source.read(Span(self.root.span.start, self.root.header_span.end))
        if len(header) > _COMPARED_MAX:
            yield "a signature covers the header section, and that is too long to compare"
            return
        edited = apply(header, edits)
        if EMPTY_LINE_RE.search(edited) or edited.endswith(b"\n") < header.endswith(b"\n"):
            yield f"{self.covers[0].label} covers a header section that would end elsewhere"
            return
        before, after = _section(self.root.source, self.root.fields, self.root.stray), _cut(edited)
        if not after.stray <= before.stray:
            yield f"{self.covers[0].label} covers a header section that would hold a line that is no field"
            return
        changed = _changed(before.fields, after.fields)
        for cover in self.covers:
            if _covered(changed[0], cover) != _covered(changed[1], cover):
                yield f"{cover.label} covers what would be changed"


def protection(root: Part) -> Protection:
    """Find what signatures protect in a message."""
    signatures = [field for field in root.fields if field.name.lower() in _SIGNATURES]
    seals = [field for field in root.fields if field.name.lower() == _SEAL]
    covers = (*map(_cover, signatures), *(_Cover(f.name, frozenset(_SEALED), is_relaxed=True) for f in seals))
    return Protection(root, tuple(sorted(_signed_parts(root))), covers, signatures[0].name if signatures else None)


def _signed_parts(root: Part) -> Iterator[Span]:
    waiting = [root]
    while waiting:
        part = waiting.pop()
        if part.media_type == "multipart/signed":
            yield from (child.span for child in part.parts)  # the signature too: it is the sender's
        else:
            waiting.extend(part.parts)


def _cover(signature: Field) -> _Cover:
    # RFC 6376 §3.7: a signature covers its own field as well.
    names = frozenset((*dkim.signed_names(signature), signature.name.lower()))
    return _Cover(signature.name, names, dkim.canonicalizations(signature)[0] == "relaxed")


def _cut(header: bytes) -> _Section:
    source = Source(header)
    section = cut(source, Span(0, len(header)))
    return _section(source, section.fields, section.stray)


def _section(source: Source, fields: tuple[Field, ...], stray: tuple[Span, ...]) -> _Section:
    return _Section(fields, frozenset(map(source.read, stray)))


def _changed(before: tuple[Field, ...], after: tuple[Field, ...]) -> tuple[list[_Seen], list[_Seen]]:
    """Leave out the fields that stand alike at the beginning of both, and then at the end of both.

    An edit is in a place or two, and a hostile message has as many signatures as fields.
    """
    start = _alike(before, after)
    end = _alike(before[start:][::-1], after[start:][::-1])
    return _seen(before[start : len(before) - end]), _seen(after[start : len(after) - end])


def _alike(fields: tuple[Field, ...], others: tuple[Field, ...]) -> int:
    """Count the fields that both begin with."""
    pairs = zip(map(_octets, fields), map(_octets, others), strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _seen(fields: tuple[Field, ...]) -> list[_Seen]:
    return [_Seen(field.name.lower(), _octets(field), _relaxed(field.raw)) for field in fields]


def _covered(fields: list[_Seen], cover: _Cover) -> list[tuple[str, bytes]]:
    """Give the covered fields as the signature sees them."""
    return [
        (field.name, field.relaxed if cover.is_relaxed else field.simple)
        for field in fields
        if field.name in cover.names
    ]


def _octets(field: Field) -> bytes:
    return field.source.read(field.span)


def _start(span: Span) -> int:
    return span.start


def _relaxed(body: bytes) -> bytes:
    unfolded = body.replace(b"\r\n", b"").replace(b"\n", b"")
    return BLANKS_RE.sub(b" ", unfolded).strip(b" ")
