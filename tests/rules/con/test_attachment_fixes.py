"""What the fixes of attachments, invitations and automatic mail make of a message; what is attached stays."""

from __future__ import annotations

import pytest
from mended import body_of, fixes_of, mended

from mimeforge.linter.examples import sample
from mimeforge.rules.con.attachments import attached
from mimeforge.tree import parse

PDF = b"%PDF-1.7\r\n%\xe2\xe3\xcf\xd3\r\n%%EOF\r\n"
TEXT = "Content-Type: text/plain; charset=us-ascii\r\n\r\nSee you."
HTML = "Content-Type: text/html; charset=us-ascii\r\n\r\n<p>See you.</p>"
AMP = "Content-Type: text/x-amp-html; charset=us-ascii\r\n\r\n<html amp4email>See you.</html>"


def alternative(*parts: str) -> bytes:
    body = "".join(f"--b\r\n{part}\r\n" for part in parts)
    return sample('Content-Type: multipart/alternative; boundary="b"', body=f"{body}--b--\r\n")


@pytest.mark.parametrize(
    ("code", "before", "after"),
    [
        ("CON109", "filename*=utf-8''invoice%E2%80%AEtxt.csv", 'filename="invoicetxt.csv"'),
        ("CON109", "filename*=utf-8''%E2%80%AAZo%C3%A9.txt; size=3", "filename*=utf-8''Zo%C3%A9.txt; size=3"),
        ("CON110", "filename*=utf-8''no%00te%0As.txt", 'filename="notes.txt"'),
        ("CON111", 'filename="/home/jo/notes.txt"', 'filename="notes.txt"'),
        ("CON111", "filename*=utf-8''C%3A%5CZo%C3%A9%5Cnotes.txt", 'filename="notes.txt"'),
        ("CON111", 'filename="../notes.txt"', 'filename="notes.txt"'),
        ("CON114", 'filename=" notes.txt "', 'filename="notes.txt"'),
        ("CON114", "filename*0=notes; filename*1*=%20%20%20%20%20%20.txt; size=3", 'filename="notes.txt"; size=3'),
    ],
)
def test_a_file_gets_the_name_that_was_meant(code: str, before: str, after: str) -> None:
    disposition = "Content-Disposition: attachment; {}"
    octets, safe = mended(sample(disposition.format(before)), code)
    assert octets == sample(disposition.format(after))
    assert not safe


def test_a_name_that_stands_twice_is_mended_twice() -> None:
    fields = 'Content-Type: text/plain; name="{0}"', 'Content-Disposition: attachment; filename="{0}"'
    before, after = ([field.format(name) for field in fields] for name in ("notes.txt ", "notes.txt"))
    assert mended(sample(*before), "CON114") == (sample(*after), False)


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("CON108", "invoice.pdf.html"),
        ("CON109", "%E2%80%AE"),
        ("CON111", "2024%2F25.txt"),  # a season
        ("CON111", ".."),
        ("CON112", "con.txt"),
        ("CON114", "disk.iso%C2%A0"),  # Gmail refuses what is meant
    ],
)
def test_somebody_has_to_find_a_name(code: str, name: str) -> None:
    disposition = f"Content-Disposition: attachment; filename*=utf-8''{name}"
    assert fixes_of(sample("Content-Type: application/octet-stream", disposition), code) == []


def test_the_type_of_a_file_is_known_by_its_name() -> None:
    before, after = attached("a.pdf", PDF), attached("a.pdf", PDF, "application/pdf")
    assert mended(before, "CON104") == (after, False)
    assert fixes_of(attached("a.png", PDF), "CON104") == []  # one of both is wrong


@pytest.mark.parametrize("method", ["REQUEST", "x-y"])
def test_an_invitation_is_told_as_one(method: str) -> None:
    lines = ("BEGIN:VCALENDAR", f"METHOD:{method}", "BEGIN:VEVENT", "UID:1", "DTSTAMP:20250120T120000Z", "END:VEVENT")
    calendar = "Content-Type: text/calendar; charset=us-ascii{}\r\n\r\n" + "\r\n".join(lines)
    before, after = (alternative(TEXT, calendar.format(named)) for named in ("", f'; method="{method}"'))
    assert mended(before, "CON125") == (after, False)
    assert fixes_of(alternative(TEXT, calendar.format("").replace("METHOD", "X-METHOD")), "CON125") == []
    assert fixes_of(alternative(TEXT, calendar.format("; method=CANCEL")), "CON125") == []


def test_amp_comes_before_html() -> None:
    assert mended(alternative(TEXT, HTML, AMP), "CON127") == (alternative(TEXT, AMP, HTML), False)
    assert fixes_of(alternative(TEXT, AMP), "CON127") == []


@pytest.mark.parametrize(
    ("field", "how"),
    [
        ("X-Auto-Response-Suppress: All", "auto-generated"),
        ("X-Autoreply: yes", "auto-replied"),
        ("Precedence: auto_reply", "auto-replied"),
    ],
)
def test_an_automatic_message_says_so(field: str, how: str) -> None:
    before = sample(field)
    after, safe = mended(before, "CON128")
    assert parse(after).header("Auto-Submitted") == how
    assert body_of(after) == body_of(before)
    assert not safe
