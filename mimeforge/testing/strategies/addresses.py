"""Addresses of every legal shape, mailboxes, groups, and lists of them (RFC 5321 §4.1.2, RFC 5322 §3.4)."""

from __future__ import annotations

from functools import cache, lru_cache
from ipaddress import IPv6Address
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from mimeforge import Address, Group
from mimeforge._limits import ADDR_SPEC_MAX, LABEL_MAX, LOCAL_PART_MAX, SES_ADDRESS_CLOSE
from mimeforge.codecs.domains import encode
from mimeforge.headers.phrase import phrase
from mimeforge.testing.strategies.scripts import ODD_U_LABELS, SCRIPTS, U_LABELS
from mimeforge.testing.strategies.texts import display_names

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn, SearchStrategy

__all__ = ["addresses", "domains", "groups", "local_parts", "mailboxes", "recipients"]


@st.composite
def local_parts(draw: DrawFn, *, quoted: bool = True, utf8: bool = False, sendable: bool = False) -> str:
    """Make local parts of 1 to 64 octets (RFC 5321 §4.1.2, §4.5.3.1.1).

    Covers dot-atoms of every character that may stand in one, both cases, tags, digits alone, the longest; with
    ``quoted`` quoted-strings that hold blanks, ``@``, commas, parentheses, brackets, dots in every place, escaped
    quotes and backslashes, and what would need neither quotes nor backslash; with ``utf8`` those of RFC 6532 §3.2 as
    well, which `mimeforge.Address` refuses. With ``sendable`` no quoted ``@`` and colon, which Amazon SES refuses.
    Never makes the empty string in quotes, controls, obsolete forms, and what readers take for an encoded-word. Shrinks
    to ``"a"``.
    """
    return draw(_local_parts(quoted=quoted, utf8=utf8, sendable=sendable))


@st.composite
def domains(draw: DrawFn, *, literals: bool = True, international: bool = True, sendable: bool = False) -> str:
    """Make domains and address literals of at most 253 octets in their ASCII form (RFC 5321 §4.1.2, §4.1.3).

    Covers labels of letters, digits and hyphens, up to 63 octets, in both cases, and from one to many labels; with
    ``international`` labels as people write them, composed, decomposed, in capitals and of full width, and their
    A-labels (RFC 5890 §2.3.2.1); with ``literals`` IPv4 and IPv6 in many spellings. With ``sendable`` neither literals
    nor domains of one label. Never makes a domain that could be somebody's: all stand under names that RFC 2606 and
    RFC 6761 reserve, and in the blocks of RFC 5737 and RFC 3849 for documentation. Never makes a dot at the end,
    underscores, and hyphens at the end of a label. Shrinks to ``"example.com"``.
    """
    return draw(_domains(literals=literals, international=international, sendable=sendable))


@st.composite
def addresses(
    draw: DrawFn,
    *,
    quoted: bool = True,
    literals: bool = True,
    international: bool = True,
    utf8_local_parts: bool = False,
    sendable: bool = False,
) -> str:
    """Make addr-specs of every legal shape, of at most 254 octets in their ASCII form (RFC 5321 §4.5.3.1.3).

    Covers what `local_parts` and `domains` cover, up to the limit; `mimeforge.Address` takes every one, but with
    ``utf8_local_parts`` there are some that it refuses (RFC 6532; Amazon SES has no SMTPUTF8). With ``sendable`` every
    one is an address that Amazon SES takes. Never makes comments, folds, source routes and other obsolete forms.
    Shrinks to ``"a@example.com"``.
    """
    local = draw(_local_parts(quoted=quoted, utf8=utf8_local_parts, sendable=sendable))
    domain = draw(_domains(literals=literals, international=international, sendable=sendable))
    room = ADDR_SPEC_MAX - len(f"{local}@".encode())
    return f"{local}@{domain[-room:].removeprefix('.')}"


