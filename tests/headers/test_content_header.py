from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mimeforge._grammar import PARAMETER_PLAIN_RE
from mimeforge.errors import HeaderError
from mimeforge.headers import Content, content_type, disposition, require_file_name, with_name

NO_TYPE = r"a media type is type/subtype \(RFC 6838"


@pytest.mark.parametrize(
    ("content", "written"),
    [
        (Content("text/plain"), "Content-Type: text/plain"),
        (Content("text/plain", (("charset", "utf-8"),)), 'Content-Type: text/plain; charset="utf-8"'),
        (
            Content("multipart/related", (("type", "text/html"), ("boundary", "=_" + "b" * 24))),
            'Content-Type: multipart/related; type="text/html";\r\n boundary="=_' + "b" * 24 + '"',
        ),
        # A file name is never folded: a line of its own, even past 78.
        (Content("text/csv", (("name", "a.csv"),)), 'Content-Type: text/csv;\r\n name="a.csv"'),
        (
            Content("text/csv", (("charset", "utf-8"), ("name", "x" * 90))),
            'Content-Type: text/csv;\r\n charset="utf-8";\r\n name="' + "x" * 90 + '"',
        ),
    ],
)
def test_what_is_written(content: Content, written: str) -> None:
    assert content.write("Content-Type") == written.encode() + b"\r\n"


@pytest.mark.parametrize(
    ("filename", "name", "written"),
    [
        ("a b (1), c.pdf", "a b (1), c.pdf", 'filename="a b (1), c.pdf"'),
        ("x" * 90 + ".pdf", "x" * 90 + ".pdf", 'filename="' + "x" * 90 + '.pdf"'),
        # Anything else: filename* alone, and a stand-in of ASCII that keeps the extension as name.
        ("Reçu – mai 2026.pdf", "Recu _ mai 2026.pdf", "filename*=utf-8''Re%C3%A7u%20%E2%80%93%20mai%202026.pdf"),
        ('a"b\\c.pdf', "a_b_c.pdf", "filename*=utf-8''a%22b%5Cc.pdf"),
        ("a;b.pdf", "a_b.pdf", "filename*=utf-8''a%3Bb.pdf"),
        ("=?utf-8?q?x?=.pdf", "=_utf-8?q?x?=.pdf", "filename*=utf-8''%3D%3Futf-8%3Fq%3Fx%3F%3D.pdf"),
        (" a.pdf", "a.pdf", "filename*=utf-8''%20a.pdf"),
        ("漢字.pdf", "__.pdf", "filename*=utf-8''%E6%BC%A2%E5%AD%97.pdf"),
        ("e\u0301.pdf", "e.pdf", "filename*=utf-8''e%CC%81.pdf"),
        ("ﬁ½＂＝？.pdf", "fi____.pdf", "filename*=utf-8''%EF%AC%81%C2%BD%EF%BC%82%EF%BC%9D%EF%BC%9F.pdf"),
        ("\u2024\u2025\uff0f\u2488.txt", "____.txt", "filename*=utf-8''%E2%80%A4%E2%80%A5%EF%BC%8F%E2%92%88.txt"),
        ("Ａ２²Ⅳ.pdf", "A22IV.pdf", "filename*=utf-8''%EF%BC%A1%EF%BC%92%C2%B2%E2%85%A3.pdf"),
        ("\u0301", "_", "filename*=utf-8''%CC%81"),
        ("a\u202egnp.exe", "a_gnp.exe", "filename*=utf-8''a%E2%80%AEgnp.exe"),
        (
            "漢" * 14 + ".pdf",
            "_" * 14 + ".pdf",
            "filename*0*=utf-8''" + "%E6%BC%A2" * 6 + ";\r\n filename*1*=" + "%E6%BC%A2" * 7
            + ";\r\n filename*2*=%E6%BC%A2.pdf",
        ),
    ],
)  # fmt: skip
def test_file_names(filename: str, name: str, written: str) -> None:
    field = disposition("attachment", filename).write("Content-Disposition")
    assert field == f"Content-Disposition: attachment;\r\n {written}\r\n".encode()
    field = with_name(Content("application/pdf"), filename).write("Content-Type")
    assert field == f'Content-Type: application/pdf;\r\n name="{name}"\r\n'.encode()


@pytest.mark.parametrize(
    ("filename", "name"),
    [
        ("é" * 130 + ".tar.gz", "e" * 120 + ".gz"),
        ("é." + "x" * 130, "e." + "x" * 120),
        ("~éX", "~eX"),
        # Plain names are not shortened.
        ("x" * 150 + ".pdf", "x" * 150 + ".pdf"),
    ],
)
def test_the_stand_in_is_short_and_keeps_what_is_plain(filename: str, name: str) -> None:
    assert with_name(Content("a/b"), filename).parameters == (("name", name),)


