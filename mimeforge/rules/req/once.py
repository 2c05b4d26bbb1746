"""REQ, SEC, SES: fields that may stand once. A table of rules that differ in names, ground and severity."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mimeforge._ses_facts import ONCE_ONLY_FIELDS
from mimeforge.edit import Edit
from mimeforge.linter.examples import sample
from mimeforge.linter.finding import Evidence, Severity
from mimeforge.linter.fix import Fix
from mimeforge.linter.rule import MESSAGE, PART, Hit, Rule, rule
from mimeforge.rules.adr.address_fields import read
from mimeforge.rules.fixes import delete_field, edited, line_end
from mimeforge.rules.lin.places import first_with_rest
from mimeforge.rules.sec.signing import signed
from mimeforge.tree import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.linter.context import Context
    from mimeforge.tree import Field, Part

__all__ = ["RULES"]


class _Ground(NamedTuple):
    """Why a second field is an error, and what that rests on."""

    why: str
    source: str
    evidence: Evidence


_BY_SES = _Ground(
    why="""
Readers differ in which one they take, so that one message means two things; Amazon SES refuses the whole message, even
where both fields are identical, and where it would write the field anew (Message-ID, Date). Write one.
""",
    source="""SES developer guide, header fields that may appear once; WPManageNinja/fluent-smtp#64,
arithmetic/aws-lambda-ses-forwarder#11, mailcow/mailcow-dockerized#4052""".replace("\n", " "),
    evidence=Evidence.DOCUMENTED,
)
_BY_RECEIVERS = _Ground(
    why="SES does not list these fields and lets the message pass; Gmail bounces it. Write one, with all recipients.",
    source="RFC 7103 §7.5; field reports of bounces at Gmail",
    evidence=Evidence.FIELD_REPORT,
)
_SES_SPELLINGS = {name.lower(): name for name in ONCE_ONLY_FIELDS}


class _Once(NamedTuple):
    """One rule: its label and title, the fields, two values of the first for the examples, its ground beside SES."""

    code: str
    slug: str
    title: str
    names: tuple[str, ...]
    values: tuple[str, str]
    source: str
    ground: _Ground = _BY_SES
    rfc: Severity | None = Severity.ERROR
    in_parts: bool = False


_ADDRESSES = ("jo@example.com", "zoe@example.com")


def _signature(selector: str) -> str:
    return signed("from:to:subject", s=selector).partition(": ")[2]


_TABLE = (
    _Once("REQ109", "dup-from", "From stands twice.", ("From",), _ADDRESSES, "RFC 5322 §3.6"),
    _Once(
        "REQ110",
        "dup-originator",
        "Reply-To or Sender stands twice.",
        ("Reply-To", "Sender"),
        _ADDRESSES,
        "RFC 5322 §3.6",
    ),
    _Once(
        "REQ111",
        "dup-recipients",
        "To, Cc or Bcc stands twice.",
        ("To", "Cc", "Bcc"),
        _ADDRESSES,
        "RFC 5322 §3.6",
        ground=_BY_RECEIVERS,
    ),
    _Once(
        "REQ112",
        "dup-date",
        "Date stands twice.",
        ("Date",),
        ("Mon, 20 Jan 2025 12:00:00 +0000", "Tue, 21 Jan 2025 12:00:00 +0000"),
        "RFC 5322 §3.6",
    ),
    _Once("REQ113", "dup-subject", "Subject stands twice.", ("Subject",), ("Lunch", "Dinner"), "RFC 5322 §3.6"),
    _Once(
        "REQ114",
        "dup-ids",
        "Message-ID, In-Reply-To or References stands twice.",
        ("Message-ID", "In-Reply-To", "References"),
        ("<1@example.com>", "<2@example.com>"),
        "RFC 5322 §3.6",
    ),
    _Once("REQ115", "dup-mime-version", "MIME-Version stands twice.", ("MIME-Version",), ("1.0", "1.1"), "RFC 2045 §4"),
    _Once(
        "REQ116",
        "dup-content-type",
        "Content-Type stands twice in one part.",
        ("Content-Type",),
        ("text/plain; charset=us-ascii", "text/html"),
        "RFC 2045 §3",
        in_parts=True,
    ),
    _Once(
        "REQ117",
        "dup-content-encoding",
        "Content-Transfer-Encoding stands twice in one part.",
        ("Content-Transfer-Encoding",),
        ("7bit", "8bit"),
        "RFC 2045 §3",
        in_parts=True,
    ),
    _Once(
        "REQ118",
        "dup-content-other",
        "Another Content-* field stands twice in one part.",
        ("Content-Disposition", "Content-ID", "Content-Description", "Content-Location"),
        ("inline", "attachment"),
        "RFC 2045 §3",
        in_parts=True,
    ),
    _Once(
        "REQ120",
        "dup-list-headers",
        "A List-* field stands twice.",
        tuple(f"List-{name}" for name in "Id Help Unsubscribe Unsubscribe-Post Subscribe Post Owner Archive".split()),
        ("<team.example.com>", "<list.example.com>"),
        "RFC 2369 §3; RFC 2919 §3",
    ),
    _Once(
        "SEC116",
        "dkim-multiple",
        "DKIM-Signature stands twice.",
        ("DKIM-Signature",),
        (_signature("may"), _signature("june")),
        "legal elsewhere (RFC 6376 §4.2)",
        rfc=None,
    ),
)
_NAMED = {name.lower() for once in _TABLE for name in once.names}
_BY_SES_ALONE = _Once(
    "SES111",
    "ses-single-headers",
    "A field that only Amazon SES wants once stands twice.",
    ("User-Agent", *(name for name in ONCE_ONLY_FIELDS if name.lower() not in {*_NAMED, "user-agent"})),
    ("mimeforge", "mimeforge 2"),
    "legal elsewhere (RFC 5322 §3.6.8)",
    rfc=None,
)


