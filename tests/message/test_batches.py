"""Batches: each recipient in exactly one, none of them in another's."""

from __future__ import annotations

from typing import Any

import pytest
import strategies as mail
from composing import header_lines, plain
from drafts import Draft
from hypothesis import given, settings
from hypothesis import strategies as st

from mimeforge import Address, Group, Message


def addresses(count: int, name: str = "u") -> list[str]:
    return [f"{name}{i}@example.net" for i in range(count)]


@pytest.mark.parametrize(
    ("count", "size", "counts"),
    [
        (1, 50, [1]),
        (50, 50, [50]),
        (51, 50, [50, 1]),
        (120, 50, [50, 50, 20]),
        (3, 1, [1, 1, 1]),
        (5, 2, [2, 2, 1]),
    ],
)
def test_batches_are_full_but_the_last(count: int, size: int, counts: list[int]) -> None:
    batches = plain(to=addresses(count)).batches(size)
    assert [len(batch.envelope.recipients) for batch in batches] == counts
    assert [who for batch in batches for who in batch.envelope.recipients] == addresses(count)
    assert all(batch.lint().ok for batch in batches)


def test_fifty_is_the_size_where_none_is_given() -> None:
    assert [len(batch.envelope.recipients) for batch in plain(to=addresses(120)).batches()] == [50, 50, 20]


@pytest.mark.parametrize("arguments", [{"to": ()}, {"to": addresses(50)}, {"to": addresses(50), "cc": addresses(50)}])
def test_a_message_to_no_more_than_that_is_its_only_batch(arguments: dict[str, Any]) -> None:
    message = plain(**arguments)
    assert message.batches() == (message,)


@pytest.mark.parametrize("size", [0, -1, True, False, 2.0, "50", None])
def test_a_size_that_is_none_is_refused(size: Any) -> None:
    with pytest.raises(ValueError, match="batch"):
        plain(to=addresses(3)).batches(size)


def test_each_field_holds_its_own_share() -> None:
    message = plain(to=addresses(3, "t"), cc=addresses(3, "c"), bcc=addresses(3, "b"))
    shares = [shown(batch) for batch in message.batches(4)]
    assert shares == [
        {"to": ["t0", "t1", "t2"], "cc": ["c0"], "bcc": []},
        {"to": [], "cc": ["c1", "c2"], "bcc": ["b0", "b1"]},
        {"to": [], "cc": [], "bcc": ["b2"]},
    ]
    _, _, last = message.batches(4)
    assert not any(line.startswith(("To:", "Cc:", "Bcc:")) for line in header_lines(last))


def test_a_recipient_in_two_fields_goes_with_the_first() -> None:
    message = plain(to=["a@example.net"], cc=["b@example.net", "a@EXAMPLE.net"], bcc=["b@example.net", "c@example.net"])
    shares = [shown(batch) for batch in message.batches(2)]
    assert shares == [{"to": ["a"], "cc": ["b"], "bcc": []}, {"to": [], "cc": [], "bcc": ["c"]}]


def test_a_group_goes_with_its_members() -> None:
    team = Group("Team", [Address(f"N{i}", f"u{i}@example.net") for i in range(5)])
    first, second, third = plain(to=["x@example.net", team, Group("Nobody", [])]).batches(2)
    nobody = Group("Nobody", [])
    assert first.to == (Address(None, "x@example.net"), Group("Team", team.members[:1]), nobody)
    assert second.to == (Group("Team", team.members[1:3]), nobody)
    assert third.to == (Group("Team", team.members[3:]), nobody)


def test_a_group_that_is_empty_in_a_share_is_left_out_one_that_is_empty_by_itself_never() -> None:
    message = plain(to=Group("undisclosed-recipients"), cc=Group("Team", ["b0@example.net"]), bcc=addresses(3, "b"))
    batches = message.batches(1)
    assert [batch.to for batch in batches] == [message.to] * 3
    assert [batch.cc for batch in batches] == [message.cc, (), ()]
    assert [shown(batch)["bcc"] for batch in batches] == [[], ["b1"], ["b2"]]
    assert all("To: undisclosed-recipients:;" in header_lines(batch) for batch in batches)


def test_a_group_of_thousands_is_dealt_in_order() -> None:
    team = Group("Team", addresses(2500))
    batches = plain(to=["x@example.net", team], bcc=[*addresses(2500), "y@example.net"]).batches()
    assert isinstance(batches, tuple)
    assert [len(batch.envelope.recipients) for batch in batches] == [50] * 50 + [2]
    first, *middle, last = batches
    assert first.to == (Address(None, "x@example.net"), Group("Team", team.members[:49]))
    assert [batch.to for batch in middle] == [
        (Group("Team", team.members[start : start + 50]),) for start in range(49, 2499, 50)
    ]
    assert last.to == (Group("Team", team.members[2499:]),)
    assert [shown(batch)["bcc"] for batch in batches] == [[]] * 50 + [["y"]]


def test_all_else_stays() -> None:
    message = plain(to=addresses(3), subject="é", text="x", reply_to="r@example.net").attach(b"a").header("X-A", "b")
    for batch in message.batches(2):
        assert batch.replace(to=message.to) == message


def test_batches_have_identifiers_of_their_own_where_none_was_given() -> None:
    message = Message(from_="orders@example.com", to=addresses(4))
    ids = {line for batch in message.batches(2) for line in header_lines(batch) if line.startswith("Message-ID")}
    assert len(ids) == 2


@given(draft=st.builds(Draft, to=mail.recipients, cc=mail.recipients, bcc=mail.recipients), size=st.integers(1, 6))
@settings(max_examples=150, deadline=None)
def test_every_recipient_is_in_exactly_one_batch(draft: Draft, size: int) -> None:
    message = draft.message()
    batches = message.batches(size)
    dealt = [who for batch in batches for who in batch.envelope.recipients]
    assert dealt == list(message.envelope.recipients)
    assert all(0 < len(batch.envelope.recipients) <= size for batch in batches) or not dealt
    if len(batches) > 1:
        kept = [mailbox for batch in batches for field in shown(batch).values() for mailbox in field]
        assert len(kept) == len(dealt), "a batch that shows a recipient twice, or one of another's"


def shown(message: Message) -> dict[str, list[str]]:
    """The local parts in each field, members of groups among them."""
    fields = {"to": message.to, "cc": message.cc, "bcc": message.bcc}
    return {
        name: [
            mailbox.addr_spec.rpartition("@")[0]
            for member in members
            for mailbox in (member.members if isinstance(member, Group) else (member,))
        ]
        for name, members in fields.items()
    }
