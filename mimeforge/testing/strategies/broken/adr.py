"""Addresses: the list, the display name, the local part, the domain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hypothesis import strategies as st

from mimeforge.testing.strategies.broken.frame import (
    ADDRESS,
    AUTHOR,
    DOMAIN,
    LOCAL_PART,
    RECIPIENTS,
    WORD,
    Octets,
    glued,
    message,
    one_of,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hypothesis.strategies import SearchStrategy

__all__ = ["DEFECTS", "LEFT_OUT"]

_ROLE: Final = one_of(b"To: ", b"Cc: ", b"Reply-To: ")
_OTHER: Final = glued(LOCAL_PART, b"@other.example")
"""An addr-spec that is no other one of the message."""


def _listed(addresses: Octets) -> SearchStrategy[bytes]:
    """Make a message with this in an address field, alone or behind another mailbox."""
    return message(glued(_ROLE, one_of(b"", glued(_OTHER, b",\r\n ")), addresses))


def _named(addr_spec: Octets) -> SearchStrategy[bytes]:
    return one_of(addr_spec, glued(WORD.map(bytes.capitalize), b" <", addr_spec, b">"))


def _at(domain: Octets) -> SearchStrategy[bytes]:
    """Make a message with a mailbox of this domain."""
    return _listed(_named(glued(LOCAL_PART, b"@", domain)))


def _called(name: Octets) -> SearchStrategy[bytes]:
    """Make a message with a mailbox that has this display name."""
    return _listed(glued(name, b" <", ADDRESS, b">"))


def _from_called(name: Octets) -> SearchStrategy[bytes]:
    return message(glued(b"From: ", name, b" <", ADDRESS, b">"))


def _encoded(*characters: str) -> SearchStrategy[bytes]:
    """Make an encoded-word with one of these characters between words."""
    written = ["".join(f"={octet:02X}" for octet in character.encode()).encode() for character in characters]
    return glued(b"=?utf-8?q?", WORD, st.sampled_from(written), WORD, b"?=")


def _run(at_least: int, at_most: int) -> SearchStrategy[bytes]:
    return st.integers(at_least, at_most).map(lambda size: b"x" * size)


def _many(count: int) -> bytes:
    return b"To: " + b",\r\n ".join(b"a%d@example.net" % number for number in range(count))


_UNREADABLE: Final = one_of(
    glued(WORD, b" ", WORD, b"@", DOMAIN),
    glued(b'"', WORD, b" <", ADDRESS, b">"),
    glued(WORD, b" <", ADDRESS, b"> <", _OTHER, b">"),
    glued(ADDRESS, b"; ", _OTHER),
    glued(WORD, b" <", ADDRESS),
)
_NO_DOMAIN: Final = one_of(
    WORD,
    glued(b'"', ADDRESS, b'"'),
    glued(WORD.map(bytes.capitalize), b", ", WORD, b" <", ADDRESS, b">"),
    glued(WORD, b" <", WORD, b">"),
)
_BAD_LABELS: Final = one_of(
    b"",
    glued(b".", DOMAIN),
    glued(WORD, b"..example"),
    glued(WORD, b"_", WORD, b".example"),
    glued(WORD, b"%.example"),
    glued(WORD, b"-.example"),
    glued(b"-", WORD, b".example"),
)
_BAD_LITERALS: Final = one_of(
    b"[192.0.2.256]",
    b"[2001:db8::1]",
    glued(WORD, b"[192.0.2.1]"),
    b"[192.0.2]",
    b"[IPv6:2001:db8:::1]",
    b"[IPv6:192.0.2.1]",
)
_BAD_ALABELS: Final = st.sampled_from([b"xn--a", b"xn--0", b"xn--bcher-2pa", b"xn--bucher-xyd"])
_BIDI: Final = ("\u202e", "\u200b", "\x85", "\u2067", "\u2060")

DEFECTS: Final[Mapping[str, SearchStrategy[bytes]]] = {
    "addr-no-domain": message(glued(_ROLE, _NO_DOMAIN)),
    "addr-no-local": _listed(one_of(glued(b"@", DOMAIN), glued(WORD, b" <>"), glued(WORD, b" <@", DOMAIN, b">"))),
    "addr-domain-bad-label": _at(_BAD_LABELS),
    "addr-domain-trailing-dot": _at(glued(DOMAIN, b".")),
    "addr-domain-unicode": _at(glued(WORD, st.sampled_from("éßЖ語").map(str.encode), b".example")),
    "addr-local-unicode": _listed(
        _named(
            st.builds(
                lambda word, letter, domain: word + letter.encode() + b"@" + domain,
                WORD,
                st.sampled_from("éßЖ語"),
                DOMAIN,
            )
        )
    ),
    "addr-unparseable": message(glued(_ROLE, _UNREADABLE)),
    "addr-missing-comma": _listed(
        one_of(
            glued(WORD, b" <", ADDRESS, b"> ", LOCAL_PART, b"@third.example"),
            glued(ADDRESS, b" (", WORD, b") ", LOCAL_PART, b"@third.example"),
            glued(WORD, b" <", ADDRESS, b"> ", WORD),
            glued(WORD, b": ", ADDRESS, b"; ", LOCAL_PART, b"@third.example"),
        )
    ),
    "addr-unquoted-special": st.one_of(
        _called(one_of(glued(WORD, b" @ ", WORD), glued(b"[", WORD, b"] ", WORD), glued(WORD, b" Q. ", WORD))),
        message(glued(one_of(b"To: ", b"Cc: "), _OTHER, b" <", ADDRESS, b">")),
    ),
    "addr-empty-element": message(
        glued(_ROLE, one_of(glued(ADDRESS, b","), glued(b", ", ADDRESS), glued(ADDRESS, b", , ", _OTHER)))
    ),
    "addr-space-in-angle": _listed(
        one_of(glued(WORD, b" < ", ADDRESS, b">"), glued(b"<", ADDRESS, b" >"), glued(WORD, b" <\t", ADDRESS, b">"))
    ),
    "addr-route": _listed(glued(WORD, b" <@", DOMAIN, one_of(b"", glued(b",@", DOMAIN)), b":", ADDRESS, b">")),
    "addr-group-empty-name": message(glued(_ROLE, one_of(b"", glued(b"(", WORD, b") ")), b":", ADDRESS, b";")),
    "addr-group-in-from": message(glued(one_of(b"From: ", b"Sender: "), WORD, b": ", AUTHOR, b";")),
    "addr-local-too-long": _listed(glued(_run(65, 90), b"@", DOMAIN)),
    "addr-domain-too-long": _at(glued(_run(64, 80), b".example")),
    "addr-dots": _listed(
        _named(glued(one_of(glued(b".", WORD), glued(WORD, b"."), glued(WORD, b"..", WORD)), b"@", DOMAIN))
    ),
    "addr-domain-single-label": _at(WORD),
    "addr-display-is-address": _from_called(
        one_of(glued(b'"', WORD, b'@example.net"'), glued(b"=?utf-8?q?", WORD, b"=40example=2Enet?="))
    ),
    "addr-display-equals-addr": ADDRESS.flatmap(lambda address: _listed(b'"%b" <%b>' % (address, address))),
    "addr-display-url": _from_called(
        one_of(glued(b'"', WORD, b' https://example.com"'), glued(b'"http://example.com/', WORD, b'"'))
    ),
    "addr-display-control-bidi": _called(_encoded(*_BIDI)),
    "addr-no-space-before-angle": _listed(
        one_of(glued(WORD, b"<", ADDRESS, b">"), glued(b'"', WORD, b', x"<', ADDRESS, b">"))
    ),
    "addr-display-empty-quotes": _called(b'""'),
    "addr-display-single-quoted": _called(one_of(glued(b"'", WORD, b" ", WORD, b"'"), glued(b"\"'", WORD, b"'\""))),
    "addr-duplicate-recipient": ADDRESS.flatmap(
        lambda address: st.one_of(
            message(glued(b"To: ", address, b", ", WORD, b" <", address, b">"), without="Cc"),
            message(b"To: " + address, b"Cc: " + address),
        )
    ),
    "addr-role-noreply": message(
        glued(b"From: ", one_of(b"noreply", b"no-reply", b"No_Reply", b"donotreply"), b"@", DOMAIN), without="Reply-To"
    ),
    "reply-to-equals-from": AUTHOR.flatmap(lambda author: message(b"From: " + author, b"Reply-To: " + author)),
    "reply-to-equals-to": RECIPIENTS.flatmap(lambda all_: message(b"To: " + all_, b"Reply-To: " + all_)),
    "addr-domain-literal-bad": _at(_BAD_LITERALS),
    "addr-bad-alabel": _at(
        glued(one_of(b"", glued(WORD, b".")), one_of(b"xn--a.example", b"xn--bcher-2pa.example", b"xn--0.example"))
    ),
    "addr-too-many": st.integers(51, 60).flatmap(lambda count: message(_many(count), without="Cc")),
}

LEFT_OUT: Final[Mapping[str, str]] = {}
