"""Multiparts: which boundary is whose, what may be encoded, how many parts there may be."""

from __future__ import annotations

import pytest

import mimeforge
from mimeforge.linter import Finding, Severity
from mimeforge.linter.examples import sample

MIXED = 'Content-Type: multipart/mixed; boundary="b"'
TEXT = "\r\nSee you at noon."
MESSAGE = "Content-Type: message/rfc822\r\n\r\nSubject: Lunch\r\n"


def multipart(boundary: str, *parts: str, fields: str = "") -> str:
    body = "".join(f"--{boundary}\r\n{part}\r\n" for part in parts)
    return f'Content-Type: multipart/mixed; boundary="{boundary}"\r\n{fields}\r\n{body}--{boundary}--\r\n'


def message(*parts: str) -> bytes:
    fields, _, body = multipart("b", *parts).partition("\r\n\r\n")
    return sample(fields, body=body)


def found(octets: bytes, profile: str = "ses", evidence: str = "inferred") -> list[Finding]:
    report = mimeforge.lint(octets, profile=profile, evidence=evidence)
    return [finding for finding in report if finding.code.startswith("MIM")]


@pytest.mark.parametrize(
    ("octets", "expected"),
    [
        (message(TEXT, multipart("b", TEXT)), [("boundary-reused", "2", True)]),
        (message(multipart("c", multipart("b", TEXT))), [("boundary-reused", "1.1", True)]),
        (message(multipart("c", multipart("c", TEXT))), [("boundary-reused", "1.1", True)]),
        # Without a single delimiter of its own, the outer one is what it shares.
        (message(multipart("b").replace("--b--\r\n", "")), [("boundary-reused", "1", True)]),
        # What is attached is judged by what it does to the message around it, and by nothing else.
        (message(MESSAGE + multipart("b", TEXT)), [("boundary-reused", "1.1", False)]),
        (message(MESSAGE + multipart("c", multipart("c", TEXT))), []),
        (message(MESSAGE + multipart("c")), []),
        # Beside each other is not within each other.
        (message(multipart("c", TEXT), multipart("c", TEXT)), []),
        # One cause, one rule
        (message(multipart("c")), [("multipart-zero-parts", "1", True)]),
    ],
)
def test_whose_boundary_it_is(octets: bytes, expected: list[tuple[str, str, bool]]) -> None:
    findings = found(octets)
    assert [(finding.slug, finding.part, finding.predicts is not None) for finding in findings] == expected
    assert {finding.severity for finding in findings} <= {Severity.ERROR}
    assert {finding.header for finding in findings} <= {"Content-Type"}


@pytest.mark.parametrize(
    ("content_type", "at"),
    [
        ('multipart/mixed; boundary="m"', b"m"),
        ("multipart/mixed;\r\n\tcharset=utf-8; BOUNDARY=mixed", b"mixed"),
        ("multipart/mixed; x-boundary=m1; boundary=m", b"m"),
        ('multipart/mixed; x="boundary=m"; (boundary=m) boundary (m) = (m) m', b"m"),
        ('multipart/mixed; boundary="a\\b"', b"a\\b"),
        ('multipart/mixed; boundary="a\r\n b"', b"a\r\n b"),
        # What is not written as it is read is not to be pointed at.
        ("multipart/mixed; boundary*0=a; boundary*1=b", b"multipart/mixed; boundary*0=a; boundary*1=b"),
    ],
)
def test_a_boundary_is_pointed_at_where_it_stands(content_type: str, at: bytes) -> None:
    octets = sample(f"Content-Type: {content_type}")
    (finding,) = [finding for finding in found(octets) if finding.slug == "boundary-never-used"]
    assert octets[slice(*finding.span)] == at
    assert finding.span.start == len("Content-Type: ") + content_type.encode().rfind(at)


LINES = "--b\r\n\r\nhi\r\n--b--\r\n"
NO_START = "Missing start boundary"


# What a multipart says of its boundary, its body, what is found, and what SES answers to it.
FOUND = [
    ("multipart/mixed", LINES, "multipart-no-boundary", None, "documented"),
    ("multipart/mixed", "hi\r\n", "multipart-no-boundary", NO_START, "field-report"),
    ("multipart/mixed", "hi -- b\r\n- --b\r\n", "multipart-no-boundary", NO_START, "field-report"),
    ("multipart/alternative", "", "multipart-no-boundary", NO_START, "field-report"),
    ("multipart/mixed", "hi\r\n-- \r\nJo\r\n", "multipart-no-boundary", None, "documented"),
    ('multipart/mixed; boundary=""', "hi\r\n", "boundary-empty", None, "documented"),
    ('multipart/mixed; boundary="b "', LINES, "boundary-bad-chars", NO_START, "inferred"),
    ('multipart/mixed; boundary="b\t"', LINES, "boundary-bad-chars", NO_START, "inferred"),
    ('multipart/mixed; boundary="b "', "--b\r\n\r\nhi\r\n", "boundary-bad-chars", NO_START, "inferred"),
    ('multipart/mixed; boundary="b "', "hi\r\n", "boundary-bad-chars", NO_START, "inferred"),
    ('multipart/mixed; boundary=" "', LINES, "boundary-empty", None, "documented"),
    ("multipart/mixed; boundary=b ;", LINES, None, None, None),
    ("multipart/mixed; boundary=b", "--c\r\n\r\nhi\r\n--c--\r\n", "boundary-never-used", NO_START, "field-report"),
    ("multipart/mixed; boundary=b", "--b--\r\n", "multipart-zero-parts", NO_START, "field-report"),
    ("multipart/mixed; boundary=b", "--b--\r\n--bc\r\n", "multipart-zero-parts", NO_START, "field-report"),
    # SES's reader looks for the delimiter, and passes over what is none.
    ("multipart/mixed; boundary=b", f"--b--\r\n{LINES}", "multipart-zero-parts", None, "field-report"),
    ("multipart/mixed; boundary=b", "--b--\r\n--b \t\r\n", "multipart-zero-parts", None, "field-report"),
]


