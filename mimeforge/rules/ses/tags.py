"""SES: message tags in X-SES-MESSAGE-TAGS."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from mimeforge._grammar import ENCODED_WORD_RE, FOLD_RE, LWSP
from mimeforge._limits import SES_TAG_DOCUMENTED_MAX, SES_TAG_MAX, SES_TAGS_AS_DIMENSIONS_MAX, TAGS_READ_MAX
from mimeforge._ses_facts import (
    FEEDBACK_ID_TAGS,
    RESERVED_TAGS,
    TAG_NAME_RE,
    TAG_VALUE_DOCUMENTED_RE,
    TAG_VALUE_RE,
    TAGS_FIELD,
)
from mimeforge.codecs.visible import shown
from mimeforge.errors import code_points
from mimeforge.linter.examples import sample
from mimeforge.linter.finding import Evidence, Severity
from mimeforge.linter.rule import Hit, fields, rule
from mimeforge.rules.ses.fixes import setting_as_it_is
from mimeforge.rules.ses.setting_fields import is_left_to_others
from mimeforge.tree import Span

if TYPE_CHECKING:
    from collections.abc import Iterator
    from re import Pattern

    from mimeforge.linter.context import Context
    from mimeforge.tree import Field

__all__ = ["RULES"]

_LONGEST: Final = "x" * SES_TAG_MAX


def _sample(*tags: str) -> bytes:
    """Write an example."""
    return sample("X-SES-MESSAGE-TAGS: " + ",\r\n ".join(tags))


class _Side(NamedTuple):
    """What may stand on one side of the ``=``; ``signs`` are those of SES's answer, with its blanks."""

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


class _Tag(NamedTuple):
    """One tag, ``name=value``; ``value`` is None where there is no ``=``.

    ``span`` leaves out the blanks around the tag, which ``piece`` holds, and ``value_start`` those before the value.
    """

    name: str
    value: str | None
    span: Span
    value_start: int
    piece: Span


class _Fault(NamedTuple):
    """What is wrong with a tag and where, and what SES answers, where that is known."""

    span: Span
    text: str
    answer: str | None = None
    severity: Severity | None = None
    evidence: Evidence | None = None


@rule(
    "SES105",
    "ses-tags-syntax",
    severity=Severity.ERROR,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source="API models, MessageTag; SES developer guide, event publishing; answers recorded for the parameter of the "
    "API (localstack/localstack, snapshots of tests): 255 characters, . and @ in values",
    looks_at=fields(TAGS_FIELD),
    bad=(
        _sample("campaign=may sale"),
        _sample("campaign.name=may"),
        _sample("=may"),
        _sample("campaign="),
        _sample("campaign"),
        _sample("campaign=may", ""),
        _sample(""),
        _sample("campaign=" + _LONGEST + "x"),
        _sample("=?utf-8?q?campaign=3Dmay?="),
    ),
    good=(
        _sample("campaign=may"),
        _sample("campaign = may", "kind=receipt", "ses:feedback-id-a=shop"),
        _sample("list=news@example.com", _LONGEST + "=" + _LONGEST),
    ),
)
def tags_syntax(field: Field, context: Context) -> Iterator[Hit]:
    """X-SES-MESSAGE-TAGS does not hold tags that Amazon SES takes.

    The form is ``name=value, name=value``. Names are letters and digits of ASCII, ``_`` and ``-``; values may also hold
    ``.`` and ``@``, which the documents leave out; both are 1 to 255 characters long and never encoded. SES refuses the
    message at the first tag that breaks this. What it makes of a tag without ``=`` is not known. The first thousand
    tags are looked at.
    """
    word = ENCODED_WORD_RE.search(field.raw.decode("latin-1"))
    if not field.raw.strip():
        text = f"{field.name} is empty: write name=value, or leave the field out"
        yield Hit(field.span, text, severity=Severity.WARNING)
    elif word:
        start = field.body_span.start
        text = f"{field.name} holds an encoded-word, which nobody decodes there: write name=value as it is"
        yield Hit(Span(start + word.start(), start + word.end()), text, fix=setting_as_it_is(field))
    else:
        yield from _faulty_tags(field, context)


@rule(
    "SES126",
    "ses-tags-use",
    severity=Severity.WARNING,
    rfc=None,
    evidence=Evidence.INFERRED,
    source="SES developer guide: event data, feedback loops; of 2018: limits. What a tag set twice does is not known",
    looks_at=fields(TAGS_FIELD),
    bad=(
        _sample("ses:source-ip=home"),
        _sample("ses:campaign=may"),
        _sample("campaign=may", "campaign=june"),
        _sample(*(f"tag{number}=1" for number in range(11))),
    ),
    good=(
        _sample("source-ip=home", "ses:feedback-id-a=shop", "ses:feedback-id-b=may"),
        _sample("campaign=may", "Campaign=june"),
        _sample(*(f"tag{number}=1" for number in range(10))),
    ),
)
def tags_use(field: Field, context: Context) -> Iterator[Hit]:
    """A tag is one that Amazon SES sets itself, or stands twice, or is one of very many.

    Tags that begin with ``ses:`` belong to SES but for ``ses:feedback-id-a`` and ``ses:feedback-id-b``; which of two
    tags of one name is used nobody knows. CloudWatch takes ten dimensions; more tags than that are a note.
    """
    named = (tag for tag in context.once(_tags, field) if TAG_NAME_RE.fullmatch(tag.name))
    seen: set[str] = set()
    for number, tag in enumerate(named, 1):
        if number == SES_TAGS_AS_DIMENSIONS_MAX + 1:
            text = f"CloudWatch takes {SES_TAGS_AS_DIMENSIONS_MAX} dimensions, this tag is one more: leave some out"
            yield Hit(tag.span, text, severity=Severity.NOTE)
        if tag.name in RESERVED_TAGS:
            text = f"SES sets the tag {shown(tag.name)} itself: take another name"
            yield Hit(tag.span, text, evidence=Evidence.DOCUMENTED)
        elif tag.name.startswith("ses:") and tag.name not in FEEDBACK_ID_TAGS:
            text = f"{shown(tag.name)} is no tag of SES that a sender sets: take a name without ses:"
            yield Hit(tag.span, text)
        if tag.name in seen:
            yield Hit(tag.span, f"the tag {shown(tag.name)} stands again: set it once")
        seen.add(tag.name)


