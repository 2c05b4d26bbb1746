from __future__ import annotations

import copy
import pickle
from dataclasses import FrozenInstanceError

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mimeforge import Address, Group
from mimeforge.errors import AddressError
from mimeforge.headers.address import to_addresses


@pytest.mark.parametrize(
    ("text", "name", "addr_spec"),
    [
        ("jo@example.com", None, "jo@example.com"),
        ("Jo.Doe+tag@Sub.Example.COM", None, "Jo.Doe+tag@Sub.Example.COM"),
        ("!#$%&'*+-/=?^_`{|}~@example.com", None, "!#$%&'*+-/=?^_`{|}~@example.com"),
        (" \tjo@example.com ", None, "jo@example.com"),
        ("Xo@example.com", None, "Xo@example.com"),
        ("<jo@example.com>", None, "jo@example.com"),
        ("Jo <jo@example.com>", "Jo", "jo@example.com"),
        ("Jo<jo@example.com>", "Jo", "jo@example.com"),
        (" Jo \t  Doe <jo@example.com> ", "Jo Doe", "jo@example.com"),
        ("J. Doe <jo@example.com>", "J. Doe", "jo@example.com"),
        ("Zoé Müller <zoe@example.com>", "Zoé Müller", "zoe@example.com"),
        ('"Doe, Jo (work)" <jo@example.com>', "Doe, Jo (work)", "jo@example.com"),
        ('"say \\"hi\\" \\\\" <jo@example.com>', 'say "hi" \\', "jo@example.com"),
        ('"a <b> c" <jo@example.com>', "a <b> c", "jo@example.com"),
        ('"Jo" Doe <jo@example.com>', "Jo Doe", "jo@example.com"),
        ('"" <jo@example.com>', None, "jo@example.com"),
        ("=?utf-8?q?x?= <jo@example.com>", "=?utf-8?q?x?=", "jo@example.com"),
        # Not of the plain shape.
        ("jo@bücher.example", None, "jo@xn--bcher-kva.example"),
        ("jo@BÜCHER.Example", None, "jo@xn--bcher-kva.example"),
        ("jo@faß.example", None, "jo@xn--fa-hia.example"),
        ("jo@例え。example", None, "jo@xn--r8jz45g.example"),
        ("Zoé <jo@faß.example>", "Zoé", "jo@xn--fa-hia.example"),
        ('"jo doe"@example.com', None, '"jo doe"@example.com'),
        ('"a@b, <c>"@example.com', None, '"a@b, <c>"@example.com'),
        ('"a\\"b"@example.com', None, '"a\\"b"@example.com'),
        ('"jo"@example.com', None, "jo@example.com"),
        ('Jo <"x y"@example.com>', "Jo", '"x y"@example.com'),
        ('"x y"@example', None, '"x y"@example'),
        ("jo@[192.0.2.1]", None, "jo@[192.0.2.1]"),
        ("jo@[IPv6:2001:db8::1]", None, "jo@[IPv6:2001:db8::1]"),
        # The longest.
        ("x" * 64 + "@example.com", None, "x" * 64 + "@example.com"),
        ("jo@" + "x" * 63 + ".example", None, "jo@" + "x" * 63 + ".example"),
        ("jo@" + ".".join(["x" * 62] * 4), None, "jo@" + ".".join(["x" * 62] * 4)),
    ],
)
def test_what_is_read(text: str, name: str | None, addr_spec: str) -> None:
    address = Address.parse(text)
    assert (address.name, address.addr_spec) == (name, addr_spec)


UNQUOTED = "a special in no quotes"
DOT = "a misplaced dot"


