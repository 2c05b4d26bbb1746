"""HTM: parts that HTML shows by ``cid:`` (RFC 2392)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from mimeforge.codecs.visible import shown
from mimeforge.edit import Edit
from mimeforge.linter.examples import sample
from mimeforge.linter.finding import Evidence, Severity
from mimeforge.linter.fix import Fix
from mimeforge.linter.rule import MESSAGE, Hit, rule
from mimeforge.rules.cte.fixes import replace_content
from mimeforge.rules.fixes import mend
from mimeforge.rules.htm.html_reading import place
from mimeforge.rules.htm.html_references import named_parts, references
from mimeforge.rules.lin.places import first_of
from mimeforge.tree import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.linter.context import Context
    from mimeforge.tree import Part

__all__ = ["RULES"]

_HTML: Final = "Content-Type: text/html; charset=us-ascii"
# What stands for itself in a cid: URL (RFC 2392 §2), and in an attribute of HTML
_UNESCAPED: Final = "@!$*+,"
_RELATED: Final = 'Content-Type: multipart/related; boundary="b"; type="text/html"'


def _related(url: str, cid: str = "logo@example.com", disposition: str = "inline") -> bytes:
    image = (
        f"Content-Type: image/png\r\nContent-ID: <{cid}>\r\nContent-Disposition: {disposition}\r\n"
        "Content-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo="
    )
    html = f'{_HTML}\r\n\r\n<p>See you at noon, and bring what you like.</p><img alt="The menu" src="{url}">'
    return sample(_RELATED, body=f"--b\r\n{html}\r\n--b\r\n{image}\r\n--b--\r\n")


_GOOD: Final = (
    _related("cid:logo@example.com"),
    _related("CID:logo%40example.com"),
    _related("cid:a&amp;b@example.com", "a&b@example.com"),
)


@rule(
    "HTM107",
    "cid-missing",
    severity=Severity.WARNING,
    rfc=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2392 §2: cid: URLs name the Content-ID of a part",
    looks_at=MESSAGE,
    bad=(
        sample(_HTML, body='<p>Lunch</p><img alt="The menu" src="cid:logo">\r\n'),
        sample(_HTML, body="<table><tr><td style=\"background:url('cid:logo')\">Lunch</td></tr></table>\r\n"),
        _related("cid:logo2@example.com"),
    ),
    good=_GOOD,
)
def missing_cid(message: Part, context: Context) -> Iterator[Hit]:
    """The HTML names a part that is not in the message.

    Readers show a broken image. Bring the part along, its Content-ID between angle brackets, in a multipart/related
    with the HTML; or correct the content id, which has to be the same to the letter.
    """
    missing = [reference for reference in references(message, context) if not reference.meant]
    shown_first, more = first_of(missing, "URLs")
    if shown_first:
        there = list(named_parts(message))
        parts = f" (the first of {len(there)} is {shown(there[0])})" if there else ""
        for reference in shown_first:
            text = f"no part has the content id that {shown(reference.url)} names{parts}: bring it along, or correct it"
            yield Hit(place(reference.html, context, reference.url), text + more, part=reference.html)


@rule(
    "HTM109",
    "cid-mangled",
    severity=Severity.WARNING,
    rfc=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2392 §2: the content id as it stands between the angle brackets, percent-encoded",
    looks_at=MESSAGE,
    bad=(
        _related("cid:Logo@example.com"),
        _related("cid:&lt;logo@example.com&gt;"),
        _related("cid://logo@example.com"),
        _related("cid:logo%2540example.com"),
        _related("cid: logo@example.com"),
    ),
    good=_GOOD,
)
def mangled_cid(message: Part, context: Context) -> Iterator[Hit]:
    """The HTML names a part not quite by its content id.

    Some readers find it, others show a broken image. Write ``cid:`` and what stands between the angle brackets of
    Content-ID: in the same case of letters, without the brackets, percent-encoded once.
    """
    mangled = [reference for reference in references(message, context) if reference.meant and not reference.named]
    shown_first, more = first_of(mangled, "URLs")
    for reference in shown_first:
        content_id = (reference.meant and reference.meant.content_id) or ""
        text = f"{shown(reference.url)} is not to the letter the content id {shown(content_id)}: write 'cid:' and that"
        fix = _named_to_the_letter(reference.html, reference.url, content_id)
        yield Hit(place(reference.html, context, reference.url), text + more, part=reference.html, fix=fix)


def _named_to_the_letter(html: Part, url: str, content_id: str) -> Fix | None:
    """Write the URL of a content id in the place of another; None where that does not stand there once, as it is."""
    written = url.encode("utf-8", "replace")
    if html.content.count(written) != 1:
        return None
    at, named = html.content.find(written), "cid:" + quote(content_id, safe=_UNESCAPED)
    edit = replace_content(html, Span(at, at + len(written)), named.encode("ascii"))
    return Fix("write the content id", (edit,), safe=False) if edit else None


@rule(
    "HTM110",
    "cid-disposition",
    severity=Severity.NOTE,
    rfc=Severity.NOTE,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2183 §2.1, §2.2: what is shown within the message is inline",
    looks_at=MESSAGE,
    overlay="strict",
    bad=(_related("cid:logo@example.com", disposition="attachment; filename=menu.png"),),
    good=_GOOD,
)
def shown_attachment(message: Part, context: Context) -> Iterator[Hit]:
    """A part that the HTML shows says that it is an attachment.

    Some readers list it among the files as well, or there alone. Write ``Content-Disposition: inline``.
    """
    named = {reference.named.path: reference.named for reference in references(message, context) if reference.named}
    for part in named.values():
        field = part.field("Content-Disposition")
        if field and part.disposition == "attachment":
            text = (
                f"the HTML shows {shown('cid:' + (part.content_id or ''))}, an attachment by this field: write inline"
            )
            start, word = field.value_span.start, "attachment"
            is_first = field.value.lower().startswith(word)
            edit = Edit(Span(start, start + len(word)), b"inline")
            fix = mend("write inline", field, edit) if is_first else None
            yield Hit(field.span, text, part=part, field=field, fix=fix)


RULES = (missing_cid, mangled_cid, shown_attachment)
