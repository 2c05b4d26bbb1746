"""Volatile values alone are left out of a snapshot: any other octet of a message makes another text."""

from __future__ import annotations

import hashlib
import re
from datetime import datetime, timedelta, timezone
from email.message import EmailMessage
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import strategies as mail
from composing import plain
from drafts import DATE, MESSAGE_ID
from hypothesis import assume, given
from hypothesis import strategies as st

from mimeforge import Message
from mimeforge.testing import assert_snapshot, normalized
from mimeforge.testing.snapshots import snapshot_file
from mimeforge.tree import parse

if TYPE_CHECKING:
    from drafts import Draft

OTHER_DATE = datetime(2027, 11, 30, 23, 1, 2, tzinfo=timezone(timedelta(hours=-3)))
HEAD = b"From: jo@example.com\r\n"


def message(*fields: str, body: bytes = b"\r\nHello\r\n") -> bytes:
    return HEAD + "".join(f"{field}\r\n" for field in fields).encode() + body


def shown(octets: bytes) -> str:
    """Return the text of a message behind its first field."""
    text = normalized(octets)
    assert text.startswith("From: jo@example.com\n")
    assert text.endswith("⟨end⟩\n")
    return text.removeprefix("From: jo@example.com\n").removesuffix("⟨end⟩\n")


@given(mail.drafts)
def test_messages_that_only_volatile_values_tell_apart_have_one_text_that_can_be_seen(draft: Draft) -> None:
    one = draft.message()
    other = one.replace(date=OTHER_DATE, message_id="<other@mail.example.net>")
    assert one.as_bytes(None) != other.as_bytes(None)
    text = normalized(one)
    assert normalized(other) == text
    assert all(line.isprintable() and not line.endswith(" ") for line in text.removesuffix("\n").split("\n"))


@given(mail.drafts, st.data())
def test_any_other_octet_makes_another_text(draft: Draft, data: st.DataObject) -> None:
    octets = draft.message().as_bytes(None)
    volatile = [MESSAGE_ID.encode(), DATE.strftime("%a, %d %b %Y %H:%M:%S +0000").encode()]
    volatile += {part.boundary for part in parse(octets).walk() if part.boundary is not None}
    spans = [match.span() for value in volatile for match in re.finditer(re.escape(value), octets)]
    assert len(spans) >= 2
    # Line ends, blanks and equals signs are where an encoding says the same in another way.
    places = [at for at, octet in enumerate(octets) if octet in b"\r\n =" or at % 5 == 0]
    at = data.draw(st.sampled_from(places), "octet")
    assume(not any(start <= at <= end for start, end in spans))
    octet = data.draw(st.sampled_from(b"\r\n =\t") | st.integers(0, 255), "becomes")
    before, behind = octets[:at], octets[at + 1 :]
    changed = before + data.draw(st.sampled_from([b"", bytes([octet]), bytes([octet, octets[at]])]), "as") + behind
    assert (normalized(changed) == normalized(octets)) == (changed == octets)


@given(
    st.lists(st.sampled_from([b"\r", b"\n", b" ", b"\\x0D", "␍␊␠".encode(), b"<U+000D>", "⟨date⟩".encode(), b"\xe2"]))
)
def test_what_looks_like_a_sign_is_told_from_what_it_would_stand_for(pieces: list[bytes]) -> None:
    body = b"".join(pieces)
    text = normalized(message() + body)
    for sign, octets in (
        ("␍", b"\r"),
        ("␊", b"\n"),
        ("␠", b" "),
        ("\\x0D", b"\r"),
        ("⟨date⟩", b"x"),
        ("<U+000D>", b"\r"),
    ):
        for start in range(len(body)):
            end = start + len(sign.encode())
            if body[start:end] == sign.encode():
                assert normalized(message() + body[:start] + octets + body[end:]) != text


