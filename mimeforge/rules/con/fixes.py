"""CON: what repairs what is said of attachments: their names and their types."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mimeforge._grammar import file_names as grammar
from mimeforge.linter.fix import Fix
from mimeforge.parts.media_types import by_name
from mimeforge.rules.con.attachments import head, shown_name
from mimeforge.rules.con.file_formats import by_content, by_media_type, holds
from mimeforge.rules.par.parameter_edits import set_file_name

if TYPE_CHECKING:
    from mimeforge.tree import Part

__all__ = ["rename", "type_told_by_name", "without_blanks", "without_controls", "without_marks", "without_path"]

_FIELDS: Final = ("Content-Disposition", "Content-Type")
_SEPARATORS: Final = ("/", "\\")


def rename(part: Part, name: str, new: str, title: str) -> Fix | None:
    """Write a new name wherever a field shows the old one; None where nothing is left of it."""
    if not new or new == name:
        return None
    fields = [field for field in map(part.field, _FIELDS) if field and shown_name(field) == name]
    edits = [set_file_name(field, new) for field in fields]
    made = [edit for of_field in edits if of_field for edit in of_field]
    return Fix(title, tuple(made), safe=False) if made and all(edits) else None


def without_marks(name: str) -> str:
    """Take characters away that change the order of others."""
    return grammar.BIDI_RE.sub("", name)


def without_controls(name: str) -> str:
    """Take control characters away."""
    return grammar.CONTROL_RE.sub("", name)


def without_blanks(name: str) -> str:
    """Take the blanks away that nobody sees."""
    return grammar.BLANKS_RE.sub("", name)


def without_path(name: str) -> str:
    """Give what stands behind the last separator of a whole path; a name with a slash in it may be meant so."""
    is_path = name.startswith(("/", "./", "../", "~/")) or "\\" in name
    for separator in _SEPARATORS if is_path else ():
        name = name.rpartition(separator)[2]
    return name


def type_told_by_name(part: Part, name: str) -> str | None:
    """Give the media type that the name of a file tells, where its first octets tell no other."""
    media_type = by_name(name)
    family = by_media_type(media_type) if media_type else None
    content = by_content(head(part), family)
    return None if family and content and not holds(family, content) else media_type
