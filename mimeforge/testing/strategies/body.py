"""Bodies by transfer encoding: as RFC 2045 writes them, and as they are met."""

from __future__ import annotations

import binascii
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, TypeAlias

from hypothesis import strategies as st

from mimeforge.testing.strategies.content import ASCII_LINES, LINES, LONG_LINES, contents

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import DrawFn, SearchStrategy

__all__ = ["Body", "TransferEncoding", "bodies"]

TransferEncoding: TypeAlias = Literal["7bit", "8bit", "quoted-printable", "base64", "binary"]


class Body(NamedTuple):
    """A body as it stands in a message, and what it stands for.

    ``encoding``
        What Content-Transfer-Encoding has to say.
    ``octets``, ``content``
        Encoded and decoded.
    ``canonical``
        Whether ``octets`` are what RFC 2045 demands of an encoder.
    """

    encoding: TransferEncoding
    octets: bytes
    content: bytes
    canonical: bool


class Flaw(NamedTuple):
    """A departure from RFC 2045: what the content has to hold for it to show, and how it is written."""

    name: str
    seed: Callable[[bytes], bytes]
    style: dict[str, Any]


class Kind(NamedTuple):
    """A transfer encoding: what it is good for, how it is written, in which canonical styles, and with what flaws."""

    contents: SearchStrategy[bytes]
    write: Callable[..., bytes]
    styles: SearchStrategy[dict[str, Any]]
    flaws: tuple[Flaw, ...]


def bodies(encoding: TransferEncoding | None = None, *, canonical: bool | None = None) -> SearchStrategy[Body]:
    """Make bodies in ``encoding``, or in any of the five.

    ``canonical=True`` covers what RFC 2045 demands: 7bit and 8bit in lines of up to 998 octets that end in CRLF; any
    octets as binary; quoted-printable of texts with soft breaks at any width up to 76, where just that is escaped which
    has to be, or which transports touch (§6.7 and RFC 2049 §3: blanks at line ends, lone dots, "From "); base64 of any
    octets in lines of up to 76 characters, a multiple of four (§6.8). The lenient and the strict decoders agree.

    ``canonical=False`` covers what is met, has one meaning, and is at least one of these:

    7bit, 8bit
        LF line ends; lines over 998 octets; NUL; a bare CR; in 7bit, octets over 127.
    quoted-printable
        escapes in lower case; escapes that need not be; octets over 127 as they are; LF line ends; blanks at line ends,
        and between "=" and the line end; lines over 76 characters; escaped line ends; a soft break at the end.
    base64
        no padding, or one "=" where two belong, or too many; bits behind the last octet; lines over 76 characters;
        lines that end inside a group of four; LF line ends; octets beyond the alphabet between; empty lines.

    Never makes what decoders read in several ways, above all a "=" that begins no escape and data behind the padding of
    base64, and texts in another charset than UTF-8. Shrinks to the empty body in 7bit.

    Raises ValueError for another encoding, and for ``"binary"`` with ``canonical=False``: all binary is canonical.
    """
    if encoding is not None and encoding not in _KINDS:
        raise ValueError(f"unknown transfer encoding {encoding!r}, known are {', '.join(_KINDS)}")
    choices = [
        (name, is_canonical)
        for name, kind in _KINDS.items()
        for is_canonical in (True, False)
        if encoding in {None, name} and canonical in {None, is_canonical} and (is_canonical or kind.flaws)
    ]
    if not choices:
        raise ValueError(f"everything is canonical in {encoding}")
    return _bodies(choices)


@st.composite
def _bodies(draw: DrawFn, choices: list[tuple[TransferEncoding, bool]]) -> Body:
    """Make a body in one of the encodings, canonical as it says beside it."""
    encoding, canonical = draw(st.sampled_from(choices))
    kind = _KINDS[encoding]
    content = draw(kind.contents)
    if canonical:
        return Body(encoding, kind.write(content, **draw(kind.styles)), content, canonical)
    style: dict[str, Any] = {}
    for index in sorted(set(draw(st.lists(st.integers(0, len(kind.flaws) - 1), min_size=1, max_size=3)))):
        flaw = kind.flaws[index]
        content = flaw.seed(content)
        style |= flaw.style
    return Body(encoding, kind.write(content, **style), content, canonical)


# -- how each is written: canonical where no style is given ------------------------------------------------------------

_CRLF: Final = b"\r\n"
_LITERAL: Final = bytes(octet for octet in range(0x20, 0x7F) if octet != ord("=")) + b"\t"


def _as_it_is(content: bytes) -> bytes:
    return content


def _quoted_printable(
    content: bytes,
    *,
    width: int = 76,
    escape: bytes = b"=%02X",
    literal: bytes = _LITERAL,
    line_end: bytes = _CRLF,
    escapes_line_ends: bool = False,
    before_hard: bytes = b"",
    before_soft: bytes = b"",
    ends_soft: bool = False,
) -> bytes:
    """Write text whose lines end in ``line_end``; ``before_hard`` and ``before_soft`` are blanks that mean nothing."""

    def atoms(line: bytes) -> list[bytes]:
        written = [bytes([octet]) if octet in literal else escape % octet for octet in line]
        if line.endswith((b" ", b"\t")):
            written[-1] = escape % line[-1]
        return written

    soft_break = b"=" + before_soft + line_end
    hard_break = before_hard + line_end
    lines = [atoms(line) for line in content.split(line_end)]
    if escapes_line_ends:
        escaped = [escape % octet for octet in line_end]
        lines = [[atom for line in lines for atom in (*escaped, *line)][len(escaped) :]]
    written = hard_break.join(soft_break.join(_rows(line, width)) for line in lines)
    return written + soft_break if ends_soft else written


