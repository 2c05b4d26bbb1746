from __future__ import annotations

import copy
import pickle
import sys
from email import message_from_bytes
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mimeforge._limits import KEPT_BODY_MAX
from mimeforge.errors import HeaderError
from mimeforge.headers import content_id
from mimeforge.parts import Attachment

if TYPE_CHECKING:
    from pathlib import Path


def attachment(
    data: bytes = b"x", filename: str | None = None, media_type: str | None = None, cid: str | None = None
) -> Attachment:
    return Attachment.of(data, filename, media_type, None if cid is None else content_id(cid, "cid"))


def body(part: Attachment) -> bytes:
    return b"".join(part.chunks())


@pytest.fixture
def no_libmagic(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "magic", None)


@pytest.mark.parametrize(
    ("part", "lines"),
    [
        (
            attachment(b"%PDF", "a.pdf"),
            [
                *["Content-Type: application/pdf;", ' name="a.pdf"', "Content-Transfer-Encoding: base64"],
                *["Content-Disposition: attachment;", ' filename="a.pdf"'],
            ],
        ),
        (
            attachment(b"x", media_type="a/b"),
            ["Content-Type: a/b", "Content-Transfer-Encoding: base64", "Content-Disposition: attachment"],
        ),
        (
            attachment(b"x", "Reçu.pdf"),
            [
                *["Content-Type: application/pdf;", ' name="Recu.pdf"', "Content-Transfer-Encoding: base64"],
                *["Content-Disposition: attachment;", " filename*=utf-8''Re%C3%A7u.pdf"],
            ],
        ),
        (
            attachment(b"x", "logo.png", None, "logo@example.com"),
            [
                *["Content-Type: image/png;", ' name="logo.png"', "Content-Transfer-Encoding: base64"],
                *["Content-Disposition: inline;", ' filename="logo.png"', "Content-ID: <logo@example.com>"],
            ],
        ),
    ],
)
def test_the_fields_of_a_part(part: Attachment, lines: list[str]) -> None:
    assert part.fields().decode().split("\r\n") == [*lines, ""]


@pytest.mark.parametrize(
    ("data", "filename", "media_type", "content_type"),
    [
        # As given; else by name; else, without libmagic, octets.
        (b"x", "a.pdf", "image/png", "image/png"),
        (b"x", "a.pdf", None, "application/pdf"),
        (b"%PDF-1.7", "a.unknown", None, "application/octet-stream"),
        (b"%PDF-1.7", None, None, "application/octet-stream"),
        (b"", None, None, "application/octet-stream"),
        # Text has a charset only if it is valid UTF-8.
        ("é".encode(), "a.csv", None, 'text/csv; charset="utf-8"'),
        (b"\xe9", "a.csv", None, "text/csv"),
        (b"", "a.csv", None, 'text/csv; charset="utf-8"'),
        (b"\xe9", None, "text/csv; charset=iso-8859-1", 'text/csv; charset="iso-8859-1"'),
        ("é".encode(), None, "text/csv; charset=iso-8859-1", 'text/csv; charset="iso-8859-1"'),
        ("é".encode(), None, "text/csv; header=present", 'text/csv; header="present"; charset="utf-8"'),
        ("é".encode(), "a.json", None, "application/json"),
        ("é".encode("utf-16"), "a.txt", None, "text/plain"),
        # Valid UTF-8, and yet none: text holds no NUL.
        ("abc".encode("utf-16-le"), "a.txt", None, "text/plain"),
        (b"a,b\0", "a.csv", None, "text/csv"),
    ],
)
@pytest.mark.usefixtures("no_libmagic")
def test_the_media_type(data: bytes, filename: str | None, media_type: str | None, content_type: str) -> None:
    field = attachment(data, filename, media_type).content.write("Content-Type")
    assert field == f"Content-Type: {content_type}\r\n".encode()


def test_libmagic_is_asked_only_where_name_and_argument_tell_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def from_buffer(octets: bytes, *, mime: bool) -> str:
        asked.append(octets)
        return "image/gif"

    monkeypatch.setitem(sys.modules, "magic", SimpleNamespace(MagicException=ValueError, from_buffer=from_buffer))
    assert attachment(b"1", "a.pdf").content.value == "application/pdf"
    assert attachment(b"2", "a.unknown", "image/png").content.value == "image/png"
    assert asked == []
    assert attachment(b"3", "a.unknown").content.value == "image/gif"
    assert attachment(b"4").content.value == "image/gif"
    assert asked == [b"3", b"4"]


@pytest.mark.parametrize(
    ("media_type", "field", "problem"),
    [
        ("message/rfc822", "content_type", r"message/rfc822 cannot be base64 .*; use \.attach_message\(\)"),
        ("MESSAGE/Delivery-Status", "content_type", "base64 .*; attach it as application/octet-stream"),
        (
            "multipart/mixed; boundary=x",
            "content_type",
            "multipart/mixed cannot be base64 .*; attach it as application/octet-stream",
        ),
        ("image/png; name=a.png", "content_type", "give the file name as filename"),
        ("image/png; name*=utf-8''a.png", "content_type", "give the file name as filename"),
        ("image/png; filename=a.png", "content_type", "give the file name as filename"),
        ("image/png (a comment)", "content_type", "a comment would be lost"),
        ("image", "content_type", "type/subtype"),
        ("", "content_type", "no token"),
        ("image/png\r\nBcc: x@example.com", "content_type", "another header field"),
        ("text/plain; charset=a'b", "charset of content_type", "no name of a charset"),
    ],
)
def test_types_that_no_attachment_can_have(media_type: str, field: str, problem: str) -> None:
    with pytest.raises(HeaderError, match=problem) as caught:
        attachment(b"x", "a.png", media_type)
    assert caught.value.field == field


