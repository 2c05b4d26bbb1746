from __future__ import annotations

import json
import re
from email.message import Message
from email.utils import collapse_rfc2231_value
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mimeforge.codecs import parameters
from mimeforge.codecs.parameters import Parameter
from mimeforge.errors import EncodingError

if TYPE_CHECKING:
    from pathlib import Path

values = st.text(st.characters(exclude_categories=["Cs"]), max_size=120)
CHARACTERS = ["a", " ", "é", "漢", "😀", '"', "\\", "%", "'", "*", "=?", ";", "x" * 40]
file_names = st.lists(st.sampled_from(CHARACTERS)).map("".join)
# What text of parameters is made of, in any order.
PIECES = [
    *"a/b attachment ; ; ; filename name *0 *1 *0* *1* * *01 = = utf-8'' utf-8' '' %C3%A9 %C3 % a b \\ ( ) é ,".split(),
    *['"', '"', " ", "\t", "\r\n "],
]
scripts = st.lists(st.sampled_from(PIECES)).map("".join)
PLAIN_RE = re.compile(r'filename="[ !#-:<-\[\]-~]*"')
EXTENDED_RE = re.compile(r"filename(?:\*0)?\*=utf-8''(?:[!#$&+\-.0-9A-Z^_`a-z{|}~]|%[0-9A-F]{2})*")
SEGMENT_RE = re.compile(r"filename\*[1-9][0-9]*\*=(?:[!#$&+\-.0-9A-Z^_`a-z{|}~]|%[0-9A-F]{2})+")


@given(values | file_names)
@example("")
@example(" ")
@example("é" * 100)
@example("😀" * 40)
@example("a" * 900)
@example("\ufffd")
@example("=?utf-8?q?x?=")
@example("a\r\nb\x00\x85\u2028")
def test_decoding_gives_back_what_was_encoded(value: str) -> None:
    pieces = parameters.encode("filename", value)
    first, *following = pieces
    assert PLAIN_RE.fullmatch(first) or EXTENDED_RE.fullmatch(first)
    for piece in following:
        assert SEGMENT_RE.fullmatch(piece)
    assert first.startswith("filename=") or all(len(piece) <= 76 for piece in pieces)
    text = "; ".join(["attachment", *pieces])
    assert parameters.decode(text).parameters == {"filename": value}
    assert parameters.decode(";\r\n ".join(["attachment", *pieces])).parameters == {"filename": value}


@given(values | file_names)
def test_the_standard_library_reads_the_same(value: str) -> None:
    message = Message()
    message["Content-Disposition"] = "; ".join(["attachment", *parameters.encode("filename", value)])
    read = message.get_param("filename", header="Content-Disposition")
    assert read is not None
    assert collapse_rfc2231_value(read) == value


@given(values | file_names)
def test_every_segment_holds_whole_characters(value: str) -> None:
    for piece in parameters.encode("filename", value):
        name, _, text = piece.partition("=")
        if name.endswith("*"):
            text = text.removeprefix("utf-8''")
            assert parameters.decode(f"a; filename*=utf-8''{text}").defects == ()


@pytest.mark.parametrize(
    ("value", "pieces"),
    [
        ("a.pdf", ['filename="a.pdf"']),
        ("", ['filename=""']),
        ("a, b (c).pdf", ['filename="a, b (c).pdf"']),
        ("a;b.pdf", ["filename*=utf-8''a%3Bb.pdf"]),
        ("a%20b'.pdf", ['filename="a%20b\'.pdf"']),
        ("x" * 200, ['filename="' + "x" * 200 + '"']),
        ('a"b', ["filename*=utf-8''a%22b"]),
        ("a\\b", ["filename*=utf-8''a%5Cb"]),
        (" a", ["filename*=utf-8''%20a"]),
        ("a ", ["filename*=utf-8''a%20"]),
        ("=?utf-8?q?x?=", ["filename*=utf-8''%3D%3Futf-8%3Fq%3Fx%3F%3D"]),
        ("a\tb", ["filename*=utf-8''a%09b"]),
        ("Reçu – mai.pdf", ["filename*=utf-8''Re%C3%A7u%20%E2%80%93%20mai.pdf"]),
        ("*'%é", ["filename*=utf-8''%2A%27%25%C3%A9"]),
        ("é" + "x" * 53, ["filename*=utf-8''%C3%A9" + "x" * 53]),
        ("é" + "x" * 54, ["filename*0*=utf-8''%C3%A9" + "x" * 51, "filename*1*=xxx"]),
        ("é" * 12, ["filename*0*=utf-8''" + "%C3%A9" * 9, "filename*1*=" + "%C3%A9" * 3]),
        ("漢" * 8, ["filename*0*=utf-8''" + "%E6%BC%A2" * 6, "filename*1*=" + "%E6%BC%A2" * 2]),
    ],
)
def test_what_is_written(value: str, pieces: list[str]) -> None:
    assert parameters.encode("filename", value) == pieces


