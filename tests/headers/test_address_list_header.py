"""Address fields: folded between mailboxes and words, encoded in names alone, a comma only between mailboxes."""

from __future__ import annotations

import pytest

from mimeforge import Address, Group
from mimeforge.errors import AddressError, HeaderError
from mimeforge.headers import AddressList

JO = "jo@example.com"
LONG = "x" * 60


@pytest.mark.parametrize(
    ("members", "written"),
    [
        ([JO], "To: jo@example.com"),
        (["Jo Doe <jo@example.com>"], "To: Jo Doe <jo@example.com>"),
        ([Address("Doe, Jo", JO)], 'To: "Doe, Jo" <jo@example.com>'),
        ([Address("Zoé", "zoe@faß.example")], "To: =?utf-8?q?Zo=C3=A9?= <zoe@xn--fa-hia.example>"),
        ([JO, '"a, b"@example.com'], 'To: jo@example.com, <"a, b"@example.com>'),
        # Folds stand between mailboxes, between the words of a name, never in a quoted-string or an addr-spec.
        ([f"{LONG}@example.com", JO], f"To: {LONG}@example.com,\r\n jo@example.com"),
        (["x" * 46 + "@example.com", JO], "To: " + "x" * 46 + "@example.com, jo@example.com"),
        ([Address("Jo " + "Doe " * 14 + "x", JO)], "To: Jo" + " Doe" * 14 + " x\r\n <jo@example.com>"),
        ([Address("a, " + "b" * 90, JO)], 'To: "a, ' + "b" * 90 + '"\r\n <jo@example.com>'),
        ([JO, Address("a, " + "b" * 90, JO)], 'To: jo@example.com,\r\n "a, ' + "b" * 90 + '"\r\n <jo@example.com>'),
        (
            [Address("漢字" * 12, JO), JO],
            "To: =?utf-8?b?"
            + "5ryi5a2X" * 7
            + "5ryi?=\r\n =?utf-8?b?"
            + "5a2X5ryi" * 4
            + "5a2X?= <jo@example.com>,\r\n jo@example.com",
        ),
        # Groups.
        ([Group("Team", [JO, "Al <al@example.com>"])], "To: Team: jo@example.com, Al <al@example.com>;"),
        ([Group("undisclosed recipients")], "To: undisclosed recipients:;"),
        ([Group("Team", [JO]), JO], "To: Team: jo@example.com;, jo@example.com"),
        ([Group("a:b;", [JO])], 'To: "a:b;": jo@example.com;'),
        ([Group("Équipe", [JO])], "To: =?utf-8?q?=C3=89quipe?= : jo@example.com;"),
        ([Group("Équipe")], "To: =?utf-8?q?=C3=89quipe?= :;"),
        ([Group("Team", [Address("Zoé", JO)])], "To: Team: =?utf-8?q?Zo=C3=A9?= <jo@example.com>;"),
    ],
)
def test_what_is_written(members: list[Address | Group | str], written: str) -> None:
    assert AddressList.of(members, "to").write("To") == written.encode() + b"\r\n"


@pytest.mark.parametrize("member", [Address("é" * 60, JO), Group("é" * 60, [JO])])
def test_the_first_encoded_word_leaves_room_for_a_long_name(member: Address | Group) -> None:
    field = AddressList.of(member, "to").write("Disposition-Notification-To")
    assert max(map(len, field.split(b"\r\n"))) <= 76
    assert field.startswith(b"Disposition-Notification-To: =?utf-8?b?w6nDqc")


def test_a_quoted_name_of_any_characters_keeps_to_a_line() -> None:
    for name in ("\\" * 500, '"' * 899, ", " * 448 + "x"):
        field = AddressList.of(Address(name, JO), "to").write("To")
        assert max(map(len, field.split(b"\r\n"))) <= 998


def test_one_address_or_several_or_none_are_taken() -> None:
    jo = Address(None, JO)
    team = Group("Team", [JO])
    assert AddressList.of(JO, "to").members == (jo,)
    assert AddressList.of(jo, "to").members == (jo,)
    assert AddressList.of(team, "to").members == (team,)
    assert AddressList.of((), "to").members == AddressList.of([], "to").members == ()
    assert AddressList.of(iter([team]), "to").members == (team,)
    assert list(AddressList.of([JO, Group("T", ["a@example.com", "b@example.com"]), JO], "to").mailboxes) == [
        jo,
        Address(None, "a@example.com"),
        Address(None, "b@example.com"),
        jo,
    ]


@pytest.mark.parametrize(
    ("value", "field", "position", "character"),
    [
        ("a@example.com, b@example.com", "to", 13, ","),
        (["a@example.com, b@example.com"], "to[0]", 13, ","),
        ([JO, "a,b@example.com"], "to[1]", 1, ","),
        ([JO, "Jo\r\nBcc: x@example.com"], "to[1]", 2, "\r"),
        ("", "to", 0, None),
    ],
)
def test_refusals_name_the_place_in_the_list(
    value: str | list[str], field: str, position: int, character: str | None
) -> None:
    with pytest.raises(AddressError) as caught:
        AddressList.of(value, "to")
    error = caught.value
    assert (error.field, error.position, error.character) == (field, position, character)


def test_a_field_for_nobody_is_refused() -> None:
    with pytest.raises(HeaderError, match=r"^To: no address"):
        AddressList(()).write("To")


@pytest.mark.parametrize("value", [b"jo@example.com", bytearray(b"x"), None, 1, [None], [[JO]]])
def test_what_is_no_address_is_a_type_error(value: object) -> None:
    with pytest.raises(TypeError, match=r"^to(\[0\])? takes "):
        AddressList.of(value, "to")  # type: ignore[arg-type]
