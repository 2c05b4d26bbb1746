"""The tags of a DKIM signature, folded and spaced as signers write them, and where they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

import mimeforge
from mimeforge.linter.examples import sample
from mimeforge.rules.sec.signing import signed
from mimeforge.tree import dkim

if TYPE_CHECKING:
    from mimeforge.tree import Field


def signature(body: bytes) -> Field:
    field = mimeforge.parse(b"Subject: x\r\nDKIM-Signature:" + body + b"\r\n\r\n").field("DKIM-Signature")
    assert field
    return field


@pytest.mark.parametrize(
    ("body", "signed", "canonicalization"),
    [
        (b" v=1; h=From:To:Subject; b=x", b"From:To:Subject", None),
        (b"h=From : To\r\n :\tSubject", b"From : To\r\n :\tSubject", None),
        (b" v=1;\r\n\th\r\n =\r\n from ;\tc = relaxed/simple ", b"from", b"relaxed/simple"),
        (b" h=from; h=to; c=a; c=b", b"from", b"a"),
        (b" H=from; C=relaxed", None, None),
        (b" h=; c=", b"", b""),
        (b" x=h=from; hh=c=a", None, None),
        (b" z=Subject:c=a h=b; h=from=to", b"from=to", None),
        (b" none; v=1;;", None, None),
        (b"", None, None),
    ],
)
def test_values_of_tags(body: bytes, signed: bytes | None, canonicalization: bytes | None) -> None:
    field = signature(body)
    found = (dkim.signed_fields(field), dkim.canonicalization(field))
    assert [value and field.source.read(value) for value in found] == [signed, canonicalization]


@pytest.mark.parametrize(
    ("body", "canonicalization"),
    [
        (b" v=1", "simple"),
        (b" c=relaxed", "relaxed"),
        (b" c=Relaxed/simple", "relaxed"),
        (b" c=simple/relaxed", "simple"),
        (b" c=relaxed /\r\n simple", "relaxed"),
        (b" c=/relaxed", "simple"),
    ],
)
def test_header_canonicalization(body: bytes, canonicalization: str) -> None:
    assert dkim.canonicalizations(signature(body))[0] == canonicalization


@given(st.text(alphabet="ah=:; \t\xe9").map(lambda text: text.encode("latin-1")))
def test_a_tag_is_read_as_its_grammar_has_it(body: bytes) -> None:
    field = signature(body)
    specs = [spec.partition(b"=") for spec in field.raw.split(b";")]
    values = [value.strip() for name, equals, value in specs if equals and name.strip() == b"h"]
    found = dkim.signed_fields(field)
    assert (found and field.source.read(found)) == (values[0] if values else None)


BODY = b"See you at noon.\r\n"


def weaknesses(octets: bytes, profile: str) -> list[tuple[bytes, str]]:
    findings = mimeforge.lint(octets, profile=profile)
    return [(octets[slice(*one.span)], one.severity) for one in findings if one.slug == "dkim-weak"]


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"a": "rsa-md5"}, b"rsa-md5"),
        ({"a": "sha256"}, b"sha256"),
        ({"a": "RSA-SHA256"}, None),
        ({"a": "ed25519-sha256"}, None),
        ({"c": "relaxed/loose"}, b"relaxed/loose"),
        ({"c": "Relaxed"}, None),
        ({"i": "@example.org"}, b"@example.org"),
        ({"i": "jo@notexample.com"}, b"jo@notexample.com"),
        ({"i": "@example.com"}, None),
        ({"i": "jo=40example@May.Example.com"}, None),
        ({"b": "MTIz;\r\n d=example.org"}, b"d"),
        ({"b": "MTIz;\r\n D=example.org"}, None),
        ({"t": "2", "x": "1"}, b"1"),
        ({"t": "1", "x": "2"}, None),
    ],
)
def test_what_makes_a_signature_count_for_nothing(changes: dict[str, str], place: bytes | None) -> None:
    octets = sample(signed("from:to:subject", body=BODY, **changes))
    for profile, severity in [("ses", "warning"), ("rfc", "error")]:
        assert weaknesses(octets, profile) == ([] if place is None else [(place, severity)])


@pytest.mark.parametrize("name", ["v", "a", "b", "bh", "d", "s"])
@pytest.mark.parametrize("written", ["", "{}=; ", "{} =\r\n ; "])
def test_a_tag_without_a_value_is_missing(name: str, written: str) -> None:
    text = signed("from:to:subject", body=BODY, **{name: ""})
    octets = sample(text.replace("DKIM-Signature: ", f"DKIM-Signature: {written.format(name)}"))
    (finding,) = [one for one in mimeforge.lint(octets) if one.slug.startswith("dkim-")]
    assert (finding.slug, finding.message.partition(":")[0]) == ("dkim-weak", f"no {name}=")
