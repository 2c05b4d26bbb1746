"""Where mail written from Python breaks today: traps 1 to 11, header fields, and what has to come out instead.

CPython's ``EmailMessage`` fails every one of these, in one version or another; the trap says how.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from composing import field_of, plain
from drafts import Draft, Filed, Who
from misreadings import unreliable
from readers import Mailbox, Reader, every_reader

from mimeforge import Address, AddressError, EncodingError, HeaderError, parse
from mimeforge.codecs import encoded_word

EVERY_READER = pytest.mark.parametrize("reader", every_reader())
DOMAIN = "very-long-subdomain." * 8 + "example.com"
ARN = f"arn:aws:ses:us-east-1:123456789012:identity/{DOMAIN}"


def encoded_words(lines: list[str]) -> list[str]:
    return [word.removesuffix(",") for line in lines for word in line.split(" ") if "=?" in word]


@pytest.mark.parametrize("argument", ["from_", "to", "cc", "bcc", "reply_to", "sender", "return_path"])
def test_trap_01_a_local_part_beyond_ascii_is_refused_naming_the_address(argument: str) -> None:
    """It would become an encoded-word inside of the addr-spec (cpython #122476)."""
    with pytest.raises(AddressError, match=r"U\+00F6 at position 1 of .*jörg@example\.com") as caught:
        plain(**{argument: "jörg@example.com"})
    assert (caught.value.field or "").startswith(argument)


@EVERY_READER
@pytest.mark.parametrize(
    ("domain", "written"),
    [
        ("faß.example", "xn--fa-hia.example"),  # IDNA 2003: fass.example, which somebody else may own
        ("bücher.example", "xn--bcher-kva.example"),
        ("BÜCHER.Example", "xn--bcher-kva.example"),
        ("例え。example", "xn--r8jz45g.example"),
    ],
)
def test_trap_02_a_domain_beyond_ascii_becomes_the_a_label_of_idna_2008(
    reader: Reader, domain: str, written: str
) -> None:
    message = plain(from_=f"jo@{domain}", to=Address("Jo", f"jo@{domain}"))
    assert field_of(message, "From") == [f"From: jo@{written}"]
    assert field_of(message, "To") == [f"To: Jo <jo@{written}>"]
    if "to" not in reader.blind:
        assert reader.read(message.as_bytes()).to == (Mailbox("Jo", f"jo@{written}"),)


@EVERY_READER
@pytest.mark.parametrize("length", [60, 70, 78, 100, 300, 880, 2000])
def test_trap_03_long_quoted_names_keep_their_quotes(reader: Reader, length: int) -> None:
    """Without them, the comma in the name makes a second recipient (cpython #80222, #121284)."""
    name = ("Doe, Jo: <Chair>; " * 200)[:length].strip()
    draft = Draft(to=(Who(name, "jo@example.net"),))
    lines = field_of(draft.message(), "To")
    if length < 900:
        assert any(f'"{name}"' in line for line in lines), "a quoted-string stands on one line, whole"
    if "to" not in reader.blind:
        assert reader.read(draft.message().as_bytes("rfc")).to == draft.mail().to


@EVERY_READER
def test_trap_04_the_comma_between_mailboxes_is_never_encoded(reader: Reader) -> None:
    """It lands on a fold for one of these lengths, wherever that is (CVE-2025-1795)."""
    for length in range(1, 65):
        first, second = Who("", f"{'x' * length}@sub.example.net"), Who("Hübsch Kaktus, Zoé", "k@example.net")
        draft = Draft(to=(first, second, first, Who("é" * length, "e@example.net"), second))
        lines = field_of(draft.message(), "To")
        assert "," not in "".join(map(encoded_word.decode, encoded_words(lines))).replace("Kaktus, Zoé", "")
        assert "".join(lines).count(",") == 4
        if "to" not in reader.blind:
            assert reader.read(draft.message().as_bytes()).to == draft.mail().to


MIXED = "Votre reçu № 42 עבור הזמנה 日本語の件名です for your order, привет и спасибо 👩‍👩‍👧‍👦 नमस्ते ended"


@EVERY_READER
@pytest.mark.parametrize("start", range(0, len(MIXED), 7))
def test_trap_05_encoded_words_keep_every_rule_of_rfc_2047(reader: Reader, start: int) -> None:
    """At most 75 characters, in lines of at most 76; none empty, glued, or with half a character; blanks survive."""
    text = (MIXED * 3)[start : start + 150]
    message = plain(subject=text, to=Address(f"{text} (x), y", "jo@example.net"))
    for name in ("Subject", "To"):
        lines = field_of(message, name)
        assert all(len(line) <= 76 for line in lines)
        for word in encoded_words(lines):
            assert len(word) <= 75
            assert encoded_word.decode(word), "whole characters, and not none"
            assert "?==?" not in word, "glued"
            if name == "To":
                assert re.fullmatch(r"=\?utf-8\?[qb]\?[A-Za-z0-9!*+/=_-]+\?=", word), "RFC 2047 §5 (3)"
    read = reader.read(message.as_bytes("rfc"))
    assert read.subject == text
    if "to" not in reader.blind:
        assert read.to == (Mailbox(f"{text} (x), y", "jo@example.net"),)


@EVERY_READER
@pytest.mark.parametrize(
    "text", ["=?utf-8?q?evil?=", "a =?utf-8?b?ZXZpbA==?= b", "é =?utf-8?q?evil?=", "=?x", "=?utf-8?q?a=0D=0ABcc:_x?="]
)
def test_trap_06_text_that_looks_like_an_encoded_word_arrives_as_it_is(reader: Reader, text: str) -> None:
    draft = Draft(to=(Who(text, "jo@example.net"),), subject=text, parts=(Filed(b"x", f"{text}.pdf"),))
    read, skipped = reader.read(draft.message().as_bytes()), reader.blind | unreliable(reader.name, draft)
    for name in {"subject", "to", "files"} - skipped:
        assert getattr(read, name) == getattr(draft.mail(), name)


def test_trap_07_long_tokens_stay_what_they_are() -> None:
    """Encoded, Gmail ignores one-click, SES refuses the ARN, the conversation is torn apart."""
    ids = [f"<{letter * 120}@mail.example.com>" for letter in "abc"]
    url = "https://example.com/unsubscribe?token=" + "t" * 300
    cid = "c" * 120 + "@example.com"
    tags = {f"tag{i}": "v" * 100 for i in range(4)}
    message = (
        plain(
            from_=f"orders@{DOMAIN}",
            html=f'<img src="cid:{cid}">',
            in_reply_to=ids[0],
            references=ids,
            message_id=ids[2],
        )
        .embed(b"x", cid=cid, filename="a.png")
        .unsubscribe(url, mailto="leave@example.com")
        .ses(source_arn=ARN, from_arn=ARN, return_path_arn=ARN, configuration_set="s" * 64, tags=tags)
        .header("Feedback-ID", "f" * 300 + ":a:b:c")
        .header("List-Help", "<" + url + ">")
    )
    octets = message.as_bytes()
    assert b"=?" not in octets
    assert field_of(message, "Message-ID") == [f"Message-ID: {ids[2]}"]
    assert field_of(message, "In-Reply-To") == [f"In-Reply-To: {ids[0]}"]
    assert field_of(message, "References") == [f"References: {ids[0]}", f" {ids[1]}", f" {ids[2]}"]
    assert field_of(message, "List-Unsubscribe") == [f"List-Unsubscribe: <{url}>,", " <mailto:leave@example.com>"]
    assert field_of(message, "Feedback-ID") == ["Feedback-ID: " + "f" * 300 + ":a:b:c"]
    assert field_of(message, "X-SES-SOURCE-ARN") == [f"X-SES-SOURCE-ARN: {ARN}"]
    assert field_of(message, "X-SES-MESSAGE-TAGS")[1:] == [f" tag{i}={'v' * 100}{',' * (i < 3)}" for i in range(1, 4)]
    assert f"\r\nContent-ID: <{cid}>\r\n".encode() in octets


@pytest.mark.parametrize("text", ["x" * 77, "é" * 300, " ", "\t", "a" * 997, "a" * 998, " leading", "=?x?="])
def test_trap_08_the_first_line_of_a_field_is_never_blank(text: str) -> None:
    """Legal, but other people's signers and readers break on it."""
    message = plain(subject=text, to=Address(text, "l" * 64 + "@" + "d" * 63 + ".example")).header("X-Note", text)
    message = message.attach(b"x", filename=f"f{text.strip()}"[:900])
    head = message.as_bytes(None).split(b"\r\n")
    assert [line for line in head if re.fullmatch(rb"[!-9;-~]+:[ \t]*", line)] == []
    assert [line for line in head if line and not line.strip()] == []


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"], ids=["CRLF", "LF", "CR"])
@pytest.mark.parametrize(
    "compose",
    [
        pytest.param(lambda text: plain(subject=text), id="subject"),
        pytest.param(lambda text: plain(from_=Address(text, "a@example.com")), id="display name"),
        pytest.param(lambda text: plain(to=Address(None, f"a@example.com{text}")), id="domain"),
        pytest.param(lambda text: plain(to=Address(None, f"a{text}@example.com")), id="local part"),
        pytest.param(lambda text: plain(to=f"a@example.com{text}"), id="address"),
        pytest.param(lambda text: plain(message_id=f"<a@example.com>{text}"), id="message_id"),
        pytest.param(lambda text: plain(references=f"<a@example.com>{text}<b@example.com>"), id="references"),
        pytest.param(lambda text: plain().header(f"X-Note{text}", "a"), id="header name"),
        pytest.param(lambda text: plain().header("X-Note", text), id="header"),
        pytest.param(lambda text: plain().header("List-Id", text), id="opaque header"),
        pytest.param(lambda text: plain().raw_header(f"X-Note{text}", b"a"), id="raw header name"),
        pytest.param(lambda text: plain().raw_header("X-Note", text.encode()), id="raw header"),
        pytest.param(lambda text: plain().attach(b"x", filename=text), id="file name"),
        pytest.param(lambda text: plain().attach(b"x", content_type=f"text/plain{text}"), id="media type"),
        pytest.param(lambda text: plain().attach(b"x", content_type=f'text/plain; a="{text}"'), id="parameter"),
        pytest.param(lambda text: plain().attach(b"x", content_type=f"text/plain; charset={text}"), id="charset"),
        pytest.param(lambda text: plain().attach_message(b"x", filename=text), id="file name of a message"),
        pytest.param(lambda text: plain().embed(b"x", cid=text), id="content id"),
        pytest.param(lambda text: plain().unsubscribe(f"https://example.com/{text}"), id="url"),
        pytest.param(lambda text: plain().unsubscribe("https://example.com/", mailto=f"mailto:a{text}"), id="mailto"),
        pytest.param(lambda text: plain().ses(source_arn=ARN + text), id="ARN"),
        pytest.param(lambda text: plain().ses(configuration_set=text), id="configuration set"),
        pytest.param(lambda text: plain().ses(tags={text: "a"}), id="tag name"),
        pytest.param(lambda text: plain().ses(tags={"a": text}), id="tag value"),
    ],
)
def test_trap_09_a_line_end_is_refused_at_every_door(compose: Any, end: str) -> None:
    with pytest.raises((HeaderError, AddressError)) as caught:
        compose(f"x{end}Bcc: y@example.net")
    assert caught.value.character == end[0]
    assert f"U+{ord(end[0]):04X} at position" in str(caught.value)


@EVERY_READER
def test_trap_10_encoded_line_ends_stay_text_and_look_alikes_survive(reader: Reader) -> None:
    """A value is never decoded on its way in (CVE-2024-6923); VT, FF, NEL and U+2028 are no line ends."""
    encoded = "=?utf-8?q?a=0D=0ABcc:_x@example.net?= =?utf-8?b?YQ0KQmNjOiB4?="
    alike = "a\x0bb\x0cc\x85d\u2028e\u2029f\x1cg\x1dh\x1ei"
    draft = Draft(
        to=(Who(encoded, "jo@example.net"), Who(alike, "bo@example.net")), subject=f"{encoded}{alike}", text=alike
    )
    octets = draft.message().header("X-Note", encoded + alike).as_bytes()
    assert b"\r\nBcc" not in octets
    assert octets.isascii()
    read, skipped = reader.read(octets), reader.blind | unreliable(reader.name, draft)
    for name in {"subject", "to", "plain"} - skipped:
        assert getattr(read, name) == getattr(draft.mail(), name)


def test_trap_11_nul_is_encoded_and_surrogates_are_refused_naming_the_argument() -> None:
    part = parse(plain(text="a\0b").as_bytes())
    assert part.transfer_encoding in {"quoted-printable", "base64"}
    assert b"\0" not in part.raw
    assert part.text == "a\0b\r\n"
    for argument, error in {"subject": HeaderError, "text": EncodingError, "html": EncodingError}.items():
        with pytest.raises(error, match=rf"U\+D83D at position 2 of {argument}"):
            plain(**{argument: "ab\ud83d"})
