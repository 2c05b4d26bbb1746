"""Encoded-words: the vectors of the corpus, what ordinary mail holds, places, and what is told once."""

from __future__ import annotations

import json
from email.header import Header
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from long_runs import size

import mimeforge
from mimeforge.codecs import encoded_word
from mimeforge.linter.engine import FINDINGS_MAX
from mimeforge.linter.examples import sample

if TYPE_CHECKING:
    from pathlib import Path

WORD = "=?utf-8?q?Zo=C3=A9?="


@pytest.mark.parametrize("profile", ["ses", "rfc"])
def test_the_vectors_are_decided(corpus: Path, profile: str) -> None:
    codes = json.loads((corpus / "index.json").read_text("utf-8"))["codes"]
    cases = json.loads((corpus / "vectors" / "encoded-words.json").read_text("utf-8"))["cases"]
    assert len(cases) > 60
    wrong = []
    for case in cases:
        report = mimeforge.lint(sample(f"Subject: {case['in']}"), profile=profile)
        found = {(finding.slug, finding.severity.value) for finding in report if finding.code.startswith("ENC")}
        wanted = [must.partition(":") for must in case["must"]]
        explained = {
            (slug, severity or codes[code]["min"]) for code, _, severity in wanted for slug in codes[code]["slugs"]
        }
        slugs = {slug for slug, _ in found & explained}
        if found - explained or not all(slugs & {*codes[code]["slugs"]} for code, _, _ in wanted):
            wrong.append((case["in"], case["must"], found))
    assert wrong == []


def test_what_another_library_writes_is_good(corpus: Path) -> None:
    cases = json.loads((corpus / "vectors" / "encoded-words-encode.json").read_text("utf-8"))["cases"]
    # One of them is UTF-8 that was named iso-8859-1.
    right = [case["go"] for case in cases if encoded_word.decode_text(case["go"]) == case["in"]]
    assert len(right) >= len(cases) - 1
    assert [word for word in right if list(mimeforge.lint(sample(f"Subject: {word or 'x'}")))] == []


# Fields as programs write them, and text that is none of our business
ORDINARY = [
    "Subject: =?UTF-8?B?RMOubmVyIMOgIG1pZGkgOiBsYSBjYXJ0ZQ==?=\r\n =?UTF-8?B?IHBsYXRzIGR1IGpvdXI=?=",
    "Subject: Re: =?iso-8859-1?Q?D=EEner?= (was: Lunch)",
    'To: <">"@example.net>, =?utf-8?q?D=C3=AEner?= <zoe@example.net>',
    "Subject: =?windows-1252?Q?=93Lunch=94?=",
    "Subject: =?ISO-2022-JP?B?GyRCJUYlOSVIGyhC?=\r\n =?ISO-2022-JP?B?GyRCJUYlOSVIGyhC?=",
    "Subject: =?GB2312?B?1tDOxA==?=",
    "Subject: =?ks_c_5601-1987?B?x9Gxuw==?=",
    "Subject: why a =?b and what =? ?= mean, and =?=",
    "Subject: https://example.com/?a=?&b=?c#=?utf",
    'X-Report: {"query": "x=?", "next": "=?page?2"}',
    f"From: {WORD} <jo@example.com>",
    f"To: {WORD} Doe <zoe@example.net>,\r\n\t{WORD} {WORD} <jo@example.com>",
    f"To: zoe@example.net ({WORD})",
    f"To: Team: {WORD} <zoe@example.net>;",
    f"Reply-To: {WORD}\t<jo@example.com>",
    f"List-Id: {WORD} <lunch.example.com>",
    "From: =?UTF-8?Q?Jo_D=C3=B6e_=28Lunch_=26_Co=2E=29?= <jo@example.com>",
    "Keywords: lunch, =?utf-8?q?d=C3=AEner?=",
    f"Received: from mail.example.com by mx.example.net ({WORD});\r\n Mon, 20 Jan 2025 12:00:00 +0000",
    f"Date: Mon, 20 Jan 2025 12:00:00 +0100 ({WORD})",
    f"Comments: {WORD}",
    "Content-Description: =?utf-8?q?D=C3=AEner?=",
]


@pytest.mark.parametrize("field", ORDINARY)
@pytest.mark.parametrize("profile", ["ses", "rfc"])
def test_ordinary_mail_is_left_alone(field: str, profile: str) -> None:
    found = mimeforge.lint(sample(field), profile=profile)
    assert [finding for finding in found if finding.code.startswith("ENC")] == []


