"""The reader of address lists under SES, and the linter with it: real messages, and the vectors of other projects."""

from __future__ import annotations

import json
from email.parser import BytesParser
from email.policy import compat32
from typing import TYPE_CHECKING, Any, NamedTuple
from xml.etree import ElementTree as ET

import mimeforge
from mimeforge.linter.examples import sample
from mimeforge.rules.ses.address_list import read
from mimeforge.tree import parse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


ADDRESS_FIELDS = {"from", "sender", "to", "cc", "bcc", "reply-to"}


def address_fields(message: bytes) -> Iterator[tuple[str, str]]:
    parsed = BytesParser(policy=compat32).parsebytes(message, headersonly=True)
    for name, body in parsed.raw_items():
        if name.lower() in ADDRESS_FIELDS:
            yield name, str(body).encode("ascii", "surrogateescape").decode("latin-1")


def test_no_false_alarm_on_clean_messages(corpus: Path) -> None:
    index = json.loads((corpus / "index.json").read_bytes())
    clean = [entry["file"] for entry in index["messages"] if entry["label"] in {"clean", "clean-bulk"}]
    fields = [(file, *field) for file in clean for field in address_fields((corpus / file).read_bytes())]
    assert len(fields) > 500
    assert [(file, name, body) for file, name, body in fields if read(body).fault] == []


class Vector(NamedTuple):
    text: str
    bad: bool

    @property
    def local(self) -> str:
        return self.text.rpartition("@")[0]

    @property
    def domain(self) -> str:
        return self.text.rpartition("@")[2]

    @property
    def delimited(self) -> str:
        """What stands in quotes or in a comment."""
        return "".join(self.text.split('"')[1::2]) + self.text.partition("(")[2].partition(")")[0]


def odd(text: str) -> bool:
    return not text.isascii() or any(character < " " for character in text)


class Difference(NamedTuple):
    """A class of vectors on which SES and the vectors' labels do not agree: why, whether SES refuses, which vectors."""

    why: str
    refused: bool
    holds: Callable[[Vector], bool]


DIFFERENCES = [
    Difference(
        "SES takes dots anywhere in a local part",
        False,
        lambda v: v.local.startswith(".") or v.local.endswith(".") or ".." in v.local,
    ),
    Difference(
        "where the hyphens of a domain stand is not looked at",
        False,
        lambda v: any(label.startswith("-") or label.endswith("-") for label in v.domain.strip(">").split(".")),
    ),
    Difference(
        "quoted-pairs are passed over outside quotes, too",
        False,
        lambda v: "\\" in v.text.partition('"')[0].partition("(")[0].partition("[")[0],
    ),
    Difference("a domain is not looked at behind its first [", False, lambda v: "[" in v.domain and "]" in v.domain),
    Difference("an angle-addr is more than an addr-spec; names are not judged", False, lambda v: "<" in v.text),
    Difference(
        "no non-ASCII octets in an addr-spec: SES has no SMTPUTF8", True, lambda v: odd(v.text.replace(v.delimited, ""))
    ),
    Difference("no white space around @ and dots", True, lambda v: any(s in v.text for s in (" @", "@ ", " . "))),
    Difference("no comments between the labels of an addr-spec", True, lambda v: ").(" in v.text or ".(" in v.text),
    Difference("a local part is quoted as a whole or not at all", True, lambda v: '."' in v.local or '".' in v.local),
    Difference("a domain is letters, digits, hyphens and dots", True, lambda v: "/" in v.domain or "!" in v.domain),
]

# What the linter knows beside the list has no say in it,
READER_ALONE = [
    Difference("octets in quotes and comments are not looked at", False, lambda v: odd(v.delimited)),
    Difference("an empty list is refused by the name of its field", False, lambda v: not v.text),
    Difference(
        "line ends at the ends are white space; their form is for other rules",
        False,
        lambda v: v.text != v.text.strip("\r\n\t ") and not odd(v.text.strip("\r\n\t ")),
    ),
]