@pytest.mark.parametrize(
    ("text", "position", "problem"),
    [
        # More than one mailbox, or something beside it.
        ("jo@example.com, al@example.com", 14, UNQUOTED),
        ("jo@example.com al@example.com", 14, UNQUOTED),
        ("jo@example.com; al@example.com", 14, UNQUOTED),
        ("Doe, Jo <jo@example.com>", 3, UNQUOTED),
        ("Jo (work) <jo@example.com>", 3, UNQUOTED),
        ("jo@example.com (Jo)", 14, UNQUOTED),
        ("  (Jo) jo@example.com", 2, UNQUOTED),
        ("jo@home <jo@example.com>", 2, UNQUOTED),
        ("Team: jo@example.com;", 4, UNQUOTED),
        ("Jo <jo@example.com> x", 2, UNQUOTED),
        ("Jo <jo@example.com> <al@example.com>", 18, UNQUOTED),
        ("Jo <jo@example.com", 2, UNQUOTED),
        ("jo@example.com>", 14, UNQUOTED),
        ("<<jo@example.com>>", 1, UNQUOTED),
        ('"Jo <jo@example.com>', 19, UNQUOTED),
        ("Jo\x01 <jo@example.com>", 2, UNQUOTED),
        ("<@example.net:jo@example.com>", 13, UNQUOTED),
        ('"a", "b"@example.com', 3, "after close quote"),
        # No addr-spec.
        ("", 0, "no @"),
        ("  ", 0, "no @"),
        ("Jo", 2, "no @"),
        ("Jo Doe", 2, UNQUOTED),
        ("<>", 1, "no @"),
        ("Jo <>", 4, "no @"),
        ("jo@", 3, "after the @"),
        ("@example.com", 0, "before the @"),
        (".jo@example.com", 0, DOT),
        ("jo.@example.com", 2, DOT),
        ("j..o@example.com", 1, DOT),
        ("jo@example..com", 10, DOT),
        ("jo@example.com.", 14, DOT),
        ("jo@.example.com", 3, DOT),
        ("Jo <jo@example..com>", 14, DOT),
        ('"a..b"@example..com', 14, DOT),
        ("jo@-example.com", 3, "hyphen"),
        ("jo@example-.com", 10, "hyphen"),
        ("-jo@-example.com", 4, "hyphen"),
        ("jo@exa_mple.com", 6, "no character of a domain"),
        ("jo@al@example.com", 2, "a second @"),
        ("Jo <jo@al@example.com>", 6, "a second @"),
        ('"jo@example.com', 0, ""),
        ('"jo@example.com"', 15, "no character of a domain"),
        ('"jo"x@example.com', 4, "after close quote"),
        ("jo,@[192.0.2.1]", 2, UNQUOTED),
        ("jo@[192.0.2.1", 3, ""),
        ("jo@[192.0.2.256]", 3, ""),
        ("jo@[IPv6:x]", 3, ""),
        ("jo@[x:y]", 3, "literal"),
        # Amazon SES has no SMTPUTF8; IDNA 2008 takes no symbols and nothing that cannot be seen.
        ("zoé@example.com", 2, "SMTPUTF8"),
        ("Jo <jö@example.com>", 5, "SMTPUTF8"),
        ('"é"@example.com', 1, "SMTPUTF8"),
        ("jo\x7f@example.com", 2, "a control character"),
        ("\x0bjo@example.com", 0, "a control character"),
        ("\u202ejo@example.com", 0, "SMTPUTF8"),
        ("jo@😀.example", 3, "U+1F600"),
        ("jo@a\u200db.example", 4, "ZERO WIDTH JOINER"),
        ("jo@exam\xadple.com", 7, "SOFT HYPHEN"),
        ("jo@bü\u200db.example", 5, "ZERO WIDTH JOINER"),
        ('"a@b"@exam\xadple.com', 10, "SOFT HYPHEN"),
        ("x" * 64 + "@exam\xadple.com", 69, "SOFT HYPHEN"),
        ("jo@a＠b.example", 4, "Unicode normalization"),
        ("jo@a＜b.example", 4, "Unicode normalization"),
        ("jo@exa\x01mple.com", 6, "a control character"),
        ('"a\x1bb"@example.com', 2, "a control character"),
        # An encoded-word would be decoded into another address.
        ("=?utf-8?q?x?=@example.com", 0, "encoded-word"),
        ("a=?utf-8?q?x?=@example.com", 1, "encoded-word"),
        ('"=?utf-8?q?x?="@example.com', 1, "encoded-word"),
        ("Jo <=?utf-8?q?x?=@example.com>", 4, "encoded-word"),
        ('"=?utf-8?q?=?="@example.com', 1, "encoded-word"),
        ('"a@b=?utf-8?q?x?="@example.com', 4, "encoded-word"),
        ('"=?u?q?x?= =?u?q?x?="@example.com', 1, "encoded-word"),
        ('"=??="@example.com', 1, "encoded-word"),
        # Lengths: RFC 5321 §4.5.3.1.1 and .2, RFC 1035 §2.3.4.
        ("x" * 65 + "@example.com", 64, "65 characters, at most 64"),
        ("Jo <" + "x" * 65 + "@example.com>", 68, "65 characters, at most 64"),
        ("jo@" + "x" * 64 + ".example", 3, "label of 64"),
        ("jo@" + ".".join(["x" * 50] * 6), 254, "address of 308"),
        ("jo@é" + "x" * 63 + ".example", 3, "too long"),
        ('"' + "a " * 31 + 'a"@example.com', 64, "65 characters, at most 64"),
        ('"' + "a " * 40 + '"@example.com', 64, "too long"),
        ('"' + "a" * 60 + '@ b"@example.com', 64, "65 characters, at most 64"),
        # What no header field can hold.
        ("jo@example.com\r\nBcc: x@example.com", 14, "another header field"),
        ("Jo\n <jo@example.com>", 2, "another header field"),
        ("jo\0@example.com", 2, "NUL"),
        ("\ud800 <jo@example.com>", 0, "surrogate"),
    ],
)
def test_what_is_refused_and_where(text: str, position: int | None, problem: str) -> None:
    with pytest.raises(AddressError) as caught:
        Address.parse(text)
    error = caught.value
    assert problem in error.problem
    assert (error.field, error.position) == ("address", position)
    # At the end of an addr-spec there is no character to name.
    at = None if position is None or problem == "no @" else text[position : position + 1]
    assert error.character == (at or None)


