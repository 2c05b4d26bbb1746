"""Parameters as fields carry them, with the values that they mean (RFC 2045 §5.1, RFC 2231)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from hypothesis import strategies as st

from mimeforge.testing.strategies.scripts import CHARSETS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hypothesis.strategies import DrawFn, SearchStrategy

__all__ = ["Parameters", "parameter_pieces", "parameters"]


class Parameters(NamedTuple):
    """Parameters as they are written, ``; name=value`` one after the other, and what each means by its name."""

    written: str
    values: dict[str, str]


@st.composite
def parameters(
    draw: DrawFn,
    *,
    names: Sequence[str] | None = None,
    extended: bool = True,
    continuations: bool = True,
    shuffled: bool = False,
    comments: bool = False,
) -> Parameters:
    """Make what follows ``text/plain`` or ``attachment``: up to four parameters, each of another name.

    Covers tokens; quoted-strings with blanks, specials, escapes that are needed and some that are not, and nothing in
    them; with ``extended`` values in many charsets, with a language or without, hex digits in both cases, more escaped
    than need be (RFC 2231 §4); with ``continuations`` values in two to twelve segments, tokens or quoted, and where
    ``extended`` is given too, extended ones among others (§3, §4.1); names in both cases. With ``shuffled`` segments in
    any order, which §3 allows and few write. With ``comments`` comments where RFC 2045 §3 has them. ``names`` are those
    to choose from; in ``values`` they stand in small letters. Never makes a name twice (plain beside extended is one:
    readers differ), blanks around ``=``, a character in two segments, an empty charset, folds. Shrinks to
    ``; name=a``.
    """
    chosen = _NAMES if names is None else names
    pieces, values = draw(
        parameter_pieces(names=chosen, extended=extended, continuations=continuations, shuffled=shuffled)
    )
    before = st.sampled_from(_BEFORE + _COMMENTS * comments)
    behind = st.sampled_from(_BEHIND + _COMMENTS * comments)
    return Parameters("".join([f"{draw(before)};{draw(behind)}{piece}" for piece in pieces]), values)


@st.composite
def parameter_pieces(
    draw: DrawFn,
    *,
    names: Sequence[str],
    extended: bool = True,
    continuations: bool = True,
    shuffled: bool = False,
) -> tuple[list[str], dict[str, str]]:
    """Make what stands between semicolons, and the values by name."""
    forms = [_PLAIN, *[_extended()] * extended, *[_segmented(extended=extended)] * continuations]
    written = []
    values = {}
    for name in draw(st.lists(st.sampled_from(names), min_size=1, max_size=4, unique=True)):
        pieces, values[name.lower()] = draw(st.one_of(forms))
        if shuffled:
            pieces = draw(st.permutations(pieces))
        spelled = draw(st.sampled_from([name, name.upper(), name.title()]))
        written += [spelled + piece for piece in pieces]
    return written, values


# Some of these mean something to a reader, and hold any value here.
_NAMES = ("name", "filename", "charset", "title", "x-a", "a1", "b.c", "!#$&+-^_`{|}~")
_BEFORE = ("", "", "", " ")
_BEHIND = (" ", " ", "", "\t", "  ")
_COMMENTS = (" (a) ", " (a; b=c) ", ' (a "b) ', " (a (b\\)) c) ")

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

# RFC 2231 §7: attribute-char, less what some readers trip over; nothing
_LITERALS = (b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$&+-.^_`{|}~", b"")
_LANGUAGES = ("", "", "en", "fr-CA")


@st.composite
def _extended(draw: DrawFn) -> tuple[list[str], str]:
    charset, text = draw(_texts())
    return [f"*={draw(_first(charset))}{draw(_percent(text, charset))}"], text


@st.composite
def _segmented(draw: DrawFn, *, extended: bool) -> tuple[list[str], str]:
    """Write a value in segments; where the first is extended, each of the others may be or not."""
    if not extended or draw(st.booleans()):
        both = draw(st.lists(_WRITTEN, min_size=2, max_size=12))
        return [f"*{number}={written}" for number, (written, _) in enumerate(both)], "".join([text for _, text in both])
    charset, text = draw(_texts())
    pieces = [f"*0*={draw(_first(charset))}{draw(_percent(text, charset))}"]
    for number in range(1, draw(st.integers(2, 12))):
        if draw(st.booleans()):
            written, more = draw(_WRITTEN)
            pieces.append(f"*{number}={written}")
        else:
            more = draw(st.text(_alphabet(charset), min_size=1, max_size=6))
            pieces.append(f"*{number}*={draw(_percent(more, charset))}")
        text += more
    return pieces, text


@st.composite
def _texts(draw: DrawFn) -> tuple[str, str]:
    charset = draw(st.sampled_from(tuple(CHARSETS)))
    return charset, draw(st.lists(st.sampled_from(_alphabet(charset)), min_size=1, max_size=20).map("".join))


def _alphabet(charset: str) -> str:
    return "a" + CHARSETS[charset] + "b0. %'*\"\\;/()"


def _first(charset: str) -> SearchStrategy[str]:
    """Make what stands before the value: charset and language (RFC 2231 §4)."""
    return st.builds("{}'{}'".format, st.sampled_from([charset, charset.upper()]), st.sampled_from(_LANGUAGES))


def _percent(text: str, charset: str) -> SearchStrategy[str]:
    octets = text.encode(charset)
    return st.builds(
        lambda literals, digits: "".join([chr(o) if o in literals else digits.format(o) for o in octets]),
        st.sampled_from(_LITERALS),
        st.sampled_from(["%{:02X}", "%{:02x}"]),
    )
