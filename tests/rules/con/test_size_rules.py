"""Size: where the limits are, what is said beside them, and which parts are named."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import mimeforge
from mimeforge.linter.context import Context, Profile
from mimeforge.linter.engine import inspect
from mimeforge.linter.examples import padded, sample
from mimeforge.rules.con.size import RULES

if TYPE_CHECKING:
    from mimeforge.linter import Finding

MB = 1024 * 1024


@pytest.mark.parametrize(
    ("profile", "size", "slug"),
    [
        ("ses", 8 * MB, None),
        ("ses", 8_388_608, None),  # 80 % exactly
        ("ses", 8_388_609, "ses-size-after-base64"),
        ("ses", 10 * MB, "ses-size-after-base64"),
        ("ses", 10 * MB + 1, "message-too-large"),
        ("ses-v2", 10 * MB, None),
        ("ses-v2", 10 * MB + 1, "ses-size-after-base64"),
        ("ses-v2", 33_554_433, "ses-size-after-base64"),
        ("ses-v2", 40 * MB, "ses-size-after-base64"),
        ("ses-v2", 40 * MB + 1, "message-too-large"),
        ("ses-smtp", 10 * MB, None),
        ("ses-smtp", 10 * MB + 1, "ses-size-after-base64"),
        ("ses-smtp", 40 * MB, "ses-size-after-base64"),
        ("ses-smtp", 40 * MB + 1, "message-too-large"),
        ("rfc", 11 * MB, None),
    ],
)
def test_sizes_at_the_limits(profile: str, size: int, slug: str | None) -> None:
    report = mimeforge.lint(padded(size).build(), profile=profile)
    assert [finding.slug for finding in report] == ([slug] if slug else [])
    assert len(report.errors) == (slug == "message-too-large")
    assert all(f"{size:,}" in finding.message and finding.span == (0, 0) for finding in report)


@pytest.mark.parametrize(
    ("profile", "size", "said"),
    [
        ("ses", 8_388_609, "80 % of the 10,485,760"),
        ("ses", 10 * MB, "100 % of the 10,485,760"),
        ("ses-v2", 12 * MB, "over 10,485,760 at a limited bandwidth"),
        ("ses-v2", 33_554_432, "over 10,485,760 at a limited bandwidth"),
        ("ses-smtp", 33_554_433, "80 % of the 41,943,040"),
    ],
)
def test_a_warning_says_which_limit_is_meant(profile: str, size: int, said: str) -> None:
    (finding,) = mimeforge.lint(padded(size).build(), profile=profile)
    assert said in finding.message


@pytest.mark.parametrize("profile", ["ses-v2", "ses-smtp"])
def test_the_limit_is_documented_and_the_answer_is_not(profile: str) -> None:
    octets = padded(40 * MB + 1).build()
    for level in ("documented", "probed", "field-report"):
        (finding,) = mimeforge.lint(octets, profile=profile, evidence=level)
        assert (finding.slug, finding.severity) == ("message-too-large", "error")
        assert (finding.evidence, finding.predicts) == ("documented", None)
    (finding,) = mimeforge.lint(octets, profile=profile)
    assert finding.evidence == "inferred"
    assert finding.predicts


def part(size: int, *fields: str) -> str:
    return "\r\n".join([*fields, "", "x" * size])


def attachment(size: int, name: str) -> str:
    return part(size, f'Content-Disposition: attachment; filename="{name}"')


def message(*parts: str) -> bytes:
    body = "".join(f"--b\r\n{inner}\r\n" for inner in parts) + "--b--\r\n"
    return sample('Content-Type: multipart/mixed; boundary="b"', body=body)


def judged(octets: bytes, limit: int) -> Finding:
    profile = Profile(name="small", title="a small limit", family="ses", message_limit=limit)
    (finding,) = inspect(octets, RULES, Context(profile=profile))
    return finding


LARGE_PARTS = [
    ([part(9_000)], "(part 1 'text/plain' 98 %)", "1"),
    ([part(500), attachment(9_000, "report.pdf")], "(part 2 'report.pdf' 92 %)", "2"),
    ([attachment(4_000, "a.pdf"), attachment(5_000, "b.pdf")], "(part 2 'b.pdf' 54 %, part 1 'a.pdf' 43 %)", "2"),
    # Three at most, and none of less than a tenth
    (
        [attachment(2_000 + size, f"{size}.pdf") for size in (1, 2, 3, 4)],
        "(part 4 '4.pdf' 24 %, part 3 '3.pdf' 24 %, part 2 '2.pdf' 24 %)",
        "4",
    ),
    ([attachment(500, "a.pdf")] * 30, "", ""),
    # An attached message is one part.
    (
        [part(0, "Content-Type: message/rfc822", "", "Subject: Lunch") + "y" * 9_000],
        "(part 1 'message/rfc822' 97 %)",
        "1",
    ),
]


@pytest.mark.parametrize(("parts", "named", "path"), LARGE_PARTS)
@pytest.mark.parametrize("spare", [0, -1])
def test_the_parts_that_make_the_size_are_named(parts: list[str], named: str, path: str, spare: int) -> None:
    octets = message(*parts)
    finding = judged(octets, len(octets) + spare)
    assert finding.slug == ("message-too-large" if spare else "ses-size-after-base64")
    assert named in finding.message
    assert bool(named) == ("part" in finding.message) == ("file" in finding.message)
    assert finding.part == path
    assert finding.header is None


def test_the_body_that_is_most_of_it_is_pointed_at() -> None:
    octets = message(part(10), attachment(1_000, "a.pdf"))
    assert octets[slice(*judged(octets, 1_000).span)] == b"x" * 1_000


def test_a_message_in_one_part_is_pointed_at_as_a_whole() -> None:
    octets = sample(body="x" * 900 + "\r\n")
    finding = judged(octets, 1_000)
    assert finding.span == (0, 0)
    assert "part" not in finding.message
    assert finding.message.endswith("; shorten it, or send several messages")


def test_names_of_parts_are_shown_safely_and_in_bounds() -> None:
    octets = message(*[attachment(1_000, "=?utf-8?q?=1B=E2=80=AE" + "n" * 500 + "?=")] * 3)
    finding = judged(octets, 1_000)
    assert len(finding.message) < 300
    assert finding.message.isprintable()