def test_many_segments_are_counted_on_and_read_back() -> None:
    value = "漢" * 200
    pieces = parameters.encode("filename", value)
    assert [piece.partition("=")[0] for piece in pieces] == [f"filename*{number}*" for number in range(len(pieces))]
    assert len(pieces) > 11
    assert parameters.decode("; ".join(["a", *reversed(pieces)])).parameters == {"filename": value}


def test_quoted_escapes_quotes_and_backslashes() -> None:
    assert parameters.quoted('a "b" \\c') == '"a \\"b\\" \\\\c"'


@pytest.mark.parametrize(
    ("text", "position", "problem"),
    [
        ("", 0, "no token"),
        ("; a=b", 0, "no token"),
        ("a b; c=d", 1, "no token"),
        ("text/; c=d", 4, "no token"),
        ("text/plain/x", 10, "no token"),
        ("text/pläin", 7, "no token"),
        (" é", 1, "no token"),
        (" a b", 2, "no token"),
        (" a/b c", 4, "no token"),
        ('"inline"', 0, "no token"),
        ("é", 0, "no token"),
        ("a/b;", 3, "semicolon at the end"),
        ("a/b; ", 3, "semicolon at the end"),
        ("a/b; c", 5, "without name"),
        ("a/b; =c", 5, "without name"),
        ("a/b;; c=d", 4, "without name"),
        ("a/b;\xa0", 4, "without name"),
        ("a/b; c =d", 6, "equals sign"),
        ("a/b; c= d", 6, "equals sign"),
        ("a/b; c=", 7, "no value"),
        ("a/b; c=d e", 7, "needs quotes"),
        ("a/b; c=d,e", 7, "needs quotes"),
        ("a/b; c=é", 7, "needs quotes"),
        ('a/b; c="d', 7, "without its end"),
        ('a/b; c="d\\"', 7, "without its end"),
        ('a/b; c="d" e', 10, "after the value"),
        ('a/b; c="d"\xa0', 10, "after the value"),
        ("a/b; c=1; C=2", 10, "twice"),
        ("a/b; c*0=1; c*0=2", 12, "twice"),
        ("a/b; c*=utf-8''1; c*=utf-8''2", 18, "twice"),
        ("a/b; c*0=1; c*2=2", 5, "segment 1 is missing"),
        ("a/b; c*1=1", 5, "segment 0 is missing"),
        ("a/b; c*9999999999=1", 5, "segment 0 is missing"),
        ("a/b (c; c=d e", 3, "no token"),
        ("a/b; c=d(e)f", 7, "needs quotes"),
        ("a/b; c*01=1", 5, "leading zeros"),
        ("a/b; c*00=1", 5, "leading zeros"),
        ("a/b; c*0=1; c*00=2", 12, "leading zeros"),
        ("a/b; c**=1", 5, "no parameter name"),
        ("a/b; é=1", 5, "no parameter name"),
        ("a/b; c*=\"utf-8''d\"", 5, "in quotes"),
        ("a/b; c*=d", 5, "apostrophes"),
        ("a/b; c*=utf-8'd", 5, "apostrophes"),
        ("a/b; c*0*=d", 5, "apostrophes"),
        ("a/b; c*0*=utf-8''d; c*1*=%zz", 20, "two hex digits"),
        ("a/b; c*0=d; c*1*=%41", 12, "no charset in the first"),
        ("a/b; c*=utf-8''%4", 5, "two hex digits"),
        ("a/b; c*=utf-8''%zz", 5, "two hex digits"),
        ("a/b; c*=utf-8''%E9", 5, "not valid utf-8"),
        ("a/b; c*=nosuch''d", 5, "unknown charset nosuch"),
        ("a/b; c*=\u202e''d", 5, r"unknown charset <U\+202E>"),
    ],
)
def test_strict_decoding_names_the_first_departure(text: str, position: int, problem: str) -> None:
    with pytest.raises(EncodingError, match=problem) as caught:
        parameters.decode(text)
    error = caught.value
    assert (error.field, error.position) == ("parameters", position)
    assert error.character == (text[position : position + 1] or None)


