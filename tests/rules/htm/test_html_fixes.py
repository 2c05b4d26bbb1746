"""What the fixes of HTML and of what it shows make of a message: everything else is for somebody to write."""

from __future__ import annotations

import base64

import pytest
from mended import fixes_of, mended

from mimeforge.linter.examples import sample
from mimeforge.preflight import RULES
from mimeforge.tree import parse

RELATED = 'Content-Type: multipart/related; boundary="b"; type="text/html"'
IN_QP = "Content-Transfer-Encoding: quoted-printable"
IN_BASE64 = "Content-Transfer-Encoding: base64"


def showing(html: str, *fields: str, cid: str = "logo@example.com", disposition: str = "inline") -> bytes:
    text = ["Content-Type: text/html; charset=us-ascii", *fields, "", html]
    image = ["Content-Type: image/png", f"Content-ID: <{cid}>", f"Content-Disposition: {disposition}", IN_BASE64, ""]
    return sample(RELATED, body="\r\n".join(["--b", *text, "--b", *image, "iVBORw0KGgo=", "--b--", ""]))


@pytest.mark.parametrize(
    ("url", "cid", "named"),
    [
        ("cid:Logo@example.com", "logo@example.com", "cid:logo@example.com"),
        ("cid://logo@example.com", "logo@example.com", "cid:logo@example.com"),
        ("cid: logo@example.com", "logo@example.com", "cid:logo@example.com"),
        ("cid:A%2526B", "a&b", "cid:a%26b"),
    ],
)
def test_the_html_names_a_part_to_the_letter(url: str, cid: str, named: str) -> None:
    html = '<p>See you.</p><img alt="Menu" src="{}">'
    assert mended(showing(html.format(url), cid=cid), "HTM109") == (showing(html.format(named), cid=cid), False)


def test_the_html_is_encoded() -> None:
    html = "<p>See you.</p>\r\n<img alt=3D'Menu' src=3D'cid:{}ogo@example.com'>=20"
    assert mended(showing(html.format("=\r\n=4C"), IN_QP), "HTM109") == (showing(html.format("l"), IN_QP), False)
    html = "<p>See you.</p><img alt='Menu' src='cid:{}ogo@example.com'>"
    before, after = (
        showing(base64.encodebytes(html.format(letter).encode()).decode().strip(), IN_BASE64) for letter in "Ll"
    )
    made, safe = mended(before, "HTM109")
    assert parse(made).parts[0].content == parse(after).parts[0].content
    assert not safe


def test_what_stands_there_twice_or_in_other_words_is_left() -> None:
    twice = '<img alt="" src="cid:Logo@example.com">' * 2
    assert fixes_of(showing(twice), "HTM109") == []
    assert fixes_of(showing('<img alt="" src="cid:&lt;logo@example.com&gt;">'), "HTM109") == []


def test_what_the_html_shows_is_inline() -> None:
    html = '<img alt="" src="cid:logo@example.com">'
    before, after = (showing(html, disposition=f"{word}; filename=a.png") for word in ("Attachment", "inline"))
    assert mended(before, "HTM110") == (after, False)


def test_what_the_text_says_is_for_its_author() -> None:
    silent = [rule for rule in RULES if rule.code.startswith("HTM") and rule.code not in {"HTM109", "HTM110"}]
    assert len(silent) > 30
    for rule in silent:
        for example in rule.bad:
            profile = example.profile or "ses,bulk,strict"
            assert fixes_of(example.octets, rule.code, profile) == []
