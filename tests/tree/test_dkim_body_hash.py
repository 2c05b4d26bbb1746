"""The hash of a body, held against an independent verifier; and when it is looked at."""

from __future__ import annotations

import base64
import hashlib

import pytest
from dkim import canonicalization
from hypothesis import given
from hypothesis import strategies as st

import mimeforge
from mimeforge.linter.examples import sample
from mimeforge.rules.sec.signing import signed
from mimeforge.tree import dkim

ORACLES = {"simple": canonicalization.Simple, "relaxed": canonicalization.Relaxed}
LINES = st.lists(st.sampled_from([b"", b" ", b"\t ", b"a", b"a  b ", b" a\tb", b"\xe9"]), max_size=6)


def slugs(octets: bytes, profile: str = "rfc") -> list[str]:
    return [finding.slug for finding in mimeforge.lint(octets, profile=profile)]


@given(
    LINES.map(lambda lines: b"".join(line + b"\r\n" for line in lines)),
    st.sampled_from(["simple", "relaxed"]),
    st.none() | st.integers(0, 20),
)
def test_the_hash_is_that_of_an_independent_verifier(body: bytes, kind: str, length: int | None) -> None:
    canonical = ORACLES[kind].canonicalize_body(body)[:length]
    expected = base64.b64encode(hashlib.sha256(canonical).digest()).decode()
    assert dkim.body_hash(body, kind, "rsa-sha256", length) == expected


@pytest.mark.parametrize(("kind", "algorithm"), [("nofws", "rsa-sha256"), ("simple", "rsa-md5"), ("simple", "")])
def test_what_is_not_known_has_no_hash(kind: str, algorithm: str) -> None:
    assert dkim.body_hash(b"x\r\n", kind, algorithm) is None


BODY = b"See you at noon.\r\n"
SIGNED = signed("from:to:subject")


@pytest.mark.parametrize(
    ("octets", "spoken"),
    [
        (sample(SIGNED), []),
        (sample(SIGNED).replace(b"\r\n", b"\n"), ["bare-lf-uniform"]),
        (sample(SIGNED, body="See you.\r\n"), ["dkim-body-hash"]),
        (sample(SIGNED, body="See you.\r\n").replace(b"\r\n", b"\n"), ["bare-lf-uniform", "dkim-body-hash"]),
        (sample(SIGNED, "Received: by mx.example.com; Mon, 20 Jan 2025 12:00:00 +0000", body="See you.\r\n"), []),
        (
            sample(
                signed("from", l="7", bh=str(dkim.body_hash(b"See you", "simple", "rsa-sha256", 7))),
                body="See you at one.\r\n",
            ),
            ["dkim-l-tag"],
        ),
        (sample(signed("from", l="15"), body="See you at one.\r\n"), ["dkim-l-tag", "dkim-body-hash"]),
        (sample(signed("from", l="many"), body="See you at one.\r\n"), ["dkim-l-tag"]),
        (sample(signed("from", a="rsa-sha512"), body="See you at one.\r\n"), ["dkim-weak"]),
        (sample(signed("from").replace("bh=", "bh= ").replace("MOU=", "M\r\n OU=")), []),
    ],
)
def test_the_body_hash_is_told_where_it_is_wrong_and_the_authors(octets: bytes, spoken: list[str]) -> None:
    assert sorted(slugs(octets)) == sorted(spoken)


def test_the_message_names_the_right_hash_and_points_at_the_wrong_one() -> None:
    octets = sample(SIGNED, body="See you.\r\n")
    (finding,) = mimeforge.lint(octets)
    expected = dkim.body_hash(b"See you.\r\n", "simple", "rsa-sha256")
    assert str(expected) in finding.message
    assert octets[slice(*finding.span)].decode() in SIGNED


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"d": "", "s": ""}, "no d=, s=:"),
        ({"v": "2"}, "v= '2'"),
        ({"a": "rsa-sha1"}, "SHA-1"),
        ({"t": "2", "x": "1"}, "it expires (x= '1') before it is made (t= '2')"),
        ({"t": "1" * 4000, "x": "1" * 3999}, "it expires"),
    ],
)
def test_what_makes_a_signature_void_is_told(changes: dict[str, str], told: str) -> None:
    findings = [f for f in mimeforge.lint(sample(signed("from", body=BODY, **changes))) if f.slug == "dkim-weak"]
    assert [told in finding.message for finding in findings] == [True]


@pytest.mark.parametrize("changes", [{"t": "x", "x": "1"}, {"x": "1"}, {"t": "1", "x": "2"}])
def test_times_that_say_nothing_draw_nothing(changes: dict[str, str]) -> None:
    assert slugs(sample(signed("from", body=BODY, **changes))) == []


def test_of_many_signatures_the_first_are_held_against_the_body() -> None:
    octets = sample(body="See you at one.\r\n")
    octets = (SIGNED.encode() + b"\r\n") * 9 + octets
    assert slugs(octets).count("dkim-body-hash") == 5
