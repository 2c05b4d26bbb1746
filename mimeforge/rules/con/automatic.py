"""CON: mail that nobody wrote by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mimeforge.linter.examples import sample
from mimeforge.linter.finding import Evidence, Severity
from mimeforge.linter.fix import Fix
from mimeforge.linter.rule import MESSAGE, Hit, rule
from mimeforge.rules.fixes import insert_field

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.linter.context import Context
    from mimeforge.tree import Part

__all__ = ["RULES"]

# Fields of single programs that say what Auto-Submitted says to all.
_INSTEAD: Final = ("X-Auto-Response-Suppress", "X-Autoreply", "X-Autorespond")

# The one of them that is not of answers alone
_OF_ANY: Final = "x-auto-response-suppress"


@rule(
    "CON128",
    "autosubmitted-missing",
    severity=Severity.NOTE,
    rfc=Severity.NOTE,
    evidence=Evidence.DOCUMENTED,
    source="RFC 3834 §5: Auto-Submitted tells automatic mail",
    looks_at=MESSAGE,
    bad=(sample("X-Auto-Response-Suppress: All"), sample("Precedence: auto_reply")),
    good=(sample("X-Auto-Response-Suppress: All", "Auto-Submitted: auto-generated"), sample("Precedence: bulk")),
    overlay="strict",
)
def no_auto_submitted(root: Part, context: Context) -> Iterator[Hit]:
    """A message says that it is automatic, but not in the field that all vacation programs look for.

    Those that do not know the other field answer it. Add ``Auto-Submitted: auto-generated``, or ``auto-replied``.
    """
    if root.field("Auto-Submitted"):
        return
    field = next((field for name in _INSTEAD for field in root.fields_named(name)), None)
    precedence = root.field("Precedence")
    if field is None and precedence and precedence.value.lower() == "auto_reply":
        field = precedence
    if field:
        text = f"{field.name} without Auto-Submitted: add that field, which all vacation programs look for"
        how = b"auto-generated" if field.name.lower() == _OF_ANY else b"auto-replied"
        edit = insert_field(root, "Auto-Submitted", how)
        fix = Fix(f"write Auto-Submitted: {how.decode('ascii')}", (edit,), safe=False)
        yield Hit(field.span, text, field=field, fix=fix)


RULES = (no_auto_submitted,)
