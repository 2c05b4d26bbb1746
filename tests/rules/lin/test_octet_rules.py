"""CR, NUL, controls and byte order marks: found where they do harm, each by one rule."""

from __future__ import annotations

import base64
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

import mimeforge
from mimeforge.linter.examples import sample

PROFILES = ["ses", "rfc"]
HEADER = {"\r": "bare-cr-header", "\0": "nul-header", "\x01": "ctl-in-header", "\x7f": "ctl-in-header"}
MIXED = 'Content-Type: multipart/mixed; boundary="b"'


def found(octets: bytes, profile: str = "ses") -> list[tuple[str, int, int]]:
    """Give slugs with line and column."""
    return [(finding.slug, finding.line, finding.column) for finding in mimeforge.lint(octets, profile=profile)]


def slugs(octets: bytes, profile: str = "ses") -> set[str]:
    return {slug for slug, _, _ in found(octets, profile)}


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize(("octet", "slug"), HEADER.items())
@pytest.mark.parametrize("field", ["Subject: Lu{}nch", "X-A:\r\n Lu{}nch", "To: Zo{}e <zoe@example.net>"])
def test_an_octet_in_a_field_is_found_where_it_stands(field: str, octet: str, slug: str, profile: str) -> None:
    octets = sample(field.format(octet))
    line, column = (2, 4) if "\n" in field else (1, field.index("{") + 1)
    assert found(octets, profile) == [(slug, line, column)]


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize(
    ("octets", "places"),
    [
        (sample(body="one\rtwo\r\n"), [("bare-cr-body", 9, 4)]),
        (sample(body="one\r\r\ntwo\r\n"), [("bare-cr-body", 9, 4)]),
        (sample(body="one\r"), [("bare-cr-body", 9, 4)]),
        (sample(body="one\0\0two\0\r\n"), [("nul-body", 9, 4), ("nul-body", 9, 9)]),
        (sample("Subject: Lunch\0\0\0"), [("nul-header", 1, 15)]),
        (sample("Subject: \x1b[1mLunch\x07\x07"), [("ctl-in-header", 1, 10), ("ctl-in-header", 1, 19)]),
        # Of a part, and of what stands between parts
        (
            sample(MIXED, body="pre\r\r\n--b\r\nContent-ID: <a\0>\r\n\r\nb\0c\r\n--b--\r\n"),
            [("preamble-text", 9, 1), ("bare-cr-body", 9, 4), ("nul-header", 11, 15), ("nul-body", 13, 2)],
        ),
        # An embedded message is a body to what carries it: its octets have to travel, its fields are nobody's today.
        (
            sample("Content-Type: message/rfc822", body=sample("Subject: a\rb\x01", body="c\0\r\n")),
            [("bare-cr-body", 9, 11), ("nul-body", 17, 2)],
        ),
    ],
)
def test_octets_are_found_wherever_they_stand(octets: bytes, places: list[tuple[str, int, int]], profile: str) -> None:
    assert found(octets, profile) == places


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("encoding", ["base64", "quoted-printable", "binary"])
def test_of_an_encoded_body_the_rules_on_encodings_speak(encoding: str, profile: str) -> None:
    octets = sample(f"Content-Transfer-Encoding: {encoding}", body="one\rtwo\0\r\n")
    assert not slugs(octets, profile) & {"bare-cr-body", "nul-body"}


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize(("octet", "slug"), HEADER.items())
@pytest.mark.parametrize(
    "to", ["z{}oe@example.net", "Zoe <zoe@ex{}ample.net>", "jo@example.com, zo{0}{0}e@example.net"]
)
def test_in_an_addr_spec_the_octet_is_told_with_the_answer_to_it(to: str, octet: str, slug: str, profile: str) -> None:
    octets = sample("To: " + to.format(octet))
    report = mimeforge.lint(octets, profile=profile)
    assert {finding.slug for finding in report} == {slug}
    first = report.errors[0]
    assert first.span.start == octets.index(octet.encode())
    assert (profile == "ses") == str(first.predicts).endswith("contains control or whitespace")


