"""What a rule has found: one fact, where it stands, how bad it is and what that claim rests on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from mimeforge.linter.request import member_order
from mimeforge.tree import Span

if TYPE_CHECKING:
    from mimeforge.linter.fix import Fix

__all__ = ["ABSENT", "Evidence", "Finding", "Severity", "order"]

# Something that is not there has no place: such a finding points at line 1, column 1.
ABSENT = Span(0, 0)


class _Ranked(StrEnum):
    """Members are their text and compare by their place in the class, the weakest first; so do the texts of members."""

    @property
    def rank(self) -> int:
        """The place in the order, from 0 for the weakest."""
        return list(type(self)).index(self)

    # `str` brings all four comparisons, by alphabet; each has to be replaced.
    def __lt__(self, other: str) -> bool:
        return self.rank < type(self)(other).rank

    def __le__(self, other: str) -> bool:
        return self.rank <= type(self)(other).rank

    def __gt__(self, other: str) -> bool:
        return self.rank > type(self)(other).rank

    def __ge__(self, other: str) -> bool:
        return self.rank >= type(self)(other).rank


class Severity(_Ranked):
    """How bad a finding is: ``note`` < ``warning`` < ``error``.

    Under the profiles of Amazon SES an error is something that SES or a large receiver refuses, or lost meaning; under
    ``rfc`` it is a broken MUST.
    """

    NOTE = "note"
    WARNING = "warning"
    ERROR = "error"


class Evidence(_Ranked):
    """What a rule rests on: ``inferred`` < ``field-report`` < ``probed`` < ``documented``.

    ``documented``: a standard or the service's own pages say so. ``probed``: somebody tried it against the service and
    wrote the answer down. ``field-report``: users met it. ``inferred``: it follows from the others.
    """

    INFERRED = "inferred"
    FIELD_REPORT = "field-report"
    PROBED = "probed"
    DOCUMENTED = "documented"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One fact about a message.

    ``span`` is half-open in the linted octets; ``line`` and ``column`` (in octets) are those of its start, from 1.
    Something absent stands at 1:1 with an empty span. ``part`` is the path of the part, ``""`` for the message itself;
    ``header`` the field name as it is written and ``occurrence`` which of its name in that part, from 1; both are None
    where the finding is not about a field. ``member`` is the path of the member of a request that the finding is about
    (``Destination.ToAddresses[3]``, from 0), and None where it is about a message; ``span``, ``line`` and ``column``
    then count in the value of that member, in UTF-8. ``predicts`` is the text Amazon SES would answer, where known.
    ``evidence`` is the kind of ground the rule rests on and ``source`` names it. ``fix`` repairs it, where that can be
    done without asking somebody what was meant; ``fix_withheld`` says why one is not offered here. Of what is
    ``masked``, a secret, reports show the first characters alone.
    """

    code: str
    slug: str
    severity: Severity
    message: str
    span: Span = ABSENT
    line: int = 1
    column: int = 1
    part: str = ""
    header: str | None = None
    occurrence: int | None = None
    member: str | None = None
    predicts: str | None = None
    evidence: Evidence
    source: str
    fix: Fix | None = None
    fix_withheld: str | None = None
    masked: bool = False


def order(finding: Finding) -> tuple[bool, tuple[tuple[str, int], ...], int, int, str, int]:
    """Return what the findings of a report are sorted by: their places; at one place the worst is first.

    Those about members of a request come before those about its message.
    """
    members = () if finding.member is None else member_order(finding.member)
    place = finding.span.start, -finding.severity.rank, finding.code, finding.span.end
    return finding.member is None, members, *place
