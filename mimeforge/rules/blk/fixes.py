"""What mends the List-* fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mimeforge._grammar import BLANKS_RE
from mimeforge._grammar.lists import LIST_ID_RE, ONE_CLICK
from mimeforge._limits import LIST_ID_MAX
from mimeforge.edit import Edit
from mimeforge.errors import HeaderError
from mimeforge.headers import Uris
from mimeforge.rules.blk.list_uris import list_uris
from mimeforge.rules.fixes import edited, mend, replace_value, rewrite

if TYPE_CHECKING:
    from mimeforge.linter.fix import Fix
    from mimeforge.rules.blk.list_uris import Fault, ListUris
    from mimeforge.tree import Field, Span

__all__ = ["decoded", "list_id_fix", "one_click_fix", "uris_fix"]


def uris_fix(field: Field, fault: Fault) -> Fix | None:
    """Write URIs in angle brackets with commas between them, where it is clear what belongs between the brackets."""
    after = edited(field, fault.edits) if fault.edits else None
    before, found = list_uris(field), list_uris(after) if after else None
    if found is None or _is_plain_http(found) or (found.faults and len(found.uris) <= len(before.uris)):
        return None
    return mend("write <URI>, <URI>", field, *fault.edits)


def one_click_fix(field: Field) -> Fix | None:
    """Write the one value that List-Unsubscribe-Post has."""
    return mend(f"write {ONE_CLICK}", field, replace_value(field, ONE_CLICK.encode("ascii")))


def list_id_fix(field: Field, place: Span) -> Fix | None:
    """Put a list identifier in angle brackets, or take the white space out that stands there already."""
    text = field.source.read(place).decode("latin-1")
    blanks = BLANKS_RE.findall(text)
    list_id = BLANKS_RE.sub("", text)
    if not LIST_ID_RE.fullmatch(list_id) or "." not in list_id or len(list_id) > LIST_ID_MAX:
        return None
    if blanks:
        edit, title = Edit(place, list_id.encode("ascii")), "take the white space away"
    else:
        edit, title = Edit(place, f"<{list_id}>".encode("ascii")), "put the identifier in angle brackets"
    return mend(title, field, edit, safe=all("\n" in blank for blank in blanks))


def decoded(field: Field) -> Fix | None:
    """Write a field of unsubscription without encoded-words, where all of it is right then."""
    if field.text == ONE_CLICK:
        return mend("write the value as it is", field, replace_value(field, ONE_CLICK.encode("ascii")))
    try:
        written = rewrite(field, Uris.of(field.text, field.name))
    except HeaderError:
        return None
    after = edited(field, [written]) if written else None
    found = list_uris(after) if after else None
    if written is None or found is None or found.faults or _is_plain_http(found):
        return None
    return mend("write the URIs as they are", field, written)


def _is_plain_http(found: ListUris) -> bool:
    """Whether the URI of the web is one that goes over the wire in the open: another rule would speak then."""
    return any(uri.is_http for uri in found.uris) and not any(uri.is_https for uri in found.uris)