def test_an_octet_and_what_else_is_wrong_with_a_list_are_told_once_each() -> None:
    assert found(sample('To: "zo\0e"@example.net')) == [("nul-header", 1, 8)]
    octets = sample("To: Jo\x01 <jo@example.com>, zo\x01e@example.net")
    assert found(octets) == [("ctl-in-header", 1, 7), ("ctl-in-header", 1, 29)]
    octets = sample('Sender: "jo\x01"@example.com, zoe@example.com')
    assert found(octets) == [("addr-unparseable", 1, 9), ("ctl-in-header", 1, 12)]
    octets = sample("To: <zo(\x01)e@example.com>, <jo(\x01)@example.com>")
    assert found(octets) == [("addr-unparseable", 1, 8), ("ctl-in-header", 1, 9), ("ctl-in-header", 1, 31)]
    assert found(sample("To: Te\x01am: jo@example.com")) == [("addr-unparseable", 1, 7), ("ctl-in-header", 1, 7)]
    assert found(sample("To: Do\x01e, Jo <jo@example.com>")) == [("addr-unparseable", 1, 7), ("ctl-in-header", 1, 7)]


@pytest.mark.parametrize("octet", [b"\r", b"\0", b"\x01", b"\xef\xbb\xbf"])
def test_of_a_field_name_the_rule_on_lines_without_field_speaks(octet: bytes) -> None:
    assert slugs(sample(b"X-A: b", b"X-" + octet + b"B: c")) == {"malformed-header-line"}


def test_many_places_are_told_in_ten() -> None:
    for octets in (
        sample(body="a\0" * 400 + "\r\n"),
        sample(body="a\r" * 400 + "\r\n"),
        sample("X-A: " + "\x01a" * 400),
    ):
        report = mimeforge.lint(octets)
        assert len(report) == 10
        assert "(400 such places, 10 are shown)" in report.errors[0].message


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize(
    ("octets", "finding"),
    [
        (sample().replace(b"\r\n", b"\r"), ("bare-cr-uniform", 1, 26)),
        (sample(body="").replace(b"\r\n", b"\r"), ("bare-cr-uniform", 1, 26)),
        (sample().replace(b"\r\n", b"\r") + b"\n", ("bare-cr-uniform", 1, 26)),
        (sample().replace(b"\r\n", b"\r").replace(b"\r", b"\n", 1), ("bare-cr-uniform", 2, 26)),
        (sample().replace(b"\r\n", b"\r").replace(b"\rDate", b"\r\nDate"), ("bare-cr-uniform", 1, 26)),
        (b"\n" + sample().replace(b"\r\n", b"\r"), ("bare-cr-uniform", 2, 26)),
        (sample().replace(b"\r\n", b"\r\r\n"), ("cr-cr-lf", 1, 26)),
        (sample().replace(b"\r\n", b"\r\r\r\n"), ("cr-cr-lf", 1, 27)),
        # Fields joined with CRLF, a body with LF, and all of it written in text mode
        (
            b"\r\r\n".join(sample(body=b"a\n\nb\n").split(b"\r\n")).replace(b"\n\nb\n", b"\r\n\r\nb\r\n"),
            ("cr-cr-lf", 1, 26),
        ),
        (sample().replace(b"\r\n\r\n", b"\r\n\r\r\n"), ("cr-cr-lf", 8, 1)),
    ],
)
def test_line_ends_that_are_none_are_told_once(octets: bytes, finding: tuple[str, int, int], profile: str) -> None:
    assert found(octets, profile) == [finding]