@pytest.mark.parametrize(("value", "body", "slug", "answer", "evidence"), FOUND)
def test_what_is_wrong_with_a_boundary_and_what_is_answered(
    value: str, body: str, slug: str | None, answer: str | None, evidence: str | None
) -> None:
    octets = sample(f"Content-Type: {value}", body=body)
    expected = [(slug, answer, evidence)] if slug else []
    findings = found(octets)
    assert [(finding.slug, finding.predicts, finding.evidence) for finding in findings] == expected
    documented = found(octets, evidence="documented")
    assert [(finding.slug, finding.predicts) for finding in documented] == [(slug, None)] * len(expected)
    assert [finding.slug for finding in found(octets, "rfc")] == [slug] * len(expected)


def test_a_closing_delimiter_that_comes_first_is_said_to() -> None:
    (alone,) = found(sample(MIXED, body="hi\r\n"))
    (first,) = found(sample(MIXED, body=f"--b--\r\n{LINES}"))
    assert "no line of this multipart is '--b'" in alone.message
    assert "the closing delimiter '--b--' comes before any '--b'" in first.message


@pytest.mark.parametrize("stray", ["--b", "--b ", "--b--"])
@pytest.mark.parametrize("encoding", ["", "Content-Transfer-Encoding: base64\r\n"])
def test_a_delimiter_in_the_header_section_is_told_by_one_rule(stray: str, encoding: str) -> None:
    """The fields behind it are those of a part: it is not the multipart that is encoded."""
    fields = f"\r\n{stray}\r\n{encoding}X-A: b\r\n\r\nU2Vl\r\n"
    octets = sample(MIXED, body="").replace(b"\r\n\r\n", fields.encode())
    assert [finding.slug for finding in mimeforge.lint(octets).errors] == ["no-blank-line"]


def test_another_line_of_hyphens_there_is_no_delimiter() -> None:
    octets = sample(MIXED, body="").replace(b"\r\n\r\n", b"\r\n--x\r\n\r\nhi\r\n")
    assert {finding.slug for finding in mimeforge.lint(octets).errors} == {"no-blank-line", "boundary-never-used"}


@pytest.mark.parametrize(
    ("octets", "parts"),
    [
        (message(multipart("c", multipart("d", TEXT)))[: -len("--d--\r\n\r\n--c--\r\n\r\n--b--\r\n")], [""]),
        (message(multipart("c", multipart("d", TEXT)))[: -len("--c--\r\n\r\n--b--\r\n")], [""]),
        (message(multipart("c", multipart("d", TEXT)))[: -len("--b--\r\n")], [""]),
        # Closed by what is around it, it is a defect of its own.
        (message(multipart("c", TEXT).replace("--c--\r\n", ""), TEXT)[: -len("--b--\r\n")], ["", "1"]),
        (message(multipart("c", TEXT).replace("--c--\r\n", ""), TEXT), ["1"]),
        (message(*[multipart("c", multipart("d", TEXT)).replace("--d--\r\n\r\n--c--\r\n", "")] * 2), ["1", "2"]),
    ],
)
def test_what_was_cut_off_is_told_once(octets: bytes, parts: list[str]) -> None:
    findings = found(octets)
    assert [(finding.slug, finding.part) for finding in findings] == [("boundary-not-closed", part) for part in parts]


@pytest.mark.parametrize("encoding", ["base64", "BASE64", "quoted-printable", "Quoted-Printable (why)"])
def test_composite_types_are_not_encoded(encoding: str) -> None:
    field = f"Content-Transfer-Encoding: {encoding}\r\n"
    for profile in ("ses", "rfc"):
        (outer,) = found(sample(MIXED, field[:-2], body=multipart("b", TEXT).partition("\r\n\r\n")[2]), profile)
        (inner,) = found(message(multipart("c", TEXT, fields=field)), profile)
        (attached,) = found(message(field + MESSAGE + "\r\nSee you at noon."), profile)
        assert [finding.slug for finding in (outer, inner, attached)] == [*["multipart-encoded"] * 2, "message-encoded"]
        assert {finding.severity for finding in (outer, inner, attached)} == {Severity.ERROR}
        assert {finding.header for finding in (outer, inner, attached)} == {"Content-Transfer-Encoding"}
        # What SES makes of it is not known.
        assert {finding.predicts for finding in (outer, inner, attached)} == {None}


