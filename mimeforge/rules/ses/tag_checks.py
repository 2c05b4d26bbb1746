"""What rules share about message tags: the first fault of a tag, in SES's order of checks, and tags of little use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from mimeforge._grammar import FOLD_RE
from mimeforge._limits import SES_TAG_DOCUMENTED_MAX, SES_TAG_MAX, SES_TAGS_AS_DIMENSIONS_MAX
from mimeforge._ses_facts import FEEDBACK_ID_TAGS, RESERVED_TAGS, TAG_NAME_RE, TAG_VALUE_DOCUMENTED_RE, TAG_VALUE_RE
from mimeforge.codecs.visible import shown
from mimeforge.errors import code_points
from mimeforge.linter.finding import Evidence, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from re import Pattern

__all__ = ["TagFault", "TagUse", "of_little_use", "tag_fault"]


class _Side(NamedTuple):
    """What may stand as the name or the value; ``signs`` are those of SES's answer, with its blanks."""

    what: str
    pattern: Pattern[str]
    prefix: str
    limit: int
    signs: str
    advice: str


_SIDES: Final = (
    _Side("name", TAG_NAME_RE, "ses:", SES_TAG_MAX, "'_',  '-'", "letters, digits, _ and -"),
    _Side("value", TAG_VALUE_RE, "", SES_TAG_MAX, "'_',  '-' , '.', '@'", "letters, digits, _, -, . and @"),
)
# As the documents have it
_DOCUMENTED_SIDES: Final = tuple(
    side._replace(limit=SES_TAG_DOCUMENTED_MAX, advice="letters, digits, _ and -") for side in _SIDES
)


class TagFault(NamedTuple):
    """What is wrong with a tag: on which side, from which character of it to which, and SES's answer, where known.

    What is empty is at fault from 0 to 0.
    """

    is_of_value: bool
    start: int
    end: int
    text: str
    answer: str | None = None
    severity: Severity | None = None
    evidence: Evidence | None = None


def tag_fault(name: str, value: str, *, follows_documents: bool) -> TagFault | None:
    """Find the first fault of a tag in the order in which SES looks for them.

    The answers were recorded. In a run that goes by the documents they are no ground, and name other limits.
    """
    both = tuple(zip(_DOCUMENTED_SIDES if follows_documents else _SIDES, (name, value), (False, True), strict=True))
    for side, text, is_value in both:
        if not text:
            advice = f"a tag {side.what} is empty: write {side.advice}"
            return TagFault(is_value, 0, 0, advice, f"The tag {side.what} must be specified.")
    for side, text, is_value in both:
        if len(text) > side.limit:
            return _too_long(side, text, is_of_value=is_value)
        if not side.pattern.fullmatch(text):
            return _illegal(side, text, is_of_value=is_value)
    if follows_documents and not TAG_VALUE_DOCUMENTED_RE.fullmatch(value):
        at = _first_foreign(TAG_VALUE_DOCUMENTED_RE, value)
        what = f"the tag value {shown(value)} holds . or @, which the documents leave out: write _ or -"
        return TagFault(True, at, at + 1, what, severity=Severity.WARNING)
    return None


class TagUse(NamedTuple):
    """Which of several tags is of little use, and why."""

    which: int
    text: str
    severity: Severity | None = None
    evidence: Evidence | None = None


def of_little_use(names: Iterable[str]) -> Iterator[TagUse]:
    """Pass the tags that SES sets itself, that stand again, and the first that is one too many for CloudWatch."""
    seen: set[str] = set()
    for which, name in enumerate(names):
        if which == SES_TAGS_AS_DIMENSIONS_MAX:
            text = f"CloudWatch takes {SES_TAGS_AS_DIMENSIONS_MAX} dimensions, this tag is one more: leave some out"
            yield TagUse(which, text, severity=Severity.NOTE)
        if name in RESERVED_TAGS:
            yield TagUse(
                which, f"SES sets the tag {shown(name)} itself: take another name", evidence=Evidence.DOCUMENTED
            )
        elif name.startswith("ses:") and name not in FEEDBACK_ID_TAGS:
            yield TagUse(which, f"{shown(name)} is no tag of SES that a sender sets: take a name without ses:")
        if name in seen:
            yield TagUse(which, f"the tag {shown(name)} stands again: set it once")
        seen.add(name)


def _too_long(side: _Side, text: str, *, is_of_value: bool) -> TagFault:
    what = f"a tag {side.what} of {len(text)} characters, at most {side.limit} may stand: shorten it"
    # The documents say 256, the service 255.
    evidence = Evidence.PROBED if len(text) <= SES_TAG_DOCUMENTED_MAX else None
    answer = f"Tag {side.what} cannot exceed {SES_TAG_MAX} characters."
    return TagFault(is_of_value, side.limit, len(text), what, answer, evidence=evidence)


def _illegal(side: _Side, text: str, *, is_of_value: bool) -> TagFault:
    """Point at a line end, or at the first sign that may not stand. How SES quotes what is not seen, nobody knows."""
    fold = FOLD_RE.search(text.encode("latin-1", "replace"))
    answer = f"Invalid tag {side.what} <{text}>: only alphanumeric ASCII characters, {side.signs} are allowed."
    at = _first_foreign(side.pattern, text, side.prefix)
    begins, ends = fold.span() if fold else (at, at + 1)
    what = "a line end" if fold else code_points(text[at])
    message = f"the tag {side.what} {shown(text)} holds {what}: only {side.advice} may stand"
    return TagFault(is_of_value, begins, ends, message, answer if text.isprintable() and text.strip() else None)


def _first_foreign(pattern: Pattern[str], text: str, prefix: str = "") -> int:
    """Find the first sign that does not match alone; where all do behind the prefix, it is the colon of the prefix."""
    begins = len(prefix) if text.startswith(prefix) else 0
    return next((at for at in range(begins, len(text)) if not pattern.fullmatch(text[at])), begins - 1)
