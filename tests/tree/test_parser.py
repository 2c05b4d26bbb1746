from typing import Any, NamedTuple

import pytest

from mimeforge import Part, parse
from mimeforge.tree import Span


class Row(NamedTuple):
    """A part as a table shows it: its header section, separator and body as text, no separator as None."""

    path: str
    media_type: str
    header: str
    separator: str | None
    body: str


def rows(message: Part) -> list[Row]:
    return [
        Row(
            part.path,
            part.media_type,
            shown(part, part.header_span) or "",
            shown(part, part.separator),
            part.raw.decode(),
        )
        for part in message.walk()
    ]


def shown(part: Part, span: Span | None) -> str | None:
    return None if span is None else part.source.read(span).decode()


MULTIPART = "Content-Type: multipart/mixed; boundary=b\n"
ALTERNATIVE = "Content-Type: multipart/alternative; boundary=c\n"
RFC822 = "Content-Type: message/rfc822\n"

# None of these lines is a delimiter line of the boundary "b" (RFC 2046 §5.1.1).
NO_DELIMITERS = " --b\n--bc\n--b -\n--b- \n-b\n---b\n--B\nx --b\n--b\rx\n"


@pytest.mark.parametrize(
    ("octets", "expected"),
    [
        pytest.param("", [Row("", "text/plain", "", None, "")], id="nothing"),
        pytest.param("\n", [Row("", "text/plain", "", "\n", "")], id="one empty line"),
        pytest.param("To: a", [Row("", "text/plain", "To: a", None, "")], id="a field without line end"),
        pytest.param("To: a\n", [Row("", "text/plain", "To: a\n", None, "")], id="no separator"),
        pytest.param("To: a\n\n", [Row("", "text/plain", "To: a\n", "\n", "")], id="no body"),
        pytest.param("To: a\n\nx\n\ny", [Row("", "text/plain", "To: a\n", "\n", "x\n\ny")], id="a body"),
        pytest.param("\nTo: a\n", [Row("", "text/plain", "", "\n", "To: a\n")], id="empty line first"),
        pytest.param(
            "To: a\n \n\nx", [Row("", "text/plain", "To: a\n \n", "\n", "x")], id="blank line is a continuation"
        ),
        pytest.param("text\n\nx", [Row("", "text/plain", "text\n", "\n", "x")], id="no field at all"),
        pytest.param(
            MULTIPART + "\n--b\nTo: 1\n\none\n--b\n\ntwo\n\n--b--\n",
            [
                Row("", "multipart/mixed", MULTIPART, "\n", "--b\nTo: 1\n\none\n--b\n\ntwo\n\n--b--\n"),
                Row("1", "text/plain", "To: 1\n", "\n", "one"),
                Row("2", "text/plain", "", "\n", "two\n"),
            ],
            id="two parts",
        ),
        pytest.param(
            MULTIPART + "\n--b\nTo: 1\n\n--b\n\n--b\nTo: 3\n--b\n--b--",
            [
                Row("", "multipart/mixed", MULTIPART, "\n", "--b\nTo: 1\n\n--b\n\n--b\nTo: 3\n--b\n--b--"),
                Row("1", "text/plain", "To: 1\n", "\n", ""),
                Row("2", "text/plain", "", "\n", ""),
                Row("3", "text/plain", "To: 3\n", None, ""),
                Row("4", "text/plain", "", None, ""),
            ],
            id="parts without body keep their line ends",
        ),
        pytest.param(
            MULTIPART + "\n--b",
            [Row("", "multipart/mixed", MULTIPART, "\n", "--b"), Row("1", "text/plain", "", None, "")],
            id="a part of nothing at the end",
        ),
        pytest.param(
            MULTIPART + "\n--b\n" + ALTERNATIVE + "\n--c\n\n1\n--c\n\n2\n--b\n\n3\n--c\n--b--\n",
            [
                Row(
                    "",
                    "multipart/mixed",
                    MULTIPART,
                    "\n",
                    f"--b\n{ALTERNATIVE}\n--c\n\n1\n--c\n\n2\n--b\n\n3\n--c\n--b--\n",
                ),
                Row("1", "multipart/alternative", ALTERNATIVE, "\n", "--c\n\n1\n--c\n\n2"),
                Row("1.1", "text/plain", "", "\n", "1"),
                Row("1.2", "text/plain", "", "\n", "2"),
                Row("2", "text/plain", "", "\n", "3\n--c"),
            ],
            id="an outer boundary ends inner parts",
        ),
        pytest.param(
            MULTIPART + "\n--b\n" + ALTERNATIVE.replace("=c", "=b") + "\n--b\n\nx\n--b--\n",
            [
                Row(
                    "", "multipart/mixed", MULTIPART, "\n", f"--b\n{ALTERNATIVE.replace('=c', '=b')}\n--b\n\nx\n--b--\n"
                ),
                Row("1", "multipart/alternative", ALTERNATIVE.replace("=c", "=b"), "\n", ""),
                Row("2", "text/plain", "", "\n", "x"),
            ],
            id="of two equal boundaries the outer one counts",
        ),
        pytest.param(
            RFC822 + "\nSubject: in\n\nhello",
            [
                Row("", "message/rfc822", RFC822, "\n", "Subject: in\n\nhello"),
                Row("1", "text/plain", "Subject: in\n", "\n", "hello"),
            ],
            id="a message in a message",
        ),
        pytest.param(
            MULTIPART + "\n--b\n\n1\n--b\n" + RFC822 + "\n" + ALTERNATIVE + "\n--c\n\n2\n--b--\n",
            [
                Row(
                    "", "multipart/mixed", MULTIPART, "\n", f"--b\n\n1\n--b\n{RFC822}\n{ALTERNATIVE}\n--c\n\n2\n--b--\n"
                ),
                Row("1", "text/plain", "", "\n", "1"),
                Row("2", "message/rfc822", RFC822, "\n", ALTERNATIVE + "\n--c\n\n2"),
                Row("2.1", "multipart/alternative", ALTERNATIVE, "\n", "--c\n\n2"),
                Row("2.1.1", "text/plain", "", "\n", "2"),
            ],
            id="paths go through embedded messages",
        ),
        pytest.param(
            MULTIPART.replace("mixed", "digest")
            + "\n--b\n\nSubject: 1\n\nx\n--b\nContent-Type: text/plain\n\ny\n--b--",
            [
                Row(
                    "",
                    "multipart/digest",
                    MULTIPART.replace("mixed", "digest"),
                    "\n",
                    "--b\n\nSubject: 1\n\nx\n--b\nContent-Type: text/plain\n\ny\n--b--",
                ),
                Row("1", "message/rfc822", "", "\n", "Subject: 1\n\nx"),
                Row("1.1", "text/plain", "Subject: 1\n", "\n", "x"),
                Row("2", "text/plain", "Content-Type: text/plain\n", "\n", "y"),
            ],
            id="a digest holds messages",
        ),
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_message_is_cut_into_parts(octets: str, expected: list[Row], line_end: str) -> None:
    assert rows(parse(octets.replace("\n", line_end).encode())) == [
        tuple(text and text.replace("\n", line_end) for text in row) for row in expected
    ]


@pytest.mark.parametrize(
    ("body", "delimiters", "others"),
    [
        ("pre\n--b\n\nx\n--b--\nepi", ["--b"], ("--b--", "pre", "epi")),
        ("pre\n\n--b \t\n\nx\n--b--  \n\nepi\n", ["--b \t"], ("--b--  ", "pre\n", "\nepi\n")),
        ("--b\n\nx\n--b\n\ny\n--b--", ["--b", "--b"], ("--b--", None, None)),
        ("--b\n\nx\n--b--\n", ["--b"], ("--b--", None, None)),
        ("\n--b\n\nx\n", ["--b"], (None, None, None)),
        ("--b--\n--b\n\nx", [], ("--b--", None, "--b\n\nx")),
        ("only text", [], (None, "only text", None)),
        ("", [], (None, None, None)),
        (NO_DELIMITERS, [], (None, NO_DELIMITERS, None)),
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_what_is_around_the_parts(
    body: str, delimiters: list[str], others: tuple[str | None, ...], line_end: str
) -> None:
    message = parse((MULTIPART + "\n" + body).replace("\n", line_end).encode())
    assert [shown(message, span) for span in message.delimiters] == delimiters
    found = [shown(message, span) for span in (message.close_delimiter, message.preamble, message.epilogue)]
    assert found == [other and other.replace("\n", line_end) for other in others]
    assert len(message.parts) == len(delimiters)


def test_an_inner_close_delimiter_shares_its_line_end_with_the_outer_delimiter() -> None:
    octets = (MULTIPART + "\n--b\n" + ALTERNATIVE + "\n--c\n\nx\n--c--\n--b--\n").encode()
    inner = parse(octets).parts[0]
    assert inner.close_delimiter is not None
    assert inner.span.end == inner.close_delimiter.end == octets.index(b"\n--b--")
    assert inner.epilogue is None


@pytest.mark.parametrize(
    ("value", "boundary", "lines"),
    [
        ("multipart/mixed; boundary=b", b"b", "--b"),
        ('Multipart/Mixed; BOUNDARY="a b"', b"a b", "--a b"),
        ('multipart/mixed;\n boundary="=_x"', b"=_x", "--=_x"),
        ("multipart/mixed; boundary*=us-ascii''a%20b", b"a b", "--a b"),
        ("multipart/mixed; boundary*0=ab; boundary*1=cd", b"abcd", "--abcd"),
        # RFC 2046 §5.1.1: a boundary does not end in a blank
        ('multipart/mixed; boundary="b  "', b"b", "--b"),
        ('multipart/mixed; boundary="é"', "é".encode(), "--é"),
        ("multipart/mixed", None, "--"),
        ('multipart/mixed; boundary=""', None, "--"),
        ('multipart/mixed; boundary=" \t "', None, "-- \t "),
        ("text/plain; boundary=b", None, "--b"),
    ],
)
def test_boundaries(value: str, boundary: bytes | None, lines: str) -> None:
    message = parse(f"Content-Type: {value}\n\n{lines}\n\nx\n{lines}--\n".encode())
    assert message.boundary == boundary
    assert [part.raw for part in message.parts] == ([b"x"] if boundary else [])


def test_a_boundary_that_is_not_utf_8_is_found_as_it_is_written() -> None:
    message = parse(b'Content-Type: multipart/mixed; boundary="\xe9"\n\n--\xe9\n\nx\n--\xe9--\n')
    assert message.boundary == b"\xe9"
    assert [part.raw for part in message.parts] == [b"x"]


@pytest.mark.parametrize(
    ("inner", "inner_body", "paths"),
    [
        # "--b--" closes the outer multipart, whatever the inner one calls itself
        ("b--", "--b--\n\nx\n--b----", ["", "1"]),
        ("bc", "--bc\n\nx\n--bc--", ["", "1", "1.1", "2"]),
    ],
)
def test_a_boundary_that_begins_with_the_outer_one(inner: str, inner_body: str, paths: list[str]) -> None:
    alternative = ALTERNATIVE.replace("=c", f'="{inner}"')
    message = parse(f"{MULTIPART}\n--b\n{alternative}\n{inner_body}\n--b\n\ny\n--b--\n".encode())
    assert [part.path for part in message.walk()] == paths


@pytest.mark.parametrize("media_type", ["message/rfc822", "Message/Global"])
@pytest.mark.parametrize(
    ("encoding", "is_read"),
    [("7bit", True), ("8BIT", True), ("binary", True), ("base64", False), ("quoted-printable", False), ("x", False)],
)
def test_an_encoded_message_is_a_leaf(media_type: str, encoding: str, is_read: bool) -> None:
    octets = f"Content-Type: {media_type}\nContent-Transfer-Encoding: {encoding}\n\nSubject: x\n\ny".encode()
    assert [part.header("Subject") for part in parse(octets).parts] == ["x"] * is_read


def test_only_octets_are_parsed() -> None:
    octets = b"Subject: x\r\n\r\nbody"
    message = parse(octets)
    assert message.source.octets is octets
    for alike in (bytearray(octets), memoryview(octets), memoryview(octets * 2)[: len(octets)]):
        tree = parse(alike)
        assert tree == message
        assert type(tree.source.octets) is bytes
    for other in ("Subject: x", 3, None, [65]):
        with pytest.raises(TypeError):
            parse(other)  # type: ignore[arg-type]


@pytest.mark.parametrize("source", ["a text", None, 3, [1, 2]])
def test_anything_but_octets_is_refused_in_words(source: Any) -> None:
    with pytest.raises(TypeError, match="parse takes the octets of a message, not"):
        parse(source)