def test_the_whole_of_a_message() -> None:
    text = "Merci !  \nVoilà.\n"
    mixed = plain(subject="Reçu", text=text, html="<p>Merci !</p>").attach(b"\x89PNG\x00", filename="a.png")
    written = b"Merci ! =20\r\nVoil=C3=A0.\r\n"
    content = hashlib.sha256(b"\x89PNG\x00").hexdigest()
    assert (
        normalized(mixed)
        == f"""\
From: orders@example.com
To: jo@example.net
Subject: =?utf-8?b?UmXDp3U=?=
Date: ⟨date⟩
Message-ID: ⟨message-id 1⟩
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="⟨boundary 1⟩"

--⟨boundary 1⟩
Content-Type: multipart/alternative; boundary="⟨boundary 2⟩"

--⟨boundary 2⟩
Content-Type: text/plain; charset="utf-8"
Content-Transfer-Encoding: quoted-printable

⟨quoted-printable, {len(written)} octets, SHA-256 {hashlib.sha256(written).hexdigest()}⟩
Merci !␠␠
Voilà.

--⟨boundary 2⟩
Content-Type: text/html; charset="utf-8"
Content-Transfer-Encoding: 7bit

<p>Merci !</p>

--⟨boundary 2⟩--
--⟨boundary 1⟩
Content-Type: image/png;
 name="a.png"
Content-Transfer-Encoding: base64
Content-Disposition: attachment;
 filename="a.png"

⟨base64, 8 octets, SHA-256 {hashlib.sha256(b"iVBORwA=").hexdigest()}⟩
⟨content, 5 octets, SHA-256 {content}⟩
--⟨boundary 1⟩--
⟨end⟩
"""
    )


