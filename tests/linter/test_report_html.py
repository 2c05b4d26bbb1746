from __future__ import annotations

from base64 import b64encode
from pathlib import Path

import pytest
from html_page import page, preview, text_of, texts
from reported import REFERENCE, found, missing, reported, write

import mimeforge
from mimeforge.edit import Edit
from mimeforge.linter import Evidence, Report, Severity
from mimeforge.linter.examples import sample
from mimeforge.linter.fix import Fix
from mimeforge.linter.report import Unreadable
from mimeforge.linter.report.html import Html
from mimeforge.tree import Span

RECEIPT = Path(__file__).parents[2] / "examples" / "broken-receipt.eml"


def mixed(*parts: str | bytes, subtype: str = "mixed") -> bytes:
    """A multipart of parts that are written out, their header fields with them."""
    octets = [part if isinstance(part, bytes) else part.encode() for part in parts]
    body = b"".join(b"--b\r\n%s\r\n" % part for part in octets)
    return sample(f'Content-Type: multipart/{subtype}; boundary="b"', body=body + b"--b--\r\n")


def test_the_overview_has_the_worst_first() -> None:
    octets = sample("Subject: =?utf-8?q?Caf=C3=A9?=")
    note, warning, error = (missing(severity=severity) for severity in Severity)
    root = page(
        reported(octets, name="mails/fine.eml"),
        reported(octets, note, name="note.eml"),
        reported(octets, *[warning] * 3, name="warnings.eml"),
        reported(octets, error, name="error.eml"),
        reported(octets, error, warning, name="worse.eml"),
        Unreadable("gone.eml", "No such file"),
        reported(octets, name="fine too.eml"),
    )
    entries = texts(root, "//nav[@id='overview']//li")
    assert entries == [
        "gone.eml not read",
        "worse.eml Café 1 error 1 warning",
        "error.eml Café 1 error",
        "warnings.eml Café 3 warnings",
        "note.eml Café 1 note",
        "mails/fine.eml Café no findings",
        "fine too.eml Café no findings",
    ]
    assert texts(root, "//nav[@id='overview']//tbody/tr") == ["ABC101 a-slug 7"]
    assert "No such file" in text_of(root.get_element_by_id("m6"))
    assert [details.get("open") is not None for details in root.xpath("//main/article/details")] == [True] + [False] * 6


def test_a_run_without_messages_is_a_page() -> None:
    assert texts(page(), "//h2") == ["0 messages"]


def test_messages_are_written_as_they_come() -> None:
    """What is returned for a message is all of it; the end grows with the number of messages, not with their size."""
    writer = Html(REFERENCE)
    octets = sample(body="some words\r\n" * 1000)
    first, second = (writer.add(reported(octets, name=name)) for name in ("a.eml", "b.eml"))
    assert "a.eml" in first
    assert "some words" in second
    assert "some words" not in writer.end()


def test_a_finding_says_all_that_is_known() -> None:
    octets = sample("Subject: Lunch")
    fix = Fix("write it in full", (Edit(Span(9, 10), b"l"),))
    report = reported(
        octets,
        found(octets, 9, 14, "lunch is at noon", header="Subject", occurrence=2, predicts="Illegal 'L'", fix=fix),
        found(octets, 9, 10, "a capital", code="ABC102", fix=Fix("make it small", fix.edits, safe=False)),
        missing("none", code="ABC103", severity=Severity.NOTE, evidence=Evidence.INFERRED, fix_withheld="signed"),
    )
    root = page(report)
    assert texts(root, "//article[contains(@class, 'group')]//h4") == [
        "error ABC101 a-slug", "error ABC102 a-slug", "note ABC103 a-slug"
    ]  # fmt: skip
    assert texts(root, "//*[@class='says']") == ["1 lunch is at noon", "2 a capital", "3 none"]
    assert texts(root, "//*[@class='answer']") == ["Amazon SES would answer Illegal 'L'"]
    assert texts(root, "//*[@class='fix']") == [
        "Fix write it in full (--fix)", "Unsafe fix make it small (--unsafe-fixes)", "No fix signed"
    ]  # fmt: skip
    assert texts(root, "//*[@class='where']") == ["line 1, column 10 · Subject, number 2", "line 1, column 10"]
    assert "Evidence: inferred. Source: s." in texts(root, "//*[@class='about']")[2]


