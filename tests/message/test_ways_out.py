"""as_bytes, write_to, as_chunks, size, lint: the same octets everywhere, and nothing of what is refused."""

from __future__ import annotations

import subprocess
import sys
from io import BytesIO, StringIO
from typing import TYPE_CHECKING, Any

import pytest
from composing import plain
from handmade import HANDMADE

from mimeforge import PreflightError, lint
from mimeforge.ses import raw_request

if TYPE_CHECKING:
    from pathlib import Path

MANY = [f"{i}@example.net" for i in range(51)]


@pytest.mark.parametrize("name", HANDMADE)
def test_all_ways_give_the_same_octets(name: str) -> None:
    message = HANDMADE[name].message()
    octets = message.as_bytes(None)
    file = BytesIO()
    message.write_to(file, profile=None)
    assert file.getvalue() == octets
    assert b"".join(message.as_chunks()) == octets
    assert message.size == len(octets)
    assert HANDMADE[name].message().size == len(octets), "the size is known before anything is written"
    if message.lint().ok:
        linted = BytesIO()
        message.write_to(linted)
        assert bytes(message) == message.as_bytes() == linted.getvalue() == octets


@pytest.mark.parametrize("size", [0, 1, 56, 57, 58, 29_184, 70_000, 1_100_000])
def test_the_size_is_exact_at_the_edges_of_lines_and_blocks(size: int) -> None:
    message = plain(text="x").attach(bytes(size))
    assert message.size == len(message.as_bytes(None)) == len(message.as_bytes(None))


def test_what_was_encoded_once_stays_the_same() -> None:
    """Up to a size, an encoded body is kept and shared with the messages made from this one."""
    message = plain(text="é" * 100).attach(b"a" * 1000)
    octets = [message.as_bytes() for _ in range(3)]
    assert len(set(octets)) == 1
    assert message.replace(subject="x").replace(subject=None).as_bytes() == octets[0]


def test_a_finding_of_level_error_is_raised_and_nothing_is_written() -> None:
    message = plain(to=MANY)
    file = BytesIO()
    for way in (message.as_bytes, message.__bytes__, lambda: message.write_to(file)):
        with pytest.raises(PreflightError) as caught:
            way()
        assert [finding.slug for finding in caught.value.report.errors] == ["addr-too-many"]
        assert "51" in str(caught.value)
    assert file.getvalue() == b""
    assert message.as_bytes(None) == b"".join(message.as_chunks())


def test_a_field_that_cannot_be_written_leaves_the_file_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    """All fields are written before the first piece is given, those of the last part too."""

    def refuse(*_: object) -> bytes:
        raise ValueError("not this field")

    message = plain(text="x").attach(b"a")
    monkeypatch.setattr("mimeforge.parts.Attachment.fields", refuse)
    file = BytesIO()
    with pytest.raises(ValueError, match="not this field"):
        message.write_to(file, profile=None)
    with pytest.raises(ValueError, match="not this field"):
        message.as_chunks()
    assert file.getvalue() == b""


def test_a_large_message_is_written_piece_by_piece() -> None:
    message = plain().attach(bytes(3_000_000))
    assert max(map(len, message.as_chunks())) < 100_000


def test_a_file_opened_for_text_is_refused_before_anything_is_written() -> None:
    file = StringIO()
    with pytest.raises(TypeError):
        plain().write_to(file)  # type: ignore[arg-type]
    assert file.getvalue() == ""


class Unbuffered(BytesIO):
    """Takes a part of what it is given, and says how much, as an unbuffered file does."""

    def write(self, octets: Any) -> int:
        return super().write(memoryview(octets)[:1000])


@pytest.mark.parametrize("profile", [None, "ses"])
def test_what_a_file_left_over_is_written_again(profile: str | None) -> None:
    message = plain(text="x" * 1500).attach(bytes(70_000))
    file = Unbuffered()
    message.write_to(file, profile)
    assert file.getvalue() == message.as_bytes(profile)


def test_a_request_is_built_from_a_message_alone() -> None:
    for value in (plain().as_bytes(), "text", None, plain):
        with pytest.raises(TypeError, match="raw_request takes a Message, not "):
            raw_request(value)  # type: ignore[arg-type]


def test_it_writes_to_a_file_on_disk(tmp_path: Path) -> None:
    path = tmp_path / "message.eml"
    with path.open("wb") as file:
        plain(text="x").write_to(file)
    assert path.read_bytes() == plain(text="x").as_bytes()


def test_lint_knows_the_envelope() -> None:
    """A Bcc is in no octet, and yet the message has a recipient."""
    message = plain(to=(), bcc="hidden@example.net")
    assert message.lint().ok
    assert lint(message).ok
    assert not lint(message.as_bytes(), profile="ses").ok
    assert not plain(to=()).lint().ok


@pytest.mark.parametrize("profile", ["ses", "ses-v2", "ses-smtp", "rfc"])
def test_every_profile_can_be_asked_for(profile: str) -> None:
    message = plain(text="x")
    assert message.lint(profile).profile == profile
    assert message.as_bytes(profile) == message.as_bytes(None)


def test_an_unknown_profile_is_named() -> None:
    file = BytesIO()
    with pytest.raises(ValueError, match="sess"):
        plain().as_bytes("sess")
    with pytest.raises(ValueError, match="sess"):
        plain().write_to(file, "sess")
    assert file.getvalue() == b""


def test_limits_of_ses_are_those_of_the_profile() -> None:
    message = plain(text="x").attach(bytes(8_000_000))
    assert [finding.slug for finding in message.lint("ses").errors] == ["message-too-large"]
    assert message.lint("ses-v2").ok
    assert message.lint("rfc").ok


def test_composing_uses_nothing_of_the_email_package() -> None:
    code = """if True:
        import sys
        from mimeforge import Address, Message
        message = Message(from_=Address("Zoé", "zoe@example.com"), to="jo@example.net", subject="é", html="<p>é")
        message = message.attach(b"a", filename="é.pdf").embed(b"b", cid="b", filename="b.png")
        assert message.unsubscribe("https://example.com/u", mailto="a@example.com").as_bytes()
        late = {"email", "email_validator", "idna", "magic"}
        print(sorted(name for name in sys.modules if name.partition(".")[0] in late))
    """
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert found.stdout == "[]\n"