def test_without_a_file_name_there_is_no_parameter() -> None:
    assert disposition("inline", None).write("Content-Disposition") == b"Content-Disposition: inline\r\n"
    assert with_name(Content("a/b"), None) == Content("a/b")


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40))
@example("＝？")
@example("´")
@example("ﷺ.ﷺ")
@example("\u2024\u2025\u2026")
@example("a\uff0fb\u2100")
def test_the_stand_in_is_plain_and_keeps_an_ascii_extension(filename: str) -> None:
    ((_, name),) = with_name(Content("a/b"), f"{filename}.pdf").parameters
    assert PARAMETER_PLAIN_RE.fullmatch(name)
    assert name.endswith(".pdf")
    ((_, name),) = with_name(Content("a/b"), filename).parameters
    assert PARAMETER_PLAIN_RE.fullmatch(name)
    for sign in "./":
        assert name.count(sign) == filename.count(sign), "a path or an extension that the name does not have"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("text/plain", "text/plain"),
        ("Text/PLAIN; Charset=ISO-8859-1", 'text/plain; charset="ISO-8859-1"'),
        ('text/plain; charset="utf-8"; format=flowed', 'text/plain; charset="utf-8"; format="flowed"'),
        ('text/calendar; method="REQUEST"', 'text/calendar; method="REQUEST"'),
        ("application/vnd.api+json", "application/vnd.api+json"),
        ('text/plain; x=""', 'text/plain; x=""'),
        ('text/plain; x="(no comment)"', 'text/plain; x="(no comment)"'),
        ("text/plain; title*=iso-8859-1''%E9", "text/plain; title*=utf-8''%C3%A9"),
    ],
)
def test_media_types_that_are_taken(value: str, written: str) -> None:
    assert content_type(value, "content_type").write("Content-Type") == f"Content-Type: {written}\r\n".encode()


@pytest.mark.parametrize(
    ("value", "field", "position", "problem"),
    [
        ("", "content_type", 0, "no token"),
        ("text", "content_type", 0, NO_TYPE),
        ("text/", "content_type", 4, "no token"),
        ("text/plain/x", "content_type", 10, "no token"),
        ("text/pläin", "content_type", 7, "no token"),
        ("text plain", "content_type", 4, "no token"),
        ("text/plain;", "content_type", 10, "a semicolon at the end"),
        ("text/plain; charset", "content_type", 12, "without name and value"),
        ("text/plain; charset=a b", "content_type", 20, "needs quotes"),
        ('text/plain; charset="utf-8', "content_type", 20, "a quote without its end"),
        ("text/plain; charset=utf-8; charset=utf-8", "content_type", 27, "twice"),
        ("text/plain\r\nBcc: x@example.com", "content_type", 10, "another header field"),
        ("text/plain; a=\0", "content_type", 14, "NUL"),
        ("text/plain;\tcharset=utf-8", "content_type", 11, "a control character"),
        ('text/plain; charset="utf\x1b"', "content_type", 24, "a control character"),
        ("text/plain; charset=utf-8 (a comment)", "content_type", 26, "a comment would be lost"),
        ("text/(a)plain", "content_type", 5, "a comment would be lost"),
        ("text/plain)", "content_type", 10, "a comment would be lost"),
        ('text/plain; charset="utf 8"', "charset of content_type", 3, "no name of a charset"),
        ('text/plain; charset="é"', "charset of content_type", 0, "no name of a charset"),
        ('text/plain; charset=""', "charset of content_type", 0, "no name of a charset"),
        # Encoded line ends would come out as real ones behind a reader that decodes them (CVE-2024-6923).
        ("text/plain; title*=utf-8''a%0D%0Ab", "title of content_type", 1, "another header field"),
        ("text/plain; title*=utf-8''%00", "title of content_type", 0, "NUL"),
        ("{text}/plain", "content_type", 0, NO_TYPE),
        ("text/" + "x" * 128, "content_type", 132, NO_TYPE),
    ],
)
def test_media_types_that_are_refused(value: str, field: str, position: int, problem: str) -> None:
    with pytest.raises(HeaderError, match=problem) as caught:
        content_type(value, "content_type")
    error = caught.value
    assert (error.field, error.position) == (field, position)
    assert field != "content_type" or error.character == (value[position : position + 1] or None)


@pytest.mark.parametrize(
    ("value", "position", "problem"),
    [
        ("", None, "empty; leave the argument out"),
        ("a\r\nb", 1, "another header field"),
        ("a\0", 1, "NUL"),
        ("a\tb", 1, "a control character"),
        ("a\x1b", 1, "a control character"),
        ("a\x7f", 1, "a control character"),
        ("\x85a", 0, "a control character"),
        ("a\ud800", 1, "a lone surrogate"),
        ("x" * 986, 985, "986 characters, at most 985 fit on the line"),
    ],
)
def test_file_names_that_are_refused(value: str, position: int | None, problem: str) -> None:
    with pytest.raises(HeaderError, match=problem) as caught:
        require_file_name(value, "filename")
    assert (caught.value.field, caught.value.position) == ("filename", position)


@pytest.mark.parametrize("value", ["a.pdf", "x" * 985, "é" * 986])
def test_file_names_that_are_taken(value: str) -> None:
    field = disposition("attachment", require_file_name(value, "filename")).write("Content-Disposition")
    assert max(map(len, field.split(b"\r\n"))) <= 998


def test_types_and_names_are_text() -> None:
    with pytest.raises(TypeError, match="content_type takes a str, not bytes"):
        content_type(b"text/plain", "content_type")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="filename takes a str, not bytes"):
        require_file_name(b"a", "filename")  # type: ignore[arg-type]
