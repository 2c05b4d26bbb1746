"""Texts that stand in header fields: display names, subjects, and the values and names of other fields."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from mimeforge.testing.strategies.scripts import CONTROLS, ODDITIES, PLAIN, SCRIPTS

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn, SearchStrategy

__all__ = ["display_names", "header_names", "header_values", "subjects"]


@st.composite
def subjects(draw: DrawFn, *, controls: bool = False) -> str:
    """Make subjects: what `mimeforge.Message` takes for one, never empty and never of white space alone.

    Covers words of many scripts, composed and decomposed; emoji with joiners, skin tones, flags; right-to-left text
    with marks and closed isolates and embeddings; what looks like encoded-words, whole, broken and adjacent (RFC 2047
    §2), or like quoted-printable, percent and HTML escapes; specials, quotes and backslashes (RFC 5322 §3.2.3,
    §3.2.4); words of up to 999 characters; blanks and tabs, at both ends and in runs; any character that is printed.
    Never makes NUL, CR, LF (no field holds them) and surrogates; other controls, invisible characters and unclosed
    overrides only with ``controls``. Shrinks to ``"a"``; what cannot be ASCII to ``"é"``.
    """
    return draw(_texts(_ANSWERS, controls=controls))


@st.composite
def display_names(draw: DrawFn, *, controls: bool = False) -> str:
    """Make names of people and lists: what `mimeforge.Address` and `mimeforge.Group` take (RFC 5322 §3.4).

    Covers and never makes what `subjects` does, and covers what phrases have trouble with: names with commas,
    parentheses, dots, addresses and apostrophes around them. Amazon SES takes 320 octets of name and address together;
    `mailboxes` has an option that keeps to it. Shrinks to ``"a"``.
    """
    return draw(_texts(_NAMES, controls=controls))


@st.composite
def header_values(draw: DrawFn, *, controls: bool = False) -> str:
    """Make values of unstructured fields: what ``Message.header`` takes for a name of `header_names` (RFC 5322 §3.6.5).

    Covers and never makes what `subjects` does, and covers what programs write: URLs, message ids, dates, version
    numbers, pairs of names and values. Shrinks to ``"a"``.
    """
    return draw(_texts(_MACHINE_TEXTS, controls=controls))


@st.composite
def header_names(draw: DrawFn) -> str:
    """Make names of fields that hold unstructured text, of at most 50 characters (RFC 5322 §2.2).

    Covers small letters and capitals, digits, and every printable ASCII character but the colon. Never makes a name
    that some standard or program gives a grammar: but for Comments all begin with ``X-Example`` in some case. Shrinks
    to ``"X-Example"``.
    """
    return draw(_HEADER_NAMES)


_ANSWERS = ("Re:", "Fwd:", "[list]", "Votre", "*", "#42", "$5", "-->")
_NAMES = ("Doe, Jo", "J.", "Jo (work)", "Jo via list", "'jo@example.com'", "a@example.com", "Dr.", "&", "Jr., PhD")
_MACHINE_TEXTS = (
    *("https://example.com/?a=b&c=%C3%A9", "<1.2@example.com>", "Mon, 4 May 2026 12:30:59 +0000", "v1.2.3; a=b", "{}"),
    *("true", "0", "a:b", '{"a": "b"}'),
)
_FIELD_NAMES = ("X-Example", "x-example-note", "X-EXAMPLE-ID", "X-Example_2", "Comments", "X-Example-" + "x" * 40)

_HEADER_NAMES = st.one_of(
    st.sampled_from(_FIELD_NAMES),
    st.text(st.characters(min_codepoint=33, max_codepoint=126, exclude_characters=":"), max_size=39).map(
        "X-Example-{}".format
    ),
)

_BETWEEN = (" ", " ", " ", "", "  ", "\t", "   ", " \t ")
_AT_THE_ENDS = ("", "", "", "", " ", "  ", "\t")

_FOREIGN = [word for words in SCRIPTS.values() for word in words]
_CONTROLLED = [f"x{control}" for control in CONTROLS]
# What is not ASCII, for whatever reason, shrinks to the first of these.
_LETTERS = [words[0] for words in SCRIPTS.values() if len(words[0]) == 1]
# What readers print, without blanks; U+FFFD is what is left of octets that were no text.
_PRINTED = st.characters(categories=("L", "M", "N", "P", "S"), exclude_characters="\ufffd")
_ASCII = st.characters(min_codepoint=33, max_codepoint=126)


@cache
def _texts(own: tuple[str, ...], *, controls: bool) -> SearchStrategy[str]:
    """Make words with something between them; the words hold more than blanks."""
    # All branches are as likely: words of scripts have four, since real text is made of them.
    words = st.one_of(
        st.sampled_from(PLAIN),
        st.sampled_from(_LETTERS),
        st.sampled_from(own),
        *(st.sampled_from(_FOREIGN[start::4]) for start in range(4)),
        *(st.sampled_from(table) for table in ODDITIES.values()),
        *(st.sampled_from(_CONTROLLED[start::4]) for start in range(4 * controls)),
        st.text(_ASCII, min_size=1, max_size=20),
        st.text(_PRINTED, min_size=1, max_size=20),
    )
    more = st.lists(st.tuples(st.sampled_from(_BETWEEN), words), max_size=6)
    ends = st.sampled_from(_AT_THE_ENDS)
    return st.builds(_joined, words, more, ends, ends)


def _joined(word: str, more: list[tuple[str, str]], before: str, behind: str) -> str:
    return "".join([before, word, *(blank + other for blank, other in more), behind])
