"""List-* fields: what readers of mail do not understand in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from long_runs import size

import mimeforge
from mimeforge.linter.examples import sample

if TYPE_CHECKING:
    from mimeforge.linter import Finding

POST = "List-Unsubscribe-Post: List-Unsubscribe=One-Click"
HTTPS = "List-Unsubscribe: <https://example.com/u>"


def found(*fields: str, profile: str = "ses") -> list[Finding]:
    return [one for one in mimeforge.lint(sample(*fields), profile=profile) if one.code.startswith("BLK")]


def slugs(*fields: str, profile: str = "ses") -> list[str]:
    return [finding.slug for finding in found(*fields, profile=profile)]


@pytest.mark.parametrize(
    "field",
    [
        "List-Unsubscribe: <https://example.com/u?a=b&c=(d)>",
        "List-Unsubscribe: <HTTPS://example.com/u>",
        "List-Unsubscribe: <mailto:leave@example.com?subject=leave%20now,%20please>",
        "List-Unsubscribe: <mailto:leave%40example.com>",
        "List-Unsubscribe:<https://example.com/u>,<mailto:leave@example.com>",
        "List-Unsubscribe: (one click) <https://example.com/u>\r\n\t(two (clicks)),\r\n <mailto:leave@example.com>",
        "List-Unsubscribe: <https://example.com/u>,",
        "List-Unsubscribe: <ftp://example.com/u>",
        "List-Unsubscribe: <https://[2001:db8::1]/u>",
        "List-Unsubscribe: <%%unsubscribe%%>",  # a template mark is another rule's
        "List-Help: <http://example.com/help>",
        "List-Post: NO",
        "List-Post: no (closed list)",
        "List-Archive: <https://example.com/a,b>",
        "List-Owner: <mailto:jo@example.com> (Jo, who runs the list)",
        "List-Id: <a.b>",
        "List-Id: Team <Team_1.lists.example.com>",
        'List-Id: "Team, and friends" <team.example.com>',
        "List-ID: =?utf-8?q?T=C3=A9am?= <team.example.com>",
        "List-Id: <0123456789abcdef.xt.local> (x)",
    ],
)
@pytest.mark.parametrize("profile", ["ses", "rfc"])
def test_what_lists_write(field: str, profile: str) -> None:
    assert slugs(field, profile=profile) == []


@pytest.mark.parametrize(
    ("value", "octets", "advice"),
    [
        ("", b"List-Unsubscribe: \r\n", "no URI stands here"),
        ("(later)", b"List-Unsubscribe: (later)\r\n", "no URI stands here"),
        ("https://example.com/u", b"https://example.com/u", "without < and >"),
        ("mailto:leave@example.com, <https://example.com/u>", b"mailto:leave@example.com", "without < and >"),
        ("<https://example.com/u", b"<https://example.com/u", "no > closes"),
        ("<>", b"", "nothing stands between"),
        ("<leave@example.com>", b"leave@example.com", "write mailto:"),
        ("<example.com/u>", b"example.com/u", "write https://"),
        ("<https:///u>", b"https:///u", "names no host"),
        ("<mailto:leave>", b"mailto:leave", "names no address"),
        ("<https://example.com/a b>", b"https://example.com/a b", "white space inside"),
        ("<https://example.com/a>\r\n <mailto:leave@example.com>", b"mailto:leave@example.com", "no comma"),
        ("<https://example.com/a>; <mailto:leave@example.com>", b";", "behind a URI"),
        ("<https://example.com/a>,, <mailto:leave@example.com>", b",", "before this comma"),
        (", <https://example.com/a>", b",", "before this comma"),
        ("<https://example.com/a>, leave@example.com", b"leave@example.com", "without < and >"),
    ],
)
@pytest.mark.parametrize("profile", ["ses", "rfc"])
def test_what_readers_pass_over(value: str, octets: bytes, advice: str, profile: str) -> None:
    field = f"List-Unsubscribe: {value}"
    (finding,) = found(field, profile=profile)
    assert (finding.slug, finding.severity) == ("unsub-syntax", "warning")
    assert sample(field)[slice(*finding.span)] == octets
    assert advice in finding.message
    others = found(field.replace("Unsubscribe", "Help"), profile=profile)
    assert [one.slug for one in others] == ["list-header-uri"]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ([HTTPS, POST], []),
        ([HTTPS, "List-Unsubscribe-Post: One-Click"], ["unsub-post-value:error"]),
        ([HTTPS, "List-Unsubscribe-Post:"], ["unsub-post-value:error"]),
        ([HTTPS, "List-Unsubscribe-Post: List-Unsubscribe=One-Click;"], ["unsub-post-value:error"]),
        ([HTTPS, "List-Unsubscribe-Post: LIST-UNSUBSCRIBE=ONE-CLICK"], ["unsub-post-value:warning"]),
        ([HTTPS, "List-Unsubscribe-Post: \r\n List-Unsubscribe=One-Click"], []),
        ([HTTPS, "List-Unsubscribe-Post: =?utf-8?q?List-Unsubscribe=3DOne-Click?="], ["unsub-encoded:error"]),
        ([POST], ["unsub-post-alone:warning"]),
        ([POST, "List-Unsubscribe: <mailto:leave@example.com>"], ["unsub-post-alone:warning"]),
        ([POST, "List-Unsubscribe: <http://example.com/u>"], ["unsub-http:warning"]),
        ([POST, "List-Unsubscribe: https://example.com/u"], ["unsub-syntax:warning"]),
        (["List-Unsubscribe: <http://example.com/u>, <https://example.com/u>"], []),
        (["List-Unsubscribe: <mailto:leave@example.com>, <http://example.com/u>"], ["unsub-http:warning"]),
    ],
)
def test_one_click_unsubscription(fields: list[str], expected: list[str]) -> None:
    assert sorted(f"{one.slug}:{one.severity}" for one in found(*fields)) == expected


def test_the_standard_asks_for_https_too() -> None:
    assert slugs(POST, "List-Unsubscribe: <http://example.com/u>", profile="rfc") == ["unsub-post-alone"]
    (finding,) = found(POST, profile="rfc")
    assert finding.severity == "error"


def signed(names: str) -> str:
    return f"DKIM-Signature: v=1; a=rsa-sha256; d=example.com; s=may; c=relaxed;\r\n h={names};\r\n bh=YQ==; b=YQ=="


@pytest.mark.parametrize(
    ("names", "missing"),
    [
        ("from:to", "List-Unsubscribe and List-Unsubscribe-Post"),
        ("from:List-Unsubscribe", "List-Unsubscribe-Post"),
        ("from : list-unsubscribe-post", "List-Unsubscribe"),
        ("from:list-unsubscribe:\r\n\tlist-unsubscribe-post", None),
    ],
)
def test_a_signature_has_to_cover_both_fields(names: str, missing: str | None) -> None:
    findings = [one for one in found(HTTPS, POST, signed(names)) if one.slug == "unsub-not-signed"]
    assert [f"leaves out {missing}, " in one.message for one in findings] == ([True] if missing else [])
    assert [one.slug for one in found(HTTPS, signed(names))] == []


def test_one_of_several_signatures_is_enough() -> None:
    both = [signed("from:to"), signed("from:list-unsubscribe:list-unsubscribe-post")]
    assert "unsub-not-signed" not in slugs(HTTPS, POST, *both)


@pytest.mark.parametrize(
    "value",
    [
        "",
        "team.example.com",
        "Team list",
        "<>",
        "<team>",
        "<team@example.com>",
        "<team .example.com>",
        "<.example.com>",
        "<team.example.com",
        '"Team <team.example.com>"',
        "Team (<team.example.com>)",
    ],
)
def test_what_is_no_list_identifier(value: str) -> None:
    assert slugs(f"List-Id: {value}") == ["list-id-syntax"]


def test_a_list_identifier_has_a_length() -> None:
    assert slugs(f"List-Id: <{'a' * 251}.org>") == []
    (finding,) = found(f"List-Id: <{'a' * 252}.org>")
    assert "256 octets" in finding.message


@given(st.text("<>,;()\\ ha:/@.\r\n", max_size=60), st.sampled_from(["List-Unsubscribe", "List-Help", "List-Id"]))
def test_any_value_is_answered(value: str, name: str) -> None:
    octets = sample(f"{name}: {value.replace(chr(13), '').replace(chr(10), chr(13) + chr(10) + ' ')}")
    for finding in mimeforge.lint(octets):
        assert 0 <= finding.span.start <= finding.span.end <= len(octets)
        assert len(finding.message) < 300


@pytest.mark.torture
@pytest.mark.parametrize("stretch", ["<", "(", "(a", "<a>", ",", "<a>,", "a", "\\", "(\\", " ", "<a", "((a)"])
@pytest.mark.parametrize("name", ["List-Unsubscribe", "List-Archive", "List-Id"])
def test_megabytes_take_little_time(name: str, stretch: str) -> None:
    """Nothing is timed: were it quadratic, this would take hours."""
    assert len(found(f"{name}: {stretch * (size(1_000_000, least=100_000) // len(stretch))}")) < 5
