"""What makes two readers see two trees in one multipart draws a warning at least; and ordinary multiparts draw none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from long_runs import size

import mimeforge
from mimeforge.linter import Severity
from mimeforge.linter.examples import sample

TEXT = "\r\nSee you at noon."
NESTED = 'Content-Type: multipart/mixed; boundary="{0}"\r\n\r\n--{0}\r\n\r\nSee you at noon.\r\n--{0}--\r\n'
BODY = f"--b\r\n{TEXT}\r\n--b--\r\n"


def mixed(*parts: str, content_type: str = 'multipart/mixed; boundary="b"', boundary: str = "b") -> bytes:
    body = "".join(f"--{boundary}\r\n{part}\r\n" for part in parts) + f"--{boundary}--\r\n"
    return sample(f"Content-Type: {content_type}", body=body)


def slugs(octets: bytes, profile: str = "ses") -> set[str]:
    return {finding.slug for finding in mimeforge.lint(octets, profile=profile)}


# One line in the last part that one reader or another takes for a delimiter, and what says so
LINES = [
    ("--b;", "boundary-lookalike"),
    ("--b\x0b", "boundary-lookalike"),
    ("--b --", "boundary-lookalike"),
    ("--b-", "boundary-lookalike"),
    ("--b-->", "boundary-lookalike"),
    ("--B", "boundary-lookalike"),
    ("--B--  ", "boundary-lookalike"),
    (" --b", "boundary-lookalike"),
    ("\t--b--", "boundary-lookalike"),
    ("-b", "boundary-lookalike"),
    ("---b", "boundary-lookalike"),
    ("x\r--b", "bare-cr-body"),
    ("--b\r", "bare-cr-body"),
    ("x\n--b", "bare-lf-mixed"),
]


@pytest.mark.parametrize(("line", "slug"), LINES)
@pytest.mark.parametrize("profile", ["ses", "rfc"])
def test_a_line_that_is_nearly_a_delimiter(line: str, slug: str, profile: str) -> None:
    octets = mixed(TEXT, f"{TEXT}\r\n{line}\r\n\r\nSee you at one.")
    found = [finding for finding in mimeforge.lint(octets, profile=profile) if finding.slug == slug]
    assert found
    assert found[0].severity >= Severity.WARNING
    if slug == "boundary-lookalike":
        assert slugs(octets, profile) - {"ctl-in-body"} == {slug}
        assert octets[slice(*found[0].span)] == line.encode()


MESSAGES = [
    (mixed(NESTED.format("bc")), "boundary-prefix-collision"),
    (mixed(NESTED.format("b--")), "boundary-prefix-collision"),
    (
        mixed(NESTED.format("b"), content_type="multipart/mixed; boundary=b-", boundary="b-"),
        "boundary-prefix-collision",
    ),
    (mixed(NESTED.format("b")), "boundary-reused"),
    (mixed(TEXT, content_type="multipart/mixed; boundary=b; boundary=c"), "param-duplicate"),
    (mixed(TEXT, content_type='multipart/mixed; boundary=""', boundary=""), "boundary-empty"),
    (mixed(TEXT, content_type=f"multipart/mixed; boundary={71 * 'b'}", boundary=71 * "b"), "boundary-too-long"),
    (mixed(TEXT, content_type='multipart/mixed; boundary="b;c"', boundary="b;c"), "boundary-bad-chars"),
    (mixed(TEXT, content_type="text/plain; boundary=b"), "boundary-on-leaf"),
    (mixed(TEXT, content_type="multipart/mixed"), "multipart-no-boundary"),
    # A boundary of hyphens alone: lines of more of them are no delimiters where all of a line is compared
    (
        mixed(f"{TEXT}\r\n-----Original Message-----", content_type="multipart/mixed; boundary=--", boundary="--"),
        "boundary-lookalike",
    ),
    # Before the first delimiter and behind the last
    (sample('Content-Type: multipart/mixed; boundary="b"', body=f"--B\r\n{TEXT}\r\n{BODY}"), "boundary-lookalike"),
    (sample('Content-Type: multipart/mixed; boundary="b"', body=f"{BODY}{BODY}"), "boundary-in-content"),
    (sample('Content-Type: multipart/mixed; boundary="b"', body=f"--b--\r\n{BODY}"), "multipart-zero-parts"),
    (sample('Content-Type: multipart/mixed; boundary="b"', body=f"{BODY} ---b\r\n{TEXT}\r\n"), "epilogue-text"),
    (mixed(NESTED.format("c"), f"{TEXT}\r\n--c\r\n\r\nSee you at one."), "boundary-in-content"),
    (mixed(TEXT).replace(b"\r\n\r\n--b", b"\r\n--b", 1), "no-blank-line"),
]


@pytest.mark.parametrize(("octets", "slug"), MESSAGES)
@pytest.mark.parametrize("profile", ["ses", "rfc"])
def test_a_multipart_of_two_readings(octets: bytes, slug: str, profile: str) -> None:
    found = [finding for finding in mimeforge.lint(octets, profile=profile) if finding.slug == slug]
    assert found
    assert found[0].severity >= Severity.WARNING


@pytest.mark.parametrize("written", ["boundary*=us-ascii''b", "boundary*0=b", "boundary*=us-ascii''c; boundary=b"])
def test_a_boundary_in_the_extended_form(written: str) -> None:
    report = mimeforge.lint(mixed(TEXT, content_type=f"multipart/mixed; {written}"))
    assert [finding for finding in report if finding.severity >= Severity.WARNING]


ORDINARY = [
    mixed(TEXT, NESTED.format("c"), NESTED.format("c")),
    mixed(NESTED.format("c"), NESTED.format("cb")),
    mixed(f"{TEXT}\r\n-- \r\nJo"),
    mixed(f"{TEXT}\r\n-- bob\r\n- b\r\n"),
    mixed(f"{TEXT}\r\n> --b\r\n> --b--\r\nsee --b"),
    mixed(f"{TEXT}\r\n-----\r\n-----BEGIN PGP MESSAGE-----\r\n--\r\n"),
    # RFC 2046 §5.1.1, transport-padding
    mixed(TEXT, TEXT).replace(b"--b\r\n", b"--b \t\r\n"),
    mixed("Content-Type: message/rfc822\r\n\r\nSubject: Lunch\r\n" + NESTED.format("c"), NESTED.format("c")),
    sample('Content-Type: multipart/mixed; boundary="b"', body=BODY[:-2]),
]


@pytest.mark.parametrize("octets", ORDINARY)
@pytest.mark.parametrize("profile", ["ses", "rfc"])
def test_ordinary_multiparts_are_silent(octets: bytes, profile: str) -> None:
    assert {slug for slug in slugs(octets, profile) if "boundary" in slug or "multipart" in slug} == set()


@given(st.text(st.sampled_from("ABCxyz019'()+_,-./:=?"), min_size=2, max_size=70))
def test_any_boundary_that_may_be_is_taken(boundary: str) -> None:
    octets = mixed(TEXT, TEXT, content_type=f'multipart/mixed; boundary="{boundary}"', boundary=boundary)
    assert {slug for slug in slugs(octets) if "boundary" in slug or "multipart" in slug} == set()


@given(
    st.lists(st.sampled_from([b"-", b"--", b"b", b"B", b"c", b"\r\n", b"\n", b"\r", b" ", b"x", b"Content-Type: "])),
    st.sampled_from([b"", NESTED.format("c").encode(), NESTED.format("bc").encode()]),
)
def test_a_line_points_into_the_message_whatever_it_holds(pieces: list[bytes], nested: bytes) -> None:
    octets = sample('Content-Type: multipart/mixed; boundary="b"', body=b"--b\r\n" + nested + b"".join(pieces))
    for finding in mimeforge.lint(octets):
        start, end = finding.span
        assert 0 <= start <= end <= len(octets)


def test_one_multipart_is_told_once_however_often_its_delimiter_comes_again() -> None:
    octets = sample('Content-Type: multipart/mixed; boundary="b"', body=BODY + "--b\r\n" * 100)
    assert [finding.slug for finding in mimeforge.lint(octets)] == ["boundary-in-content"]


@pytest.mark.parametrize(
    ("between", "line", "severity"),
    [
        ("", "--b--", Severity.WARNING),
        ("\r\n \r\n", "--b--", Severity.WARNING),
        ("See you at one.\r\n", "--b--", Severity.ERROR),
        ("", "--b", Severity.ERROR),
    ],
)
def test_what_is_lost_behind_the_closing_delimiter_is_an_error(between: str, line: str, severity: Severity) -> None:
    octets = sample('Content-Type: multipart/mixed; boundary="b"', body=f"{BODY}{between}{line}\r\n")
    (finding,) = mimeforge.lint(octets)
    assert (finding.slug, finding.severity) == ("boundary-in-content", severity)
    assert finding.span.start == octets.rindex(line.encode())


@pytest.mark.parametrize("stretch", ["-\r\n", "--\r\n", "-x\r\n", "--b\t-\r\n", " -" * 40 + "\r\n", "- " * 200])
@pytest.mark.torture
def test_megabytes_of_hyphens_take_little_time(stretch: str) -> None:
    """Nothing is timed: were it quadratic, this would take hours."""
    assert len(slugs(mixed(f"\r\n{stretch * (size(2_000_000) // len(stretch))}"))) < 5
