"""Traps 12 to 24 of composing: the parts of a message, and the message as a whole."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest
from composing import field_of, header_lines, plain, shape
from drafts import Draft, Embedded, Filed, Forwarded
from readers import Reader, every_reader

from mimeforge import HeaderError, parse

if TYPE_CHECKING:
    from mimeforge import Part

EVERY_READER = pytest.mark.parametrize("reader", every_reader())


def test_trap_12_nothing_is_8bit_that_mimeforge_wrote_and_a_multipart_says_what_is_inside() -> None:
    for text in ("é", "naïve café", "日本語", "Merci à tous\n" * 100):
        octets = plain(text=text, html=f"<p>{text}").attach(text.encode(), filename="a.txt").as_bytes()
        assert octets.isascii()
        assert b"8bit" not in octets
    received = "Subject: a\r\n\r\né\r\n".encode()
    tree = parse(plain(text="Merci à tous, et à bientôt\n").attach_message(received).as_bytes())
    assert (tree.transfer_encoding, tree.parts[0].transfer_encoding) == ("8bit", "quoted-printable")
    assert tree.parts[1].transfer_encoding == "8bit"


def test_trap_13_no_encoded_line_is_over_76() -> None:
    """A line of 75 characters that ends in a blank is where encoders write 78; a long header token changes no body."""
    lines = [f"{'x' * length}{end}" for length in range(70, 80) for end in ("", " ", "\t", "=", "é", "  ", "= ")]
    message = plain(text="\n".join(lines), html="\n".join(reversed(lines))).attach(bytes(500))
    message = message.header("Feedback-ID", "f" * 900).header("X-Note", "n" * 900)
    leaves = [part for part in parse(message.as_bytes()).walk() if not part.parts]
    assert [leaf.transfer_encoding for leaf in leaves] == ["quoted-printable", "quoted-printable", "base64"]
    assert max(len(line) for leaf in leaves for line in leaf.raw.split(b"\r\n")) == 76
    assert leaves[0].text == "\r\n".join(lines) + "\r\n"


@EVERY_READER
def test_trap_14_long_lines_and_bare_cr_are_encoded_and_attachments_untouched(reader: Reader) -> None:
    attachments = [b"a\rb\nc\r\nd", b"no line end", b"x" * 5000, b"\r", b"a \n", b""]
    draft = Draft(text="x" * 5000 + "\ra\rb", parts=tuple(Filed(data, "a.txt", "text/plain") for data in attachments))
    octets = draft.message().as_bytes(None)
    assert max(map(len, octets.split(b"\r\n"))) <= 78
    assert b"\r" not in octets.replace(b"\r\n", b"")
    read = reader.read(octets)
    assert [file.octets for file in read.files] == attachments
    if "plain" not in reader.blind:
        assert read.plain == draft.mail().plain


@EVERY_READER
@pytest.mark.parametrize(
    "received", [b"Subject: a\r\n\r\nb", "Subject: a\r\n\r\né\r\n".encode(), b"A: b\r\n\r\n\r\n\r\n"]
)
def test_trap_15_an_embedded_message_is_not_encoded(reader: Reader, received: bytes) -> None:
    """RFC 2046 §5.2.1: only 7bit, 8bit or binary."""
    octets = Draft(parts=(Forwarded(received, "a.eml"),)).message().as_bytes(None)
    assert received in octets
    (part,) = parse(octets).parts
    assert (part.media_type, part.transfer_encoding) == ("message/rfc822", "7bit" if received.isascii() else "8bit")
    assert reader.read(octets).files[0].octets == received


def test_trap_16_no_boundary_is_inside_another_or_in_what_it_bounds() -> None:
    first = boundaries(nested(b"Subject: a\r\n\r\n"))
    hostile = b"\r\n".join(b"--" + boundary + end for boundary in first for end in (b"", b"--"))
    second = boundaries(nested(b"Subject: a\r\n\r\n" + hostile))
    assert len(first) == len(second) == 3
    assert not set(first) & set(second), "taken, so another is chosen"
    for chosen in (first, second):
        assert len({len(boundary) for boundary in chosen}) == 1
        assert len(set(chosen)) == 3
        assert all(len(boundary) <= 70 and boundary.startswith(b"=_") for boundary in chosen)
    assert parse(nested(b"Subject: a\r\n\r\n" + hostile)).parts[1].content == b"Subject: a\r\n\r\n" + hostile


def nested(received: bytes) -> bytes:
    message = plain(text="a", html='<img src="cid:a">').embed(b"b", cid="a", filename="b.png").attach_message(received)
    return message.as_bytes(None)


def boundaries(octets: bytes) -> list[bytes]:
    waiting, found = [parse(octets)], []
    while waiting:
        part = waiting.pop()
        if part.boundary:
            found.append(part.boundary)
            waiting += part.parts
    return found


def test_trap_17_the_tree_does_not_depend_on_the_order_of_calls() -> None:
    first = plain().attach(b"a").embed(b"b", cid="b", filename="b.png").replace(html='<img src="cid:b">', text="c")
    last = plain(text="c", html='<img src="cid:b">').embed(b"b", cid="b", filename="b.png").attach(b"a")
    assert first == last
    assert first.as_bytes() == last.as_bytes()
    tree = parse(first.as_bytes())
    assert shape(tree) == "mixed(alternative(plain, related(html, png)), octet-stream)"
    assert tree.parts[0].parts[1].parameters["type"] == "text/html"


@EVERY_READER
def test_trap_18_a_text_attachment_gains_nothing_and_utf_16_is_no_text_of_ours(reader: Reader) -> None:
    contents = ["é".encode(), "é\n".encode(), "é".encode("utf-16"), "é".encode("latin-1")]
    draft = Draft(text="é", parts=tuple(Filed(octets, "a.csv", "text/csv") for octets in contents))
    octets = draft.message().as_bytes(None)
    assert [file.octets for file in reader.read(octets).files] == contents
    charsets = [part.charset for part in parse(octets).parts]
    assert charsets == ["utf-8", "utf-8", "utf-8", None, None]


def test_trap_19_one_mime_version_no_bcc_crlf_and_the_message_unchanged() -> None:
    message = plain(text="a", html="b", bcc="hidden@example.net").attach(b"c")
    before = (repr(message), hash(message), message.bcc)
    first, second = message.as_bytes(), message.as_bytes()
    assert first == second
    assert (repr(message), hash(message), message.bcc) == before
    assert first.lower().count(b"mime-version") == 1
    assert "MIME-Version: 1.0" in header_lines(message)
    assert b"hidden" not in first
    assert first.count(b"\n") == first.count(b"\r\n") == first.count(b"\r")


@EVERY_READER
@pytest.mark.parametrize(
    "name",
    [
        "Reçu – mai 2026.pdf",
        'a "b" c.pdf',
        "a\\b.pdf",
        "日本語" * 40 + ".pdf",
        "👩‍👩‍👧.pdf",
        "x" * 200 + ".pdf",
        "a;b.pdf",
    ],
)
def test_trap_20_file_names_are_quoted_or_extended_never_encoded_words(reader: Reader, name: str) -> None:
    """Outlook shows ATT00001.bin for a Content-Disposition in encoded-words."""
    draft = Draft(
        html='<img src="cid:a">', parts=(Embedded(b"x", "a", name), Filed(b"x", name), Forwarded(b"A: b\r\n\r\n", name))
    )
    octets = draft.message().as_bytes(None)
    assert b"=?" not in octets
    assert b"\\" not in octets
    assert [file.filename for file in reader.read(octets).files] == [name] * 3
    parts = [part for part in parse(octets).walk() if part.disposition]
    for part in parts:
        written = field_text(part, "Content-Disposition")
        assert ("filename=" in written) != ("filename*" in written), "one form, or half of the readers show the other"
        assert field_text(part, "Content-Type").endswith('.pdf"'), "the stand-in keeps the extension"


def field_text(part: Part, name: str) -> str:
    field = part.field(name)
    return field.value if field else ""


@pytest.mark.parametrize("name", ["DKIM-Signature", "List-Unsubscribe", "List-Id", "Auto-Submitted", "Comments"])
def test_trap_21_a_second_field_that_ses_takes_once_is_refused(name: str) -> None:
    message = plain().header(name, "<https://example.com/a>")
    with pytest.raises(HeaderError, match="once") as caught:
        message.header(name.upper(), "<https://example.com/b>")
    assert caught.value.field == name.upper()


@pytest.mark.parametrize(
    "name", ["MIME-Version", "Message-ID", "Date", "Subject", "From", "Sender", "Reply-To", "Content-Type"]
)
def test_trap_21_a_second_field_that_message_writes_is_refused(name: str) -> None:
    message = plain(subject="a", sender="a@example.com", reply_to="b@example.com")
    with pytest.raises(HeaderError):
        message.header(name, "x")
    assert sum(line.startswith(f"{name}:") for line in header_lines(message)) == 1


def test_trap_22_dates_have_a_zone_of_whole_minutes_and_identifiers_are_whole() -> None:
    with pytest.raises(HeaderError, match="zone"):
        plain(date=datetime(2026, 5, 4, 12, 0))
    paris_before_1911 = timezone(timedelta(minutes=9, seconds=21))
    message = plain(date=datetime(1910, 5, 4, 12, 0, tzinfo=paris_before_1911))
    assert field_of(message, "Date") == ["Date: Wed, 04 May 1910 11:50:39 +0000"]
    with pytest.raises(HeaderError, match=r"U\+0020 at position 2 of message_id"):
        plain(message_id="<a b@example.com>")
    odd = "<AAMkAGI2=_.x$y/z+w%40[1]@PR0P264MB.EURP264.PROD.example.com>"
    assert field_of(plain(in_reply_to=odd), "In-Reply-To") == [f"In-Reply-To: {odd}"]
    assert field_of(plain(date=datetime(2026, 5, 4, tzinfo=UTC)), "Date") == ["Date: Mon, 04 May 2026 00:00:00 +0000"]


def test_trap_23_hundreds_of_messages_in_messages_and_endless_names_do_no_harm() -> None:
    received = b"Content-Type: message/rfc822\r\n\r\n" * 3000 + b"Subject: innermost\r\n\r\n"
    message = plain(text="a").attach_message(received)
    assert received in message.as_bytes(None)
    assert message.lint() is not None
    wrapped = plain(text="a")
    for _ in range(150):
        wrapped = plain(text="a").attach_message(wrapped.as_bytes(None))
    assert wrapped.as_bytes(None).count(b"message/rfc822") == 150
    for content_type in (
        f"text/plain; {'a' * 200_000}=b",
        f"text/plain; a*{'0' * 200_000}=b",
        "text/plain" + "; a*1=b" * 50_000,
    ):
        with pytest.raises(HeaderError):
            plain().attach(b"x", content_type=content_type)


def test_trap_24_a_message_used_in_a_loop_gathers_nothing() -> None:
    template = plain(text="Hello").attach(b"a", filename="a.bin")
    for name in ("a", "b", "c"):
        sent = template.replace(to=f"{name}@example.net", subject=name).header("X-Note", name)
        assert sent.envelope.recipients == (f"{name}@example.net",)
        lines = header_lines(sent)
        assert [line for line in lines if line.startswith(("To", "Subject", "X-Note"))] == [
            f"To: {name}@example.net",
            f"Subject: {name}",
            f"X-Note: {name}",
        ]
    assert template == plain(text="Hello").attach(b"a", filename="a.bin")
