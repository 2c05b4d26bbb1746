"""MIM: what multiparts hold, and in what order."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from mimeforge.codecs.visible import shown
from mimeforge.linter.finding import Evidence, Severity
from mimeforge.linter.rule import Hit, parts, rule
from mimeforge.rules.mim.fixes import move_before
from mimeforge.rules.mim.multiparts import sample_of, type_span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.linter.context import Context
    from mimeforge.tree import Part

__all__ = ["RULES"]

_ALTERNATIVE: Final = "multipart/alternative"
_PLAIN = "Content-Type: text/plain; charset=us-ascii\r\n\r\nSee you at noon."
_HTML = "Content-Type: text/html; charset=us-ascii\r\n\r\n<p>See you at noon.</p>"
_IMAGE = "Content-Type: image/gif\r\nContent-Transfer-Encoding: base64\r\n\r\nR0lGODlhAQABAAAAACw="
_GERMAN = "Content-Language: de\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\nBis Mittag."
_INVITE = (
    "Content-Type: text/calendar; charset=us-ascii; method=REPLY\r\n\r\n"
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//example//EN\r\nMETHOD:REPLY\r\nEND:VCALENDAR"
)
_RELATED = f'Content-Type: multipart/related; boundary="c"; type="text/html"\r\n\r\n--c\r\n{_HTML}\r\n--c--\r\n'

# Types that are no text by their name, and yet the text of a message in another form.
_TEXT_TYPES: Final = frozenset({"application/xhtml+xml", "application/rtf", "application/ics"})
# What readers take for a file where they do not show it.
_FILES: Final = ("application/", "image/", "audio/", "video/")
# A longer body is not decoded to see whether it is empty.
_BLANK_MAX: Final = 200


@rule(
    "MIM114",
    "multipart-one-part",
    severity=Severity.NOTE,
    rfc=Severity.NOTE,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2046 §5.1: a multipart may have a single part, and seldom needs to",
    looks_at=parts(_ALTERNATIVE),
    bad=(sample_of("alternative", _PLAIN),),
    good=(sample_of("alternative", _PLAIN, _HTML), sample_of("mixed", _IMAGE)),
    overlay="strict",
)
def single_part(part: Part, context: Context) -> Iterator[Hit]:
    """A multipart/alternative has one part only.

    There is nothing to choose from: put the part in its place, or add the other form of the text.
    """
    if len(part.parts) == 1:
        yield Hit(type_span(part), "an alternative with a single part: put that in its place, or add the other form")


@rule(
    "MIM124",
    "alternative-order",
    severity=Severity.WARNING,
    rfc=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2046 §5.1.4: alternatives stand in the order of increasing faithfulness to the original",
    looks_at=parts(_ALTERNATIVE),
    bad=(sample_of("alternative", _HTML, _PLAIN), sample_of("alternative", _RELATED, _PLAIN)),
    good=(sample_of("alternative", _PLAIN, _HTML), sample_of("alternative", _PLAIN, _HTML, _INVITE)),
)
def text_after_html(part: Part, context: Context) -> Iterator[Hit]:
    """The plain text of a message stands behind its HTML.

    Readers show the last alternative they can show: the plain text, then. Write the plain text first.
    """
    html: Part | None = None
    for child in part.parts:
        if child.media_type == "text/plain" and not _is_attached(child):
            if html:
                message = "plain text behind the HTML, which is not shown then: write it first"
                yield Hit(type_span(child), message, part=child, fix=move_before(part, child, html))
            return
        html = html or (child if _holds_html(child) else None)


@rule(
    "MIM125",
    "alternative-duplicate-type",
    severity=Severity.WARNING,
    rfc=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2046 §5.1.4: alternatives are one content in several forms, of which one is shown",
    looks_at=parts(_ALTERNATIVE),
    bad=(sample_of("alternative", _PLAIN, _PLAIN), sample_of("alternative", _PLAIN, _HTML, _HTML)),
    good=(sample_of("alternative", _PLAIN, _HTML), sample_of("alternative", _PLAIN, _GERMAN, _HTML)),
)
def same_type_again(part: Part, context: Context) -> Iterator[Hit]:
    """Two alternatives are of the same type.

    Readers show one of them, and the text of the other is lost, unless they say the same in two languages
    (Content-Language). Put both into a multipart/mixed, or write them as one.
    """
    seen: Counter[tuple[str, str]] = Counter()
    for child in part.parts:
        if child.media_type not in {"text/plain", "text/html"} or _is_attached(child) or _is_blank(child):
            continue
        form = child.media_type, (child.header("Content-Language") or "").lower()
        seen[form] += 1
        if seen[form] == 2:
            message = (
                f"a second {child.media_type} among alternatives, of which one is shown: make it a part of its own"
            )
            yield Hit(type_span(child), message, part=child)


@rule(
    "MIM126",
    "alternative-has-attachment",
    severity=Severity.WARNING,
    rfc=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2046 §5.1.4: one of the alternatives is shown, the others are not",
    looks_at=parts(_ALTERNATIVE),
    bad=(
        sample_of("alternative", _PLAIN, _HTML, _IMAGE),
        sample_of("alternative", _PLAIN, f"Content-Disposition: attachment; filename=lunch.html\r\n{_HTML}"),
    ),
    good=(
        sample_of("alternative", _PLAIN, _HTML, _INVITE),
        sample_of("alternative", _PLAIN, _RELATED),
        sample_of("mixed", _PLAIN, _IMAGE),
    ),
)
def attachment_among_alternatives(part: Part, context: Context) -> Iterator[Hit]:
    """A file stands among the alternatives of a text.

    Readers show one alternative: the file in place of the text, or no file. Put the file beside the alternatives, in a
    multipart/mixed around both; or an image of the HTML into a multipart/related with it.
    """
    for child in part.parts:
        is_file = child.media_type.startswith(_FILES) and child.media_type not in _TEXT_TYPES
        if is_file or (_is_attached(child) and child.media_type != "text/calendar"):
            message = (
                f"a file, {shown(child.media_type)}, among alternatives, of which one is shown: put it beside them"
            )
            yield Hit(type_span(child), message, part=child)


@rule(
    "MIM127",
    "alternative-empty-branch",
    severity=Severity.WARNING,
    rfc=Severity.WARNING,
    evidence=Evidence.INFERRED,
    source="RFC 2046 §5.1.4: each alternative is the whole content for those who are shown it",
    looks_at=parts(_ALTERNATIVE),
    bad=(
        sample_of("alternative", "Content-Type: text/plain; charset=us-ascii\r\n\r\n", _HTML),
        sample_of(
            "alternative",
            "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\nDQo=",
            _HTML,
        ),
    ),
    good=(sample_of("alternative", _PLAIN, _HTML),),
)
def empty_alternative(part: Part, context: Context) -> Iterator[Hit]:
    """One of the alternatives of a message is empty.

    Those who are shown that one see nothing: readers of plain text, watches, previews. Filters count it, too. Write the
    text, or leave the alternative out.
    """
    for child in part.parts:
        if child.fields and child.media_type.startswith("text/") and _is_blank(child):
            message = f"an empty {shown(child.media_type)} among alternatives: write the text, or leave it out"
            yield Hit(type_span(child), message, part=child)


@rule(
    "MIM133",
    "mixed-bogus",
    severity=Severity.NOTE,
    rfc=Severity.NOTE,
    evidence=Evidence.FIELD_REPORT,
    source="rspamd, CTYPE_MIXED_BOGUS; RFC 2046 §5.1.3, §5.1.4",
    looks_at=parts("multipart/mixed"),
    bad=(sample_of("mixed", _PLAIN, _HTML),),
    good=(sample_of("alternative", _PLAIN, _HTML), sample_of("mixed", _PLAIN, _IMAGE)),
    overlay="strict",
)
def alternatives_in_mixed(part: Part, context: Context) -> Iterator[Hit]:
    """A multipart/mixed holds a plain text and an HTML text, and nothing else.

    Readers show both, one below the other. Where they say the same, multipart/alternative was meant.
    """
    is_pair = [child.media_type for child in part.parts] == ["text/plain", "text/html"]
    if is_pair and not any(child.filename or _is_attached(child) for child in part.parts):
        yield Hit(type_span(part), "a plain text and an HTML text, both of which are shown: is it an alternative?")


def _is_attached(part: Part) -> bool:
    return part.disposition == "attachment"


def _holds_html(part: Part) -> bool:
    inside = part.walk(into_messages=False)
    return any(inner.media_type == "text/html" and not _is_attached(inner) for inner in inside)


def _is_blank(part: Part) -> bool:
    return not part.raw.strip() or (len(part.raw) <= _BLANK_MAX and not part.content.strip())


RULES = (
    single_part,
    text_after_html,
    same_type_again,
    attachment_among_alternatives,
    empty_alternative,
    alternatives_in_mixed,
)
