"""SES: message tags in X-SES-MESSAGE-TAGS."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from mimeforge._grammar import ENCODED_WORD_RE, LWSP
from mimeforge._limits import SES_TAG_MAX, TAGS_READ_MAX
from mimeforge._ses_facts import TAG_NAME_RE, TAGS_FIELD
from mimeforge.codecs.visible import shown
from mimeforge.linter.examples import sample
from mimeforge.linter.finding import Evidence, Severity
from mimeforge.linter.rule import Hit, fields, rule
from mimeforge.rules.ses.fixes import setting_as_it_is
from mimeforge.rules.ses.setting_fields import is_left_to_others, is_overridden
from mimeforge.rules.ses.tag_checks import TagFault, of_little_use, tag_fault
from mimeforge.tree import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.linter.context import Context
    from mimeforge.tree import Field

__all__ = ["RULES", "Tag", "tags_of"]

_LONGEST: Final = "x" * SES_TAG_MAX


def _sample(*tags: str) -> bytes:
    """Write an example."""
    return sample("X-SES-MESSAGE-TAGS: " + ",\r\n ".join(tags))


class Tag(NamedTuple):
    """One tag, ``name=value``; ``value`` is None where there is no ``=``.

    ``span`` leaves out the blanks around the tag, which ``piece`` holds, and ``value_start`` those before the value.
    """

    name: str
    value: str | None
    span: Span
    value_start: int
    piece: Span


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
    if is_overridden(field.name, context):
        return
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
    if is_overridden(field.name, context):
        return
    named = [tag for tag in context.once(tags_of, field) if TAG_NAME_RE.fullmatch(tag.name)]
    for use in of_little_use(tag.name for tag in named):
        yield Hit(named[use.which].span, use.text, severity=use.severity, evidence=use.evidence)


def tags_of(field: Field) -> tuple[Tag, ...]:
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
        tags.append(Tag(name.rstrip(LWSP), value if equals else None, span, span.end - len(value), piece))
        start = piece.end + 1
    return tuple(tags)


def _faulty_tags(field: Field, context: Context) -> Iterator[Hit]:
    """Pass the faults of tags. SES answers to the first; of some octets the rules on any field speak."""
    is_first = True
    for tag in context.once(tags_of, field):
        fault = _fault(tag, context)
        if fault and not is_left_to_others(field.source.read(tag.piece)):
            answer = fault.answer if is_first and not context.follows_documents else None
            fix = context.once(setting_as_it_is, field)
            yield Hit(
                _place(tag, fault),
                fault.text,
                predicts=answer,
                severity=fault.severity,
                evidence=fault.evidence,
                fix=fix,
            )
        is_first = is_first and not fault


def _fault(tag: Tag, context: Context) -> TagFault | None:
    if tag.value is not None:
        return tag_fault(tag.name, tag.value, follows_documents=context.follows_documents)
    what = f"the tag {shown(tag.name)} has no =" if tag.name else "an empty tag between commas"
    return TagFault(False, 0, 0, f"{what}: write name=value", severity=Severity.WARNING)


def _place(tag: Tag, fault: TagFault) -> Span:
    """Say where in the field: at all of a tag of which something is not there."""
    start = tag.value_start if fault.is_of_value else tag.span.start
    return Span(start + fault.start, start + fault.end) if fault.end else tag.span


RULES = (tags_syntax, tags_use)
