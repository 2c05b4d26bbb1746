from __future__ import annotations

import codecs
import encodings
from encodings.aliases import aliases
from typing import Any

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
    *["", "x-unknown", "utf-8é", "koi8.r", "utf-8\0", "../utf_8", "encodings.utf_8", "é", "\ud800", "a" * 10_000],
    *["aliases", "os"],
]


@pytest.mark.parametrize("charset", NO_CHARSETS)
def test_unknown_charsets_are_unknown(charset: str) -> None:
    assert not charsets.is_known(charset)
    assert charsets.decode(b"a", charset) is None


SPELLINGS = [str, str.upper, lambda name: name.replace("_", "-"), lambda name: f" {name} ", lambda name: f"x{name}"]


@pytest.mark.parametrize("spelled", SPELLINGS)
def test_what_python_knows_is_known(spelled: Any) -> None:
    """And what it knows under the same name: `canonical` gives its own."""
    for name in map(spelled, [*aliases, *aliases.values(), "utf_8_sig", "mac_farsi"]):
        try:
            own = codecs.lookup(name).name
            b"x".decode(own, "replace")
        except (LookupError, ValueError):
            own = ""
        expected = "" if own in {"punycode", "idna", "unicode-escape", "raw-unicode-escape", "undefined"} else own
        assert charsets.is_known(name) == bool(expected), name
        assert charsets.canonical(name) == (expected or name.lower())


@pytest.mark.parametrize(
    ("name", "codec"),
    [
        ("x-sjis", "shift_jis"),
        ("X-GBK", "gbk"),
        ("x-mac-roman", "mac-roman"),
        ("x-cp1251", "cp1251"),
        ("KS_C_5601-1989", "euc_kr"),
        ("windows-949", "cp949"),
        ("iso88591", "iso8859-1"),
        ("koi8-ru", "koi8-u"),
        ("unicode-1-1-utf-8", "utf-8"),
        ("windows.1252", "cp1252"),
    ],
)
def test_what_other_readers_know_is_known(name: str, codec: str) -> None:
    assert charsets.canonical(name) == codec
    assert charsets.is_name(name) is not name.lower().startswith("x-")


@pytest.mark.parametrize(
    ("name", "is_one"),
    [
        ("utf-8", True),
        ("s-jis", True),
        ("ISO_8859-1:1987", True),
        ("iso-2022-cn", True),
        ("VISCII", True),
        ("'utf-8'", False),
        ("utf8-", False),
        ("utf 8", False),
        (" utf-8", False),
        ("iso-8859-1;", False),
        ("unknown-8bit", False),
        ("", False),
    ],
)
def test_what_is_a_name_to_all_readers(name: str, *, is_one: bool) -> None:
    assert charsets.is_name(name) is is_one


def test_a_name_of_more_than_100_characters_is_not_looked_at() -> None:
    assert charsets.is_known("utf-8".ljust(100, "-"))
    assert not charsets.is_known("utf-8".ljust(101, "-"))


def test_the_charset_that_readers_take_instead_is_wider() -> None:
    for named, read in charsets.AS_READ.items():
        assert charsets.canonical(named) == named
        assert charsets.canonical(read) == read
        assert charsets.is_valid(b"lunch", read)


def test_python_is_not_asked_for_what_it_does_not_know(monkeypatch: pytest.MonkeyPatch) -> None:
    """It keeps every name it does not find, and every spelling of those it does, as long as the program runs."""
    asked: set[str] = set()
    lookup = codecs.lookup

    def asking(name: str) -> codecs.CodecInfo:
        asked.add(name)
        return lookup(name)

    monkeypatch.setattr(codecs, "lookup", asking)
    names = [f"x-{number}" for number in range(500)] + ["utf" + "-" * count + "8" for count in range(90)]
    names += ["a" * 100_000, "utf-8" + "-" * 100_000]
    for name in names:
        charsets.is_known(name)
    assert asked <= {"utf_8"}


def test_unknown_names_leave_nothing_behind() -> None:
    cache = vars(encodings)["_cache"]
    before = len(cache)
    for number in range(1000):
        assert charsets.decode(b"a", f"x-{number}") is None
    assert len(cache) == before


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
