"""API: message tags in Tags and EmailTags."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from mimeforge._limits import SES_TAG_MAX
from mimeforge._ses_facts import TAG_NAME_RE
from mimeforge.linter.finding import Evidence, Severity
from mimeforge.linter.rule import Hit, requests, rule
from mimeforge.rules.api.examples import raw_2, send
from mimeforge.rules.api.places import at
from mimeforge.rules.api.roles import ROLES, roles
from mimeforge.rules.ses.tag_checks import of_little_use, tag_fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.linter.context import Context
    from mimeforge.linter.examples import Call
    from mimeforge.linter.request import Request

__all__ = ["RULES"]

_LONGEST: Final = "x" * SES_TAG_MAX


def _tagged(*tags: tuple[str, str]) -> Call:
    return send(Tags=[{"Name": name, "Value": value} for name, value in tags])


def _tagged_2(name: str, value: str) -> Call:
    return raw_2(EmailTags=[{"Name": name, "Value": value}])


class _Tag(NamedTuple):
    """One tag, and the path of the structure that holds it."""

    path: str
    name: str
    value: str


def _tags(request: Request) -> list[_Tag]:
    """Read the tags that have both, which is what the API wants of them."""
    found = request.items(roles(request).tags)
    return [_Tag(path, tag["Name"], tag["Value"]) for path, tag in found if {"Name", "Value"} <= tag.keys()]


@rule(
    "API150",
    "request-tag-syntax",
    severity=Severity.ERROR,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source="API models, MessageTag; answers recorded (localstack/localstack, snapshots of tests): 255 characters, "
    ". and @ in values",
    looks_at=requests(*ROLES),
    bad=(
        _tagged(("campaign", "may sale")),
        _tagged(("campaign.name", "may")),
        _tagged(("", "may")),
        _tagged(("campaign", "")),
        _tagged((_LONGEST + "x", "may")),
        _tagged_2("campaign", "été"),
    ),
    good=(
        _tagged(("campaign", "may"), ("ses:feedback-id-a", "shop")),
        _tagged((_LONGEST, _LONGEST)),
        _tagged_2("list", "news@example.com"),
    ),
)
def tag_syntax(request: Request, context: Context) -> Iterator[Hit]:
    """A message tag is none that Amazon SES takes.

    Names are letters and digits of ASCII, ``_`` and ``-``; values may also hold ``.`` and ``@``, which the documents
    leave out; both are 1 to 255 characters long (the documents say 256). SES refuses the message at the first tag that
    breaks this.
    """
    is_first = True
    for tag in _tags(request):
        fault = tag_fault(tag.name, tag.value, follows_documents=context.follows_documents)
        if fault:
            yield at(
                request,
                f"{tag.path}.{'Value' if fault.is_of_value else 'Name'}",
                fault.text,
                fault.start,
                fault.end,
                predicts=fault.answer if is_first and not context.follows_documents else None,
                severity=fault.severity,
                evidence=fault.evidence,
            )
            is_first = False


@rule(
    "API151",
    "request-tag-use",
    severity=Severity.WARNING,
    rfc=None,
    evidence=Evidence.INFERRED,
    source="SES developer guide: event data, feedback loops; of 2018: limits. What a tag set twice does is not known",
    looks_at=requests(*ROLES),
    bad=(
        _tagged(("ses:source-ip", "home")),
        _tagged_2("ses:campaign", "may"),
        _tagged(("campaign", "may"), ("campaign", "june")),
        _tagged(*((f"tag{number}", "1") for number in range(11))),
    ),
    good=(
        _tagged(("source-ip", "home"), ("ses:feedback-id-a", "shop"), ("ses:feedback-id-b", "may")),
        _tagged(("campaign", "may"), ("Campaign", "june")),
        _tagged(*((f"tag{number}", "1") for number in range(10))),
    ),
)
def tag_use(request: Request, context: Context) -> Iterator[Hit]:
    """A message tag is one that Amazon SES sets itself, or stands twice, or is one of very many.

    Tags that begin with ``ses:`` belong to SES but for ``ses:feedback-id-a`` and ``ses:feedback-id-b``; which of two
    tags of one name is used nobody knows. CloudWatch takes ten dimensions; more tags than that are a note.
    """
    named = [tag for tag in _tags(request) if TAG_NAME_RE.fullmatch(tag.name)]
    for use in of_little_use(tag.name for tag in named):
        yield at(request, f"{named[use.which].path}.Name", use.text, severity=use.severity, evidence=use.evidence)


RULES = (tag_syntax, tag_use)
