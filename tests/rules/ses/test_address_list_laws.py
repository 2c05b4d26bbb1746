"""The reader of address lists under SES: laws, and time."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mimeforge._grammar import ADDR_SPEC_PARTS_RE
from mimeforge.rules.ses.address_list import faults, outside_comments, read

SYNTAX = st.text(st.sampled_from('ab@.,:;<>()[]"\\ \t\r\n_é\x00'), max_size=40)
ATOMS = st.text(st.sampled_from("abcXYZ019!#$%&'*+-/=?^_`{|}~"), min_size=1, max_size=8)
DOTTED = st.lists(ATOMS, min_size=1, max_size=3).map(".".join)
DOMAINS = st.from_regex(r"[a-z][a-z0-9]{0,6}(-[a-z0-9]{1,3})?\.example", fullmatch=True)
QUOTED = st.text(st.sampled_from('ab ,;:<>@()[]."\\'), max_size=8).map(
    lambda text: '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
)
ADDR_SPECS = st.builds("{}@{}".format, DOTTED | QUOTED, DOMAINS | st.just("[192.0.2.1]"))
FWS = st.sampled_from([" ", "\r\n ", "\n\t", " \t"])
NAMES = st.lists(ATOMS | QUOTED, min_size=1, max_size=3).flatmap(lambda words: FWS.map(lambda blank: blank.join(words)))
MAILBOXES = ADDR_SPECS.map(lambda spec: (spec, [spec])) | st.builds(
    lambda name, blank, spec: (f"{name}{blank}<{spec}>", [spec]), NAMES, FWS, ADDR_SPECS
)
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
    assert tuple(faults(text)) == found.faults


@given(SYNTAX)
def test_an_addr_spec_that_can_be_read_falls_in_two(text: str) -> None:
    for mailbox in read(text).mailboxes:
        if not mailbox.is_faulty:
            parts = ADDR_SPEC_PARTS_RE.match(mailbox.addr_spec)
            assert parts is not None
            assert parts[1]
            assert parts[2]


@given(ADDR_SPECS)
def test_the_two_are_local_part_and_domain(spec: str) -> None:
    parts = ADDR_SPEC_PARTS_RE.match(spec)
    assert parts is not None
    assert parts[1] + "@" + parts[2] == spec
    assert spec.rpartition("@")[2] == parts[2]


@given(SYNTAX)
def test_blanking_out_moves_nothing(text: str) -> None:
    outside = outside_comments(text)
    assert len(outside) == len(text)
    assert all(there == here or there in ' "[' for here, there in zip(text, outside, strict=True))


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


MEGABYTE = 1_000_000
PATTERNS = ["(", '"', "<", ",", "a@b,", ")", "[", ":", ";", "\\", "(a)", "<a>", '"a"', "(a", '<"', "a(b)@", "a:b;", " "]


@pytest.mark.parametrize("pattern", PATTERNS)
def test_time_is_linear(pattern: str) -> None:
    """Nothing is timed: were it quadratic, this would take hours."""
    text = pattern * (MEGABYTE // len(pattern)) + "@example.com"
    assert len(read(text).mailboxes) <= len(text)
    assert len(outside_comments(text)) == len(text)
