"""What open and click tracking reads in HTML."""

from __future__ import annotations

import base64
import quopri
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from long_runs import size

import mimeforge
from mimeforge.linter.examples import sample

if TYPE_CHECKING:
    from mimeforge.linter import Finding

SET = "X-SES-CONFIGURATION-SET: receipts"
HTML = "Content-Type: text/html; charset=utf-8"
MIXED = 'Content-Type: multipart/mixed; boundary="b"'
PIXEL = "{{ses:openTracker}}"
LINK = '<a href="https://example.com/">Lunch</a>\r\n'


def html(body: str, *fields: str) -> bytes:
    return sample(HTML, "Content-Transfer-Encoding: 8bit", *fields, body=body + "\r\n")


def mixed(*parts: str) -> bytes:
    return sample(SET, MIXED, body="".join(f"--b\r\n{part}\r\n" for part in parts) + "--b--\r\n")


def found(octets: bytes, slug: str) -> list[Finding]:
    return [finding for finding in mimeforge.lint(octets) if finding.slug == slug]


def places(octets: bytes, slug: str) -> list[str]:
    return [octets[slice(*finding.span)].decode() for finding in found(octets, slug)]


@pytest.mark.parametrize(
    ("octets", "starts"),
    [
        (html(f"<p>{PIXEL}"), []),
        (html(f"<p>{PIXEL}{PIXEL}"), [1]),
        (html(f"{PIXEL}{PIXEL}{PIXEL}"), [1]),
        (mixed(f"{HTML}\r\n\r\n{PIXEL}", f"{HTML}\r\n\r\n{PIXEL}"), [1]),
        (mixed(f"\r\n{PIXEL}", f"{HTML}\r\n\r\n{PIXEL}"), [0]),
        (sample(f"Subject: {PIXEL}"), [0]),
        (html("<p>{{ses:opentracker}}{{ses:opentracker}}"), []),
    ],
)
def test_open_trackers_are_told_where_they_stay(octets: bytes, starts: list[int]) -> None:
    findings = found(octets, "ses-open-tracker")
    every = [at for at in range(len(octets)) if octets.startswith(PIXEL.encode(), at)]
    assert [finding.span.start for finding in findings] == [every[start] for start in starts]
    assert {finding.severity for finding in findings} <= {"warning"}


@pytest.mark.parametrize(
    ("value", "bad"),
    [
        ('"a:b"', []),
        ('"a:b;c-1:d_2;"', []),
        ("'a:b;'", []),
        ("a:b", []),
        ('" a:b; "', []),
        ('""', []),
        ('"a:b; c:d"', [" c:d"]),
        ('"a=b;c:d;e"', ["a=b", "e"]),
        ('"a:b:c"', ["a:b:c"]),
        ('"a:"', ["a:"]),
        ('":b"', [":b"]),
        ('"ü:b"', ["ü:b"]),
        ('"a:b&amp;c"', ["a:b&amp", "c"]),
    ],
)
@pytest.mark.parametrize("fields", [[], [SET]])
def test_link_tags(value: str, bad: list[str], fields: list[str]) -> None:
    octets = html(f'<p><A ses:tags={value} HREF="https://example.com/">Lunch</A>', *fields)
    assert places(octets, "ses-link-tags") == bad


def test_a_tag_with_a_blank_beside_it_may_be_taken() -> None:
    octets = html('<a ses:tags="a:b; c:d; e=f" href="https://example.com/">Lunch</a>')
    evidence = [finding.evidence for finding in found(octets, "ses-link-tags")]
    assert evidence == ["inferred", "documented"]


@pytest.mark.parametrize(
    "markup",
    [
        '<p ses:tags="a b">',
        '<a ses:tags="a b" href="mailto:zoe@example.net">Lunch</a>',
        '<a ses:tags="a b" ses:no-track href="https://example.com/">Lunch</a>',
        '<!-- <a ses:tags="a b" href="https://example.com/">Lunch</a> -->',
        '<a ses:tags="a:b" ses:tags="a b" href="https://example.com/">Lunch</a>',
        '<abbr ses:tags="a b" href="https://example.com/">Lunch</abbr>',
        '<a ses:tags="a b" href="https://example.com/',
    ],
)
def test_what_is_no_tracked_link_has_no_tags(markup: str) -> None:
    assert places(html(markup), "ses-link-tags") == []


def test_many_bad_tags_are_told_in_ten_places() -> None:
    findings = found(html('<a ses:tags="a b" href="https://example.com/">Lunch</a>' * 40), "ses-link-tags")
    assert len(findings) == 10
    assert "40" in findings[0].message


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("https://example.com/?a=%20&amp;b=(c)*'[d]!$,;:@~_-.#/?", None),
        (" https://example.com/\t", None),
        ("HTTP://example.com/é", "é"),
        ("https://example.com/ééa", "éé"),
        ("https://example.com/a b", " "),
        ("https://example.com/a\r\nb", "\r"),
        ("https://example.com/%", "%"),
        ("https://example.com/%2", "%"),
        ("https://example.com/%é0", "%"),
        ("https://example.com/{{name}}", "{"),
        ("https://example.com/a|b", "|"),
        ("https://example.com/a\\b", "\\"),
        ("https://example.com/a>b", ">"),
        ("mailto:zoe@example.net?subject=a b", None),
        ("/a b", None),
        ("{{amazonSESUnsubscribeUrl}}", None),
    ],
)
def test_links_that_are_no_uris(url: str, place: str | None) -> None:
    octets = html(f'<p><a class=x href="{url}">Lunch</a>', SET)
    assert places(octets, "ses-untracked-link") == ([place] if place else [])


