"""What should have stayed at home."""

from __future__ import annotations

import pytest

import mimeforge
from mimeforge.linter.examples import sample
from mimeforge.linter.report import text


def slugs(octets: bytes, profile: str = "ses") -> list[str]:
    return [finding.slug for finding in mimeforge.lint(octets, profile=profile)]


RECEIVED = "Received: from a.example by b.example; Mon, 20 Jan 2025 12:00:00 +0000"


@pytest.mark.parametrize(
    ("field", "spoken"),
    [
        ("X-Originating-IP: [192.0.2.7]", ["originating-ip-leak"]),
        ("x-source-dir: example.com:/public_html", ["originating-ip-leak"]),
        ("X-Source:", []),
        ("COOKIE: a=b", ["internal-header-leak"]),
        ("X-Internal-Customer: 4711", ["internal-header-leak"]),
        ("X-Amzn-Trace-Id: Root=1-67891233-abcdef012345678912345678", ["internal-header-leak"]),
        ("X-SES-CONFIGURATION-SET: receipts", []),
        ("X-Debugger: off", ["internal-header-leak"]),
        ("X-Cookie: a=b", []),
    ],
)
def test_fields_that_are_not_for_receivers(field: str, spoken: list[str]) -> None:
    assert slugs(sample(field)) == spoken


def test_what_other_servers_wrote_is_theirs() -> None:
    assert slugs(sample("X-Originating-IP: [192.0.2.7]", RECEIVED), "rfc") == []


@pytest.mark.parametrize(
    ("field", "host"),
    [
        ("Message-ID: <1@mail.corp.internal>", b"mail.corp.internal"),
        ("Message-ID: <1@printer.local>", b"printer.local"),
        ("Message-ID: <1@ip-10-1-2-3>", b"ip-10-1-2-3"),
        ("Message-ID: <1@ip-10-1-2-3.eu-west-1.compute.internal>", b"ip-10-1-2-3.eu-west-1.compute.internal"),
        ("List-Archive: <https://172.31.0.9:8443/a>", b"172.31.0.9"),
        ("List-Archive: <https://localhost:8080/a>", b"localhost"),
        ("Message-ID: <1@internal>", None),
        ("Message-ID: <1@a.internal.example.com>", None),
        ("Message-ID: <1@localhost.example.com>", None),
        ("Message-ID: <1@172.32.0.9.example.com>", None),
        ("List-Archive: <https://ip-10-1-2-3.example.com/a>", None),
        ("List-Archive: <https://example.com/?at=//10.1.2.3456>", None),
    ],
)
def test_hosts_that_only_the_own_network_knows(field: str, host: bytes | None) -> None:
    octets = sample(field)
    found = [finding for finding in mimeforge.lint(octets) if finding.slug == "internal-host-leak"]
    assert [octets[slice(*finding.span)] for finding in found] == [host] * (host is not None)


KEY = "AKIA" + "Q3EGRXAB" * 2


@pytest.mark.parametrize(
    "body",
    [
        f"key={KEY}",
        "gho_" + "a" * 36,
        "github_pat_" + "a1" * 41,
        "glpat-" + "a1" * 10,
        "npm_" + "a1" * 18,
        "pypi-AgEI" + "a1" * 30,
        "xoxb-" + "1a" * 10,
        "rk_live_" + "a1" * 12,
        "SG." + "a1" * 11 + "." + "b" * 43,
        "Authorization: Bearer eyJ" + "a" * 20 + ".eyJ" + "b" * 20 + "." + "c" * 43,
        "-----BEGIN PRIVATE KEY-----",
        "-----BEGIN PGP PRIVATE KEY BLOCK-----",
    ],
)
def test_secrets_are_found_by_their_form(body: str) -> None:
    assert slugs(sample(body=body + "\r\n")) == ["secret-in-message"]


@pytest.mark.parametrize(
    "body",
    [
        "AKIA",
        "XAKIA" + "Q3EGRXAB" * 2,
        KEY + "Q",
        KEY.lower(),
        "npm_install",
        "SG.1.2",
        "https://example.com/?t=eyJhbGciOi.eyJzdWIi.c2ln",
    ],
)
def test_what_only_looks_like_a_secret_is_none(body: str) -> None:
    assert slugs(sample(body=body + "\r\n")) == []


@pytest.mark.parametrize(
    "octets",
    [
        sample(body=f"the key is {KEY}\r\n"),
        sample("Content-Transfer-Encoding: quoted-printable", body=f"the key is AK=\r\n{KEY[2:]}\r\n"),
        sample("Content-Transfer-Encoding: quoted-printable", body=f"=74he key is {KEY}\r\n"),
    ],
)
def test_no_report_shows_the_secret(octets: bytes) -> None:
    report = mimeforge.lint(octets)
    (finding,) = [finding for finding in report if finding.slug == "secret-in-message"]
    shown = text.describe(report, finding)
    assert KEY[-8:] not in shown
    assert KEY not in finding.message
    assert finding.masked


def test_a_text_of_secrets_is_told_in_bounds() -> None:
    assert len(slugs(sample(body=f"{KEY}\r\n" * 50_000))) == 5
    assert "secret-in-message" not in slugs(sample(body=("Bearer eyJ" + "a" * 60 + "\r\n") * 20_000))
