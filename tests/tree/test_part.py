import copy
import pickle

import pytest

from mimeforge import Part, parse


def part(*fields: str, body: bytes = b"") -> Part:
    return parse("".join(field + "\r\n" for field in fields).encode() + b"\r\n" + body)


def content_type(value: str) -> Part:
    return part(f"Content-Type: {value}")


@pytest.mark.parametrize(
    ("value", "media_type"),
    [
        ("text/html", "text/html"),
        ("Text/HTML; charset=utf-8", "text/html"),
        ("text / html", "text/html"),
        ("(a comment) text/html (another)", "text/html"),
        ("(a (nested) comment) text/html(another)", "text/html"),
        ("text/html (without end; charset=utf-8", "text/html"),
        ("text/html charset=utf-8", "text/html"),
        ("text/html;", "text/html"),
        # RFC 2045 §5.2: what cannot be read is text/plain
        ("text", "text/plain"),
        ("", "text/plain"),
        ("text/", "text/plain"),
        ("/html", "text/plain"),
        ("text/html/x", "text/plain"),
        ("; charset=utf-8", "text/plain"),
        ("tèxt/html", "text/plain"),
    ],
)
def test_media_type(value: str, media_type: str) -> None:
    assert content_type(value).media_type == media_type


def test_defaults_hold_where_nothing_is_said() -> None:
    bare = parse(b"Subject: x\r\n\r\nbody")
    assert (bare.media_type, bare.transfer_encoding, dict(bare.parameters)) == ("text/plain", "7bit", {})
    assert (bare.charset, bare.disposition, bare.filename, bare.content_id, bare.boundary) == (None,) * 5
    assert bare.names == ()
    assert (bare.header("To"), bare.field("To"), bare.fields_named("To")) == (None, None, ())


def test_the_first_field_of_a_name_counts_in_any_case() -> None:
    message = part("SUBJECT: one", "subject: two", "Content-Type: text/html", "content-type: text/plain")
    assert message.header("Subject") == "one"
    assert [field.value for field in message.fields_named("sUBJECT")] == ["one", "two"]
    assert message.media_type == "text/html"


def test_parameters_are_joined_decoded_and_read_only() -> None:
    read = content_type("text/plain; CHARSET=utf-8; name*0*=utf-8''Re%C3; name*1*=%A7u; format=flowed").parameters
    assert read == {"charset": "utf-8", "name": "Reçu", "format": "flowed"}
    with pytest.raises(TypeError):
        read["charset"] = "x"  # type: ignore[index]


@pytest.mark.parametrize(
    ("value", "encoding"),
    [
        ("base64", "base64"),
        ("Quoted-Printable", "quoted-printable"),
        ("(why) 8bit (not)", "8bit"),
        ("8bit (why (not))", "8bit"),
        ("(why (not))base64(\\))", "base64"),
        ("quoted-printable;", "quoted-printable"),
        ("quoted printable", "quoted printable"),
        ("", "7bit"),
    ],
)
def test_transfer_encoding(value: str, encoding: str) -> None:
    assert part(f"Content-Transfer-Encoding: {value}").transfer_encoding == encoding


@pytest.mark.parametrize(
    ("value", "disposition"),
    [("Attachment; filename=x", "attachment"), ("INLINE", "inline"), ("", None), ("; filename=x", None), ('"x"', None)],
)
def test_disposition(value: str, disposition: str | None) -> None:
    assert part(f"Content-Disposition: {value}").disposition == disposition


@pytest.mark.parametrize(
    ("content_disposition", "content_type", "filename", "names"),
    [
        ("attachment; filename=a.pdf", "x/y; name=b.pdf", "a.pdf", ["a.pdf", "b.pdf"]),
        ("attachment", "x/y; name=b.pdf", "b.pdf", ["b.pdf"]),
        ('attachment; filename=""', "x/y; name=b.pdf", "b.pdf", ["b.pdf"]),
        ("attachment; filename=a.pdf; filename*=utf-8''%C3%A1.exe", "x/y", "á.exe", ["á.exe", "a.pdf"]),
        (
            'attachment; filename="=?utf-8?q?=C3=A1.exe?="',
            "x/y; name==?utf-8?q?b.pdf?=",
            "á.exe",
            ["=?utf-8?q?=C3=A1.exe?=", "á.exe", "=?utf-8?q?b.pdf?=", "b.pdf"],
        ),
        # An extended value is final: what looks like an encoded-word in it is text.
        (
            "attachment; filename*=utf-8''%3D%3Futf-8%3Fq%3Fx%3F%3D",
            "x/y",
            "=?utf-8?q?x?=",
            ["=?utf-8?q?x?=", "x"],
        ),
        # A reader that decodes before it splits sees another name.
        (
            'attachment; filename="=?utf-8?q?a.exe=22=3B_x=3D=22?=b.pdf"',
            "x/y",
            'a.exe"; x="b.pdf',
            ["=?utf-8?q?a.exe=22=3B_x=3D=22?=b.pdf", 'a.exe"; x="b.pdf', "a.exe"],
        ),
        ("=?utf-8?q?attachment=3B_filename=3Da.exe?=", "x/y", None, ["a.exe"]),
        # What looks like a comment is shown as part of a name without quotes, by readers that know none.
        ("attachment; filename=a(1).pdf", "x/y; name=b(1).pdf", "a(1).pdf", ["a(1).pdf", "b(1).pdf"]),
        ("attachment; filename=a (1).pdf", "x/y", "a (1).pdf", ["a (1).pdf", "a"]),
        ("attachment; (b) filename (c) = (d) a.pdf", "x/y", "a.pdf", ["a.pdf"]),
        ("attachment; filename*00=a; filename*01=.pdf", "x/y", "a.pdf", ["a.pdf"]),
        ("form-data; name=a; filename=b", "x/y", "b", ["b"]),
        ("form-data; name=a", "x/y", None, []),
        ("attachment", "x/y", None, []),
    ],
)
def test_filename_is_the_best_and_names_are_all(
    content_disposition: str, content_type: str, filename: str | None, names: list[str]
) -> None:
    read = part(f"Content-Disposition: {content_disposition}", f"Content-Type: {content_type}")
    assert read.filename == filename
    assert list(read.names) == names


