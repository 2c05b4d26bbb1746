from __future__ import annotations

import json
import re
from collections import Counter
from typing import TYPE_CHECKING

import idna
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mimeforge.codecs import domains
from mimeforge.errors import AddressError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("domain", "written"),
    [
        ("example.com", "example.com"),
        ("Example.COM", "example.com"),
        ("bücher.example", "xn--bcher-kva.example"),
        ("BÜCHER.example", "xn--bcher-kva.example"),
        ("faß.example", "xn--fa-hia.example"),
        ("βόλος.example", "xn--nxasmm1c.example"),
        ("例え。example", "xn--r8jz45g.example"),
        ("xn--bcher-kva.example", "xn--bcher-kva.example"),
        ("ｅxample.com", "example.com"),
        ("bu\u0308cher.example", "xn--bcher-kva.example"),
        ("ශ්\u200dරී.example", "xn--10cl1a0b660p.example"),
    ],
)
def test_a_domain_is_written_in_a_labels(domain: str, written: str) -> None:
    assert domains.encode(domain) == written
    assert domains.encode(domains.decode(written)) == written


@pytest.mark.parametrize(
    ("domain", "position"),
    [
        ("😀.example", 0),
        ("a.☃.example", 2),
        ("a\u200db.example", 1),
        ("ab＠c.example", 2),
        ("a b.example", None),
        ("a_b.example", None),
        ("-a.example", None),
        ("a-.example", None),
        ("ab--c.example", None),
        ("a..example", None),
        ("", None),
        ("xn--a.example", None),
        ("a" * 64 + ".example", None),
        ("é" * 60 + ".example", 0),
        ("a" * 50 + ("." + "a" * 50) * 5, None),
        ("א1a.example", 0),
    ],
)
def test_what_idna_2008_does_not_allow_is_refused(domain: str, position: int | None) -> None:
    with pytest.raises(AddressError, match="IDNA 2008") as caught:
        domains.encode(domain)
    assert (caught.value.field, caught.value.position) == ("domain", position)


def test_a_refusal_says_which_character_is_at_fault() -> None:
    with pytest.raises(AddressError, match=r"no domain under IDNA 2008: Codepoint U\+005F"):
        domains.encode("a_b.example")


NO_A_LABELS = [
    ("xn--fass-.de", None, "A-label must not end with a hyphen"),
    ("xn--BCHER-kvaü.example", 13, "disallowed hyphens"),
    ("xn--ls8h.example", None, r"U\+1F4A9"),
    ("xn--a.example", None, r"U\+0080"),
    ("", None, "Empty domain"),
    ("xn--strae-.de", None, "A-label must not end with a hyphen"),
    ("bücher.example", None, "not the A-labels of its own U-labels"),
]


@pytest.mark.parametrize(("domain", "position", "problem"), NO_A_LABELS)
def test_decoding_refuses_what_is_no_a_label(domain: str, position: int | None, problem: str) -> None:
    with pytest.raises(AddressError, match=problem) as caught:
        domains.decode(domain)
    assert (caught.value.field, caught.value.position) == ("domain", position)


labels = st.from_regex(r"[a-zäöüßéñαβγδабвгдאבגあいう一二三]{1,12}", fullmatch=True)


@given(st.lists(labels, min_size=1, max_size=3).map(".".join))
def test_decoding_gives_back_what_was_encoded(domain: str) -> None:
    try:
        written = domains.encode(domain)
    except AddressError:
        return  # letters of opposite direction in one label
    assert re.fullmatch(r"[a-z0-9.-]+", written)
    assert domains.decode(written) == domain
    assert domains.encode(written) == written
    # One label at a time, by the protocol without UTS 46 (RFC 5891 §4): these characters need no mapping.
    assert written.encode() == b".".join(map(idna.alabel, domain.split(".")))


@given(st.text(max_size=30))
def test_a_domain_is_written_or_refused(domain: str) -> None:
    try:
        written = domains.encode(domain)
    except AddressError:
        return
    assert re.fullmatch(r"(?:[a-z0-9-]{1,63}\.)*[a-z0-9-]{1,63}\.?", written)


# What UTS 46 marks and the idna package takes; what is written is the same. A4_2: an empty label at the end, the root.
# B1, B5, B6: a left-to-right label beside one in Hebrew or Arabic (RFC 5893 §2 is about whole domains).
SPARED = {"A4_2", "B1", "B5", "B6"}


def test_the_vectors_of_uts_46_are_met_or_refused(corpus: Path) -> None:
    """A domain that UTS 46 takes and IDNA 2008 does not (symbols above all) is refused, never written otherwise."""
    answers = Counter[str]()
    for source, expected, status in idna_test_v2(corpus / "vectors/IdnaTestV2.txt"):
        try:
            written = domains.encode(source)
        except AddressError:
            answers["refused, rightly" if status else "refused"] += 1
            continue
        answers["taken"] += 1
        assert written == expected, source
        assert status <= SPARED, source
    assert answers["taken"] > 400
    assert answers["refused, rightly"] > 5000
    assert answers["refused"] < 200


def idna_test_v2(path: Path) -> list[tuple[str, str, set[str]]]:
    """Read the source, toAsciiN and its status."""
    cases = []
    for line in path.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            columns = [unescape(column.strip()) for column in line.partition("#")[0].split(";")]
            source, unicode, unicode_status, ascii_form, ascii_status = columns[:5]
            unicode = unicode or source
            status = set(re.findall(r"\w+", ascii_status or unicode_status))
            cases.append((source, ascii_form or unicode, status))
    return cases


def unescape(text: str) -> str:
    text = re.sub(r"\\u([0-9A-F]{4})|\\x\{([0-9A-F]+)\}", lambda match: chr(int(match[1] or match[2], 16)), text)
    return "" if text == '""' else text


def test_the_samples_of_rfc_3492(corpus: Path) -> None:
    """Labels of mixed case and with blanks are no domains; the others are A-labels behind "xn--"."""
    met = 0
    for case in json.loads((corpus / "vectors/punycode.json").read_bytes()):
        decoded, encoded = case["decoded"], case["encoded"]
        try:
            written = domains.encode(decoded)
        except AddressError:
            continue
        if not decoded.isascii():
            met += 1
            assert written == f"xn--{encoded}".lower()
    assert met > 12
