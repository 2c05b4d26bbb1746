"""The rules on charsets and characters: which speaks on which octets, where in the message, and on what none does."""

from __future__ import annotations

import base64
import quopri
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

import mimeforge
from mimeforge.codecs import charsets as codecs
from mimeforge.linter.examples import sample
from mimeforge.rules.chr import charset_names, charsets, text_characters

if TYPE_CHECKING:
    from mimeforge.linter import Finding

OWN = {rule.slug for file in (charset_names, charsets, text_characters) for rule in file.RULES}


def message(
    charset: str, content: bytes, *, encoding: str = "quoted-printable", media_type: str = "text/plain"
) -> bytes:
    named = f"; charset={charset}" if charset else ""
    body = base64.encodebytes(content) if encoding == "base64" else quopri.encodestring(content)
    body = body if encoding in {"base64", "quoted-printable"} else content
    return sample(
        f"Content-Type: {media_type}{named}",
        f"Content-Transfer-Encoding: {encoding}",
        body=body.replace(b"\n", b"\r\n") if encoding in {"base64", "quoted-printable"} else body,
    )


def found(octets: bytes, profile: str = "ses") -> list[Finding]:
    return [one for one in mimeforge.lint(octets, profile=profile) if one.slug in OWN]


LUNCH = "Déjeuner à midi"

# A charset, the content, the rule that speaks, how loudly, and the octets of the content that it points at.
SPOKEN = [
    ("", LUNCH.encode(), "charset-missing", "warning", b"\xc3\xa9"),
    ("", LUNCH.encode("latin-1"), "charset-missing", "warning", b"\xe9"),
    ("us-ascii", LUNCH.encode(), "charset-ascii-violated", "error", b"\xc3\xa9"),
    ("utf-8", LUNCH.encode("latin-1"), "charset-invalid-bytes", "warning", b"\xe9"),
    ("utf-8", b"lunch \xc3", "charset-invalid-bytes", "warning", b"\xc3"),
    ("iso-2022-jp", LUNCH.encode(), "charset-invalid-bytes", "warning", b"\xc3\xa9"),
    ("euc-kr", b"lunch \xff", "charset-invalid-bytes", "warning", b"\xff"),
    ("iso-8859-2", b"\x84lunch\x93", "charset-c1-latin1", "warning", b"\x84"),
    ("utf-8", b"\xe0\x80\xbcb>", "charset-overlong-surrogate", "error", b"\xe0\x80\xbc"),
    ("utf-8", b"\xf5\x80\x80\x80", "charset-overlong-surrogate", "error", b"\xf5\x80\x80\x80"),
    ("utf-8", LUNCH.encode().decode("cp1252").encode(), "charset-mojibake", "warning", "Ã©".encode()),
    ("utf-8", "€ ™".encode().decode("cp1252").encode(), "charset-mojibake", "warning", "â‚¬".encode()),
    ("utf-8", "😀 😁".encode().decode("latin-1").encode(), "charset-mojibake", "warning", None),
    ("utf-8", "привет".encode().decode("cp1251").encode(), None, "", None),
    ("iso-8859-1", LUNCH.encode(), "charset-mojibake", "warning", b"\xc3\xa9"),
    ("windows-1252", "“noon”".encode(), "charset-mojibake", "warning", b"\xe2\x80\x9c"),
    ("utf-8", "D\ufffdjeuner".encode(), "charset-replacement-char", "warning", "\ufffd".encode()),
    ("utf-8", "\ufeffDéjeuner".encode(), "charset-bom-in-body", "warning", "\ufeff".encode()),
]


@pytest.mark.parametrize(
    ("charset", "content", "slug", "severity", "at"), SPOKEN, ids=[repr(row[:2]) for row in SPOKEN]
)
def test_one_rule_speaks_and_points(
    charset: str, content: bytes, slug: str | None, severity: str, at: bytes | None
) -> None:
    for encoding in ("8bit", "quoted-printable", "base64"):
        octets = message(charset, content, encoding=encoding)
        for profile in ("ses", "rfc"):
            findings = found(octets, profile)
            assert [(one.slug, one.severity) for one in findings] == [(slug, severity)] * bool(slug)
            if at is not None and encoding != "base64":
                assert quopri.decodestring(octets[slice(*findings[0].span)]) == at