@pytest.mark.parametrize(
    ("value", "content_id"),
    [
        ("<logo@example.com>", "logo@example.com"),
        ("logo", "logo"),
        ("<a(b)@c> (d)", "a(b)@c"),
        ("<>", "<>"),
        ("", None),
    ],
)
def test_content_id(value: str, content_id: str | None) -> None:
    assert part(f"Content-ID: {value}").content_id == content_id


@pytest.mark.parametrize(
    ("encoding", "body", "content"),
    [
        ("base64", b"UmXDp3U=\r\n", "Reçu".encode()),
        ("base64", b"UmXD\r\n!!p3U", "Reçu".encode()),
        ("quoted-printable", b"Re=C3=A7u=\r\n!\r\n", "Reçu!\r\n".encode()),
        ("8bit", "Reçu\r\n".encode(), "Reçu\r\n".encode()),
        ("x-unknown", b"UmXDp3U=", b"UmXDp3U="),
    ],
)
def test_content_has_the_transfer_encoding_undone(encoding: str, body: bytes, content: bytes) -> None:
    read = part(f"Content-Transfer-Encoding: {encoding}", body=body)
    assert read.content == content
    assert read.content is read.content
    assert read.raw == body


def test_a_multipart_is_read_as_it_stands_whatever_its_encoding() -> None:
    message = parse(
        b'Content-Type: multipart/mixed; boundary="b"\nContent-Transfer-Encoding: base64\n\n--b\n\nhello\n--b--\n'
    )
    assert message.content == message.raw == b"--b\n\nhello\n--b--\n"
    assert message.parts[0].text == "hello"


@pytest.mark.parametrize(
    ("value", "body", "text"),
    [
        ("text/plain; charset=utf-8", "Reçu".encode(), "Reçu"),
        ("text/plain; charset=ISO-8859-1", "Reçu".encode("latin-1"), "Reçu"),
        ("text/html; charset=utf-8", b"a\xffb", "a\ufffdb"),
        ("text/plain; charset=us-ascii", b"a\xe9b", "a\ufffdb"),
        ("text/plain; charset=x-unknown", "Reçu".encode(), "Reçu"),
        ("text/plain; charset=x-unknown", "Reçu".encode("latin-1"), "Reçu"),
        ("text/plain", "Reçu".encode(), "Reçu"),
        ("text/plain; charset=base64", b"YQ==", "YQ=="),
        ('text/plain; charset=""', b"a", "a"),
        ('text/plain; charset=" utf-8 "', "ç".encode(), "ç"),
        ("application/json; charset=utf-8", b"{}", None),
    ],
)
def test_text_is_decoded_with_the_charset(value: str, body: bytes, text: str | None) -> None:
    assert part(f"Content-Type: {value}", body=body).text == text


TREE = (
    b"Content-Type: multipart/mixed; boundary=b\n\n"
    b"--b\nContent-Type: multipart/alternative; boundary=c\n\n--c\n\nsecret\n--c\n\n2\n--c--\n"
    b"--b\n\n3\n--b--\n"
)


def test_walk_goes_in_the_order_of_the_message() -> None:
    message = parse(TREE)
    assert [visited.path for visited in message.walk()] == ["", "1", "1.1", "1.2", "2"]
    assert [visited.path for visited in message.parts[0].walk()] == ["1", "1.1", "1.2"]
    assert [visited.path for visited in message.walk() if visited.is_root] == [""]


def test_parts_are_values_that_show_no_body() -> None:
    message = parse(TREE)
    leaf = message.parts[0].parts[0]
    assert leaf.text == "secret"
    for tree, first in [(message, leaf), pickle.loads(pickle.dumps((message, leaf))), (parse(TREE), leaf)]:
        assert tree == message
        assert hash(tree) == hash(message)
        assert tree.parts[0].parts[0] == first
        assert "secret" not in repr(tree)
    assert copy.copy(message) == copy.deepcopy(message) == message
    assert message.parts[0] != message.parts[1]
    assert message != parse(TREE + b"\n")
    assert message != TREE
    assert repr(message) == "<Part message at 0:134, 2 parts>"


def test_a_pickle_holds_the_octets_once() -> None:
    message = part("Content-Transfer-Encoding: base64", body=b"QUJD" * 100_000)
    assert len(message.content) == 300_000
    assert len(pickle.dumps(message)) < len(message.source.octets) + 2_000