@pytest.mark.parametrize("profile", ["ses", "rfc"])
def test_what_is_encoded_as_a_whole_has_no_delimiter(profile: str) -> None:
    octets = sample(MIXED, "Content-Transfer-Encoding: base64", body="LS1iDQoNCmhpDQotLWItLQ0K\r\n")
    (finding,) = found(octets, profile)
    assert (finding.slug, finding.severity) == ("multipart-encoded", Severity.ERROR)
    assert (finding.predicts, finding.evidence) == (NO_START if profile == "ses" else None, "inferred")


@pytest.mark.parametrize("kind", ["delivery-status", "disposition-notification", "feedback-report"])
@pytest.mark.parametrize("encoding", ["base64", "quoted-printable"])
def test_reports_are_not_encoded(kind: str, encoding: str) -> None:
    octets = sample(f"Content-Type: message/{kind}", f"Content-Transfer-Encoding: {encoding}", body="QUJD\r\n")
    for profile, severity in (("ses", Severity.WARNING), ("rfc", Severity.ERROR)):
        ((finding),) = mimeforge.lint(octets, profile=profile)
        assert (finding.slug, finding.severity) == ("message-encoded", severity)
        assert octets[slice(*finding.span)] == encoding.encode()


def test_what_may_be_encoded_by_a_later_standard_is_left_alone() -> None:
    """RFC 6532 §3.7, RFC 6533: messages in UTF-8 and reports on them."""
    for kind in ("global", "global-delivery-status"):
        octets = sample(f"Content-Type: message/{kind}", "Content-Transfer-Encoding: base64", body="QUJD\r\n")
        assert mimeforge.lint(octets).ok


@pytest.mark.parametrize("encoding", ["7bit", "8bit", "binary"])
def test_composite_types_may_name_what_encodes_nothing(encoding: str) -> None:
    field = f"Content-Transfer-Encoding: {encoding}\r\n"
    assert found(message(multipart("c", TEXT, fields=field), field + MESSAGE + "\r\n")) == []


def test_leaves_may_be_encoded() -> None:
    leaf = "Content-Type: {}\r\nContent-Transfer-Encoding: base64\r\n\r\nU2VlIHlvdSBhdCBub29uLg=="
    # RFC 6532 §3.7 allows it for message/global, RFC 2045 §6.4 speaks of multipart and message only
    assert found(message(leaf.format("application/octet-stream"), leaf.format("message/global"))) == []


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([TEXT] * 500, []),
        ([TEXT] * 501, [("501", Severity.ERROR, "documented")]),
        ([TEXT] * 600, [("501", Severity.ERROR, "documented")]),
        ([multipart("c", *[TEXT] * 498)], []),
        ([multipart("c", *[TEXT] * 499)], []),
        ([multipart("c", *[TEXT] * 500)], [("1.500", Severity.WARNING, "inferred")]),
        ([multipart("c", *[TEXT] * 500), TEXT], [("2", Severity.ERROR, "documented")]),
        ([multipart("c", *[TEXT] * 498), TEXT, TEXT], [("3", Severity.WARNING, "inferred")]),
        # What an attached message is made of is not counted.
        ([MESSAGE + multipart("c", *[TEXT] * 501)], []),
        ([MESSAGE + "\r\n"] * 501, [("501", Severity.ERROR, "documented")]),
    ],
)
def test_at_most_500_parts(parts: list[str], expected: list[tuple[str, Severity, str]]) -> None:
    for profile in ("ses", "ses-v2", "ses-smtp"):
        findings = [finding for finding in found(message(*parts), profile) if finding.slug == "too-many-parts"]
        assert [(finding.part, finding.severity, finding.evidence) for finding in findings] == expected
        assert {finding.predicts for finding in findings} <= {None}
    assert found(message(*parts), "rfc") == []


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ([TEXT] * 9_999, "9,999 parts"),
        ([TEXT] * 12_000, "over 9,999 parts"),
        ([multipart("c", *[TEXT] * 12_000)], "over 9,998 parts"),
        ([TEXT] * 600 + [MESSAGE + multipart("c", *[TEXT] * 12_000), TEXT], "over 600 parts"),
    ],
)
def test_where_reading_ended_the_count_is_over_what_was_read(parts: list[str], said: str) -> None:
    (finding,) = [finding for finding in found(message(*parts)) if finding.slug == "too-many-parts"]
    assert finding.message.startswith(said)


def test_multiparts_of_many_levels_with_one_boundary_are_judged_in_no_time() -> None:
    octets = message("".join('Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\n' for _ in range(20_000)))
    assert {finding.slug for finding in found(octets)} == {"boundary-reused", "too-many-parts", "parse-limit"}