# A field, and all that is said of it.
TOLD = [
    ("Subject: =?utf8-?q?D=C3=AEner?=", [("ew-unknown-charset", "warning")]),
    ("Subject: =?'utf-8'?q?D=C3=AEner?=", [("ew-unknown-charset", "warning")]),
    # Whether an octet is a control, only the charset tells.
    ("Subject: =?iso-2022-jp-ms?b?GyRCLSEbKEI=?=", [("ew-unknown-charset", "warning")]),
    ("Subject: =?x-foo?b?YQ0KYg==?=", [("ew-contains-crlf", "error"), ("ew-unknown-charset", "warning")]),
    ("Subject: =?x-sjis?b?k/qWew==?=", [("ew-unknown-charset", "warning")]),
    ("Subject: =?utf-7?q?D+AO4-ner?=", [("ew-unknown-charset", "warning")]),
    ("Subject: =?hz-gb-2312?q?~{VPND~}?=", [("ew-unknown-charset", "warning")]),
    ("Subject: =?iso-2022-kr?b?GyQpQw5BIT1JDw==?=", [("ew-unknown-charset", "warning")]),
    ("Subject: =?windows-949?b?jGM=?=", []),
    ("Subject: =?iso-8859-1?q?D=C3=AEner?=", [("ew-double-encoded", "warning")]),
    ("Comments: =?windows-1252?b?aXTigJlz?=", [("ew-double-encoded", "warning")]),
    ("Comments: =?windows-1252?b?4oCcbm9vbuKAnQ==?=", [("ew-undecodable", "error")]),  # 9D is none of its octets
    ("To: =?iso-8859-15?q?Zo=C3=A9?= <zoe@example.net>", [("ew-double-encoded", "warning")]),
    ("Subject: =?iso-8859-1?q?=D0=9F=D1=80=D0=B8?=", [("ew-double-encoded", "warning")]),
    ("Subject: =?iso-8859-1?q?D=EEner_=C3=AE?=", []),
    ("Subject: =?iso-8859-1?q?CAF=C9=AE_=C9=BB?=", []),
    ("Subject: =?iso-8859-1?q?5_=C2=B0C?=", [("ew-double-encoded", "warning")]),
    ("Subject: =?utf-8?q?CAF=C3=89=C2=AE?=", []),
    ("Subject: =?utf-8?q?CAF=C3=89=C2=BB?=", []),
    ("Subject: =?utf-8?q?5_=C3=82=C2=B0C?=", [("ew-double-encoded", "warning")]),
    ("Subject: =?utf-8?q?=C3=90=C2=BF=C3=91=C2=80?=", [("ew-double-encoded", "warning")]),
    ("Subject: =?windows-1251?q?=D0=9F=D1=80?=", []),
    ("Subject: =?tis-620?q?=C2=A1?=", []),
]


@pytest.mark.parametrize(("field", "told"), TOLD)
@pytest.mark.parametrize("profile", ["ses", "rfc"])
def test_what_is_said_of_charsets(field: str, told: list[tuple[str, str]], profile: str) -> None:
    found = sorted((finding.slug, str(finding.severity)) for finding in mimeforge.lint(sample(field), profile=profile))
    assert found == told


@pytest.mark.parametrize(
    ("disposition", "severity"),
    [
        ("Content-Disposition: attachment; filename*=utf-8''Zo%C3%A9.txt", "note"),
        ("Content-Disposition: attachment; filename*0*=utf-8''Zo%C3%A9; filename*1=.txt", "note"),
        ("Content-Disposition: attachment", "warning"),
        ("Content-Disposition: attachment; filename=Zoe.txt", "warning"),
    ],
)
def test_the_name_of_old_programs_beside_the_new_one_is_a_note(disposition: str, severity: str) -> None:
    octets = sample(f'Content-Type: text/plain; name="{WORD}.txt"', disposition)
    (finding,) = (finding for finding in mimeforge.lint(octets) if finding.slug == "ew-in-parameter")
    assert finding.severity == severity
    assert "write name*=utf-8''" in finding.message


@given(st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), min_size=1, max_size=200))
def test_what_is_composed_is_good(text: str) -> None:
    folded = "\r\n ".join(encoded_word.encode(text))
    found = {finding.slug for finding in mimeforge.lint(sample(f"Subject: {folded}")) if finding.code[:3] == "ENC"}
    assert found <= {"ew-double-encoded"}


@pytest.mark.parametrize(("size", "severities"), [(75, []), (76, ["note"]), (77, ["warning"])])
def test_a_word_that_still_fits_its_line_is_a_note(size: int, severities: list[str]) -> None:
    word = f"=?utf-8?q?=C3=A9{'e' * (size - 18)}?="
    assert len(word) == size
    report = mimeforge.lint(sample(f"Subject:\r\n {word}"))
    assert [finding.severity for finding in report if finding.slug == "ew-too-long"] == severities


@given(st.text("Zoé日本語 (),.<>@", min_size=1, max_size=100).filter(lambda text: not text.isspace()))
def test_what_python_writes_is_good(text: str) -> None:
    subject = Header(text, "utf-8", header_name="Subject").encode(linesep="\r\n")
    found = [finding for finding in mimeforge.lint(sample(f"Subject: {subject}")) if finding.code[:3] == "ENC"]
    assert [finding.slug for finding in found if finding.severity != "note"] == []


