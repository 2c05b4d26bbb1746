"""What mends dates and ids."""

from __future__ import annotations

from calendar import weekday
from datetime import datetime
from typing import TYPE_CHECKING, Final, NamedTuple

from mimeforge._grammar import BLANKS_RE, CONTENT_ID_RE, ID_LEFT_AND_RIGHT_RE, LWSP, MSG_ID_RE
from mimeforge._grammar.dates import WRITTEN_OFFSET_RE
from mimeforge.codecs import dates
from mimeforge.codecs.dates import DAY_NAMES, MONTH_NAMES, ZONE_OFFSETS, Problem
from mimeforge.codecs.parameters import without_comments
from mimeforge.edit import Edit
from mimeforge.headers import Date
from mimeforge.rules.fixes import mend, replace_value, rewrite
from mimeforge.tree import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mimeforge.linter.fix import Fix
    from mimeforge.tree import Field

__all__ = ["content_id_fix", "date_fix", "message_id_fix", "references_fix"]

_BRACKETS: Final = "put the id in angle brackets"


class _Mend(NamedTuple):
    """What mends one problem of a date: an order, and what to write for the text at fault; None where nobody knows."""

    title: str
    write: Callable[[str, Field, dates.Fault], str | None]
    safe: bool = True


def date_fix(field: Field, fault: dates.Fault) -> Fix | None:
    """Write a date as RFC 5322 §3.3 has it, where the moment it names is beyond doubt."""
    if fault.problem is Problem.UNREADABLE:
        return _from_iso(field)
    if fault.problem is Problem.COMMENT:
        return _comment_behind(field, fault)
    if fault.problem not in _MENDS:
        return None
    how = _MENDS[fault.problem]
    text = field.raw[fault.start : fault.end].decode("latin-1")
    written = how.write(text, field, fault)
    if written is None:
        return None
    place = _span(field, fault.start, fault.end)
    is_safe = how.safe and not (fault.problem is Problem.SHORT_YEAR and _is_disputed(text))
    return mend(how.title, field, Edit(place, written.encode("latin-1")), safe=is_safe)


def message_id_fix(field: Field, start: int, end: int) -> Fix | None:
    """Put brackets around an id, or take the white space out of it; ``start`` and ``end`` are of the field body."""
    text = field.raw[start:end].decode("latin-1")
    if ID_LEFT_AND_RIGHT_RE.fullmatch(text):
        return mend(_BRACKETS, field, Edit(_span(field, start, end), b"<%s>" % text.encode("ascii")))
    if not MSG_ID_RE.fullmatch(BLANKS_RE.sub("", text)):
        return None
    blanks = list(BLANKS_RE.finditer(text))
    edits = (Edit(_span(field, start + found.start(), start + found.end())) for found in blanks)
    # Whoever folds a line means no blank; any other may have been repeated in a reply.
    return mend("take the white space away", field, *edits, safe=all("\n" in found[0] for found in blanks))


def references_fix(field: Field, others: list[tuple[int, str]]) -> Fix | None:
    """Write ids with nothing but blanks between them; ``others`` are the words beside the ids, and where they begin."""
    edits: list[Edit] = []
    for start, words in others:
        at = start
        for word in words.split(","):
            bare = word.removeprefix("<").removesuffix(">")
            if word and not ID_LEFT_AND_RIGHT_RE.fullmatch(bare):
                return None
            if word:
                edits.append(Edit(_span(field, at, at + len(word)), b"<%s>" % bare.encode("ascii")))
            at += len(word) + 1
        edits += _commas(field, start, words)
    return mend("write ids in angle brackets, blanks between them", field, *edits)


def content_id_fix(field: Field) -> Fix | None:
    """Put a Content-ID in angle brackets, without the ``cid:`` of a URL."""
    value = field.value
    is_url = value.lower().startswith(("cid:", "<cid:"))
    bare = value.removeprefix("<").removesuffix(">")[len("cid:") * is_url :]
    if not CONTENT_ID_RE.fullmatch(bare) or '"' in bare or "," in bare:
        return None
    return mend("take cid: away" if is_url else _BRACKETS, field, replace_value(field, b"<%s>" % bare.encode("ascii")))


