"""Two spellings of one message mean the same; whatever a reader would see otherwise does not."""

from __future__ import annotations

import base64

import pytest

from mimeforge.edit import meaning
from mimeforge.linter.examples import sample
from mimeforge.tree import parse

TEXT = "Grüße, Zoé.\r\n"


def said(octets: bytes) -> object:
    return meaning(parse(octets))


def body(text: bytes, *fields: str) -> bytes:
    return sample(*fields, body=text)


def encoded(text: str, charset: str = "utf-8", **spelling: str) -> bytes:
    octets = base64.encodebytes(text.encode(charset)).replace(b"\n", b"\r\n")
    fields = ("Content-Transfer-Encoding: base64", f"Content-Type: text/plain; charset={spelling.get('name', charset)}")
    return body(octets, *fields)


def quoted(text: bytes) -> bytes:
    return body(text, "Content-Transfer-Encoding: quoted-printable", "Content-Type: text/plain; charset=utf-8")


def multipart(text: bytes, boundary: str = '"b"') -> bytes:
    return body(text, f"Content-Type: multipart/mixed; boundary={boundary}")


EQUAL = {
    "folds": (sample("Subject: a  b"), sample("Subject: a\r\n  b")),
    "letters of a name": (sample("Subject: a"), sample("SUBJECT: a")),
    "encoded-words": (sample("Subject: =?utf-8?q?Caf=C3=A9_Zo=C3=A9?="), sample("Subject: Café Zoé")),
    "encoded-words cut otherwise": (
        sample("Subject: =?utf-8?q?Caf=C3?= =?utf-8?q?=A9?="),
        sample("Subject: =?utf-8?b?Q2Fmw6k=?="),
    ),
    "an encoded name": (sample('To: "Café" <a@example.com>'), sample("To: =?utf-8?q?Caf=C3=A9?= <a@example.com>")),
    "an encoded name with a comma": (
        sample('To: "Doe, Zoé" <a@example.com>'),
        sample("To: =?utf-8?q?Doe=2C_Zo=C3=A9?= <a@example.com>"),
    ),
    "quotes around a dot": (sample("To: J. Doe <a@example.com>"), sample('To: "J. Doe" <a@example.com>')),
    "blanks in brackets": (sample("To: Jo < a@example.com >"), sample("To: Jo <a@example.com>")),
    "nothing between commas": (
        sample("To: a@example.com,, b@example.com,"),
        sample("To: a@example.com, b@example.com"),
    ),
    "nothing in a group": (sample("To: x:, a@example.com;"), sample("To: x: a@example.com;")),
    "the name of a zone": (
        sample("Date: Mon, 20 Jan 2025 12:00:00 GMT"),
        sample("Date: Mon, 20 Jan 2025 12:00:00 +0000"),
    ),
    "UTC": (
        sample("Date: Mon, 20 Jan 2025 12:00:00 UTC"),
        sample("Date: Mon, 20 Jan 2025 12:00:00 +0000"),
    ),
    "an encoded date": (
        sample("Date: =?utf-8?q?Mon=2C_20_Jan_2025_12=3A00=3A00?= +0000"),
        sample("Date: Mon, 20 Jan 2025 12:00:00 +0000"),
    ),
    "an encoded id": (
        sample("References: =?utf-8?q?=3C1=40example=2Enet=3E?="),
        sample("References: <1@example.net>"),
    ),
    "a weekday": (sample("Date: 20 Jan 2025 12:00 EST"), sample("Date: Mon, 20 Jan 2025 12:00:00 -0500")),
    "an encoded ARN": (
        sample("X-SES-SOURCE-ARN: =?utf-8?q?arn=3Aaws?=\r\n =?utf-8?q?=3Ases?="),
        sample("X-SES-SOURCE-ARN: arn:aws:ses"),
    ),
    "a folded link": (
        sample("List-Unsubscribe: <https://example.com/\r\n leave>"),
        sample("List-Unsubscribe: <https://example.com/leave>"),
    ),
    "a second field in the same words": (sample("X-A: 1"), sample("X-A: 1\r\nX-A: 1")),
    "an empty field": (sample("Cc: \r\n "), sample()),
    "MIME-Version": (sample(), sample(without=["MIME-Version"])),
    "a transfer encoding": (encoded(TEXT), quoted("Grüße, Zoé.\r\n".encode().replace(b"\xc3", b"=C3"))),
    "a charset": (encoded(TEXT), encoded(TEXT, "latin-1")),
    "the name of a charset": (encoded(TEXT), encoded(TEXT, name="UTF8")),
    "the last line end": (body(b"a"), body(b"a\r\n")),
    "line ends of a text": (body(b"a\nb\n"), body(b"a\r\nb\r\n")),
    "a boundary": (multipart(b"--b\r\n\r\na\r\n--b--\r\n"), multipart(b"--c\r\n\r\na\r\n--c--\r\n", "c")),
    "a close delimiter": (multipart(b"--b\r\n\r\na\r\n--b--\r\n"), multipart(b"--b\r\n\r\na\r\n")),
    "quotes of a parameter": (
        sample("Content-Disposition: attachment; filename=a.txt"),
        sample('Content-Disposition: attachment; filename="a.txt"'),
    ),
    "forms of a file name": (
        sample("Content-Disposition: attachment; filename*=utf-8''caf%C3%A9.txt"),
        sample('Content-Disposition: attachment; filename="=?utf-8?q?caf=C3=A9.txt?="'),
    ),
}

