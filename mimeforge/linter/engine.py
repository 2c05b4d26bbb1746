"""The engine: walks a parsed message once and calls each rule only where it applies."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, replace
from dataclasses import field as dataclass_field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from mimeforge.codecs.visible import visible
from mimeforge.edit import Protection, protection
from mimeforge.linter.finding import ABSENT, Evidence, Finding, Severity, order
from mimeforge.linter.report import Report
from mimeforge.linter.rule import Hit, Rule, Scope
from mimeforge.linter.secrets import Secret, unquoted
from mimeforge.tree import Field, Part, Source, Span, parse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from mimeforge.linter.context import Context, Profile
    from mimeforge.linter.fix import Fix
    from mimeforge.linter.request import Request

__all__ = ["FINDINGS_MAX", "inspect", "inspect_request"]

# What one rule may report about one message: a hostile message can break a rule in each of its octets.
FINDINGS_MAX: Final = 1000


class _ActiveRule(NamedTuple):
    """A rule that speaks under the profile at hand, its check, and how bad a hit of it is there."""

    check: Callable[[Any, Context], Iterable[Hit]]
    rule: Rule
    severity: Severity


_Rules = tuple[_ActiveRule, ...]


@dataclass(frozen=True, slots=True)
class _Layer:
    """Rules by scope; those on fields by lower-case name, and those on parts by media type and transfer encoding.

    ``""`` stands for any other.
    """

    scopes: Mapping[Scope, _Rules]
    named: Mapping[Scope, Mapping[str, _Rules]]


@dataclass(frozen=True, slots=True)
class _Plan:
    """The rules that speak under a profile: about a request, a message, and the messages that this carries."""

    alone: Mapping[Scope, _Rules]
    requests: _Rules
    outer: _Layer
    inner: _Layer


def inspect(octets: bytes, rules: tuple[Rule, ...], context: Context, *, name: str = "<message>") -> Report:
    """Run ``rules`` over a message and report what they found.

    ``name`` is what the report calls the message. Raises ValueError where two rules share a code or a slug, and where
    none of them speaks under the profile of ``context``.
    """
    run = _Run(parse(octets), context)
    _inspect_message(_plan(rules, context.profile), run)
    return run.report(name)


def inspect_request(request: Request, rules: tuple[Rule, ...], context: Context, *, name: str) -> Report:
    """Run ``rules`` over a request, and over the message that it holds, which the report calls ``name``.

    The findings about the request come first, sorted by the paths of its members. Raises as `inspect` does.
    """
    plan = _plan(rules, context.profile)
    run = _Run(request.message or parse(b""), replace(context, request=request))
    if not _called_alone(_for_operation(plan.alone[Scope.REQUEST], request.operation), request, run):
        run.call(_for_operation(plan.requests, request.operation), request)
        if request.message is not None:
            _inspect_message(plan, run)
    return run.report(name)


def _for_operation(rules: _Rules, operation: str) -> _Rules:
    return tuple(active for active in rules if operation in (active.rule.looks_at.names or (operation,)))


def _inspect_message(plan: _Plan, run: _Run) -> None:
    if not _called_alone(plan.alone[Scope.OCTETS], run.root.source, run):
        _walk(plan, run)


def _called_alone(rules: _Rules, thing: Any, run: _Run) -> bool:
    before = len(run.findings)
    for active in rules:
        run.call((active,), thing)
        if len(run.findings) > before:
            return True
    return False


def _walk(plan: _Plan, run: _Run) -> None:
    root = run.root
    run.call(plan.outer.scopes[Scope.OCTETS], root.source)
    run.call(plan.outer.scopes[Scope.MESSAGE], root)
    _call_on_fields(plan.outer.named[Scope.FIELD], root, run)
    waiting = [(root, plan.outer)]
    while waiting:
        part, layer = waiting.pop()
        _call_on_part(layer, part, run)
        _call_on_fields(layer.named[Scope.PART_FIELD], part, run)
        below = plan.inner if part.media_type.startswith("message/") else layer
        waiting.extend((child, below) for child in reversed(part.parts))


def _call_on_part(layer: _Layer, part: Part, run: _Run) -> None:
    by_type = layer.named[Scope.PART]
    top = part.media_type.partition("/")[0]
    for name in ("", top, part.media_type):
        run.call(by_type.get(name, ()), part, part)
    if not part.parts:
        run.call(layer.scopes[Scope.LEAF], part, part)
        run.call(layer.named[Scope.ENCODED].get(part.transfer_encoding, ()), part, part)


def _call_on_fields(by_name: Mapping[str, _Rules], part: Part, run: _Run) -> None:
    if not by_name:
        return
    others = by_name.get("", ())
    for field in part.fields:
        run.call(by_name.get(field.name.lower(), others), field, part, field)


@dataclass(slots=True)
class _Run:
    """One look at one message: it calls rules and gathers what they found."""

    root: Part
    context: Context
    findings: list[Finding] = dataclass_field(default_factory=list)
    secrets: list[Secret] = dataclass_field(default_factory=list)
    counts: Counter[Rule] = dataclass_field(default_factory=Counter)
    protection: Protection | None = None
    members: dict[str, Source] = dataclass_field(default_factory=dict)

    def report(self, name: str) -> Report:
        """Put together what was found."""
        return Report(
            findings=unquoted(sorted(self.findings, key=order), self.secrets),
            source=self.root.source.octets,
            name=name,
            profile=self.context.profile.name,
            secrets=tuple(secret.span for secret in self.secrets),
            members=tuple((path, shown.octets) for path, shown in self.members.items()),
        )

    def call(self, rules: _Rules, thing: Any, part: Part | None = None, field: Field | None = None) -> None:
        """Have ``rules`` look at ``thing``: the field ``field`` of ``part``, or ``part``, or else the whole."""
        context = self.context
        for active in rules:
            for found in active.check(thing, context):
                if found.secret is not None:
                    self.secrets.append(found.secret)
                hit = self._grounded(active.rule, found)
                if hit is None:
                    continue
                if self.counts[active.rule] == FINDINGS_MAX:
                    break
                self.counts[active.rule] += 1
                self.findings.append(self._finding(active, hit, part, field))

    def _grounded(self, rule: Rule, hit: Hit) -> Hit | None:
        """Hold a hit against the evidence that is asked for; None where it rests on less.

        What breaks a MUST of a standard is documented, whatever SES's answer to it rests on. The answer is not, then.
        """
        if (hit.evidence or rule.evidence) >= self.context.evidence:
            return hit
        if rule.rfc is Severity.ERROR:
            return replace(hit, predicts=None, evidence=Evidence.DOCUMENTED)
        return None

    def _finding(self, active: _ActiveRule, hit: Hit, part: Part | None, field: Field | None) -> Finding:
        rule = active.rule
        source = self.root.source if hit.member is None else self._member(hit.member, hit.quoted)
        if hit.member is None:
            part = hit.part or part or _part_at(self.root, hit.span)
            field = hit.field or field or _field_at(part, hit.span)
        line, column = source.position(hit.span.start)
        last = self.counts[rule] == FINDINGS_MAX
        withheld = self._forbids(hit.fix)
        return Finding(
            code=rule.code,
            slug=rule.slug,
            severity=hit.severity or active.severity,
            message=visible(hit.message) + f" (the last of the {FINDINGS_MAX} that are reported)" * last,
            span=hit.span,
            line=line,
            column=column,
            part=part.path if part else "",
            header=field.name if field else None,
            occurrence=field.occurrence if field else None,
            member=hit.member,
            predicts=self._answer(hit),
            evidence=hit.evidence or rule.evidence,
            source=rule.source,
            fix=None if withheld else hit.fix,
            fix_withheld=withheld,
            masked=hit.secret is not None and hit.secret.span == hit.span,
        )

    def _member(self, path: str, quoted: bytes | None) -> Source:
        """Keep what is shown of a member of the request, and return it."""
        if path not in self.members:
            request = self.context.request
            shown = request.shown(path) if request else b""
            self.members[path] = Source(shown if quoted is None else quoted)
        return self.members[path]

    def _forbids(self, fix: Fix | None) -> str | None:
        if fix is None:
            return None
        if self.protection is None:
            self.protection = protection(self.root)
        return self.protection.forbids(fix.edits)

    def _answer(self, hit: Hit) -> str | None:
        profile = self.context.profile
        if hit.predicts is None or not profile.predicts:
            return None
        return hit.predicts if hit.is_whole_reply else profile.answer_form.format(hit.predicts)


@lru_cache(maxsize=16)
def _plan(rules: tuple[Rule, ...], profile: Profile) -> _Plan:
    _refuse_doubles(rules)
    severities = ((rule, rule.severity_under(profile)) for rule in rules)
    speaking = [_ActiveRule(rule.check, rule, severity) for rule, severity in severities if severity is not None]
    if not speaking:
        raise ValueError(f"no rule speaks under the profile {profile.name!r}")
    together = [active for active in speaking if not active.rule.alone]
    return _Plan(
        alone={
            scope: tuple(active for active in speaking if active.rule.alone and active.rule.looks_at.scope is scope)
            for scope in (Scope.REQUEST, Scope.OCTETS)
        },
        requests=tuple(active for active in together if active.rule.looks_at.scope is Scope.REQUEST),
        outer=_layer(together),
        inner=_layer([active for active in together if active.rule.embedded]),
    )


def _layer(together: list[_ActiveRule]) -> _Layer:
    scopes = {scope: tuple(active for active in together if active.rule.looks_at.scope is scope) for scope in Scope}
    by_field = {scope: _by_field_name(scopes[scope]) for scope in (Scope.FIELD, Scope.PART_FIELD)}
    return _Layer(scopes, by_field | {scope: _by_name(scopes[scope]) for scope in (Scope.PART, Scope.ENCODED)})


def _by_name(rules: _Rules) -> dict[str, _Rules]:
    names = {name for active in rules for name in active.rule.looks_at.names or ("",)}
    return {name: tuple(a for a in rules if name in (a.rule.looks_at.names or ("",))) for name in names}


def _by_field_name(rules: _Rules) -> dict[str, _Rules]:
    names = {name for active in rules for name in active.rule.looks_at.names}
    others = tuple(active for active in rules if not active.rule.looks_at.names)
    named = {
        name: tuple(a for a in rules if not a.rule.looks_at.names or name in a.rule.looks_at.names) for name in names
    }
    return named | ({"": others} if others else {})


def _refuse_doubles(rules: tuple[Rule, ...]) -> None:
    taken: dict[str, Rule] = {}
    for rule in rules:
        for label in (rule.code, rule.slug):
            if label in taken:
                raise ValueError(f"{label} is the label of two rules: {taken[label]!r} and {rule!r}")
            taken[label] = rule


def _part_at(root: Part, span: Span) -> Part:
    """Return the innermost part in which ``span`` begins; the message itself for what is absent."""
    part = root
    while part.parts and span != ABSENT:
        index = bisect_right(part.parts, span.start, key=_start) - 1
        if index < 0 or span.start >= part.parts[index].span.end:
            break
        part = part.parts[index]
    return part


def _field_at(part: Part, span: Span) -> Field | None:
    index = bisect_right(part.fields, span.start, key=_start) - 1
    if span == ABSENT or index < 0 or span.start >= part.fields[index].span.end:
        return None
    return part.fields[index]


def _start(located: Part | Field) -> int:
    return located.span.start
