"""attach, embed, attach_message, header, raw_header, unsubscribe, ses: what each takes, writes and refuses."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO, StringIO
from typing import TYPE_CHECKING, Any

import pytest
from composing import field_of, header_lines, plain

from mimeforge import Address, AddressError, EncodingError, Group, HeaderError, Part, parse

if TYPE_CHECKING:
    from pathlib import Path

ARN = "arn:aws:ses:us-east-1:123456789012:identity/example.com"
ZOE = "=?utf-8?q?Zo=C3=A9?="

# -- data --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [b"a\r\n", bytearray(b"a\r\n"), memoryview(b"a\r\n"), BytesIO(b"a\r\n")],
    ids=lambda data: type(data).__name__,
)
def test_data_is_octets_or_a_binary_file(data: Any) -> None:
    assert attached(plain().attach(data)).content == b"a\r\n"


def test_a_file_gives_its_name_and_with_it_its_type(tmp_path: Path) -> None:
    path = tmp_path / "Re\u0301sume\u0301.pdf"
    path.write_bytes(b"a")
    with path.open("rb") as file:
        for message in (plain().attach(path), plain().attach(file)):
            part = attached(message)
            assert (part.filename, part.media_type, part.content) == ("R\u00e9sum\u00e9.pdf", "application/pdf", b"a")


def test_a_name_that_was_given_is_never_normalised(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"a")
    part = attached(plain().attach(path, filename="e\u0301.png"))
    assert (part.filename, part.media_type) == ("e\u0301.png", "image/png")


@pytest.mark.parametrize(
    ("octets", "content_type", "charset"),
    [
        ("é".encode(), "text/csv", "utf-8"),
        ("é".encode("latin-1"), "text/csv", None),
        ("é".encode("utf-16"), "text/csv; charset=utf-16", "utf-16"),
        (b"a", 'Text/CSV; Charset="us-ascii"; header=present', "us-ascii"),
        (b"a", "application/json", None),
    ],
)
def test_a_type_that_was_given_stays_and_a_charset_is_added_where_it_is_sure(
    octets: bytes, content_type: str, charset: str | None
) -> None:
    part = attached(plain().attach(octets, content_type=content_type))
    assert (part.media_type, part.charset) == (content_type.partition(";")[0].lower(), charset)
    assert (part.field("Content-Type") or part.fields[0]).value.count("charset") == (charset is not None)


def test_data_is_read_once_when_it_is_attached(tmp_path: Path) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes(b"before")
    message = plain().attach(path)
    path.write_bytes(b"after")
    assert attached(message).content == b"before"
    path.unlink()
    assert attached(message.replace(subject="x")).content == b"before"


@pytest.mark.parametrize("helper", ["attach", "embed", "attach_message"])
def test_a_file_that_cannot_be_read_is_named(helper: str, tmp_path: Path) -> None:
    keywords = {"cid": "a"} if helper == "embed" else {}
    with pytest.raises(FileNotFoundError, match=r"no such name\.pdf"):
        getattr(plain(), helper)(tmp_path / "no such name.pdf", **keywords)
    with pytest.raises(OSError, match=tmp_path.name):
        getattr(plain(), helper)(tmp_path, **keywords)


@pytest.mark.parametrize("helper", ["attach", "embed", "attach_message"])
@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("report.pdf", "pathlib.Path"),
        (None, "NoneType"),
        ([1, 2], "list"),
        (5, "int"),
        (StringIO("text"), "binary mode"),
    ],
)
def test_other_data_is_a_type_error_that_says_what_to_do(helper: str, data: Any, said: str) -> None:
    keywords = {"cid": "a"} if helper == "embed" else {}
    with pytest.raises(TypeError, match=said):
        getattr(plain(), helper)(data, **keywords)


@pytest.mark.parametrize(
    ("keywords", "error", "field", "position"),
    [
        ({"filename": "a\r\nb.pdf"}, HeaderError, "filename", 1),
        ({"filename": "a\0"}, HeaderError, "filename", 1),
        ({"filename": "a\tb"}, HeaderError, "filename", 1),
        ({"filename": "ab\x85"}, HeaderError, "filename", 2),
        ({"filename": "\ud800"}, HeaderError, "filename", 0),
        ({"filename": ""}, HeaderError, "filename", None),
        ({"content_type": ""}, HeaderError, "content_type", 0),
        ({"content_type": "pdf"}, HeaderError, "content_type", 0),
        ({"content_type": "text/plain\r\nBcc: x"}, HeaderError, "content_type", 10),
        ({"content_type": "text/plain; charset=a b"}, HeaderError, "content_type", 20),
        ({"content_type": "text/plain; charset=a; charset=b"}, HeaderError, "content_type", 23),
        ({"content_type": "image/png; name=a.png"}, HeaderError, "content_type", None),
        ({"content_type": "image/png; a*=utf-8''%0D%0A"}, HeaderError, "a of content_type", 0),
        ({"content_type": "message/rfc822"}, HeaderError, "content_type", None),
        ({"content_type": "Message/Partial"}, HeaderError, "content_type", None),
        ({"content_type": "multipart/mixed"}, HeaderError, "content_type", None),
        ({"cid": "<logo>"}, HeaderError, "cid", 0),
        ({"cid": "a b"}, HeaderError, "cid", 1),
        ({"cid": "a\r\nb"}, HeaderError, "cid", 1),
        ({"cid": "é"}, HeaderError, "cid", 0),
        ({"cid": ""}, HeaderError, "cid", 0),
        ({"cid": "x" * 1000}, HeaderError, "cid", None),
    ],
)
def test_a_part_that_cannot_be_written_is_refused_at_once(
    keywords: dict[str, str], error: type[Any], field: str, position: int | None
) -> None:
    helper = plain().embed if "cid" in keywords else plain().attach
    with pytest.raises(error) as caught:
        helper(b"x", **keywords)
    assert (caught.value.field, caught.value.position) == (field, position)


@pytest.mark.parametrize(
    ("octets", "position", "character"),
    [(b"a\0b", 1, "\0"), (b"a\nb\rc", 3, "\r"), (b"a\n" + b"b" * 999 + b"\n", 2, "b"), (b"\r\r\n", 0, "\r")],
)
def test_a_message_that_cannot_go_out_unencoded_is_refused_and_the_way_out_named(
    octets: bytes, position: int, character: str
) -> None:
    with pytest.raises(EncodingError, match="application/octet-stream") as caught:
        plain().attach_message(octets)
    error = caught.value
    assert (error.field, error.position, error.character) == ("data", position, character)


@pytest.mark.parametrize(
    ("given", "written", "encoding"),
    [
        (b"Subject: a\n\nb\n", b"Subject: a\r\n\r\nb\r\n", "7bit"),
        (b"Subject: a\r\n\nb", b"Subject: a\r\n\r\nb", "7bit"),
        (b"Subject: a\r\n\r\n\xff\r\n", b"Subject: a\r\n\r\n\xff\r\n", "8bit"),
        (b"X: " + b"x" * 995 + b"\n\na", b"X: " + b"x" * 995 + b"\r\n\r\na", "7bit"),
    ],
)
def test_an_embedded_message_keeps_all_but_its_line_ends(given: bytes, written: bytes, encoding: str) -> None:
    message = plain().attach_message(given, filename="a.eml")
    part = attached(message)
    assert (part.media_type, part.filename, part.disposition) == ("message/rfc822", "a.eml", "attachment")
    assert (part.raw, part.transfer_encoding) == (written, encoding)
    assert parse(message.as_bytes(None)).transfer_encoding == encoding


def attached(message: Any) -> Part:
    *_, part = parse(message.as_bytes(None)).parts
    return part


# -- header fields -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("From", "from_"),
        ("SENDER", "sender"),
        ("to", "to"),
        ("Cc", "cc"),
        ("bcc", "bcc"),
        ("Reply-To", "reply_to"),
        ("Return-Path", "return_path"),
        ("Subject", "subject"),
        ("Date", "date"),
        ("Message-Id", "message_id"),
        ("In-Reply-To", "in_reply_to"),
        ("references", "references"),
        ("MIME-Version", "always"),
        ("Content-Type", "text and html"),
        ("Content-Transfer-Encoding", "chosen"),
        ("Content-Disposition", "attach"),
        ("Content-ID", "embed"),
        ("List-Unsubscribe-Post", "unsubscribe"),
    ],
)
def test_a_field_that_message_writes_is_refused_and_the_argument_named(name: str, said: str) -> None:
    with pytest.raises(HeaderError, match=said) as caught:
        plain().header(name, "x")
    assert caught.value.field == name


@pytest.mark.parametrize("name", ["Comments", "List-Id", "Auto-Submitted", "X-SES-CONFIGURATION-SET", "DKIM-Signature"])
def test_a_second_field_that_may_stand_once_is_refused(name: str) -> None:
    once = plain().header(name, "a")
    with pytest.raises(HeaderError, match="once"):
        once.header(name.swapcase(), "b")
    with pytest.raises(HeaderError, match="once"):
        plain().raw_header(name.lower(), b"a").header(name, "b")


def test_other_fields_may_stand_more_than_once() -> None:
    message = plain().header("X-Note", "a").header("X-Note", "b")
    assert [line for line in header_lines(message) if line.startswith("X-Note")] == ["X-Note: a", "X-Note: b"]


@pytest.mark.parametrize(
    ("name", "value", "position", "character"),
    [
        ("X Note", "a", 1, " "),
        ("X-Note:", "a", 6, ":"),
        ("X-Note\r\nBcc", "a", 6, "\r"),
        ("X-Nöte", "a", 3, "ö"),
        ("", "a", 0, None),
        ("X-Note", "a\r\nBcc: x@example.net", 1, "\r"),
        ("X-Note", "a\n b", 1, "\n"),
        ("X-Note", "ab\0", 2, "\0"),
        ("X-Note", "\udc80", 0, "\udc80"),
        ("List-Id", "Ünï <list.example.com>", 0, "Ü"),
        ("Feedback-ID", "a\x85b", 1, "\x85"),
        ("Resent-To", "a@example.net, b@example.net", 13, ","),
        ("Original-Message-ID", "<a b@example.com>", 2, " "),
        ("X-SES-SOURCE-ARN", "arn:aws:ses:x", None, None),
        ("X-SES-CONFIGURATION-SET", "a b", 1, " "),
        ("X-SES-MESSAGE-TAGS", {"a": "b,c"}, 1, ","),
    ],
)
def test_a_field_that_cannot_be_written_is_refused_at_once(
    name: str, value: Any, position: int | None, character: str | None
) -> None:
    with pytest.raises((HeaderError, AddressError)) as caught:
        plain().header(name, value)
    if position is not None:
        assert (caught.value.position, caught.value.character) == (position, character)


@pytest.mark.parametrize(
    ("name", "value"), [("X-Note", 5), ("X-Note", None), ("X-Note", b"a"), ("Resent-Date", "today"), (5, "a")]
)
def test_a_value_of_the_wrong_type_is_a_type_error(name: Any, value: Any) -> None:
    with pytest.raises(TypeError):
        plain().header(name, value)


@pytest.mark.parametrize(
    ("name", "value", "lines"),
    [
        ("X-Note", "é", ["X-Note: =?utf-8?b?w6k=?="]),
        ("X-Note", "a\x0bb\u2028", ["X-Note: =?utf-8?b?YQti4oCo?="]),
        ("Resent-To", ["Zoé <a@example.net>", "b@example.net"], [f"Resent-To: {ZOE} <a@example.net>, b@example.net"]),
        ("Resent-Date", datetime(2026, 5, 4, tzinfo=UTC), ["Resent-Date: Mon, 04 May 2026 00:00:00 +0000"]),
        ("Feedback-ID", "a" * 900, ["Feedback-ID: " + "a" * 900]),
        ("References-Of-Mine", "b" * 100, ["References-Of-Mine: " + "b" * 100]),
        ("X-SES-MESSAGE-TAGS", {"a": "b", "c": "d"}, ["X-SES-MESSAGE-TAGS: a=b, c=d"]),
    ],
)
def test_each_field_is_written_as_its_kind(name: str, value: Any, lines: list[str]) -> None:
    assert field_of(plain().header(name, value), name) == lines


def test_a_raw_header_is_written_as_it_is() -> None:
    octets = plain().raw_header("X-Raw", b"=?x?= \xff\r\n\tfolded  ").as_bytes(None)
    assert b"\r\nX-Raw: =?x?= \xff\r\n\tfolded  \r\n" in octets


@pytest.mark.parametrize("octets", [b"a\r\nBcc: x", b"a\nb", b"a\rb", b"a\r\n", b"\n", b"a\r\n\r\n b", b"a\r"])
def test_a_raw_header_stays_one_field(octets: bytes) -> None:
    with pytest.raises(HeaderError) as caught:
        plain().raw_header("X-Raw", octets)
    assert caught.value.field == "X-Raw"
    assert caught.value.character in {"\r", "\n"}


def test_a_raw_header_takes_octets_and_a_name() -> None:
    with pytest.raises(TypeError):
        plain().raw_header("X-Raw", "text")  # type: ignore[arg-type]
    with pytest.raises(HeaderError):
        plain().raw_header("X Raw", b"a")


# -- unsubscribe and ses -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mailto", "written"),
    [
        (None, ""),
        ("leave@example.com", ", <mailto:leave@example.com>"),
        ("Leave <leave@bücher.example>", ", <mailto:leave@xn--bcher-kva.example>"),
        (Address("Leave", "leave@example.com"), ", <mailto:leave@example.com>"),
        ("mailto:leave@example.com?subject=off%20list", ", <mailto:leave@example.com?subject=off%20list>"),
        ("a?cc=b@example.com", ", <mailto:a%3Fcc%3Db@example.com>"),
        ("100%@example.com", ", <mailto:100%25@example.com>"),
        ('"a b"@example.com', ", <mailto:%22a%20b%22@example.com>"),
    ],
)
def test_unsubscribe_writes_both_fields(mailto: Any, written: str) -> None:
    message = plain().unsubscribe("https://example.com/u?t=1", mailto=mailto)
    assert "".join(field_of(message, "List-Unsubscribe")) == f"List-Unsubscribe: <https://example.com/u?t=1>{written}"
    assert field_of(message, "List-Unsubscribe-Post") == ["List-Unsubscribe-Post: List-Unsubscribe=One-Click"]
    assert message.lint().ok


@pytest.mark.parametrize(
    ("url", "mailto", "field"),
    [
        ("http://example.com/u", None, "url"),
        ("mailto:leave@example.com", None, "url"),
        ("https://example.com/a b", None, "url"),
        ("https://example.com/a,b", None, "url"),
        ("https://example.com/>,<x", None, "url"),
        ("https://bücher.example/", None, "url"),
        ("https://example.com/%zz", None, "url"),
        ("https://example.com/\r\nBcc: x", None, "url"),
        ("https://", None, "url"),
        ("https://example.com/u", "a@example.com, b@example.com", "mailto"),
        ("https://example.com/u", "mailto:a@example.com>,<b", "mailto"),
        ("https://example.com/u", "mailto:a@example.com?subject=a b", "mailto"),
        ("https://example.com/u", "jö@example.com", "mailto"),
        ("https://example.com/u", "", "mailto"),
        ("https://example.com/" + "u" * 1000, None, "url"),
        ("https://example.com/u", "mailto:", "mailto"),
    ],
)
def test_unsubscribe_refuses_what_would_break_the_field(url: str, mailto: str | None, field: str) -> None:
    with pytest.raises((HeaderError, AddressError)) as caught:
        plain().unsubscribe(url, mailto=mailto)
    assert caught.value.field == field


def test_unsubscribe_is_set_once() -> None:
    with pytest.raises(HeaderError, match="once"):
        plain().unsubscribe("https://example.com/u").unsubscribe("https://example.com/v")
    with pytest.raises(HeaderError, match="once"):
        plain().header("List-Unsubscribe", "<https://example.com/u>").unsubscribe("https://example.com/v")


def test_ses_writes_its_fields_unencoded_and_unsplit() -> None:
    tags = {f"name-{i}": "v" * 60 for i in range(3)}
    sender = "orders@" + "sub." * 40 + "example.com"
    long_arn = ARN.replace("example.com", sender)
    message = plain(from_=sender)
    message = message.ses(source_arn=long_arn, from_arn=ARN, return_path_arn=ARN, configuration_set="a" * 64, tags=tags)
    assert field_of(message, "X-SES-SOURCE-ARN") == [f"X-SES-SOURCE-ARN: {long_arn}"]
    assert field_of(message, "X-SES-FROM-ARN") == [f"X-SES-FROM-ARN: {ARN}"]
    assert field_of(message, "X-SES-RETURN-PATH-ARN") == [f"X-SES-RETURN-PATH-ARN: {ARN}"]
    assert field_of(message, "X-SES-CONFIGURATION-SET") == [f"X-SES-CONFIGURATION-SET: {'a' * 64}"]
    written = "".join(field_of(message, "X-SES-MESSAGE-TAGS"))
    assert written == "X-SES-MESSAGE-TAGS: " + ", ".join(f"{name}={value}" for name, value in tags.items())
    assert message.lint().ok


@pytest.mark.parametrize(
    ("keywords", "field"),
    [
        ({"source_arn": "arn:aws:ses:us-east-1:123:identity/example.com"}, "source_arn"),
        ({"from_arn": ARN + "\r\nBcc: x"}, "from_arn"),
        ({"return_path_arn": ARN + " "}, "return_path_arn"),
        ({"configuration_set": "a" * 65}, "configuration_set"),
        ({"configuration_set": "a,b"}, "configuration_set"),
        ({"configuration_set": ""}, "configuration_set"),
        ({"tags": {}}, "tags"),
        ({"tags": {"a b": "c"}}, "name in tags"),
        ({"tags": {"a": "é"}}, "value of a in tags"),
        ({"tags": {"a": ""}}, "value of a in tags"),
        ({"tags": {"a": "b" * 256}}, "value of a in tags"),
        ({"tags": {"a": "b, c=d"}}, "value of a in tags"),
    ],
)
def test_ses_refuses_what_the_service_does_not_take(keywords: dict[str, Any], field: str) -> None:
    with pytest.raises(HeaderError) as caught:
        plain().ses(**keywords)
    assert caught.value.field == field


def test_ses_settings_are_set_once_each_and_may_come_one_by_one() -> None:
    message = plain().ses(configuration_set="a").ses(tags={"a": "b"}).ses()
    assert [line for line in header_lines(message) if line.startswith("X-SES")] == [
        "X-SES-CONFIGURATION-SET: a",
        "X-SES-MESSAGE-TAGS: a=b",
    ]
    with pytest.raises(HeaderError, match="once"):
        message.ses(configuration_set="b")


def test_groups_stand_in_header_fields_too() -> None:
    message = plain().header("Resent-To", Group("Team", ["a@example.net", "b@example.net"]))
    assert field_of(message, "Resent-To") == ["Resent-To: Team: a@example.net, b@example.net;"]