def test_a_refusal_shows_the_address_without_its_controls_and_the_way_out() -> None:
    with pytest.raises(AddressError) as caught:
        Address.parse("Doe, \x1b[31mJo\u202e <jo@example.com>")
    assert str(caught.value) == (
        "U+002C at position 3 of address: a special in no quotes; where it belongs to the name, "
        "use Address(name, address): 'Doe, ␛[31mJo<U+202E> <jo@example.com>'"
    )


@pytest.mark.parametrize(
    "address", ["{}", "{}@", "{}@a_b", "{}@b@c.example", "{}, a@b.example", "{}@b..example", "é{}@b"]
)
def test_a_refusal_quotes_no_more_than_the_ends_of_a_long_address(address: str) -> None:
    with pytest.raises(AddressError) as caught:
        Address.parse(address.format("x" * 10_000))
    assert len(str(caught.value)) < 250
    assert "x…" in str(caught.value)


def test_a_group_is_shown_without_its_members() -> None:
    assert repr(Group("Team", [f"u{i}@example.com" for i in range(1000)])) == "Group('Team', 1000 members)"
    assert len(repr(Group("T" * 10_000))) < 100


@pytest.mark.parametrize(
    ("name", "address", "field"),
    [
        ("Jo\r\nBcc: x@example.com", "jo@example.com", "display name"),
        ("Jo\0", "jo@example.com", "display name"),
        ("Jo", "jo@example.com\n", "address"),
        ("Jo", "Jo <jo@example.com>", "address"),
        ("Jo", " jo@example.com", "address"),
        ("Jo", "<jo@example.com>", "address"),
        ("Jo", "jo", "address"),
        ("Jo", "jo@-example.com", "address"),
        ("Jo", "=?utf-8?q?x?=@example.com", "address"),
        ("Jo", "x" * 65 + "@example.com", "address"),
        ("Jo", "jo@" + "x" * 64 + ".example", "address"),
        ("Jo", "jo@" + ".".join(["x" * 50] * 6), "address"),
        ("Jo", "jo@" + "x" * 2000 + "é.example", "address"),
    ],
)
def test_the_two_halves_of_an_address_are_judged(name: str, address: str, field: str) -> None:
    with pytest.raises(AddressError) as caught:
        Address(name, address)
    assert caught.value.field == field


def test_octets_are_no_text() -> None:
    with pytest.raises(TypeError, match="address takes a str, not bytes"):
        Address.parse(b"jo@example.com")  # type: ignore[arg-type]


def test_any_name_may_stand_in_an_address() -> None:
    assert Address("Doe, Jo (work) <x@example.net>", "jo@example.com").name == "Doe, Jo (work) <x@example.net>"
    assert Address("", "jo@example.com") == Address(None, "jo@example.com")


@pytest.mark.parametrize(
    ("address", "text"),
    [
        (Address(None, "jo@example.com"), "jo@example.com"),
        (Address("Jo Doe", "jo@example.com"), "Jo Doe <jo@example.com>"),
        (Address("Zoé", "zoe@faß.example"), '"Zoé" <zoe@faß.example>'),
        (Address('D"oe, Jo', "jo@example.com"), '"D\\"oe, Jo" <jo@example.com>'),
    ],
)
def test_an_address_as_text(address: Address, text: str) -> None:
    assert str(address) == text


names = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r\n"), max_size=40)
tricky_names = st.lists(st.sampled_from(["Jo", " ", '"', "\\", "<", ">", ",", "@", "(", "é", "=?", "\t"])).map("".join)
some_addresses = st.sampled_from(
    [
        "jo@example.com",
        '"a b"@example.com',
        '"a<b>"@example.com',
        "jo@faß.example",
        "jo@[192.0.2.1]",
        '"\\""@example.com',
    ]
)


