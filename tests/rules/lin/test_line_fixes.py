"""What the fixes of octets, lines and line ends make of a message."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mended import EVERYTHING, fixes_of, mended

import mimeforge
from mimeforge.edit import meaning
from mimeforge.linter.examples import sample
from mimeforge.tree import parse

SAFE, UNSAFE = True, False
GOOD = sample()
PARTS = "--b\r\n\r\nHi\r\n--b--"
MIXED = "Content-Type: multipart/mixed; boundary=b"
TEXT = "Content-Type: text/plain; charset=us-ascii"
PNG = "Content-Type: image/png"
JSON = "Content-Type: application/json"
QP = "Content-Transfer-Encoding: quoted-printable"
BASE64 = "Content-Transfer-Encoding: base64"
ESCAPED = rb"From: jo@a.example\r\nSubject: Lunch\r\n\r\nSee you at noon.\r\n"


def encoded(content_type: str, encoding: str, body: str) -> bytes:
    """The sample message with a body for which the encoding was written behind the other fields."""
    header, _, _ = sample(content_type).partition(b"\r\n\r\n")
    return b"\r\n".join([header, encoding.encode(), b"", body.encode()])


# A rule, a field before its fix and with it, and whether the fix is safe
FIELDS = [
    ("LIN101", "Subject: Lunch\r", "Subject: Lunch", UNSAFE),
    ("LIN101", "Subject: Lunch\r\r\r\n at noon", "Subject: Lunch\r\n at noon", UNSAFE),
    ("LIN101", "To: Zoe\r <zoe@a.example>", "To: Zoe\r\n <zoe@a.example>", UNSAFE),
    ("LIN106", "Subject: Lunch\0\0 ", "Subject: Lunch ", UNSAFE),
    ("LIN111", f"Subject: {'noon ' * 15}soon", f"Subject: {'noon ' * 13}noon\r\n noon soon", SAFE),
    # neither in quotes nor in angle brackets, nor before what reads as a field
    (
        "LIN111",
        f'To: {"z" * 58}@b.example,  "Z D" <z@a.b>',
        f'To: {"z" * 58}@b.example,\r\n  "Z D" <z@a.b>',
        SAFE,
    ),
    (
        "LIN111",
        f"X-Note: {'a' * 60} b Content-Type: text/html",
        f"X-Note: {'a' * 60}\r\n b Content-Type: text/html",
        SAFE,
    ),
    (
        "LIN112",
        f"Subject: =?utf-8?q?{'=C3=A9' * 8}?= at noon",
        f"Subject: =?utf-8?q?{'=C3=A9' * 8}?= at\r\n noon",
        SAFE,
    ),
    ("LIN113", "Subject: Un  déjeuner", "Subject: Un =?utf-8?q?_d=C3=A9jeuner?=", SAFE),
    ("LIN113", "Subject: Le =?utf-8?q?d=C3=AEner?= à midi", "Subject: Le =?utf-8?b?ZMOubmVyIMOg?= midi", SAFE),
    ("LIN113", 'From: "Zoé D." <z@example.com>', "From: =?utf-8?b?Wm/DqSBELg==?= <z@example.com>", SAFE),
    (
        "LIN113",
        "To: Zoé<z@a.b>, a@a.b (à midi)",
        "To: =?utf-8?q?Zo=C3=A9?= <z@a.b>, a@a.b (=?utf-8?q?=C3=A0_midi?=)",
        SAFE,
    ),
    ("LIN113", "Cc: É: Zoé <z@a.b>;", "Cc: =?utf-8?b?w4k=?= : =?utf-8?q?Zo=C3=A9?= <z@a.b>;", SAFE),
    ("LIN113", "Cc: Zoé <z@bücher.example>", "Cc: =?utf-8?q?Zo=C3=A9?= <z@bücher.example>", SAFE),
    ("LIN113", "Resent-To: Zoé\r\n\t<z@a.example>", "Resent-To: =?utf-8?q?Zo=C3=A9?=\r\n\t<z@a.example>", SAFE),
    (
        "LIN113",
        'Content-Disposition: attachment; filename="Reçu.txt"; size=1',
        "Content-Disposition: attachment; filename*=utf-8''Re%C3%A7u.txt; size=1",
        SAFE,
    ),
]

# A field that somebody has to correct: where the rest went, in which charset it was, what a control was for
UNKNOWN = [
    ("LIN101", "Subject: Lunch\rBcc: audit@example.com"),
    ("LIN106", "From: J\0o <jo@example.com>"),
    ("LIN106", "Subject: \0"),
    ("LIN108", "Subject: \x1b[1mLunch"),
    ("LIN110", f"X-SES-FROM-ARN: {'a' * 1000}"),
    ("LIN113", "Subject: Un \ufffd déjeuner"),
    ("LIN113", "Subject: =?x-martian?q?Un?= déjeuner"),
    ("LIN113", "Subject: Un \x07 déjeuner"),
    ("LIN113", "Message-ID: <é@example.com>"),
    ("LIN113", "Received: from é"),
    ("LIN113", "List-Unsubscribe: <https://example.com/é>"),
    ("LIN114", b"Subject: R\xe9servation"),
]

# A rule, a message before its fix and with it, and whether the fix is safe
MESSAGES = [
    ("LIN102", GOOD.replace(b"\r\n", b"\n", 2), GOOD, SAFE),
    ("LIN102", GOOD.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n", 1), GOOD, SAFE),
    ("LIN102", sample(BASE64, body="U2Vl\nIHlvdQ==\n"), sample(BASE64, body="U2Vl\r\nIHlvdQ==\r\n"), SAFE),
    ("LIN102", sample(JSON, body="{\n}\r\n"), encoded(JSON, BASE64, "ewp9DQo=\r\n"), SAFE),
    ("LIN105", GOOD.replace(b"\r\n", b"\r\r\n"), GOOD, UNSAFE),
    ("LIN105", GOOD.replace(b"\r\n\r\n", b"\r\n\r\r\r\n"), GOOD, UNSAFE),
    ("LIN127", GOOD.replace(b"\r\n", b"\r"), GOOD, UNSAFE),
    ("LIN127", GOOD.replace(b"\r\n", b"\r") + b"\n", GOOD, UNSAFE),
    ("LIN104", sample(TEXT, body="one\rtwo\r\n"), encoded(TEXT, QP, "one=0Dtwo\r\n"), SAFE),
    ("LIN104", sample(body="one\r\r\ntwo\r\r\n"), sample(body="one\r\ntwo\r\n"), UNSAFE),
    ("LIN107", sample(PNG, body=b"\x89PNG\0\r\n"), encoded(PNG, BASE64, "iVBORwANCg==\r\n"), SAFE),
    (
        "LIN115",
        sample(MIXED, body="é\r\n--b\r\n\r\nHi\r\n--b--\r\n"),
        sample(MIXED, body="\r\n--b\r\n\r\nHi\r\n--b--\r\n"),
        UNSAFE,
    ),
    ("LIN116", sample(MIXED, body="--b\r\n\r\nHi\r\n--b--"), sample(MIXED, body="--b\r\n\r\nHi\r\n--b--\r\n"), SAFE),
    ("LIN116", sample(body="Hi"), sample(body="Hi\r\n"), UNSAFE),
    ("LIN116", sample(body="Hi").replace(b"\r\n", b"\n"), sample(body="Hi\n").replace(b"\r\n", b"\n"), UNSAFE),
    ("LIN117", b"\xef\xbb\xbf" + GOOD, GOOD, UNSAFE),
    ("LIN117", b"\xef\xbb\xbf\r\n\r\n" + GOOD, GOOD, UNSAFE),
    ("LIN118", GOOD.decode().encode("utf-16"), GOOD, UNSAFE),
    ("LIN118", GOOD.decode().encode("utf-32-be"), GOOD, UNSAFE),
    (
        "LIN120",
        sample(body=">From then on\r\n\r\n>From now\r\n"),
        sample(body="From then on\r\n\r\nFrom now\r\n"),
        UNSAFE,
    ),
    ("LIN123", sample(body="See\r\n...you\r\n..\r\n.\r\n"), sample(body="See\r\n..you\r\n.\r\n"), UNSAFE),
    (
        "LIN124",
        sample(body="Hi\n.\r\nRCPT TO:<a@a.example>\r\n"),
        sample(body="Hi\r\n.\r\nRCPT TO:<a@a.example>\r\n"),
        SAFE,
    ),
    ("LIN124", sample(TEXT, body="See you\r\n.\rat noon.\r\n"), encoded(TEXT, QP, "See you\r\n.=0Dat noon.\r\n"), SAFE),
    ("LIN125", sample(body="See \t\r\nyou \r\n-- \r\nJo\r\n"), sample(body="See\r\nyou\r\n-- \r\nJo\r\n"), UNSAFE),
]

# A message that somebody has to correct
UNKNOWN_MESSAGES = [
    ("HDR125", ESCAPED.replace(b"noon", rb"\"noon\"")),
    ("LIN102", GOOD.replace(b"\r\n\r\n", b"\r\n\nBcc: amy@example.org\r\n\r\n").replace(b"noon.\r", b"noon.")),
    ("LIN103", GOOD.replace(b"\r\n", b"\n")),
    ("LIN110", sample(MIXED, body="x" * 999 + "\r\n--b\r\n\r\nHi\r\n--b--\r\n")),
    # To encode it takes a field, and where the header section ends is not sure.
    ("LIN110", GOOD.replace(b"\r\n\r\nSee", b"\r\n\n" + b"x" * 999)),
    ("LIN116", sample(JSON, body="{}")),
    ("LIN118", GOOD.replace(b"Lunch", "Dîner".encode()).decode().encode("utf-16")),
    ("LIN122", b"220 mx.example.net ESMTP\r\nEHLO client.example.com\r\n" + GOOD),
    ("LIN150", GOOD.replace(b"\r\n\r\n", b"\r\n\nBcc: amy@example.org\r\n\r\n")),
]


@pytest.mark.parametrize(("code", "before", "after", "safe"), FIELDS)
def test_a_field_with_its_fix(code: str, before: str, after: str, safe: bool) -> None:
    assert mended(sample(before), code) == (sample(after), safe)


@pytest.mark.parametrize(("code", "field"), UNKNOWN)
def test_a_field_that_somebody_has_to_correct(code: str, field: str | bytes) -> None:
    assert fixes_of(sample(field), code) == []


@pytest.mark.parametrize(("code", "before", "after", "safe"), MESSAGES)
def test_a_message_with_its_fix(code: str, before: bytes, after: bytes, safe: bool) -> None:
    assert mended(before, code) == (after, safe)


@pytest.mark.parametrize(("code", "message"), UNKNOWN_MESSAGES)
def test_a_message_that_somebody_has_to_correct(code: str, message: bytes) -> None:
    assert fixes_of(message, code) == []


def test_escaped_line_ends_become_line_ends() -> None:
    assert mended(ESCAPED, "HDR125") == (b"From: jo@a.example\r\nSubject: Lunch\r\n\r\nSee you at noon.\r\n", UNSAFE)


def test_a_domain_becomes_a_labels_where_no_rule_of_ses_speaks_of_it() -> None:
    before, after = "Cc: Zoé <z@bücher.example>", "Cc: =?utf-8?q?Zo=C3=A9?= <z@xn--bcher-kva.example>"
    assert mended(sample(before), "LIN113", "rfc") == (sample(after), UNSAFE)


@pytest.mark.parametrize(
    "field",
    [
        "X-Data: " + "a b\t " * 400,
        "To: " + ",".join(f"zoe{number:03}@a.example" for number in range(80)),
        "Cc: Team: " + ", ".join(f'"D, J" <j{number:03}@a.example>' for number in range(80)) + ";",
        "References: " + " ".join(f"<{number:03}@a.example>" for number in range(80)),
        "X-SES-MESSAGE-TAGS: " + ", ".join(f"tag{number} = 1" for number in range(100)),
        "Subject: " + "x" * 1200,
    ],
)
def test_a_field_that_is_too_long_for_a_line_is_folded(field: str) -> None:
    before = sample(field)
    after, is_safe = mended(before, "LIN110")
    assert is_safe
    assert max(map(len, after.split(b"\r\n"))) <= 78
    assert meaning(parse(after)) == meaning(parse(before))
    assert {finding.slug for finding in mimeforge.lint(after)} <= {finding.slug for finding in mimeforge.lint(before)}


@pytest.mark.parametrize(
    ("fields", "body"),
    [
        ((), "x" * 999 + "\r\n"),
        ((QP,), "=41" * 400 + "\r\n"),
        ((BASE64,), "QUJD" * 300 + "\r\n"),
        ((JSON,), "x" * 2000),
        ((MIXED,), f"--b\r\n\r\n{'x ' * 600}\r\n--b--\r\n"),
    ],
)
def test_a_body_with_a_line_that_is_too_long_is_encoded(fields: tuple[str, ...], body: str) -> None:
    before = sample(*fields, body=body)
    after, is_safe = mended(before, "LIN110")
    assert is_safe
    assert max(map(len, after.split(b"\r\n"))) <= 78
    assert meaning(parse(after)) == meaning(parse(before))


@pytest.mark.parametrize("code", ["LIN102", "LIN125"])
def test_thousands_of_lines_are_mended_in_a_few_looks(code: str) -> None:
    body = "See you \r\nat noon.\n" * 3_000
    fixed, applied = mimeforge.fix(sample(body=body), profile=EVERYTHING, unsafe=code == "LIN125")
    assert code not in {finding.code for finding in mimeforge.lint(fixed, profile=EVERYTHING)}
    assert len(applied) < 100


@given(st.lists(st.sampled_from([b"a", b" ", b"\r\n", b"\n", b"\r", b".", b"\0", b"From "]), max_size=12))
def test_safe_fixes_keep_a_text(pieces: list[bytes]) -> None:
    before = sample(body=b"Hi\r\n" + b"".join(pieces))
    after = mimeforge.fix(before, profile=EVERYTHING).octets
    assert meaning(parse(after)) == meaning(parse(before))
    assert mimeforge.fix(after, profile=EVERYTHING) == (after, ())
