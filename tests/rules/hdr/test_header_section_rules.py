"""Where the header section ends, what is no field in it, how large it is: each cause once, with SES's answer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import mimeforge
from mimeforge.linter.examples import ExampleEnvelope, sample

KNOWN = ExampleEnvelope("jo@example.com", ("zoe@example.net",))
EMPTY_NAME = "Empty header names are illegal."
MIXED = 'Content-Type: multipart/mixed; boundary="b"'
PART = b"--b\r\nContent-Type: text/plain\r\n\r\nSee you at noon.\r\n--b--\r\n"


def found(octets: bytes, profile: str = "ses") -> dict[str, str | None]:
    """Give slugs, and what each foretells first."""
    return {finding.slug: finding.predicts for finding in reversed(list(mimeforge.lint(octets, profile=profile)))}


@pytest.mark.parametrize(
    ("first", "slug", "answer"),
    [
        (b"RnJvbTogSm8gPGpvQGV4YW1wbGUuY29tPg", "malformed-header-line", EMPTY_NAME),
        (b"HTTP/1.1 200 OK", "malformed-header-line", EMPTY_NAME),
        (b"Sub ject: Lunch", "malformed-header-line", None),
        (b" Subject: Lunch", "first-line-continuation", EMPTY_NAME),
        (b"\tSubject: Lunch", "first-line-continuation", EMPTY_NAME),
        (b": Lunch", "empty-header-name", EMPTY_NAME),
        (b"From jo@example.com Mon Jan 20 12:00:00 2025", "mbox-from-line", None),
        (b"From - Mon Jan 20 12:00:00 2025", "mbox-from-line", None),
        (b">From jo@example.com  Mon Jan 20 12:00:00 2025", "mbox-from-line", None),
        (b"From jo@example.com", "mbox-from-line", None),
        (b"From jo@example.com 2025-01-20 12:00:00", "mbox-from-line", None),
        (b"From <jo@example.com> Mon Jan 20 12:00:00 2025", "mbox-from-line", None),
        (b'From "jo doe"@example.com Mon Jan 20 12:00:00 2025', "mbox-from-line", None),
        (b"From Jo <jo@example.com>", "malformed-header-line", EMPTY_NAME),
        (b"From my phone, at noon", "malformed-header-line", EMPTY_NAME),
    ],
)
def test_a_first_line_that_is_no_field(first: bytes, slug: str, answer: str | None) -> None:
    assert found(first + b"\r\n" + sample()) == {slug: answer}


NO_MESSAGE = [
    (b"hello world\r\n", "compression", EMPTY_NAME),
    (b"U2VlIHlvdQ\r\nYXQgbm9vbg\r\n", "base64", EMPTY_NAME),
    (b"U2VlIHlvdQ", "base64", EMPTY_NAME),
    (b"-----BEGIN PGP MESSAGE-----\r\n\r\nhF4D\r\n", "encryption", EMPTY_NAME),
    (b"%PDF-1.7\r\n1 0 obj\r\nendobj\r\n\r\nxref\r\n", "compression", EMPTY_NAME),
    (b"Hello Zoe,\r\nNote: bring a coat.\r\nSee you\r\n\r\nJo\r\n", "compression", EMPTY_NAME),
    (b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xffs\xcb\xcf\xb5R:\r\n\x80\r\n", "compression", None),
]


@pytest.mark.parametrize("profile", ["ses", "rfc"])
@pytest.mark.parametrize(("octets", "told", "answer"), NO_MESSAGE)
def test_what_is_no_message_is_told_once(octets: bytes, told: str, answer: str | None, profile: str) -> None:
    (finding,) = mimeforge.lint(octets, profile=profile).errors
    assert (finding.slug, finding.line) == ("no-blank-line", 1)
    assert told in finding.message
    assert finding.predicts == (answer if profile == "ses" else None)


@pytest.mark.parametrize("profile", ["ses", "rfc"])
@pytest.mark.parametrize(
    ("line", "number"),
    [
        (b"From jo@example.com Mon Jan 20 12:00:00 2025", 3),
        (b">From jo@example.com", 3),
        (b"From my phone: hi", 3),
        (b"From jo", 3),
        (b"From my phone: hi", 1),
    ],
)
def test_a_from_line_elsewhere_is_no_field(line: bytes, number: int, profile: str) -> None:
    lines = sample().split(b"\r\n")
    octets = b"\r\n".join([*lines[: number - 1], line, *lines[number - 1 :]])
    (finding,) = mimeforge.lint(octets, profile=profile)
    assert (finding.slug, finding.line, octets[slice(*finding.span)]) == ("malformed-header-line", number, line)


@pytest.mark.parametrize("line", [b"From jo@example.com Mon Jan 20 12:00:00 2025", b"From my phone: hi", b">From jo"])
def test_a_from_line_in_a_part_is_no_field(line: bytes) -> None:
    octets = sample(MIXED, body=b"--b\r\n" + line + b"\r\n\r\nSee you at noon.\r\n--b--\r\n")
    (finding,) = mimeforge.lint(octets)
    assert (finding.slug, finding.part) == ("malformed-header-line", "1")


INDENTED = b"".join(b"    " + line for line in sample().splitlines(keepends=True))


@pytest.mark.parametrize("profile", ["ses", "rfc"])
@pytest.mark.parametrize(
    "octets",
    [INDENTED, INDENTED.replace(b"    \r\n", b"\r\n"), INDENTED.replace(b"    ", b"\t")],
)
def test_a_message_that_is_indented_is_told_at_its_first_line(octets: bytes, profile: str) -> None:
    (finding,) = mimeforge.lint(octets, profile=profile)
    assert (finding.slug, finding.line) == ("first-line-continuation", 1)
    assert finding.predicts == (EMPTY_NAME if profile == "ses" else None)


@pytest.mark.parametrize(
    ("section", "found"),
    [
        (b": a\r\n: b\r\n", [("empty-header-name", 8), ("empty-header-name", 9)]),
        (b": a\r\n: b\r\n: c\r\n", [("empty-header-name", 8), ("empty-header-name", 9), ("empty-header-name", 10)]),
        (b"Reply To: a\r\n b\r\n c\r\n", [("malformed-header-line", 8)]),
        (b"Hello Zoe,\r\nsee you\r\n", [("no-blank-line", 8)]),
    ],
)
def test_what_stands_before_the_empty_line(section: bytes, found: list[tuple[str, int]]) -> None:
    fields, _, body = sample().partition(b"\r\n\r\n")
    report = mimeforge.lint(fields + b"\r\n" + section + b"\r\n" + body)
    assert [(finding.slug, finding.line) for finding in report] == found


def test_text_at_the_top_of_a_part_is_its_body() -> None:
    octets = sample(MIXED, body="--b\r\nHello Zoe,\r\nsee you at noon.\r\n\r\nJo\r\n--b--\r\n")
    (finding,) = mimeforge.lint(octets)
    assert (finding.slug, finding.line, finding.part) == ("no-blank-line", 10, "1")


def test_the_cause_of_a_merged_header_section_stands_beside_its_answer() -> None:
    """Without the empty line before it, the header section of the first part is read as the message's."""
    octets = sample(MIXED, body=b"").removesuffix(b"\r\n") + PART
    report = mimeforge.lint(octets)
    lines = {finding.slug: (finding.line, finding.predicts) for finding in report}
    assert lines["no-blank-line"] == (8, None)
    assert lines["dup-content-type"] == (9, "Duplicate header 'Content-Type'.")


