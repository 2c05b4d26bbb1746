"""The HTML report on mail made to break it: nothing runs, hides or leads away, and the page stays small."""

from __future__ import annotations

import re
from base64 import b64encode
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hostile_html import FIELDS, MARKUP, TITLE
from html_page import page, preview, text_of, texts
from hypothesis import given
from hypothesis import strategies as st
from reported import REFERENCE, found, missing, reported, write

import mimeforge
from mimeforge.codecs.visible import visible
from mimeforge.linter import Severity
from mimeforge.linter.examples import sample
from mimeforge.linter.fix import Fix
from mimeforge.linter.report import Unreadable
from mimeforge.linter.report.html import Html, findings, message
from mimeforge.linter.report.html import preview as frame

if TYPE_CHECKING:
    from mimeforge.linter.report import Result

HTML = "Content-Type: text/html; charset=utf-8"
HIDDEN = "\x1b[2J\x00\x08\x7f\x9b\u202e\u2066\u200b\ufeff\u2028\u115f\ud800\udce9\r\n"


def shown(*results: Result) -> str:
    """Give what a reader of the page reads, and hold that nothing of it is hidden."""
    text = "\n".join(page(*results).itertext())
    assert all(visible(line) == line for line in text.replace("\xa0", " ").split("\n"))
    return text


@pytest.mark.parametrize("markup", MARKUP.values(), ids=MARKUP)
def test_no_markup_gets_into_the_page(markup: str | bytes) -> None:
    """What the page may consist of is held by `html_page.page`."""
    octets = markup if isinstance(markup, bytes) else markup.encode()
    root = page(mimeforge.lint(sample(HTML, body=octets)), reported(sample(body=octets), name="plain"))
    assert root.xpath("string(//title)") == TITLE
    assert len(root.xpath("//iframe")) == 1
    inside = preview(root)
    assert {element.tag for element in inside.iter()} & {"embed", "frame", "iframe", "object"} == set()
    first = next(element for element in inside.iter("meta") if element.get("http-equiv"))
    assert first.get("content").startswith("default-src 'none';")
    assert set(inside.xpath("//@href | //@*[name() = 'xlink:href']")) <= {"#"}


@pytest.mark.parametrize("field", FIELDS, ids=range(len(FIELDS)))
def test_no_field_gets_into_the_page_but_as_text(field: bytes) -> None:
    octets = sample(field, body="hello\r\n")
    text = shown(mimeforge.lint(octets), reported(octets))
    assert visible(field) in text


def test_no_name_of_a_file_gets_into_the_page_but_as_text() -> None:
    name = f"<script>alert(1)</script>\"'&amp;{HIDDEN}/{{{{ 7 * 7 }}}}"
    octets = sample()
    text = shown(reported(octets, name=name), Unreadable(name, name))
    assert visible(name.split("/")[2]) in text
    assert text.count("{{ 7 * 7 }}") >= 4


def test_no_finding_gets_into_the_page_but_as_text() -> None:
    """Rules of others may quote what they like."""
    octets = sample()
    words = f"<b onclick='alert(1)'>\"&quot;{HIDDEN}"
    given: dict[str, Any] = {"header": words, "occurrence": 2, "predicts": words, "part": words, "source": words}
    fix = Fix(words, ())
    text = shown(
        reported(octets, found(octets, 0, 4, words, fix=fix, **given), missing(words, fix_withheld=words, slug=words))
    )
    assert text.count(visible(words)) >= 9


@given(
    st.text(st.characters(codec="utf-8") | st.sampled_from("<>\"'&#=;/ \n\t\r\x1b\u202e")),
    st.sampled_from(["", "##[", "\n::"]),
)
def test_a_preview_is_one_quoted_value_that_says_what_the_mail_says(markup: str, command: str) -> None:
    octets = sample(HTML, "Content-Transfer-Encoding: base64", body=b64encode((markup + command).encode()))
    text = write("html", reported(octets))
    assert "##[" not in text
    assert not any(line.lstrip().startswith("::") for line in text.splitlines())
    written = text.partition(' srcdoc="')[2].partition('"></iframe>')[0]
    assert not set(written) & set("\"'<>\r\n\t\x1b")
    said = re.sub(r"&#([0-9]+);", lambda reference: chr(int(reference[1])), written)
    assert said.endswith((markup + command).replace("\0", "\ufffd"))


def parts(number: int) -> bytes:
    one = b"--b\r\nContent-Type: text/plain\r\n\r\nhi\r\n"
    return sample('Content-Type: multipart/mixed; boundary="b"', body=one * number + b"--b--\r\n")


