from __future__ import annotations

from pathlib import PurePosixPath
from urllib.parse import unquote_to_bytes, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mimeforge.linter.report.paths import posix_path, uri


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("mails/a.eml", "mails/a.eml"),
        ("./mails//a.eml", "mails/a.eml"),
        ("../a.eml", "../a.eml"),
        ("a b.eml", "a%20b.eml"),
        ("50%.eml", "50%25.eml"),
        ("a#b?c.eml", "a%23b%3Fc.eml"),
        ("a:b.eml", "a%3Ab.eml"),
        ("<stdin>", "%3Cstdin%3E"),
        ("[x](y)", "%5Bx%5D%28y%29"),
        ("Zoé.eml", "Zo%C3%A9.eml"),
        ("caf\udce9.eml", "caf%E9.eml"),
        ("nul\0\n", "nul%00%0A"),
        ("\ud83d", "%ED%A0%BD"),
        ("/mails/a.eml", "file:///mails/a.eml"),
        ("//mails/a.eml", "file:///mails/a.eml"),
        ("", ""),
    ],
)
def test_a_name_as_a_uri_reference(name: str, expected: str) -> None:
    assert uri(name) == expected


@given(st.text(st.characters(), max_size=20) | st.text("/.:\\%#?é\udce9 @"))
def test_any_name_comes_back_from_its_uri(name: str) -> None:
    split = urlsplit(uri(name))
    assert (split.netloc, split.query, split.fragment) == ("", "", "")
    assert split.scheme == ("file" if name.startswith("/") else "")
    octets = unquote_to_bytes(split.path)
    path = str(PurePosixPath(name)) if name else name
    if not any("\ud800" <= character < "\udc80" or "\udd00" <= character <= "\udfff" for character in path):
        assert octets.decode("utf-8", "surrogateescape").lstrip("/") == path.lstrip("/")


def test_a_path_is_what_a_repository_calls_it() -> None:
    assert [posix_path(name) for name in ("./a.eml", "a//b.eml", "a/./b.eml", "<stdin>", "")] == [
        "a.eml",
        "a/b.eml",
        "a/b.eml",
        "<stdin>",
        "",
    ]
