"""What the fixes of encoded-words make of a field."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mended import fixes_of, mended

import mimeforge
from mimeforge.codecs import encoded_word
from mimeforge.linter.examples import sample
from mimeforge.tree import parse

SAFE, UNSAFE = True, False
LONG = "=C3=AE" * 40

# A rule, a field before its fix and with it, and whether the fix is safe
CASES = [
    ("ENC102", "Subject: Lunch =?utf-8?q??= at noon", "Subject: Lunch  at noon", SAFE),
    ("ENC102", "Subject: =?utf-8?q?D=C3=AEner a\r\n midi?=", "Subject: =?utf-8?q?D=C3=AEner_a_midi?=", UNSAFE),
    ("ENC102", "Subject: Le =?utf-8?q?D=C3=AEner?_Oui?= !", "Subject: Le =?utf-8?b?RMOubmVyPyBPdWk=?= !", UNSAFE),
    ("ENC102", "Subject: =?utf-8?b?RMOu\r\n bmVy?=", "Subject: =?utf-8?b?RMOubmVy?=", UNSAFE),
    ("ENC103", "Subject: =?utf-8?b?RMOubmVyIQ?=", "Subject: =?utf-8?q?D=C3=AEner!?=", SAFE),
    ("ENC103", "Subject: =?utf-8?b?RMOubmVyIQ===?=", "Subject: =?utf-8?q?D=C3=AEner!?=", SAFE),
    ("ENC104", "Subject: =?utf-8?q?1+1=2,_=C3=A9?=", "Subject: =?utf-8?b?MSsxPTIsIMOp?=", SAFE),
    (
        "ENC104",
        "Subject: =?utf-8?q?=c3=a9?= b =?utf-8?q?=C3=a9?=",
        "Subject: =?utf-8?q?=C3=A9?= b =?utf-8?q?=C3=A9?=",
        SAFE,
    ),
    ("ENC105", "Subject: =?utf-8?base64?RMOubmVy?=", "Subject: =?utf-8?b?RMOubmVy?=", UNSAFE),
    ("ENC105", "Subject: =?utf-8?QP?D=C3=AEner?=", "Subject: =?utf-8?b?RMOubmVy?=", UNSAFE),
    ("ENC106", "Subject: =?x-sjis?b?k/qWew==?=", "Subject: =?utf-8?b?5pel5pys?=", SAFE),
    ("ENC107", "Subject: =?gb2312?b?gUA=?=", "Subject: =?utf-8?b?5LiC?=", UNSAFE),
    ("ENC108", "Subject: =?utf-8?q?D=C3?=\r\n =?utf-8?q?=AEner?= !", "Subject: =?utf-8?b?RMOubmVy?= !", SAFE),
    ("ENC109", "Subject: Re:=?utf-8?q?Zo=C3=A9?= (a)", "Subject: =?utf-8?b?UmU6Wm/DqQ==?= (a)", SAFE),
    ("ENC109", "Subject: =?utf-8?q?Zo=C3=A9?==?utf-8?q?_D?=", "Subject: =?utf-8?q?Zo=C3=A9?= D", SAFE),
    ("ENC109", "To: Mme=?utf-8?q?Zo=C3=A9?=<z@a.example>", "To: =?utf-8?q?MmeZo=C3=A9?= <z@a.example>", SAFE),
    ("ENC110", 'To: "=?utf-8?q?Zo=C3=A9?=" <z@a.example>', "To: =?utf-8?q?Zo=C3=A9?= <z@a.example>", SAFE),
    (
        "ENC110",
        'To: a@a.example,"Z. =?utf-8?q?=C3=A9?="<z@z.example>',
        "To: a@a.example,=?utf-8?b?Wi4gw6k=?= <z@z.example>",
        SAFE,
    ),
    (
        "ENC112",
        'Content-Type: text/plain; name="=?utf-8?q?Zo=C3=A9?=\r\n =?utf-8?q?.txt?="',
        "Content-Type: text/plain; name*=utf-8''Zo%C3%A9.txt",
        SAFE,
    ),
    (
        "ENC112",
        'Content-Disposition: attachment; filename="=?utf-8?q?Lunch.txt?="; size=1',
        'Content-Disposition: attachment; filename="Lunch.txt"; size=1',
        SAFE,
    ),
    ("ENC113", "References: =?utf-8?q?=3C1=40a=2Eb=3E_=3C2=40a=2Eb=3E?=", "References: <1@a.b> <2@a.b>", SAFE),
    ("ENC113", "Date: =?utf-8?q?20_Jan_2025_12=3A00=3A00?= +0000", "Date: 20 Jan 2025 12:00:00 +0000", SAFE),
    ("ENC114", "To: z@a.example (Mme=?utf-8?q?Zo=C3=A9?= D)", "To: z@a.example (=?utf-8?b?TW1lWm/DqSBE?=)", SAFE),
    ("ENC114", "To: z@a.example (=?utf-8?q?Zo=C3=A9_(D)?=)", "To: z@a.example (=?utf-8?b?Wm/DqSAoRCk=?=)", SAFE),
    ("ENC116", "Subject: =?utf-8?q?Lunch?= at noon", "Subject: Lunch at noon", SAFE),
    ("ENC116", "To: =?utf-8?q?Doe=2C_Jo?= <j@a.example>", 'To: "Doe, Jo" <j@a.example>', SAFE),
    ("ENC117", "Subject: =?utf-8?q?D?= =?utf-8?q?=C3=AE?= =?utf-8?q?ner?=", "Subject: =?utf-8?b?RMOubmVy?=", SAFE),
    (
        "ENC118",
        "Subject: =?utf-8?q?D=C3=AEner?= =?us-ascii?q?_=21?= a =?koi8-r?q?=C1?=",
        "Subject: =?utf-8?q?D=C3=AEner_!?= a\r\n =?utf-8?b?0LA=?=",
        SAFE,
    ),
    ("ENC119", "Subject: =?utf-8?q?D=C3=83=C2=AEner?=", "Subject: =?utf-8?b?RMOubmVy?=", UNSAFE),
    ("ENC119", "Subject: =?iso-8859-1?q?D=C3=AEner?=", "Subject: =?utf-8?b?RMOubmVy?=", UNSAFE),
    ("ENC119", "Subject: =?utf-8?q?=3D=3Futf-8=3Fq=3FD=3DC3=3DAEner=3F=3D?=", "Subject: =?utf-8?b?RMOubmVy?=", UNSAFE),
    ("ENC120", "Subject: =?iso-8859-15?q?=A4?= 5", "Subject: =?utf-8?b?4oKs?= 5", SAFE),
    ("ENC121", "Subject: =?utf-8?b?THVuY2gNCg==?=", "Subject: =?utf-8?q?Lunch?=", UNSAFE),
    ("ENC122", "To: =?utf-8?q?Zo=C3=A9@home?= <z@a.example>", "To: =?utf-8?b?Wm/DqUBob21l?= <z@a.example>", SAFE),
]

# What nobody can tell: what stood in the place of what was lost, in which charset it was, and what a control was for
UNKNOWN = [
    ("ENC101", f"Subject: =?x-martian?q?{'a' * 70}?="),
    ("ENC102", "Subject: =?utf-8?q?D=C3=AEner"),
    ("ENC102", "Subject: =??b?RMOubmVy?="),
    ("ENC102", "Subject: Re:=?utf-8?q?D=C3=AEner a midi?="),
    ("ENC103", "Subject: =?utf-8?b?RMO_bmVy?="),
    ("ENC103", "Subject: =?utf-8?b?RMOu=bmVy?="),
    ("ENC104", "Subject: =?utf-8?q?D=C3=AEner=?="),
    ("ENC105", "Subject: =?utf-8?u?Lunch?="),
    ("ENC106", "Subject: =?x-martian?q?Lunch?="),
    ("ENC107", "Subject: =?utf-8?q?D=EEner?="),
    ("ENC109", "Subject: Re:=?x-martian?q?Lunch?="),
    ("ENC109", "Keywords: a,=?utf-8?q?Zo=C3=A9?=b"),
    ("ENC113", "Message-ID: =?utf-8?q?1?="),
    ("ENC121", "Subject: =?utf-8?q?Lunch=0D=0ABcc=3A_eve=40example=2Eorg?="),
    ("ENC121", "Subject: =?utf-8?q?Lunch=07?="),
]


@pytest.mark.parametrize(("code", "before", "after", "safe"), CASES)
def test_a_field_with_its_fix(code: str, before: str, after: str, safe: bool) -> None:
    assert mended(sample(before), code) == (sample(after), safe)


@pytest.mark.parametrize(("code", "field"), UNKNOWN)
def test_a_field_that_somebody_has_to_correct(code: str, field: str) -> None:
    assert fixes_of(sample(field), code) == []


@pytest.mark.parametrize("before", ["Subject: Lunch", "Subject: " + "Lunch " * 10, "Subject: a\r\n"])
def test_words_that_are_too_long_are_divided_and_fit_their_lines(before: str) -> None:
    octets, is_safe = mended(sample(f"{before} =?utf-8?q?{LONG}?= =?utf-8?b?{'w6nDqcOp' * 20}?= end"), "ENC101")
    assert is_safe
    field = parse(octets).field("Subject")
    assert field is not None
    assert field.text.endswith(" " + "î" * 40 + "é" * 60 + " end")
    assert all(len(word.charset) and word.end - word.start <= 75 for word in encoded_word.words(field.value))
    assert max(map(len, field.raw.split(b"\r\n"))) <= 76


def test_folds_are_those_of_the_file() -> None:
    lf = sample(f"Subject: =?utf-8?q?{LONG}?=").replace(b"\r\n", b"\n")
    assert b"\r" not in mended(lf, "ENC101")[0]


PIECES = ["=?utf-8?q?=C3=A9?=", "=?iso-8859-1?q?=e9?=", "=?utf-8?b?w6k?=", "a", " ", "  ", "\r\n ", '"', ","]


@given(st.lists(st.sampled_from(PIECES)))
def test_a_text_stays_what_it_is(pieces: list[str]) -> None:
    before = sample("Subject: x" + "".join(pieces) + "x")
    after = mimeforge.fix(before, profile="ses,strict").octets
    assert parse(after).header("Subject") == parse(before).header("Subject")
    assert mimeforge.fix(after, profile="ses,strict") == (after, ())