@pytest.mark.parametrize(
    ("text", "value", "read"),
    [
        ("text/plain", "text/plain", {}),
        (" text/plain (a; comment) ; a=b (c) ; (d;e) f=g", "text/plain", {"a": "b", "f": "g"}),
        ("TEXT/Plain; CharSet=UTF-8", "TEXT/Plain", {"charset": "UTF-8"}),
        # RFC 2045 §3, RFC 5322 §3.2.2: comments stand anywhere between tokens, and in each other
        ("a; b=c(d)", "a", {"b": "c"}),
        ("a; b=(d)c", "a", {"b": "c"}),
        ("a; b (d) = (e(f(g))) c", "a", {"b": "c"}),
        ("a; b(d)=c", "a", {"b": "c"}),
        ("a; (d (e)) b=c", "a", {"b": "c"}),
        ("a (;(;); b=x); b=c", "a", {"b": "c"}),
        (r"a (\) ; b=x); b=c", "a", {"b": "c"}),
        ('a; b="(c)" (d)', "a", {"b": "(c)"}),
        ('a; b="\\"(c)"', "a", {"b": '"(c)'}),
        ("a; b=c (d; e=f", "a", {"b": "c (d", "e": "f"}),
        ("a; b=c)d(e)", "a", {"b": "c)d"}),
        ("a; b=c\u00a0d", "a", {"b": "c\u00a0d"}),
        ("a; b=\u00a0c\u00a0", "a", {"b": "\u00a0c\u00a0"}),
        ("a; b*00=x; b*01=y", "a", {"b": "xy"}),
        ("a; b*00*=utf-8''%C3; b*01*=%A9", "a", {"b": "é"}),
        ('a; b="c;d"; e="\\"f\\\\"', "a", {"b": "c;d", "e": '"f\\'}),
        ("a; b=c d; e=f", "a", {"b": "c d", "e": "f"}),
        ('a; b="c', "a", {"b": "c"}),
        ("a; b=1; b=2", "a", {"b": "1"}),
        ("a; b=plain; b*=utf-8''extended", "a", {"b": "extended"}),
        ("a; b*0=x; b*1=y; b=plain", "a", {"b": "xy"}),
        ("a; b*0=x; b*2=z", "a", {"b": "x"}),
        ("a; b*1=y", "a", {}),
        ("a; b*0*=utf-8''%C3; b*1*=%A9; b*2=\"%41\"", "a", {"b": "é%41"}),
        ("a; b*=''%C3%A9", "a", {"b": "é"}),
        ("a; b*=iso-8859-1'fr'%E9", "a", {"b": "é"}),
        ("a; b*=utf-8''d'e'f", "a", {"b": "d'e'f"}),
        ("a; b*=nosuch''%C3%A9", "a", {"b": "é"}),
        ("a; b*=nosuch''%E9", "a", {"b": "\ufffd"}),
        ("a; b*=%zz", "a", {"b": "%zz"}),
        ("a; b*=%C3%A9", "a", {"b": "é"}),
        ("a; b*=utf-8''%zz%E9", "a", {"b": "%zz\ufffd"}),
        ("a;;; b=c;", "a", {"b": "c"}),
        ("\u00a0a; b=c", "\u00a0a", {"b": "c"}),
        ("X/yX; b=c", "X/yX", {"b": "c"}),
        ("é; ü=x", "é", {"ü": "x"}),
        ("a; ü=%41", "a", {"ü": "%41"}),
        ("", "", {}),
    ],
)
def test_lenient_decoding_reads_what_it_can(text: str, value: str, read: dict[str, str]) -> None:
    lenient = parameters.read_leniently(text)
    assert (lenient.value, lenient.parameters) == (value, read)


def test_a_charset_that_is_not_there_is_one_defect() -> None:
    (defect,) = parameters.read_leniently("a; b*=%C3%A9").defects
    assert defect == ("an extended value without its two apostrophes", 3)


