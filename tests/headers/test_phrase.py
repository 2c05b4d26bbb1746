"""Display names: all atoms, or one quoted-string, or all encoded-words; never a mix."""

from __future__ import annotations

import pytest

from mimeforge.headers.phrase import phrase


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Jo", ["Jo"]),
        ("Jo Doe", ["Jo", "Doe"]),
        ("o'neil & sons!", ["o'neil", "&", "sons!"]),
        # Specials and dots need quotes.
        ("Doe, Jo", ['"Doe, Jo"']),
        ("J. Doe", ['"J. Doe"']),
        ("jo@example.com", ['"jo@example.com"']),
        ("<jo>", ['"<jo>"']),
        ('Jo "the" Doe', ['"Jo \\"the\\" Doe"']),
        ("a\\b", ['"a\\\\b"']),
        ("(x)", ['"(x)"']),
        ("a:b;", ['"a:b;"']),
        ("[x]", ['"[x]"']),
        # Encoded-words, all of it.
        ("Zoé", ["=?utf-8?q?Zo=C3=A9?="]),
        ("Café Zoé, Paris", ["=?utf-8?b?Q2Fmw6kgWm/DqSwgUGFyaXM=?="]),
        ("Jo  Doe", ["=?utf-8?q?Jo__Doe?="]),
        (" Jo", ["=?utf-8?q?_Jo?="]),
        ("Jo ", ["=?utf-8?q?Jo_?="]),
        ("Jo\tDoe", ["=?utf-8?q?Jo=09Doe?="]),
        ("=?utf-8?q?x?=", ["=?utf-8?b?PT91dGYtOD9xP3g/PQ==?="]),
        ("a =? b", ["=?utf-8?b?YSA9PyBi?="]),
        ("\x1b[1m", ["=?utf-8?q?=1B=5B1m?="]),
    ],
)
def test_what_is_written(text: str, pieces: list[str]) -> None:
    assert phrase(text) == pieces


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ("x" * 900, "x"),
        ("x" * 901, "=?utf-8?q?x"),
        ("," * 898, '",'),
        ("," * 899, "=?utf-8?b?"),
        # Each of these becomes two characters in quotes.
        ('"' * 449, '"\\"'),
        ("\\" * 450, "=?utf-8?b?"),
    ],
)
def test_what_no_line_could_hold_unfolded_is_encoded(text: str, starts: str) -> None:
    pieces = phrase(text)
    assert pieces[0].startswith(starts)
    assert max(map(len, pieces)) <= 900


def test_the_first_encoded_word_keeps_to_its_room() -> None:
    first, *others = phrase("é" * 60, first=30)
    assert len(first) <= 30
    assert all(30 < len(word) <= 75 for word in others)