@pytest.mark.parametrize(
    ("edits", "mended"),
    [
        ([Edit(Span(9, 14), b"Dinner")], "Subject: [Dinner] at noon"),
        ([Edit(Span(9, 10), b"l"), Edit(Span(22, 22), b"!")], "Subject: [l]unch at noon[!]"),
        ([Edit(Span(14, 22), b"")], "Subject: Lunch"),
        ([Edit(Span(0, 0), "X-Né: é\r\n".encode())], "[X-Né: é]|Subject: Lunch at noon"),
        ([Edit(Span(9, 14), bytes.swapcase)], "Subject: [lUNCH] at noon"),
        ([Edit(Span(14, 14), b"x" * 2000)], None),
        ([Edit(Span(9, 10), b"l"), Edit(Span(1400, 1401), b"z")], None),
        ([], None),
    ],
)
def test_a_fix_shows_the_lines_it_makes(edits: list[Edit], mended: str | None) -> None:
    octets = sample("Subject: Lunch at noon", body="y" * 2000)
    root = page(reported(octets, found(octets, 9, 10, fix=Fix("mend it", tuple(edits)))))
    shown = root.xpath("//*[@class='fix']/following-sibling::pre")
    for element in root.xpath("//pre//ins"):
        element.text = f"[{element.text}]"
    for element in root.xpath("//pre//br"):
        element.text = "|"
    assert (text_of(shown[0]) if shown else None) == mended


def test_a_rule_is_told_with_its_findings() -> None:
    root = page(mimeforge.lint(RECEIPT))
    [about] = [text for text in texts(root, "//article[contains(@class, 'group')]") if "ADR102" in text]
    rule = REFERENCE.rules["ADR102"]
    for told in (rule.title, rule.source, rule.text.replace("``", ""), "Missing final '@domain'"):
        assert " ".join(told.split()) in about


def test_findings_of_a_rule_stand_together_the_worst_rule_first() -> None:
    octets = sample()
    codes = [("ABC101", "note"), ("ABC102", "error"), ("ABC101", "note"), ("ABC102", "warning"), ("ABC102", "error")]
    findings = [
        found(octets, at, at + 1, f"at {at}", code=code, severity=Severity(severity))
        for at, (code, severity) in enumerate(codes)
    ]
    assert texts(page(reported(octets, *findings)), "//*[@class='says']") == [
        "1 at 1", "2 at 4", "3 at 3", "4 at 0", "5 at 2"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("field", "marked"),
    [
        (b"Subject: [Lunch] at noon", "Lunch"),
        ("Subject: caf[é] at noon".encode(), "é"),
        ("Subject: 漢[字] at noon".encode(), "字"),
        (b"Subject: caf[\xe9] at noon", "\\xE9"),
        (b"Subject: caf[\x07] at noon", "␇"),
        (b"[Subject: Lunch\r\n at] noon", "Subject: Lunch at"),
        (b"Subject: Lunch[  \t]", "␠␠␉"),
        (b"Subject: Lunch[\r\n] at noon", "␍␊"),
        (b"Subject: Lunch[]", ""),
    ],
)
def test_marks_stand_at_their_characters(field: bytes, marked: str) -> None:
    start, end = field.index(b"["), field.index(b"]") - 1
    octets = sample(field.replace(b"[", b"").replace(b"]", b""))
    root = page(reported(octets, found(octets, start, end, 'why & "how"')))
    marks = root.xpath("//ol[@class='lines']//mark")
    assert "".join(map(text_of, marks)) == marked
    assert marks[0].get("title") == 'ABC101: why & "how"'
    assert marks[0].xpath("a/@href") == ["#m1-f1"]
    assert root.xpath("//*[@class='where']/a/@href") == ["#m1-at1"]
    [excerpt] = root.xpath("//*[@class='excerpt']")
    assert text_of(excerpt.find("mark")) == marked.split(" at", maxsplit=1)[0]


def test_marks_that_overlap_are_all_told() -> None:
    octets = sample("Subject: Lunch at noon")
    findings = [
        found(octets, start, end, message, severity=Severity(severity))
        for start, end, message, severity in [
            (9, 17, "one", "note"),
            (12, 22, "two", "error"),
            (9, 10, "three", "warning"),
        ]
    ]
    marks = page(reported(octets, *findings)).xpath("//ol[@class='lines']//mark")
    assert [(text_of(mark), mark.get("class"), mark.xpath("a/text()")) for mark in marks] == [
        ("L", "warning", ["2", "3"]), ("un", "note", []), ("ch at", "error", ["1"]), (" noon", "error", [])
    ]  # fmt: skip
    assert marks[2].get("title") == "ABC101: one · ABC101: two"


