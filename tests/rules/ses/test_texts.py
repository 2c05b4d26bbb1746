"""The texts of a message as rules on bodies read them, and where what they find stands in the octets."""

from __future__ import annotations

import base64
import binascii
import quopri

import pytest
from hypothesis import given
from hypothesis import strategies as st

import mimeforge
from mimeforge.linter.context import Context
from mimeforge.linter.examples import sample
from mimeforge.preflight import profile_named
from mimeforge.rules.ses.texts import Placeholders, content, place, placeholders, texts

NAME = b"{{amazonSESUnsubscribeUrl}}"


def context() -> Context:
    return Context(profile=profile_named("ses"))


def find(octets: bytes) -> list[Placeholders]:
    return list(placeholders(NAME, mimeforge.parse(octets), context()))


def encoded(body: bytes, transfer_encoding: str = "quoted-printable") -> bytes:
    return sample(f"Content-Transfer-Encoding: {transfer_encoding}", body=body)


def test_texts_are_those_of_the_message_itself() -> None:
    parts = [
        "\r\n\r\nplain",
        "Content-Type: text/html\r\n\r\n<p>html",
        "Content-Type: text/html\r\nContent-Disposition: inline\r\n\r\n<p>inline",
        "Content-Type: text/html\r\nContent-Disposition: attachment\r\n\r\n<p>attached",
        "Content-Type: message/rfc822\r\n\r\nSubject: x\r\n\r\nforwarded",
        "Content-Type: image/png\r\n\r\nx",
    ]
    body = "".join(f"--b\r\n{part}\r\n" for part in parts) + "--b--\r\n"
    message = mimeforge.parse(sample('Content-Type: multipart/mixed; boundary="b"', body=body))
    assert [part.path for part in texts(message)] == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("body", "place"),
    [
        (b"a " + NAME + b" b", NAME),
        (b"a=\r\n" + NAME + b"=\r\n b", NAME),
        (b"{{amazonSES=\r\nUnsubscribeUrl}}", b"{{amazonSES=\r\nUnsubscribeUrl}}"),
        (b"{=\n{amazonSESUnsubscribeUrl}=\n}", b"{=\n{amazonSESUnsubscribeUrl}=\n}"),
        (b"{=7BamazonSESUnsubscribeUrl}}", b"{=7BamazonSESUnsubscribeUrl}}"),
        (b"=7B{amazonSESUnsubscribeUrl}=7D", b"=7B{amazonSESUnsubscribeUrl}=7D"),
        (b"=7b=\r\n{amazonSESUnsubscribeUrl}}", b"=7b=\r\n{amazonSESUnsubscribeUrl}}"),
        (b"p{x} =7B=7BamazonSESUnsubscribeUrl=7D=7D", b"=7B=7BamazonSESUnsubscribeUrl=7D=7D"),
        (b"=C3=A9=7B=7BamazonSESUnsubscribeUrl=7d=7d=C3", b"=7B=7BamazonSESUnsubscribeUrl=7d=7d"),
        (b"100%= = a==" + NAME, NAME),
    ],
)
def test_a_placeholder_in_quoted_printable_is_found_where_it_stands(body: bytes, place: bytes) -> None:
    octets = encoded(body)
    (found,) = find(octets)
    assert octets[slice(*found.place(0))] == place


@pytest.mark.parametrize("transfer_encoding", ["7bit", "8bit", "binary", "x-none"])
def test_a_placeholder_that_is_not_encoded_is_found_where_it_stands(transfer_encoding: str) -> None:
    octets = encoded("é ".encode() + NAME + b" " + NAME, transfer_encoding)
    (found,) = find(octets)
    assert [octets[slice(*found.place(index))] for index in range(len(found.starts))] == [NAME, NAME]


def test_a_placeholder_in_base64_is_somewhere_in_the_body() -> None:
    body = base64.encodebytes(b"To leave: " + NAME)
    octets = encoded(body, "base64")
    (found,) = find(octets)
    assert octets[slice(*found.place(0))] == body


def test_a_placeholder_in_fields_is_found_in_no_text() -> None:
    octets = sample(b"X-A: " + NAME, b"X-B: " + NAME)
    (found,) = find(octets)
    assert (found.part, found.media_type, len(found.starts)) == (None, None, 2)
    assert octets[slice(*found.place(1))] == NAME


@given(st.lists(st.sampled_from([b"=", b"\r", b"\n", b"4", b"a", b"B", b" ", b"\t", b"=\r\n", b"=41", b"\xe9"])))
def test_each_octet_of_quoted_printable_has_its_place(pieces: list[bytes]) -> None:
    body = b"".join(pieces)
    message = mimeforge.parse(encoded(body))
    decoded = content(message, context())
    assert decoded == binascii.a2b_qp(body)
    for at, octet in enumerate(decoded):
        written = message.source.read(place(message, at, at + 1))
        assert bytes([octet]) in {written, binascii.a2b_qp(written)}


@given(st.binary(max_size=200))
def test_what_an_encoder_wrote_is_read_as_the_part_reads_it(data: bytes) -> None:
    message = mimeforge.parse(encoded(quopri.encodestring(data.replace(b"\r", b""))))
    assert content(message, context()) == message.content