@pytest.mark.parametrize(
    ("filename", "position"), [("", None), ("a\r\nb", 1), ("a\0b", 1), ("a\x1bb", 1), ("\x85", 0), ("a\ud800", 1)]
)
def test_file_names_that_no_attachment_can_have(filename: str, position: int | None) -> None:
    with pytest.raises(HeaderError) as caught:
        attachment(b"x", filename)
    assert (caught.value.field, caught.value.position) == ("filename", position)


def test_a_name_that_no_line_can_hold_is_refused_when_it_is_attached() -> None:
    with pytest.raises(HeaderError, match="may not be split"):
        attachment(b"x", "x" * 990)
    # Of these there are segments; and a stand-in that is cut.
    assert b"filename*20*=" in attachment(b"x", "é" * 300).fields()
    assert b'name="%s.pdf"' % (b"e" * 120) in attachment(b"x", "é" * 2000 + ".pdf").fields()


def test_a_path_gives_data_and_name_and_an_argument_overrides_the_name(tmp_path: Path) -> None:
    path = tmp_path / "Rec\u0327u.csv"
    path.write_bytes(b"a,b\n")
    part = Attachment.of(path, None, None)
    assert (part.data, part.filename, part.content.value) == (b"a,b\n", "Reçu.csv", "text/csv")
    # An explicit name is never normalised.
    assert Attachment.of(path, "Rec\u0327u.pdf", None).filename == "Rec\u0327u.pdf"
    path.unlink()
    assert body(part) == b"YSxiCg==\r\n"


@pytest.mark.parametrize(
    "name",
    ["a\nb", pytest.param("a\udce9", marks=pytest.mark.skipif(sys.platform != "linux", reason="octets as names"))],
)
def test_a_name_from_a_path_is_judged_too(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"x")
    with pytest.raises(HeaderError) as caught:
        Attachment.of(path, None, None)
    assert (caught.value.field, caught.value.position) == ("filename", 1)
    assert Attachment.of(path, "a.pdf", None).filename == "a.pdf"


@given(st.binary(max_size=400) | st.sampled_from([b"\n", b"\r", b".\r\n", b"From x\n", b" \t", b"a\n\n"]))
def test_the_octets_arrive_as_they_are(data: bytes) -> None:
    part = attachment(data, "a.txt")
    message = message_from_bytes(part.fields() + b"\r\n" + body(part))
    assert message.get_payload(decode=True) == data
    assert part.size == len(body(part))
    assert part.ends_line == body(part).endswith(b"\r\n")
    assert part.unencoded is None
    assert part.transfer_encoding == "base64"


@pytest.mark.parametrize("size", [0, 1, 57, 100_000, KEPT_BODY_MAX, KEPT_BODY_MAX + 1])
def test_writing_again_writes_the_same(size: int) -> None:
    part = attachment(bytes(size), media_type="a/b")
    first, second, third = body(part), body(part), body(part)
    assert first == second == third
    assert len(first) == part.size


def test_a_small_body_is_kept_from_the_second_time_on_a_large_one_never() -> None:
    small, large = attachment(bytes(1000), media_type="a/b"), attachment(bytes(KEPT_BODY_MAX), media_type="a/b")
    for part in (small, large):
        body(part)
    (kept,) = small.chunks()
    assert next(small.chunks()) is kept
    assert len(list(large.chunks())) > 10


def test_an_inline_part_without_its_content_id_is_an_attachment() -> None:
    inline = attachment(b"x", "logo.png", None, "logo")
    assert inline.as_attachment() == attachment(b"x", "logo.png")
    assert b"inline" not in inline.as_attachment().fields()
    assert b"Content-ID" not in inline.as_attachment().fields()


@pytest.mark.parametrize(("cid", "position"), [("", 0), ("a b", 1), ("<logo>", 0), ("é", 0), ("a\r\nb", 1)])
def test_content_ids_that_are_refused(cid: str, position: int) -> None:
    with pytest.raises(HeaderError) as caught:
        attachment(b"x", "logo.png", None, cid)
    assert (caught.value.field, caught.value.position) == ("cid", position)


def test_attachments_compare_copy_pickle_and_show_no_data() -> None:
    part = attachment(b"secret octets", "a.pdf")
    body(part)
    body(part)
    for twin in (copy.copy(part), copy.deepcopy(part), pickle.loads(pickle.dumps(part))):
        assert twin == part
        assert body(twin) == body(part)
    assert part != attachment(b"other", "a.pdf")
    assert "secret" not in repr(part)


@pytest.mark.parametrize(
    ("cid", "media_type", "name"),
    [
        ("logo", "image/png", "logo.png"),
        ("logo@example.com", "image/jpeg", "logo_example.com.jpg"),
        ("a/../b", "application/x-unknown", "a_.._b.bin"),
    ],
)
def test_an_inline_part_has_a_file_name(cid: str, media_type: str, name: str) -> None:
    assert attachment(b"x", None, media_type, cid).filename == name
    assert attachment(b"x", None, media_type).filename is None
