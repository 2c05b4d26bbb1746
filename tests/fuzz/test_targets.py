"""The targets of the fuzzer, without the fuzzer: their corpora hold, and a target notices what is not sound."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING, Any

import pytest

import mimeforge
from fuzz.corpora import NAMES, corpus_of, dictionary_of
from fuzz.targets import TARGETS
from mimeforge import ses
from mimeforge.cli.description import DescriptionError
from mimeforge.rules.ses import address_list
from mimeforge.settings import SettingsError
from mimeforge.tree import Span

if TYPE_CHECKING:
    from collections.abc import Callable

EDGES = [b"", *(bytes([octet]) for octet in b"\0\t\n\r\" '(-0:;<=@A[\\{~\x7f\x80\xc3\xe9\xff")]

# A corpus is what a reader of the repository can look through; what a long run gathers stays where it ran.
FILES_MAX = 60
OCTETS_MAX = 100_000

# A line of a dictionary of libFuzzer: a comment, or a word with C-like escapes.
LINE_RE = re.compile(r'#.*|"(?:[^"\\\x00-\x1f\x7f-\xff]|\\["\\]|\\x[0-9a-f]{2})+"')


def run_corpus(name: str) -> None:
    for path in corpus_of(name):
        TARGETS[name].run(path.read_bytes())


@pytest.mark.parametrize("name", TARGETS)
def test_the_corpus_holds(name: str) -> None:
    run_corpus(name)


@pytest.mark.parametrize("name", TARGETS)
def test_next_to_nothing_holds(name: str) -> None:
    for octets in EDGES:
        TARGETS[name].run(octets)


def test_every_target_has_a_corpus_and_every_corpus_a_target() -> None:
    assert sorted(NAMES) == sorted(TARGETS)


@pytest.mark.parametrize("name", TARGETS)
def test_a_corpus_is_small(name: str) -> None:
    sizes = [path.stat().st_size for path in corpus_of(name)]
    assert 5 <= len(sizes) <= FILES_MAX
    assert sum(sizes) <= OCTETS_MAX


@pytest.mark.parametrize("target", TARGETS.values(), ids=TARGETS)
def test_the_dictionary_can_be_read(target: Any) -> None:
    lines = dictionary_of(target).read_text("ascii").splitlines()
    assert [line for line in lines if not LINE_RE.fullmatch(line)] == []
    assert len({*lines}) == len(lines) > 30


def raising(error: Exception) -> Callable[..., Any]:
    def fake(*_: object, **__: object) -> Any:
        raise error

    return fake


def misplaced(report: Any) -> Any:
    beyond = Span(0, len(report.source) + 10_000)
    return replace(report, findings=tuple(replace(finding, span=beyond) for finding in report))


def shortened(text: Any) -> Any:
    return text[:-1]


def after(real: Callable[..., Any], change: Callable[[Any], Any]) -> Callable[..., Any]:
    return lambda *arguments, **options: change(real(*arguments, **options))


def without_addresses(read: Any) -> Any:
    return read._replace(mailboxes=tuple(one._replace(addr_spec="") for one in read.mailboxes))


def never_the_same() -> Callable[[bytes], dict[str, Any]]:
    numbers = count()
    return lambda _: {"Identity": str(next(numbers))}


CODECS, DOCUMENTS = "mimeforge.codecs", "fuzz.targets.documents"

# What is broken, by which function in its place, and what the target says.
BROKEN: dict[str, tuple[str, Callable[..., Any], str]] = {
    "parse": ("mimeforge.parse", after(mimeforge.parse, lambda root: replace(root, span=Span(1, 1))), "not all of"),
    "lint": ("mimeforge.lint", after(mimeforge.lint, misplaced), "is not within"),
    "fix": ("mimeforge.fix", lambda octets, **_: (octets + b"x", ()), "a second run still fixes|changed what is said"),
    "base64": (f"{CODECS}.base64.decode_leniently", shortened, "the way back"),
    "quoted_printable": (f"{CODECS}.quoted_printable.is_well_coded", lambda _: False, "and not well coded"),
    "encoded_word": (f"{CODECS}.encoded_word.decode_text", str.upper, "disagree|the way back"),
    "parameters": (f"{CODECS}.parameters.without_comments", shortened, "comments moved|disagree"),
    "charsets": (f"{CODECS}.charsets.canonical", lambda name: name + "x", "the one name has another"),
    "dates": (f"{CODECS}.dates.faults", lambda *_: iter(()), "no fault, and no moment|the standard library"),
    "domains": (f"{CODECS}.domains.encode", str, "not ASCII"),
    "visible": (f"{CODECS}.visible.visible", lambda text: f"{text}\x1b", "not safe to print"),
    "address": ("mimeforge.headers.Address.__str__", lambda _: "jo@example.net", "read again, it is another"),
    "address_list": (
        "mimeforge.rules.ses.address_list.read",
        after(address_list.read, without_addresses),
        "is not where it is",
    ),
    "settings": (f"{DOCUMENTS}.read_table", raising(SettingsError("wrong")), "names no place"),
    "baseline": (f"{DOCUMENTS}.Baseline.read", raising(SettingsError("\x1b[31m")), "not safe to print"),
    "description": (f"{DOCUMENTS}.compose", raising(DescriptionError("wrong")), "names no place"),
    "explain": ("mimeforge.ses.explain", lambda *_: "\x1b[31m", "not safe to print"),
    "query": ("mimeforge.ses.from_query", never_the_same(), "the way back"),
    "request": ("mimeforge.ses.lint_request", after(ses.lint_request, misplaced), "is not within"),
    "policy": ("mimeforge.ses.authorize", lambda *_, **__: (), "nothing is decided"),
}


@pytest.mark.parametrize("name", TARGETS)
def test_what_is_not_sound_is_noticed(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    broken, fake, problem = BROKEN[name]
    monkeypatch.setattr(broken, fake)
    with pytest.raises(AssertionError, match=problem):
        run_corpus(name)


def test_an_error_that_is_not_documented_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"{DOCUMENTS}.read_table", raising(KeyError("profile")))
    with pytest.raises(KeyError):
        TARGETS["settings"].run(b"profile = 1")