def nested(levels: int) -> bytes:
    body = b"hi\r\n"
    for level in range(levels):
        body = b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n%s\r\n--b%d--\r\n" % (
            level,
            level,
            body,
            level,
        )
    return b"From: a@example.com\r\n" + body


LARGE = {
    "text": (sample(body=b"some words\r\n" * 3_000_000), "There is more"),
    "one line": (sample(body=b"w" * 30_000_000), "There is more"),
    "html": (sample(HTML, body=b"<p>words</p>\r\n" * 2_000_000), "this is its beginning"),
    "html that is all tags": (sample(HTML, body=b"<link href=" * 3_000_000), "this is its beginning"),
    "base64": (sample("Content-Transfer-Encoding: base64", body=b64encode(b"words " * 5_000_000)), "There is more"),
    "quoted-printable": (
        sample("Content-Transfer-Encoding: quoted-printable", body=b"=C3=A9=\r\n" * 300_000), "There is more"
    ),
    "characters that are shown as signs": (sample(body=b"\x00\r" * 5_000_000), "There is more"),
    "a field": (sample(b"X-Long: " + b"\xe9\x07" * 5_000_000), "There is more"),
    "fields": (sample(*[b"X: \xe9 \r"] * 9000), "more fields not shown"),
    "a name of a field": (sample(b"X" * 5_000_000 + b": a"), "There is more"),
    "parts": (parts(2_000), "more parts not shown"),
    "levels": (nested(120), "1.1.1.1.1.1.1.1.1.1.1"),
}  # fmt: skip


@pytest.mark.parametrize(("octets", "told"), LARGE.values(), ids=LARGE)
def test_large_messages_give_small_pages_that_say_what_was_cut(octets: bytes, told: str) -> None:
    """Nothing is timed: were it quadratic, this would take hours."""
    text = write("html", reported(octets, found(octets, len(octets) - 1, len(octets)), found(octets, 0, len(octets))))
    assert told in text
    assert len(text) < 1_000_000


def test_many_findings_are_shown_and_the_worst_of_more() -> None:
    octets = sample(body="some words\r\n" * 500)
    severities = [Severity.ERROR, Severity.NOTE, Severity.WARNING]
    findings = [found(octets, at % 1000, len(octets), severity=severities[at % 3]) for at in range(1500)]
    root = page(reported(octets, *findings))
    assert len(root.xpath("//*[@class='says']")) == 1000
    assert set(root.xpath("//main//article[h4 or header/h4]//h4/span/text()")) == {"error", "warning"}
    assert "500 more findings not shown here, none of them worse." in texts(root, "//*[@class='nothing']")
    assert texts(root, "//main//h2/following-sibling::*") == ["500 errors 500 warnings 500 notes"]


def test_pages_that_grow_large_show_findings_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mimeforge.linter.report.html._PAGE_WITH_VIEWS_MAX", 12_000)
    octets = sample(body="some words\r\n" * 300)
    root = page(*[reported(octets, found(octets, 0, 4), name=f"{number}.eml") for number in range(4)])
    articles = root.xpath("//main/article")
    assert ["some words" in text_of(article) for article in articles] == [True, True, False, False]
    assert all("1 m" in texts(article, ".//*[@class='says']") for article in articles)
    assert "only findings are shown" in text_of(articles[3])


def test_a_page_has_a_hundred_previews() -> None:
    octets = sample(HTML, body="<p>some words</p>\r\n")
    root = page(*[reported(octets)] * 102)
    assert len(root.xpath("//iframe")) == 100
    assert "the HTML of this message stands below" in text_of(root.get_element_by_id("m102"))
    assert "<p>some words</p>" in texts(root.get_element_by_id("m102"), ".//ol/li")


def test_many_files_are_a_line_each_in_what_is_kept() -> None:
    writer = Html(REFERENCE)
    octets = sample(body="some words\r\n" * 100)
    for number in range(100):
        writer.add(reported(octets, name=f"{number}.eml"))
    assert len(writer.end()) < 40_000


def test_the_guide_names_the_bounds() -> None:
    guide = (Path(__file__).parents[2] / "docs" / "guide" / "html-report.md").read_text(encoding="utf-8")
    bounds = re.findall(r"^\| .* \| (.*) \|$", guide, re.MULTILINE)[1:]
    assert [int(number.replace(",", "")) for bound in bounds for number in re.findall(r"[0-9,]+[0-9]", bound)] == [
        findings._FINDINGS_SHOWN,
        message._PARTS_SHOWN,
        message._HEADER_LINES_SHOWN,
        message._HEADER_OCTETS_SHOWN,
        message._TEXT_LINES_SHOWN,
        message._TEXT_CHARACTERS_SHOWN,
        frame._HTML_SHOWN,
        frame._IMAGES_SHOWN,
    ]
