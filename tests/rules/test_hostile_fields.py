"""Fields made to be slow, long or ugly: rules answer in bounded size, each finding readable."""

from __future__ import annotations

import pytest
from long_runs import size

import mimeforge
from mimeforge.linter.engine import FINDINGS_MAX
from mimeforge.linter.examples import sample

SHAPES = [
    b"a@b_,",
    b"a@b\xe9,",
    "a@bé,".encode(),
    b"<a>",
    b";",
    b":",
    b"a:b;",
    b'"',
    b"(",
    b"=?utf-8?q?a?=@b,",
    b"\x80",
    "\u202e".encode(),
    b"##[error]",
    b"\x1b[31m",
]


@pytest.mark.parametrize("shape", SHAPES, ids=repr)
@pytest.mark.parametrize("name", ["To", "Subject", "Content-Type", "Content-Disposition", "List-Unsubscribe"])
def test_findings_stay_few_short_and_printable(name: str, shape: bytes) -> None:
    octets = sample(b"%s: %s" % (name.encode(), shape * (100_000 // len(shape))))
    report = mimeforge.lint(octets)
    assert all(len(finding.message) < 300 and finding.message.isprintable() for finding in report)
    assert all("##[" not in finding.message for finding in report)
    counts: dict[str, int] = {}
    for finding in report:
        counts[finding.slug] = counts.get(finding.slug, 0) + 1
        assert 0 <= finding.span.start <= finding.span.end <= len(octets)
    assert max(counts.values()) <= FINDINGS_MAX
    assert len(str(report)) < 600 * (len(report) + 1) + 100_000


def test_a_name_of_megabytes_is_cut_in_messages() -> None:
    report = mimeforge.lint(sample(b"X" * 1_000_000 + b": \xe9"))
    assert all(len(finding.message) < 300 for finding in report)
    assert "raw-8bit-header-other" in {finding.slug for finding in report}


def test_nothing_of_a_message_stays_behind() -> None:
    """Two messages at one place in memory, one after the other, must not be taken for each other."""
    for _ in range(50):
        assert mimeforge.lint(sample("To: jo@example.com")).ok
        assert not mimeforge.lint(sample("To: jo")).ok


@pytest.mark.parametrize("shape", ["cid:" + ")" * 990 + " ", "cid:a),", "&#99;id:b;", "cid:", "&#" + "9" * 5000 + ";"])
def test_html_of_content_ids_is_read_in_bounds(shape: str) -> None:
    parts = (
        "Content-Type: text/html; charset=utf-8\r\n\r\n" + "\r\n".join([shape * (900 // len(shape) or 1)] * 2000),
        "Content-Type: image/png\r\nContent-ID: <logo>\r\n\r\nx",
    )
    body = "".join(f"--b\r\n{part}\r\n" for part in parts) + "--b--\r\n"
    report = mimeforge.lint(sample('Content-Type: multipart/related; boundary="b"; type="text/html"', body=body))
    assert "cid-unused" in {finding.slug for finding in report}


ARN = b"arn:aws:ses:us-east-1:123456789012:identity/"


@pytest.mark.parametrize(
    ("name", "start", "stretch"),
    [
        ("X-SES-MESSAGE-TAGS", b"", b","),
        ("X-SES-MESSAGE-TAGS", b"", b"a=1,"),
        ("X-SES-MESSAGE-TAGS", b"", b"a"),
        ("X-SES-MESSAGE-TAGS", b"", b"\x07,"),
        ("X-SES-CONFIGURATION-SET", b"", b"=?a?q?"),
        ("X-SES-LIST-MANAGEMENT-OPTIONS", b"", b"a "),
        ("X-SES-LIST-MANAGEMENT-OPTIONS", b"news; topic=", b"a"),
        ("X-SES-FROM-ARN", ARN, b"a."),
        ("X-SES-FROM-ARN", b"arn:aws", b"-a"),
        ("X-SES-FROM-ARN", b"arn:aws:ses:us", b"-a"),
        ("X-SES-FROM-ARN", b"", b":"),
        ("DKIM-Signature", b"v=1; h=", b":"),
        ("DKIM-Signature", b"v=1; h=", b"date:"),
        ("DKIM-Signature", b"", b"c=;"),
        ("Subject", b"", b"\ra"),
        ("Subject", b"", b"\xe9a"),
    ],
)
@pytest.mark.torture
def test_a_field_of_megabytes_takes_little_time(name: str, start: bytes, stretch: bytes) -> None:
    """Nothing is timed: were it quadratic, this would take hours."""
    octets = sample(b"%s: %s%s" % (name.encode(), start, stretch * (size(4_000_000) // len(stretch))))
    report = mimeforge.lint(octets)
    assert all(len(finding.message) < 300 and len(finding.predicts or "") < 400 for finding in report)


@pytest.mark.parametrize(
    "stretch", [b"a\r\n", b":\r\n", b" a: b\r\n", b"From a@b\r\n", b"\r", b"\rTo:", b"\0a", b"=\r\n"]
)
@pytest.mark.torture
def test_a_file_of_megabytes_takes_little_time(stretch: bytes) -> None:
    """Nothing is timed here either."""
    assert mimeforge.lint(stretch * (size(4_000_000) // len(stretch))).errors


def test_a_field_that_stands_again_and_again_is_told_in_ten_places() -> None:
    report = mimeforge.lint(sample(*["List-Unsubscribe: <https://example.com/u>"] * 700))
    assert [finding.slug for finding in report] == ["dup-list-headers"] * 10
    assert "(699 such fields, 10 are shown)" in report.errors[0].message
    assert len([finding for finding in report if finding.predicts]) == 1
