"""Attachments of version 2: names, encodings, and how they stand with the HTML."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mimeforge import ses
from mimeforge._ses_facts import BLOCKED_EXTENSIONS

FILES = "Content.Simple.Attachments"
Found = list[tuple[str, str, str | None, bytes]]


def sent(*files: dict[str, Any], html: str | None = None) -> dict[str, Any]:
    body = {"Text": {"Data": "See you at noon."}} | ({} if html is None else {"Html": {"Data": html}})
    simple = {"Subject": {"Data": "Lunch"}, "Body": body, "Attachments": [*files]}
    return {
        "FromEmailAddress": "jo@example.com",
        "Destination": {"ToAddresses": ["zoe@example.net"]},
        "Content": {"Simple": simple},
    }


def templated(*files: dict[str, Any]) -> dict[str, Any]:
    return sent() | {"Content": {"Template": {"TemplateName": "lunch", "Attachments": [*files]}}}


def file(name: str = "menu.txt", octets: bytes | str = b"Soup\n", **members: Any) -> dict[str, Any]:
    return {"FileName": name, "RawContent": octets} | members


def found(kwargs: dict[str, Any]) -> Found:
    report = ses.lint_request("sesv2.SendEmail", kwargs)
    members = dict(report.members)
    return [
        (one.slug, str(one.severity), one.member, members.get(one.member or "", b"")[slice(*one.span)])
        for one in report
    ]


def in_both(one: dict[str, Any]) -> Found:
    """Return what is said of an attachment, which is the same beside a template."""
    simple = found(sent(file(), one))
    assert found(templated(file(), one)) == [
        (slug, how, (member or "").replace("Simple", "Template"), at) for slug, how, member, at in simple
    ]
    return simple


@pytest.mark.parametrize(
    "one",
    [
        file(),
        file("menü – mai.txt"),
        file("menu (1) & 'more' #2 %20.tar.gz", b"\x1f\x8b\x08\0", ContentTransferEncoding="BASE64"),
        file(octets="Crème\n", ContentTransferEncoding="BASE64"),
        file(octets=b"x" * 998 + b"\n", ContentTransferEncoding="SEVEN_BIT"),
        file(octets="Crème\n".encode("latin-1"), ContentTransferEncoding="QUOTED_PRINTABLE"),
    ],
)
def test_ordinary_attachments_draw_nothing(one: dict[str, Any]) -> None:
    assert found(sent(one)) == []
    assert found(templated(one)) == []


@pytest.mark.parametrize("character", [*'/\\:*?"<>|'])
def test_characters_that_ses_refuses(character: str) -> None:
    expected = [("attachment-name-characters", "error", f"{FILES}[1].FileName", character.encode())]
    assert in_both(file(f"ménu{character}may.txt")) == expected


@pytest.mark.parametrize("character", [*"\t\n\r\0\x1b\x7f\x85"])
def test_controls_in_what_becomes_a_field_are_doubtful(character: str) -> None:
    given = {
        "FileName": "dish.txt",
        "ContentType": "text/plain; x=y",
        "ContentId": "dish",
        "ContentDescription": "Soup",
    }
    for member, value in given.items():
        one = file("dish.txt", **{member: f"{value}{character}x"})
        assert in_both(one) == [("attachment-control", "warning", f"{FILES}[1].{member}", character.encode())]


@pytest.mark.parametrize(
    ("cid", "is_one"),
    [
        ("menu", True),
        ("<menu@example.com>", True),
        ("a/b(c)&'d'", True),
        ("the menu", False),
        (" menu", False),
        ("menü", False),
        ("<a>b", False),
        ("<<a>>", False),
        ("<>", False),
    ],
)
def test_ids_are_those_of_content(cid: str, is_one: bool) -> None:
    expected = ("attachment-id-syntax", "warning", f"{FILES}[1].ContentId", cid.encode())
    assert in_both(file("dish.txt", ContentId=cid)) == ([] if is_one else [expected])


@pytest.mark.parametrize(
    "name", ["x" * 252 + ".txt", "x" * 990 + ".txt", "é" * 300 + ".txt", "\U0001f44d" * 400, "x\n" * 200]
)
def test_a_name_that_is_too_long_is_said_once(name: str) -> None:
    said = [one[:3] for one in found(sent(file(), file(name))) if one[0] != "attachment-control"]
    assert said == [("request-length", "error", f"{FILES}[1].FileName")]


def test_a_name_that_is_long_in_octets_alone_is_another_matter() -> None:
    assert [one[:2] for one in found(sent(file("é" * 251 + ".txt")))] == [("filename-long", "warning")]


@pytest.mark.parametrize(
    ("written", "is_one"),
    [
        ("application/pdf", True),
        ("Image/SVG+xml", True),
        (" text/plain ; charset=utf-8;", True),
        ('text/csv; header="a/b"', True),
        ("message/rfc822", True),
        ("application/vnd.example.a-b.c", True),
        ("pdf", False),
        ("text", False),
        ("text/", False),
        ("/plain", False),
        ("a/b/c", False),
        ("image/*", False),
        ("image /png", False),
        ("multipart/mixed", False),
        ("Multipart/Alternative; boundary=b", False),
    ],
)
def test_types_are_media_types_of_files(written: str, is_one: bool) -> None:
    expected = ("attachment-type-syntax", "warning", f"{FILES}[1].ContentType", written.encode())
    files = (file(), file("dish.txt", ContentType=written))
    assert [one for one in found(sent(*files)) if one[2]] == ([] if is_one else [expected])
    assert [one[0] for one in found(templated(*files))] == ([] if is_one else [expected[0]])


@given(name=st.text(st.characters(exclude_categories=["C"], exclude_characters='/\\:*?"<>|'), max_size=40))
@settings(deadline=None)
def test_no_other_character_is_refused(name: str) -> None:
    assert "attachment-name-characters" not in {slug for slug, *_ in found(sent(file(f"a{name}.txt")))}


@pytest.mark.parametrize("ending", sorted(BLOCKED_EXTENSIONS))
@pytest.mark.parametrize("changed", [str.lower, str.upper])
def test_endings_that_ses_refuses(ending: str, changed: Any) -> None:
    name = changed(f"menu.{ending}")
    said = [one for one in in_both(file(name)) if one[0] == "attachment-name-blocked"]
    assert said == [("attachment-name-blocked", "error", f"{FILES}[1].FileName", name[4:].encode())]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("menu.exe.txt", []),
        ("exe", []),
        ("menu.exes", []),
        ("menu.exe.", ["warning"]),
        ("menu.exe ", ["warning"]),
        (".exe", ["error"]),
        ("", []),
        ("...", []),
    ],
)
def test_what_counts_is_the_last_ending(name: str, expected: list[str]) -> None:
    said = found(sent(file(name)))
    assert [how for slug, how, *_ in said if slug == "attachment-name-blocked"] == expected
    assert "blocked-extension-ses" not in {slug for slug, *_ in said}


@pytest.mark.parametrize(
    "octets", [b"\x80", "é", b"a\0b", b"x" * 999, b"x\n" + b"y" * 999 + b"\r\nz", b"%PDF-1.4\n\xe2\xe3\n%%EOF\n"]
)
@pytest.mark.parametrize("encoding", [{}, {"ContentTransferEncoding": ""}, {"ContentTransferEncoding": "SEVEN_BIT"}])
def test_what_is_not_7bit_wants_an_encoding(octets: bytes | str, encoding: dict[str, str]) -> None:
    place = f"{FILES}[0].ContentTransferEncoding"
    said = [one[:3] for one in found(sent(file("menu.dat", octets, **encoding)))]
    assert [one for one in said if one[0] == "attachment-not-7bit"] == [("attachment-not-7bit", "warning", place)]
    assert not [one for one in found(sent(file("menu.dat", octets, ContentTransferEncoding="BASE64"))) if one[2]]


@pytest.mark.parametrize("octets", [b"", b"Soup\n", b"a\rb\x1b[", b"x" * 998, (b"x" * 998 + b"\r\n") * 3])
def test_what_is_7bit_wants_none(octets: bytes) -> None:
    assert not [one for one in found(sent(file("menu.dat", octets))) if one[2]]


def test_binary_is_not_for_quoted_printable() -> None:
    binary = file("menu.dat", b"a\0b", ContentTransferEncoding="QUOTED_PRINTABLE")
    place = f"{FILES}[1].ContentTransferEncoding"
    said = [("attachment-binary-quoted-printable", "warning", place, b"QUOTED_PRINTABLE")]
    assert [one for one in in_both(binary) if one[2]] == said


def test_what_is_inline_has_an_id() -> None:
    said = [("attachment-inline-without-id", "warning", f"{FILES}[1].ContentDisposition", b"INLINE")]
    assert in_both(file("dish.txt", ContentDisposition="INLINE")) == said


@pytest.mark.parametrize("disposition", [{}, {"ContentDisposition": "INLINE"}, {"ContentDisposition": "ATTACHMENT"}])
def test_html_shows_attachments_by_their_id(disposition: dict[str, str]) -> None:
    html = '<p>See you at noon.</p><img src="cid:menu" alt="the menu">'
    logo = file("menu.png", b"\x89PNG\r\n\x1a\n", ContentTransferEncoding="BASE64", ContentId="menu", **disposition)
    cid = {"cid-missing", "cid-unused", "cid-mangled", "cid-disposition"}
    assert not cid & {slug for slug, *_ in found(sent(logo, html=html))}
    named_otherwise = logo | {"ContentId": "soup"}
    assert "cid-missing" in {slug for slug, *_ in found(sent(named_otherwise, html=html))}
    assert "cid-missing" in {slug for slug, *_ in found(sent(html=html))}


@pytest.mark.parametrize(
    "members",
    [
        {"ContentType": 'image/png; name="menu.png"'},
        {"ContentType": "png"},
        {"ContentType": "multipart/mixed"},
        {"ContentId": "<menu>"},
        {"FileName": "menu\x07.png"},
    ],
)
def test_an_attachment_that_is_at_fault_is_there_nevertheless(members: dict[str, str]) -> None:
    html = '<p>See you at noon.</p><img src="cid:menu" alt="the menu">'
    logo = file("menu.png", b"\x89PNG\r\n\x1a\n", ContentTransferEncoding="BASE64", ContentId="menu") | members
    assert "cid-missing" not in {slug for slug, *_ in found(sent(logo, html=html))}


def test_ids_are_unique() -> None:
    files = [file("a.txt", ContentId="menu"), file("b.txt", ContentId="Menu"), file("c.txt", ContentId="menu")]
    said = [("attachment-id-twice", "warning", f"{FILES}[2].ContentId", b"menu")]
    assert found(sent(*files)) == said
    assert [one[0] for one in found(sent(*files, html='<p>See you at noon.</p><img src="cid:menu" alt="">'))] == [
        "attachment-id-twice"
    ]


@pytest.mark.parametrize(("count", "is_too_many"), [(499, False), (500, True)])
def test_parts_are_counted(count: int, is_too_many: bool) -> None:
    files = [file(f"{n}.txt") for n in range(count)]
    beside_template = [("template-too-many-parts", "error", "Content.Template.Attachments[499].FileName", b"499.txt")]
    assert found(templated(*files)) == beside_template * is_too_many
    assert [one[:3] for one in found(sent(*files))] == [("too-many-parts", "error", None)] * is_too_many


ODD: list[Any] = [
    None,
    1,
    "x",
    [],
    {},
    b"",
    {"FileName": None},
    {"RawContent": 1},
    {"FileName": "a/b.exe"},
    {"ContentId": []},
]


@pytest.mark.parametrize("one", ODD, ids=repr)
def test_an_attachment_of_any_shape_is_judged(one: Any) -> None:
    slugs = {slug for slug, *_ in found(sent(file(), one))}
    assert slugs & {"request-wrong-type", "request-missing-member"}
