"""What rules share about the names of configuration sets and tenants: the first thing that makes a text none."""

from __future__ import annotations

from typing import Final, NamedTuple

from mimeforge._limits import SES_CONFIGURATION_SET_MAX, SES_TENANT_MAX
from mimeforge._ses_facts import NOT_IN_NAME_RE
from mimeforge.errors import code_points

__all__ = ["CONFIGURATION_SET", "TENANT", "Kind", "NameFault", "name_fault"]


class Kind(NamedTuple):
    """What is named; ``too_long`` is what SES answers to a name over the limit, where that is known."""

    what: str
    limit: int
    too_long: str | None

    @property
    def form(self) -> str:
        """What such a name is made of."""
        return f"a {self.what} name is at most {self.limit} letters and digits of ASCII, _ and -"


CONFIGURATION_SET: Final = Kind("configuration set", SES_CONFIGURATION_SET_MAX, None)
TENANT: Final = Kind("tenant", SES_TENANT_MAX, f"TenantName cannot exceed {SES_TENANT_MAX} characters.")


class NameFault(NamedTuple):
    """From which character to which a text is no name, what stands there, and SES's answer, where that is known."""

    start: int
    end: int
    found: str
    answer: str | None


def name_fault(text: str, kind: Kind) -> NameFault | None:
    """Find what makes a text no name of this kind. How SES quotes what cannot be seen, nobody has seen."""
    if len(text) > kind.limit:
        return NameFault(kind.limit, len(text), f"{len(text):,} characters", kind.too_long)
    foreign = NOT_IN_NAME_RE.search(text)
    if not foreign:
        return None
    answer = f"Invalid {kind.what} name <{text}>: only alphanumeric ASCII characters, '_', and '-' are allowed."
    return NameFault(*foreign.span(), code_points(foreign[0]), answer if text.isprintable() else None)
