"""Addresses in members of requests: which rules look at them, how many are judged, and what that takes."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mimeforge import ses
from mimeforge._grammar.addresses import PLAIN_ADDR_SPEC_RE
from mimeforge._limits import ADDRESSES_JUDGED_MAX, LOCAL_PART_MAX
from mimeforge.linter import engine
from mimeforge.linter.context import Context
from mimeforge.linter.examples import sample
from mimeforge.preflight import profile_named
from mimeforge.rules.api.examples import SIMPLE
from mimeforge.ses.address_members import ADDRESS


def slugs(profile: str | None = None, **members: Any) -> list[str]:
    return [one.slug for one in ses.lint_request("ses.SendEmail", SIMPLE | members, profile=profile)]


@given(st.from_regex(PLAIN_ADDR_SPEC_RE.pattern.replace("++", "+").replace("*+", "*"), fullmatch=True))
def test_of_plain_addresses_no_rule_has_anything_to_say(address: str) -> None:
    address = address[-LOCAL_PART_MAX:]
    if not PLAIN_ADDR_SPEC_RE.fullmatch(address):
        return
    message = f"Sender: {address}\r\n".encode() + sample()
    for name in ("ses", "ses,strict,bulk", "ses-v2,strict,bulk"):
        report = engine.inspect(message, ADDRESS.rules, Context(profile=profile_named(name)))
        assert [one.slug for one in report if one.header == "Sender"] == []


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("jo@example.com", []),
        ("jo+lunch@mail.a-b.example", []),
        ("xn--jo@example.com", ["ses-punycode-local"]),
        ("jo@xn--a.example", ["addr-bad-alabel"]),
        ("=?utf-8?q?jo?=@example.com", ["ew-in-addr-spec"]),
        ("jo@example", ["addr-domain-single-label"]),
        ("jo@192.0.2.1", ["addr-domain-bad-label"]),
        (f"{'a' * 65}@example.com", ["addr-local-too-long"]),
        ("jo@example.com.", ["addr-domain-trailing-dot"]),
        (f"jo@{'a' * 64}.example", ["addr-domain-too-long"]),
    ],
)
def test_addresses_that_are_nearly_plain(address: str, expected: list[str]) -> None:
    assert slugs(Destination={"ToAddresses": ["zoe@example.net", address]}) == expected


# Why: a member is not folded, whoever wrote it; and a group without a name is a group first of all.
@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("=?utf-8?q?Caf=C3=A9_de_la_Gare_de_Lyon?= =?utf-8?q?_et_du_March=C3=A9_aux_Fleurs?= <jo@example.com>", []),
        (":zoe@example.net;", ["request-address-group"]),
    ],
)
def test_what_is_said_of_fields_alone(address: str, expected: list[str]) -> None:
    assert slugs("ses,strict", ReplyToAddresses=[address]) == expected


def test_of_addresses_without_end_the_first_are_judged() -> None:
    many = ["jo"] * (ADDRESSES_JUDGED_MAX + 5)
    found = ses.lint_request("sesv2.SendEmail", {"Content": {"Raw": {"Data": sample()}}, "ReplyToAddresses": many})
    assert [one.member for one in found] == [f"ReplyToAddresses[{index}]" for index in range(ADDRESSES_JUDGED_MAX)]
