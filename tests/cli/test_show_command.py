"""`mimeforge show`: what is in a message, and what never reaches a terminal."""

from __future__ import annotations

import re
import time
import unicodedata
from email import message_from_bytes
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import mimeforge
from mimeforge.cli import main

SEEDS = sorted((Path(__file__).resolve().parents[2] / "fuzz" / "seeds").glob("*.eml"))

MESSAGE = b"""\
Return-Path: <bounces@example.com>
From: =?utf-8?q?Caf=C3=A9_Zo=C3=A9?= <orders@example.com>
To: "Doe, Pat" <pat@example.net>, Team: a@example.net,
\tPat@Example.NET, pat@EXAMPLE.net;
Cc: jo
Bcc: audit@example.org
Subject: Votre =?utf-8?b?cmXDp3U=?= 42
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=m

--m
Content-Type: multipart/related; boundary=r

--r
Content-Type: text/html; charset=utf-8
Content-Transfer-Encoding: quoted-printable

<p>re=C3=A7u</p>
--r
Content-Type: image/png; name=logo.png
Content-Transfer-Encoding: base64
Content-Disposition: inline; filename=logo.png
Content-ID: <logo>

iVBORw0KGgo=
--r--
--m
Content-Type: message/rfc822
Content-Disposition: attachment

Subject: inner

text
--m
Content-Type: application/x-foo
Content-Transfer-Encoding: x-uuencode

M
--m--
""".replace(b"\n", b"\r\n")

SHOWN = """\
mail.eml: 839 octets, line ends: 39 CRLF

envelope, by the fields
  sender     bounces@example.com (Return-Path)
  recipient  pat@example.net (To)
  recipient  a@example.net (To)
  recipient  Pat@Example.NET (To)
  recipient  jo (Cc; Amazon SES could not read it)
  recipient  audit@example.org (Bcc)

header
  | Return-Path:  <bounces@example.com>
  | From:         Café Zoé <orders@example.com>
  | To:           "Doe, Pat" <pat@example.net>, Team: a@example.net, Pat@Example.NET, pat@EXAMPLE.net;
  | Cc:           jo
  | Bcc:          audit@example.org
  | Subject:      Votre reçu 42
  | MIME-Version: 1.0
  | Content-Type: multipart/mixed; boundary=m

parts
  part                    encoding          octets  decoded  charset  disposition  name
  multipart/mixed         7bit                 516
  ├─ 1 multipart/related  7bit                 279
  │  ├─ 1.1 text/html     quoted-printable      16       12  utf-8
  │  └─ 1.2 image/png     base64                12        8           inline       'logo.png' <logo>
  ├─ 2 message/rfc822     7bit                  22                    attachment
  │  └─ 2.1 text/plain    7bit                   4        4
  └─ 3 application/x-foo  x-uuencode             1        ?
"""


def run(*arguments: str, stdin: bytes = b"", **env: str) -> Result:
    # A pipe is nobody's terminal, but a test may say how wide one is.
    runner = CliRunner(env={"COLUMNS": "120", "NO_COLOR": "", "FORCE_COLOR": ""} | env)
    return runner.invoke(main, ["show", *arguments], input=stdin, catch_exceptions=False, color=True)


def parts_of(result: Result) -> list[str]:
    """Take the lines of the table below its heading."""
    return result.stdout.partition("\nparts\n")[2].splitlines()[1:]


def test_a_message_is_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("mail.eml").write_bytes(MESSAGE)
    result = run("mail.eml")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == SHOWN
    assert run("-", stdin=MESSAGE).stdout == SHOWN.replace("mail.eml", "<stdin>")


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
def test_each_part_is_a_line_with_its_size(path: Path) -> None:
    tree = mimeforge.parse(path.read_bytes())
    lines = parts_of(run("--all", str(path)))
    assert len(lines) == sum(1 for _ in tree.walk())
    for line, part in zip(lines, tree.walk(), strict=True):
        cells = re.sub(r"^[ │├└─]*", "", line).split()
        assert cells[: 1 + bool(part.path)] == [*filter(None, [part.path]), part.media_type]
        assert f"{part.body_span.end - part.body_span.start:,}" in cells


def test_the_decoded_sizes_are_those_of_another_reader() -> None:
    leaves = [part for part in message_from_bytes(MESSAGE).walk() if not part.is_multipart()]
    expected = [len(part.get_payload(decode=True)) for part in leaves]
    shown = [
        line.split() for line in parts_of(run("-", stdin=MESSAGE)) if "multipart" not in line and "rfc822" not in line
    ]
    sizes = [next(int(cell) for cell in reversed(cells) if cell.isdigit()) for cells in shown[:-1]]
    assert sizes == expected[:-1]


