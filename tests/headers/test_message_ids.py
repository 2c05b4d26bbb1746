from __future__ import annotations

import pytest

from mimeforge.errors import HeaderError
from mimeforge.headers import MessageIds, content_id, own_message_id

NO_CONTENT_ID = "a content id is printable ASCII"
LONG = "<" + "x" * 60 + "@example.com>"
# Outlook, Notes and others write such ids; a reply repeats them to the letter.
ODD = ["<foo>", "<a@b@c>", '<"a"@[x]>', "<a,b;c:d@e>", "<=?utf-8?q?x?=@y>", "<" + "y" * 300 + "@example.com>"]


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("<a@example.com>", "References: <a@example.com>"),
        (["<a@example.com>", "<b@example.com>"], "References: <a@example.com> <b@example.com>"),
        ("<a@example.com> \t<b@example.com>", "References: <a@example.com> <b@example.com>"),
        ("<a@example.com><b@example.com>", "References: <a@example.com> <b@example.com>"),
        (" <a@example.com> ", "References: <a@example.com>"),
        (["<a@example.com> <b@y>", "<c@z>"], "References: <a@example.com> <b@y> <c@z>"),
        ([LONG, LONG], f"References: {LONG}\r\n {LONG}"),
        (ODD, 'References: <foo> <a@b@c> <"a"@[x]> <a,b;c:d@e> <=?utf-8?q?x?=@y>\r\n ' + ODD[-1]),
    ],
)
def test_ids_are_repeated_to_the_letter_and_folded_between(value: str | list[str], written: str) -> None:
    assert MessageIds.of(value, "references").write("References") == written.encode() + b"\r\n"


@pytest.mark.parametrize(
    ("value", "position"),
    [
        ("a@example.com", 0),
        ("aX@example.com", 0),
        ("<a@example.com>, <b@example.com>", 15),
        ("<a b@example.com>", 2),
        ("<~a b@example.com>", 3),
        ("<a@example.com> <b", 16),
        ("<a@example.com", 0),
        ("<a@exämple.example>", 5),
        ("<a@example.com>\r\n <b@example.com>", 15),
        ("<a@example.com> \x7f", 16),
        ("<a\0@example.com>", 2),
    ],
)
def test_what_is_no_id_is_refused(value: str | list[str], position: int) -> None:
    with pytest.raises(HeaderError, match=r"stand in angle brackets|another header field|NUL can") as caught:
        MessageIds.of(value, "references")
    assert (caught.value.field, caught.value.position) == ("references", position)


@pytest.mark.parametrize(
    ("wrong", "position"), [("<>", 0), ("", 0), ("<a b@example.com>", 2), ("<" + "x" * 990 + ">", None)]
)
def test_the_place_in_a_list_is_named(wrong: str, position: int | None) -> None:
    with pytest.raises(HeaderError) as caught:
        MessageIds.of(["<a@example.com>", wrong], "references")
    assert (caught.value.field, caught.value.position) == ("references[1]", position)
    with pytest.raises(TypeError, match=r"^references\[1\] takes a str"):
        MessageIds.of(["<a@example.com>", b"<b@example.com>"], "references")  # type: ignore[list-item]


def test_nothing_is_no_ids() -> None:
    assert MessageIds.of("", "references").ids == MessageIds.of((), "references").ids == ()
    with pytest.raises(HeaderError, match=r"^References: no message id"):
        MessageIds(()).write("References")


def test_octets_are_no_ids() -> None:
    with pytest.raises(TypeError, match=r"^references takes message ids, not bytes"):
        MessageIds.of(b"<a@example.com>", "references")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "identifier"),
    [
        ("a@example.com", "<a@example.com>"),
        ("<a@example.com>", "<a@example.com>"),
        ("a.b+c=d@[192.0.2.1]", "<a.b+c=d@[192.0.2.1]>"),
    ],
)
def test_an_id_of_ones_own_is_bracketed(value: str, identifier: str) -> None:
    assert own_message_id(value, "message_id").ids == (identifier,)


@pytest.mark.parametrize(
    ("value", "position", "problem"),
    [
        # Without an @: at the end, where it is missing.
        ("a", 1, "no @: a message id is <left@right>"),
        ("<a>", 3, "no @"),
        ("", 0, "no @"),
        ("a b@example.com", 1, "a message id is <left@right>, printable ASCII"),
        ("<a b@example.com>", 2, "<left@right>"),
        ("a@example.com>", 13, "<left@right>"),
        ("<a@example.com", 0, "<left@right>"),
        ("<a@example.com> <b@example.com>", 15, "<left@right>"),
        ("é@example.com", 0, "<left@right>"),
        ("a@exämple.example", 4, "<left@right>"),
        ("a..b@example.com", 0, "<left@right>"),
        ("a@b\r\nBcc: x@example.com", 3, "another header field"),
    ],
)
def test_an_id_of_ones_own_is_judged_strictly(value: str, position: int, problem: str) -> None:
    with pytest.raises(HeaderError, match=problem) as caught:
        own_message_id(value, "message_id")
    assert (caught.value.field, caught.value.position) == ("message_id", position)


def test_octets_are_no_id_of_ones_own() -> None:
    with pytest.raises(TypeError, match=r"^message_id takes a str"):
        own_message_id(b"a@example.com", "message_id")  # type: ignore[arg-type]


@pytest.mark.parametrize("cid", ["logo", "logo@example.com", "a%20b", "%", "a,b", 'x"y', "=?utf-8?q?x?="])
def test_a_content_id_is_written_as_it_is_given(cid: str) -> None:
    assert content_id(cid, "cid").write("Content-ID") == f"Content-ID: <{cid}>\r\n".encode()


@pytest.mark.parametrize(
    ("cid", "position", "problem"),
    [
        ("", 0, NO_CONTENT_ID),
        ("a b", 1, NO_CONTENT_ID),
        ("<logo>", 0, NO_CONTENT_ID),
        ("logo>", 4, NO_CONTENT_ID),
        ("lögo", 1, NO_CONTENT_ID),
        ("a\r\nX: y", 1, "another header field"),
        ("a\x7f", 1, NO_CONTENT_ID),
        (" a", 0, NO_CONTENT_ID),
        ("a\n", 1, "another header field"),
    ],
)
def test_a_content_id_is_printable_ascii_without_brackets(cid: str, position: int, problem: str) -> None:
    with pytest.raises(HeaderError, match=problem) as caught:
        content_id(cid, "cid")
    assert (caught.value.field, caught.value.position) == ("cid", position)


def test_an_id_that_no_line_can_hold_is_refused_when_it_is_given() -> None:
    for length, fits in ((977, True), (978, False)):
        identifier = "<" + "x" * (length - 4) + "@y>"
        if fits:
            field = MessageIds.of(identifier, "references").write("Original-Message-ID")
            assert len(field.removesuffix(b"\r\n")) == 998
            continue
        with pytest.raises(HeaderError, match=r"^references: an identifier of 978 characters"):
            MessageIds.of(identifier, "references")
        with pytest.raises(HeaderError, match=r"^message_id: "):
            own_message_id(identifier, "message_id")
        with pytest.raises(HeaderError, match=r"^cid: "):
            content_id(identifier[1:-1], "cid")
