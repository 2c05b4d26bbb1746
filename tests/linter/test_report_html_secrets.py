"""Secrets in the HTML report: what a masked finding stands at is nowhere to be read, however it is encoded."""

from __future__ import annotations

import re
from base64 import b64decode, b64encode, encodebytes
from quopri import encodestring

import pytest
from html_page import page, preview, text_of
from hypothesis import given
from hypothesis import strategies as st
from reported import found, reported, write

import mimeforge
from mimeforge.linter.examples import sample
from mimeforge.linter.report import Report
from mimeforge.tree.content_map import content_map

KEY = "AKIA" + "Q3EGRXAB" * 2
PRIVATE = "-----BEGIN RSA PRIVATE KEY-----\r\n" + "MIIBOgIBAAJBAKj3\r\n" * 20 + "-----END RSA PRIVATE KEY-----\r\n"
STARRED = "AKIA" + "*" * 16


def part(head: str, body: str | bytes) -> bytes:
    return head.encode() + b"\r\n\r\n" + (body if isinstance(body, bytes) else body.encode())


def mixed(*parts: bytes, fields: tuple[str, ...] = ()) -> bytes:
    body = b"".join(b"--b\r\n%s\r\n" % one for one in parts) + b"--b--\r\n"
    return sample('Content-Type: multipart/mixed; boundary="b"', *fields, body=body)


def lines_of_base64(text: str) -> bytes:
    return encodebytes(text.encode()).replace(b"\n", b"\r\n")


TEXT = f"Größe: {KEY} für alle\r\n"
PLAIN = "Content-Type: text/plain; charset=utf-8"
HTML = "Content-Type: text/html; charset=utf-8"
BASE64 = "\r\nContent-Transfer-Encoding: base64"
QUOTED = "\r\nContent-Transfer-Encoding: quoted-printable"

PLACES = {
    "as it stands": part(PLAIN, TEXT),
    "base64": part(PLAIN + BASE64, lines_of_base64(TEXT)),
    "base64, one character later": part(PLAIN + BASE64, lines_of_base64(f"a{TEXT}")),
    "base64, two characters later": part(PLAIN + BASE64, lines_of_base64(f"ab{TEXT}")),
    "base64 in a line": part(PLAIN + BASE64, b64encode(TEXT.encode())),
    "base64 in lines of seven": part(PLAIN + BASE64, re.sub(rb"(.{7})", rb"\1\r\n", b64encode(TEXT.encode()))),
    "quoted-printable": part(PLAIN + QUOTED, encodestring(TEXT.encode()).replace(b"\n", b"\r\n")),
    "quoted-printable, broken within": part(PLAIN + QUOTED, f"Gr=C3=B6=C3=9Fe: {KEY[:9]}=\r\n=58{KEY[10:]} da"),
    "HTML": part(HTML, f"<p title='{KEY}'>{TEXT}</p>"),
    "HTML in base64": part(HTML + BASE64, lines_of_base64(f"<p>{TEXT}</p>")),
}


@pytest.mark.parametrize("body", PLACES.values(), ids=PLACES)
def test_a_secret_is_starred_wherever_it_was_found(body: bytes) -> None:
    report = mimeforge.lint(mixed(body))
    assert [finding.masked for finding in report if finding.code == "SEC108"][:1] == [True]
    root = page(report)
    shown = "\n".join([text_of(root), *root.xpath("//@title | //@srcdoc")])
    assert KEY not in shown
    assert KEY[5:12] not in shown
    assert STARRED in shown.replace("␍␊", "").replace("*\n*", "**"), "its lines are starred too"
    assert "Größe: AKIA" in shown, "what stands around it is left"
    for word in re.findall(r"[A-Za-z0-9+/]{12,}", shown):
        assert KEY[6:12].encode() not in b64decode(word + "=" * (-len(word) % 4), validate=True), "nor in base64"


