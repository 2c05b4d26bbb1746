"""Mail is hostile text: in no format does it hide, command a terminal or a CI runner, or become another record."""

from __future__ import annotations

import base64
import json
import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_to_bytes

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from reported import found, missing, read, reported, runner_commands, sarif, write

from mimeforge.codecs.visible import visible
from mimeforge.edit import Edit
from mimeforge.linter import Finding, Report, Severity
from mimeforge.linter.fix import Fix
from mimeforge.linter.report import Unreadable
from mimeforge.linter.report.formats import FORMATS
from mimeforge.tree import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

# Programs read these, and get what stands there, spelt in ASCII; the others are shown to people.
DATA = ("json", "jsonl")
SHOWN = ("text", "sarif", "github", "gitlab", "junit")
EVERY = (*DATA, *SHOWN)

every_format = pytest.mark.parametrize("name", EVERY)
shown_formats = pytest.mark.parametrize("name", SHOWN)

HOSTILE = "\x1b[2J\x00\x08\x7f\x9b\u202e\u2066\u200b\ufeff\u2028\u115f\ud800\r\n"
SIGNS = "␛[2J␀␈␡<U+009B><U+202E><U+2066><U+200B><U+FEFF><U+2028><U+115F><U+D800>␍␊"

LINE = b"Subject: Lunch\r\n"


def everywhere(text: str, octets: bytes = LINE) -> Report:
    """Make a report with the text wherever a text of a message or a file's name may stand, at all levels."""
    fixes = [Fix(text, (Edit(Span(0, 3), b"a"),), safe=safe) for safe in (True, False)]
    findings = [
        missing(text, header=text, occurrence=1, predicts=text, severity=Severity.WARNING, fix=fixes[0]),
        found(octets, 0, 3, text, header=text, occurrence=1, predicts=text, fix=fixes[1], part="1.2"),
        found(octets, 1, 3, text, severity=Severity.NOTE, fix_withheld=text),
    ]
    return reported(octets, *findings, name=text)


def test_the_formats_are_these() -> None:
    assert set(EVERY) <= set(FORMATS)


@shown_formats
def test_what_is_invisible_or_commands_a_terminal_is_a_sign(name: str) -> None:
    text = write(name, everywhere(f"a{HOSTILE}z"))
    assert all(line.isprintable() for line in text.split("\n"))
    for record in read(name, text):
        assert all(line == visible(line) for line in record.text.split("\n"))
        assert f"a{SIGNS}z" in record.text.replace("\\[", "[")


@pytest.mark.parametrize("name", ["sarif", "gitlab"])
def test_no_text_that_a_viewer_takes_out_of_json_holds_anything_invisible(name: str) -> None:
    texts = list(_texts(json.loads(write(name, everywhere(f"a{HOSTILE}z"), Unreadable(HOSTILE, HOSTILE)))))
    assert sum(SIGNS.replace("[", "\\[") in text or SIGNS in text for text in texts) > 5
    assert [line for text in texts for line in text.split("\n") if visible(line) != line] == []


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list)):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _texts(inner)


@pytest.mark.parametrize("name", DATA)
def test_what_is_invisible_is_an_escape_to_programs(name: str) -> None:
    text = write(name, everywhere(f"a{HOSTILE}z"))
    assert text.isascii()
    assert all(line.isprintable() for line in text.split("\n"))
    kept = f"a{HOSTILE}z".replace("\ud800", "<U+D800>")
    assert [record.text for record in read(name, text)] == [kept] * 3


@pytest.mark.parametrize("name", ["text", "junit"])
def test_every_line_of_the_message_is_behind_a_gutter(name: str) -> None:
    octets = b"::error::gone\r\n##[error]gone\r\n"
    text = write(name, reported(octets, *(found(octets, at, at + 3) for at in (0, 15))))
    shown = [line for line in text.split("\n") if "gone" in line]
    assert len(shown) == 2
    assert all(line.startswith("  | ") for line in shown)


