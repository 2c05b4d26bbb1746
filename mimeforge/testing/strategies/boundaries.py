"""Boundaries of multiparts (RFC 2046 §5.1.1), and how one is kept out of the parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hypothesis import strategies as st

from mimeforge._limits import BOUNDARY_MAX

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

__all__ = ["boundaries", "free"]

_BCHARS_NO_SPACE: Final = "b0AZaz9'()+_,-./:=?"
_FORMS: Final = (
    b"b",
    b"=_b",
    b"----=_NextPart_000_0001",
    b"'()+_,-./:=? 0",
    b"--",
    b"b--",
    b"b b",
    b"x" * 70,
    b"0" * 69 + b"=",
)


def boundaries() -> st.SearchStrategy[bytes]:
    """Boundaries of 1 to 70 octets: each character that may stand in one, single blanks inside, hyphens at both ends.

    Never blanks in front or in a row, which some readers take away.
    """
    made_up = st.text(_BCHARS_NO_SPACE + " ", min_size=1, max_size=BOUNDARY_MAX).map(
        lambda text: " ".join(text.split()).encode() or b"b"
    )
    return st.one_of(st.sampled_from(_FORMS), made_up)


def free(wish: bytes, bodies: Iterable[bytes], taken: Collection[bytes]) -> bytes:
    """Give ``wish``, or what begins like it and is no boundary in ``taken``, nor stands in a line of ``bodies``.

    A line there may go on differently, as that of a boundary inside does that begins like this one; so none of them is
    read as a delimiter by those who compare whole lines, as RFC 2046 §5.1.1 writes them.
    """
    lines = {line.rstrip(b" \t") for body in bodies for line in body.split(b"\r\n") if line.startswith(b"--")}
    boundary = wish[:BOUNDARY_MAX].rstrip(b" ")
    number = 0
    while boundary in taken or {b"--" + boundary, b"--" + boundary + b"--"} & lines:
        number += 1
        suffix = b"%d" % number
        boundary = wish[: BOUNDARY_MAX - len(suffix)] + suffix
    return boundary
