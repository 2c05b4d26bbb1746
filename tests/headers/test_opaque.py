from __future__ import annotations

import pytest

from mimeforge.errors import HeaderError
from mimeforge.headers import Opaque, Uris, https_uri, mailto_uri, uri

URL = "https://example.com/u?t=" + "x" * 60
NOT_OPAQUE = "this field is never encoded: printable ASCII"
NO_LIST = "URIs stand in angle brackets"
NO_SCHEME = "a URI begins with its scheme"
NO_URI = "no character of a URI in a List-"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("auto-generated", "X: auto-generated"),
        ("a  b \t c", "X: a  b \t c"),
        # Never encoded: the tokens of machines are read to the letter.
        ("=?utf-8?q?x?=", "X: =?utf-8?q?x?="),
        ("x" * 200, "X: " + "x" * 200),
        ("a " + "x" * 200 + " b", "X: a\r\n " + "x" * 200 + "\r\n b"),
        ("a" * 40 + "   " + "b" * 40, "X: " + "a" * 40 + "\r\n   " + "b" * 40),
    ],
)
def test_opaque_values_are_folded_at_their_blanks_and_nothing_else(value: str, written: str) -> None:
    assert Opaque.of(value, "X").write("X") == written.encode() + b"\r\n"


@pytest.mark.parametrize(
    ("value", "position", "problem"),
    [
        ("", 0, NOT_OPAQUE),
        (" a", 0, NOT_OPAQUE),
        ("a ", 1, NOT_OPAQUE),
        ("a b ", 3, NOT_OPAQUE),
        ("\ta", 0, NOT_OPAQUE),
        ("réf", 1, NOT_OPAQUE),
        ("a b é", 4, NOT_OPAQUE),
        ("a\tb é", 4, NOT_OPAQUE),
        ("a\x01", 1, NOT_OPAQUE),
        ("a\x7f", 1, NOT_OPAQUE),
        ("a\r\nb", 1, "another header field"),
        ("a\0", 1, "NUL can stand in no header field"),
        ("a\u2028", 1, NOT_OPAQUE),
    ],
)
def test_opaque_values_are_printable_ascii(value: str, position: int, problem: str) -> None:
    with pytest.raises(HeaderError, match=problem) as caught:
        Opaque.of(value, "X-Priority")
    assert (caught.value.field, caught.value.position) == ("X-Priority", position)


def test_a_token_that_no_line_can_hold_is_an_error() -> None:
    with pytest.raises(HeaderError, match=r"^X: a line of 999 characters that cannot be folded"):
        Opaque.of("x" * 996, "X").write("X")


def test_uris_are_folded_after_commas_only() -> None:
    field = Uris((URL, "mailto:leave@example.com")).write("List-Unsubscribe")
    assert field == f"List-Unsubscribe: <{URL}>,\r\n <mailto:leave@example.com>\r\n".encode()
    assert Uris(("https://a.example",)).write("List-Help") == b"List-Help: <https://a.example>\r\n"


@pytest.mark.parametrize(
    ("value", "uris"),
    [
        ("<https://example.com/u>", ("https://example.com/u",)),
        (" <urn:a:b>\t", ("urn:a:b",)),
        ("<urn:a:b>,<urn:c:d> , <mailto:leave@example.com>", ("urn:a:b", "urn:c:d", "mailto:leave@example.com")),
    ],
)
def test_a_list_of_uris_is_read(value: str, uris: tuple[str, ...]) -> None:
    assert Uris.of(value, "List-Help") == Uris(uris)
    assert Uris.of(value, "List-Help").write("List-Help") == f"List-Help: <{'>, <'.join(uris)}>\r\n".encode()


@pytest.mark.parametrize(
    ("value", "position", "character", "problem"),
    [
        ("", 0, None, NO_LIST),
        ("https://example.com", 0, "h", NO_LIST),
        ("<urn:a:b", 0, "<", NO_LIST),
        ("<urn:a:b>,", 9, ",", NO_LIST),
        ("<urn:a:b> <urn:c:d>", 10, "<", NO_LIST),
        ("<urn:a:b> (comment)", 10, "(", NO_LIST),
        ("<urn:a:b>\r\nBcc: x@example.com", 9, "\r", "another header field"),
        # Counted from the start of the list.
        ("<>", 1, None, NO_SCHEME),
        ("<example.com>", 1, None, NO_SCHEME),
        ("<urn:a:b>, <example.com>", 12, None, NO_SCHEME),
        ("<urn:a:b>, <https://example.com/a b>", 33, " ", NO_URI),
        ("<urn:a:b>, <https://example.com/" + "u" * 1000 + ">", 989, "u", "1020 characters, at most 977 fit on a line"),
    ],
)
def test_what_is_no_list_of_uris_is_refused(value: str, position: int, character: str | None, problem: str) -> None:
    with pytest.raises(HeaderError, match=problem) as caught:
        Uris.of(value, "List-Help")
    error = caught.value
    assert (error.field, error.position, error.character) == ("List-Help", position, character)