@st.composite
def mailboxes(draw: DrawFn, *, sendable: bool = False) -> Address:
    """Make `mimeforge.Address` values: those of `addresses`, without a name and with those of `display_names`.

    With ``sendable`` each is one that Amazon SES takes: an address of that kind, and name and address together, as they
    are written, of at most 300 octets. Never makes a name of white space alone. Shrinks to ``Address(None,
    "a@example.com")``.
    """
    return draw(_mailboxes(sendable=sendable))


@st.composite
def groups(draw: DrawFn, *, sendable: bool = False) -> Group:
    """Make `mimeforge.Group` values of none to three members (RFC 5322 §3.4).

    Covers names of `display_names` and members of `mailboxes`; ``sendable`` is handed on to these, and limits the name
    in the same way. Never makes a group in a group, which has no syntax. Shrinks to ``Group("a", ())``.
    """
    return draw(_groups(sendable=sendable))


@st.composite
def recipients(draw: DrawFn, *, min_size: int = 0, max_size: int = 4, sendable: bool = False) -> list[Address | Group]:
    """Make lists of mailboxes and groups, as ``to``, ``cc``, ``bcc`` and ``reply_to`` of `mimeforge.Message` take them.

    Covers ``min_size`` to ``max_size`` members, the same one twice among them. With ``sendable`` see `mailboxes` and
    `groups`; groups without members may be all there is. Never makes more than ``3 * max_size`` mailboxes. Shrinks to
    lists of ``a@example.com``.
    """
    return draw(_recipients(min_size=min_size, max_size=max_size, sendable=sendable))


@cache
def _local_parts(*, quoted: bool, utf8: bool, sendable: bool) -> SearchStrategy[str]:
    return st.one_of(
        _DOT_ATOMS,
        *[_QUOTED_SENDABLE if sendable else _QUOTED] * quoted,
        *[st.sampled_from(_UTF8_LOCAL_PARTS)] * utf8,
    )


@cache
def _domains(*, literals: bool, international: bool, sendable: bool) -> SearchStrategy[str]:
    return st.one_of(
        st.sampled_from(_RESERVED),
        _UNDER_RESERVED,
        *[_INTERNATIONAL, _INTERNATIONAL.map(encode)] * international,
        *[_LITERALS] * (literals and not sendable),
        *[st.sampled_from(_ONE_LABEL)] * (not sendable),
        st.sampled_from(_LONGEST),
    )


@cache
def _mailboxes(*, sendable: bool) -> SearchStrategy[Address]:
    made = st.builds(Address, st.none() | display_names(), addresses(sendable=sendable))
    return made.map(_with_short_name) if sendable else made


@cache
def _groups(*, sendable: bool) -> SearchStrategy[Group]:
    names = display_names()
    if sendable:
        names = names.map(lambda name: _short(name, _GROUP_NAME_MAX))
    return st.builds(Group, names, st.lists(mailboxes(sendable=sendable), max_size=3))


@lru_cache(maxsize=64)
def _recipients(*, min_size: int, max_size: int, sendable: bool) -> SearchStrategy[list[Address | Group]]:
    members: SearchStrategy[Address | Group] = mailboxes(sendable=sendable) | groups(sendable=sendable)
    return st.lists(members, min_size=min_size, max_size=max_size)


# -- local parts -----------------------------------------------------------------------------------------------------

# RFC 5322 §3.2.3: atext. Without "?=" in any atom no two of them look like an encoded-word together.
_ATOMS = "a jo first last 0 42 a+b UPPER o'neil -a- _ #!$%&'*+-/=?^_`{|}~ user=example.org".split()
_LETTERS_AND_DIGITS = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_MADE_UP_ATOMS = st.text(f"{_LETTERS_AND_DIGITS}!#$%&'*+-/=^_`{{|}}~", min_size=1, max_size=20)
_DOT_ATOMS = st.one_of(
    st.sampled_from(_ATOMS),
    st.lists(st.sampled_from(_ATOMS) | _MADE_UP_ATOMS, min_size=1, max_size=4).map(
        lambda atoms: ".".join(atoms)[:LOCAL_PART_MAX].removesuffix(".")
    ),
    st.sampled_from(["x" * LOCAL_PART_MAX, "x." * 31 + "xx", "x" * (LOCAL_PART_MAX - 1)]),
)