# Ordinary text in many languages and charsets.
SILENT = [
    ("utf-8", "AVIÃO, MAÇÃ, «\xa0café\xa0», “FAÇA”, Nº 1, ÂGE, 5\xa0°C, Ñandú, ÎLE, Ð".encode()),
    ("utf-8", "Þetta er Ísland, ÁÐUR, ÞAÐ".encode()),
    ("utf-8", "Việt Nam: ÃN, Ẩm thực".encode()),
    ("utf-8", "Ã© is what é becomes".encode()),
    ("utf-8", "👩‍🍳 🏴󠁧󠁢󠁥󠁮󠁧󠁿 ☕️".encode()),
    ("iso-8859-1", "Déjeuner à «\xa0midi\xa0»".encode("latin-1")),
    ("windows-1252", "“Déjeuner” – 5 €".encode("cp1252")),
    ("windows-1251", "Привет, как дела?".encode("cp1251")),
    ("koi8-r", "Привет, как дела?".encode("koi8-r")),
    ("windows-1253", "Καλημέρα".encode("cp1253")),
    ("gb2312", "朱镕基，你好".encode("gbk")),
    ("shift_jis", "①髙橋様".encode("cp932")),
    ("ks_c_5601-1987", "똠방각하".encode("cp949")),
    ("iso-2022-jp", "お昼ご飯".encode("iso-2022-jp")),
    ("big5", "午餐".encode("big5")),
    ("tis-620", "อาหารกลางวัน".encode("tis-620")),
    ("", b"lunch"),
    ("us-ascii", b"lunch"),
    ("utf-8", b""),
]


@pytest.mark.parametrize(("charset", "content"), SILENT, ids=[row[0] + repr(row[1][:12]) for row in SILENT])
@pytest.mark.parametrize("encoding", ["8bit", "quoted-printable", "base64"])
def test_nothing_is_said_of_ordinary_text(charset: str, content: bytes, encoding: str) -> None:
    for profile in ("ses", "rfc"):
        assert found(message(charset, content, encoding=encoding), profile) == []


@pytest.mark.parametrize(("body", "told"), [("D=C3=Z9jeuner", []), ("D=C3=3DZ9jeuner", ["charset-invalid-bytes"])])
def test_a_character_that_a_broken_escape_cuts_is_left_to_the_rules_on_escapes(body: str, told: list[str]) -> None:
    octets = sample(
        "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: quoted-printable", body=f"{body}\r\n"
    )
    assert [one.slug for one in found(octets)] == told


@given(st.text(st.characters(codec="utf-8", categories=["L", "M", "N", "P", "Z"])))
def test_text_in_utf8_is_text(text: str) -> None:
    told = {one.slug for one in found(message("utf-8", text.encode(), encoding="base64"))}
    assert told <= {"charset-mojibake"}  # random text may look double-encoded


@pytest.mark.parametrize(("charset", "content"), [row[:2] for row in SPOKEN])
def test_attached_text_is_a_file(charset: str, content: bytes) -> None:
    octets = message(charset, content, encoding="base64", media_type="text/csv")
    assert found(b"Content-Disposition: attachment; filename=a.csv\r\n" + octets) == []


@pytest.mark.parametrize(
    ("charset", "slug", "severity"),
    [
        ("x-klingon", "charset-unknown", "warning"),
        ('"charset=us-ascii"', "charset-unknown", "warning"),
        ("x" * 5_000, "charset-unknown", "warning"),
        ("utf8", "charset-alias", "note"),
        ("latin1", "charset-alias", "note"),
        ("cp1252", "charset-alias", "note"),
        ("rot13", "charset-unknown", "warning"),
        ("'utf-8'", "charset-unknown", "warning"),
        ('"utf 8"', "charset-unknown", "warning"),
        ("unknown-8bit", "charset-unknown", "warning"),
        ("X-GBK", "charset-unknown", "warning"),
        ("iso88591", "charset-alias", "note"),
        ("viscii", None, None),
        ("Windows-874", None, None),
        ("ISO-8859-8-I", None, None),
        ("KS_C_5601-1987", None, None),
        ('"UTF-8"', None, None),
    ],
)
def test_names_of_charsets(charset: str, slug: str | None, severity: str | None) -> None:
    octets = message(charset, b"lunch", encoding="7bit")
    assert [(one.slug, one.severity) for one in found(octets)] == [(slug, severity)] * bool(slug)


