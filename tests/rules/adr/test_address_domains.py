"""Domains of addresses: domain-literals, hyphens at the ends of labels, and A-labels with the vectors of UTS 46."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

import pytest

import mimeforge
from mimeforge.linter.examples import sample

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def found(domain: str, profile: str = "rfc") -> dict[str, str]:
    report = mimeforge.lint(sample(f"To: jo@{domain}"), profile=profile)
    return {finding.slug: str(finding.severity) for finding in report}


@pytest.mark.parametrize(
    ("literal", "severity"),
    [
        ("[192.0.2.1]", None),
        ("[IPv6:2001:db8::1]", None),
        ("[ipv6:::]", None),
        ("[IPv6:::ffff:192.0.2.1]", None),
        ("[IPv6:1:2:3:4:5:6:7:8]", None),
        ("[IPv6:1:2:3:4:5:6:192.0.2.1]", None),
        ("[IPv6:1:2:3:4:5:6::]", None),
        ("[IPv6:1:2:3:4:5:6:7::]", "note"),  # RFC 5321 §4.1.3: "::" stands for two groups at least
        ("[IPv6:1:2:3:4:5::192.0.2.1]", "note"),
        ("[IPv6:192.0.2.1]", "note"),
        ("[2001:db8::1]", "note"),
        ("[192.0.2]", "note"),
        ("[192.0.2.256]", "note"),
        ("[192.0.02.1]", "note"),
        ("[ 192.0.2.1 ]", "note"),
        ("[]", "note"),
        ("[tag:text]", "note"),
        (r"[192.0.2\.1]", "warning"),
        (r"[\]]", "warning"),
        ("[192[.0.2.1]", "error"),
        ("a[192.0.2.1]", "error"),
        ("a.[192.0.2.1]", "error"),
    ],
)
def test_domain_literals(literal: str, severity: str | None) -> None:
    assert found(literal) == ({} if severity is None else {"addr-domain-literal-bad": severity})
    assert found(literal, "ses") == {"ses-domain-literal": "warning"}


@pytest.mark.parametrize("domain", ["-a.example", "a-.example", "a.b-", "a.-.example", "xn--a-.example"])
def test_hyphens_at_the_end_of_a_label(domain: str) -> None:
    for profile in ("ses", "rfc"):
        assert found(domain, profile) == {"addr-domain-bad-label": "warning"}
    octets = sample(f"To: jo@{domain}")
    (finding,) = mimeforge.lint(octets)
    assert octets[slice(*finding.span)] == b"-"


@pytest.mark.parametrize(
    ("domain", "number"),
    [
        ("192.0.2.1", b"1"),
        ("example.123", b"123"),
        ("123.example.net", None),
        ("example.c0", None),
        ("xn--bcher-kva.xn--p1ai", None),
    ],
)
def test_no_top_level_domain_is_a_number(domain: str, number: bytes | None) -> None:
    octets = sample(f"To: jo@{domain}")
    for profile in ("ses", "rfc"):
        told = [
            (one.slug, str(one.severity), octets[slice(*one.span)]) for one in mimeforge.lint(octets, profile=profile)
        ]
        assert told == ([("addr-domain-bad-label", "warning", number)] if number else [])


@pytest.mark.parametrize(
    ("domain", "label"),
    [
        ("xn--bcher-kva.example", None),
        ("XN--BCHER-KVA.example", None),
        ("xn--i-7iq.example", None),  # a symbol, which UTS 46 takes and IDNA 2008 does not: such names are registered
        ("a.xn--bcher-2pa.example", b"xn--bcher-2pa"),  # a capital
        ("xn--bucher-xyd.example", b"xn--bucher-xyd"),  # not NFC
        ("xn--a.XN--a", b"xn--a"),
        ("xn--99999999.example", b"xn--99999999"),
    ],
)
def test_a_labels(domain: str, label: bytes | None) -> None:
    octets = sample(f"To: jo@{domain}")
    for profile in ("ses", "rfc"):
        places = [octets[slice(*one.span)] for one in mimeforge.lint(octets, profile=profile)]
        assert places[:1] == ([] if label is None else [label])


class Vector(NamedTuple):
    """A row of IdnaTestV2.txt: a domain, its U-labels, and the codes of what is wrong with it."""

    domain: str
    unicode: str
    status: frozenset[str]


def vectors(corpus: Path) -> Iterator[Vector]:
    for line in (corpus / "vectors/IdnaTestV2.txt").read_text("utf-8").splitlines():
        source, *rest = (_unescaped(column.strip()) for column in line.partition("#")[0].split(";"))
        if rest:
            yield Vector(source, rest[0] or source, frozenset(re.findall(r"[A-Z]\d(?:_\d)?", rest[1])))


def _unescaped(text: str) -> str:
    return re.sub(r"\\u([0-9A-F]{4})|\\x\{([0-9A-F]+)\}", lambda found: chr(int(found[1] or found[2], 16)), text)


# What is not looked for. B1, B5, B6: a label beside one in Hebrew or Arabic (RFC 5893 §2 is about whole domains). V2:
# two hyphens in the third and fourth place of a label that is no A-label; such names exist.
SPARED = {"B1", "B5", "B6", "V2"}
ON_DOMAINS = {"addr-bad-alabel", "addr-domain-bad-label", "addr-domain-too-long", "addr-domain-trailing-dot"}


def test_the_vectors_of_uts_46_in_a_labels(corpus: Path) -> None:
    cases = [one for one in vectors(corpus) if re.fullmatch(r"[a-z0-9.-]*xn--[a-z0-9.-]*", one.domain, re.IGNORECASE)]
    wrong = []
    for case in cases:
        slugs = found(case.domain).keys() & ON_DOMAINS
        is_newer = any(unicodedata.category(letter) == "Cn" for letter in case.unicode)  # than Python's tables
        if (case.status - SPARED and not slugs) or (not case.status and not is_newer and "addr-bad-alabel" in slugs):
            wrong.append((case, slugs))
    assert wrong == []
    assert len(cases) > 2000


def test_the_vectors_of_uts_46_in_u_labels(corpus: Path) -> None:
    """A domain beyond ASCII is an error, whether it could be encoded or not."""
    surrogates = re.compile("[\ud800-\udfff]")  # no characters, so no message holds them
    cases = [one for one in vectors(corpus) if not one.domain.isascii() and not surrogates.search(one.domain)]
    for case in cases:
        for profile in ("ses", "rfc"):
            assert "error" in found(case.domain, profile).values(), case
    assert len(cases) > 2000
