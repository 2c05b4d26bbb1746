"""Dates and identifiers."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from hypothesis import strategies as st

from mimeforge.codecs.dates import DAY_NAMES
from mimeforge.testing.strategies.broken.frame import (
    DATE,
    MAILBOX,
    OTHER_ID,
    WORD,
    WORDS,
    Octets,
    glued,
    message,
    multipart,
    one_of,
    part,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hypothesis.strategies import SearchStrategy

__all__ = ["DEFECTS", "LEFT_OUT"]

_MOMENTS: Final = st.datetimes(datetime(1990, 1, 1), datetime(2026, 1, 1))
_SINCE_2000: Final = st.datetimes(datetime(2000, 1, 1), datetime(2026, 1, 1))
_MONTH_NAMES: Final = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


def _written(moment: datetime, form: str, **words: str) -> bytes:
    """Write a moment: day, month and zone are ``{day}``, ``{month}``, ``{zone}`` unless ``words`` has others."""
    usual = {"day": DAY_NAMES[moment.weekday()], "month": _MONTH_NAMES[moment.month - 1], "zone": "+0000"}
    return form.format(moment, **{**usual, **words}).encode("utf-8")


def _dates(
    *forms: str, moments: SearchStrategy[datetime] = _MOMENTS, **words: tuple[str, ...]
) -> SearchStrategy[bytes]:
    """Draw a moment in one of these forms, with one of the words for each name."""
    drawn = {name: st.sampled_from(several) for name, several in words.items()}
    return st.builds(_written, moments, st.sampled_from(forms), **drawn)


_FULL: Final = "{day}, {0:%d} {month} {0:%Y %H:%M:%S} {zone}"
_SHORT: Final = "{0:%d} {month} {0:%Y %H:%M} {zone}"
_FORMS: Final = (_FULL, _SHORT, "{day},\r\n {0:%d} {month} {0:%Y %H:%M:%S} {zone} (local time)")


def _other_forms(place: str, *others: str) -> tuple[str, ...]:
    """The usual forms with something else in one place."""
    return tuple(form.replace(place, other) for other in others for form in _FORMS if place in form)


def _dated(dates: Octets) -> SearchStrategy[bytes]:
    """Make a message with such a Date, or with a Resent-Date."""
    resent = glued(b"Resent-Date: ", dates, b"\r\nResent-From: ", MAILBOX)
    return st.one_of(message(glued(b"Date: ", dates)), message(resent))


_UNREADABLE: Final = one_of(
    WORDS,
    _dates("{0:%Y-%m-%dT%H:%M:%SZ}", "{0:%Y-%m-%d %H:%M}", "{day} {month} {0:%d %H:%M:%S %Y}", "{0:%d/%m/%Y}"),
    _dates("{day} {0:%d} {month} {0:%Y %H:%M:%S} {zone}"),  # no comma
    _dates(*_other_forms("{0:%Y %H:%M:%S}", "{0:%Y} 9:{0:%M:%S}", "{0:%Y %H : %M : %S}", "{0:%Y %H:%M:%S}(noon)")),
    _dates("{day}, {0:%d} {month} {0:%Y %H:%M:%S}{zone}"),  # no blank
    _dates(*_FORMS, zone=("+00:00", "+01", "+00000", "0100", "UTC+1")),
)
_OBSOLETE_ZONES: Final = ("GMT", "UT", "EST", "PDT", "Z", "a", "CEST", "UTC", "MSK")
_FOREIGN_DAYS: Final = ("Lun", "Mo", "Dom", "Monday")
_FOREIGN_MONTHS: Final = ("Avr.", "January", "Dez", "Okt", "janv")


def _other_day(moment: datetime, by: int) -> bytes:
    return _written(moment, _FULL, day=DAY_NAMES[(moment.weekday() + by) % 7])


_IMPOSSIBLE: Final = one_of(
    _dates(
        "30 Feb {0:%Y %H:%M:%S} {zone}",
        "31 Apr {0:%Y %H:%M} {zone}",
        "00 Jan {0:%Y %H:%M:%S} {zone}",
        "29 Feb 2023 {0:%H:%M} {zone}",
    ),
    _dates(*_other_forms("%H:%M:%S", "24:%M:%S", "%H:60:%S", "%H:%M:61", "99:%M:%S")),
    _dates("{0:%d} {month} 0001 {0:%H:%M:%S} {zone}", "{0:%d} {month} 1899 {0:%H:%M:%S} {zone}"),
)


def _identified(ids: Octets) -> SearchStrategy[bytes]:
    """Make a message with such a Message-ID, or with a Resent-Message-ID."""
    resent = glued(b"Resent-Message-ID: ", ids, b"\r\nResent-From: ", MAILBOX, b"\r\nResent-Date: ", DATE)
    return st.one_of(message(glued(b"Message-ID: ", ids)), message(resent))


_LEFT_AND_RIGHT: Final = glued(WORD, b".", WORD, b"@mail.example.com")
_ID: Final = glued(b"<", _LEFT_AND_RIGHT, b">")
_BAD_IDS: Final = one_of(
    _LEFT_AND_RIGHT,
    glued(b"<", WORD, b">"),
    glued(b"<", WORD, b"@", _LEFT_AND_RIGHT, b">"),
    glued(b"<@mail.example.com>"),
    glued(b"<", WORD, b"@>"),
    glued(_ID, b" ", _ID),
    glued(b"<", _LEFT_AND_RIGHT),
    glued(b"<", WORD, b" ", _LEFT_AND_RIGHT, b">"),
    glued(b"<", WORD, b"..", _LEFT_AND_RIGHT, b">"),
)


def _pair(other: Octets) -> SearchStrategy[bytes]:
    """Make a message of two parts, the second one with this Content-ID."""
    plain = b"Content-Type: text/plain; charset=us-ascii"
    return multipart(part(plain), part(plain, glued(b"Content-ID: ", other)))


@st.composite
def _same_content_id(draw: st.DrawFn) -> bytes:
    identifier, plain = draw(_ID), b"Content-Type: text/plain; charset=us-ascii"
    first, second = (b"Content-ID: " + identifier, draw(one_of(b"Content-ID: ", b"Content-Id:  ")) + identifier)
    between = draw(st.lists(st.just(part(plain, glued(b"Content-ID: ", OTHER_ID))), max_size=1))
    return draw(multipart(part(plain, first), *between, part(plain, second)))


DEFECTS: Final[Mapping[str, SearchStrategy[bytes]]] = {
    "date-unparseable": _dated(_UNREADABLE),
    "date-obsolete-zone": _dated(one_of(_dates(*_FORMS, zone=_OBSOLETE_ZONES), _dates("{0:%d} {month} {0:%Y %H:%M}"))),
    # 1900 is added to a year of three digits (RFC 5322 §4.3).
    "date-two-digit-year": _dated(
        one_of(_dates(*_other_forms("%Y", "%y")), _dates(*_other_forms("%Y", "1%y"), moments=_SINCE_2000))
    ),
    "date-weekday-mismatch": _dated(st.builds(_other_day, _MOMENTS, st.integers(1, 6))),
    "date-impossible": _dated(_IMPOSSIBLE),
    "date-zone-absurd": _dated(_dates(*_FORMS, zone=("+3600", "-2300", "+1500", "+0090", "-0160"))),
    "date-locale": _dated(one_of(_dates(_FULL, day=_FOREIGN_DAYS), _dates(_FULL, _SHORT, month=_FOREIGN_MONTHS))),
    "msgid-syntax": _identified(_BAD_IDS),
    "msgid-too-long": _identified(
        st.integers(501, 900).map(lambda size: b"<%b@mail.example.com>" % (b"1" * (size - 19)))
    ),
    "references-syntax": message(
        glued(
            one_of(b"References: ", b"In-Reply-To: "),
            one_of(
                _LEFT_AND_RIGHT,
                glued(OTHER_ID, b", ", OTHER_ID),
                glued(b"Your message of ", WORD, b" ", OTHER_ID),
                glued(OTHER_ID, b"\r\n <", _LEFT_AND_RIGHT),
            ),
        ),
        without="In-Reply-To",
    ),
    "references-self": OTHER_ID.flatmap(
        lambda own: message(
            b"Message-ID: " + own,
            glued(one_of(b"References: ", b"In-Reply-To: "), one_of(b"", glued(_ID, b"\r\n ")), own),
            without="In-Reply-To",
        )
    ),
    "msgid-no-fqdn": message(
        glued(b"Message-ID: <", WORD, b"@", one_of(b"localhost", WORD, glued(WORD, b"-laptop")), b">"),
    ),
    "msgid-ip": message(
        glued(
            b"Message-ID: <",
            WORD,
            b"@",
            one_of(b"192.0.2.7", b"[192.0.2.8]", b"198.51.100.9", b"[IPv6:2001:db8::1]"),
            b">",
        )
    ),
    "msgid-contains-address": st.tuples(WORD, one_of(b"", glued(WORD, b"."))).flatmap(
        lambda drawn: message(
            glued(one_of(b"From: ", b"To: "), drawn[0], b"@shop.example"),
            b"Message-ID: <%b%b@shop.example>" % (drawn[1], drawn[0]),
        )
    ),
    "reply-without-references": message(
        glued(b"Subject: ", one_of(b"Re: ", b"RE: ", b"Re:"), WORDS), without="In-Reply-To"
    ),
    "cid-syntax": _pair(
        one_of(
            _LEFT_AND_RIGHT,
            glued(b"<", WORD, b" ", _LEFT_AND_RIGHT, b">"),
            glued(b'"', WORD, b'"'),
            glued(b"<cid:", _LEFT_AND_RIGHT, b">"),
        )
    ),
    "cid-no-domain": _pair(one_of(glued(b"<", WORD, b">"), glued(b"<", WORD, b".png>"))),
    "cid-duplicate": _same_content_id(),
}

LEFT_OUT: Final[Mapping[str, str]] = {}
