"""The tags of a DKIM signature, folded and spaced as signers write them, and where they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

import mimeforge
from mimeforge.rules import dkim

if TYPE_CHECKING:
    from mimeforge.tree import Field


def signature(body: bytes) -> Field:
    field = mimeforge.parse(b"Subject: x\r\nDKIM-Signature:" + body + b"\r\n\r\n").field("DKIM-Signature")
    assert field
    return field


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (b" v=1; a=rsa-sha256", {"v": "1", "a": "rsa-sha256"}),
        (b" v = 1 ;\r\n\ta\r\n =\r\n rsa-sha256;", {"v": "1", "a": "rsa-sha256"}),
        (b"b=Zm9v\r\n YmFy==; t=1", {"b": "Zm9v\r\n YmFy==", "t": "1"}),
        (b" c=; d=a=b", {"c": "", "d": "a=b"}),
        (b" h=from; h=to; H=cc", {"h": "from", "H": "cc"}),
        (b" none; v=1;;", {"v": "1"}),
        (b"", {}),
    ],
)
def test_tags(body: bytes, found: dict[str, str]) -> None:
    assert {name: value.text for name, value in dkim.tags(signature(body)).items()} == found


@pytest.mark.parametrize(
    ("body", "names"),
    [
        (b" h=From:To:Subject; b=x", ["From", "To", "Subject"]),
        (b" h=From : To\r\n :\tSubject", ["From", "To", "Subject"]),
        (b" h=from:from:", ["from", "from", ""]),
        (b" h=", [""]),
        (b" a=b", []),
    ],
)
def test_signed_names(body: bytes, names: list[str]) -> None:
    assert [name.text for name in dkim.signed_names(dkim.tags(signature(body)))] == names


@pytest.mark.parametrize(
    ("body", "canonicalization"),
    [
        (b" v=1", "simple"),
        (b" c=relaxed", "relaxed"),
        (b" c=Relaxed/simple", "relaxed"),
        (b" c=simple/relaxed", "simple"),
        (b" c=relaxed /\r\n simple", "relaxed"),
    ],
)
def test_header_canonicalization(body: bytes, canonicalization: str) -> None:
    assert dkim.header_canonicalization(dkim.tags(signature(body))) == canonicalization


@given(st.text(alphabet="ah=:; \t\xe9").map(lambda text: text.encode("latin-1")))
def test_each_value_stands_where_it_is_said_to(body: bytes) -> None:
    field = signature(body)
    found = dkim.tags(field)
    for value in [*found.values(), *dkim.signed_names(found)]:
        assert field.source.read(value.span) == value.text.encode("latin-1")
        assert value.text == value.text.strip(" \t\r\n")
