"""MIM: multipart/related."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mimeforge.codecs.visible import shown
from mimeforge.linter.finding import Evidence, Severity
from mimeforge.linter.rule import MESSAGE, Hit, parts, rule
from mimeforge.rules.htm.html_references import named_parts, references
from mimeforge.rules.mim.fixes import move_before, say
from mimeforge.rules.mim.multiparts import sample_of, type_span
from mimeforge.rules.par.fixes import leave_out

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.linter.context import Context
    from mimeforge.linter.fix import Fix
    from mimeforge.tree import Part

__all__ = ["RULES"]

_RELATED: Final = "multipart/related"
_HTML = (
    "Content-Type: text/html; charset=us-ascii\r\n\r\n"
    '<img src="cid:logo@example.com" alt="Example"><p>The menu of the week is here: soup on Monday, fish on Friday.</p>'
)
_ROOT = f"Content-ID: <root@example.com>\r\n{_HTML}"
_LOGO = (
    "Content-Type: image/gif\r\nContent-ID: <logo@example.com>\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    "R0lGODlhAQABAAAAACw="
)
_OF_HTML = 'related; type="text/html"'
_INNER = f'Content-Type: multipart/{_OF_HTML}; boundary="c"\r\n\r\n--c\r\n{_HTML}\r\n--c\r\n{_LOGO}\r\n--c--\r\n'


@rule(
    "MIM128",
    "related-no-type",
    severity=Severity.NOTE,
    rfc=Severity.NOTE,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2387 §3.1: the type parameter must be specified; much mail has none, and readers do not miss it",
    looks_at=parts(_RELATED),
    bad=(sample_of("related", _HTML, _LOGO),),
    good=(sample_of(_OF_HTML, _HTML, _LOGO),),
    overlay="strict",
)
def related_without_type(part: Part, context: Context) -> Iterator[Hit]:
    """A multipart/related does not say of what type its root is.

    Write the type of the first part, or of the one that ``start`` names, into the parameter ``type``.
    """
    if part.parts and not part.parameters.get("type"):
        media_type = (_root(part) or part.parts[0]).media_type
        message = f'multipart/related without type: write type="{media_type}"'
        yield Hit(type_span(part), message, fix=say(part, "type", media_type))


@rule(
    "MIM129",
    "related-type-mismatch",
    severity=Severity.WARNING,
    rfc=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2387 §3.1: where type and the root differ, what readers do is undefined",
    looks_at=parts(_RELATED),
    bad=(sample_of('related; type="text/plain"', _HTML, _LOGO),),
    good=(sample_of(_OF_HTML, _HTML, _LOGO),),
)
def related_type_differs(part: Part, context: Context) -> Iterator[Hit]:
    """The type that a multipart/related names is not that of its root.

    Readers may look for a part of that type, or go by the root. Name the type of the first part, or of the one that
    ``start`` names. Where the root is a multipart/alternative that holds the type, it is not reported.
    """
    named, root = part.parameters.get("type", "").lower(), _root(part)
    if not named or root is None or _misplaced_root(part):
        return
    if named not in {inner.media_type for inner in (root, *root.parts)}:
        message = f"the root is {shown(root.media_type)}, and type says {shown(named)}: name the type of the root"
        yield Hit(type_span(part), message, fix=say(part, "type", root.media_type))


@rule(
    "MIM130",
    "related-start-missing",
    severity=Severity.WARNING,
    rfc=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2387 §3.2: start is the Content-ID of the root",
    looks_at=parts(_RELATED),
    bad=(
        sample_of(f'{_OF_HTML}; start="<text@example.com>"', _ROOT, _LOGO),
        sample_of(f'{_OF_HTML}; start="<text@example.com>"', _HTML, _LOGO),
    ),
    good=(sample_of(f'{_OF_HTML}; start="<root@example.com>"', _LOGO, _ROOT),),
)
def related_start_is_missing(part: Part, context: Context) -> Iterator[Hit]:
    """The part that a multipart/related begins with is not in it.

    ``start`` names a Content-ID that no part has. Readers take the first part, or show nothing. Name that of the HTML,
    or leave ``start`` out where it comes first.
    """
    start = part.parameters.get("start")
    if start and part.parts and _root(part) is None:
        message = f"no part has the Content-ID that start names, {shown(start)}: correct it, or leave it out"
        yield Hit(type_span(part), message, fix=_without_start(part))


@rule(
    "MIM131",
    "related-root-not-first",
    severity=Severity.WARNING,
    rfc=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2387 §3.2: without start, the root is the first part",
    looks_at=parts(_RELATED),
    bad=(sample_of(_OF_HTML, _LOGO, _HTML),),
    good=(sample_of(_OF_HTML, _HTML, _LOGO), sample_of(f'{_OF_HTML}; start="<root@example.com>"', _LOGO, _ROOT)),
)
def related_root_is_not_first(part: Part, context: Context) -> Iterator[Hit]:
    """The HTML of a multipart/related is not its first part, and nothing says that it is the root.

    Readers take the first part for what is to be shown: an image, without the text. Put the HTML first.
    """
    root = _misplaced_root(part)
    if root is not None:
        message = f"{root.media_type} is not the first part, which is the root: put it first"
        yield Hit(type_span(root), message, part=root, fix=move_before(part, root, part.parts[0]))


@rule(
    "MIM132",
    "related-outside",
    severity=Severity.WARNING,
    rfc=Severity.WARNING,
    evidence=Evidence.FIELD_REPORT,
    source="RFC 2387 §1, RFC 2392 §2; readers that look for the part in the multipart/related of the HTML only",
    looks_at=MESSAGE,
    bad=(sample_of("mixed", _HTML, _LOGO),),
    good=(sample_of(_OF_HTML, _HTML, _LOGO), sample_of("mixed", _INNER)),
)
def related_part_outside(root: Part, context: Context) -> Iterator[Hit]:
    """An image that HTML shows stands outside of the multipart/related of the HTML.

    Some readers list it as an attachment, and leave a gap in the text. Put both into one multipart/related, the HTML
    first.
    """
    if not root.parts or not named_parts(root):
        return
    groups = [part for part in root.walk(into_messages=False) if part.media_type == _RELATED]
    told = set()
    for reference in references(root, context):
        named, html = reference.named, reference.html
        if named is None or named.path in told or any(_holds(group, named) and _holds(group, html) for group in groups):
            continue
        told.add(named.path)
        field = named.field("Content-ID")
        message = (
            f"{shown(named.media_type)} is shown by HTML that is not in one multipart/related with it: put it there"
        )
        yield Hit(field.value_span if field else type_span(named), message, part=named)


def _without_start(part: Part) -> Fix | None:
    """Leave ``start`` out where the first part is the text that readers take then, and of the type that is named."""
    field, first = part.field("Content-Type"), part.parts[0]
    named = part.parameters.get("type", "").lower()
    is_text = first.media_type in {"text/html", "multipart/alternative"}
    is_named = not named or named in {inner.media_type for inner in (first, *first.parts)}
    return leave_out(field, "start") if field and is_text and is_named else None


def _root(part: Part) -> Part | None:
    """Find the root of a multipart/related; None where there is no part that ``start`` names."""
    start = part.parameters.get("start", "").strip().strip("<>")
    named = (child for child in part.parts if not start or (child.content_id or "").strip() == start)
    return next(named, None)


def _misplaced_root(part: Part) -> Part | None:
    """Find the HTML, or what holds it, that is not the first part and should be."""
    if part.parameters.get("start") or not part.parts:
        return None
    texts = [child for child in part.parts if child.media_type in {"text/html", "multipart/alternative"}]
    is_first = part.parts[0].media_type.startswith(("text/", "multipart/", "application/"))
    return texts[0] if texts and not is_first else None


def _holds(group: Part, part: Part) -> bool:
    return part.path.startswith(f"{group.path}.") or group.is_root


RULES = (
    related_without_type,
    related_type_differs,
    related_start_is_missing,
    related_root_is_not_first,
    related_part_outside,
)