def _commas(field: Field, start: int, words: str) -> Iterator[Edit]:
    for at, character in enumerate(words, start):
        if character == ",":
            is_before_blank = field.raw[at + 1 : at + 2].isspace()
            yield Edit(_span(field, at, at + 1), b"" if is_before_blank else b" ")


def _comma_behind(text: str, field: Field, fault: dates.Fault) -> str:
    return f"{text},"


def _two_digits(text: str, field: Field, fault: dates.Fault) -> str | None:
    return f"0{text}" if len(text) == 1 else None


def _without_blanks(text: str, field: Field, fault: dates.Fault) -> str | None:
    return None if "(" in text else BLANKS_RE.sub("", text)


def _blank_before(text: str, field: Field, fault: dates.Fault) -> str:
    return f" {text}"


def _offset(text: str, field: Field, fault: dates.Fault) -> str | None:
    written = WRITTEN_OFFSET_RE.fullmatch(text)
    return f"{written[1]}{written[2]}" if written else ZONE_OFFSETS.get(text.upper())


def _meant(text: str, field: Field, fault: dates.Fault) -> str:
    return fault.meant


def _day_name(text: str, field: Field, fault: dates.Fault) -> str | None:
    """Name the day of a date that is named in another language."""
    moment = dates.moment(without_comments(field.value))
    if moment is None or not 1 <= moment[2] <= 28:  # which every month has
        return None
    year, month, day = moment[:3]
    has_comma = field.raw[fault.end :].lstrip(LWSP.encode()).startswith(b",")
    # The calendar repeats itself every 400 years.
    return DAY_NAMES[weekday(2000 + year % 400, month, day)] + "," * (not has_comma)


def _month_name(text: str, field: Field, fault: dates.Fault) -> str | None:
    return _MONTHS.get(text.rstrip(".").lower())


def _from_iso(field: Field) -> Fix | None:
    """Write a date of ISO 8601 anew; one without a zone names no moment."""
    try:
        when = Date.of(datetime.fromisoformat(field.value), field.name)
    except ValueError:
        return None
    written = rewrite(field, when)
    return mend("write the date as RFC 5322 has it", field, written) if written else None


def _comment_behind(field: Field, fault: dates.Fault) -> Fix | None:
    end = field.raw.index(field.raw[fault.end :].lstrip(LWSP.encode()), fault.end)
    comment = field.raw[fault.start : fault.end]
    behind = Span(field.value_span.end, field.value_span.end)
    edits = (Edit(_span(field, fault.start, end)), Edit(behind, b" " + comment))
    return mend("write the comment behind the zone", field, *edits)


def _is_disputed(year: str) -> bool:
    """Whether readers disagree: RFC 5322 §4.3 begins its century at 50, POSIX (strptime) at 69."""
    return len(year) > 2 or 50 <= int(year) < 69


def _span(field: Field, start: int, end: int) -> Span:
    return Span(field.body_span.start + start, field.body_span.start + end)


_FULL_MONTHS: Final = (
    "january february march april may june july august september october november december sept".split()
)
_MONTHS: Final = {name: short for name in _FULL_MONTHS for short in MONTH_NAMES if name.startswith(short.lower())}

_MENDS: Final = {
    Problem.NO_COMMA: _Mend("write a comma behind the day of the week", _comma_behind),
    Problem.DIGITS: _Mend("write two digits", _two_digits),
    Problem.BLANKS: _Mend("take the white space away", _without_blanks),
    Problem.NO_GAP: _Mend("write a blank before the zone", _blank_before),
    Problem.ZONE: _Mend("write the offset as +hhmm", _offset),
    Problem.OBSOLETE_ZONE: _Mend("write the offset", _offset),
    Problem.UNKNOWN_ZONE: _Mend("write the offset", _offset),
    Problem.SHORT_YEAR: _Mend("write four digits", _meant),
    Problem.DAY_WORD: _Mend("name the day in English", _day_name),
    Problem.MONTH_WORD: _Mend("name the month in three letters", _month_name),
    # Readers pass over the day of the week; which of the two is wrong, nobody can tell.
    Problem.WEEKDAY: _Mend("name the day that the date is", _meant, safe=False),
}
