"""Parameters as fields carry them, with the values that they mean (RFC 2045 §5.1, RFC 2231)."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from hypothesis import strategies as st

from mimeforge.testing.strategies.scripts import CHARSETS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hypothesis.strategies import DrawFn, SearchStrategy

    # What stands behind the name in each piece, and the value; whole pieces, and the values by name
    Form: TypeAlias = tuple[list[str], str]
    Pieces: TypeAlias = tuple[list[str], dict[str, str]]

__all__ = ["Parameters", "parameter_pieces", "parameters"]


class Parameters(NamedTuple):
    """Parameters as they are written, ``; name=value`` one after the other, and what each means by its name."""

    written: str
    values: dict[str, str]


def parameters(
    *,
    names: Sequence[str] | None = None,
    extended: bool = True,
    continuations: bool = True,
    shuffled: bool = False,
    comments: bool = False,
) -> SearchStrategy[Parameters]:
    """Make what follows ``text/plain`` or ``attachment``: up to four parameters, each of another name.

    Covers tokens; quoted-strings with blanks, specials, escapes that are needed and some that are not, and nothing in
    them; with ``extended`` values in many charsets, with a language or without, hex digits in both cases, more escaped
    than need be (RFC 2231 §4); with ``continuations`` values in two to twelve segments, tokens or quoted, and where
    ``extended`` is given too, extended ones among others (§3, §4.1); names in both cases. With ``shuffled`` segments in
    any order, which §3 allows and few write. With ``comments`` comments where RFC 2045 §3 has them. ``names`` are those
    to choose from; in ``values`` they stand in small letters. Never makes a name twice (plain beside extended is one:
    readers differ), blanks around ``=``, a character in two segments, an empty charset, folds. Shrinks to
    ``; name=a``.

    Raises ValueError for no names, a name that can stand nowhere (RFC 2231 §7: attribute), and one that comes twice.
    """
    if names is not None:
        _refuse(names)
    options = {"extended": extended, "continuations": continuations, "shuffled": shuffled}
    return _parameters(parameter_pieces(names=names, **options), comments=comments)


def _refuse(names: Sequence[str]) -> None:
    unfit = [name for name in names if not name or not set(name) <= _ATTRIBUTE_CHARACTERS]
    if unfit or not names or len({name.lower() for name in names}) < len(names):
        raise ValueError(f"names have to be attributes of RFC 2231 §7, at least one and none twice: {list(names)!r}")


@st.composite
def _parameters(draw: DrawFn, made: SearchStrategy[Pieces], *, comments: bool) -> Parameters:
    pieces, values = draw(made)
    blanks = _BLANKS_AND_COMMENTS if comments else _BLANKS
    written = ""
    for piece in pieces:
        before, behind = draw(blanks)
        written += f"{before};{behind}{piece}"
    return Parameters(written, values)


@st.composite
def parameter_pieces(
    draw: DrawFn,
    *,
    names: Sequence[str] | None = None,
    extended: bool = True,
    continuations: bool = True,
    shuffled: bool = False,
) -> Pieces:
    """Make what stands between the semicolons, and the values by name: the options are those of `parameters`."""
    forms = _forms(extended=extended, continuations=continuations)
    written = []
    values = {}
    for name in draw(_names(tuple(names or _NAMES))):
        pieces, values[name.lower()] = draw(forms)
        spelled = [name, name.upper(), name.title()][draw(_SPELLINGS)]
        written += [spelled + piece for piece in (draw(st.permutations(pieces)) if shuffled else pieces)]
    return written, values


@cache
def _forms(*, extended: bool, continuations: bool) -> SearchStrategy[Form]:
    segmented = [_SEGMENTED, _MIXED] if extended else [_SEGMENTED]
    return st.one_of(_PLAIN, *[_EXTENDED] * extended, *segmented * continuations)


@lru_cache(maxsize=64)
def _names(names: tuple[str, ...]) -> SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(names), min_size=1, max_size=4, unique=True)


# RFC 2231 §7: attribute-char, and nothing
_LITERALS = (b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$&+-.^_`{|}~", b"")
_ATTRIBUTE_CHARACTERS = frozenset(_LITERALS[0].decode())
_SPELLINGS = st.integers(0, 2)

# Some of these mean something to a reader, and hold any value here.
_NAMES = ("name", "filename", "charset", "title", "x-a", "a1", "b.c", "!#$&+-^_`{|}~")
_BEFORE = ("", "", "", " ")
_BEHIND = (" ", " ", "", "\t", "  ")
_COMMENTS = (" (a) ", " (a; b=c) ", ' (a "b) ', " (a (b\\)) c) ")

_BLANKS = st.tuples(st.sampled_from(_BEFORE), st.sampled_from(_BEHIND))
_BLANKS_AND_COMMENTS = st.tuples(st.sampled_from(_BEFORE + _COMMENTS), st.sampled_from(_BEHIND + _COMMENTS))

# -- plain values: what stands behind the name, and the value ----------------------------------------------------------

# RFC 2045 §5.1: token
_TOKEN_CHARACTERS = "abcxyzABC0189!#$%&'*+-.^_`{|}~"
_TOKENS = st.sampled_from(["a", "utf-8", "7", "a.b-c"]) | st.text(_TOKEN_CHARACTERS, min_size=1, max_size=20)

# RFC 5322 §3.2.4: characters of a quoted-string, and whether each has a backslash though it needs none
_QUOTED_CHARACTERS = st.sampled_from("a; \"\\,=:()<>@[]/?%'*b0.")
_ESCAPED_CHARACTERS = st.lists(st.tuples(_QUOTED_CHARACTERS, st.sampled_from([False, False, False, True])), max_size=20)
_QUOTED = _ESCAPED_CHARACTERS.map(lambda run: (_quoted(run), "".join([character for character, _ in run])))


def _quoted(run: list[tuple[str, bool]]) -> str:
    escaped = ["\\" * (is_escaped or character in '\\"') + character for character, is_escaped in run]
    return f'"{"".join(escaped)}"'


_WRITTEN = st.one_of(_TOKENS.map(lambda token: (token, token)), _QUOTED)
_PLAIN = _WRITTEN.map(lambda both: ([f"={both[0]}"], both[1]))

# -- extended values and segments --------------------------------------------------------------------------------------

# What each octet becomes: as few of them escaped as may be, or all, in either case
_ESCAPES = st.sampled_from(
    [
        [chr(octet) if octet in literals else digits.format(octet) for octet in range(256)]
        for literals in _LITERALS
        for digits in ("%{:02X}", "%{:02x}")
    ]
)
_LANGUAGES = st.sampled_from(["", "", "en", "fr-CA"])
_CHARSETS = st.sampled_from([spelled for charset in CHARSETS for spelled in (charset, charset.upper())])
_TEXTS = {
    charset: st.lists(st.sampled_from("a" + beyond + "b0. %'*\"\\;/()"), min_size=1, max_size=12).map("".join)
    for charset, beyond in CHARSETS.items()
}


@st.composite
def _encoded(draw: DrawFn, charset: str) -> tuple[str, str]:
    """Make octets of a charset as they are written, and the text that they mean."""
    text = draw(_TEXTS[charset.lower()])
    escapes = draw(_ESCAPES)
    return "".join([escapes[octet] for octet in text.encode(charset)]), text


@st.composite
def _first(draw: DrawFn) -> tuple[str, str, str]:
    """Make a value behind its charset and language (RFC 2231 §4), its text, and the charset."""
    charset = draw(_CHARSETS)
    written, text = draw(_encoded(charset))
    return f"{charset}'{draw(_LANGUAGES)}'{written}", text, charset


_EXTENDED = _first().map(lambda first: ([f"*={first[0]}"], first[1]))
_SEGMENTED = st.lists(_WRITTEN, min_size=2, max_size=12).map(
    lambda both: ([f"*{number}={written}" for number, (written, _) in enumerate(both)], "".join([t for _, t in both]))
)


@st.composite
def _mixed(draw: DrawFn) -> Form:
    """Make segments of which the first is extended, and each of the others may be."""
    written, text, charset = draw(_first())
    pieces = [f"*0*={written}"]
    for is_extended in draw(_ARE_EXTENDED):
        written, more = draw(_encoded(charset) if is_extended else _WRITTEN)
        pieces.append(f"*{len(pieces)}{'*' * is_extended}={written}")
        text += more
    return pieces, text


_ARE_EXTENDED = st.lists(st.booleans(), min_size=1, max_size=11)
_MIXED = _mixed()
