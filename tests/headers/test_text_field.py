"""Unstructured text: what needs encoding is encoded, from the first to the last word that needs it."""

from __future__ import annotations

import copy

import pytest

from mimeforge.errors import HeaderError
from mimeforge.headers import Text, kind_of


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("", "Subject:"),
        ("Receipt", "Subject: Receipt"),
        ("Your receipt, no. 42!", "Subject: Your receipt, no. 42!"),
        # One run, from the first to the last word that needs it.
        ("Votre reçu", "Subject: Votre =?utf-8?b?cmXDp3U=?="),
        ("Reçu no 42", "Subject: =?utf-8?b?UmXDp3U=?= no 42"),
        ("un reçu de votre commande à lire", "Subject: un =?utf-8?q?re=C3=A7u_de_votre_commande_=C3=A0?= lire"),
        ("a é b è c", "Subject: a =?utf-8?b?w6kgYiDDqA==?= c"),
        # Blanks that a fold or a relay would change.
        (" a", "Subject: =?utf-8?q?_a?="),
        ("a ", "Subject: =?utf-8?q?a_?="),
        ("a  b", "Subject: =?utf-8?q?a_?= b"),
        ("a   b", "Subject: a =?utf-8?q?_?= b"),
        (" ", "Subject: =?utf-8?q?_?="),
        (" a b", "Subject: =?utf-8?q?_a?= b"),
        ("a\tb c", "Subject: =?utf-8?b?YQli?= c"),
        # What readers would take for an encoded-word.
        ("=?utf-8?q?x?=", "Subject: =?utf-8?b?PT91dGYtOD9xP3g/PQ==?="),
        ("why =? because", "Subject: why =?utf-8?b?PT8=?= because"),
        ("a?= b", "Subject: a?= b"),
        # Controls and separators that are no line ends are encoded, never raw.
        ("a\x0bb", "Subject: =?utf-8?b?YQti?="),
        ("a\x7f", "Subject: =?utf-8?q?a=7F?="),
        ("a\u2028b", "Subject: =?utf-8?b?YeKAqGI=?="),
        ("a\x85b", "Subject: =?utf-8?q?a=C2=85b?="),
        # Folds: at 78, at 76 beside encoded-words, never inside a token.
        ("a" * 68 + " b", "Subject: " + "a" * 68 + "\r\n b"),
        ("a" * 67 + " b", "Subject: " + "a" * 67 + " b"),
        ("a " + "b" * 100 + " c", "Subject: a\r\n " + "b" * 100 + "\r\n c"),
        ("a" * 100, "Subject: " + "a" * 100),
        ("x" * 60 + " é", "Subject: " + "x" * 60 + "\r\n =?utf-8?b?w6k=?="),
        ("x" * 51 + " é", "Subject: " + "x" * 51 + "\r\n =?utf-8?b?w6k=?="),
        ("x" * 50 + " é", "Subject: " + "x" * 50 + " =?utf-8?b?w6k=?="),
        ("x" * 59 + " y é", "Subject: " + "x" * 59 + " y\r\n =?utf-8?b?w6k=?="),
        ("é" * 40, "Subject: =?utf-8?b?" + "w6nDqcOp" * 6 + "w6k=?=\r\n =?utf-8?b?" + "w6nDqcOp" * 7 + "?="),
        # Only beside the name there is less room.
        ("a " + "é" * 23, "Subject: a\r\n =?utf-8?b?" + "w6nDqcOp" * 7 + "w6k=?=\r\n =?utf-8?b?w6k=?="),
        # A token that no line could hold.
        ("x" * 989, "Subject: " + "x" * 989),
    ],
)
def test_what_is_written(text: str, written: str) -> None:
    assert Text(text).write("Subject") == written.encode() + b"\r\n"


def test_a_token_that_no_line_could_hold_is_encoded() -> None:
    field = Text("x" * 990).write("Subject")
    assert field.startswith(b"Subject: =?utf-8?q?xxx")
    assert max(map(len, field.split(b"\r\n"))) <= 76


def test_the_first_encoded_word_leaves_room_for_a_long_name() -> None:
    field = Text("😀" * 30).write("X-" + "N" * 48)
    assert field.startswith(b"X-" + b"N" * 48 + b": =?utf-8?b?8J+YgPCfmIA=?=\r\n =?utf-8?b?")
    assert max(map(len, field.split(b"\r\n"))) <= 76


@pytest.mark.parametrize(
    ("text", "position", "code_point"),
    [
        ("a\rb", 1, "U+000D"),
        ("Votre reçu n\r\nBcc: x@example.com", 12, "U+000D"),
        ("a\n b", 1, "U+000A"),
        ("é\0", 1, "U+0000"),
        ("a\ud800", 1, "U+D800"),
        ("\udc80", 0, "U+DC80"),
    ],
)
def test_what_no_field_can_hold_is_refused(text: str, position: int, code_point: str) -> None:
    with pytest.raises(HeaderError) as caught:
        Text(text, "subject")
    error = caught.value
    assert str(error).startswith(f"{code_point} at position {position} of subject: ")
    assert (error.field, error.position, error.character) == ("subject", position, text[position])


def test_octets_have_no_charset_here() -> None:
    with pytest.raises(TypeError, match="subject takes a str, not bytes"):
        kind_of("Comments")(b"x", "subject")


def test_texts_compare_and_copy() -> None:
    assert copy.deepcopy(Text("é", "subject")) == Text("é")
    assert Text("a") != Text("b")