@pytest.mark.parametrize(
    ("media_type", "speaks"),
    [
        ("application/pdf", False),
        ("application/octet-stream", False),
        ("image/png", False),
        ("text/calendar", True),
        ("application/xml", True),
        ("image/svg+xml", True),
    ],
)
def test_a_charset_counts_where_there_is_text(media_type: str, *, speaks: bool) -> None:
    """PHP names the charset "binary" for files of all types."""
    octets = sample(f"Content-Type: {media_type}; charset=binary")
    assert [one.slug for one in found(octets)] == ["charset-unknown"] * speaks


@pytest.mark.parametrize(
    ("field", "at"),
    [
        ("Subject: Re: =?utf-8?q?D=EF=BF=BDjeuner?= (2)", "=?utf-8?q?D=EF=BF=BDjeuner?="),
        ("To: =?UTF-8?B?Wm/vv70=?= <zoe@example.net>", "=?UTF-8?B?Wm/vv70=?="),
    ],
)
def test_what_was_lost_is_told_in_fields_too(field: str, at: str) -> None:
    octets = sample(field)
    (finding,) = mimeforge.lint(octets)
    assert (finding.slug, finding.severity) == ("charset-replacement-char", "warning")
    assert octets[slice(*finding.span)] == at.encode()
    part = b"--b\r\nContent-Description: =?utf-8?q?=EF=BF=BD?=\r\n\r\nx\r\n--b--\r\n"
    (finding,) = found(sample("Content-Type: multipart/mixed; boundary=b", body=part))
    assert (finding.slug, finding.part, finding.header) == ("charset-replacement-char", "1", "Content-Description")


def test_each_preferred_name_is_that_of_its_codec() -> None:
    for codec, names in charset_names.PREFERRED.items():
        assert {codecs.canonical(name) for name in names if codecs.is_known(name)} == {codec}


@pytest.mark.parametrize(
    ("charset", "content", "severity"),
    [("utf-16", LUNCH.encode("utf-16"), "warning"), ("utf-32be", LUNCH.encode(), "error"), ("utf-16", b"", "warning")],
)
def test_text_in_two_octets_is_worse_where_it_is_none(charset: str, content: bytes, severity: str) -> None:
    (finding,) = found(message(charset, content, encoding="base64"))
    assert (finding.slug, finding.severity) == ("charset-utf16-text", severity)


@pytest.mark.parametrize(
    ("charset", "meta", "speaks"),
    [
        ("utf-8", '<meta charset="windows-1252">', True),
        ("utf-8", '<META http-equiv="Content-Type" content="text/html; charset=gb2312">', True),
        ("utf-8", '<meta charset="x-klingon">', False),
        ("utf-8", "<meta charset=UTF8>", False),
        ("utf-8", '<meta name="charset"><p title="charset=gb2312">', False),
        ("windows-1252", "<meta charset=iso-8859-1>", False),
        ("gbk", "<meta charset=gb2312>", False),
    ],
)
def test_html_names_one_charset(charset: str, meta: str, *, speaks: bool) -> None:
    octets = message(charset, f"{meta}<p>ü</p>".encode(charset), media_type="text/html")
    assert [one.slug for one in found(octets)] == ["charset-html-meta-conflict"] * speaks


def test_the_octets_of_damaged_base64_are_nobodys_text() -> None:
    octets = message("us-ascii", LUNCH.encode(), encoding="base64").replace(b"RMOp", b"R*MOp")
    assert found(octets) == []


@pytest.mark.parametrize("shape", [b"\xc3", b"\xc3\x83\xc2\xa9", b"\xef\xbf\xbd", b"<meta ", b"<meta charset", b"\x80"])
@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1", "us-ascii", "gb2312", "utf-7", "utf-16", ""])
def test_hostile_text_is_told_in_bounds(charset: str, shape: bytes) -> None:
    octets = message(charset, shape * 100_000, encoding="8bit", media_type="text/html")
    findings = found(octets)
    assert len(findings) < 5
    assert all(len(one.message) < 300 and one.message.isprintable() for one in findings)
