from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mimeforge.codecs import charsets


@pytest.mark.parametrize(
    ("octets", "charset", "text"),
    [
        (b"caf\xc3\xa9", "utf-8", "café"),
        (b"caf\xc3\xa9", "UTF-8", "café"),
        (b"caf\xe9", "iso-8859-1", "café"),
        (b"caf\xe9", "windows-1252", "café"),
        (b'\x1b$B$"\x1b(B', "iso-2022-jp", "あ"),
        (b"caf\xe9", "utf-8", "caf\ufffd"),
        (b"caf\xe9", "us-ascii", "caf\ufffd"),
        (b"a", "utf-16", "\ufffd"),
    ],
)
def test_octets_become_text(octets: bytes, charset: str, text: str) -> None:
    assert charsets.is_known(charset)
    assert charsets.decode(octets, charset) == text


# Names of Python codecs that give no text or that no mail uses, and names that hostile mail could hold.
NO_CHARSETS = [
    *"base64 bz2 hex quopri rot13 uu zlib idna punycode undefined unicode_escape raw_unicode_escape mbcs oem".split(),
    *["", "x-unknown", "utf-8\0", "../utf_8", "encodings.utf_8", "é", "\ud800", "a" * 10_000, "aliases", "os"],
]


@pytest.mark.parametrize("charset", NO_CHARSETS)
def test_unknown_charsets_are_unknown(charset: str) -> None:
    assert not charsets.is_known(charset)
    assert charsets.decode(b"a", charset) is None


CHARSETS = "utf-8 utf-7 utf-16 utf-32 us-ascii iso-8859-15 windows-1251 gb18030 big5 euc-kr shift_jis hz iso-2022-kr"


@given(st.binary(), st.sampled_from(CHARSETS.split()) | st.text(max_size=12))
def test_decoding_never_raises(octets: bytes, charset: str) -> None:
    text = charsets.decode(octets, charset)
    assert (text is None) == (not charsets.is_known(charset))
    if text is not None and "\ufffd" not in text:
        assert charsets.is_valid(octets, charset)


@pytest.mark.parametrize(
    ("octets", "charset", "valid"),
    [
        (b"a", "utf-8", True),
        (b"\xef\xbf\xbd", "utf-8", True),
        (b"\xe9", "utf-8", False),
        (b"\xe9", "iso-8859-1", True),
        (b"a", "x-unknown", False),
        (b"", "x-unknown", False),
    ],
)
def test_what_is_text_in_a_charset(octets: bytes, charset: str, valid: bool) -> None:
    assert charsets.is_valid(octets, charset) is valid