def _rule(once: _Once) -> Rule:
    """Make the rule of one row."""
    first, second = (f"{once.names[0]}: {value}" for value in once.values)

    def check(part: Part, context: Context) -> Iterator[Hit]:
        for name in once.names:
            found = part.fields_named(name)
            shown_first, more = first_with_rest(found[1:], "fields") if len(found) > 1 else ([], "")
            for again, mended in shown_first:
                is_first = again.occurrence == 2 and part.is_root  # SES answers once; of parts it says nothing
                predicts = _answer(found) if is_first and once.ground is _BY_SES else None
                line, _ = part.source.position(found[0].span.start)
                message = f"{again.name} stands again, first in line {line}{more}: write one"
                # Where lines stand among the fields that are none, a body may begin behind any of them.
                fix = None if part.stray else _leave_out(found, mended)
                if fix is None and once.ground is _BY_RECEIVERS:
                    fix = _join(found, context)
                yield Hit(again.span, message, field=again, predicts=predicts, fix=fix)

    check.__doc__ = f"{once.title}\n\n{once.ground.why.strip()}"
    make = rule(
        once.code,
        once.slug,
        severity=Severity.ERROR,
        rfc=once.rfc,
        evidence=once.ground.evidence,
        source=f"{once.source}; {once.ground.source}",
        looks_at=PART if once.in_parts else MESSAGE,
        bad=(sample(first, second), sample(first, first)),
        good=(sample(first),),
    )
    return make(check)


def _answer(found: tuple[Field, ...]) -> str:
    """Give SES's text, which has the name as written; as SES lists it, where it is written in two ways."""
    spellings = {field.name for field in found[:2]}
    name = spellings.pop() if len(spellings) == 1 else _SES_SPELLINGS[found[0].name.lower()]
    return f"Duplicate header '{name}'."


def _leave_out(found: tuple[Field, ...], again: list[Field]) -> Fix | None:
    """Leave fields out that say what all of their name do. Of others nobody knows which is meant."""
    if len({field.value for field in found}) > 1:
        return None
    return Fix("leave the second field out", tuple(map(delete_field, again)))


def _join(found: tuple[Field, ...], context: Context) -> Fix | None:
    """Join two address lists."""
    first, second, *others = found
    lists = [read(field, context).listed for field in (first, second)]
    if others or any(listed.faults or not listed.mailboxes for listed in lists):
        return None
    end = first.value_span.end
    added = b"," + line_end(first.source) + b" " + second.source.read(second.value_span)
    more = Edit(Span(end, end), added)
    is_sound = edited(first, [more]) is not None
    return Fix("write one list", (more, delete_field(second)), safe=False) if is_sound else None


RULES = tuple(_rule(once) for once in (*_TABLE, _BY_SES_ALONE))
