"""The rules on the syntax of Content-Type and Content-Disposition: which speaks, where, and with what answer."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

import mimeforge
from mimeforge import _grammar
from mimeforge.linter.examples import sample
from mimeforge.rules.parameters import RULES
from mimeforge.rules.ses.parameter_list import read_disposition, read_type

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from mimeforge.linter import Finding

OWN = {rule.slug for rule in RULES}
FAMILIES = ["ses", "rfc"]


def found(octets: bytes, profile: str = "ses") -> list[Finding]:
    return [finding for finding in mimeforge.lint(octets, profile=profile) if finding.slug in OWN]


# A field, the rule that speaks, what it points at, a piece of its message, whether SES was seen to answer so.
SPOKEN = [
    ("Content-Type: text", "ctype-syntax", "text", "nothing where the slash", True),
    ("Content-Type: te:xt/plain", "ctype-syntax", ":", "':' where the slash", True),
    ("Content-Type: text/plain\r\n utf-8", "ctype-syntax", "utf-8", "behind 'text/plain'", False),
    ("Content-Type: text/plain; ;charset=utf-8", "ctype-syntax", ";", "one semicolon", False),
    ("Content-Disposition: inline; =?utf-8?q?a?=", "ctype-syntax", "=", "'=' where the name of a parameter", False),
    ("Content-Disposition: x=y", "ctype-syntax", "=", "behind 'x'", False),
    ('Content-Disposition: "attaché"', "ctype-syntax", '"attaché"', "'\"attaché\"' where the disposition", True),
    ("Content-Disposition: inline; FileName size=2", "ctype-syntax", "size", "the = of the parameter 'filename'", True),
    ("Content-Disposition: inline; filename=a b.txt", "param-unquoted-special", "b.txt", "holds U+0020", True),
    ("Content-Disposition: inline; filename=a(1).txt", "param-unquoted-special", ".txt", "holds U+0028", True),
    ("Content-Disposition: inline; filename=a, b.txt", "param-unquoted-special", ",", "holds U+002C", True),
    ("Content-Disposition: inline; filename=<a>", "param-unquoted-special", "<", "begins with U+003C", False),
    ("Content-Disposition: inline; filename=zoé.txt", "param-unquoted-special", "é", "holds U+00E9", True),
    ("Content-Disposition: inline; filename=✖.txt", "param-unquoted-special", "✖", "filename*=utf-8''", False),
    (
        "Content-Disposition: inline; filename==?utf-8?q?a?=",
        "param-unquoted-special",
        "=",
        "begins with an encoded-word and has no quotes: write it in the form filename*=utf-8''",
        True,
    ),
    ("Content-Disposition: inline; filename=a =?utf-8?q?a?=", "param-unquoted-special", "=", "filename*=", True),
    ("Content-Type: text/plain; type=text/html", "param-unquoted-special", "/", "put it in quotes", True),
    ("Content-Type: text/plain; boundary=a=b", "param-unquoted-special", "=", "'boundary'", True),
    ("Content-Disposition: inline filename=a", "param-missing-semicolon", "filename", "before 'filename'", True),
    ('Content-Type: text/plain; name="a" b', "param-missing-semicolon", "b", "before 'b'", True),
    ("Content-Type: text/plain; name=a,charset=b", "param-missing-semicolon", ",", "before ','", True),
    ("Content-Type: text/plain; charset=; a=b", "param-empty-value", ";", "'charset' has no value", False),
    ('Content-Type: text/plain; name="a', "unbalanced-quote", '"', "close it", False),
    ("Content-Type: text/plain; name=a(b", "unbalanced-comment", "(", "in quotes", False),
    ("Content-Type: multipart/mixed; boundary=a=b", "boundary-unquoted", "=", "U+003D", True),
    ("Content-Type: multipart/mixed; boundary==ab", "boundary-unquoted", "=", "begins with U+003D", True),
]


@pytest.mark.parametrize(("field", "slug", "at", "piece", "seen"), SPOKEN, ids=[row[0] for row in SPOKEN])
@pytest.mark.parametrize("profile", FAMILIES)
def test_one_rule_speaks(field: str, slug: str, at: str, piece: str, *, seen: bool, profile: str) -> None:
    octets = sample(field, body="--a=b\r\n\r\nSee you.\r\n--a=b--\r\n")
    (finding,) = found(octets, profile)
    assert (finding.slug, finding.severity) == (slug, "error")
    assert octets[slice(*finding.span)].decode() == at
    assert piece in finding.message
    assert finding.evidence == ("field-report" if seen else "inferred")


SILENT = [
    "Content-Type:",
    "Content-Disposition: \r\n ",
    "Content-Type: text/plain; charset=us-ascii;",
    "Content-Type: TEXT / plain (a (b)) ; charset = us-ascii ( c ) ;",
    'Content-Disposition: inline; filename="=?utf-8?q?Zo=C3=A9?="',
    "Content-Disposition: inline; filename*0*=utf-8''Zo%C3%A9; filename*1=.txt",
    'Content-Disposition: inline; filename=""',
    "X-Content-Type: text; a b",
]


@pytest.mark.parametrize("field", SILENT)
@pytest.mark.parametrize("profile", FAMILIES)
def test_what_ses_takes_and_what_is_empty_is_left_alone(field: str, profile: str) -> None:
    assert found(sample(field), profile) == []


# Octets beyond ASCII where nothing but ASCII can stand, quotes or no quotes: the rules on octets report them.
OCTETS = [
    "Content-Type: téxt/plain",
    "Content-Type: text/plain; chärset=us-ascii",
    "Content-Disposition: anhängsel",
    'Content-Disposition: inline; filename="a"é',
    'Content-Disposition: inline; filename="zoé.txt"',
]


@pytest.mark.parametrize("field", OCTETS)
@pytest.mark.parametrize("profile", FAMILIES)
def test_raw_octets_are_one_finding(field: str, profile: str) -> None:
    errors = mimeforge.lint(sample(field), profile=profile).errors
    assert [finding.slug for finding in errors] == ["raw-8bit-header-utf8"]


def test_a_character_of_latin_1_is_named() -> None:
    (finding,) = found(sample(b"Content-Disposition: inline; filename=zo\xe9.txt"))
    assert "U+00E9" in finding.message
    assert finding.predicts is None


def test_each_part_is_looked_at_and_the_inside_of_a_message_is_not() -> None:
    inner = "Content-Type: text;\r\n\r\nhi"
    parts = [f"Content-Disposition: \t=\r\n{inner}", f"Content-Type: message/rfc822\r\n\r\n{inner}"]
    body = "".join(f"--b\r\n{part}\r\n" for part in parts) + "--b--\r\n"
    report = found(sample('Content-Type: multipart/mixed; boundary="b"', body=body))
    assert [(finding.part, finding.header) for finding in report] == [
        ("1", "Content-Disposition"),
        ("1", "Content-Type"),
    ]


# What is answered to a fault in the boundary of a multipart: the one case that was seen, and nothing else.
BOUNDARIES = [
    ("multipart/mixed; boundary=a=b; charset=x", ["boundary-unquoted"], "Missing start boundary"),
    ("Multipart/Mixed; Boundary=a=b", ["boundary-unquoted"], "Missing start boundary"),
    ("multipart/mixed; boundary=a=b charset=x", ["boundary-unquoted"], "Missing start boundary"),
    ("multipart/mixed; boundary=ab charset=x", ["param-missing-semicolon"], None),
    ('multipart/mixed; boundary="a=b" charset=x', ["param-missing-semicolon"], None),
    ("multipart/mixed; boundary", ["ctype-syntax"], None),
    ("multipart/mixed; boundary=", [], None),
    ('multipart/mixed; boundary="a=b";;', ["ctype-syntax"], 'Expected parameter name, got ";"'),
    ('multipart/mixed; boundary="a=b"; charset=a:b', ["param-unquoted-special"], "Expected ';', got \":\""),
]


@pytest.mark.parametrize(("value", "slugs", "answer"), BOUNDARIES)
def test_a_boundary_has_an_answer_of_its_own(value: str, slugs: list[str], answer: str | None) -> None:
    findings = found(sample(f"Content-Type: {value}", body="--a=b\r\n\r\nSee you.\r\n--a=b--\r\n"))
    assert [finding.slug for finding in findings] == slugs
    assert [finding.predicts for finding in findings] == [answer] * len(slugs)


def test_only_one_rule_speaks_of_a_boundary_without_quotes() -> None:
    octets = sample("Content-Type: multipart/mixed; boundary=a=b c", body="--a=b c\r\n\r\nSee you.\r\n--a=b c--\r\n")
    assert [finding.slug for finding in mimeforge.lint(octets)] == ["boundary-unquoted"]


ORDINARY = st.text(st.sampled_from('ab*0;;==/ \t\r\n"\\(),:\xe9\x00'), max_size=12)


@given(st.builds("{}{};{}={};{}".format, st.sampled_from(["a/b", "a", ""]), ORDINARY, ORDINARY, ORDINARY, ORDINARY))
def test_what_looks_ordinary_is_taken(text: str) -> None:
    octets = text.encode("latin-1")
    if _grammar.ORDINARY_CONTENT_TYPE_RE.fullmatch(octets):
        assert read_type(text).fault is None
    if _grammar.ORDINARY_DISPOSITION_RE.fullmatch(octets):
        assert read_disposition(text).fault is None


@pytest.mark.parametrize("stretch", [b"a", b" ", b"; a=b", b'; a="b"', b'"', b";", b"a/", b"\r\n ", b"(", b"a="])
@pytest.mark.parametrize("name", [b"Content-Type", b"Content-Disposition"])
def test_time_is_linear(name: bytes, stretch: bytes) -> None:
    """Nothing is timed: were it quadratic, this would take minutes."""
    octets = sample(b"%s: a/b%s!" % (name, stretch * (300_000 // len(stretch))))
    assert all(len(finding.message) < 300 for finding in found(octets))


# The vectors of other projects: what their labels ask of these rules.
JUDGED = {
    "ct.syntax",
    "cd.syntax",
    "param.syntax",
    "param.unquoted-special",
    "param.unclosed-quote",
    "param.empty-value",
}


class Difference(NamedTuple):
    """A class of vectors on which SES's reader and the labels differ: why, the label's code, and which vectors."""

    why: str
    code: str
    holds: Callable[[str], bool]


SES_ANSWERS_ONCE = "what comes behind the first fault is not judged"
BEFORE_NAME = "what stands before name=value lacks a semicolon, and is not cut"
DIFFERENCES = [
    Difference(SES_ANSWERS_ONCE, "param.syntax", lambda text: '"qux' in text),
    Difference(SES_ANSWERS_ONCE, "param.unquoted-special", lambda text: text.startswith("bogus ;")),
    Difference(BEFORE_NAME, "param.unquoted-special", lambda text: "=" in text.partition("=")[2].partition(" ")[2]),
    Difference(BEFORE_NAME, "cd.syntax", lambda text: text.startswith("attachment ")),
]


@pytest.mark.parametrize("profile", FAMILIES)
def test_vectors_are_decided_as_labelled(corpus: Path, profile: str) -> None:
    codes = json.loads((corpus / "index.json").read_bytes())["codes"]
    cases: list[dict[str, Any]] = json.loads((corpus / "vectors/params.json").read_bytes())["cases"]
    assert len(cases) > 200
    differ, alarms = [], []
    for case in cases:
        wanted = {code.partition(":")[0] for code in case["must"]} & JUDGED
        slugs = {finding.slug for finding in found(sample(f"{case['field']}: {case['in']}"), profile)}
        differ += [(case["in"], code) for code in wanted if not slugs & set(codes[code]["slugs"])]
        if slugs and not wanted:
            alarms.append((case["in"], slugs))
    assert alarms == []
    reasons = {case: [one for one in DIFFERENCES if one.code == case[1] and one.holds(case[0])] for case in differ}
    assert [case for case, why in reasons.items() if not why] == []
    assert {one for why in reasons.values() for one in why} == set(DIFFERENCES)
