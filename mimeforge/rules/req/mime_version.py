"""REQ: MIME-Version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mimeforge.codecs.parameters import without_comments
from mimeforge.codecs.visible import shown
from mimeforge.linter.examples import sample
from mimeforge.linter.finding import Evidence, Severity
from mimeforge.linter.fix import Fix
from mimeforge.linter.rule import PART, Hit, fields, rule
from mimeforge.rules.fixes import delete_field, replace_value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.linter.context import Context
    from mimeforge.tree import Field, Part

__all__ = ["RULES"]


@rule(
    "REQ107",
    "bad-mime-version",
    severity=Severity.ERROR,
    rfc=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2045 §4: the one version is 1.0; comments may stand beside it",
    looks_at=fields("MIME-Version"),
    bad=(sample("MIME-Version: 1"), sample("MIME-Version: 2.0"), sample('MIME-Version: "1.0"')),
    good=(sample("MIME-Version: 1.0 (by hand)"), sample("MIME-Version: 1.(really)0")),
)
def bad_mime_version(field: Field, context: Context) -> Iterator[Hit]:
    """MIME-Version is not 1.0.

    There is no other version, and readers that go by it show the parts and their base64 as text. Write 1.0.
    """
    # Of a second field, REQ115 speaks, of an empty one, HDR116.
    if field.occurrence == 1 and field.value and "".join(without_comments(field.value).split()) != "1.0":
        fix = Fix("write 1.0", (replace_value(field, b"1.0"),))
        yield Hit(field.value_span, f"{shown(field.value)} is no version of MIME: write 1.0", fix=fix)


@rule(
    "REQ108",
    "mime-version-in-part",
    severity=Severity.NOTE,
    rfc=Severity.NOTE,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2045 §4: required at the top of a message, not in the parts of a multipart",
    looks_at=PART,
    bad=(
        sample(
            "Content-Type: multipart/mixed; boundary=b",
            body="--b\r\nMIME-Version: 1.0\r\n\r\nSee you at noon.\r\n--b--\r\n",
        ),
    ),
    good=(sample(),),
    overlay="strict",
)
def mime_version_in_part(part: Part, context: Context) -> Iterator[Hit]:
    """A part has a MIME-Version.

    It means nothing there: Python's ``email`` writes it into each part that was made as a message of its own. Leave it
    out.
    """
    version = part.field("MIME-Version")
    if version and not part.is_root:
        # A part without any field is right, and still lost on readers that take its text for the header section.
        fix = Fix("leave the field out", (delete_field(version),), safe=len(part.fields) > 1)
        text = "MIME-Version belongs to the message and not to its parts: leave it out"
        yield Hit(version.name_span, text, fix=fix)


RULES = (bad_mime_version, mime_version_in_part)
