"""Mailboxes and groups, judged when they are made (RFC 5322 §3.4, RFC 5321 §4.1.2)."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from mimeforge import _grammar
from mimeforge._limits import ADDR_SPEC_MAX, LABEL_MAX, LOCAL_PART_MAX
from mimeforge.codecs.parameters import quoted
from mimeforge.codecs.visible import shown
from mimeforge.errors import AddressError
from mimeforge.headers.checks import require_str, require_text

if TYPE_CHECKING:
    from re import Match

__all__ = ["Address", "AddressLike", "Group"]


@dataclass(frozen=True, slots=True)
class Address:
    """One mailbox: a display name, or None, and an addr-spec.

    The domain may be written in Unicode; ``addr_spec`` is the ASCII form that goes out (IDNA 2008 after UTS 46). The
    local part has to be ASCII: Amazon SES has no SMTPUTF8. Raises `AddressError` that names the character at fault.
    """

    name: str | None
    address: str
    addr_spec: str = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        name = None if self.name is None else require_text(self.name, "display name", AddressError)
        object.__setattr__(self, "name", name or None)
        object.__setattr__(self, "addr_spec", _judge(require_text(self.address, "address", AddressError)))

    @classmethod
    def parse(cls, text: str) -> Address:
        """Read ``jo@example.com`` or ``Jo Doe <jo@example.com>``, strictly.

        Raises `AddressError` at a comma, parenthesis or other special that is in no quotes: it might end a mailbox.
        """
        text = require_text(text, "address", AddressError)
        address = text.strip(" \t")
        name = None
        start = text.find(address)
        opening = _opening_bracket(text)
        if opening is not None and address.endswith(">"):
            name = _display_name(text, opening)
            address = address[opening + 1 - start : -1]
            start = opening + 1
        try:
            return cls(name, address)
        except AddressError as error:
            raise _placed(error, "address", start) from None

    @property
    def key(self) -> tuple[str, str]:
        """What two spellings of one mailbox share: the local part to the letter, the domain in lower case."""
        local, _, domain = self.addr_spec.rpartition("@")
        return local, domain.lower()

    def __str__(self) -> str:
        if self.name is None:
            return self.address
        plain = _grammar.PHRASE_ATOMS_RE.fullmatch(self.name)
        return f"{self.name if plain else quoted(self.name)} <{self.address}>"


@dataclass(frozen=True, slots=True, init=False, repr=False)
class Group:
    """A named list of mailboxes (RFC 5322 §3.4). Each member is a recipient of its own; a group may be empty."""

    name: str
    members: tuple[Address, ...]

    def __init__(self, name: str, members: AddressLike | Iterable[AddressLike] = ()) -> None:
        text = require_text(name, "group name", AddressError)
        if not text.strip():
            raise AddressError("a group has to have a name", field="group name")
        object.__setattr__(self, "name", text)
        object.__setattr__(self, "members", to_addresses(members, "members"))

    def __repr__(self) -> str:
        return f"Group({self.name!r:.60}, {len(self.members)} members)"


AddressLike: TypeAlias = Address | str


def to_address(value: object, argument: str) -> Address:
    """Take an Address as it is and a str as one address; errors name the argument."""
    if isinstance(value, Address):
        return value
    try:
        return Address.parse(require_str(value, argument))
    except AddressError as error:
        raise _placed(error, argument) from None


def to_addresses(value: object, argument: str) -> tuple[Address, ...]:
    """Take one address or several; the place in the list is named in errors, ``to[1]``."""
    if isinstance(value, Address | str):
        return (to_address(value, argument),)
    return tuple(to_address(item, f"{argument}[{index}]") for index, item in enumerate(several(value, argument)))


def several(value: object, argument: str) -> Iterable[object]:
    """Refuse what is no list of addresses; octets would be one of numbers."""
    # A set has no order: one message would give other octets in every process. A mapping would lose its values.
    if not isinstance(value, Iterable) or isinstance(value, bytes | bytearray | memoryview | Set | Mapping):
        raise TypeError(f"{argument} takes an address or a list of them, not {type(value).__name__}")
    return value


def _placed(error: AddressError, field: str, shift: int = 0) -> AddressError:
    """Name the argument an address came in, and count the position from the start of what was given."""
    position = None if error.position is None else error.position + shift
    return AddressError(error.problem, field=field, position=position, character=error.character)


def _opening_bracket(text: str) -> int | None:
    """Find the "<" that opens the addr-spec: the first outside of quotes."""
    match = _grammar.BEFORE_ANGLE_RE.match(text)
    return match.end() if match and match.end() < len(text) else None


def _display_name(text: str, end: int) -> str:
    words = []
    at = 0
    while at < end:
        word = _grammar.TYPED_WORD_RE.match(text, at, end)
        if word is None:
            raise AddressError.at(text, at, "address", _unquoted(text))
        words.append(_unquote(word))
        at = word.end()
    return " ".join(filter(None, words))


def _unquote(word: Match[str]) -> str:
    return word["atoms"] or _grammar.QUOTED_PAIR_RE.sub(r"\1", word["quoted"] or "")


def _unquoted(text: str) -> str:
    return f"a special in no quotes; where it belongs to the name, use Address(name, address): {shown(text)}"


def _judge(address: str) -> str:
    """Give the ASCII form of an addr-spec, or raise."""
    if "=?" in address:
        _require_no_encoded_word(address)
    plain = _grammar.PLAIN_ADDR_SPEC_RE.fullmatch(address)
    if plain is None:
        return _judge_unusual(address)
    local, domain = plain.groups()
    _require_short(local, address)
    if len(address) > ADDR_SPEC_MAX:
        problem = f"an address of {len(address)} characters, at most {ADDR_SPEC_MAX} may stand"
        raise AddressError.at(address, ADDR_SPEC_MAX, "address", problem)
    longest = max(map(len, domain.split(".")))
    if longest > LABEL_MAX:
        problem = f"a domain with a label of {longest} characters, at most {LABEL_MAX} may stand"
        raise AddressError.at(address, len(local) + 1, "address", problem)
    return address


def _require_no_encoded_word(address: str) -> None:
    """Refuse a local part, quoted or not, that readers would decode (RFC 2047 §5 forbids them to; many do)."""
    local = address.rpartition("@")[0]
    start = local.find("=?")
    if start >= 0 and "?=" in local[start + 2 :]:
        problem = f"a local part in which readers see an encoded-word: {shown(address)}"
        raise AddressError.at(address, start, "address", problem)


def _require_short(local: str, address: str) -> None:
    """Refuse a local part over the limit (RFC 5321 §4.5.3.1.1), the quotes counted where it has some."""
    if len(local) > LOCAL_PART_MAX:
        problem = f"a local part of {len(local)} characters, at most {LOCAL_PART_MAX} may stand"
        raise AddressError.at(address, LOCAL_PART_MAX, "address", problem)


def _judge_unusual(address: str) -> str:
    """Judge what is not of the plain shape: Unicode domains, quoted local parts, address literals."""
    _require_one_mailbox(address)
    from email_validator import EmailNotValidError

    try:
        ascii_form = _ascii_form(address)
    except EmailNotValidError as error:
        raise AddressError.at(address, _suspect(address), "address", f"{error} {shown(address)}") from None
    _require_short(ascii_form.rpartition("@")[0], address)
    return ascii_form


def _require_one_mailbox(address: str) -> None:
    """Refuse what would be more, or something else, than one addr-spec, and name the character."""
    local, at_sign, domain = address.rpartition("@")
    in_quotes = range(len(local) if local.startswith('"') else 0)
    in_literal = range(len(local) + 1, len(address) if domain.startswith("[") else 0)
    bare = [index for index in range(len(address)) if index not in in_quotes and index not in in_literal]
    _refuse(address, bare, lambda index: address[index] in _SEPARATORS, _unquoted(address))
    if not at_sign:
        raise AddressError(f"no @ and domain: {shown(address)}", field="address", position=len(address))
    smtputf8 = f"the local part has to be ASCII, Amazon SES has no SMTPUTF8: {shown(address)}"
    _refuse(address, range(len(local)), lambda index: not address[index].isascii(), smtputf8)
    control = f"a control character: {shown(address)}"
    _refuse(address, range(len(address)), lambda index: not " " <= address[index] != "\x7f", control)
    in_local = [index for index in bare if index < len(local)]
    _refuse(address, in_local, lambda index: address[index] == "@", f"a second @: {shown(address)}")
    in_domain = [index for index in bare if index > len(local)]
    foreign = f"no character of a domain: {shown(address)}"
    _refuse(address, in_domain, lambda index: address[index] in _NEVER_IN_DOMAIN, foreign)
    dots = {match.start() for match in _grammar.MISPLACED_DOT_RE.finditer(address)}
    _refuse(address, bare, lambda index: index in dots, f"a misplaced dot: {shown(address)}")
    if len(address) > _LONGEST:  # before it costs somebody time; what is less too long is judged by its ASCII form
        problem = f"an address of {len(address)} characters, at most {ADDR_SPEC_MAX} may stand: {shown(address)}"
        raise AddressError.at(address, ADDR_SPEC_MAX, "address", problem)


def _refuse(address: str, places: Iterable[int], is_wrong: Callable[[int], bool], problem: str) -> None:
    """Raise at the first of the places that is wrong."""
    for index in places:
        if is_wrong(index):
            raise AddressError.at(address, index, "address", problem)


def _suspect(address: str) -> int:
    """Find the character most likely at fault in an address that was refused; else where its domain begins."""
    start = address.rindex("@") + 1
    quoted_string = _grammar.QUOTED_STRING_RE.match(address)
    end = quoted_string.end() if quoted_string else 0 if address.startswith('"') else start - 1
    if end == 0 or end != start - 1 or end > LOCAL_PART_MAX:  # no local part, more than one, or too much of it
        return min(end, LOCAL_PART_MAX)
    for at in range(start, len(address)):
        # Controls, format characters, punctuation, symbols, blanks: letters of no script
        if not address[at].isascii() and unicodedata.category(address[at])[0] in "CPSZ":
            return at
    edge = _grammar.HYPHEN_AT_EDGE_RE.search(address, start)
    return edge.start() if edge else start


@lru_cache(maxsize=4096)
def _ascii_form(address: str) -> str:
    from email_validator import validate_email

    judged = validate_email(
        address,
        check_deliverability=False,
        allow_smtputf8=False,
        allow_quoted_local=True,
        allow_domain_literal=True,
        globally_deliverable=False,
        test_environment=True,
        strict=True,
    )
    return judged.ascii_email or judged.normalized


# Decomposed letters of a Unicode domain may take several characters for one of the ASCII form.
_LONGEST = 4 * ADDR_SPEC_MAX

# What ends a mailbox or opens something else where no quotes stand around it (RFC 5322 §3.2.3)
_SEPARATORS = frozenset(" \t,;:()<>[]")
# Printable ASCII beside letters, digits, "-" and "." (RFC 5321 §4.1.2)
_NEVER_IN_DOMAIN = frozenset("!\"#$%&'*+/=?\\^_`{|}~")