CASES = {
    "an id is the same wherever it is named": (
        message("References: <1@x> <2@x> <3@x>", "In-Reply-To: <2@x>", "Message-ID: <2@x>", "Resent-Message-ID: <3@x>"),
        (
            "References: <1@x> ⟨message-id 1⟩ ⟨message-id 2⟩\nIn-Reply-To: ⟨message-id 1⟩\n"
            "Message-ID: ⟨message-id 1⟩\nResent-Message-ID: ⟨message-id 2⟩\n\nHello\n"
        ),
    ),
    "an id without brackets is none": (message("Message-ID: 2@x"), "Message-ID: 2@x\n\nHello\n"),
    "an id in a body stays": (
        message("Message-ID: <b>", body=b"\r\n<b>Hello</b>\r\n"),
        "Message-ID: ⟨message-id 1⟩\n\n<b>Hello</b>\n",
    ),
    "what is around a date stays": (
        message("date:  Mon, 4 May 2026 12:30 GMT (noon)\t"),
        "date:  ⟨date⟩␉\n\nHello\n",
    ),
    "what is no date stays": (message("Date: yesterday"), "Date: yesterday\n\nHello\n"),
    "a date of another kind stays": (
        message("Expires: Mon, 4 May 2026 12:30:00 GMT"),
        "Expires: Mon, 4 May 2026 12:30:00 GMT\n\nHello\n",
    ),
    "the way it came": (
        message("Received: from a.example by b.example;\r\n Mon, 4 May 2026 12:30:00 +0000", "Received:"),
        "Received: ⟨trace⟩\nReceived:\n\nHello\n",
    ),
    "a signature": (
        message("DKIM-Signature: v=1; t=1; d=x.example; bh=YQ==;\r\n b=YQ\r\n ==; x=", "ARC-Seal: i=1; b=x"),
        "DKIM-Signature: v=1; t=⟨t⟩; d=x.example; bh=⟨bh⟩;\n b=⟨b⟩; x=\nARC-Seal: i=1; b=⟨b⟩\n\nHello\n",
    ),
    "no end of the last line": (HEAD + b"\r\nHello", "\nHello"),
    "blanks at the end of all": (HEAD + b"\r\nHello  ", "\nHello␠␠"),
    "an empty line at the end": (HEAD + b"\r\nHello\r\n\r\n", "\nHello\n\n"),
    "line ends of two kinds": (HEAD + b"\r\nHello\nJo\rZoe\r\r\n", "\nHello␊\nJo␍Zoe␍\n"),
    "what is not UTF-8": (HEAD + b"\r\nHell\xf6\r\n", "\n⟨7bit, 7 octets, SHA-256 {digest}⟩\nHellö\n"),
    "another charset": (
        message("Content-Type: text/plain; charset=iso-2022-jp", body=b"\r\n\x1b$B4A\x1b(B\r\n"),
        "Content-Type: text/plain; charset=iso-2022-jp\n\n⟨7bit, 10 octets, SHA-256 {digest}⟩\n漢\n",
    ),
    "text that needs no decoding": (
        message("Content-Transfer-Encoding: 8bit", body="\r\né\r\n".encode()),
        "Content-Transfer-Encoding: 8bit\n\né\n",
    ),
    "a type that is no text, and can be read": (
        message("Content-Type: application/json", body=b"\r\n{}\r\n"),
        "Content-Type: application/json\n\n{}\n",
    ),
    "an encoding that nobody knows": (
        message("Content-Transfer-Encoding: x-\u202e", body=b"\r\nHello\r\n"),
        "Content-Transfer-Encoding: x-<U+202E>\n\n⟨x-<U+202E>, 7 octets, SHA-256 {digest}⟩\nHello\n",
    ),
    "a header section alone": (HEAD, ""),
    "the word in the field is not the boundary": (
        message(
            "Content-Type: multipart/mixed; boundary=mixed",
            body=b"\r\n--mixed \r\n\r\nmixed\r\n--mixed--\r\nmixed",
        ),
        "Content-Type: multipart/mixed; boundary=⟨boundary 1⟩\n\n--⟨boundary 1⟩␠\n\nmixed\n--⟨boundary 1⟩--\nmixed",
    ),
    "a boundary in segments stays": (
        message("Content-Type: multipart/mixed; boundary*0=a; boundary*1=b", body=b"\r\n--ab\r\n\r\nx\r\n--ab--\r\n"),
        "Content-Type: multipart/mixed; boundary*0=a; boundary*1=b\n\n--ab\n\nx\n--ab--\n",
    ),
    "a message in a message": (
        message(
            "Message-ID: <1@x>",
            "Content-Type: message/rfc822",
            body=b"\r\nMessage-ID: <2@x>\r\nDate: 4 May 26 12:30 GMT\r\n\r\nx\r\n",
        ),
        "Message-ID: ⟨message-id 1⟩\nContent-Type: message/rfc822\n\nMessage-ID: ⟨message-id 2⟩\nDate: ⟨date⟩\n\nx\n",
    ),
}


@pytest.mark.parametrize(("octets", "text"), CASES.values(), ids=CASES)
def test_what_is_shown(octets: bytes, text: str) -> None:
    digest = hashlib.sha256(octets.partition(b"\r\n\r\n")[2]).hexdigest()
    assert shown(octets) == text.replace("{digest}", digest)


def test_lines_that_end_in_lf_are_told_of_once() -> None:
    text = normalized(message("Subject: x").replace(b"\r\n", b"\n"))
    assert text == "⟨lines end in LF⟩\nFrom: jo@example.com\nSubject: x\n\nHello\n⟨end⟩\n"
    assert normalized(b"") == "⟨end⟩\n"


def test_what_other_composers_draw_anew_is_left_out() -> None:
    def compose() -> EmailMessage:
        mixed = EmailMessage()
        mixed["Subject"] = "x"
        mixed.set_content("Hello\n")
        mixed.add_attachment(b"\0", maintype="image", subtype="png")
        return mixed

    one, other = compose(), compose()
    assert one.as_bytes() != other.as_bytes()
    assert normalized(one) == normalized(other)


def test_a_long_message_takes_no_longer_than_its_octets() -> None:
    many = "".join(f"--b\r\n\r\n<{number}@x>\r\n" for number in range(2000))
    ids = " ".join(f"<{number}@x>" for number in range(2000))
    octets = message(
        f"References: {ids}", "Content-Type: multipart/mixed; boundary=b", body=f"\r\n{many}--b--\r\n".encode()
    )
    assert normalized(octets).count("⟨boundary 1⟩") == 2002