TEXT = "Größe: 漢 = 5\r\nsecond line  \r\n"
LATIN = TEXT.replace("漢", "!")
QUOTED = "Gr=C3=B6=C3=9Fe: =E6=BC=A2 =3D=\r\n 5\r\nsecond line =20\r\n"
# The octets that stand for the first word; of base64 those that end in the middle of a quantum.
_GROESSE = {
    ("8bit", "utf-8"): "Größe".encode(),
    ("quoted-printable", "utf-8"): b"Gr=C3=B6=C3=9Fe",
    ("base64", "utf-8"): b64encode(TEXT.encode())[:10],
    ("8bit", "iso-8859-1"): "Größe".encode("latin-1"),
    ("base64", "utf-16"): b64encode(TEXT.encode("utf-16"))[:12],
}


@pytest.mark.parametrize(
    ("encoding", "charset", "body"),
    [
        ("8bit", "utf-8", TEXT.encode()),
        ("quoted-printable", "utf-8", QUOTED.encode()),
        ("base64", "utf-8", b64encode(TEXT.encode())[:10] + b"\r\n" + b64encode(TEXT.encode())[10:] + b"\r\n"),
        ("8bit", "iso-8859-1", LATIN.encode("latin-1")),
        ("base64", "utf-16", b64encode(TEXT.encode("utf-16")) + b"\r\n"),
    ],
    ids=["8bit", "quoted-printable", "base64", "latin-1", "utf-16"],
)
def test_texts_are_shown_decoded_and_marked_where_that_is_known(encoding: str, charset: str, body: bytes) -> None:
    head = f"Content-Type: text/plain; charset={charset}\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n".encode()
    octets = mixed(head + body, "Content-Type: text/plain\r\n\r\nanother\r\n")
    word = _GROESSE[encoding, charset]
    start = octets.index(word, octets.index(head))
    root = page(reported(octets, found(octets, start, start + len(word), part="1")))
    shown = root.xpath("//details[summary/@id='m1-text-1']//li")
    first = (LATIN if charset == "iso-8859-1" else TEXT).splitlines()[0]
    assert [text_of(line) for line in shown[:2]] == [first, "second line␠␠"]
    marked = [text_of(mark) for mark in root.xpath("//details[summary/@id='m1-text-1']//mark")]
    assert marked == ([] if charset == "utf-16" else ["Größe"])
    assert bool(root.xpath("//*[@class='where']/a")) == (charset != "utf-16")


def test_header_values_are_shown_decoded() -> None:
    octets = sample("Subject: =?utf-8?q?Votre_re=C3=A7u?=", "From: =?iso-8859-1?q?Zo=EB?= <zoe@example.com>")
    root = page(reported(octets))
    values = dict(zip(texts(root, "//dl[@class='values']//dt"), texts(root, "//dl[@class='values']//dd"), strict=True))
    assert (values["Subject"], values["From"]) == ("Votre reçu", "Zoë <zoe@example.com>")
    facts = texts(root, "//dl[@class='facts']/div")
    assert facts[:2] == ["Subject Votre reçu", "From Zoë <zoe@example.com>"]
    assert "Subject: =?utf-8?q?Votre_re=C3=A7u?=" in texts(root, "//ol[@class='lines']/li")


def test_the_tree_names_every_part_with_its_size() -> None:
    octets = mixed(
        "Content-Type: text/plain; charset=utf-8\r\n\r\nhi\r\n",
        "Content-Type: application/pdf; name=a.pdf\r\nContent-Disposition: attachment; filename=a.pdf\r\n"
        "Content-Transfer-Encoding: base64\r\n\r\nAAAA\r\nAAAA\r\n",
        "Content-Type: message/rfc822\r\n\r\nSubject: inner\r\n\r\ninner\r\n",
    )
    root = page(reported(octets))
    rows = texts(root, "//table[@class='parts']/tbody/tr")
    sizes = [part.span.end - part.span.start for part in mimeforge.parse(octets).walk()]
    assert rows == [
        f"message multipart/mixed 7bit {sizes[0]}",
        f"1 text/plain utf-8 text 7bit {sizes[1]}, decoded 4",
        f"2 application/pdf a.pdf attachment base64 {sizes[2]}, decoded 6",
        f"3 message/rfc822 7bit {sizes[3]}",
        f"3.1 text/plain text 7bit {sizes[4]}, decoded 7",
    ]
    bars = root.xpath("//table[@class='parts']//meter")
    assert [int(bar.get("value")) for bar in bars] == sizes
    assert {int(bar.get("max")) for bar in bars} == {len(octets)}