@pytest.mark.parametrize(
    ("fields", "sender", "recipients"),
    [
        (b"From: a@example.com", "a@example.com (From)", []),
        (b"From: a@example.com\r\nSender: b@example.com", "b@example.com (Sender)", []),
        (b"From: a@example.com\r\nReturn-Path: <>", "<> (Return-Path; Amazon SES could not read it)", []),
        (b"From: a@example.com\r\nReturn-Path:", "a@example.com (From)", []),
        (b"From: a@example.com, b@example.com", "a@example.com (From)", []),
        (b"Subject: x", "nobody: there is no address in Return-Path, Sender and From", []),
        (b"TO: <a@example.com>\r\nto: b@example.com", None, ["a@example.com (TO)", "b@example.com (to)"]),
        (b"To: undisclosed-recipients:;", None, []),
        ("To: é@bücher.example".encode(), None, ["é@bücher.example (To; Amazon SES could not read it)"]),
        (b"To: \xe9@example.com", None, ["\\xE9@example.com (To; Amazon SES could not read it)"]),
    ],
)
def test_the_envelope_is_read_from_the_fields(fields: bytes, sender: str | None, recipients: list[str]) -> None:
    lines = run("-", stdin=fields + b"\r\n\r\n").stdout.splitlines()
    senders = [line.removeprefix("  sender     ") for line in lines if line.startswith("  sender ")]
    assert senders == [sender or "nobody: there is no address in Return-Path, Sender and From"]
    nobody = ["nobody: there is no address in To, Cc and Bcc"]
    found = [line.removeprefix("  recipient  ") for line in lines if line.startswith("  recipient ")]
    assert found == (recipients or nobody)


@pytest.mark.parametrize(
    ("octets", "told"),
    [
        (b"", "<stdin>: 0 octets, line ends: none"),
        (b"just\ntext\n", "<stdin>: 10 octets, line ends: 2 LF"),
        (b"\r\n\r\nx\r\r\n", "<stdin>: 8 octets, line ends: 3 CRLF, 1 bare CR"),
        (b"\x89PNG\r\n\x1a\n", "<stdin>: 8 octets, line ends: 1 CRLF, 1 LF"),
    ],
)
def test_what_is_no_message_is_shown_as_what_it_is_read_as(octets: bytes, told: str) -> None:
    result = run("-", stdin=octets)
    assert result.exit_code == 0
    assert result.stdout.startswith(told)
    assert "may be no message: mimeforge lint says what is wrong" in result.stdout
    assert "envelope" not in result.stdout
    assert len(parts_of(result)) == 1


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "Missing argument 'FILE'"),
        (["gone\x1b[31m\u202e.eml"], "Error: gone␛[31m<U+202E>.eml: No such file or directory\n"),
        (["."], "Error: .: Is a directory\n"),
        (["a.eml", "b.eml"], "unexpected extra argument"),
    ],
)
def test_what_cannot_be_read_is_exit_2(arguments: list[str], told: str) -> None:
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert told in result.stderr


HOSTILE = (
    b"From: =?utf-8?q?=1B]0;owned=07?= <a\x1b[31m@example.com>\r\n"
    b"To: <::set-output name=x::y@example.com>\r\n"
    b"Subject: =?utf-8?b?DQo6OmVycm9yOjpvd25lZA==?= \x9b31m =?utf-8?q?=E2=80=AE?= ##[error]x\r\n"
    b" ::warning::folded\r\n"
    b"X\x7f: y\r\n"
    b"X-##[group]x: y\r\n"
    b'Content-Type: text/plain; charset="\x1b[31m"; name="a\x1b]\r\n b\xe2\x80\xae.txt"\r\n'
    b"Content-Transfer-Encoding: \x1bx\r\n"
    b"Content-Disposition: \xe2\x80\xaeinline\r\n"
    b"Content-ID: <\x1b[31m>\r\n"
    b"\r\n"
)


@pytest.mark.parametrize("wants_all", [False, True])
def test_nothing_from_the_mail_commands_anybody(wants_all: bool, tmp_path: Path) -> None:
    path = tmp_path / "a\x1b[31m.eml"
    path.write_bytes(HOSTILE)
    text = run(*["--all"] * wants_all, str(path)).stdout
    assert {character for character in text if unicodedata.category(character)[0] == "C"} == {"\n"}
    assert "##[" not in text
    assert not [line for line in text.splitlines() if line.lstrip().startswith("::")]
    for sign in ("␛[31m.eml", "␍␊::error::owned", "<U+202E>", "a␛[31m@example.com"):
        assert sign in text


