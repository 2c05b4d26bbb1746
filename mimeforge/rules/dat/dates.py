"""DAT: dates. One table: rules differ in problems and advice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from mimeforge._grammar import ENCODED_WORD_RE
from mimeforge._grammar.encoded_words import CONTROL_BUT_TAB_RE
from mimeforge.codecs import dates
from mimeforge.codecs.dates import Problem
from mimeforge.codecs.visible import shown
from mimeforge.linter.examples import sample
from mimeforge.linter.finding import Evidence, Severity
from mimeforge.linter.rule import Hit, Rule, fields, rule
from mimeforge.rules.dat.fixes import date_fix
from mimeforge.rules.ses.address_delimiters import outside_comments
from mimeforge.tree import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mimeforge.linter.context import Context
    from mimeforge.tree import Field

__all__ = ["RULES"]

# RFC 5322 §3.6.1, §3.6.6; the others are those of gateways (RFC 2156, RFC 4021), which it does not govern.
_DATES: Final = ("Date", "Resent-Date")
_OTHER_DATES: Final = (
    "Deferred-Delivery",
    "Delivery-Date",
    "Expires",
    "Expiry-Date",
    "Latest-Delivery-Time",
    "Reply-By",
)
_GOVERNED: Final = frozenset(name.lower() for name in _DATES)

# What RFC 5322 §4.3 has readers take, and what breaks no grammar: a warning wherever it stands.
_TAKEN: Final = frozenset(
    {Problem.BLANKS, Problem.SHORT_YEAR, Problem.OBSOLETE_ZONE, Problem.WEEKDAY, Problem.ZONE_FAR}
)


class _Kind(NamedTuple):
    """One rule: what it says of each of its problems. ``{}`` is what stands there, ``{meant}`` what should."""

    code: str
    slug: str
    title: str
    advice: str
    said: Mapping[Problem, str]
    source: str
    bad: tuple[str, ...]
    good: tuple[str, ...]
    rfc: Severity = Severity.ERROR
    ses: Severity = Severity.ERROR


_TABLE = (
    _Kind(
        "DAT101",
        "date-unparseable",
        "A date is not written as RFC 5322 has it.",
        "Readers guess, show no date, or sort the message to the end of the list. Write "
        "it as Mon, 20 Jan 2025 12:00:00 +0000. (A blank or comment beside the colons is a warning: such dates were "
        "written once, and have to be read.)",
        {
            Problem.UNREADABLE: "{} is no date: write it as Mon, 20 Jan 2025 12:00:00 +0000",
            Problem.NO_COMMA: "no comma behind the day of the week: write {},",
            Problem.DIGITS: "{} in the time of day: write hours, minutes and seconds in two digits each",
            Problem.BLANKS: "a blank or comment in the time of day {}: write hh:mm:ss",
            Problem.NO_GAP: "no blank before the zone {}: write one",
            Problem.ZONE: "{} is no zone: write it as +0000, with a sign and four digits",
            Problem.COMMENT: "the comment {} stands before the zone, which some readers then miss: write it behind",
        },
        "RFC 5322 §3.3, §4.3",
        (
            "Date: Coincident with the rapture",
            "Date: 2025-01-20T12:00:00Z",
            "Date: Mon Jan 20 12:00:00 2025",
            "Date: Mon 20 Jan 2025 12:00:00 +0000",
            "Date: Mon, 20 Jan 2025 9:00:00 +0000",
            "Date: Mon, 20 Jan 2025 12 : 00 +0000",
            "Date: Mon, 20 Jan 2025 12:00+0000",
            "Date: Mon, 20 Jan 2025 12:00:00 +00:00",
            "Date: Mon, 20 Jan 2025 12:00:00 (EDT) -0400",
            "Resent-Date: yesterday\r\nResent-From: jo@example.com",
        ),
        (
            "Date: Mon, 20 Jan 2025 12:00:00 +0000 (UTC)",
            "Date: 20 Jan 2025 12:00 -0000",
            "Date: mon,\r\n 6 JAN 2025 23:59:60 +1400",
            "Resent-Date: Mon, 20 Jan 2025 12:00:00 +0545\r\nResent-From: jo@example.com",
        ),
    ),
    _Kind(
        "DAT102",
        "date-obsolete-zone",
        "The zone of a date is a name, or is missing.",
        "Readers know few names, in different ways, and take the others for UTC, hours off. Write the offset, as in "
        "+0100. (The names that RFC 5322 §4.3 lists are a warning: such dates have to be read.)",
        {
            Problem.OBSOLETE_ZONE: "the zone {} is a name: write its offset, as in +0000",
            Problem.UNKNOWN_ZONE: "the zone {} is a name that RFC 5322 does not have: write its offset, as in +0100",
            Problem.NO_ZONE: "no zone behind {}: write the offset from UTC, as in +0000",
        },
        "RFC 5322 §3.3, §4.3",
        (
            "Date: Mon, 20 Jan 2025 12:00:00 GMT",
            "Date: Mon, 20 Jan 2025 12:00:00 Z",
            "Date: Mon, 20 Jan 2025 12:00:00 CEST",
            "Date: Mon, 20 Jan 2025 12:00:00",
        ),
        ("Date: Mon, 20 Jan 2025 12:00:00 +0200 (CEST)",),
    ),
    _Kind(
        "DAT103",
        "date-two-digit-year",
        "The year of a date has two or three digits.",
        "Readers add 1900 or 2000, not all of them the same. Write four digits.",
        {Problem.SHORT_YEAR: "the year {} is read as {meant}, or as another: write four digits"},
        "RFC 5322 §3.3, §4.3",
        ("Date: Mon, 20 Jan 25 12:00:00 +0000", "Date: Mon, 20 Jan 125 12:00:00 +0000"),
        ("Date: Mon, 20 Jan 2025 12:00:00 +0000",),
        rfc=Severity.WARNING,
        ses=Severity.WARNING,
    ),
    _Kind(
        "DAT104",
        "date-weekday-mismatch",
        "The day of the week is not that of the date.",
        "One of the two is wrong, and spam filters count it. Have the date written by a library, or leave the day out.",
        {Problem.WEEKDAY: "{} does not fit the date, which is a {meant}: write that, or correct the date"},
        "RFC 5322 §3.3",
        ("Date: Tue, 20 Jan 2025 12:00:00 +0000", "Date: Mon, 29 Feb 2024 12:00:00 +0000"),
        ("Date: Thu, 29 Feb 2024 12:00:00 +0000",),
        rfc=Severity.WARNING,
        ses=Severity.WARNING,
    ),
    _Kind(
        "DAT105",
        "date-impossible",
        "No calendar has this date, or no clock this time.",
        "Readers show another date, or none. Correct the number; a second of 60 is a leap second and may stand.",
        {
            Problem.NO_SUCH_DAY: "there is no {}: correct the day",
            Problem.NO_SUCH_TIME: "there is no {} o'clock: hours end at 23, minutes at 59, seconds at 60",
            Problem.EARLY_YEAR: "the year {}: a date was never set, or mail is older than 1900; correct it",
        },
        "RFC 5322 §3.3",
        (
            "Date: 29 Feb 2025 12:00:00 +0000",
            "Date: Mon, 20 Jan 2025 24:00:00 +0000",
            "Date: Mon, 20 Jan 2025 12:60 +0000",
            "Date: Mon, 20 Jan 2025 12:00:61 +0000",
            "Date: Mon, 01 Jan 0001 00:00:00 +0000",
        ),
        ("Date: 29 Feb 2024 23:59:60 +0000",),
    ),
    _Kind(
        "DAT106",
        "date-zone-absurd",
        "The zone of a date is farther from UTC than any place, or has more than 59 minutes.",
        "The instant is hours or days off, and spam filters count it. Correct the zone: hours first, then minutes.",
        {
            Problem.ZONE_FAR: "the zone {} is over 14 hours from UTC: correct it",
            Problem.ZONE_MINUTES: "the zone {} has more than 59 minutes: write hours and minutes in two digits each",
        },
        "RFC 5322 §3.3; SpamAssassin, INVALID_DATE_TZ_ABSURD",
        ("Date: Mon, 20 Jan 2025 12:00:00 +3600", "Date: Mon, 20 Jan 2025 12:00:00 +0090"),
        ("Date: Mon, 20 Jan 2025 12:00:00 +1400", "Date: Mon, 20 Jan 2025 12:00:00 -0330"),
        ses=Severity.WARNING,
    ),
    _Kind(
        "DAT109",
        "date-locale",
        "A day or month is not named as in RFC 5322, often in another language.",
        "A program wrote the date under the language of its user. Names are the first three letters in English, "
        "whatever the language: Mon to Sun, Jan to Dec.",
        {
            Problem.DAY_WORD: "{} is no day of the week in a date: write Mon, Tue, Wed, Thu, Fri, Sat or Sun",
            Problem.MONTH_WORD: "{} is no month in a date: write the first three letters in English, Jan to Dec",
        },
        "RFC 5322 §3.3",
        (
            "Date: Lun, 20 Jan 2025 12:00:00 +0000",
            "Date: 20 Avr. 2025 12:00 +0000",
            "Date: 20 January 2025 12:00 +0000",
        ),
        ("Date: Mon, 20 Jan 2025 12:00:00 +0000 (lundi)",),
    ),
)


def _rule(kind: _Kind) -> Rule:
    """Make the rule of one row."""

    def check(field: Field, context: Context) -> Iterator[Hit]:
        for fault in context.once(_faults, field):
            if fault.problem in kind.said:
                is_warning = fault.problem in _TAKEN or field.name.lower() not in _GOVERNED
                what = field.raw[fault.start : fault.end]
                yield Hit(
                    Span(field.body_span.start + fault.start, field.body_span.start + fault.end),
                    kind.said[fault.problem].format(shown(what), meant=fault.meant),
                    severity=Severity.WARNING if is_warning else None,
                    fix=date_fix(field, fault),
                )

    check.__doc__ = f"{kind.title}\n\n{kind.advice}"
    make = rule(
        kind.code,
        kind.slug,
        severity=kind.ses,
        rfc=kind.rfc,
        evidence=Evidence.DOCUMENTED,
        source=kind.source,
        looks_at=fields(*_DATES, *_OTHER_DATES),
        bad=tuple(sample(example) for example in kind.bad),
        good=tuple(sample(example) for example in kind.good),
    )
    return make(check)


def _faults(field: Field) -> tuple[dates.Fault, ...]:
    """Find what is wrong with a date; offsets count octets of the field body.

    Of an empty field HDR116 speaks, of controls LIN108, of an encoded-word outside of comments ENC113.
    """
    if not field.value or CONTROL_BUT_TAB_RE.search(field.value):
        return ()
    text = field.raw.decode("latin-1")
    bare = outside_comments(text) if "(" in text else text
    if "=?" in bare and ENCODED_WORD_RE.search(bare):
        return ()
    return tuple(dates.faults(text, bare))


RULES = tuple(_rule(kind) for kind in _TABLE)