def test_reading_tells_how_it_was_written() -> None:
    read = parameters.read_leniently("a; b=1; C*1*=x; c*0*=utf-8''y")
    assert read.plain == {"b": "1"}
    assert read.written == (
        Parameter("b", None, False, "1", 3, 6, False),
        Parameter("c", 1, True, "x", 8, 14, False),
        Parameter("c", 0, True, "utf-8''y", 16, 29, False),
    )
    (quoted,) = parameters.read_leniently('a (c) ; b = "d e" (f) ; g').written
    assert quoted == Parameter("b", None, False, "d e", 8, 17, True)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("a; b=c(1).txt", {"b": "c(1).txt"}),
        ("a; b=c d (1).txt; e=f", {"b": "c d (1).txt", "e": "f"}),
        ('a; b="c" (d)', {"b": "c"}),
        ("a; b (c)=d", {}),
    ],
)
def test_comments_may_be_taken_for_text(text: str, read: dict[str, str]) -> None:
    assert parameters.read_leniently(text, knows_comments=False).parameters == read


@pytest.mark.parametrize(
    ("text", "blanked"),
    [
        ("", ""),
        ("a", "a"),
        ("(a)", "   "),
        ("a(b(c)d)e(f)", "a       e   "),
        ('"(a)"(b)', '"(a)"   '),
        ('"(a(b)', '"(a(b)'),
        (r"(\)a\()b", "       b"),
        ("a)b", "a)b"),
        ("(a)(b(c)", "   (b(c)"),
        ("((a)", "((a)"),
        ("(a\\", "(a\\"),
    ],
)
def test_comments_become_blanks(text: str, blanked: str) -> None:
    assert parameters.without_comments(text) == blanked


@given(st.text(st.sampled_from('ab()\\" ;='), max_size=30))
def test_all_but_comments_stays_where_it_is(text: str) -> None:
    blanked = parameters.without_comments(text)
    assert len(blanked) == len(text)
    assert all(after in {before, " "} for before, after in zip(text, blanked, strict=True))
    assert parameters.without_comments(blanked) == blanked


@pytest.mark.parametrize("stretch", ["(", ")", "()", "(a", "(\\", '"', '("', "\\(", "(()", "a("])
def test_comments_made_to_be_slow_are_read_in_no_time(stretch: str) -> None:
    """Nothing is timed: were it quadratic, this would take hours."""
    text = stretch * (1_000_000 // len(stretch))
    assert len(parameters.without_comments(text)) == len(text)


@given(st.text(max_size=60) | scripts)
@example("a; b=\udce9; c*=\udce9''%41")
def test_lenient_decoding_never_raises_and_agrees_with_strict(text: str) -> None:
    lenient = parameters.read_leniently(text)
    for defect in lenient.defects:
        assert 0 <= defect.position <= len(text)
    if lenient.defects:
        with pytest.raises(EncodingError) as caught:
            parameters.decode(text)
        assert caught.value.position == min(defect.position for defect in lenient.defects)
    else:
        assert parameters.decode(text) == lenient


# Codes that are no departure from the grammar of values with parameters: octets beyond ASCII and controls are the
# field's matter, an encoded-word in quotes is a quoted-string like any other, RFC 2231 allows the notes.
ELSEWHERE = ("hdr.", "ew.", "charset.", "rfc2231.both-forms", "rfc2231.empty-charset")
# One token is a value in one field, two tokens in another: which of them it has to be is the field's matter too.
FIELD_CODES = {"cd.syntax", "ct.syntax"}
EXCEPTIONS = {
    "attachment; filename*=a''foo": "what is written in an unknown charset cannot be told",
    "attachment; filename*=ISO-8859-1''%e2%82%ac": "Thunderbird takes ISO-8859-1 for windows-1252",
}


def test_vectors_are_decided_as_labelled(corpus: Path) -> None:
    for case in json.loads((corpus / "vectors/params.json").read_bytes())["cases"]:
        codes = {code for code in case["must"] if not code.startswith(ELSEWHERE)}
        try:
            parameters.decode(case["in"])
        except EncodingError:
            assert codes or case["in"] in EXCEPTIONS, case
        else:
            assert not codes - FIELD_CODES, case


def test_what_thunderbird_reads_is_read_from_clean_vectors(corpus: Path) -> None:
    for case in json.loads((corpus / "vectors/params.json").read_bytes())["cases"]:
        peer = case["peers"].get("jsmime")
        if peer and not case["must"] and case["in"] not in EXCEPTIONS:
            read = parameters.decode(case["in"])
            assert (read.value, read.parameters) == (peer["type"], peer["params"]), case