def test_the_longest_uri_fits_beside_the_longest_name() -> None:
    longest = "urn:" + "x" * 973
    field = Uris.of(f"<{longest}>, <{longest}>", "List-Unsubscribe").write("List-Unsubscribe")
    assert max(map(len, field.split(b"\r\n"))) == 998
    with pytest.raises(HeaderError, match="978 characters, at most 977 fit on a line"):
        uri(longest + "x", "url")


@pytest.mark.parametrize(
    "value",
    [
        "https://example.com",
        "http://example.com/a?b=c&d=%20;e#f",
        "mailto:leave@example.com?subject=leave%20now",
        "https://[2001:db8::1]:8443/~x/$(y)*'z'!",
        "urn:x:y",
    ],
)
def test_uris_that_are_taken(value: str) -> None:
    assert uri(value, "url") == value


@pytest.mark.parametrize(
    ("value", "position", "problem"),
    [
        ("", 0, NO_SCHEME),
        ("example.com/u", 0, NO_SCHEME),
        ("//example.com", 0, NO_SCHEME),
        ("https:", 0, NO_URI),
        ("1https://example.com", 0, NO_SCHEME),
        # Whatever ends the URI, or the field, or begins another.
        ("https://example.com/a,b", 21, NO_URI),
        ("https://example.com/>,<https://example.net", 20, NO_URI),
        ("https://example.com/<", 20, NO_URI),
        ("https://example.com/a b", 21, NO_URI),
        ("https://example.com/a\tb", 21, NO_URI),
        ("https://example.com/a\r\nBcc: x@example.com", 21, "another header field"),
        ("https://example.com/\0", 20, "NUL can stand in no header field"),
        ("https://example.com/\x7f", 20, NO_URI),
        ("https://bücher.example/", 9, NO_URI),
        ('https://example.com/"', 20, NO_URI),
        ("https://example.com/\\", 20, NO_URI),
        ("https://example.com/{x}", 20, NO_URI),
        ("https://example.com/%", 20, NO_URI),
        ("https://example.com/%2", 20, NO_URI),
        ("https://example.com/%zz", 20, NO_URI),
        ("https://example.com/" + "u" * 1000, 977, "1020 characters, at most 977"),
    ],
)
def test_uris_that_are_refused(value: str, position: int, problem: str) -> None:
    with pytest.raises(HeaderError, match=problem) as caught:
        uri(value, "url")
    assert (caught.value.field, caught.value.position) == ("url", position)


@pytest.mark.parametrize(
    "value", ["http://example.com/u", "mailto:leave@example.com", "https:", "https:///u", "https:/u"]
)
def test_one_click_takes_https_alone(value: str) -> None:
    with pytest.raises(HeaderError, match=f"takes an https URI|{NO_SCHEME}|{NO_URI}") as caught:
        https_uri(value, "url")
    assert caught.value.field == "url"


def test_an_https_uri_is_taken_as_it_is() -> None:
    assert https_uri(URL, "url") == URL


@pytest.mark.parametrize(
    ("addr_spec", "written"),
    [
        ("leave@example.com", "mailto:leave@example.com"),
        ("a+b=c@example.com", "mailto:a+b%3Dc@example.com"),
        ("a?bcc=x@example.com", "mailto:a%3Fbcc%3Dx@example.com"),
        ("a%b&c#d/e@example.com", "mailto:a%25b%26c%23d%2Fe@example.com"),
        ('"a, b>"@example.com', "mailto:%22a%2C%20b%3E%22@example.com"),
        ('"a@b"@example.com', "mailto:%22a%40b%22@example.com"),
        ("a@[192.0.2.1]", "mailto:a@[192.0.2.1]"),
    ],
)
def test_the_uri_of_a_mailbox_holds_nothing_but_the_mailbox(addr_spec: str, written: str) -> None:
    assert mailto_uri(addr_spec) == written
    assert uri(written, "mailto") == written
