"""What holds for every field of every kind, whatever it says; and that unfolding and decoding give it back."""

from __future__ import annotations

import re
from email.header import decode_header, make_header

from hypothesis import assume, example, given
from hypothesis import strategies as st
from readers.splitting import split_addresses

from mimeforge import Address, Group
from mimeforge._grammar import ENCODED_WORD_RE
from mimeforge.codecs import encoded_word, parameters
from mimeforge.headers import (
    AddressList,
    Content,
    FieldBody,
    MessageIds,
    Opaque,
    Tags,
    Text,
    Uris,
    disposition,
    with_name,
)

TOKENS_RE = re.compile(r'(?:"(?:[^"\\]|\\.)*"|[^ \t])+')
NAMES = st.sampled_from(["To", "Subject", "X-" + "y" * 48])
_ANY = st.characters(exclude_categories=["Cs"], exclude_characters="\0\r\n")
_WORDS = [
    "a",
    "Zoé",
    "漢字",
    "😀" * 9,
    "é" * 40,
    " ",
    "  ",
    "\t",
    "=?",
    "=?utf-8?q?x?=",
    '"',
    "\\",
    ",",
    "x" * 90,
    "z" * 1200,
]
TEXTS = st.text(_ANY, max_size=120) | st.lists(st.sampled_from(_WORDS)).map("".join)
FILE_NAMES = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=120)
QUOTED = '"a, <b> c"@example.com'
ADDR_SPECS = ["jo@example.com", "jo@bücher.example", "jo@[192.0.2.1]", "x" * 64 + "@example.com", QUOTED]
ADDRESSES = st.builds(Address, st.none() | TEXTS, st.sampled_from(ADDR_SPECS))
IDS = st.lists(st.from_regex(r"<[!-;=?-~]{1,90}>", fullmatch=True), min_size=1, max_size=6).map(tuple)


def unfold(body: FieldBody, name: str, fold_at: int = 78) -> str:
    """Check what holds for every field, and give its body without the folds."""
    field = body.write(name).decode("ascii")
    assert field.endswith("\r\n")
    first, *following = field.removesuffix("\r\n").split("\r\n")
    assert first == f"{name}:" or re.match(re.escape(name) + ": *[^ ]", first)
    for line in following:
        assert re.match("[ \t]+[^ \t]", line)
    for line in (first, *following):
        assert not re.search("[\r\n\0]", line)
        assert len(line) <= 998
        # A line that is longer holds nothing but one token.
        limit = 76 if ENCODED_WORD_RE.search(line) else fold_at
        assert len(line) <= limit or len(TOKENS_RE.findall(line.removeprefix(f"{name}:"))) == 1
    return "".join((first, *following)).removeprefix(f"{name}:").removeprefix(" ")


@given(TEXTS, NAMES)
@example("a  b", "Subject")
@example("a =?utf-8?q?x?= b", "Subject")
@example("x" * 2000, "Subject")
def test_text(text: str, name: str) -> None:
    assert encoded_word.decode_text(unfold(Text(text), name)) == text


@given(TEXTS)
def test_text_is_read_alike_by_the_standard_library(text: str) -> None:
    # What it does to the blanks around encoded-words is its own: words are compared.
    unfolded = unfold(Text(text), "Subject")
    assert str(make_header(decode_header(unfolded))).split() == text.split()


@given(TEXTS)
def test_what_needs_no_encoding_is_not_encoded(text: str) -> None:
    needs = (
        not re.fullmatch(r"(?:[!-~]+(?: [!-~]+)*)?", text)
        or "=?" in text
        or max(map(len, text.split()), default=0) > 980
    )
    assert needs or unfold(Text(text), "Subject") == text


@given(st.lists(ADDRESSES, min_size=1, max_size=5), NAMES)
def test_addresses(addresses: list[Address], name: str) -> None:
    body = unfold(AddressList(tuple(addresses)), name)
    assert read_mailboxes(body) == [(address.name or "", address.addr_spec) for address in addresses]


@given(TEXTS.filter(str.strip), st.lists(ADDRESSES, max_size=3), NAMES)
def test_groups(label: str, members: list[Address], name: str) -> None:
    body = unfold(AddressList((Group(label, members),)), name)
    written_label, _, rest = body.partition(":") if body[0] != '"' else split_quoted(body)
    assert decoded(written_label) == label
    assert rest.endswith(";")
    assert read_mailboxes(rest[:-1]) == [(member.name or "", member.addr_spec) for member in members]


def split_quoted(body: str) -> tuple[str, str, str]:
    quoted = re.match(r'"(?:[^"\\]|\\.)*"', body)
    assert quoted
    return quoted[0], ":", body[quoted.end() + 1 :]


def read_mailboxes(body: str) -> list[tuple[str, str]]:
    """Read as people's mail programs do: split first, decode names afterwards."""
    pairs = split_addresses(body) if body.strip() else []
    return [(encoded_word.decode_text(shown), QUOTED if "<b>" in spec else spec) for shown, spec in pairs]


def decoded(phrase: str) -> str:
    phrase = phrase.strip(" ")
    if phrase.startswith('"'):
        return re.sub(r"\\(.)", r"\1", phrase[1:-1])
    return encoded_word.decode_text(phrase)


@given(IDS, NAMES)
def test_message_ids(ids: tuple[str, ...], name: str) -> None:
    body = unfold(MessageIds(ids), name)
    assert MessageIds.of(body, "x").ids == ids
    assert body == " ".join(ids)


@given(st.from_regex(r"[!-~]{1,90}(?:[ \t]{1,3}[!-~]{1,90}){0,5}", fullmatch=True), NAMES)
def test_opaque(value: str, name: str) -> None:
    assert unfold(Opaque.of(value, "x"), name) == value


@given(st.lists(st.from_regex(r"https://[a-z]{1,90}/", fullmatch=True), min_size=1, max_size=4), NAMES)
def test_uris(uris: list[str], name: str) -> None:
    assert unfold(Uris(tuple(uris)), name) == ", ".join(f"<{uri}>" for uri in uris)


@given(st.dictionaries(*[st.from_regex(r"[A-Za-z0-9_-]{1,60}", fullmatch=True)] * 2, min_size=1, max_size=5), NAMES)
def test_tags(tags: dict[str, str], name: str) -> None:
    body = unfold(Tags.of(tags, "tags"), name)
    assert body == ", ".join(f"{tag}={value}" for tag, value in tags.items())
    assert Tags.of(body, "tags") == Tags.of(tags, "tags")


@given(FILE_NAMES)
def test_file_names(filename: str) -> None:
    body = unfold(disposition("attachment", filename), "Content-Disposition", fold_at=998)
    read = parameters.decode(body)
    assert (read.value, read.parameters) == ("attachment", {"filename": filename})
    assert not read.plain or not read.written[1:]
    body = unfold(with_name(Content("text/plain", (("charset", "utf-8"),)), filename), "Content-Type", fold_at=998)
    assert set(parameters.decode(body).plain) == {"charset", "name"}


@given(st.dictionaries(st.from_regex(r"[a-z]{1,9}", fullmatch=True), TEXTS, max_size=4))
def test_parameters(values: dict[str, str]) -> None:
    assume(all(len(value) < 900 for value in values.values()))
    body = unfold(Content("a/b", tuple(values.items())), "Content-Type", fold_at=998)
    assert parameters.decode(body).parameters == values
