"""Condition keys and their values: what the request says, the time, and what the caller of `authorize` knows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, TypeAlias

from mimeforge.codecs.visible import shown

if TYPE_CHECKING:
    from mimeforge.ses.authorization.sending import Sending

__all__ = ["Facts", "Readings", "facts_of"]

# The values of a key, in one or more ways: where SES is not known to take one of them, a condition has to come to the
# same in all. No values: the key is sure to be missing.
Readings: TypeAlias = tuple[tuple[str, ...], ...]

# By key in lower case, for IAM compares their names so. A key that is not there has values that nobody here knows.
Facts: TypeAlias = Mapping[str, Readings]

_MISSING: Final[Readings] = ((),)

# More than SES takes, which are 50 recipients and 320 octets: what goes beyond is not compared, and not known.
_RECIPIENTS_MAX: Final = 100
_CHARACTERS_MAX: Final = 1000


def facts_of(sending: Sending, at: datetime, given: Mapping[str, object]) -> Facts:
    """Put together what is known. Raises TypeError and ValueError for ``given`` that is of no use."""
    told = _told(sending) | _times(at)
    facts: dict[str, Readings] = {}
    for key, value in given.items():
        name = str(key).lower()
        if name in told:
            instead = "at" if name in _TIMES else "the request"
            raise ValueError(f"{shown(str(key))} is no fact to give: {instead} tells it")
        if name in facts:
            raise ValueError(f"{shown(str(key))} is given twice: case tells no keys apart")
        facts[name] = (_values(str(key), value),)
    return told | facts


def _told(sending: Sending) -> dict[str, Readings]:
    """Return what the request decides (Service Authorization Reference; SES developer guide, controlling access)."""
    author, recipients = sending.author, sending.recipients
    known: dict[str, Readings | None] = {
        "ses:FromAddress": author and _spellings(author.address),
        "ses:FromDisplayName": _names(author.name) if author else None,
        "ses:FeedbackAddress": _spellings(sending.feedback) if sending.feedback else None,
        "ses:Recipients": None if recipients is None else _spellings(*recipients),
        "ses:ApiVersion": ((sending.api_version,),),
        "ses:MultiRegionEndpointId": ((sending.endpoint,),) if sending.endpoint else _MISSING,
        "ses:TenantName": ((sending.tenant,),) if sending.tenant else _MISSING,
    }
    return {key.lower(): readings for key, readings in known.items() if readings is not None and _is_short(readings)}


def _names(name: str | None) -> Readings | None:
    """Return a display name; whether a From without one has an empty one or none, no document says."""
    if name is None:
        return None
    return ((name,),) if name else (*_MISSING, ("",))


def _is_short(readings: Readings) -> bool:
    return all(
        len(values) <= _RECIPIENTS_MAX and all(len(value) <= _CHARACTERS_MAX for value in values) for values in readings
    )


_TIMES: Final = ("aws:currenttime", "aws:epochtime")


def _times(at: datetime) -> dict[str, Readings]:
    moment = at.astimezone(UTC)
    values = moment.isoformat().replace("+00:00", "Z"), str(int(moment.timestamp()))
    return {key: ((value,),) for key, value in zip(_TIMES, values, strict=True)}


def _spellings(*addresses: str) -> Readings:
    """Return addresses as they are written, and with their domains in lower case, if that is another way.

    Comparisons regard case, domains do not; which of both SES compares is not known.
    """
    lowered = tuple(f"{local}{at}{domain.lower()}" for local, at, domain in (one.rpartition("@") for one in addresses))
    return tuple(dict.fromkeys((addresses, lowered)))


def _values(key: str, value: object) -> tuple[str, ...]:
    """Return the values of a fact: none where it is None; of truths and numbers, what IAM writes."""
    if value is None:
        return ()
    several = value if isinstance(value, Sequence) and not isinstance(value, (str, bytes)) else [value]
    if not all(isinstance(one, (str, bool, int)) for one in several):
        raise TypeError(f"the fact {shown(key)} is a str, a bool, an int, a list of these, or None where it is absent")
    return tuple(str(one).lower() if isinstance(one, bool) else str(one) for one in several)
