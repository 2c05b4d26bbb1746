"""CON: names of attachments that Amazon SES refuses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mimeforge._ses_facts import BLOCKED_EXTENSIONS
from mimeforge.codecs.visible import shown
from mimeforge.linter.examples import sample
from mimeforge.linter.finding import Evidence, Severity
from mimeforge.linter.rule import PART, Hit, rule
from mimeforge.rules.par.content_fields import lacks_quotes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.linter.context import Context
    from mimeforge.tree import Part

__all__ = ["RULES", "refused_name"]

# What some system or reader drops at the end of a file name: Windows blanks and dots, readers quotes and backslashes.
_DROPPED_AT_END: Final = " .\"'\\"
# Types whose ``name``, if any, is not that of a file in the message (RFC 2046 §5.2.3).
_NO_ATTACHMENTS: Final = ("multipart/", "message/external-body")


@rule(
    "CON106",
    "blocked-extension-ses",
    severity=Severity.ERROR,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source="SES developer guide, unsupported attachment types (90 endings)",
    looks_at=PART,
    bad=(
        sample('Content-Disposition: attachment; filename="setup.exe"'),
        sample('Content-Type: text/plain; name="Report.JS"'),
        sample("Content-Disposition: attachment; filename*=utf-8''r%C3%A9sum%C3%A9%2Escr"),
        sample('Content-Disposition: attachment; filename="=?utf-8?q?setup=2Ebat?="'),
        sample("Content-Disposition: attachment; filename*0=setup; filename*1=.vbs"),
        sample('Content-Disposition: attachment; filename="setup%2Eexe"'),
        sample('Content-Disposition: attachment; filename="setup.exe."'),
        sample('Content-Disposition: attachment; filename="setup.exe;.txt"'),
        sample("Content-Disposition: attachment; filename*=utf-8''setup.exe%00.txt"),
    ),
    good=(
        sample('Content-Disposition: attachment; filename="setup.exe.txt"'),
        sample('Content-Disposition: attachment; filename="exe"'),
        sample('Content-Disposition: attachment; filename="report; version 1.2.com pared.txt"'),
        sample('Content-Disposition: form-data; name="example.com"'),
    ),
)
def blocked_extension(part: Part, context: Context) -> Iterator[Hit]:
    """An attachment has a file name with an ending that Amazon SES refuses.

    What counts is the last ending, in any case of letters, of ``filename`` or ``name`` in Content-Disposition or
    Content-Type. It is an error in a name as good readers show it: plain, extended or in segments, each of two where
    one stands twice, with its encoded-words decoded, with or without its comments. It is a warning in a name that only
    some readers see: cut at a semicolon, quote or NUL, without the blanks, dots or quotes at its end, with percent
    signs decoded where they stand for themselves, or with encoded-words decoded before the field is read. A multipart,
    a message/external-body and the name of a form's field name no attachment. Put the file into an archive, or under
    another name, or send a link.
    """
    hit = refused_name(part, context)
    if hit:
        yield hit


def refused_name(part: Part, context: Context) -> Hit | None:
    """Find the first name of a part that Amazon SES refuses, or some readers show so."""
    if part.media_type.startswith(_NO_ATTACHMENTS):
        return None
    for name in part.file_names:
        extension = _extension(name.text)
        if extension in BLOCKED_EXTENSIONS and not name.is_misread:
            message = f"a file name that ends in .{extension}: {shown(name.text)}; send it in an archive, or a link"
            return Hit(name.span, message, field=name.field)
    for name in part.file_names:
        extension = _extension(_without_end(name.text))
        # Where a name lacks quotes, PAR106 says that it is cut.
        if extension in BLOCKED_EXTENSIONS and not (name.is_misread and lacks_quotes(name.field, context)):
            message = f"some readers see a file name that ends in .{extension}: {shown(name.text)}; write another name"
            return Hit(name.span, message, field=name.field, severity=Severity.WARNING, evidence=Evidence.INFERRED)
    return None


def _extension(name: str) -> str:
    _, dot, extension = name.rpartition(".")
    return extension.lower() if dot else ""


def _without_end(name: str) -> str:
    """Leave out what cannot be seen, and then what is dropped at the end of a name."""
    return "".join(filter(str.isprintable, name)).rstrip(_DROPPED_AT_END)


RULES = (blocked_extension,)
