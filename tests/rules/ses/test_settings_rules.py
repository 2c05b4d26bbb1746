"""X-SES-* fields with settings: what SES takes, what it refuses and where, and names that it does not know."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import mimeforge
from mimeforge._ses_facts import SETTING_FIELDS, WRITTEN_FIELDS
from mimeforge.linter.engine import FINDINGS_MAX
from mimeforge.linter.examples import sample

if TYPE_CHECKING:
    from mimeforge.linter import Finding

PROFILES = ["ses", "ses-v2", "ses-smtp"]
SET = "X-SES-CONFIGURATION-SET"
LIST = "X-SES-LIST-MANAGEMENT-OPTIONS"


def only(octets: bytes, profile: str = "ses") -> Finding:
    (finding,) = mimeforge.lint(octets, profile=profile)
    return finding


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize(
    "field",
    [
        f"{SET}: A_b-9",
        f"{SET}: {'x' * 64}",
        f"{SET}:\treceipts\t",
        f"{SET}:\r\n receipts",
        "X-SES-TENANT: x",
        f"{LIST}: news",
        f"{LIST}: news;topic=sports",
        f"{LIST}: news ; topic = sports",
        f"{LIST}: news.of_May-2025;\r\n\ttopic=a/b",
    ],
)
def test_what_ses_takes_is_not_spoken_of(field: str, profile: str) -> None:
    assert list(mimeforge.lint(sample(field), profile=profile)) == []


@pytest.mark.parametrize(
    ("field", "slug", "severity", "at", "named"),
    [
        (f"{SET}: a.b", "ses-config-set-header", "error", b".", "U+002E"),
        (f"{SET}: <receipts>", "ses-config-set-header", "error", b"<", "U+003C"),
        (f"{SET}: a\r\n b", "ses-config-set-header", "error", b"\r\n ", "a fold"),
        (f"{SET}: a\n\t b", "ses-config-set-header", "error", b"\n\t ", "a fold"),
        (f"{SET}: {'x' * 66}", "ses-config-set-header", "error", b"xx", "66 characters"),
        (f"{SET}: {'x' * 64}.", "ses-config-set-header", "error", b".", "65 characters"),
        (f"{SET}: x =?utf-8?q?{'y' * 60}?=", "ses-config-set-header", "error", b"=?utf-8?q?%b?=" % (b"y" * 60), "enc"),
        (f"{SET}: ", "ses-config-set-header", "warning", b"X-SES-CONFIGURATION-SET: \r\n", "empty"),
        (f"{LIST}:", "ses-list-options-syntax", "warning", b"X-SES-LIST-MANAGEMENT-OPTIONS:\r\n", "topic=TOPIC"),
        (f"{LIST}: news, topic=sports", "ses-list-options-syntax", "warning", b",", "U+002C in the name of the list"),
        (f"{LIST}: {{news}}; topic=a", "ses-list-options-syntax", "warning", b"{", "U+007B in the name of the list"),
        (f"{LIST}: news; topic={{a}}", "ses-list-options-syntax", "warning", b"{", "U+007B in the name of the topic"),
        (f"{LIST}: topic=news", "ses-list-options-syntax", "warning", b"=", "U+003D in the name of the list"),
        (f"{LIST}: my news", "ses-list-options-syntax", "warning", b" ", "U+0020 in the name of the list"),
        (f"{LIST}: my\r\n news", "ses-list-options-syntax", "warning", b"\r\n ", "a fold in the name of the list"),
        (f"{LIST}: news; topic=a; b", "ses-list-options-syntax", "warning", b";", "U+003B in the name of the topic"),
        (
            f"{LIST}: news; topic=\r\n a\tb",
            "ses-list-options-syntax",
            "warning",
            b"\t",
            "U+0009 in the name of the topic",
        ),
        (f"{LIST}: news;", "ses-list-options-syntax", "warning", b";", "no topic=TOPIC behind the semicolon"),
        (f"{LIST}: news; sports", "ses-list-options-syntax", "warning", b"; sports", "no topic=TOPIC behind"),
        (f"{LIST}: news; Topic=a", "ses-list-options-syntax", "warning", b"; Topic=a", "no topic=TOPIC behind"),
        (f"{LIST}: news; topic=", "ses-list-options-syntax", "warning", b"; topic=", "no topic=TOPIC behind"),
        (f"{LIST}: ; topic=a", "ses-list-options-syntax", "warning", b";", "no name of a list before the semicolon"),
        (f"{LIST}: a =?utf-8?q?news?=", "ses-list-options-syntax", "warning", b"=?utf-8?q?news?=", "encoded-word"),
    ],
)
def test_a_value_is_judged_at_the_octets_at_fault(field: str, slug: str, severity: str, at: bytes, named: str) -> None:
    octets = sample(field)
    for profile in PROFILES:
        (finding,) = [finding for finding in mimeforge.lint(octets, profile=profile) if finding.slug == slug]
        assert (finding.severity, octets[slice(*finding.span)]) == (severity, at)
        assert named in finding.message
        assert finding.header == field.partition(":")[0]


@pytest.mark.parametrize(
    "field",
    [
        f"{SET}: a\r\n b",
        f"{SET}: =?utf-8?q?a?=",
        f"{SET}: {'x' * 64}.",
        f"{SET}:",
        "X-SES-TENANT: =?utf-8?q?a?=",
    ],
)
def test_nothing_is_foretold_that_nobody_has_seen(field: str) -> None:
    assert only(sample(field)).predicts is None


@pytest.mark.parametrize("name", SETTING_FIELDS)
@pytest.mark.parametrize(
    ("octets", "slug"), [("é".encode(), "raw-8bit-header-utf8"), (b"\xe9", "raw-8bit-header-other")]
)
def test_of_octets_over_127_one_rule_speaks(name: str, octets: bytes, slug: str) -> None:
    assert only(sample(name.encode() + b": a" + octets)).slug == slug


@pytest.mark.parametrize("name", SETTING_FIELDS)
@pytest.mark.parametrize(
    ("octet", "slug"),
    [("\r", "bare-cr-header"), ("\0", "nul-header"), ("\x01", "ctl-in-header"), ("\x7f", "ctl-in-header")],
)
@pytest.mark.parametrize("value", ["a{}b", "a=b{}", "{}arn:aws", "news; topic=a{}"])
def test_of_controls_the_rules_on_any_field_speak(name: str, octet: str, slug: str, value: str) -> None:
    octets = sample(f"{name}: {value.format(octet)}")
    assert only(octets).slug == slug


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        ("X-SES-CONFIGURATION_SET", "did you mean X-SES-CONFIGURATION-SET?"),
        ("x-ses-config-set", "did you mean X-SES-CONFIGURATION-SET?"),
        ("X-SES-MESSAGE-TAG", "did you mean X-SES-MESSAGE-TAGS?"),
        ("X-SES-SOURCE-IDENTITY-ARN", "did you mean X-SES-SOURCE-ARN?"),
        ("X-SES-RETURN-PATH-IDENTITY-ARN", "did you mean X-SES-RETURN-PATH-ARN?"),
        ("X-SES-TENANT-NAME", "did you mean X-SES-TENANT?"),
        ("X-SES-Tags", "did you mean X-SES-MESSAGE-TAGS?"),
        ("X-SES-LIST", "did you mean X-SES-LIST-MANAGEMENT-OPTIONS?"),
        ("X-SES-W", "another prefix"),
        ("X-SES-", "another prefix"),
        ("X-SES-TENANT" + "-NAME" * 20, "another prefix"),
    ],
)
def test_an_unknown_name_is_pointed_at_with_the_nearest_known(name: str, advice: str) -> None:
    octets = sample(f"{name}: x")
    finding = only(octets)
    assert (finding.slug, finding.severity, octets[slice(*finding.span)]) == (
        "ses-unknown-header",
        "warning",
        name.encode(),
    )
    assert advice in finding.message


@pytest.mark.parametrize("name", [*SETTING_FIELDS, *WRITTEN_FIELDS, "X-SES", "X-SESSION-ID", "X-Ses_Id"])
@pytest.mark.parametrize("spelling", [str.upper, str.lower, str.title])
def test_known_names_and_other_prefixes_are_not_unknown(name: str, spelling: type[str]) -> None:
    slugs = {finding.slug for finding in mimeforge.lint(sample(f"{spelling(name)}: x"))}
    assert "ses-unknown-header" not in slugs


def test_thousands_of_unknown_names_are_compared_in_little_time() -> None:
    octets = sample(*(f"X-SES-CONFIGURATION-SET-MESSAGE-TAGS-{number}: x" for number in range(9000)))
    report = mimeforge.lint(octets)
    assert sum(finding.slug == "ses-unknown-header" for finding in report) == FINDINGS_MAX


@pytest.mark.parametrize("name", SETTING_FIELDS)
def test_a_setting_stands_once(name: str) -> None:
    octets = sample(f"{name}: a", f"{name.lower()}: b", f"{name}: c")
    again = [finding for finding in mimeforge.lint(octets) if finding.slug == "ses-setting-twice"]
    assert [(finding.occurrence, finding.severity) for finding in again] == [(2, "warning"), (3, "warning")]
    assert {finding.evidence for finding in again} == {"documented" if name.endswith("-ARN") else "inferred"}


def test_settings_inside_parts_and_attached_messages_mean_nothing() -> None:
    inner = sample("X-SES-TENANT: a b", "X-SES-FROM-ARN: x", "X-SES-MESSAGE-TAGS: =", "X-SES-Y: z").decode()
    body = f"--b\r\nX-SES-TENANT: a b\r\n\r\nx\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n{inner}\r\n--b--\r\n"
    report = mimeforge.lint(sample('Content-Type: multipart/mixed; boundary="b"', body=body))
    assert [finding.slug for finding in report if finding.slug.startswith("ses-")] == []


def test_the_rfcs_know_nothing_of_ses() -> None:
    octets = sample("X-SES-TENANT: a b", "X-SES-FROM-ARN: x", "X-SES-MESSAGE-TAGS: =", "X-SES-Y: z", "Feedback-ID: a")
    assert list(mimeforge.lint(octets, profile="rfc")) == []