def test_what_a_missing_empty_line_makes_of_a_body_is_not_a_large_header() -> None:
    octets = sample(body=b"").removesuffix(b"\r\n") + (b"See you at noon. " * 40 + b"\r\n") * 1000
    assert set(found(octets)) == {"no-blank-line"}


@pytest.mark.parametrize("name", ["To", "to", "Content-Type", "content-disposition"])
@pytest.mark.parametrize("envelope", [None, KNOWN])
def test_fields_that_ses_refuses_if_they_are_empty(name: str, envelope: ExampleEnvelope | None) -> None:
    answers = {
        "to": ("Empty required header 'To'.", "field-report"),
        "content-type": ("Expected MIME type, got null", "inferred"),
        "content-disposition": ("Expected disposition, got null", "inferred"),
    }
    for body in ("", " ", "\r\n\t"):
        report = mimeforge.lint(sample(f"{name}:{body}", "Cc: amy@example.org"), envelope=envelope)
        (finding,) = report.errors
        assert finding.slug == "empty-structured-header"
        assert (finding.predicts, finding.evidence) == answers[name.lower()]
    (finding,) = mimeforge.lint(sample(f"{name}:", "Cc: amy@example.org"), profile="rfc")
    severity = "warning" if name.lower() == "to" else "error"  # the grammar of the others begins with a type
    assert (finding.slug, finding.severity) == ("empty-structured-header", severity)


@pytest.mark.parametrize(
    ("field", "severity"),
    [
        ("Content-Type:", "error"),
        ("Content-Disposition: ", "error"),
        ("Content-ID:", "warning"),
        ("To:", None),
        ("Date:", None),
    ],
)
def test_of_a_part_only_the_fields_that_describe_it_count(field: str, severity: str | None) -> None:
    octets = sample(MIXED, body=f"--b\r\n{field}\r\n\r\nSee you at noon.\r\n--b--\r\n")
    told = [(finding.severity, finding.part, finding.line) for finding in mimeforge.lint(octets)]
    assert told == ([(severity, "1", 10)] if severity else [])


