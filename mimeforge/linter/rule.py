"""What a rule is: a check, what it looks at, how bad a hit is, what it rests on, and the examples that prove it.

::

    @rule(
        "ABC101",
        "subject-shouts",
        severity=Severity.NOTE,
        rfc=None,
        evidence=Evidence.FIELD_REPORT,
        source="example.org, style guide",
        looks_at=fields("Subject"),
        bad=(sample("Subject: LUNCH"),),
        good=(sample("Subject: Lunch"),),
    )
    def subject_shouts(field: Field, context: Context) -> Iterator[Hit]:
        \"\"\"The subject is written in capitals.

        Filters count capitals, and readers feel shouted at. Write it as a sentence.
        \"\"\"
        if field.text.isupper():
            yield Hit(field.span, "the subject is written in capitals; write it as a sentence")

The decorator registers nothing: the tables in `mimeforge.preflight` say which rules run.
"""

from __future__ import annotations

import inspect
import re
from dataclasses import KW_ONLY, dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from mimeforge.linter.examples import Call, Example, Recipe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from mimeforge.linter.context import Context, Overlay, Profile
    from mimeforge.linter.finding import Evidence, Severity
    from mimeforge.linter.fix import Fix
    from mimeforge.linter.request import Request
    from mimeforge.linter.secrets import Secret
    from mimeforge.tree import Field, Part, Source, Span

__all__ = [
    "EVERY_FIELD",
    "LEAF",
    "MESSAGE",
    "OCTETS",
    "PART",
    "Hit",
    "LooksAt",
    "Rule",
    "Scope",
    "encoded",
    "fields",
    "part_fields",
    "parts",
    "requests",
    "rule",
]

_T = TypeVar("_T")

_CODE_RE: Final = re.compile(r"[A-Z]{3}\d{3}")
_SLUG_RE: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class Scope(Enum):
    """How often, and with what, the engine calls a check."""

    REQUEST = auto()
    OCTETS = auto()
    MESSAGE = auto()
    PART = auto()
    ENCODED = auto()
    LEAF = auto()
    FIELD = auto()
    PART_FIELD = auto()


@dataclass(frozen=True, slots=True)
class LooksAt(Generic[_T]):
    """What a rule looks at. ``names`` are in lower case: of fields, media types or transfer encodings. None: any.

    Those of operations are in the case of the API.
    """

    scope: Scope
    names: frozenset[str] = frozenset()


OCTETS: Final[LooksAt[Source]] = LooksAt(Scope.OCTETS)
"""The octets with their lines, once."""
MESSAGE: Final[LooksAt[Part]] = LooksAt(Scope.MESSAGE)
"""The root of the tree, once."""
PART: Final[LooksAt[Part]] = LooksAt(Scope.PART)
"""Each part, the root first."""
LEAF: Final[LooksAt[Part]] = LooksAt(Scope.LEAF)
"""Each part without children."""
EVERY_FIELD: Final[LooksAt[Field]] = LooksAt(Scope.PART_FIELD)
"""Each header field of each part."""


def requests(*operations: str) -> LooksAt[Request]:
    """Look at each request for one of these operations ("ses.SendRawEmail"), once; without names, at any request."""
    return LooksAt(Scope.REQUEST, frozenset(operations))


def fields(*names: str) -> LooksAt[Field]:
    """Look at each field of these names (in any case) of the message itself."""
    return LooksAt(Scope.FIELD, _lower(names))


def part_fields(*names: str) -> LooksAt[Field]:
    """Look at each field of these names (in any case) in each part, the message itself included."""
    return LooksAt(Scope.PART_FIELD, _lower(names))


def parts(*types: str) -> LooksAt[Part]:
    """Look at each part of these media types: "text/html", or "multipart" for all that begin so."""
    return LooksAt(Scope.PART, _lower(types))


def encoded(*encodings: str) -> LooksAt[Part]:
    """Look at each part without children that has one of these transfer encodings."""
    return LooksAt(Scope.ENCODED, _lower(encodings))


