"""CON: attachments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mimeforge._ses_facts import BLOCKED_EXTENSIONS
from mimeforge.codecs.visible import shown
from mimeforge.linter.examples import sample
from mimeforge.linter.finding import Evidence, Severity
from mimeforge.linter.rule import PART, Hit, rule
from mimeforge.tree import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.linter.context import Context
    from mimeforge.tree import Part
    from mimeforge.tree.names import FileName

__all__ = ["RULES"]

# What some system or reader drops at the end of a file name: Windows blanks and dots, readers quotes and backslashes.
_DROPPED_AT_END: Final = " .\"'\\"


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
    ),
    good=(
        sample('Content-Disposition: attachment; filename="setup.exe.txt"'),
        sample('Content-Disposition: attachment; filename="exe"'),
        sample('Content-Disposition: attachment; filename="report; version 1.2.com pared.txt"'),
    ),
)
def blocked_extension(part: Part, context: Context) -> Iterator[Hit]:
    """An attachment has a file name with an ending that Amazon SES refuses.

    What counts is the last ending, in any case of letters. It is an error in every name that a reader could show: of
    ``filename`` or ``name``, in Content-Disposition or Content-Type, also where one stands twice; plain, extended, in
    segments, with encoded-words or percent signs decoded, with escapes and comments taken away. It is a warning where
    the name has to be cut for it: at a semicolon, blank or quote inside of the name, as simple readers do, or because
    blanks, dots or quotes at its end are dropped. Put the file into an archive, or under another name, or send a link.
    """
    names = part.file_names
    for name in names:
        extension = _extension(name.text)
        if extension in BLOCKED_EXTENSIONS and not name.is_cut:
            message = f"a file name that ends in .{extension}: {shown(name.text)}; send it in an archive, or a link"
            yield Hit(_place(name), message, field=name.field)
            return
    for name in names:
        extension = _extension(_without_end(name.text))
        if extension in BLOCKED_EXTENSIONS:
            message = f"some readers see a file name that ends in .{extension}: {shown(name.text)}; write another name"
            yield Hit(_place(name), message, field=name.field, severity=Severity.WARNING, evidence=Evidence.INFERRED)
            return


def _extension(name: str) -> str:
    _, dot, extension = name.rpartition(".")
    return extension.lower() if dot else ""


def _without_end(name: str) -> str:
    """Leave out what cannot be seen, and then what is dropped at the end of a name."""
    return "".join(filter(str.isprintable, name)).rstrip(_DROPPED_AT_END)


def _place(name: FileName) -> Span:
    """Point at a name where it stands as it is; else at the parameters: the field may begin lines above."""
    field = name.field
    octets = field.source.octets
    start, end = field.value_span
    as_written = name.text.encode(field.encoding, "replace")
    at = octets.rfind(as_written, start, end)
    if at >= 0:
        return Span(at, at + len(as_written))
    behind = octets[start:end].partition(b";")[2].lstrip()
    return Span(end - len(behind), end) if behind else Span(start, end)


RULES = (blocked_extension,)