AT = [
    ("Subject: Lunch\r\n =?utf-8?q?a b?= or not", "ew-malformed", b"=?utf-8?q?a b?="),
    ("Subject: =?utf-8?q?a=C3=A9=zz?=", "ew-bad-q", b"=zz"),
    ("Subject: =?utf-8?q?a=c3=a9?=", "ew-bad-q", b"=c3"),
    ("Subject: x =?utf-8?b?w6n?= y", "ew-bad-base64", b"=?utf-8?b?w6n?="),
    ("Subject: =?utf-8?q?D=C3?=\r\n =?utf-8?q?=AEner?=", "ew-split-character", b"=?utf-8?q?D=C3?="),
    ("Subject: =?utf-8?q?=C3?=\r\n =?utf-8?q?ner?=", "ew-undecodable", b"=?utf-8?q?=C3?=\r\n =?utf-8?q?ner?="),
    (f"Subject: {WORD}{WORD} b", "ew-no-separator", WORD.encode()),
    (f'Cc: "A {WORD}" <mme@example.net>', "ew-in-quoted-string", WORD.encode()),
    ("To: =?utf-8?q?a@b?= <zoe@example.net>", "ew-specials-in-phrase", b"@"),
    (
        f'Content-Disposition: inline; filename="{WORD}\r\n {WORD}.txt"',
        "ew-in-parameter",
        f"{WORD}\r\n {WORD}".encode(),
    ),
    (
        f"Received: from {WORD} by mx.example.net;\r\n Mon, 20 Jan 2025 12:00:00 +0000",
        "ew-in-msgid-date-received",
        WORD.encode(),
    ),
    (f"References: <1@example.net> {WORD}", "ew-in-msgid-date-received", WORD.encode()),
]


@pytest.mark.parametrize(("field", "slug", "at"), AT)
def test_the_place_is_what_is_wrong(field: str, slug: str, at: bytes) -> None:
    octets = sample(field)
    (finding,) = (finding for finding in mimeforge.lint(octets) if finding.code.startswith("ENC"))
    assert (finding.slug, octets[slice(*finding.span)]) == (slug, at)
    assert finding.header == field.partition(":")[0]


# What the rules on addresses, parameters, lists and settings say, and no rule on encoded-words
ELSEWHERE = [
    "To: =?utf-8?Q?Doe,_Jo?= <jo@example.com>",
    "To: =?utf-8?Q?Zo=C3=A9_<zoe@example.com>?=",
    'To: "=?utf-8?B?Sm8gPGpvQGV4YW1wbGUuY29tPg==?="',
    "To: =?utf-8?q?zo=C3=A9?=@example.com",
    "To: Jo <jo@=?utf-8?q?b=C3=BCcher?=.example>",
    "Content-Disposition: =?utf-8?q?inline?=",
    "List-Unsubscribe: =?utf-8?q?=3Chttps=3A//example=2Ecom/u=3E?=",
    "X-SES-TENANT: =?utf-8?q?north?=",
]


@pytest.mark.parametrize("field", ELSEWHERE)
@pytest.mark.parametrize("profile", ["ses", "rfc"])
def test_one_cause_is_told_once(field: str, profile: str) -> None:
    found = {finding.slug for finding in mimeforge.lint(sample(field), profile=profile)}
    assert not {slug for slug in found if slug.startswith("ew-")} - {"ew-in-addr-spec"}


def test_a_part_is_looked_at_and_a_message_that_is_attached_is_not() -> None:
    part = "--b\r\nContent-Description: =?utf-8?u?x?=\r\n\r\nx\r\n"
    attached = "--b\r\nContent-Type: message/rfc822\r\n\r\nSubject: =?utf-8?u?x?=\r\n\r\nx\r\n"
    report = mimeforge.lint(sample("Content-Type: multipart/mixed; boundary=b", body=f"{part}{attached}--b--\r\n"))
    assert [(finding.slug, finding.part, finding.header) for finding in report.errors] == [
        ("ew-unknown-encoding", "1", "Content-Description")
    ]


@pytest.mark.torture
@pytest.mark.parametrize("name", ["Subject", "To", "References", "Content-Type"])
@pytest.mark.parametrize(
    "stretch",
    [
        "=?",
        "=?a",
        "=?a?q?",
        "=?utf-8?q?a?=",
        "=?utf-8?q?a?= ",
        '"=?utf-8?q?a?=" ',
        "(=?utf-8?q?a?=",
        "=?a?b?=",
        "=?utf-8?",
    ],
)
def test_a_long_field_takes_little_time(name: str, stretch: str) -> None:
    """Nothing is timed: were it quadratic, this would take hours."""
    report = mimeforge.lint(sample(f"{name}: {stretch * (size(200_000, least=100_000) // len(stretch))}"))
    found = [finding.slug for finding in report if finding.code.startswith("ENC")]
    assert all(len(finding.message) < 300 and finding.message.isprintable() for finding in report)
    assert all(found.count(slug) <= FINDINGS_MAX for slug in {*found})