# and here it has.
LINTER_ALONE = [
    Difference("the grammar knows no lengths: a local part of more than 64", True, lambda v: len(v.local) > 64),
    Difference(
        "the grammar knows no lengths: a label of more than 63, a domain of more than 255, an address of more than 254",
        True,
        lambda v: any(len(label) > 63 for label in v.domain.split(".")) or len(v.domain) > 255 or len(v.text) > 254,
    ),
    Difference("a colon or @ in a quoted local part", True, lambda v: any(c in v.local.strip('"') for c in ":@")),
    Difference(
        "controls are for the rules on header fields", True, lambda v: any(c < " " or c == "\x7f" for c in v.text)
    ),
    Difference("no octets beyond ASCII, in quotes and comments neither", True, lambda v: not v.delimited.isascii()),
    Difference("a group may be empty, and then nobody is written to", True, lambda v: v.text.endswith(":;")),
    Difference("an encoded-word is an atom, but no local part", True, lambda v: "<=?" in v.text),
]


def isemail(corpus: Path) -> Iterator[Vector]:
    pictures = {0x2400 + code: code for code in range(32)}  # the file shows controls so
    reader: ET.XMLPullParser[Any] = ET.XMLPullParser()
    reader.feed((corpus / "vectors/isemail-tests.xml").read_bytes())
    for event in reader.read_events():
        test: Any = event[-1]
        if test.tag == "test":
            yield Vector(
                (test.findtext("address") or "").translate(pictures), test.findtext("category") == "ISEMAIL_ERR"
            )


def vectors(corpus: Path, name: str, verdict: str) -> Iterator[tuple[Vector, dict[str, Any]]]:
    for case in json.loads((corpus / "vectors" / name).read_bytes())["cases"]:
        yield Vector(case["in"].encode().decode("latin-1"), case[verdict] == "bad"), case


def judge_as_labelled(cases: list[Vector], is_refused: Callable[[Vector], bool], differences: list[Difference]) -> None:
    """Hold that each vector is judged as it is labelled or stands in a class of differences, and each class has one."""
    differ = [vector for vector in cases if is_refused(vector) != vector.bad]
    reasons = {
        vector: [
            difference.why
            for difference in differences
            if difference.refused != vector.bad and difference.holds(vector)
        ]
        for vector in differ
    }
    assert [vector for vector, why in reasons.items() if not why] == []
    assert {why for whys in reasons.values() for why in whys} == {difference.why for difference in differences}


def all_vectors(corpus: Path) -> list[Vector]:
    return [
        *isemail(corpus),
        *(vector for vector, _ in vectors(corpus, "addr-spec-python-email-validator.json", "rfc5322")),
        *(vector for vector, _ in vectors(corpus, "address-lists.json", "verdict")),
    ]


def test_the_reader_decides_vectors_as_labelled(corpus: Path) -> None:
    cases = all_vectors(corpus)
    assert len(cases) > 350
    judge_as_labelled(cases, lambda vector: read(vector.text).fault is not None, DIFFERENCES + READER_ALONE)


def test_the_linter_decides_vectors_as_labelled(corpus: Path) -> None:
    messages = {vector: sample(b"To: " + vector.text.encode("latin-1")) for vector in all_vectors(corpus)}
    cases = [vector for vector, octets in messages.items() if is_the_field(vector.text, octets)]
    assert len(cases) > 320
    judge_as_labelled(cases, lambda vector: not mimeforge.lint(messages[vector]).ok, DIFFERENCES + LINTER_ALONE)


def is_the_field(text: str, octets: bytes) -> bool:
    """Whether a message holds the text as its To field: a line end that is no fold ends a field."""
    field = parse(octets).field("To")
    return field is not None and field.raw == b" " + text.encode("latin-1")


def test_finds_the_mailboxes_that_thunderbird_finds(corpus: Path) -> None:
    for vector, case in vectors(corpus, "address-lists.json", "verdict"):
        if case["verdict"] != "ok" or case["must"] == ["ew.syntax:warning"]:  # there, a comma in an encoded-word
            continue
        theirs = [box["email"] for entry in case["jsmime"] for box in entry.get("group", [entry])]
        ours = [mailbox.addr_spec for mailbox in read(vector.text).mailboxes]
        assert len(ours) == len(theirs)
        assert [
            (our, their) for our, their in zip(ours, theirs, strict=True) if their in vector.text and our != their
        ] == []
