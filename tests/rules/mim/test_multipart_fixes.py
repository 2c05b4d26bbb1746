"""What the fixes of multiparts make of them: the parts stay, but where a part is moved or found."""

from __future__ import annotations

import pytest
from mended import body_of, fixes_of, mended

import mimeforge
from mimeforge.edit import meaning
from mimeforge.linter.examples import sample
from mimeforge.rules.mim.multiparts import sample_of
from mimeforge.tree import parse

SAFE, UNSAFE = True, False
NOON = "\r\nSee you at noon."
PLAIN = "Content-Type: text/plain; charset=us-ascii\r\n\r\nSee you."
HTML = "Content-Type: text/html; charset=us-ascii\r\n\r\n<p>See you.</p>"
LOGO = "Content-Type: image/gif\r\nContent-ID: <a@example.com>\r\nContent-Transfer-Encoding: base64\r\n\r\nR0lGODlh"
STATUS = "Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; example.com"
LONG = "b" * 71


def multipart(parameters: str, body: str, *fields: str) -> bytes:
    return sample(f"Content-Type: multipart/mixed{parameters}", *fields, body=body)


def bounded(boundary: str, text: str = NOON) -> str:
    return f"--{boundary}\r\n{text}\r\n--{boundary}\r\nX-A: b\r\n\r\n --{boundary[:-1]}\r\n--{boundary}--\r\nbye\r\n"


def inner(boundary: str) -> str:
    return f'Content-Type: multipart/mixed; boundary="{boundary}"\r\n\r\n{bounded(boundary)}'


@pytest.mark.parametrize(
    ("code", "before"),
    [
        ("MIM103", multipart(f'; x=y;\r\n boundary="{LONG}"', bounded(LONG))),
        ("MIM104", multipart('; BOUNDARY="[b]"', bounded("[b]"))),
        ("MIM104", multipart('; boundary="b*c "', bounded("b*c"))),
        ("MIM108", sample_of("mixed", inner("b_a"))),
    ],
)
def test_another_boundary_leaves_all_parts_as_they_are(code: str, before: bytes) -> None:
    fixed, applied = mimeforge.fix(before)
    assert code in {finding.code for finding in applied}
    assert [finding for finding in mimeforge.lint(fixed) if finding.code.startswith("MIM10")] == []
    assert meaning(parse(fixed)) == meaning(parse(before))
    assert [part.raw for part in parse(fixed).walk() if not part.parts] == [
        part.raw for part in parse(before).walk() if not part.parts
    ]
    assert fixed.endswith(b"--\r\nbye\r\n" if code != "MIM108" else b"--b--\r\n")


def holding(value: str, *parts: str) -> bytes:
    """A message of parts with the boundary "b"; ``value`` is what stands behind "multipart/"."""
    body = "".join(f"--b\r\n{part}\r\n" for part in parts)
    return sample(f"Content-Type: multipart/{value}", body=f"{body}--b--\r\n")


OPEN = f"--b\r\n{NOON}"
NESTED = f"Content-Type: multipart/mixed; boundary=c\r\n\r\n--c\r\n{NOON}"
B, ENCODED, AS_IT_IS = "; boundary=b", "Content-Transfer-Encoding: base64", "Content-Transfer-Encoding: 7bit"

# A rule, a message before its fix and with it, and whether the fix is safe
CASES = [
    ("MIM104", multipart('; boundary="b "', bounded("b")), multipart('; boundary="b"', bounded("b")), SAFE),
    ("MIM101", multipart("; x=y", bounded("b")), multipart('; x=y; boundary="b"', bounded("b")), UNSAFE),
    ("MIM106", multipart('; boundary="c"; x=y', bounded("b")), multipart('; boundary="b"; x=y', bounded("b")), UNSAFE),
    # the end
    ("MIM107", multipart(B, f"{OPEN}\r\n"), multipart(B, f"{OPEN}\r\n\r\n--b--\r\n"), UNSAFE),
    ("MIM107", multipart(B, OPEN), multipart(B, f"{OPEN}\r\n--b--\r\n"), UNSAFE),
    ("MIM107", multipart(B, f"{OPEN}\r\n--b  \r\n\r\n"), multipart(B, f"{OPEN}\r\n--b--  \r\n\r\n"), UNSAFE),
    ("MIM107", sample_of("mixed", NESTED), sample_of("mixed", f"{NESTED}\r\n--c--"), UNSAFE),
    ("MIM110", sample_of("mixed", NOON) + b"--b--\r\n\r\n--b--\r\n", sample_of("mixed", NOON) + b"\r\n", SAFE),
    # what is said of it
    ("MIM115", multipart(B, bounded("b"), ENCODED), multipart(B, bounded("b"), AS_IT_IS), SAFE),
    ("MIM128", holding("related; boundary=b", HTML), holding('related; boundary=b; type="text/html"', HTML), UNSAFE),
    ("MIM129", holding('related; type="text/plain"; boundary=b', HTML),
     holding('related; type="text/html"; boundary=b', HTML), UNSAFE),
    ("MIM130", holding("related; start=x; boundary=b", HTML), holding("related; boundary=b", HTML), UNSAFE),
    ("MIM138", holding("report; boundary=b", NOON, STATUS),
     holding('report; boundary=b; report-type="delivery-status"', NOON, STATUS), UNSAFE),
    # empty lines among the fields
    ("MIM120", sample_of("mixed", f"\r\n\r\n{PLAIN}"), sample_of("mixed", PLAIN), UNSAFE),
    ("MIM121", sample_of("mixed", f"X-A: b\r\n\r\n{PLAIN}"), sample_of("mixed", f"X-A: b\r\n{PLAIN}"), UNSAFE),
    # the order
    ("MIM124", sample_of("alternative", LOGO, HTML, LOGO, PLAIN, NOON),
     sample_of("alternative", LOGO, PLAIN, HTML, LOGO, NOON), UNSAFE),
    ("MIM131", sample_of("related", LOGO, HTML), sample_of("related", HTML, LOGO), UNSAFE),
]  # fmt: skip