@dataclass(frozen=True, slots=True)
class Hit:
    """What a check yields: where, and what is wrong there and what to do about it; the engine makes it a finding.

    ``span`` is `ABSENT` for something that is not there. The rest is for where the engine cannot know better:
    ``part`` and ``field`` default to what the check was called with, and else to what stands at ``span``; ``severity``
    and ``evidence`` override the rule's where one construct is worse, or less sure, than another. ``member`` is the
    path of a member of the request; ``span`` then counts octets of its value, or of ``quoted`` where that is shown for
    it. ``predicts`` is SES's text; with ``is_whole_reply`` it is all the interface answers, otherwise the profile says
    what stands around it.
    ``fix`` repairs what was hit; the engine withholds it where a signature forbids its edits. ``secret`` is kept out of
    reports, but for its beginning, whether or not the finding counts; its span is ``span``, or what stands near it.
    Mail is quoted in ``message`` through `mimeforge.codecs.visible.shown`, and never with ``repr``.
    """

    span: Span
    message: str
    _: KW_ONLY
    part: Part | None = None
    field: Field | None = None
    member: str | None = None
    quoted: bytes | None = None
    predicts: str | None = None
    severity: Severity | None = None
    evidence: Evidence | None = None
    is_whole_reply: bool = False
    fix: Fix | None = None
    secret: Secret | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """One rule.

    ``severity`` holds under the profiles of Amazon SES, ``rfc`` under the profile of that name; None is silence.
    ``title`` and ``text`` are the first line and the rest of the check's docstring. An ``alone`` rule runs before the
    others; when it speaks, the report holds its findings only, because everything else would be noise. An ``embedded``
    rule looks into the messages that a message carries too; the others leave them alone: they are somebody's mail of
    another day, and neither SES nor a receiver judges the outer message by them. A rule with an ``overlay`` speaks only
    under profiles that have it on top: "bulk" for what holds for mail to many, "strict" for what would speak about
    ordinary mail.
    """

    code: str
    slug: str
    severity: Severity | None
    rfc: Severity | None
    evidence: Evidence
    source: str
    looks_at: LooksAt[Any]
    check: Callable[[Any, Context], Iterable[Hit]]
    title: str
    text: str
    bad: tuple[Example, ...]
    good: tuple[Example, ...]
    alone: bool = False
    embedded: bool = False
    overlay: Overlay | None = None

    def __call__(self, thing: Any, context: Context) -> Iterable[Hit]:
        """Check one thing of the kind the rule looks at."""
        return self.check(thing, context)

    def __repr__(self) -> str:
        return f"<Rule {self.code} {self.slug}>"

    def severity_under(self, profile: Profile) -> Severity | None:
        """Return how bad a hit is under ``profile``, or None where the rule does not speak."""
        if self.overlay is not None and self.overlay not in profile.overlays:
            return None
        return self.severity if profile.family == "ses" else self.rfc


def rule(
    code: str,
    slug: str,
    *,
    severity: Severity | None,
    rfc: Severity | None,
    evidence: Evidence,
    source: str,
    looks_at: LooksAt[_T],
    bad: Iterable[bytes | Recipe | Call | Example] = (),
    good: Iterable[bytes | Recipe | Call | Example] = (),
    alone: bool = False,
    embedded: bool = False,
    overlay: Overlay | None = None,
) -> Callable[[Callable[[_T, Context], Iterable[Hit]]], Rule]:
    """Make a rule of a check. Raises ValueError where something is missing that a rule has to have."""
    shown_under = f"{'rfc' if severity is None else 'ses'},{overlay}" if overlay else None
    examples = {"bad": _examples(bad, shown_under), "good": _examples(good, shown_under)}
    missing = [f"{kind} examples" for kind, given in examples.items() if not given]
    missing += ["source"] * (not source) + ["severity"] * (severity is None and rfc is None)
    if not _CODE_RE.fullmatch(code):
        raise ValueError(f"{code!r} is not a code: three capitals, three digits")
    if not _SLUG_RE.fullmatch(slug):
        raise ValueError(f"{slug!r} is not a slug: lower-case words joined by hyphens")
    if alone and looks_at.scope not in (Scope.REQUEST, Scope.OCTETS):
        raise ValueError(f"rule {code}: only rules on OCTETS and on requests run alone")

    def make(check: Callable[[_T, Context], Iterable[Hit]]) -> Rule:
        title, _, text = inspect.cleandoc(check.__doc__ or "").partition("\n")
        lacking = missing + ["docstring"] * (not title)
        if lacking:
            raise ValueError(f"rule {code} has no {' and no '.join(lacking)}")
        return Rule(
            code=code,
            slug=slug,
            severity=severity,
            rfc=rfc,
            evidence=evidence,
            source=source,
            looks_at=looks_at,
            check=check,
            title=title,
            text=text.strip(),
            alone=alone,
            embedded=embedded,
            overlay=overlay,
            **examples,
        )

    return make


def _examples(given: Iterable[bytes | Recipe | Call | Example], profile: str | None) -> tuple[Example, ...]:
    if not isinstance(given, (tuple, list)):  # octets would be taken for a list of numbers
        raise TypeError("examples are a tuple of messages, not one message")
    return tuple(one if isinstance(one, Example) else Example(one, profile=profile) for one in given)


def _lower(names: tuple[str, ...]) -> frozenset[str]:
    if not names:
        raise ValueError("name at least one")
    return frozenset(name.lower() for name in names)
