"""Mailbox files and Maildirs: where their messages are, beside what the standard library's reader finds."""

from __future__ import annotations

import json
import mailbox
import mmap
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from linted import BAD, GOOD, lint, with_these_rules

from mimeforge.cli.mailboxes import is_mailbox, messages
from mimeforge.cli.places import Place, in_file

POSTMARK = b"From jo@example.com Mon Jan 20 12:00:00 2025\n"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    with_these_rules(monkeypatch, tmp_path)
    return tmp_path


def cut(octets: bytes) -> list[bytes]:
    return [octets[start:end] for start, end in messages(octets)]


@pytest.mark.parametrize(
    ("octets", "found"),
    [
        (POSTMARK + b"A: 1\n\nx\n\n" + POSTMARK + b"B: 2\n\ny\n", [b"A: 1\n\nx\n", b"B: 2\n\ny\n"]),
        (POSTMARK + b"A: 1\n\nx\n\n", [b"A: 1\n\nx\n"]),
        (POSTMARK + b"A: 1\n\nx", [b"A: 1\n\nx"]),
        (POSTMARK + b"A: 1\n\n\n\n" + POSTMARK + b"B: 2\n", [b"A: 1\n\n\n", b"B: 2\n"]),
        (POSTMARK + b"\n" + POSTMARK, [b"\n", b""]),
        (POSTMARK, [b""]),
        (POSTMARK.rstrip(), [b""]),
        (GOOD, []),
        # Line ends of both kinds, and a postmark that ends in CRLF
        (
            (POSTMARK + b"A: 1\n\nx\n\n" + POSTMARK + b"B: 2\n\ny\n").replace(b"\n", b"\r\n"),
            [b"A: 1\r\n\r\nx\r\n", b"B: 2\r\n\r\ny\r\n"],
        ),
        # What looks like one: quoted, behind a line that is not empty, without a date where others have one
        (POSTMARK + b"A: 1\n\nx\n\n>" + POSTMARK + b"\n", [b"A: 1\n\nx\n\n>" + POSTMARK]),
        (POSTMARK + b"A: 1\n\nx\n" + POSTMARK + b"y\n", [b"A: 1\n\nx\n" + POSTMARK + b"y\n"]),
        (POSTMARK + b"A: 1\n\nx\n\nFrom Paris\n\n", [b"A: 1\n\nx\n\nFrom Paris\n"]),
        (POSTMARK + b"A: 1\n\nx\n\nFrom me to you\n", [b"A: 1\n\nx\n\nFrom me to you\n"]),
        # Some programs write no date anywhere
        (b"From -\nA: 1\n\nx\n\nFrom -\nB: 2\n", [b"A: 1\n\nx\n", b"B: 2\n"]),
        (b"From: jo@example.com\n\nFrom x\n", []),
    ],
)
def test_messages_stand_between_postmarks(octets: bytes, found: list[bytes]) -> None:
    assert cut(octets) == found
    Path("box.mbox").write_bytes(octets)
    places = in_file("box.mbox")
    assert [place.read()[0] for place in places if isinstance(place, Place)] == (found or [octets])


_LINES = st.lists(st.sampled_from([b"", b"text", b"From me to you", b"From: x", b">From y", b"\xff\0"]), max_size=6)


@given(st.lists(_LINES, min_size=1, max_size=5))
def test_what_a_writer_puts_into_a_mailbox_comes_back(bodies: list[list[bytes]]) -> None:
    wanted = [b"Subject: x\n\n" + b"".join(line + b"\n" for line in lines) for lines in bodies]
    # Quoted as mailbox files of the kind mboxo are; a message ends in a line end.
    quoted = [text.replace(b"\nFrom ", b"\n>From ") for text in wanted]
    octets = b"".join(POSTMARK + text + b"\n" for text in quoted)
    assert cut(octets) == quoted
    assert is_mailbox(octets, "any.eml") == (len(bodies) > 1)
    assert is_mailbox(octets, "BOX.MBOX")


def test_the_library_finds_the_same_in_mailboxes_of_others(corpus: Path) -> None:
    compared = 0
    for path in filter(Path.is_file, corpus.glob("**/*.mbox")):
        octets = path.read_bytes()
        with closing(mailbox.mbox(path, create=False)) as box:
            theirs = [box.get_bytes(key) for key in box.iterkeys()]
        assert cut(octets) == theirs, path
        compared += len(theirs)
    assert compared > 100


def test_a_mailbox_is_looked_through_where_it_is() -> None:
    octets = b"".join(POSTMARK + GOOD.replace(b"\r\n", b"\n") + b"\n" for _ in range(3))
    Path("box").write_bytes(octets)
    with Path("box").open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
        assert list(messages(mapped)) == list(messages(octets))


def reported(*arguments: str, stdin: bytes = b"") -> dict[str, int]:
    files = json.loads(lint("--format", "json", *arguments, stdin=stdin).stdout)["files"]
    return {file["path"]: len(file["findings"]) for file in files}


def test_each_message_is_linted_and_named_by_its_number() -> None:
    box = POSTMARK + GOOD + b"\n" + POSTMARK + BAD + b"\n" + POSTMARK + b"From: x\n" + BAD
    for name in ("box.mbox", "old.eml", "Inbox"):
        Path(name).write_bytes(box)
        assert reported(name) == {f"{name}[1]": 0, f"{name}[2]": 1, f"{name}[3]": 1}
    assert lint("Inbox").stdout.startswith("Inbox[2]:1:10 TST999 "), "lines count from the first of the message"
    assert reported("-", stdin=box) == {"<stdin>[1]": 0, "<stdin>[2]": 1, "<stdin>[3]": 1}
    assert list(reported("-", "--stdin-filename", "x.mbox", stdin=box)) == ["x.mbox[1]", "x.mbox[2]", "x.mbox[3]"]


def test_one_message_with_a_postmark_is_a_defect_unless_the_name_says_mailbox() -> None:
    for name in ("one.eml", "one.mbox"):
        Path(name).write_bytes(POSTMARK + GOOD)
    assert list(reported("one.eml", "one.mbox")) == ["one.eml", "one.mbox[1]"]


def test_an_empty_mailbox_holds_no_message() -> None:
    Path("box.mbox").write_bytes(b"")
    assert reported("box.mbox", "-", "--stdin-filename", "other.mbox") == {}
    assert lint("box.mbox").exit_code == 0


def test_a_maildir_holds_messages_under_any_name() -> None:
    for name in ("cur/1.a:2,S", "cur/.hidden", "new/2.b", "tmp/3.c", ".Sent/cur/4.d", ".Sent/new/", ".Sent/tmp/", "5"):
        path = Path("Maildir", name)
        if name.endswith("/"):
            path.mkdir(parents=True)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(BAD)
    found = ["Maildir/.Sent/cur/4.d", "Maildir/cur/1.a:2,S", "Maildir/new/2.b"]
    assert list(reported("Maildir")) == found
    assert list(reported("Maildir/cur")) == found[1:2]


def test_folders_that_are_only_called_so_are_no_maildir() -> None:
    Path("photos/new").mkdir(parents=True)
    Path("photos/new/1").write_bytes(BAD)
    assert lint("photos").exit_code == 2
