"""CON: invitations and other structured parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from mimeforge._grammar.calendars import CONTENT_LINE_RE, IANA_TOKEN_RE
from mimeforge.codecs.visible import shown
from mimeforge.linter.examples import sample
from mimeforge.linter.finding import Evidence, Severity
from mimeforge.linter.rule import Hit, parts, rule
from mimeforge.rules.con.attachments import type_span
from mimeforge.rules.mim.fixes import move_before, say
from mimeforge.tree.content_map import content_map

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.linter.context import Context
    from mimeforge.tree import Part

__all__ = ["RULES"]

# Calendars are read up to here: an invitation is a few kilobytes, a hostile one may be anything.
_CALENDAR: Final = 1 << 18
# Components that are scheduled (RFC 5546 §3), and what each of them has to have (§3.2.2, RFC 5545 §3.6.1).
_SCHEDULED: Final = frozenset({b"VEVENT", b"VTODO", b"VJOURNAL"})
_REQUIRED: Final = (b"UID", b"DTSTAMP")

_EVENT: Final = (
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//example.com//Lunch//EN",
    "METHOD:REQUEST",
    "BEGIN:VEVENT",
    "UID:1@example.com",
    "DTSTAMP:20250120T120000Z",
    "DTSTART:20250121T120000Z",
    "SUMMARY:Lunch",
    "END:VEVENT",
    "END:VCALENDAR",
    "",
)


_AMP_TYPE: Final = "text/x-amp-html"
_TEXT: Final = ("text/plain; charset=us-ascii", "See you at noon.\r\n")
_HTML: Final = ("text/html; charset=us-ascii", "<p>See you at noon.</p>\r\n")
_AMP: Final = (
    f"{_AMP_TYPE}; charset=us-ascii",
    "<!doctype html><html amp4email><body>See you at noon.</body></html>\r\n",
)
# What holds the HTML of an alternative: itself, or with its images.
_SHOWN_AS_HTML: Final = frozenset({"text/html", "multipart/related"})


def _alternative(*leaves: tuple[str, str]) -> bytes:
    parts = "".join(f"--b\r\nContent-Type: {media_type}\r\n\r\n{text}\r\n" for media_type, text in leaves)
    return sample('Content-Type: multipart/alternative; boundary="b"', body=f"{parts}--b--\r\n")


def _invitation(parameters: str, *without: str) -> bytes:
    calendar = "\r\n".join(line for line in _EVENT if line.partition(":")[0] not in without)
    return _alternative(_TEXT, (f"text/calendar; charset=us-ascii{parameters}", calendar))


class _Line(NamedTuple):
    """A content line that scheduling is about, and where its value stands in the content."""

    name: bytes
    value: bytes
    start: int
    end: int


@rule(
    "CON125",
    "calendar-method",
    severity=Severity.WARNING,
    rfc=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source="RFC 6047 §2.4: the method parameter is that of METHOD; RFC 5546 §1.4, §3.2",
    looks_at=parts("multipart/alternative", "text/calendar"),
    bad=(
        _invitation("; method=CANCEL"),
        _invitation(""),
        _invitation("; method=REQUEST", "METHOD"),
        _invitation("; method=REQUEST", "UID"),
        _invitation("; method=REQUEST", "DTSTAMP"),
    ),
    good=(
        _invitation("; method=REQUEST"),
        _invitation("; method=request"),
        _invitation("; method=PUBLISH").replace(b"METHOD:REQUEST", b"METHOD:PUBLISH"),
    ),
)
def calendar_method(part: Part, context: Context) -> Iterator[Hit]:
    """An invitation is not told as one: its method is missing or differs, or its event has no UID or DTSTAMP.

    Calendars show buttons to answer only where the parameter ``method`` of Content-Type is there beside the text, and
    the same as METHOD within; without a UID, updates and cancellations find no event. In an attached calendar that is
    no invitation, neither is needed.
    """
    if part.media_type == "text/calendar":
        yield from _method_hits(part, context)
    for child in part.parts:
        if child.media_type == "text/calendar":
            yield from _missing_parameter(child)


def _missing_parameter(part: Part) -> Iterator[Hit]:
    field = part.field("Content-Type")
    if field and not part.parameters.get("method"):
        text = "a calendar beside the text, and no method in its Content-Type: add it, the same as METHOD within"
        method = next((line.value for line in _lines(part) if line.name == b"METHOD"), b"")
        fix = say(part, "method", method.decode("ascii")) if IANA_TOKEN_RE.fullmatch(method) else None
        yield Hit(type_span(field), text, part=part, field=field, fix=fix)


def _method_hits(part: Part, context: Context) -> Iterator[Hit]:
    named, field = part.parameters.get("method"), part.field("Content-Type")
    if not named or field is None:
        return
    lines = list(_lines(part))
    if not any(line.value.upper() == b"VCALENDAR" for line in lines):
        return
    method = next((line for line in lines if line.name == b"METHOD"), None)
    if method is None:
        text = f"Content-Type has the method {shown(named)} and the calendar none: write METHOD in it"
        yield Hit(type_span(field), text, field=field)
    elif method.value.lower() != named.strip().lower().encode("utf-8", "replace"):
        text = f"METHOD is {shown(method.value)}, and {shown(named)} in Content-Type: write the same"
        yield Hit(context.once(content_map, part).span(method.start, method.end), text)
    for line, missing in _incomplete(lines):
        text = f"this component has no {missing}, by which calendars know it: add one"
        yield Hit(context.once(content_map, part).span(line.start, line.end), text)
        return


def _lines(part: Part) -> Iterator[_Line]:
    """Pass the lines of a calendar that scheduling is about. Where one is folded, its first piece is enough."""
    for match in CONTENT_LINE_RE.finditer(part.content[:_CALENDAR]):
        yield _Line(match[1].upper(), match[2].strip(), *match.span(2))


def _incomplete(lines: list[_Line]) -> Iterator[tuple[_Line, str]]:
    """Pass the lines that begin a scheduled component without what it has to have, and what that is."""
    begin, seen = None, set[bytes]()
    for line in lines:
        if line.name == b"BEGIN" and line.value.upper() in _SCHEDULED:
            begin, seen = line, set()
        elif line.name == b"END" and begin and line.value.upper() == begin.value.upper():
            missing = next((name for name in _REQUIRED if name not in seen), None)
            if missing:
                yield begin, missing.decode("ascii")
            begin = None
        else:
            seen.add(line.name)


@rule(
    "CON127",
    "amp-order",
    severity=Severity.WARNING,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source="AMP for Email, structure of the message: in multipart/alternative, before text/html, which has to be there",
    looks_at=parts("multipart", "text/x-amp-html"),
    bad=(_alternative(_TEXT, _HTML, _AMP), _alternative(_TEXT, _AMP), sample(f"Content-Type: {_AMP[0]}", body=_AMP[1])),
    good=(_alternative(_TEXT, _AMP, _HTML),),
)
def amp_order(part: Part, context: Context) -> Iterator[Hit]:
    """A text/x-amp-html part is not before a text/html part in a multipart/alternative.

    Many programs show the last part of a multipart/alternative, known or not: AMP comes before text/html. Without a
    text/html part, most readers see the plain text or nothing.
    """
    types = [child.media_type for child in part.parts]
    for child in part.parts:
        field, problem, fix = child.field("Content-Type"), None, None
        if child.media_type == _AMP_TYPE and field:
            if part.media_type != "multipart/alternative":
                problem = f"in {shown(part.media_type)}: put it in a multipart/alternative, before text/html"
            elif not _SHOWN_AS_HTML & {*types}:
                problem = "without text/html beside it: add that part, which most readers see"
            elif types[-1] == _AMP_TYPE:
                problem = "as the last part, which many readers show, known or not: put text/html last"
                html = next(other for other in part.parts if other.media_type in _SHOWN_AS_HTML)
                fix = move_before(part, part.parts[-1], html)
        if field and problem:
            yield Hit(type_span(field), f"AMP {problem}", part=child, field=field, fix=fix)
    field = part.field("Content-Type")
    if part.is_root and part.media_type == _AMP_TYPE and field:
        yield Hit(type_span(field), "AMP alone: put it in a multipart/alternative, before text/html", field=field)


RULES = (calendar_method, amp_order)