def test_a_message_of_very_many_things_is_shown_in_part() -> None:
    fields = b"".join(b"X-%d: %s\r\n" % (number, b"word " * 200) for number in range(2_000))
    recipients = b"To: " + b", ".join(b"r%d@example.net" % number for number in range(2_000)) + b"\r\n"
    parts = b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\n\r\nx\r\n" * 12_000
    message = recipients + fields + b"no field\r\n" + parts
    brief = run("-", stdin=message)
    assert len(brief.stdout) < 60_000
    for told in ("1,950 more recipients", "1,902 more fields", "1 line of no field", "9,901 more parts"):
        assert f"  … and {told}" in brief.stdout
    assert brief.stdout.count("word …\n") == 99
    whole = run("--all", "-", stdin=message).stdout
    assert "more " not in whole.replace("not read", "")
    assert "r1999@example.net (To)" in whole
    assert f"  | X-1999:{' ' * 7}{'word ' * 200}".rstrip() in whole
    assert "10000 text/plain" in whole
    assert "(too many parts: not read further)" in whole


def test_very_many_levels_are_shown_in_part() -> None:
    deep = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (level, level) for level in range(150)
    )
    lines = parts_of(run("-", stdin=deep))
    assert len(lines) == 22
    assert lines[-2].startswith("  " + "   " * 19 + "└─ " + ".".join(["1"] * 20) + " multipart/mixed")
    assert lines[-1] == "  … and 79 more parts (--all shows them)"
    assert "(too many levels: not read further)" in parts_of(run("--all", "-", stdin=deep))[-1]


@pytest.mark.parametrize(
    "message",
    [
        b"To: " + b"a@example.net, " * 200_000 + b"\r\n\r\n",
        b"Subject: " + b"=?utf-8?q?x?= " * 500_000 + b"\r\n\r\n",
        b"Subject: " + b"x" * 8_000_000 + b"\r\n\r\n",
        b"To: <" + b"x" * 900_000 + b"@example.com>\r\n\r\n",
        b"X" * 8_000_000 + b": y\r\n\r\n",
        b"Content-Type: "
        + b"x" * 4_000_000
        + b"/"
        + b"y" * 4_000_000
        + b"\r\nContent-ID: <"
        + b"z" * 4_000_000
        + b">\r\n\r\n",
        b"From: a@example.com\r\nContent-Transfer-Encoding: base64\r\n\r\n" + b"QUJD" * 9_500_000,
    ],
    ids=["recipients", "encoded-words", "text", "address", "name", "type", "body"],
)
def test_what_is_large_is_shown_at_once_and_briefly(message: bytes) -> None:
    start = time.perf_counter()
    result = run("-", stdin=message)
    assert time.perf_counter() - start < 5  # about half a second on a machine with nothing else to do
    assert len(result.stdout) < 10_000
    assert "…" in result.stdout or "28,500,000" in result.stdout


def test_a_long_field_is_wrapped_to_the_terminal_and_cut() -> None:
    text = run("-", stdin=b"Subject: " + b"word " * 200 + b"\r\n\r\n").stdout
    lines = [line for line in text.splitlines() if "word" in line]
    assert len(lines) == 4
    assert all(line.startswith("  | ") and len(line) <= 120 for line in lines)
    assert lines[-1].endswith(" …")


def test_colours_are_for_terminals_that_want_them() -> None:
    assert "\x1b[1mheader\x1b[0m" in run("-", stdin=MESSAGE, FORCE_COLOR="1").stdout
    assert "\x1b" not in run("-", stdin=MESSAGE).stdout
    assert run("-", stdin=MESSAGE, FORCE_COLOR="1", NO_COLOR="1").stdout == run("-", stdin=MESSAGE).stdout


def test_a_mailbox_is_told_to_be_one(tmp_path: Path) -> None:
    box = tmp_path / "box"
    one = b"From jo@example.com Mon May  4 10:00:00 2026\nFrom: jo@example.com\n\nx\n\n"
    box.write_bytes(one)
    assert run(str(box)).stderr == ""
    box.write_bytes(one * 2)
    result = run(str(box))
    assert (result.exit_code, result.stderr.count("\n")) == (0, 1)
    assert result.stderr.startswith(f"Warning: {box}: a mailbox file, shown as one message; ")
    assert result.stdout.startswith(f"{box}: ")


def test_help_tells_what_is_shown() -> None:
    text = run("--help").stdout
    for heading in SHOWN.partition("\nparts\n")[2].splitlines()[0].split():
        assert f"    {heading} " in text
    for word in ("Exit codes:\n", "--all", "sender ", "recipient ", "mimeforge lint"):
        assert word in text
    assert "show" in CliRunner().invoke(main, ["--help"]).stdout