@given(names | tricky_names, some_addresses)
def test_parsing_gives_back_what_str_wrote(name: str, text: str) -> None:
    address = Address(name, text)
    assert Address.parse(str(address)) == address


@given(
    st.text(max_size=40)
    | st.lists(st.sampled_from([*'a é @ . " \\ < > [ ] ( ) , : ; = ? 1'.split(), " "])).map("".join)
)
@example('"a b"@[192.0.2.1]')
def test_what_is_accepted_is_one_ascii_addr_spec(text: str) -> None:
    try:
        address = Address(None, text)
    except AddressError:
        return
    local, _, domain = address.addr_spec.rpartition("@")
    assert address.addr_spec.isascii()
    assert address.addr_spec.isprintable()
    assert local.startswith('"') == local.endswith('"')
    assert local.startswith('"') or not set(local) & set(' "(),:;<>@[\\]')
    assert domain.startswith("[") == domain.endswith("]")
    assert not set(domain[1:-1]) & set(' "(),;<>@[\\]')
    assert Address(None, address.addr_spec).addr_spec == address.addr_spec


def test_the_key_of_a_mailbox() -> None:
    one, other = Address("Jo", "Jo@Bücher.example"), Address(None, "Jo@XN--BCHER-KVA.example")
    assert one.key == other.key == ("Jo", "xn--bcher-kva.example")
    assert one.key != Address(None, "jo@bücher.example").key
    assert Address(None, '"a@B"@Example.com').key == ('"a@B"', "example.com")


@pytest.mark.parametrize(
    "value", [Address("Jo", "jo@bücher.example"), Group("Team", ["a@example.com", "B <b@faß.example>"])]
)
def test_values_copy_pickle_and_cannot_be_changed(value: Address | Group) -> None:
    for twin in (copy.copy(value), copy.deepcopy(value), pickle.loads(pickle.dumps(value))):
        assert twin == value
        assert hash(twin) == hash(value)
    with pytest.raises(FrozenInstanceError):
        value.name = "x"  # type: ignore[misc]
    assert pickle.loads(pickle.dumps(Address(None, "jo@faß.example"))).addr_spec == "jo@xn--fa-hia.example"


def test_groups_take_one_address_or_several_or_none() -> None:
    jo = Address(None, "jo@example.com")
    assert Group("Team", "jo@example.com").members == (jo,)
    assert Group("Team", jo).members == (jo,)
    assert Group("Team", iter(["Al <al@example.com>"])).members == (Address("Al", "al@example.com"),)
    assert Group("undisclosed recipients").members == ()


@pytest.mark.parametrize(
    ("name", "members", "field", "position", "problem"),
    [
        ("", (), "group name", None, "a group has to have a name"),
        (" \t", (), "group name", None, "a group has to have a name"),
        ("a\nb", (), "group name", 1, "another header field"),
        ("Team", ["jo@example.com", "a, b@example.com"], "members[1]", 1, UNQUOTED),
        ("Team", "x", "members", 1, "no @"),
    ],
)
def test_groups_refuse(name: str, members: str | list[str], field: str, position: int | None, problem: str) -> None:
    with pytest.raises(AddressError, match=problem) as caught:
        Group(name, members)
    assert (caught.value.field, caught.value.position) == (field, position)


@pytest.mark.parametrize(
    "value",
    [
        *[b"jo@example.com", bytearray(b"x"), memoryview(b"x"), 1, None, [b"jo@example.com"], [None]],
        # No order, or values that would be lost.
        *[{"jo@example.com"}, frozenset(["jo@example.com"]), {"jo@example.com": "Jo"}, {"jo@example.com": "Jo"}.keys()],
    ],
)
def test_what_is_no_address_nor_several_is_a_type_error(value: object) -> None:
    place, wrong = ("to\\[0\\]", value[0]) if isinstance(value, list) else ("to", value)
    with pytest.raises(TypeError, match=f"^{place} takes .*, not {type(wrong).__name__}$"):
        to_addresses(value, "to")


@pytest.mark.parametrize("shape", [".", "a.", "é", '"', "a@", "-", "[", "x"])
def test_a_megabyte_of_anything_is_refused(shape: str) -> None:
    """Nothing is timed: were it quadratic, this would take hours."""
    for text in (shape * 1_000_000 + "@example.com", "jo@" + shape * 1_000_000):
        with pytest.raises(AddressError) as caught:
            Address.parse(text)
        assert len(str(caught.value)) < 400
