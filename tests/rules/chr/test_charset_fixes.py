"""What the fixes of charsets make of a part: another name, or the text in another charset."""

from __future__ import annotations

import pytest
from mended import fixes_of, mended

from mimeforge.edit import meaning
from mimeforge.linter.examples import sample
from mimeforge.tree import parse

SAFE, UNSAFE = True, False
QP = "Content-Transfer-Encoding: quoted-printable"
BASE64 = "Content-Transfer-Encoding: base64"
NOON = "See you at noon.\r\n"

# A rule, Content-Type (or the charset of a text/plain) and body before its fix and with it, whether the fix is safe
CASES = [
    ("CHR101", ("text/plain", "D=C3=A9j=C3=A0\r\n"), ('text/plain; charset="utf-8"', "D=C3=A9j=C3=A0\r\n"), UNSAFE),
    ("CHR101", ("text/html; x=y;", "=C3=A9\r\n"), ('text/html; x=y; charset="utf-8"', "=C3=A9\r\n"), UNSAFE),
    ("CHR102", ("'utf-8'", NOON), ("utf-8", NOON), SAFE),
    ("CHR103", ('text/plain; charset="UTF8"', NOON), ("utf-8", NOON), SAFE),
    ("CHR103", ("latin1", "=E9\r\n"), ("iso-8859-1", "=E9\r\n"), SAFE),
    ("CHR104", ("us-ascii", "=C3=A9\r\n"), ("utf-8", "=C3=A9\r\n"), UNSAFE),
    ("CHR106", ("iso-8859-1", "=93a=94\r\n"), ("windows-1252", "=93a=94\r\n"), UNSAFE),
    ("CHR106", ("latin5", "=93a=94\r\n"), ("windows-1254", "=93a=94\r\n"), UNSAFE),
    ("CHR108", ("text/plain; charset=utf-8;\r\n x=y", NOON), ("text/plain; charset=us-ascii;\r\n x=y", NOON), SAFE),
    ("CHR110", ("utf-7", "See you, Zo+AOk-!\r\n"), ("utf-8", "See you, Zo=C3=A9!\r\n"), SAFE),
    (
        "CHR111",
        ("text/html; charset=utf-8", "<meta charset=3D'iso-8859-1'>=C3=A9\r\n"),
        ("text/html; charset=utf-8", "<meta charset=3D'utf-8'>=C3=A9\r\n"),
        UNSAFE,
    ),
    ("CHR112", ("latin1", "=C3=A9 =C3=A9\r\n"), ("utf-8", "=C3=A9 =C3=A9\r\n"), UNSAFE),
    ("CHR116", ("utf-8", "=EF=BB=BFnoon\r\n"), ("utf-8", "noon\r\n"), UNSAFE),
]


def told(content_type: str, body: str) -> bytes:
    content_type = content_type if "/" in content_type else f"text/plain; charset={content_type}"
    return sample(f"Content-Type: {content_type}", QP, body=body)


@pytest.mark.parametrize(("code", "before", "after", "safe"), CASES)
def test_the_type_and_the_body_with_their_fix(
    code: str, before: tuple[str, str], after: tuple[str, str], safe: bool
) -> None:
    assert mended(told(*before), code) == (told(*after), safe)


def test_the_charset_of_an_extended_value() -> None:
    disposition = "Content-Disposition: attachment; filename*0*=UTF8'fr'Zo%C3%A9; filename*1=.txt"
    assert mended(sample(disposition), "CHR103") == (sample(disposition.replace("UTF8", "utf-8")), SAFE)


@pytest.mark.parametrize("charset", ["utf-16", "utf-16le", "utf-16-be", "utf-32"])
def test_wide_text_is_written_in_utf8(charset: str) -> None:
    octets = "Dejà vu, à midi\r\net demain.\r\n".encode(charset)
    encoded = octets.hex(" ").upper().replace(" ", "=")
    before = sample(
        f"Content-Type: text/plain; charset={charset}", QP, body=f"={encoded}".replace("=0D=0A", "=0D=0A=\r\n")
    )
    after, safe = mended(before, "CHR109")
    assert parse(after).raw == b"Dej=C3=A0 vu, =C3=A0 midi\r\net demain.\r\n"
    assert meaning(parse(after)) == meaning(parse(before))
    assert safe


def test_a_mark_in_base64_is_taken_away() -> None:
    utf8 = "Content-Type: text/plain; charset=utf-8"
    assert mended(sample(utf8, BASE64, body="77u/Tm9vbsOp\r\n"), "CHR116") == (
        sample(utf8, BASE64, body="Tm9vbsOp\r\n"),
        UNSAFE,
    )


@pytest.mark.parametrize(
    ("code", "before", "after"),
    [
        ("CHR114", "Subject: =?utf-8?q?De=CC=81jeuner?=, 12", "Subject: =?utf-8?b?RMOpamV1bmVyLA==?= 12"),
        ("CHR117", "Subject: Lunch =?utf-8?q?to=E2=80=8Bday?=", "Subject: Lunch today"),
        (
            "CHR117",
            "Content-Disposition: inline; filename*=utf-8''a%C2%ADb.txt; size=20",
            'Content-Disposition: inline; filename="ab.txt"; size=20',
        ),
    ],
)
def test_a_name_or_subject_without_what_nobody_sees(code: str, before: str, after: str) -> None:
    octets, safe = mended(sample(before), code)
    assert parse(octets).header("Subject") == parse(sample(after)).header("Subject")
    assert parse(octets).filename == parse(sample(after)).filename
    assert not safe


WIDE_META = "<=00m=00e=00t=00a=00 =00c=00h=00a=00r=00s=00e=00t=00=3D=00a=00>=00"


@pytest.mark.parametrize(
    ("code", "before"),
    [
        ("CHR101", ("text/plain", "D=E9j=E0\r\n")),
        ("CHR101", ("text/html", "<meta charset=3Dwindows-1251>=D0=9F\r\n")),
        ("CHR102", ("x-klingon", NOON)),
        ("CHR102", ('text/plain; charset=""', NOON)),
        ("CHR104", ("us-ascii", "=E9\r\n")),
        ("CHR105", ("utf-8", "=E9\r\n")),
        ("CHR106", ("iso-8859-2", "=93a=94\r\n")),
        ("CHR106", ("iso-8859-1", "=81\r\n")),
        ("CHR107", ("utf-8", "=C0=BC\r\n")),
        ("CHR109", ("utf-16", NOON)),
        ("CHR109", ("text/html; charset=utf-16le", WIDE_META)),
        ("CHR110", ("utf-7", "+2AA-\r\n")),
        ("CHR112", ("utf-8", "=C3=83=C2=A9 =C3=83=C2=A0\r\n")),
        ("CHR113", ("utf-8", "=EF=BF=BD\r\n")),
    ],
)
def test_somebody_has_to_say_what_is_meant(code: str, before: tuple[str, str]) -> None:
    assert fixes_of(told(*before), code) == []


@pytest.mark.parametrize(
    "subject", ["=?utf-8?q?Lu=E2=80=8Bn=0D=0Ach?=", "Lu\u200bn\rch", "=?x-none?q?Lunch?= =?utf-8?q?to=E2=80=8Bday?="]
)
def test_a_subject_that_no_field_can_carry_or_that_is_in_doubt_is_not_written_anew(subject: str) -> None:
    assert fixes_of(sample(f"Subject: {subject}"), "CHR117") == []