def _tags(field: Field) -> tuple[_Tag, ...]:
    """Cut a field at each comma, then at the first ``=``; an empty tag stands at the commas around it."""
    first, last = field.value_span
    start = field.body_span.start
    tags = []
    for text in field.raw.decode("latin-1").split(",", TAGS_READ_MAX)[:TAGS_READ_MAX]:
        piece = Span(start, start + len(text))
        bare = text.strip(LWSP)
        name, equals, value = bare.partition("=")
        value = value.lstrip(LWSP)
        begins = piece.end - len(text.lstrip(LWSP))
        span = Span(begins, begins + len(bare)) if bare else Span(max(start - 1, first), min(piece.end + 1, last))
        tags.append(_Tag(name.rstrip(LWSP), value if equals else None, span, span.end - len(value), piece))
        start = piece.end + 1
    return tuple(tags)


def _faulty_tags(field: Field, context: Context) -> Iterator[Hit]:
    """Pass the faults of tags. SES answers to the first; of some octets the rules on any field speak.

    The answers were recorded. In a run that goes by the documents they are no ground, and name other limits.
    """
    is_first = True
    for tag in context.once(_tags, field):
        fault = _fault(tag, context)
        if fault and not is_left_to_others(field.source.read(tag.piece)):
            answer = fault.answer if is_first and not context.follows_documents else None
            fix = context.once(setting_as_it_is, field)
            yield Hit(
                fault.span, fault.text, predicts=answer, severity=fault.severity, evidence=fault.evidence, fix=fix
            )
        is_first = is_first and not fault


def _fault(tag: _Tag, context: Context) -> _Fault | None:
    """Find the first fault in the order in which SES looks for them."""
    if tag.value is None:
        what = f"the tag {shown(tag.name)} has no =" if tag.name else "an empty tag between commas"
        return _Fault(tag.span, f"{what}: write name=value", severity=Severity.WARNING)
    sides = _DOCUMENTED_SIDES if context.follows_documents else _SIDES
    both = tuple(zip(sides, (tag.name, tag.value), (tag.span.start, tag.value_start), strict=True))
    for side, text, _ in both:
        if not text:
            what = f"a tag {side.what} is empty: write name=value"
            return _Fault(tag.span, what, f"The tag {side.what} must be specified.")
    for side, text, start in both:
        if len(text) > side.limit:
            return _too_long(side, text, start)
        if not side.pattern.fullmatch(text):
            return _illegal(side, text, start)
    if context.follows_documents and not TAG_VALUE_DOCUMENTED_RE.fullmatch(tag.value):
        at = tag.value_start + _first_foreign(TAG_VALUE_DOCUMENTED_RE, tag.value)
        what = f"the tag value {shown(tag.value)} holds . or @, which the documents leave out: write _ or -"
        return _Fault(Span(at, at + 1), what, severity=Severity.WARNING)
    return None


def _too_long(side: _Side, text: str, start: int) -> _Fault:
    what = f"a tag {side.what} of {len(text)} characters, at most {side.limit} may stand: shorten it"
    # The documents say 256, the service 255.
    evidence = Evidence.PROBED if len(text) <= SES_TAG_DOCUMENTED_MAX else None
    answer = f"Tag {side.what} cannot exceed {SES_TAG_MAX} characters."
    return _Fault(Span(start + side.limit, start + len(text)), what, answer, evidence=evidence)


def _illegal(side: _Side, text: str, start: int) -> _Fault:
    """Point at a fold, of which nobody has seen what SES quotes, or at the first sign that may not stand."""
    fold = FOLD_RE.search(text.encode("latin-1"))
    answer = f"Invalid tag {side.what} <{text}>: only alphanumeric ASCII characters, {side.signs} are allowed."
    at = _first_foreign(side.pattern, text, side.prefix)
    begins, ends = fold.span() if fold else (at, at + 1)
    what = "a fold" if fold else code_points(text[at])
    message = f"the tag {side.what} {shown(text)} holds {what}: only {side.advice} may stand"
    return _Fault(Span(start + begins, start + ends), message, None if fold else answer)


def _first_foreign(pattern: Pattern[str], text: str, prefix: str = "") -> int:
    """Find the first sign that does not match alone; where all do behind the prefix, it is the colon of the prefix."""
    begins = len(prefix) if text.startswith(prefix) else 0
    return next((at for at in range(begins, len(text)) if not pattern.fullmatch(text[at])), begins - 1)


RULES = (tags_syntax, tags_use)
