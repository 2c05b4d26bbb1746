"""REQ, SEC, SES: fields that may stand once. A table of rules that differ in names, ground and severity."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mimeforge._ses_facts import ONCE_ONLY_FIELDS
from mimeforge.linter.examples import sample
from mimeforge.linter.finding import Evidence, Severity
from mimeforge.linter.rule import MESSAGE, PART, Hit, Rule, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.linter.context import Context
    from mimeforge.tree import Field, Part

__all__ = ["RULES"]

_WHY = """
Readers differ in which one they take, so that one message means two things; Amazon SES refuses the whole message, even
where both fields are identical, and where it would write the field anew (Message-ID, Date). Write one.
"""
_SES = (
    "SES developer guide, header fields that may appear once; WPManageNinja/fluent-smtp#64, "
    "arithmetic/aws-lambda-ses-forwarder#11, mailcow/mailcow-dockerized#4052"
)
_SES_TAKES_ONE = frozenset(name.lower() for name in ONCE_ONLY_FIELDS)


class _Once(NamedTuple):
    """One rule: its label, the fields it is about, two values of the first for the examples, its ground beside SES."""

    code: str
    slug: str
    names: tuple[str, ...]
    values: tuple[str, str]
    source: str
    rfc: Severity | None = Severity.ERROR
    in_parts: bool = False


_LIST_FIELDS = (
    "List-Id List-Help List-Unsubscribe List-Unsubscribe-Post List-Subscribe List-Post List-Owner List-Archive"
    " Auto-Submitted Precedence Priority Importance Sensitivity"
)
_TEXT = "text/plain; charset=us-ascii"
_TABLE = (
    _Once("REQ109", "dup-from", ("From",), ("jo@example.com", "zoe@example.com"), "RFC 5322 §3.6; RFC 7103 §7.5.1"),
    _Once("REQ110", "dup-originator", ("Reply-To", "Sender"), ("jo@example.com", "zoe@example.com"), "RFC 5322 §3.6"),
    _Once("REQ111", "dup-recipients", ("To", "Cc", "Bcc"), ("jo@example.com", "zoe@example.com"), "RFC 5322 §3.6"),
    _Once(
        "REQ112",
        "dup-date",
        ("Date",),
        ("Mon, 20 Jan 2025 12:00:00 +0000", "Tue, 21 Jan 2025 12:00:00 +0000"),
        "RFC 5322 §3.6",
    ),
    _Once("REQ113", "dup-subject", ("Subject",), ("Lunch", "Dinner"), "RFC 5322 §3.6"),
    _Once(
        "REQ114",
        "dup-ids",
        ("Message-ID", "In-Reply-To", "References"),
        ("<1@example.com>", "<2@example.com>"),
        "RFC 5322 §3.6",
    ),
    _Once("REQ115", "dup-mime-version", ("MIME-Version",), ("1.0", "1.1"), "RFC 2045 §4"),
    _Once("REQ116", "dup-content-type", ("Content-Type",), (_TEXT, "text/html"), "RFC 2045 §3", in_parts=True),
    _Once(
        "REQ117", "dup-content-encoding", ("Content-Transfer-Encoding",), ("7bit", "8bit"), "RFC 2045 §3", in_parts=True
    ),
    _Once(
        "REQ118",
        "dup-content-other",
        ("Content-Disposition", "Content-ID", "Content-Description", "Content-Location"),
        ("inline", "attachment"),
        "RFC 2045 §3; RFC 2183 §2",
        in_parts=True,
    ),
    _Once(
        "REQ120",
        "dup-list-headers",
        tuple(_LIST_FIELDS.split()),
        ("<team.example.com>", "<list.example.com>"),
        "RFC 2369 §3.4",
        rfc=Severity.WARNING,
    ),
    _Once(
        "SEC116",
        "dkim-multiple",
        ("DKIM-Signature",),
        ("v=1; a=rsa-sha256; d=example.com; s=a", "v=1; a=rsa-sha256; d=example.com; s=b"),
        "legal elsewhere (RFC 6376 §4.2)",
        rfc=None,
    ),
)
_NAMED = {name.lower() for once in _TABLE for name in once.names}
_SES_ALONE = _Once(
    "SES111",
    "ses-single-headers",
    tuple(sorted(name for name in ONCE_ONLY_FIELDS if name.lower() not in _NAMED)),
    ("mimeforge", "mimeforge 2"),
    "legal elsewhere (RFC 5322 §3.6.8)",
    rfc=None,
)


def _rule(once: _Once) -> Rule:
    """Make the rule of one row."""
    name = "User-Agent" if once is _SES_ALONE else once.names[0]
    first, second = (f"{name}: {value}" for value in once.values)

    def check(part: Part, context: Context) -> Iterator[Hit]:
        for name in once.names:
            for again in part.fields_named(name)[1:]:
                yield _hit(part, again)

    check.__doc__ = f"{' or '.join(once.names[:3])} may stand once, and stands again.\n{_WHY}"
    make = rule(
        once.code,
        once.slug,
        severity=Severity.ERROR,
        rfc=once.rfc,
        evidence=Evidence.FIELD_REPORT,
        source=f"{once.source}; {_SES}",
        looks_at=PART if once.in_parts else MESSAGE,
        bad=(sample(first, second), sample(first, first)),
        good=(sample(first),),
    )
    return make(check)


def _hit(part: Part, again: Field) -> Hit:
    message = f"{again.name} stands again (number {again.occurrence}), and may stand once"
    if again.name.lower() not in _SES_TAKES_ONE:
        return Hit(
            again.span, f"{message}: SES lets it pass, Gmail bounces it; write one with all recipients", field=again
        )
    predicts = f"Duplicate header '{again.name}'." if part.is_root else None
    return Hit(again.span, message, field=again, predicts=predicts)


RULES = tuple(_rule(once) for once in (*_TABLE, _SES_ALONE))
