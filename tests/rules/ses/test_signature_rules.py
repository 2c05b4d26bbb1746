"""Signatures of an author over what Amazon SES writes anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import mimeforge
from mimeforge.linter.examples import sample
from mimeforge.rules.sec import signing

if TYPE_CHECKING:
    from mimeforge.linter import Finding

SET = "X-SES-CONFIGURATION-SET: receipts"
LIST = "X-SES-LIST-MANAGEMENT-OPTIONS: news"
HTML = "Content-Type: text/html; charset=us-ascii"


def signed(names: str, canonicalization: str = "relaxed/relaxed", body: bytes = b"See you at noon.\r\n") -> str:
    return signing.signed(names, c=canonicalization, body=body)


def found(octets: bytes, slug: str) -> list[Finding]:
    return [finding for finding in mimeforge.lint(octets) if finding.slug == slug]


@pytest.mark.parametrize(
    ("names", "first", "told"),
    [
        ("from:date", b"date", "'date'"),
        ("Message-ID:From:Date:Date", b"Message-ID", "'Message-ID, Date'"),
        ("from :\r\n\tRETURN-PATH : to", b"RETURN-PATH", "'RETURN-PATH'"),
        ("from:Bounces-to", b"Bounces-to", "'Bounces-to'"),
        ("from:x-ses-source-arn", b"x-ses-source-arn", "'x-ses-source-arn'"),
    ],
)
def test_the_first_covered_name_is_shown_and_all_are_told(names: str, first: bytes, told: str) -> None:
    octets = sample(signed(names))
    (finding,) = found(octets, "ses-dkim-covers-rewritten")
    assert octets[slice(*finding.span)] == first
    assert f"covers {told}," in finding.message
    assert (finding.severity, finding.header) == ("warning", "DKIM-Signature")


@pytest.mark.parametrize(
    "names", ["from:to:subject", "from:resent-date:x-date:x-sessions", "from:delivery-date", "from:list-unsubscribe"]
)
def test_other_fields_may_be_covered(names: str) -> None:
    assert [finding.slug for finding in mimeforge.lint(sample(signed(names)))] == []


def test_the_name_of_a_field_in_another_tag_is_covered_by_nothing() -> None:
    octets = sample(signing.signed("from", c="relaxed", z="Date:Mon|Message-ID:1"))
    assert [finding.slug for finding in mimeforge.lint(octets)] == []


@pytest.mark.parametrize(
    ("canonicalization", "place"),
    [("simple", b"simple"), ("simple/relaxed", b"simple/relaxed"), (" Simple\r\n ", b"Simple")],
)
def test_simple_canonicalization_is_shown(canonicalization: str, place: bytes) -> None:
    octets = sample(signed("from", canonicalization))
    (finding,) = found(octets, "ses-dkim-simple")
    assert octets[slice(*finding.span)] == place
    assert (finding.severity, finding.evidence) == ("note", "inferred")


def test_what_is_no_signature_breaks_in_no_way() -> None:
    assert [finding.slug for finding in mimeforge.lint(sample("DKIM-Signature: v=1; d=example.com"))] == ["dkim-weak"]
    assert [finding.slug for finding in mimeforge.lint(sample("DKIM-Signature: v=1", SET, HTML))] == ["dkim-weak"]


def multipart(kind: str, *parts: str) -> str:
    boundary = kind[0]
    return (
        f'Content-Type: multipart/{kind}; boundary="{boundary}"\r\n\r\n'
        + "".join(f"--{boundary}\r\n{part}\r\n" for part in parts)
        + f"--{boundary}--\r\n"
    )


PLAIN = "\r\nLunch?"
MARKUP = HTML + "\r\n\r\n<p>Lunch?"
FOOTER = "\r\n{{amazonSESUnsubscribeUrl}}"


@pytest.mark.parametrize(
    ("message", "field", "parts"),
    [
        (multipart("signed", MARKUP, PLAIN), SET, [""]),
        (multipart("signed", multipart("alternative", PLAIN, MARKUP), PLAIN), SET, [""]),
        (multipart("mixed", multipart("signed", MARKUP, PLAIN), PLAIN), SET, ["1"]),
        (multipart("mixed", multipart("signed", PLAIN, PLAIN), MARKUP), SET, []),
        (multipart("signed", PLAIN, PLAIN), SET, []),
        (multipart("signed", FOOTER, PLAIN), SET, []),
        (multipart("signed", FOOTER, PLAIN), LIST, [""]),
        (multipart("signed", MARKUP, PLAIN), LIST, []),
        (multipart("mixed", "Content-Type: message/rfc822\r\n\r\n" + multipart("signed", MARKUP, PLAIN)), SET, []),
    ],
)
def test_a_signed_part_is_told_where_what_it_signs_may_change(message: str, field: str, parts: list[str]) -> None:
    head, _, body = message.partition("\r\n\r\n")
    octets = sample(head, field, body=body)
    findings = found(octets, "ses-signature-rewritten")
    assert [(finding.part, finding.header, finding.severity) for finding in findings] == [
        (part, "Content-Type", "note") for part in parts
    ]


def test_below_a_signature_list_management_is_idle_and_changes_nothing() -> None:
    body = "<p>{{amazonSESUnsubscribeUrl}}\r\n"
    octets = sample(signed("from", body=body.encode()), LIST, HTML, body=body)
    assert [finding.slug for finding in mimeforge.lint(octets, profile="ses-v2")] == ["ses-list-management-idle"]


def test_a_signature_over_megabytes_of_names_is_read_in_bounds() -> None:
    names = ":".join(f"\r\n x-ses-{number}" for number in range(100_000))
    findings = found(sample(signed(names)), "ses-dkim-covers-rewritten")
    assert [len(finding.message) < 300 for finding in findings] == [True]
    assert len(found(sample("DKIM-Signature: " + "h=;" * 500_000), "ses-dkim-simple")) == 1
