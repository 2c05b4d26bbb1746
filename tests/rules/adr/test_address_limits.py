"""Lengths and shapes of addresses: where each limit is, what is pointed at, what is said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import mimeforge
from mimeforge.linter.examples import sample

if TYPE_CHECKING:
    from mimeforge.linter import Finding

TOO_LONG = "ses-address-too-long"
LABEL = "x" * 63
DOMAIN = f"{LABEL}.{LABEL}.{LABEL}.example"  # 199 octets


def finding(field: str | bytes, slug: str, profile: str = "ses") -> Finding | None:
    findings = [one for one in mimeforge.lint(sample(field), profile=profile) if one.slug == slug]
    assert len(findings) <= 1
    return findings[0] if findings else None


# A mailbox with a name of this many octets, blanks and the address: the severity, and the length that is told.
WHOLE = [
    ("{0:x<283} <jo@example.com>", None, ""),
    ("{0:x<284} <jo@example.com>", "warning", "301"),
    ("{0:x<303} <jo@example.com>", "warning", "320"),
    ("{0:x<304} <jo@example.com>", "error", "321"),
    ("{0:x<150}\r\n {0:x<152} <jo@example.com>", "warning", "322"),  # 320, and a fold of two
    ("{0:x<150}\r\n {0:x<153} <jo@example.com>", "error", "321"),
    ("{0:x<150}\r\n {0:x<132} <jo@example.com>", None, ""),
    ("{0:x<150}\n {0:x<153} <jo@example.com>", "error", "321"),
    ("{0:x<100}\r\n {0:x<90}\r\n {0: <120} <jo@example.com>", "warning", "333"),  # all but 209 of it blanks
    ("Jo {0: <400}<jo@example.com>", "warning", "419"),
    ("Jo <jo@example.com> ({0:x<400})", None, ""),
    ("jo@example.com ({0:x<400})", None, ""),
    ('"{0:x<302}" <jo@example.com>', "error", "321"),
    ("Team: Jo <jo@example.com>, {0:x<304} <jo@example.com>;", "error", "321"),
    ("{0:x<304}: jo@example.com, zoe@example.com;", None, ""),
    ("{0:x<304}<jo@example.com>", "warning", "320"),  # and the blank that is not there
    ("{0:x<305}<jo@example.com>", "error", "321"),
    ("{0:x<286}\r\n <jo@example.com>", "warning", "305"),
    ("{0:x<304}<@a.example:jo@example.com>", "warning", "331"),
]


@pytest.mark.parametrize(("body", "severity", "size"), WHOLE)
def test_the_whole_address_counts_without_its_folds(body: str, severity: str | None, size: str) -> None:
    found = finding(f"To: {body.format('')}", TOO_LONG)
    assert (found.severity if found else None) == severity
    if found:
        assert found.message.startswith(f"{size} octets")
        assert found.evidence == ("field-report" if severity == "error" else "inferred")
        assert (found.predicts is not None) == (severity == "error")


def test_the_answer_holds_the_address_as_it_is_sent() -> None:
    name = "=?utf-8?q?" + "x" * 160 + "?="
    octets = sample(f"To: zoe@example.com,\r\n {name}\r\n {name}\r\n\t<jo@example.com> (b)")
    report = mimeforge.lint(octets)
    (found,) = (one for one in report if one.slug == TOO_LONG)
    assert found.predicts == f"Address length is more than 320 bytes long: '{name} {name} <jo@example.com>'"
    assert octets[slice(*found.span)] == f"{name}\r\n {name}\r\n\t<jo@example.com>".encode()


@pytest.mark.parametrize("address", ["{0:x<309}@example.com", "<{0:x<309}@example.com>", "{0:x<289}@example.com"])
def test_of_an_address_alone_no_name_can_be_shortened(address: str) -> None:
    found = finding(f"To: {address.format('')}", TOO_LONG)
    assert found is not None
    assert "name" not in found.message
    assert "use a shorter address" in found.message


@pytest.mark.parametrize(
    ("field", "slug", "quoted"),
    [
        ("To: jo@[é]", "ses-domain-literal", "'[é]'"),
        ("To: <jo@[é>", "ses-domain-literal", "'[é'"),
        (b"To: jo@[\xe9]", "ses-domain-literal", "'[\\xE9]'"),
        ("To: xn--é Shop <jo@example.com>", "ses-punycode-local", "'xn--é'"),
        ('To: "xn--a" <"xn--é"@example.com>', "ses-punycode-local", "'xn--a'"),
    ],
)
def test_octets_are_shown_as_the_field_is_read(field: str | bytes, slug: str, quoted: str) -> None:
    found = finding(field, slug)
    assert found is not None
    assert quoted in found.message


def test_nobody_has_seen_an_answer_of_megabytes() -> None:
    found = finding("To: " + "x" * 1_000_000 + " <jo@example.com>", TOO_LONG)
    assert found is not None
    assert found.severity == "error"
    assert found.predicts is None
    assert len(found.message) < 300


@pytest.mark.parametrize(
    ("address", "slug", "at"),
    [
        (f"{'x' * 65}@example.com", "addr-local-too-long", "x" * 65),
        (f"(a){'x' * 65}(b)@example.com", "addr-local-too-long", "x" * 65),
        (f'"{"x" * 63}"@example.com', "addr-local-too-long", f'"{"x" * 63}"'),
        (f'"{"x" * 62}"@example.com', "addr-local-too-long", None),
        (f'"{"x" * 30}\r\n {"x" * 31}"@example.com', "addr-local-too-long", None),
        (f'"{"x" * 30}\r\n {"x" * 32}"@example.com', "addr-local-too-long", f'"{"x" * 30}\r\n {"x" * 32}"'),
        (f"jo@a.{LABEL}x.example", "addr-domain-too-long", f"{LABEL}x"),
        (f"jo@{DOMAIN}.{'y' * 51}", "addr-domain-too-long", None),
        (f"jo@{DOMAIN}.{'y' * 56}", "addr-domain-too-long", f"{DOMAIN}.{'y' * 56}"),
        (f"{'x' * 54}@{DOMAIN}", "addr-domain-too-long", None),
        (f"{'x' * 55}@{DOMAIN}", "addr-domain-too-long", f"{'x' * 55}@{DOMAIN}"),
        (f"{'x' * 65}@{DOMAIN}", "addr-domain-too-long", None),  # that is the local part's fault
        (f"jo@[{'x' * 100}]", "addr-domain-too-long", None),
        (f"jo@[{'x' * 254}]", "addr-domain-too-long", f"[{'x' * 254}]"),
        ("jo@[192.0.2.1]", "ses-domain-literal", "[192.0.2.1]"),
        ("jo@(a)[192.0.2.1](b)", "ses-domain-literal", "[192.0.2.1]"),
        ("jo@ (a) [192.0.2.1] (b) (c)", "ses-domain-literal", "[192.0.2.1]"),
        ("<jo@[192.0.2.1>", "ses-domain-literal", "[192.0.2.1"),
        ("<jo@example.com[, zoe@example.com>", "ses-domain-literal", "example.com[, zoe@example.com"),
        ("<jo@[192.0.2.1>", "addr-domain-single-label", None),
        ("jo@[192.0.2.1] zoe@example.com (b)", "addr-missing-comma", "zoe@example.com (b)"),
        ("jo (a) @ (b (c)) localhost (d)", "addr-domain-single-label", "localhost"),
        (f"<(a (b (c))) {'x' * 65} (b) @example.com>", "addr-local-too-long", "x" * 65),
        ('<"zoé"@example.com>', "addr-local-unicode", "é"),
        ('"zoéé" (é) @example.com', "addr-local-unicode", "é"),
        ("jo@localhost(b)", "addr-domain-single-label", "localhost"),
        ("jo..doe@example.com", "addr-dots", "."),
        ("jo.(b)@example.com", "addr-dots", "."),
        ('"jo:doe@"@example.com', "ses-quoted-local", ":"),
        ("xn--JO@example.com", "ses-punycode-local", "xn--JO"),
        ("Shop (xn--jo) <jo@example.com>", "ses-punycode-local", "xn--jo"),
        ("Jo xn-- <jo@example.com>", "ses-punycode-local", "xn--"),
        ("<jo@example.com> (a) zoe@example.com (b)", "addr-missing-comma", "zoe@example.com (b)"),
    ],
)
def test_the_octets_at_fault_are_pointed_at(address: str, slug: str, at: str | None) -> None:
    field = f"Cc: zoe@example.net, {address}, a@example.com"
    found = finding(field, slug)
    assert (sample(field)[slice(*found.span)].decode() if found else None) == at


@pytest.mark.parametrize("profile", ["ses", "rfc"])
@pytest.mark.parametrize(
    ("name", "severity"),
    [
        ("From", "error"),
        ("TO", "error"),
        ("cc", "error"),
        ("Bcc", "error"),
        ("Sender", "warning"),
        ("Reply-To", "warning"),
        ("Return-Path", "warning"),
    ],
)
def test_too_long_for_whom_is_written_to_is_an_error(name: str, severity: str, profile: str) -> None:
    for address, slug in (
        (f"{'x' * 65}@example.com", "addr-local-too-long"),
        (f"jo@{LABEL}x.example", "addr-domain-too-long"),
    ):
        found = finding(f"{name}: {address}", slug, profile)
        assert found is not None
        assert found.severity == severity


def test_what_cannot_be_read_is_not_measured() -> None:
    report = mimeforge.lint(sample(f"To: {'x' * 65} @localhost, {'x' * 65}@exam_ple, {'x' * 300}"))
    assert {one.slug for one in report} == {"addr-unparseable", "addr-domain-bad-label", "addr-no-domain"}


def test_octets_beyond_ascii_in_quotes_are_named_as_they_are_read() -> None:
    found = finding('To: "zoé:"@example.com', "ses-quoted-local")
    assert found is not None
    assert found.predicts == "Address contains illegal characters in user name: '<\"zoé:\"@example.com>'."


@pytest.mark.parametrize("shape", ["<a@b>c,", "<a@b>c@d,", 'a@b(c)"d",', "xn--a@b,", '"a:b"@c,', "a@[b],", ".@b.c,"])
def test_many_are_few_findings(shape: str) -> None:
    report = mimeforge.lint(sample("To: " + shape * (200_000 // len(shape))))
    assert 1000 <= len(report) <= 4000
    assert all(len(one.message) < 300 and one.message.isprintable() for one in report)