@pytest.mark.parametrize(("code", "before", "after", "safe"), CASES)
def test_the_message_with_its_fix(code: str, before: bytes, after: bytes, safe: bool) -> None:
    assert mended(before, code) == (after, safe)


def test_a_multipart_is_labelled_as_its_widest_part() -> None:
    eight_bit = "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: {}\r\n\r\nDéjà."
    for encoding in ("8bit", "binary"):
        before = sample_of("mixed", NOON, eight_bit.format(encoding))
        after, safe = mended(before, "MIM117", "rfc")
        assert parse(after).transfer_encoding == encoding
        assert body_of(after) == body_of(before)
        assert safe


def test_a_report_is_written_as_it_is() -> None:
    status = "Content-Type: message/delivery-status\r\n"
    encoded = f"{status}{ENCODED}\r\n\r\nUmVwb3J0aW5nLU1UQTogZG5zOyBhDQo="
    plain = f"{status}{AS_IT_IS}\r\n\r\nReporting-MTA: dns; a\r\n"
    assert mended(sample_of("mixed", encoded), "MIM116") == (sample_of("mixed", plain), SAFE)


def test_an_attached_message_is_found_where_it_is_not_encoded() -> None:
    encoded = "Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n{}"
    after, safe = mended(sample_of("mixed", encoded.format("U3ViamVjdDogYQ0KDQpiDQo=")), "MIM116")
    [message] = parse(after).parts[0].parts
    assert message.header("Subject") == "a"
    assert not safe
    assert fixes_of(sample_of("mixed", encoded.format("U2VlIHlvdSE=")), "MIM116") == []


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("MIM101", multipart("", "See you at noon.\r\n")),
        ("MIM101", multipart("", "--b\r\n\r\nSee you at noon.\r\n")),
        ("MIM102", multipart('; boundary=""', "--\r\n\r\nSee you at noon.\r\n----\r\n")),
        ("MIM103", multipart(f"; boundary={LONG}", "See you at noon.\r\n")),
        ("MIM104", multipart('; boundary="b "', "See you at noon.\r\n")),
        ("MIM107", multipart("; boundary=b", f"--b\r\n{NOON}\r\n--b-->\r\n")),
        # all of ours begin with these
        ("MIM108", multipart('; boundary="=_"', f"--=_\r\n{inner('=_a')}\r\n--=_--\r\n")),
        ("MIM108", multipart('; boundary="="', f"--=\r\n{inner('=a')}\r\n--=--\r\n")),
        ("MIM108", multipart('; boundary="="', f"--= \n{inner('=a')}\r\n--=--\r\n")),
        ("MIM108", sample_of("mixed", f"Content-Type: message/rfc822\r\n\r\nSubject: a\r\n{inner('bc')}")),
        ("MIM109", sample_of("mixed", inner("b"))),
        ("MIM110", sample_of("mixed", NOON) + b"--b--\r\nmore\r\n--b--\r\n"),
        ("MIM111", sample_of("mixed", f"{NOON}\r\n --b")),
        ("MIM112", sample("Content-Type: text/plain; charset=us-ascii; boundary=b", body=bounded("b"))),
        ("MIM115", multipart("; boundary=b", "LS1iDQo=\r\n", "Content-Transfer-Encoding: base64")),
        ("MIM120", sample_of("mixed", NOON, "\r\n")),
        ("MIM121", sample_of("mixed", "X-A: b\r\n\r\nContent-Type: text/plain\r\nSee you at noon.")),
        ("MIM130", sample_of("related; start=x", LOGO, HTML)),
        ("MIM138", sample_of("report", NOON, PLAIN)),
    ],
)  # fmt: skip
def test_somebody_has_to_say_what_is_meant(code: str, message: bytes) -> None:
    assert fixes_of(message, code) == []


def test_files_that_end_their_lines_in_lf_get_no_other() -> None:
    for code, before, _, _ in CASES:
        octets, _ = mended(before.replace(b"\r\n", b"\n"), code)
        assert b"\r" not in octets