@every_format
@pytest.mark.parametrize(
    "command", ["##[error]x", "##vso[task.setvariable variable=PATH]x", "##[[add-path]]x", "##[a]##[b]"]
)
def test_commands_that_runners_find_within_a_line_are_broken_up(name: str, command: str) -> None:
    text = write(name, everywhere(command, f"{command}\r\n".encode()), Unreadable(command, command))
    assert "##[" not in text
    assert "##vso[" not in text


@every_format
@pytest.mark.parametrize(
    "command", ["::error::x", "\n::set-output name=a::x", "\r\n ::stop-commands::x", "\t::debug::"]
)
def test_commands_that_runners_find_at_the_start_of_a_line_are_none(name: str, command: str) -> None:
    text = write(name, everywhere(command, f"{command}\r\n".encode()), Unreadable(command, command))
    names = [found.name for found in runner_commands(text)]
    assert names == (["warning", "error", "notice", "error"] if name == "github" else [])


def test_github_gets_its_own_escapes() -> None:
    text = write("github", everywhere("50%,a:b%3A::x"))
    assert "file=50%25%2Ca%3Ab%253A%3A%3Ax,line=1" in text
    assert "::50%25,a:b%253A::x; SES would answer: 50%25,a:b%253A::x\n" in text
    assert all(command.properties["file"] == "50%,a:b%3A::x" for command in runner_commands(text))


def test_junit_holds_nothing_that_xml_forbids() -> None:
    everything = "".join(map(chr, range(0x21))) + "\x7f\x85\ufdd0\ufffe\uffff\U0001fffe\ud800]]><![CDATA[&amp;'\""
    text = write("junit", everywhere(everything, everything.encode("utf-8", "surrogatepass")))
    assert visible(everything) in read("junit", text)[1].text


@pytest.mark.parametrize(
    "text",
    [
        "[x](https://example.org)",
        "![x](https://example.org)",
        "\\[x](https://example.org)",
        "\\[x\\](https://example.org)",
        "\\\\[x\\\\](https://example.org)",
        "[[x]](1)",
        "[x\\\\](1)",
    ],
)
def test_nothing_in_sarif_is_a_link(text: str) -> None:
    message = sarif(write("sarif", everywhere(text)))["results"][0]["message"]["text"]
    assert _links(message) == []
    assert re.sub(r"\\(?=[\\\[\]])", "", message).startswith(text.replace("\\", "")), "only backslashes are added"


def _links(text: str) -> list[str]:
    """Find links in SARIF's sense (§3.11.6), whether or not the reader takes two backslashes for one."""
    reader = MarkdownIt("zero").enable(["link", "image", "escape"])
    tokens = [token for block in reader.parse(text) for token in block.children or ()]
    return [token.type for token in tokens if token.type in {"link_open", "image"}] + re.findall(
        r"(?<!\\)\[(?:\\[\[\]]|[^\[\]])*(?<!\\)\]\([^)]*\)", text
    )


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("{0}", "{{0}}"),
        ("{{12}}", "{{{{12}}}}"),
        ("{name} {{name}} {} }{", "{name} {{name}} {} }{"),
        ("{0}{1}", "{{0}}{{1}}"),
    ],
)
def test_nothing_in_sarif_is_a_placeholder(text: str, shown: str) -> None:
    assert sarif(write("sarif", everywhere(text)))["results"][1]["message"]["text"].startswith(f"{shown}; ")


FILE_NAMES = [
    "with blank.eml",
    "new\nline.eml",
    "\r\n::error::.eml",
    "quote\"'`.eml",
    "<script>alert(1)</script>.eml",
    "]]>.eml",
    "nul\0.eml",
    "100%,a:b;c=d#e?f&g.eml",
    "%41%2F.eml",
    "[x](y).eml",
    "caf\udce9.eml",
    "Zoé 漢字.eml",
    "\u202egnp.eml",
    "C:\\mails\\a.eml",
    "http://example.org/a.eml",
    "-",
    "<stdin>",
    "archive.mbox[3]",
    "a" * 5000,
]


