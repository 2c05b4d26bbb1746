"""Whole header fields as they stand in mail, folded (RFC 5322 §2.2)."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import format_datetime
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from mimeforge._limits import ENCODED_WORD_LINE_MAX, LINE_MAX
from mimeforge.testing.strategies.addresses import addresses
from mimeforge.testing.strategies.encoded_words import encoded_words
from mimeforge.testing.strategies.parameters import parameter_pieces
from mimeforge.testing.strategies.scripts import PLAIN

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn, SearchStrategy

__all__ = ["raw_headers"]


def raw_headers(*, line_end: bytes = b"\r\n", obsolete: bool = False) -> SearchStrategy[bytes]:
    """Make one field as it stands in mail, with its line ends, in octets of ASCII (RFC 5322 §2.2).

    Covers text, text with encoded-words, lists of mailboxes and groups with names of each form, dates with comments,
    message ids, trace fields, values with parameters, signatures, URLs; names in any case; folds wherever white space
    may stand, before the first word too, with blanks, tabs and more of both, blanks before the line end; lines of up to
    998 octets. Never makes a line of blanks only, octets beyond ASCII, controls but TAB. With ``obsolete`` what §4 has
    software read and not write: lines of blanks only within a field, blanks before the colon, years of two digits,
    names of zones, dots in names, routes, empty members of lists, quotes within a local part. ``line_end`` is CRLF or
    LF. Shrinks to ``Subject: a``.

    Raises ValueError for another line end.
    """
    if line_end not in _LINE_ENDS:
        raise ValueError(f"unknown line end {line_end!r}, known are {_LINE_ENDS[0]!r} and {_LINE_ENDS[1]!r}")
    return _raw_headers(line_end, obsolete=obsolete)


@st.composite
def _raw_headers(draw: DrawFn, line_end: bytes, *, obsolete: bool) -> bytes:
    names, bodies = draw(st.sampled_from(_KINDS + _OBSOLETE_KINDS * obsolete))
    name = draw(st.sampled_from(names))
    name = draw(st.sampled_from([name, name.lower(), name.upper()])) + draw(
        st.sampled_from(_BEFORE_COLON[: 1 + 2 * obsolete])
    )
    pieces = draw(bodies)
    others = st.sampled_from(_GAPS + _OBSOLETE_GAPS * obsolete)
    gaps = [draw(st.sampled_from(_FIRST_GAPS)), *(draw(others) for _ in pieces[1:])]
    return _folded(name, list(zip(gaps, pieces, strict=True))).encode("ascii").replace(b"\r\n", line_end)


_LINE_ENDS = (b"\r\n", b"\n")
_BEFORE_COLON = ("", " ", "\t")
_FIRST_GAPS = (" ", " ", " ", "", "\t", "  ", "\r\n ", " \r\n\t")
_GAPS = (" ", " ", " ", "  ", "\t", "\r\n ", "\r\n\t", "\r\n        ", " \r\n ", "\t\r\n\t ")
_OBSOLETE_GAPS = ("\r\n \r\n ", " \r\n\t\r\n ")


def _folded(name: str, gaps_and_pieces: list[tuple[str, str]]) -> str:
    """Put a field together; where a line would pass its limit, the piece goes on one of its own."""
    field = f"{name}:"
    for gap, piece in gaps_and_pieces:
        longer = field + gap + piece
        whole_lines = field.rpartition("\r\n")[0]
        lines = longer.removeprefix(whole_lines).split("\r\n")
        field = longer if all(map(_fits, lines)) else f"{field}\r\n {piece}"
    return field + "\r\n"


def _fits(line: str) -> bool:
    return len(line) <= (ENCODED_WORD_LINE_MAX if "=?" in line else LINE_MAX)


# -- what fields hold: pieces that white space stands between ----------------------------------------------------------

_ENCODED = encoded_words(phrase=True).map(lambda word: word.written)
_VISIBLE = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=20)
_LONG_WORDS = st.sampled_from(["x" * 80, "x" * (LINE_MAX - 1), "x" * 500])
_TEXTS = st.lists(st.one_of(st.sampled_from(PLAIN), _VISIBLE, _ENCODED, _LONG_WORDS), min_size=1, max_size=8)

_ATOMS = st.lists(st.sampled_from(["Jo", "Doe", "42", "O'Neil", "a&b"]), min_size=1, max_size=3)
_QUOTED = st.sampled_from(['"Doe, Jo"', '"a"', '"say \\"hi\\" \\\\"', '"Jo (work)"', '"J. Doe"', '""', '"@"'])
_PHRASES = st.one_of(_ATOMS, _QUOTED.map(lambda text: [text]), st.lists(_ENCODED, min_size=1, max_size=3))
_ADDR_SPECS = addresses(international=False)
_BARE = addresses(international=False, quoted=False).map(lambda address: [address])
_MAILBOXES = st.one_of(_BARE, st.builds(lambda name, address: [*name, f"<{address}>"], _PHRASES, _ADDR_SPECS))


def _listed(members: list[list[str]]) -> list[str]:
    """Put commas behind all members but the last."""
    return [piece for member in members[:-1] for piece in [*member[:-1], member[-1] + ","]] + members[-1]


_LISTS = st.lists(_MAILBOXES, min_size=1, max_size=4).map(_listed)
_GROUPS = st.builds(lambda name, members: [*name, ":", *members, ";"], _PHRASES, st.just([]) | _LISTS)

_DATES = st.datetimes(datetime(1970, 1, 1), datetime(2038, 1, 1), timezones=st.just(UTC))
_DATE_WORDS = _DATES.map(lambda moment: format_datetime(moment.replace(microsecond=0)).split(" "))
_DATES_WITH_COMMENTS = st.builds(lambda words, end: [*words, *end], _DATE_WORDS, st.sampled_from([[], ["(UTC)"]]))

_IDS = st.sampled_from(["<a@example.com>", "<1.2$x@example.net>", "<%s@example.org>" % ("x" * 200), "<a@[192.0.2.1]>"])
_TRACES = st.builds(
    lambda date: [*_HOP.split(" "), *date],
    _DATES_WITH_COMMENTS,
)
_HOP = "from a.example.com (a.example.com [192.0.2.1]) by mx.example.net with ESMTPS id 42 for <jo@example.net>;"

_URLS = st.sampled_from(["<https://example.com/?a=b>", "<mailto:jo@example.com>", f"<https://example.com/{'x' * 500}>"])
_SIGNATURES = st.builds(
    lambda pieces: [*_TAGS.split(" "), *pieces],
    st.lists(st.sampled_from(["AAAA", "abcd", "12+/"]), min_size=1, max_size=8),
)
_TAGS = "v=1; a=rsa-sha256; c=relaxed/simple; d=example.com; s=s1; h=from:to:subject; bh=AAAA; b="


def _with_parameters(value: str, *names: str) -> SearchStrategy[list[str]]:
    return parameter_pieces(names=names).map(
        lambda both: [value + ";", *(piece + ";" for piece in both[0][:-1]), both[0][-1]]
    )


_KINDS = (
    (("Subject",), st.sampled_from([["a"], ["Re:", "a"]])),
    (("Subject", "Comments", "X-Example"), _TEXTS),
    (("To", "Cc", "Reply-To"), _LISTS),
    (("To", "Cc"), _GROUPS),
    (("Date",), _DATES_WITH_COMMENTS),
    (("Message-ID",), _IDS.map(lambda one: [one])),
    (("References", "In-Reply-To"), st.lists(_IDS, min_size=1, max_size=8)),
    (("Received",), _TRACES),
    (("Content-Type",), _with_parameters("text/plain", "name", "x-a", "title")),
    (("Content-Disposition",), _with_parameters("attachment", "filename", "x-a", "title")),
    (("DKIM-Signature",), _SIGNATURES),
    (("List-Unsubscribe", "List-Help"), st.lists(_URLS.map(lambda url: [url]), min_size=1, max_size=3).map(_listed)),
)
_OBSOLETE_KINDS = (
    (("Subject",), st.sampled_from([["a"], ["Re:", "a"]])),
    (
        ("Date",),
        st.sampled_from(["Mon, 4 May 26 12:30 EST", "4 May 99 12:30:59 Z", "Mon, 4 May 126 9 : 30 GMT"]).map(str.split),
    ),
    (
        ("To", "Cc"),
        st.sampled_from(
            [
                ["J.", "Doe", "<jo@example.com>"],
                ["Jo", "<@example.net,@example.org:jo@example.com>"],
                [",", "jo@example.com,", ",", "al@example.com"],
                ['"jo".doe@example.com'],
                ["jo", ".", "doe", "@", "example", ".", "com"],
            ]
        ),
    ),
)
