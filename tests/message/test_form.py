"""The form of what is composed, octet by octet, whatever was given: what readers forgive and relays do not."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
import strategies as mail
from drafts import MESSAGE_ID, Draft, Forwarded
from handmade import HANDMADE
from hypothesis import given, settings

from mimeforge import parse
from mimeforge.codecs import base64, encoded_word, quoted_printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge import Part

STRICT_DECODERS = {"base64": base64.decode, "quoted-printable": quoted_printable.decode}


@pytest.mark.parametrize("name", HANDMADE)
def test_what_was_made_by_hand_has_the_form(name: str) -> None:
    judge(HANDMADE[name])


@given(draft=mail.drafts)
@settings(max_examples=300, deadline=None)
def test_whatever_was_given_has_the_form(draft: Draft) -> None:
    judge(draft)


@given(draft=mail.headed_drafts)
@settings(max_examples=300, deadline=None)
def test_whatever_stands_in_header_fields_has_the_form(draft: Draft) -> None:
    judge(draft)


def judge(draft: Draft) -> None:
    message = draft.message()
    octets = message.as_bytes(None)
    assert len(octets) == message.size
    assert octets.endswith(b"\r\n")
    assert not {b"\r", b"\n"} & {bytes([octet]) for octet in octets.replace(b"\r\n", b"")}, "a bare CR or LF"
    assert max(map(len, octets.split(b"\r\n"))) <= 998
    tree = parse(octets)
    judge_top_level(tree)
    for part in own_parts(tree):
        judge_header_section(part)
        judge_body(part)


def judge_top_level(message: Part) -> None:
    names = [field.name for field in message.fields]
    assert names[0] == "From"
    assert len(set(names)) == len(names)
    assert "Bcc" not in names
    assert message.header("MIME-Version") == "1.0"
    assert names.index("MIME-Version") < names.index("Content-Type"), "MIME-Version comes before Content-*"
    assert message.header("Message-ID") == MESSAGE_ID


def judge_header_section(part: Part) -> None:
    section = part.source.read(part.header_span)
    assert not part.stray
    assert section.isascii()
    for field in part.fields:
        lines = part.source.read(field.span).removesuffix(b"\r\n").decode("ascii").split("\r\n")
        assert all(line.strip() for line in lines), "a blank line"
        assert lines[0].removeprefix(f"{field.name}:").strip() or (field.name, lines[1:]) == ("Subject", [])
        assert all(len(line) <= 78 or is_one_token(line) for line in lines), lines
        for line in lines:
            judge_encoded_words(line)
        for before, behind in pairwise(lines):
            assert behind[0] == " ", "a continuation begins with a blank"
            assert before == before.rstrip(), "a blank before a fold"


def is_one_token(line: str) -> bool:
    """A line with no place to fold at: a word, behind a field name at most; what is quoted is part of a word.

    An extended parameter (RFC 2231 §3) is none: it can be cut anywhere.
    """
    if "*=utf-8''" in line or re.match(r" \w+\*\d+\*=", line):
        return False
    content = line.strip() if line.startswith(" ") else line.partition(": ")[2]
    outside = content.replace(r"\\", "").replace(r"\"", "").split('"')[::2]
    return " " not in "".join(outside)


def judge_encoded_words(line: str) -> None:
    if '"' in line or line.startswith("Content-"):
        return  # the parts of a quoted-string are no encoded-words, and judge_header_section knows the fields of parts
    for word in line.split(" "):
        if "?=" in word.partition("=?")[2]:
            bare = word.removesuffix(",")
            assert encoded_word.decode(bare) != "", "whole characters, at most 75, no empty word"
            assert len(line) <= 76
            assert word == bare, "RFC 2047 §5 (3): a blank stands behind the word"


def judge_body(part: Part) -> None:
    if part.media_type.startswith("multipart/"):
        judge_boundary(part)
        return
    decode = STRICT_DECODERS.get(part.transfer_encoding)
    if decode is not None:
        decode(part.raw)
    elif part.media_type == "message/rfc822":
        assert part.transfer_encoding == ("7bit" if part.raw.isascii() else "8bit")
    else:
        assert part.transfer_encoding == "7bit"
        judge_7bit(part.raw.split(b"\r\n"))


def judge_7bit(lines: list[bytes]) -> None:
    for line in lines:
        assert len(line) <= 78
        assert line == line.rstrip(b" \t")
        assert not line.startswith(b"From ")
        assert line != b"."
        assert all(octet == 9 or 32 <= octet <= 126 for octet in line)


def judge_boundary(part: Part) -> None:
    boundary = part.boundary or b""
    assert 0 < len(boundary) <= 70
    assert part.close_delimiter is not None
    assert part.preamble is None
    assert len(part.delimiters) == len(part.parts) > 0
    inside = part.raw
    assert inside.count(b"--" + boundary) == len(part.parts) + 1, "a boundary that something inside holds"
    has_8bit = any(inner.transfer_encoding == "8bit" for inner in own_parts(part) if inner is not part)
    assert part.transfer_encoding == ("8bit" if has_8bit else "7bit")


def own_parts(message: Part) -> Iterator[Part]:
    """Visit what mimeforge wrote itself: not what is inside of embedded messages."""
    waiting = [message]
    while waiting:
        part = waiting.pop()
        yield part
        if part.media_type.startswith("multipart/"):
            waiting += part.parts


def test_a_boundary_that_an_embedded_message_holds_is_not_taken() -> None:
    """The embedded message was composed with the same identifier, so its boundaries would be the same."""
    inner = Draft(text="a", html="b", parts=(Forwarded(b"Subject: x\r\n\r\ny\r\n"),)).message().as_bytes(None)
    draft = Draft(text="a", html="b", parts=(Forwarded(inner),))
    outer = parse(draft.message().as_bytes(None))
    assert parse(inner).boundary != outer.boundary
    assert outer.parts[1].content == inner
    judge(draft)
