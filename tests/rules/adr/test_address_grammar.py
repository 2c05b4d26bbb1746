"""Address fields under the profile "rfc": what RFC 5322 §3.4 and §4.4 say of a list is what the linter says."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

import mimeforge
from mimeforge.linter.examples import sample
from mimeforge.linter.finding import Severity
from mimeforge.rules.ses.address_delimiters import outside_comments

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

# The grammar of RFC 5322 over texts in which comments are blanks, and underscores all that quotes and brackets hold.
# _NOW is §3.2 to §3.4; _OLD is that of §4 beside it. All octets beyond ASCII are atext (RFC 6532 §3.2).
_B = r"[ \t\r\n]*+"
_ATOM = r"[A-Za-z0-9!#$%&'*+\-/=?^_`{|}~\x80-\xff]++"
_WORD = rf'(?:{_ATOM}|"_*+")'
_DOT_ATOM = rf"{_ATOM}(?:\.{_ATOM})*+"
_LITERAL = r"\[_*+\]"


def _list(phrase: str, addr_spec: str, route: str, nothing: str) -> str:
    """Write the grammar of an address-list; ``nothing`` is what may stand in place of an element."""
    mailbox = rf"(?:(?:{phrase})?+{_B}<{route}{addr_spec}>{_B}|{addr_spec})"
    group = rf"{phrase}:(?:{_elements(mailbox, nothing)}|{_B}{'(?:,' + _B + ')*+' if nothing else ''});{_B}"
    return _elements(rf"(?:{group}|{mailbox})", nothing)


def _elements(element: str, nothing: str) -> str:
    return rf"(?:{_B},)*+{element}(?:,(?:{element}|{_B}))*+" if nothing else rf"{element}(?:,{element})*+"


_NOW = re.compile(
    _list(
        rf"{_B}{_WORD}(?:{_B}{_WORD})*+{_B}",
        rf'{_B}(?:{_DOT_ATOM}|"_*+"){_B}@{_B}(?:{_DOT_ATOM}|{_LITERAL}){_B}',
        "",
        "",
    )
)
_OLD_DOMAIN = rf"(?:{_LITERAL}|{_ATOM}(?:{_B}\.{_B}{_ATOM})*+)"
_OLD = re.compile(
    _list(
        rf"{_B}{_WORD}(?:{_B}(?:{_WORD}|\.))*+{_B}",
        rf"{_B}{_WORD}(?:{_B}\.{_B}{_WORD})*+{_B}@{_B}{_OLD_DOMAIN}{_B}",
        rf"(?:[ \t\r\n,]*+@{_B}{_OLD_DOMAIN}{_B}(?:,{_B}(?:@{_B}{_OLD_DOMAIN}{_B})?+)*+:)?+",
        nothing=_B,
    )
)
_LITERAL_NOW = re.compile(r"\[(?:[!-Z^-~\x80-\xff]|[ \t\r\n])*+\]")
_LITERAL_OLD = re.compile(r"\[(?:[^\[\]\\]|\\.)*+\]", re.DOTALL)


def verdict(text: str) -> str:
    """Say whether RFC 5322 takes a list: "ok", "obs" where the grammar of old mail alone does, else "bad"."""
    bare = outside_comments(text.encode().decode("latin-1"))
    literals = [text[found.start() : found.end()] for found in re.finditer(_LITERAL, bare)]
    for grammar, literal, name in ((_NOW, _LITERAL_NOW, "ok"), (_OLD, _LITERAL_OLD, "obs")):
        if grammar.fullmatch(bare) and all(literal.fullmatch(one) for one in literals):
            return name
    return "bad"


def judged(text: str) -> tuple[Severity, set[str]]:
    """Give the worst severity that the linter finds in a To field, and all slugs."""
    report = mimeforge.lint(sample(f"To: {text}".encode("utf-8", "surrogateescape")), profile="rfc")
    return max((one.severity for one in report), default=Severity.NOTE), {one.slug for one in report}


EXPECTED = {"ok": Severity.NOTE, "obs": Severity.WARNING, "bad": Severity.ERROR}

PIECES = st.sampled_from(
    [
        *["jo", "doe", "a1", '"a b"', '"@,;"', '"\\""', "(c)", "(c (d))", "jo.doe", "example.com", "jo@example.com"],
        *["<zoe@example.com>", "[192.0.2.1]", "Team:", "@a.example:", ", ", "\r\n ", " ", " ", "\\", "x\\y"],
        *'.@<>,:;]()[",',
    ]
)
# Blanks before the @ alone, without a comment: RFC 5322 §3.4.1 says SHOULD NOT, and the linter warns.
BLANK_BEFORE_AT = re.compile(r"[ \t\r\n]@")


@given(st.lists(PIECES, max_size=10).map("".join))
def test_a_list_is_judged_as_the_grammar_does(text: str) -> None:
    if not text.strip() or BLANK_BEFORE_AT.search(text) or re.search(r"\r\n[ \r\n]*\Z|\r\n *\r\n", text):
        return
    severity, slugs = judged(text)
    assert severity == EXPECTED[verdict(text)], slugs


class Case(NamedTuple):
    """A vector: what it is for RFC 5322 ("ok", "obs", "bad"), and for whoever made it."""

    text: str
    verdict: str
    diagnosis: str


def address_lists(corpus: Path) -> Iterator[Case]:
    for case in json.loads((corpus / "vectors/address-lists.json").read_bytes())["cases"]:
        yield Case(case["in"], case["verdict"], "list")


def addr_specs(corpus: Path) -> Iterator[Case]:
    """The vectors of python-email-validator, those that are an addr-spec: names before one are not judged there."""
    vectors = json.loads((corpus / "vectors/addr-spec-python-email-validator.json").read_bytes())
    for case in vectors["cases"]:
        yield Case(f"<{case['in']}>", case["rfc5322"], case["group"])


# The categories of isemail, all others are right for RFC 5322; and two diagnoses: obs-dtext, and an IPv6 address that
# RFC 5321 alone has a grammar for.
LABELS = {
    "ISEMAIL_ERR": "bad",
    "ISEMAIL_DEPREC": "obs",
    "ISEMAIL_RFC5322_DOMLIT_OBSDTEXT": "obs",
    "ISEMAIL_RFC5321_IPV6DEPRECATED": "ok",
}


def isemail(corpus: Path) -> Iterator[Case]:
    controls = {0x2400 + code: code for code in range(32)} | {0x2421: 0x7F}  # the file shows controls so
    reader: ET.XMLPullParser[Any] = ET.XMLPullParser()
    reader.feed((corpus / "vectors/isemail-tests.xml").read_bytes())
    for event in reader.read_events():
        test: Any = event[-1]
        if test.tag == "test":
            diagnosis = test.findtext("diagnosis")
            label = LABELS.get(diagnosis) or LABELS.get(test.findtext("category"), "ok")
            yield Case((test.findtext("address") or "").translate(controls), label, diagnosis)


class Difference(NamedTuple):
    """A class of vectors that are judged otherwise than labelled: why, how, and the rules or diagnoses it goes by."""

    why: str
    severity: Severity
    names: frozenset[str]


DIFFERENCES = [
    Difference(
        "a message is no SMTPUTF8 message: what is not ASCII is an error in any field",
        Severity.ERROR,
        frozenset({"raw-8bit-header-utf8"}),
    ),
    Difference(
        "the grammar knows no lengths, RFC 5321 §4.5.3.1 does",
        Severity.ERROR,
        frozenset({"addr-local-too-long", "addr-domain-too-long"}),
    ),
    Difference(
        "controls and broken line ends are an error in any field",
        Severity.ERROR,
        frozenset({"ctl-in-header", "nul-header", "malformed-header-line"}),
    ),
    Difference(
        "an encoded-word is an atom for the grammar, and RFC 2047 §5 says more",
        Severity.ERROR,
        frozenset({"ew-in-addr-spec", "ew-specials-in-phrase"}),
    ),
    Difference(
        "what is meant for an encoded-word is none, and that is no matter of the grammar",
        Severity.WARNING,
        frozenset({"ew-in-quoted-string", "ew-no-separator"}),
    ),
    Difference(
        "any atoms are a domain for RFC 5322, labels of letters, digits and hyphens for RFC 5321",
        Severity.WARNING,
        frozenset({"addr-domain-bad-label", "addr-bad-alabel"}),
    ),
    Difference(
        "a field without a body is told whatever its name", Severity.WARNING, frozenset({"empty-structured-header"})
    ),
    Difference(
        "the grammar takes comments beside the @ (RFC 5322 §3.4.1: SHOULD NOT)",
        Severity.NOTE,
        frozenset({"ISEMAIL_DEPREC_CFWS_NEAR_AT"}),
    ),
    Difference("a fold at the end is a matter of all fields", Severity.WARNING, frozenset({"all-space-continuation"})),
]


@pytest.mark.parametrize("vectors", [address_lists, addr_specs, isemail])
def test_the_vectors_are_judged_as_labelled(corpus: Path, vectors: Callable[[Path], Iterator[Case]]) -> None:
    cases = list(vectors(corpus))
    wrong = []
    for case in cases:
        severity, slugs = judged(case.text)
        if severity != EXPECTED[case.verdict]:
            names = slugs | {case.diagnosis}
            wrong += [case] * all(one.severity != severity or not one.names & names for one in DIFFERENCES)
    assert wrong == []
    assert len(cases) >= 80


def test_each_difference_is_met(corpus: Path) -> None:
    met = set()
    for case in (*address_lists(corpus), *addr_specs(corpus), *isemail(corpus)):
        severity, slugs = judged(case.text)
        if severity != EXPECTED[case.verdict]:
            met |= {
                one.why for one in DIFFERENCES if one.severity == severity and one.names & (slugs | {case.diagnosis})
            }
    assert met == {one.why for one in DIFFERENCES}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("jo@example.com, Zoe <zoe@example.net>", "ok"),
        ("Team: jo@example.com;, zoe@example.net", "ok"),
        ("a@b.example,,c@d.example", "obs"),
        ("J. Doe <jo@example.com>", "obs"),
        ("<@a.example:jo@example.com>", "obs"),
        (".Jo <jo@example.com>", "bad"),
        ("Team: jo@example.com; zoe@example.net", "bad"),
        (",", "bad"),
        (r"jo@[a\b]", "obs"),
        ("jo@[a[b]", "bad"),
    ],
)
def test_the_grammar_of_these_tests_is_that_of_the_rfc(text: str, expected: str) -> None:
    assert verdict(text) == expected
    assert judged(text)[0] == EXPECTED[expected]