def test_of_a_percent_sign_it_is_said_that_it_begins_no_escape() -> None:
    messages = [
        found(html(f'<a href="https://example.com/{path}">Lunch</a>', SET), "ses-untracked-link")[0].message
        for path in ("100%", "a b")
    ]
    assert ["this % begins no escape" in message for message in messages] == [True, False]
    assert ["write %25" in message for message in messages] == [True, False]


@pytest.mark.parametrize(
    "octets",
    [
        html('<a href="https://example.com/a b">Lunch</a>'),
        html('<a href="https://example.com/a b" ses:no-track>Lunch</a>', SET),
        html('<!--[if mso]><a href="https://example.com/a b">Lunch</a><![endif]-->', SET),
        sample(SET, body='<a href="https://example.com/a b">Lunch</a>\r\n'),
    ],
)
def test_links_that_are_not_tracked_anyhow_are_left_alone(octets: bytes) -> None:
    assert places(octets, "ses-untracked-link") == []


def test_a_link_behind_a_comment_is_read() -> None:
    octets = html('<!--[if !mso]><!--><a href="https://example.com/a b">Lunch</a><!--<![endif]-->', SET)
    assert places(octets, "ses-untracked-link") == [" "]


def test_links_in_quoted_printable_are_shown_where_they_stand() -> None:
    markup = '<p>Grüße! <a href="https://example.com/?q=1&amp;name=Zoé" ses:tags="a:b; c d">Lunch</a>' * 2
    octets = sample(SET, HTML, "Content-Transfer-Encoding: quoted-printable", body=quopri.encodestring(markup.encode()))
    assert [place.replace("=\n", "") for place in places(octets, "ses-untracked-link")] == ["=C3=A9"] * 2
    assert [place.replace("=\n", "") for place in places(octets, "ses-link-tags")] == [" c d"] * 2


def test_a_name_that_a_soft_line_break_cuts_is_read_where_links_are_tracked() -> None:
    body = '<a ses:=\r\ntags=3D"a b" href=3D"https://example.com/">Lunch</a>\r\n'
    assert places(sample(SET, HTML, "Content-Transfer-Encoding: quoted-printable", body=body), "ses-link-tags") == [
        "a b"
    ]


def test_a_link_tag_in_base64_is_somewhere_in_the_body() -> None:
    body = base64.encodebytes(b'<a ses:tags="a b" href="https://example.com/">Lunch</a>').decode()
    assert places(sample(HTML, "Content-Transfer-Encoding: base64", body=body), "ses-link-tags") == [body]


@pytest.mark.parametrize(
    ("parts", "where"),
    [
        ([LINK * 250], None),
        ([LINK * 251], "1"),
        ([LINK * 125, LINK * 125], None),
        ([LINK * 125, LINK * 126], "2"),
        ([LINK * 400, LINK * 400], "1"),
        ([LINK * 250 + LINK.replace("<a", "<a ses:no-track") * 9 + LINK.replace("https", "ftp") * 9], None),
    ],
)
def test_the_link_after_the_250th_is_shown(parts: list[str], where: str | None) -> None:
    octets = mixed(*(f"{HTML}\r\n\r\n{part}" for part in parts))
    findings = found(octets, "ses-tracked-links")
    assert [finding.part for finding in findings] == ([] if where is None else [where])
    assert [octets[slice(*finding.span)] for finding in findings] == [b"https://example.com/"] * len(findings)


def test_without_a_configuration_set_links_are_not_counted() -> None:
    assert found(html(LINK * 300), "ses-tracked-links") == []


# What begins something, and does not end it: were the rest looked at from each beginning, this would take minutes.
SHAPES = [
    "<a ",
    "<a x",
    '<a href="',
    "<a href='https://",
    "<!--",
    "<!-- -",
    "<a/",
    "<a  =",
    "<a href=https:// >",
    '<a href="https://%" ses:tags=" ;',
    '<a href="https://a b">',
    "{{ses:",
    "ses:tags",
    "=\r\n<a\r\n",
    "=3D=\r\n",
]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("transfer_encoding", ["8bit", "quoted-printable"])
@pytest.mark.torture
def test_hostile_html_is_read_in_its_stride(shape: str, transfer_encoding: str) -> None:
    body = shape * (size(2_000_000) // len(shape))
    octets = sample(SET, HTML, f"Content-Transfer-Encoding: {transfer_encoding}", body=body)
    report = mimeforge.lint(octets)
    counts = Counter(finding.slug for finding in report)
    for slug in ("ses-link-tags", "ses-untracked-link", "ses-tracked-links", "ses-open-tracker"):
        assert counts[slug] <= 10
    assert all(len(finding.message) < 300 for finding in report)