DIFFERENT = {
    "a blank of a subject": (sample("Subject: a  b"), sample("Subject: a b")),
    "a letter": (sample("Subject: a"), sample("Subject: A")),
    "a comma in quotes": (sample('To: "Doe, Jo" <a@example.com>'), sample("To: Doe, Jo <a@example.com>")),
    "an angle bracket in quotes": (sample('To: "Jo <x" <a@example.com>'), sample("To: Jo <x <a@example.com>")),
    "an address": (sample("To: a@example.com"), sample("To: A@example.com")),
    "a comma between ids": (sample("References: <1@a>, <2@a>"), sample("References: <1@a> <2@a>")),
    "an address less": (sample("To: a@example.com, b@example.com"), sample("To: a@example.com")),
    "a field more": (sample(), sample("X-A: 1")),
    "a second field in other words": (sample("X-A: 1"), sample("X-A: 1\r\nX-A: 2")),
    "the order of fields": (sample("X-A: 1", "X-B: 1"), sample("X-B: 1", "X-A: 1")),
    "a moment": (sample("Date: Mon, 20 Jan 2025 12:00:00 +0000"), sample("Date: Mon, 20 Jan 2025 12:00:00 +0100")),
    "an unknown zone": (
        sample("Date: Mon, 20 Jan 2025 12:00:00 CEST"),
        sample("Date: Mon, 20 Jan 2025 12:00:00 +0200"),
    ),
    "a character": (body(b"a\r\n"), body(b"b\r\n")),
    "an empty line more": (body(b"a\r\n"), body(b"a\r\n\r\n")),
    "a blank at the end of a line": (body(b"a\r\nb\r\n"), body(b"a \r\nb\r\n")),
    "a charset that is wrong": (encoded(TEXT), encoded(TEXT, name="latin-1")),
    "a line end of a file": (
        body(b"a\n", "Content-Type: application/x-a"),
        body(b"a\r\n", "Content-Type: application/x-a"),
    ),
    "a part more": (multipart(b"--b\r\n\r\na\r\n--b--\r\n"), multipart(b"--b\r\n\r\na\r\n--b\r\n\r\n--b--\r\n")),
    "a file name": (
        sample("Content-Disposition: attachment; filename=a.txt"),
        sample("Content-Disposition: attachment; filename=b.txt"),
    ),
    "attachment": (sample("Content-Disposition: inline"), sample("Content-Disposition: attachment")),
    "a parameter": (sample("Content-Type: text/plain; format=flowed"), sample("Content-Type: text/plain")),
    "a Content-ID": (sample("Content-ID: <a@b>"), sample("Content-ID: <c@b>")),
}


@pytest.mark.parametrize("name", EQUAL)
def test_another_spelling_means_the_same(name: str) -> None:
    one, other = EQUAL[name]
    assert one != other
    assert said(one) == said(other)


@pytest.mark.parametrize("name", DIFFERENT)
def test_what_a_reader_sees_otherwise_does_not(name: str) -> None:
    one, other = DIFFERENT[name]
    assert said(one) != said(other)


def test_a_meaning_holds_no_content() -> None:
    assert "noon" not in repr(said(body(b"noon\r\n")))