def long_field(name: str, size: int) -> str:
    return f"{name}: {' '.join(['x' * 60] * (size // 61))}".replace(" ", "\r\n ")


@pytest.mark.parametrize(
    ("fields", "places"),
    [
        ([long_field("List-Unsubscribe", 40_000)], ["List-Unsubscribe"]),
        ([long_field("To", 40_000), long_field("Bcc", 40_000), long_field("References", 40_000)], []),
        ([long_field(f"X-{n}", 31_000) for n in range(15)], []),
        ([long_field(f"X-{n}", 31_000) for n in range(20)], ["X-15"]),
        ([f"X-{n}: a" for n in range(5_100)], ["X-5000"]),
        ([long_field("X-A", 1_000_000)], ["X-A"]),
        ([long_field("X-A", 40_000), *(long_field(f"X-{n}", 31_000) for n in range(20))], ["X-A", "X-14"]),
    ],
)
def test_a_header_section_may_be_too_large_in_three_ways(fields: list[str], places: list[str]) -> None:
    findings = [finding for finding in mimeforge.lint(sample(*fields)) if finding.slug == "header-too-large"]
    assert [finding.header for finding in findings] == places
    assert {(finding.severity, finding.predicts) for finding in findings} <= {("error", None)}
    assert "header-too-large" not in found(sample(*fields), "rfc")


def test_fields_beyond_those_that_are_read_are_not_missed() -> None:
    octets = b"X-A: b\r\n" * 10_000 + sample()
    report = mimeforge.lint(octets)
    assert {finding.slug for finding in report} == {"header-too-large", "parse-limit"}
    assert ["over 10,000" in finding.message for finding in report if finding.slug == "header-too-large"] == [True]


def test_parts_may_have_large_header_sections() -> None:
    octets = sample(MIXED, body=f"--b\r\n{long_field('X-A', 40_000)}\r\n\r\nSee you at noon.\r\n--b--\r\n")
    assert found(octets) == {}


def test_a_large_header_section_need_hold_no_field() -> None:
    octets = b"\xef\xbb\xbfX: a\r\n" + b"\xe9" * 600_000 + b"\r\n\r\n"
    assert "header-too-large" in found(octets)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("\u200bX-A: b".encode(), "U+200B in its name"),
        ("X-A\u00a0: b".encode(), "U+00A0 in its name"),
        (b"X-\xe9: b", "U+00E9 in its name"),
        (b"X A: b", "U+0020 in its name"),
        (b"X-A b", "no colon"),
    ],
)
def test_the_character_that_no_name_holds_is_told(line: bytes, told: str) -> None:
    (finding,) = mimeforge.lint(sample(line))
    assert finding.slug == "malformed-header-line"
    assert told in finding.message


@pytest.mark.parametrize("profile", ["ses", "ses-smtp", "rfc"])
def test_line_ends_that_were_doubled_cut_the_header_section(profile: str) -> None:
    assert "blank-line-in-header" in found(sample().replace(b"\r\n", b"\r\n\r\n"), profile)


def test_a_text_may_begin_with_an_address() -> None:
    octets = sample(without=["To"], body="To: zoe@example.net and all the others\r\n")
    assert "blank-line-in-header" not in found(octets, "rfc")


ODD = [
    b"From jo@example.com Mon Jan 20",
    b">From jo",
    b"From my phone: hi",
    b"hello",
    b"--b",
    b": a",
    b" From: a@b",
    b" a",
]
ODD += [
    b"Fr om: a@b",
    b"\0",
    b"\xef\xbb\xbfa",
    b"To whom: it may",
    b"Subject",
    b"X-A: b",
    b"From: a@b",
    b"",
    b"caf\xe9: a",
]
TOLD = {"no-blank-line", "malformed-header-line", "empty-header-name", "first-line-continuation", "mbox-from-line"}


@given(st.lists(st.sampled_from(ODD), max_size=6))
def test_no_line_that_is_no_field_goes_untold(lines: list[bytes]) -> None:
    octets = b"\r\n".join([*lines, b"", b"See you at noon."])
    stray = [span.start for span in mimeforge.parse(octets).stray]
    findings = [finding for finding in mimeforge.lint(octets, profile="rfc") if finding.slug in TOLD]
    told = sorted(finding.span.start for finding in findings)
    body = min((finding.span.start for finding in findings if finding.slug == "no-blank-line"), default=len(octets))
    # A line that begins with a blank goes with the one before it; of a byte order mark, LIN117 speaks.
    own = [at for at in stray if at < body and not (at and octets.startswith(b" ", at))]
    own = [at for at in own if at or not octets.startswith(b"\xef\xbb\xbf")]
    assert told == [*own, *([body] if body < len(octets) else [])]