@pytest.mark.parametrize(
    ("profile", "size", "is_over"),
    [
        ("ses", "1,048,576 octets, 10.0\xa0% of the limit of 10,485,760", False),
        ("ses-v2", "1,048,576 octets, 2.5\xa0% of the limit of 41,943,040", False),
        ("ses-v2,bulk", "1,048,576 octets, 2.5\xa0% of the limit of 41,943,040", False),
        ("rfc", "1,048,576 octets", None),
    ],
)
def test_the_size_is_held_against_the_limit_of_the_profile(profile: str, size: str, is_over: bool | None) -> None:
    octets = sample().ljust(1_048_576, b"x")
    root = page(Report(findings=(), source=octets, profile=profile))
    assert texts(root, "//dl[@class='facts']/div[last()]/dd") == [size.replace("\xa0", " ")]
    bars = root.xpath("//dl[@class='facts']//meter")
    assert [bar.get("class") == "over" for bar in bars] == ([] if is_over is None else [is_over])


def test_a_message_over_the_limit_is_told_by_more_than_a_colour() -> None:
    root = page(Report(findings=(), source=sample().ljust(10_485_761, b"x"), profile="ses"))
    [bar] = root.xpath("//dl[@class='facts']//meter")
    assert bar.get("class") == "over"
    assert "100.0 % of the limit" in texts(root, "//dl[@class='facts']")[0]


GIF = b"GIF89a" + bytes(range(30))


@pytest.mark.parametrize(
    "written", ['src="cid:logo@a"', "src='cid:logo%40a'", "src=cid:logo&#64;a", 'style="b: url(cid:logo@a)"']
)
def test_small_images_are_part_of_the_preview(written: str) -> None:
    octets = mixed(
        f'Content-Type: text/html\r\n\r\n<p><img {written}> cid:logo@a <img src="cid:gone"></p>',
        b"Content-Type: image/gif\r\nContent-ID: <logo@a>\r\n\r\n" + GIF,
        subtype="related",
    )
    root = page(reported(octets))
    shown = root.xpath("string(//iframe/@srcdoc)")
    assert shown.count(f"data:image/gif;base64,{b64encode(GIF).decode()}") == 1
    assert "> cid:logo@a <" in shown
    assert '"cid:gone"' in shown


@pytest.mark.parametrize(
    ("part", "times"),
    [
        ("Content-Type: image/svg+xml\r\nContent-ID: <logo>\r\n\r\n<svg/>", 0),
        ("Content-Type: text/html\r\nContent-ID: <logo>\r\n\r\n<p>", 0),
        (b"Content-Type: image/gif\r\nContent-ID: <logo>\r\n\r\n" + b"x" * 200_000, 0),
        (b"Content-Type: image/gif\r\nContent-ID: <logo>\r\n\r\n" + b"x" * 60_000, 2),
    ],
    ids=["svg", "html", "large", "often"],
)
def test_other_and_large_images_stay_outside(part: str | bytes, times: int) -> None:
    octets = mixed("Content-Type: text/html\r\n\r\n" + '<img src="cid:logo">' * 9, part, subtype="related")
    assert write("html", reported(octets)).count("data:image/gif;base64,") == times


def test_the_preview_is_that_of_the_message_itself() -> None:
    attached = "Content-Type: text/html\r\nContent-Disposition: attachment\r\n\r\n<p>attached</p>"
    inner = "Content-Type: message/rfc822\r\n\r\nContent-Type: text/html\r\n\r\n<p>forwarded</p>"
    shown = "Content-Type: text/html; charset=utf-8\r\n\r\n<p>se\u0301en</p>"
    assert page(reported(mixed(attached, inner))).xpath("//iframe") == []
    root = page(reported(mixed(attached, inner, shown)))
    assert "".join(preview(root).xpath("//p/text()")) == "se\u0301en"
    assert "Part 3." in texts(root, "//section[h3='Preview']")[0]


def test_findings_of_rules_that_are_not_known_are_told() -> None:
    octets = sample()
    root = page(reported(octets, found(octets, 0, 4, code="XYZ999", slug="of-an-extra-rule")))
    assert texts(root, "//article[contains(@class, 'group')]//h4") == ["error XYZ999 of-an-extra-rule"]


def test_a_finding_behind_the_last_line_end_is_told() -> None:
    octets = sample()
    root = page(reported(octets, found(octets, len(octets), len(octets), message="there is no more")))
    assert "there is no more" in text_of(root)
