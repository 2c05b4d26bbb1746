"""The reader of address lists under SES: laws, and time."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from long_runs import size

from mimeforge.rules.ses.addr_spec import parts
from mimeforge.rules.ses.address_list import read

SYNTAX = st.text(st.sampled_from('ab@.,:;<>()[]"\\ \t\r\n_é\x00'), max_size=40)
ATOMS = st.text(st.sampled_from("abcXYZ019!#$%&'*+-/=?^_`{|}~"), min_size=1, max_size=8)
DOTTED = st.lists(ATOMS, min_size=1, max_size=3).map(".".join)
DOMAINS = st.from_regex(r"[a-z][a-z0-9]{0,6}(-[a-z0-9]{1,3})?\.example", fullmatch=True)
QUOTED = st.text(st.sampled_from('ab ,;:<>@()[]."\\'), max_size=8).map(
    lambda text: '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
)
LOCALS, LITERALS = DOTTED | QUOTED, st.just("[192.0.2.1]")
ADDR_SPECS = st.builds("{}@{}".format, LOCALS, DOMAINS | LITERALS)
FWS = st.sampled_from([" ", "\r\n ", "\n\t", " \t"])
NAMES = st.lists(ATOMS | QUOTED, min_size=1, max_size=3).flatmap(lambda words: FWS.map(lambda blank: blank.join(words)))
MAILBOXES = ADDR_SPECS.map(lambda spec: (spec, [spec])) | st.builds(
    lambda name, blank, spec: (f"{name}{blank}<{spec}>", [spec]), NAMES, FWS, ADDR_SPECS
)
# Comments, nested, with any delimiters in them, and white space beside them (RFC 5322 §3.2.2)
COMMENTS = st.recursive(
    st.text(st.sampled_from('ab@.,:;<>[]" é'), max_size=5),
    lambda inner: st.lists(inner, max_size=3).map(lambda texts: "(" + ")(".join(texts) + ")"),
    max_leaves=5,
).map("({})".format)
BLANKS = st.sampled_from(["", "", " ", "\r\n "])
CFWS = st.just("") | st.lists(st.tuples(BLANKS, COMMENTS, BLANKS).map("".join), min_size=1, max_size=2).map("".join)
GROUPS = st.builds(
    lambda name, members: (
        f"{name}:{','.join(text for text, _ in members)};",
        [spec for _, specs in members for spec in specs],
    ),
    NAMES,
    st.lists(MAILBOXES, max_size=3),
)
LISTS = st.lists(MAILBOXES | GROUPS, max_size=5)


@given(LISTS, st.sampled_from([",", ", ", ",\r\n ", " ,\n\t", ", ,"]))
def test_takes_what_rfc_5322_makes(parts: list[tuple[str, list[str]]], comma: str) -> None:
    found = read(comma.join(text for text, _ in parts))
    assert found.faults == ()
    assert [mailbox.addr_spec for mailbox in found.mailboxes] == [spec for _, specs in parts for spec in specs]


@given(SYNTAX)
def test_everything_is_where_it_says(text: str) -> None:
    found = read(text)
    for mailbox in found.mailboxes:
        assert mailbox.addr_spec == text[mailbox.start : mailbox.end]
        assert mailbox.whole_start <= mailbox.start <= mailbox.end <= mailbox.read_to <= mailbox.whole_end
        assert mailbox.display_name in text
        assert found.mailbox_at(mailbox.start) == mailbox
    for before, after in zip(found.mailboxes, found.mailboxes[1:], strict=False):
        assert before.whole_end <= after.whole_start
    for fault in found.faults:
        assert 0 <= fault.start < fault.end <= len(text)
    at_fault = Counter(found.mailbox_at(fault.start) for fault in found.faults)
    assert all(mailbox is None or times == 1 for mailbox, times in at_fault.items())


@given(SYNTAX)
def test_an_addr_spec_that_can_be_read_falls_in_two(text: str) -> None:
    for mailbox in read(text).mailboxes:
        if not mailbox.is_faulty:
            found = parts(text, mailbox.start, mailbox.end)
            assert mailbox.start <= found.local_start < found.local_end < found.domain_start < found.domain_end
            assert found.domain_end <= mailbox.end


@given(LOCALS, DOMAINS | LITERALS, st.lists(CFWS, min_size=4, max_size=4))
def test_the_two_are_local_part_and_domain_without_comments(local: str, domain: str, cfws: list[str]) -> None:
    spec = f"{cfws[0]}{local}{cfws[1]}@{cfws[2]}{domain}{cfws[3]}"
    found = parts(spec, 0, len(spec))
    assert spec[found.local_start : found.local_end] == local
    assert spec[found.domain_start : found.domain_end] == domain


@given(LOCALS, DOMAINS | LITERALS, st.lists(CFWS, min_size=4, max_size=4))
def test_takes_comments_around_the_parts_of_an_addr_spec(local: str, domain: str, cfws: list[str]) -> None:
    spec = f"{cfws[0]}{local}{cfws[1]}@{cfws[2]}{domain}{cfws[3]}"
    for text in (spec, f"<{spec}>", f"a@example.com, Jo <{spec}> , {spec}", f"Team: {spec}, Jo <{spec}>;"):
        assert read(text).faults == ()
        assert all(mailbox.addr_spec.strip(" \t\r\n") in spec or mailbox.start == 0 for mailbox in read(text).mailboxes)


@given(SYNTAX, st.sampled_from(["", " ", "\t", "\r\n "]), st.sampled_from(["", " ", "\r\n "]))
def test_white_space_around_a_list_means_nothing(text: str, before: str, after: str) -> None:
    if text.endswith("\\"):
        text += "a"  # what a backslash takes along is no white space around
    here, there = read(text), read(before + text + after)
    assert [
        fault._replace(start=fault.start + len(before), end=fault.end + len(before)) for fault in here.faults
    ] == list(there.faults)
    assert [mailbox.addr_spec for mailbox in here.mailboxes] == [mailbox.addr_spec for mailbox in there.mailboxes]


@given(SYNTAX, SYNTAX)
def test_lists_that_are_taken_can_be_joined(one: str, other: str) -> None:
    first, second = read(one), read(other)
    if first.fault is None and second.fault is None and first.open_group is None:
        both = read(f"{one},{other}")
        assert both.fault is None
        assert len(both.mailboxes) == len(first.mailboxes) + len(second.mailboxes)


SIZE = size(250_000, least=100_000)
PATTERNS = [
    *["(", '"', "<", ",", "a@b,", ")", "[", ":", ";", "\\", "(a)", "<a>", '"a"', "(a", '<"', "a(b)@", "a:b;", " "],
    *[
        "<(",
        "<(>",
        "<(>,",
        "<a(>)@b>,",
        "<(a)>",
        "@(a)",
        " (a)",
        '"a"(b',
        'a"b"(c',
        "@[a]",
        "@[a",
        "<a@[b>,",
        "@ (a) b,",
    ],
]


@pytest.mark.torture
@pytest.mark.parametrize("pattern", PATTERNS)
def test_time_is_linear(pattern: str) -> None:
    """Nothing is timed: were it quadratic, this would take hours."""
    text = pattern * (SIZE // len(pattern)) + "@example.com"
    assert len(read(text).mailboxes) <= len(text)
    assert len(read(text + ")" * SIZE).mailboxes) <= len(text)
