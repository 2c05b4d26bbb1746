from __future__ import annotations

from typing import Any

import pytest

from mimeforge.errors import HeaderError
from mimeforge.headers import Raw


@pytest.mark.parametrize(
    "octets",
    [b"", b"a", b"caf\xc3\xa9 \xff", b"\x00\x01", b"a\r\n b", b"a\r\n\tb\r\n c", b"=?utf-8?q?x?=", b"x" * 2000, b" a "],
)
@pytest.mark.parametrize("kind", [bytes, bytearray, memoryview])
def test_octets_are_written_as_they_are(octets: bytes, kind: Any) -> None:
    assert Raw.of(kind(octets), "X").write("X") == b"X: " + octets + b"\r\n"
    assert Raw.of(kind(octets), "X") == Raw(octets)


@pytest.mark.parametrize(
    ("octets", "position"),
    [
        (b"a\r\nBcc: x@example.com", 1),
        (b"a\nBcc: x@example.com", 1),
        (b"a\n b", 1),
        (b"a\rb", 1),
        (b"a\r\r\n b", 1),
        (b"a\r\n", 1),
        (b"\n", 0),
        (b"a\r\n b\r\n\r\nbody", 5),
        (b"\xe9\xe9\r\nx", 2),
    ],
)
def test_what_would_end_the_field_is_refused(octets: bytes, position: int) -> None:
    with pytest.raises(HeaderError, match=r"no fold \(CRLF and a blank\) would end the field") as caught:
        Raw.of(octets, "X-Odd")
    assert (caught.value.field, caught.value.position) == ("X-Odd", position)


def test_text_has_no_octets() -> None:
    with pytest.raises(TypeError, match="X-Odd takes bytes, not str"):
        Raw.of("a", "X-Odd")  # type: ignore[arg-type]
