import copy
import pickle

import pytest

from mimeforge import parse
from mimeforge.tree import Field, Span

SUBJECT = b"Subject: one\r\n two\r\nTo : a@example.com\r\nsubject:three\r\n\r\nbody"


def only_field(octets: bytes) -> Field:
    (field,) = parse(octets).fields
    return field


def test_fields_know_where_they_stand() -> None:
    subject, to, again = parse(SUBJECT).fields
    assert [(field.name, field.occurrence) for field in (subject, to, again)] == [
        ("Subject", 1),
        ("To", 1),
        ("subject", 2),
    ]
    assert (subject.span, subject.name_span, subject.body_span) == (Span(0, 20), Span(0, 7), Span(8, 18))
    assert (to.span, to.name_span, to.body_span) == (Span(20, 40), Span(20, 22), Span(24, 38))
    assert subject.source.position(again.span.start) == (4, 1)


@pytest.mark.parametrize(
    ("octets", "raw", "value"),
    [
        (b"Subject:x", b"x", "x"),
        (b"Subject: x \t\r\n", b" x \t", "x"),
        (b"Subject: one\r\n two\r\n\tthree\r\n", b" one\r\n two\r\n\tthree", "one two\tthree"),
        (b"Subject: one\n two\n", b" one\n two", "one two"),
        (b"Subject:\r\n x\r\n", b"\r\n x", "x"),
        (b"Subject:\r\n", b"", ""),
        (b"Subject: x\r\n \r\n", b" x\r\n ", "x"),
        (b"Subject: x\r", b" x\r", "x\r"),
        (b"Subject: x\r\r\n", b" x\r", "x\r"),
        (b"Subject: a\rb\x0bc\r\n", b" a\rb\x0bc", "a\rb\x0bc"),
        ("Subject: Reçu\r\n".encode(), " Reçu".encode(), "Reçu"),
        ("Subject: Reçu\r\n".encode("latin-1"), " Reçu".encode("latin-1"), "Reçu"),
        (b"Subject: a:b\r\n", b" a:b", "a:b"),
    ],
)
def test_a_field_body_is_read(octets: bytes, raw: bytes, value: str) -> None:
    field = only_field(octets)
    assert (field.raw, field.value) == (raw, value)


def test_text_is_for_people() -> None:
    field = only_field(b"Subject: =?utf-8?q?Re=C3=A7u?=\r\n =?utf-8?q?_42?= x\r\n")
    assert field.value == "=?utf-8?q?Re=C3=A7u?= =?utf-8?q?_42?= x"
    assert field.text == "Reçu 42 x"


@pytest.mark.parametrize(
    "line",
    [
        b"no colon",
        b": empty name",
        b" first line a continuation",
        b"blank in name: x",
        b"control\x01in: x",
        "dièse: x".encode(),
        "\ufeffFrom: a@example.com".encode(),
        b"From a@example.com Thu Jan  1 00:00:00 2026",
        b"\rx",
    ],
)
@pytest.mark.parametrize("line_end", [b"\n", b"\r\n"])
def test_a_stray_line_is_no_field_and_ends_nothing(line: bytes, line_end: bytes) -> None:
    message = parse(line_end.join([line, b"Subject: x", b"", b"body"]))
    assert message.stray == (Span(0, len(line + line_end)),)
    assert message.header("Subject") == "x"
    assert message.raw == b"body"


def test_the_continuation_of_a_stray_line_is_stray_too() -> None:
    message = parse(b"To: a\nstray\n more\nSubject: x\n")
    assert [message.source.read(span) for span in message.stray] == [b"stray\n", b" more\n"]
    assert [field.name for field in message.fields] == ["To", "Subject"]


def test_a_field_is_a_value() -> None:
    field = only_field(b"Subject: =?utf-8?q?secret?=\r\n")
    assert field.text == "secret"
    for twin in (pickle.loads(pickle.dumps(field)), copy.copy(field), copy.deepcopy(field)):
        assert twin == field
        assert hash(twin) == hash(field)
    assert repr(field) == "<Field 'Subject' 1 at 0:29>"
    assert len(repr(only_field(b"x" * 100_000 + b": y"))) < 100