def test_what_is_no_message_is_refused() -> None:
    with pytest.raises(TypeError, match="cannot lint str"):
        normalized("From: jo@example.com")  # type: ignore[arg-type]


@pytest.fixture
def snapshot(tmp_path: Path) -> Path:
    return tmp_path / "folder" / "one.snap"


def test_a_snapshot_is_written_on_demand_alone(snapshot: Path) -> None:
    with pytest.raises(AssertionError, match=r"there is no snapshot .*one\.snap; pytest --mimeforge-update writes it"):
        assert_snapshot(message(), snapshot)
    assert not snapshot.parent.exists()
    assert_snapshot(message(), snapshot, update=True)
    assert snapshot.read_bytes() == normalized(message()).encode()
    assert_snapshot(message(), str(snapshot))


def test_a_difference_is_shown_and_written_on_demand(snapshot: Path) -> None:
    assert_snapshot(message("Subject: May"), snapshot, update=True)
    before = snapshot.stat().st_mtime_ns
    assert_snapshot(message("Subject: May"), snapshot, update=True)
    assert snapshot.stat().st_mtime_ns == before
    with pytest.raises(AssertionError, match="the message is not that of ") as caught:
        assert_snapshot(message("Subject: June"), snapshot)
    assert str(caught.value).partition("\n\n")[2] == (
        "--- snapshot\n+++ message\n@@ -1,5 +1,5 @@\n"
        " From: jo@example.com\n-Subject: May\n+Subject: June\n \n Hello\n ⟨end⟩"
    )
    assert_snapshot(message("Subject: June"), snapshot, update=True)
    assert_snapshot(message("Subject: June"), snapshot)


def test_a_file_that_somebody_spoiled_differs_and_can_be_shown(snapshot: Path) -> None:
    assert_snapshot(message(), snapshot, update=True)
    snapshot.write_bytes(snapshot.read_bytes().replace(b"\n", b"\r\n"))  # as git may check it out
    assert_snapshot(message(), snapshot)
    snapshot.write_bytes(b"\xff\x1b[31m\n")
    with pytest.raises(AssertionError, match=r"-\\xFF␛\[31m\n"):
        assert_snapshot(message(), snapshot)


def test_a_folder_in_its_place_is_no_snapshot(tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r"."):
        assert_snapshot(message(), tmp_path)


@pytest.mark.parametrize(
    ("names", "file"),
    [
        (["test_a"], "test_a.snap"),
        (["TestA", "test_a[de-1.5]", "second"], "TestA.test_a[de-1.5].second.snap"),
        (["test_a[../../x]"], r"test_a\[..-..-x\]-[0-9a-f]{8}\.snap"),
        (["test_a[é\0\ud800:]"], r"test_a\[-\]-[0-9a-f]{8}\.snap"),
        (["test_a[" + "x" * 300 + "]"], r"test_a\[x{53}-[0-9a-f]{8}\.snap"),
    ],
)
def test_every_name_is_one_of_a_file_in_the_folder(names: list[str], file: str, tmp_path: Path) -> None:
    path = snapshot_file(tmp_path / "test_mail.py", names)
    assert path.parent == tmp_path / "__mail__" / "test_mail"
    assert path.name == file or re.fullmatch(file, path.name)


@given(st.lists(st.text(min_size=1), min_size=2, max_size=2, unique=True))
def test_two_names_are_two_files(names: list[str]) -> None:
    one, other = (snapshot_file(Path("test_mail.py"), [f"test_a[{name}]"]) for name in names)
    assert one != other
    assert one.parent == other.parent


def test_messages_of_our_own_need_no_fixed_date_or_id() -> None:
    def compose() -> Message:
        return Message(from_="a@example.com", to="b@example.net", text="x", html="<p>x</p>")

    assert compose().as_bytes() != compose().as_bytes()
    assert normalized(compose()) == normalized(compose())