# RFC 5322 §3.2.4: qtext and quoted-pairs.
_QCONTENT = (" ", "a", "  ", ",", "(", ")", "<", ">", "[", "]", ";", ".", "..", "\\\\", '\\"', "\\a", "'", "+")
_NOT_FOR_SES = ("@", ":", "a@b", "\\@")


def _quoted(pieces: tuple[str, ...]) -> SearchStrategy[str]:
    content = st.lists(st.sampled_from(pieces), min_size=1, max_size=8).map("".join)
    longest = LOCAL_PART_MAX - len('""')
    return st.one_of(content, st.sampled_from(["x " * (longest // 2), "x" * longest])).map('"{}"'.format)


_QUOTED_SENDABLE = _quoted(_QCONTENT)
_QUOTED = _quoted(_QCONTENT + _NOT_FOR_SES)

_UTF8_LOCAL_PARTS = tuple(word for words in SCRIPTS.values() for word in words if word.isalpha())

# -- domains ---------------------------------------------------------------------------------------------------------

_DOMAIN_MAX = 253  # RFC 1035 §2.3.4: 255 octets, of which the text has no length octet at the start and no root

# RFC 2606 §2, §3; RFC 6761 §6
_RESERVED = ("example.com", "example.net", "example.org", "mail.example.com", "Example.ORG", "EXAMPLE.NET")
_RESERVED_ENDS = ("example.com", "example", "test", "example.net", "EXAMPLE")
_ONE_LABEL = ("example", "test")

_LABELS = ("a", "mail", "a-b", "0", "4-2", "Sub", "WWW", "xn--bcher-kva", "x" * LABEL_MAX)
_MADE_UP_LABELS = st.lists(st.text(_LETTERS_AND_DIGITS, min_size=1, max_size=12), min_size=1, max_size=3).map("-".join)
_ASCII_LABELS = st.sampled_from(_LABELS) | _MADE_UP_LABELS
_UNDER_RESERVED = st.builds(
    lambda labels, end: ".".join([*labels, end]),
    st.lists(_ASCII_LABELS, min_size=1, max_size=2),
    st.sampled_from(_RESERVED_ENDS),
)
_INTERNATIONAL = st.builds(
    lambda label, more, dot, end: dot.join([label, *more, end]),
    st.sampled_from(U_LABELS) | st.sampled_from(ODD_U_LABELS),
    st.sampled_from([(), ("a",), ("例え",)]),
    st.sampled_from([".", "。"]),  # U+3002 is one of the dots of UTS 46
    st.sampled_from(_RESERVED_ENDS),
)


def _ipv6(host: int) -> SearchStrategy[str]:
    short = IPv6Address(f"2001:db8::{host:x}")
    spellings = [str(short), short.exploded, str(short).upper(), f"2001:db8::192.0.2.{host % 256}", "::ffff:192.0.2.1"]
    return st.sampled_from(spellings)


_LITERALS = st.one_of(
    st.integers(0, 255).map("[192.0.2.{}]".format),
    st.builds("[{}:{}]".format, st.sampled_from(["IPv6", "ipv6"]), st.integers(1, 0xFFFF).flatmap(_ipv6)),
)


# The only ones that may be too long beside a local part: of these the end is taken, from within a label or not.
_LONGEST = tuple(".".join(["x" * LABEL_MAX] * 4)[: size - len(".example")] + ".example" for size in (_DOMAIN_MAX, 199))


# -- what Amazon SES takes -------------------------------------------------------------------------------------------

_GROUP_NAME_MAX = 200


def _with_short_name(address: Address) -> Address:
    if address.name is None:
        return address
    return Address(_short(address.name, SES_ADDRESS_CLOSE - len(f" <{address.addr_spec}>")), address.address)


def _short(name: str, room: int) -> str:
    """Cut a name to what takes no more octets than there is room for, as it is written; white space alone is none."""
    while len(" ".join(phrase(name))) > room:
        name = name[: len(name) // 2]
    return name if name.strip() else "a"