@every_format
@pytest.mark.parametrize("file", FILE_NAMES)
def test_no_file_name_is_more_than_a_name(name: str, file: str) -> None:
    records = read(name, write(name, reported(LINE, found(LINE, 0, 7), missing(), name=file), Unreadable(file, "gone")))
    assert [record.is_readable for record in records] == [True, True, False][: 2 if name == "text" else 3]
    file = str(PurePosixPath(file)) if name not in {*DATA, "text"} else file
    if name == "sarif":
        assert {unquote_to_bytes(record.path) for record in records[:2]} == {file.encode("utf-8", "surrogateescape")}
    elif name in DATA:
        assert {record.path for record in records} == {file.replace("\udce9", "\\xE9")}
    else:
        assert {record.path.removeprefix("./") for record in records} == {visible(file)}


SECRET = b"AKIA" + b"Q3EGRXAB" * 2
WITH_SECRET = b"Subject: the key is " + SECRET + b" for you\r\n"


@every_format
def test_a_secret_is_shown_by_no_finding(name: str) -> None:
    start = WITH_SECRET.index(SECRET)
    fixes = (
        Fix("fold the field", (Edit(Span(0, len(WITH_SECRET)), WITH_SECRET.replace(b" ", b"\r\n ")),)),
        Fix("write it anew", (Edit(Span(start + 5, start + 6), _unchanged),)),
        Fix("put a blank there", (Edit(Span(start, start), b" "),)),
    )
    findings = (
        found(WITH_SECRET, 0, 30, "too long", fix=fixes[0]),
        found(WITH_SECRET, start, start + len(SECRET), "a secret", masked=True),
        found(WITH_SECRET, start + 3, start + 8, "odd", fix=fixes[1]),
        found(WITH_SECRET, start + 25, start + 26, "behind", fix=fixes[2]),
    )
    text = write(name, reported(WITH_SECRET, *findings))
    encoded = re.findall(r'"(?:base64|binary)": "([^"]*)"', text)
    assert [base64.b64decode(octets) for octets in encoded] == ([b" "] if name in {*DATA, "sarif"} else [])
    assert "AKIA*" in text or name not in {"text", "junit"}
    for length in range(5, len(SECRET)):
        assert SECRET[-length:].decode() not in text


def _unchanged(octets: bytes) -> bytes:
    return octets


NASTY = st.text(st.characters(), max_size=30) | st.text(
    "\r\n\t\0\x1b\x85\u2028\u202e\ud83d\udce9#[](){}0:%,=<>&]'\"\\vso-./| "
)


@every_format
@given(message=NASTY, header=NASTY, file=NASTY, octets=st.binary(max_size=60).map(lambda octets: octets + b"a"))
@example("a", "##[x](", "::error::", b"a")
@example("\ud83d\ude00", "]]>", "\ud83d\udce9", b"\n\r\n")
def test_whatever_stands_there_a_finding_is_one_record(
    name: str, message: str, header: str, file: str, octets: bytes
) -> None:
    findings: list[Finding] = [
        found(octets, at, end, message, header=header, occurrence=1, predicts=message, severity=severity)
        for at, end, severity in zip((0, 0, len(octets) // 2), (0, len(octets), len(octets)), Severity, strict=True)
    ]
    text = write(name, reported(octets, *findings, name=file), Unreadable(file, message))
    assert all(line.isprintable() for line in text.split("\n"))
    assert not re.search(r"##[a-z]*\[", text, re.IGNORECASE)
    records = read(name, text)
    assert [record.is_readable for record in records] == [True, True, True, False][: 3 if name == "text" else 4]
    if name == "sarif":
        assert not any(_links(record.text) for record in records)
    elif name in DATA:
        json.dumps([record.text for record in records]).encode("ascii")
    else:
        assert all(visible(message) in record.text for record in records)