@pytest.mark.parametrize(
    ("octets", "slug"),
    [
        (sample("Subject: Lunch\r"), "bare-cr-header"),
        (sample("Subject: Lunch\rX-A: b\rX-B: c\rX-C: d"), "bare-cr-header"),
        (sample(body="one\r\r\n\r\r\ntwo\r\r\n"), "bare-cr-body"),
        (sample(body="one\rtwo\rthree").replace(b"\r\n", b"\n"), "bare-cr-body"),
    ],
)
def test_some_odd_line_ends_do_not_hide_the_rest(octets: bytes, slug: str) -> None:
    assert slugs(octets) - {"bare-lf-uniform"} == {slug}
    assert "dup-mime-version" in slugs(b"MIME-Version: 1.0\r\n" + octets)


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("name", ["From", "To", "Subject", "Date", "MIME-Version", "X-Mailer"])
def test_a_byte_order_mark_is_the_one_cause_of_what_it_hides(name: str, profile: str) -> None:
    fields, _, rest = sample("X-Mailer: a").partition(b"\r\n\r\n")
    lines = sorted(fields.split(b"\r\n"), key=lambda line: not line.startswith(name.encode()))
    octets = b"\xef\xbb\xbf" + b"\r\n".join(lines) + b"\r\n\r\n" + rest
    assert found(octets, profile) == [("utf8-bom", 1, 1)]


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize(
    ("octets", "at", "said"),
    [
        (sample(), b"\xef\xbb\xbf", "hides the first field"),
        (b"\r\n" + sample(), b"\xef\xbb\xbf\r\n", "an empty line"),
        (b"\n\n" + sample().replace(b"\r\n", b"\n"), b"\xef\xbb\xbf\n\n", "an empty line"),
        (b" \r\n" + sample(), b"\xef\xbb\xbf", "save the file without it"),
    ],
)
def test_a_byte_order_mark_is_told_with_what_it_hides(octets: bytes, at: bytes, said: str, profile: str) -> None:
    report = mimeforge.lint(b"\xef\xbb\xbf" + octets, profile=profile)
    (finding,) = (finding for finding in report if finding.slug != "bare-lf-uniform")
    assert (finding.slug, (b"\xef\xbb\xbf" + octets)[slice(*finding.span)]) == ("utf8-bom", at)
    assert said in finding.message


@pytest.mark.parametrize("profile", PROFILES)
def test_a_bare_cr_is_told_beside_an_at_sign_too(profile: str) -> None:
    octets = sample("To: jo\r@example.com, zo\re@example.net")
    assert found(octets, profile) == [("bare-cr-header", 1, 7), ("bare-cr-header", 1, 24)]


@pytest.mark.parametrize("profile", PROFILES)
def test_of_what_is_no_message_the_lines_are_of_no_account(profile: str) -> None:
    packed = b"\x1f\x8b\x08\0" + b"".join(sha256(b"%d" % number).digest() for number in range(3000))
    told = slugs(packed, profile)
    assert "no-blank-line" in told
    assert not told & {"bare-lf-mixed", "line-over-998", "bare-cr-body", "nul-body", "malformed-header-line"}
    assert slugs(base64.b64encode(sample() * 9), profile) == {"no-blank-line"}


CONTENT = st.text(st.characters(max_codepoint=0x7F, exclude_characters="\r\n"), max_size=20)


@given(before=CONTENT, octet=st.sampled_from("\r\0\x01\x1f\x7f"), after=CONTENT)
def test_no_control_in_a_field_is_missed_and_nothing_else_is_found(before: str, octet: str, after: str) -> None:
    body = f"{before}{octet}{after}x"
    expected = {HEADER.get(char, "ctl-in-header") for char in body if char != "\t" and (char < " " or char == "\x7f")}
    assert slugs(sample(f"X-A: {body}")) == expected


@given(st.text("ab\r\0\t\n", max_size=30))
def test_no_cr_and_no_nul_of_a_body_is_missed(text: str) -> None:
    octets = sample(body=text + "\r\n")
    expected = {"nul-body"} if "\0" in text else set()
    if octets.count(b"\r") > octets.count(b"\r\n"):
        expected.add("bare-cr-body")
    assert slugs(octets) - {"bare-lf-mixed"} == expected
