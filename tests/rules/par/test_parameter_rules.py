"""The rules on the syntax of Content-Type and Content-Disposition: which speaks, where, and with what answer."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from long_runs import size

import mimeforge
from mimeforge import _grammar
from mimeforge.linter.examples import sample
from mimeforge.rules.par.parameters import RULES
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
    ("Content-Type:\t(c)", "ctype-syntax", "", "nothing where the media type", True),
    ("Content-Type:\r\n (c)", "ctype-syntax", "", "nothing where the media type", True),
    ("Content-Type: text/plain\r\n utf-8", "ctype-syntax", "utf-8", "behind 'text/plain'", False),
    ("Content-Type: text/plain=x", "ctype-syntax", "=", "'=' behind 'text/plain'", False),
    ("Content-Type: text/plain; ;charset=utf-8", "ctype-syntax", ";", "one semicolon", False),
    ("Content-Disposition: inline; =?utf-8?q?a?=", "ctype-syntax", "=", "'=' where the name of a parameter", False),
    (
        "Content-Disposition: x=y",
        "ctype-syntax",
        "=",
        "inline or attachment is missing before the parameter 'x'",
        False,
    ),
    (
        'Content-Disposition: filename="report.pdf"',
        "ctype-syntax",
        "=",
        "missing before the parameter 'filename'",
        False,
    ),
    ('Content-Disposition: "attaché"', "ctype-syntax", '"attaché"', "'\"attaché\"' where the disposition", True),
    ("Content-Disposition: inline; FileName size=2", "ctype-syntax", "size", "the = of the parameter 'filename'", True),
    ("Content-Disposition: inline; filename=a b.txt", "param-unquoted-special", "b.txt", "holds a blank", True),
    ("Content-Disposition: inline; filename=a\r\n b.txt", "param-unquoted-special", "b.txt", "holds a blank", True),
    ("Content-Disposition: inline; filename=a\tb.txt", "param-unquoted-special", "b.txt", "holds a blank", True),
    ("Content-Disposition: inline; filename=a(1).txt", "param-unquoted-special", ".txt", "holds U+0028", True),
    ("Content-Disposition: inline; filename=a, b.txt", "param-unquoted-special", ",", "holds U+002C", True),
    ("Content-Disposition: inline; filename=<a>", "param-unquoted-special", "<", "begins with U+003C", False),
    ("Content-Disposition: inline; filename=zoé.txt", "param-unquoted-special", "é", "holds U+00E9", True),
    ("Content-Disposition: inline; filename=✖.txt", "param-unquoted-special", "✖", "filename*=utf-8''", False),
    ("Content-Disposition: inline; filename*0=✖.txt", "param-unquoted-special", "✖", "filename*=utf-8''", False),
    ("Content-Type: text/plain; name=zoé.txt", "param-unquoted-special", "é", "filename*=utf-8''", True),
    ("Content-Type: text/plain; title=é", "param-unquoted-special", "é", "write it in ASCII", False),
    ("Content-Type: text/plain; charset==?utf-8?q?a?=", "param-unquoted-special", "=", "write it in ASCII", True),
    # A control has to go (LIN108), and more is wrong with the value.
    ("Content-Type: text/plain; name=a\x01 b", "param-unquoted-special", "\x01", "holds U+0001", True),
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
    ('Content-Type: text/plain; name="a\\"b', "unbalanced-quote", '"', "close it", False),
    (
        'Content-Type: text/plain; name="C:\\a\\"',
        "unbalanced-quote",
        '"',
        "a backslash escapes the one at the end",
        False,
    ),
    (
        'Content-Type: text/plain; name="C:\\"; a=b',
        "unbalanced-quote",
        '"',
        "a backslash escapes the one at the end",
        False,
    ),
    ("Content-Type: text/plain; name=a(b", "unbalanced-comment", "(", "in quotes", False),
    ("Content-Type: multipart/mixed; boundary=a=b", "boundary-unquoted", "=", "U+003D", True),
    ("Content-Type: multipart/mixed; boundary==ab", "boundary-unquoted", "=", "begins with U+003D", True),
    ("Content-Type: multipart/mixed; boundary=", "param-empty-value", "=", "'boundary' has no value: write one", False),
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
    # RFC 2045 §3: comments, as many and as deep as anybody likes
    "Content-Type: multipart/mixed; boundary=b(c)",
    "Content-Type: multipart/mixed; boundary=(c)b",
    "Content-Type: multipart/mixed; boundary (x) = (y) b",
    "Content-Type: multipart/mixed; boundary(c)=b",
    "Content-Type: multipart/mixed; (a (b)) boundary=b",
    "Content-Type: multipart/mixed (a (b (c))) ; boundary=b",
]


@pytest.mark.parametrize("field", SILENT)
@pytest.mark.parametrize("profile", FAMILIES)
def test_what_ses_takes_and_what_is_empty_is_left_alone(field: str, profile: str) -> None:
    assert found(sample(field, body="--b\r\n\r\nSee you.\r\n--b--\r\n"), profile) == []


@pytest.mark.parametrize("field", [field for field in SILENT if "boundary" in field])
@pytest.mark.parametrize("profile", FAMILIES)
def test_comments_around_a_boundary_are_read_alike_by_all(field: str, profile: str) -> None:
    octets = sample(field, body="--b\r\n\r\nSee you.\r\n--b--\r\n")
    # That some readers do not know comments is another rule's word.
    others = {"param-comment", "param-space-around-equals"}
    assert {finding.slug for finding in mimeforge.lint(octets, profile=profile)} <= others
    assert [part.text for part in mimeforge.parse(octets).parts] == ["See you."]


# Octets beyond ASCII where nothing but ASCII can stand, quotes or no quotes: the rules on octets report them.
OCTETS = [
    "Content-Type: téxt/plain",
    "Content-Type: text/plain; chärset=us-ascii",
    "Content-Disposition: anhängsel",
    'Content-Disposition: inline; filename="a"é',
    'Content-Disposition: inline; filename="zoé.txt"',
]


@pytest.mark.parametrize("value", ["charset=\x01a", "charset=a\x01", "charset=a\x7fb; title=c", "ch\x01arset=a"])
@pytest.mark.parametrize("profile", FAMILIES)
def test_a_control_is_one_finding(value: str, profile: str) -> None:
    report = mimeforge.lint(sample(f"Content-Type: text/plain; {value}"), profile=profile)
    assert [finding.slug for finding in report] == ["ctl-in-header"]


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


# What is answered to a fault in the boundary of a multipart: in the one case that was seen, what was seen; else what
# the reader answers to any fault of the kind.
BOUNDARIES = [
    ("multipart/mixed; boundary=a=b; charset=x", ["boundary-unquoted"], "Missing start boundary"),
    ("Multipart/Mixed; Boundary=a=b", ["boundary-unquoted"], "Missing start boundary"),
    ("multipart/mixed; boundary=a=b charset=x", ["boundary-unquoted"], "Missing start boundary"),
    ("multipart/mixed; boundary=ab charset=x", ["param-missing-semicolon"], "Expected ';', got \"charset\""),
    ('multipart/mixed; boundary="a=b" charset=x', ["param-missing-semicolon"], "Expected ';', got \"charset\""),
    ("multipart/mixed; boundary", ["ctype-syntax"], "Expected '=', got \"null\""),
    ("multipart/mixed; boundary;", ["ctype-syntax"], "Expected '=', got \";\""),
    ('multipart/mixed; boundary="a=b', ["unbalanced-quote"], "Unbalanced quoted string"),
    ("multipart/mixed; boundary=(a=b", ["unbalanced-comment"], "Unbalanced comments"),
    ("multipart/mixed; boundary=", ["param-empty-value"], 'Expected parameter value, got "null"'),
    ("multipart/mixed; boundary=(c)", ["param-empty-value"], 'Expected parameter value, got "null"'),
    ("multipart/mixed; boundary=; charset=x", ["param-empty-value"], 'Expected parameter value, got ";"'),
    ('multipart/mixed; boundary="a=b";;', ["ctype-syntax"], 'Expected parameter name, got ";"'),
    ('multipart/mixed; boundary="a=b"; charset=a:b', ["param-unquoted-special"], "Expected ';', got \":\""),
]


@pytest.mark.parametrize(("value", "slugs", "answer"), BOUNDARIES)
def test_a_boundary_has_an_answer_of_its_own(value: str, slugs: list[str], answer: str | None) -> None:
    findings = list(mimeforge.lint(sample(f"Content-Type: {value}", body="--a=b\r\n\r\nSee you.\r\n--a=b--\r\n")))
    assert [finding.slug for finding in findings] == slugs
    assert [finding.predicts for finding in findings] == [answer] * len(slugs)
    if "=a=b" not in value and '"a=b"' not in value:
        assert {finding.evidence for finding in findings} == {"inferred"}


def test_only_one_rule_speaks_of_a_boundary_without_quotes() -> None:
    octets = sample("Content-Type: multipart/mixed; boundary=a=b c", body="--a=b c\r\n\r\nSee you.\r\n--a=b c--\r\n")
    assert [finding.slug for finding in mimeforge.lint(octets)] == ["boundary-unquoted"]


# A field, and the parameters of it that stand there again.
TWICE = [
    ("attachment; filename=a; filename=b", ["filename=b"]),
    ('attachment; FileName="a;b=c" ; b=c;filename = "b"', ['filename = "b"']),
    ("attachment; (c) filename=a; (d) filename (e) = (f) b", ["filename (e) = (f) b"]),
    ("attachment; filename=a;\r\n\tfilename=a", ["filename=a"]),
    ("attachment; a=1; b=2; b=3; a=4; a=5", ["b=3", "a=4"]),
    ("attachment; filename*=utf-8''a; filename*=utf-8''b", ["filename*=utf-8''b"]),
    ("attachment; filename*0=a; filename*1=b; filename*0*=c", ["filename*0*=c"]),
    ("attachment; filename*0=a; filename*1=b; filename*2*=c", []),
    ("attachment; filename=a; filename*=utf-8''b; filename*0=a; filename*1=b", []),
    ('attachment; filename="; size=1"; x="; size=2"; size=3', []),
    ("attachment; filename=a; name=a", []),
    ("attachment; filename=a", []),
]


@pytest.mark.parametrize(("value", "again"), TWICE)
@pytest.mark.parametrize("profile", FAMILIES)
def test_a_parameter_stands_once(value: str, again: list[str], profile: str) -> None:
    octets = sample(f"Content-Disposition: {value}")
    findings = found(octets, profile)
    assert {finding.slug for finding in findings} <= {"param-duplicate"}
    assert sorted(octets[slice(*finding.span)].decode() for finding in findings) == sorted(again)
    assert {finding.predicts for finding in findings} <= {None}
    assert {finding.severity for finding in findings} <= {"error"}


@pytest.mark.parametrize(
    "value",
    ["boundary=b; boundary=c", "boundary=c; boundary=b", "boundary*0=c; boundary*0=b", 'boundary=""; boundary=b'],
)
@pytest.mark.parametrize("body", ["--b\r\n\r\nhi\r\n--b--\r\n", "--b\r\n\r\nhi\r\n", "hi\r\n"])
def test_of_a_boundary_that_stands_twice_nothing_else_is_said(value: str, body: str) -> None:
    report = mimeforge.lint(sample(f"Content-Type: multipart/mixed; {value}", body=body))
    assert [finding.slug for finding in report] == ["param-duplicate"]


ORDINARY = st.text(st.sampled_from('ab*0;;==/ \t\r\n"\\(),:\xe9\x00'), max_size=12)


@given(st.builds("{}{};{}={};{}".format, st.sampled_from(["a/b", "a", ""]), ORDINARY, ORDINARY, ORDINARY, ORDINARY))
def test_what_looks_ordinary_is_taken(text: str) -> None:
    octets = text.encode("latin-1")
    if _grammar.ORDINARY_CONTENT_TYPE_RE.fullmatch(octets):
        assert read_type(text).fault is None
    if _grammar.ORDINARY_DISPOSITION_RE.fullmatch(octets):
        assert read_disposition(text).fault is None


@pytest.mark.torture
@pytest.mark.parametrize(
    "stretch", [b"a", b" ", b"; a=b", b'; a="b"', b'"', b";", b"a/", b"\r\n ", b"(", b"a=", b";\x01"]
)
@pytest.mark.parametrize("name", [b"Content-Type", b"Content-Disposition"])
def test_time_is_linear(name: bytes, stretch: bytes) -> None:
    """Nothing is timed: were it quadratic, this would take minutes."""
    octets = sample(b"%s: a/b%s!" % (name, stretch * (size(300_000, least=100_000) // len(stretch))))
    assert all(len(finding.message) < 300 for finding in found(octets))


# The vectors of other projects: what their labels ask of these rules.
JUDGED = {
    "ct.syntax",
    "cd.syntax",
    "param.syntax",
    "param.unquoted-special",
    "param.unclosed-quote",
    "param.empty-value",
    "param.duplicate",
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
    Difference(SES_ANSWERS_ONCE, "param.duplicate", lambda text: "foo.html, attachment" in text),
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