@given(st.text("ab c\n", max_size=9), st.text("ab c\n", max_size=9), st.integers(1, 9))
def test_base64_around_a_secret_stays_readable(before: str, after: str, length: int) -> None:
    text = f"{before} {KEY} {after}"
    encoded = re.sub(rb"(.{%d})" % (4 * length), rb"\1\r\n", b64encode(text.encode()))
    octets = mixed(part(PLAIN + BASE64, encoded))
    body = mimeforge.parse(octets).parts[0]
    at = len(before.encode()) + 1
    span = content_map(body).span(at, at + len(KEY))
    root = page(reported(octets, found(octets, *span, part="1", masked=True)))
    [shown] = root.xpath("//details[summary/@id='m1-text-1']")
    lines = [text_of(line).rstrip("␠") for line in shown.xpath(".//li")]
    assert lines == [line.rstrip() for line in text.replace(KEY, STARRED).splitlines()]


def test_the_same_secret_is_starred_where_nobody_looked() -> None:
    """In fields and names no rule looks for secrets, and of one text it tells five."""
    fields = (f"Subject: your {KEY}", f"X-Key: {KEY}", f"X-Encoded: =?utf-8?q?=41{KEY[1:]}?=")
    named = f'Content-Type: text/plain; charset=utf-8; name="{KEY}.txt"\r\nContent-ID: <{KEY}@example.com>'
    others = [f"AKIA{'ABCDEFGH'[at] * 16}" for at in range(8)]
    report = mimeforge.lint(mixed(part(PLAIN, TEXT), part(named, "\r\n".join(others)), fields=fields))
    text = write("html", Report(findings=report.findings, source=report.source, name=f"{KEY}.eml", profile="ses"))
    assert KEY[5:] not in text
    assert not [other for other in others if other in text]
    assert text.count(STARRED) >= 8


def test_a_finding_that_quotes_a_secret_does_not_tell_it() -> None:
    octets = sample(f"X-Key: {KEY}")
    at = octets.index(KEY.encode())
    masked = found(octets, at, at + len(KEY), f"a key: {KEY}", masked=True, predicts=f"Illegal {KEY}")
    beside = found(octets, at - 3, at + 8, f"beside {KEY}", code="ABC102", header=KEY)
    text = write("html", reported(octets, masked, beside))
    assert KEY[5:] not in text
    assert KEY[:8] not in text


@pytest.mark.parametrize("secret", ["tr0ub4dor&3 with <signs>", "пароль-пароль"])
def test_secrets_of_other_rules_are_starred_though_they_look_like_nothing(secret: str) -> None:
    octets = mixed(part(PLAIN, f"it is {secret}, again: {secret}"), part(HTML, f"<p>{secret}</p>"))
    at = octets.index(secret.encode())
    root = page(reported(octets, found(octets, at, at + len(secret.encode()), "a secret", part="1", masked=True)))
    shown = "\n".join([text_of(root), root.xpath("string(//iframe/@srcdoc)")])
    assert secret not in shown
    assert secret[6:] not in shown
    assert shown.count(secret[:2]) >= 4, "the beginning is left"


@pytest.mark.parametrize("encoding", ["", BASE64])
def test_of_a_private_key_the_first_line_is_shown(encoding: str) -> None:
    body = f"before\r\n{PRIVATE}after\r\n"
    plain = part(PLAIN + encoding, lines_of_base64(body) if encoding else body)
    report = mimeforge.lint(mixed(plain, part(HTML, f"<pre>{PRIVATE}")))
    root = page(report)
    shown = "\n".join([text_of(root), *root.xpath("//@srcdoc")])
    assert PRIVATE.splitlines()[1] not in shown
    assert shown.count("-----BEGIN RSA PRIVATE KEY-----") >= 3
    assert "before" in shown
    assert "after" in shown
    assert "-----END RSA PRIVATE KEY-----" in shown


def test_a_cut_through_a_secret_shows_no_half_of_it() -> None:
    """At the edge of an excerpt, of a text and of a header section as at that of a value."""
    octets = sample(f"X-Long: {'x' * 60} {KEY}", f"X-Longer: {'y' * 991} {KEY}", body="z" * 99_990 + " " + KEY)
    finding = found(octets, 0, 1)
    text = write("html", reported(octets, *[found(octets, at, at + 1) for at in range(0, 160, 3)], finding))
    assert not re.search(r"AKIA[A-Z0-9]", text)


def test_ordinary_text_is_not_starred() -> None:
    octets = mixed(part(HTML, "<p>AKIA and ghp_ and Bearer eyJ, ** bold **</p>"))
    root = page(mimeforge.lint(octets))
    assert preview(root).xpath("string(//p)") == "AKIA and ghp_ and Bearer eyJ, ** bold **"