def _rows(atoms: list[bytes], width: int) -> list[bytes]:
    """Lay out atoms, never dividing one, so that a row and the "=" behind it fit; the last row has no "="."""
    rows = [bytearray()]
    for index, atom in enumerate(atoms):
        room = width if index == len(atoms) - 1 else width - 1
        if len(rows[-1]) + len(atom) > room and rows[-1]:
            rows.append(bytearray())
        # A transport touches a dot and a "From " that begin a row.
        is_touchy = not rows[-1] and (atom == b"." or b"".join(atoms[index : index + 5]) == b"From ")
        rows[-1] += b"=%02X" % atom[0] if is_touchy else atom
    return [bytes(row) for row in rows]


def _base64(
    content: bytes,
    *,
    width: int = 76,
    line_end: bytes = _CRLF,
    padding: bytes | None = None,
    bits: bool = False,
    junk: bytes = b"",
) -> bytes:
    text = binascii.b2a_base64(content, newline=False)
    bare = text.rstrip(b"=")
    if bits:  # of the last of two characters, four bits stand for nothing
        bare = bare[:-1] + _NEXT[bare[-1:]]
    text = bare + (text[len(bare) :] if padding is None else padding)
    return b"".join(text[at : at + width] + junk + line_end for at in range(0, len(text), width))


# The characters that end a lone octet, and those that say the same with bits behind it.
_NEXT: Final = {b"A": b"B", b"Q": b"R", b"g": b"h", b"w": b"x"}


# -- seeds: what shows a flaw ------------------------------------------------------------------------------------------


def _behind(octets: bytes) -> Callable[[bytes], bytes]:
    return lambda content: content + octets


def _at_least(size: int) -> Callable[[bytes], bytes]:
    return lambda content: content.ljust(size, b"a")


def _lone_octet(content: bytes) -> bytes:
    """End in a group of one octet, which two characters and two "=" stand for."""
    return content + b"a" * ((1 - len(content)) % 3)


def _lf(content: bytes) -> bytes:
    return content.replace(_CRLF, b"\n") + b"\n"


_E: Final = "é".encode()
_HEX: Final = _behind(_E)

# The order is that of the seeds: what changes line ends comes behind what adds lines.
_IDENTITY_FLAWS: Final = (
    Flaw("lines over 998", _behind(b"a" * 999 + _CRLF), {}),
    Flaw("NUL", _behind(b"\0" + _CRLF), {}),
    Flaw("bare CR", _behind(b"a\rb" + _CRLF), {}),
    Flaw("LF line ends", _lf, {}),
)
_QP_FLAWS: Final = (
    Flaw("lower-case escapes", _HEX, {"escape": b"=%02x"}),
    Flaw("needless escapes", _behind(b"a"), {"literal": b""}),
    Flaw("octets over 127", _HEX, {"literal": _LITERAL + bytes(range(128, 256))}),
    Flaw("lines over 76", _behind(b"a" * 77), {"width": 1000}),
    Flaw("blanks at line ends", _behind(b"a" + _CRLF), {"before_hard": b" \t"}),
    Flaw("blanks behind soft breaks", _behind(b"a" * 10), {"before_soft": b" ", "width": 8}),
    Flaw("escaped line ends", _behind(b"a" + _CRLF), {"escapes_line_ends": True}),
    Flaw("soft break at the end", _behind(b"a"), {"ends_soft": True}),
    Flaw("LF line ends", _lf, {"line_end": b"\n"}),
)
_BASE64_FLAWS: Final = (
    Flaw("lines over 76", _at_least(58), {"width": 10_000}),
    Flaw("LF line ends", _at_least(1), {"line_end": b"\n"}),
    Flaw("split groups", _at_least(9), {"width": 7}),
    Flaw("foreign octets", _at_least(1), {"junk": b" !\xff*"}),
    Flaw("empty lines", _at_least(58), {"line_end": b"\r\n\r\n"}),
    Flaw("bits behind the last octet", _lone_octet, {"bits": True}),
    Flaw("no padding", _lone_octet, {"padding": b""}),
    Flaw("short padding", _lone_octet, {"padding": b"="}),
    Flaw("long padding", _lone_octet, {"padding": b"==="}),
)


def _lines(lines: tuple[str, ...], long: SearchStrategy[str]) -> SearchStrategy[bytes]:
    return st.lists(st.one_of(st.sampled_from(lines), long), max_size=6).map(
        lambda chosen: "".join(f"{line}\r\n" for line in chosen).encode()
    )


_LONG_ASCII_LINES: Final = st.sampled_from([76, 78, 79, 998]).map(lambda size: "b" * size)
_PLAIN: Final[SearchStrategy[dict[str, Any]]] = st.just({})
_KINDS: Final[dict[TransferEncoding, Kind]] = {
    "7bit": Kind(
        _lines(ASCII_LINES, _LONG_ASCII_LINES),
        _as_it_is,
        _PLAIN,
        (Flaw("octets over 127", _behind(_E + _CRLF), {}), *_IDENTITY_FLAWS),
    ),
    "8bit": Kind(
        _lines((*ASCII_LINES, "é", "привет", "日本語"), _LONG_ASCII_LINES), _as_it_is, _PLAIN, _IDENTITY_FLAWS
    ),
    "quoted-printable": Kind(
        _lines(LINES, LONG_LINES),
        _quoted_printable,
        st.fixed_dictionaries({"width": st.sampled_from([76, 75, 40, 10])}),
        _QP_FLAWS,
    ),
    "base64": Kind(
        contents(), _base64, st.fixed_dictionaries({"width": st.sampled_from([76, 72, 64, 4])}), _BASE64_FLAWS
    ),
    "binary": Kind(contents(), _as_it_is, _PLAIN, ()),
}
