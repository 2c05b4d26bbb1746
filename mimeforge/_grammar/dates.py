"""Dates, as RFC 5322 §3.3 has them and as they are met."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Final

_BLANKS = r"[ \t\r\n]*+"
_WORD = r"[^\x00-@\[-`{-\x7f]++\.?"  # letters, those beyond ASCII too, as a locale writes the names of days and months

# RFC 5322 §3.3, §4.3: date-time without its comments. Days and months may be any words, numbers have any number of
# digits, and a zone is whatever stands behind the time, so that what is wrong can be named.
DATE_TIME_RE: Final = re.compile(
    rf"""
    {_BLANKS}
    (?:(?P<day_name>{_WORD}){_BLANKS}(?P<comma>,)?{_BLANKS})?
    (?P<day>[0-9]{{1,2}})[ \t\r\n]++
    (?P<month>{_WORD})[ \t\r\n]++
    (?P<year>[0-9]{{2,}}+)[ \t\r\n]++
    (?P<time>
        (?P<hour>[0-9]++){_BLANKS}:{_BLANKS}
        (?P<minute>[0-9]++)
        (?:{_BLANKS}:{_BLANKS}(?P<second>[0-9]++))?
    )
    (?P<gap>{_BLANKS})
    (?P<zone>[^ \t\r\n]*+(?:[ \t\r\n]++[^ \t\r\n]++)*+)
    {_BLANKS}
    """,
    re.VERBOSE,
)

# RFC 5322 §3.3, §4.3: zone, as "hhmm" with a sign; obs-zone; and what else looks like the name of a zone
NUMERIC_ZONE_RE: Final = re.compile(r"[+-](?P<hours>[0-9]{2})(?P<minutes>[0-9]{2})")
OBS_ZONE_RE: Final = re.compile(r"UT|GMT|[ECMP][SD]T|[A-IK-Z]", re.IGNORECASE)
ZONE_NAME_RE: Final = re.compile(r"[A-Za-z]{1,5}")

# RFC 5322 §3.3: the offset of a zone as programs of other trades write it: with a colon (ISO 8601), behind GMT or UTC.
# Group 1 is the sign and the hours, group 2 the minutes.
WRITTEN_OFFSET_RE: Final = re.compile(r"(?:GMT|UTC?)?([+-][0-9]{2}):?([0-5][0-9])", re.IGNORECASE)
