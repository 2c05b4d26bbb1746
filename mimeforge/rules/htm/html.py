"""HTM: what the HTML text says, and the parts it shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mimeforge.codecs.visible import shown
from mimeforge.linter.examples import sample
from mimeforge.linter.finding import Evidence, Severity
from mimeforge.linter.rule import Hit, parts, rule
from mimeforge.rules.htm.html_references import ids_named, references

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.linter.context import Context
    from mimeforge.tree import Part

__all__ = ["RULES"]

_RELATED = 'Content-Type: multipart/related; boundary="b"; type="text/html"'


def _related(markup: str, cid: str) -> bytes:
    inner = (
        f"Content-Type: text/html; charset=utf-8\r\n\r\n{markup}",
        f"Content-Type: image/png\r\nContent-ID: <{cid}>\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=",
    )
    return sample(_RELATED, body="".join(f"--b\r\n{part}\r\n" for part in inner) + "--b--\r\n")


@rule(
    "HTM108",
    "cid-unused",
    severity=Severity.WARNING,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2392 §2: cid: URLs name a Content-ID; RFC 2387",
    looks_at=parts("multipart/related"),
    bad=(
        _related("<p>Lunch</p>", "logo"),
        _related('<p title="cid:logo2">Lunch</p>', "logo"),
    ),
    good=(
        _related('<img src="cid:logo">', "logo"),
        _related("<td style='background:url(cid:logo)'>", "logo"),
        _related('<img src="cid:a%40b&amp;c">', "a@b&c"),
        _related('<img src="cid:a\'b">', "a'b"),
    ),
)
def unused_cid(part: Part, context: Context) -> Iterator[Hit]:
    """An inline part is shown by no HTML part beside it.

    Mail programs then list it as an attachment, or hide it. The content id in ``cid:`` has to be the same to the
    letter, without angle brackets; or attach the file instead. Where the HTML beside it names a part that is not
    there, or this one not quite, ``cid-missing`` and ``cid-mangled`` speak of the cause.
    """
    named = [child for child in part.parts if child.content_id and child.field("Content-ID")]
    inside = [inner for inner in part.walk() if inner.media_type == "text/html"]
    if not named or not inside:
        return
    named_in_html = frozenset[str]().union(*(context.once(_ids_named, inner) for inner in inside))
    unused = [child for child in named if child.content_id not in named_in_html]
    if not unused or not all(reference.named for reference in references(part, context)):
        return
    for child in unused:
        field = child.field("Content-ID")
        is_root = child.media_type in {"text/html", "multipart/alternative"}
        if field and not is_root:
            message = (
                f"no HTML beside it shows {shown('cid:' + (child.content_id or ''))}: name it there, or attach the file"
            )
            yield Hit(field.span, message, part=child, field=field)


def _ids_named(part: Part) -> frozenset[str]:
    return ids_named(part.text or "")


RULES = (unused_cid,)
