"""SES: what open and click tracking reads in the HTML text."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

from mimeforge._grammar import HTML_ATTRIBUTE_RE, HTML_LINK_RE, HTTP_RE, NOT_URI_RE
from mimeforge._limits import SES_TRACKED_LINKS_MAX
from mimeforge._ses_facts import LINK_TAG_RE, LINK_TAGS, NO_TRACK, OPEN_TRACKER
from mimeforge.codecs.visible import shown
from mimeforge.linter.examples import Recipe, sample
from mimeforge.linter.finding import Evidence, Severity
from mimeforge.linter.rule import MESSAGE, Hit, rule
from mimeforge.rules.lin.places import first_of
from mimeforge.rules.ses.setting_fields import may_track_clicks
from mimeforge.rules.ses.texts import content, may_hold, place, placeholders, texts
from mimeforge.tree import Span

if TYPE_CHECKING:
    from collections.abc import Iterator
    from re import Match

    from mimeforge.linter.context import Context
    from mimeforge.tree import Part

__all__ = ["RULES"]

_PIXEL: Final = OPEN_TRACKER.decode()
_SET: Final = "X-SES-CONFIGURATION-SET: receipts"
_HTML: Final = "Content-Type: text/html; charset=us-ascii"
_FAQ: Final = "SES developer guide, frequent questions about metrics"
_ATTRIBUTES: Final = frozenset({b"href", LINK_TAGS, NO_TRACK})


def _linked(url: str, attributes: str = "") -> bytes:
    return sample(_SET, _HTML, body=f'<a href="{url}"{attributes}>Lunch</a>\r\n')


def _many(count: int) -> Recipe:
    links = [f'<a href="https://example.com/{number}">{number}</a>\r\n' for number in range(count)]
    return Recipe(f"{count} links", lambda: sample(_SET, _HTML, body="".join(links)))


@rule(
    "SES130",
    "ses-open-tracker",
    severity=Severity.WARNING,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source=f"{_FAQ}: the first placeholder is replaced, in HTML",
    looks_at=MESSAGE,
    bad=(
        sample(_HTML, body=f"<p>Lunch?</p>{_PIXEL}\r\n{_PIXEL}\r\n"),
        sample(body=f"Lunch?\r\n{_PIXEL}\r\n"),
    ),
    good=(sample(_HTML, body=f"<p>Lunch?</p>{_PIXEL}\r\n"),),
)
def open_tracker(message: Part, context: Context) -> Iterator[Hit]:
    """The placeholder for the picture that counts opens stands where Amazon SES does not replace it.

    SES puts the picture in the place of the first ``{{ses:openTracker}}``, in HTML. The others reach the reader as they
    are. Write it once, in text/html.
    """
    found = list(placeholders(OPEN_TRACKER, message, context))
    replaced = [(one, index) for one in found if one.media_type == "text/html" for index in range(len(one.starts))]
    if len(replaced) > 1:
        one, index = replaced[1]
        yield Hit(one.place(index), f"SES replaces the first of {len(replaced)} {_PIXEL}, not this one: write one")
    for one in found:
        if one.media_type != "text/html":
            where = shown(one.media_type) if one.media_type else "a header field"
            yield Hit(one.place(0), f"{_PIXEL} stays as it is in {where}: write it in text/html")


@rule(
    "SES131",
    "ses-link-tags",
    severity=Severity.WARNING,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source=f"{_FAQ}: letters and digits of ASCII, hyphens, underscores",
    looks_at=MESSAGE,
    bad=(
        _linked("https://example.com/", ' ses:tags="course:main dish;"'),
        _linked("https://example.com/", " ses:tags='day:monday;course=main;'"),
        _linked("https://example.com/", ' ses:tags="day:monday; course:main;"'),
    ),
    good=(_linked("https://example.com/", ' ses:tags="course:main;day:mon_20-01;"'),),
)
def link_tags(message: Part, context: Context) -> Iterator[Hit]:
    """A link has a tag that click tracking does not take.

    The attribute ``ses:tags`` holds pairs, ``key:value;``, of letters, digits, hyphens and underscores. SES drops what
    is of another form, and counts the clicks without it.
    """
    is_tracked = may_track_clicks(message, context)
    for part in _html_parts(message):
        if is_tracked or may_hold(LINK_TAGS, part):
            octets = content(part, context)
            faults = (fault for link in _links(part, context) for fault in _bad_tags(octets, link))
            shown_first, more = first_of(faults, "tags")
            for fault in shown_first:
                tag = octets[fault.start : fault.end]
                # Nobody says whether SES takes away the blanks around a tag before it looks.
                evidence = Evidence.INFERRED if LINK_TAG_RE.fullmatch(tag.strip()) else None
                text = f"SES drops the link tag {shown(tag)}: write key:value; of letters, digits, - and _{more}"
                yield Hit(place(part, *fault), text, evidence=evidence)


@rule(
    "SES132",
    "ses-tracked-links",
    severity=Severity.NOTE,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source=f"{_FAQ}: 250 links of a message are tracked",
    looks_at=MESSAGE,
    bad=(_many(SES_TRACKED_LINKS_MAX + 1),),
    good=(_many(SES_TRACKED_LINKS_MAX),),
)
def tracked_links(message: Part, context: Context) -> Iterator[Hit]:
    """The HTML has more links than click tracking follows.

    SES tracks 250 of them and leaves the rest as they are. Links that need no tracking are left out of the count by the
    attribute ``ses:no-track``. Only messages are looked at that name a configuration set, themselves or in their
    request, because without one nothing is tracked; but a set can also be the default of the identity.
    """
    if may_track_clicks(message, context):
        links = [(part, link) for part in _html_parts(message) for link in _links(part, context)]
        if len(links) > SES_TRACKED_LINKS_MAX:
            part, link = links[SES_TRACKED_LINKS_MAX]
            text = f"SES tracks {SES_TRACKED_LINKS_MAX} links of a message, not this one: put ses:no-track on some"
            yield Hit(place(part, *link.url), text)


@rule(
    "SES135",
    "ses-untracked-link",
    severity=Severity.NOTE,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source=f"{_FAQ}: links that are not encoded as RFC 3986 has it are not tracked; RFC 3986 §2",
    looks_at=MESSAGE,
    bad=(
        _linked("https://example.com/main dish"),
        _linked("https://example.com/?q=50%"),
        _linked("https://example.com/?q=a|b"),
        sample(
            _SET,
            "Content-Type: text/html; charset=utf-8",
            "Content-Transfer-Encoding: quoted-printable",
            body='<a href=3D"https://example.com/caf=C3=A9">Lunch</a>\r\n',
        ),
    ),
    good=(
        _linked("https://example.com/caf%C3%A9?q=a&amp;r=%7C#top"),
        _linked("https://example.com/main dish", " ses:no-track"),
        _linked("mailto:zoe@example.net?subject=main dish"),
    ),
)
def untracked_link(message: Part, context: Context) -> Iterator[Hit]:
    """A link holds what no URI holds, so that clicks on it are not counted.

    A blank, a character beyond ASCII, a ``%`` that begins no escape, or one of ``"<>\\^`{|}``: write ``%`` and two hex
    digits for each octet. Only messages are looked at that name a configuration set, themselves or in their
    request; a set can also be the default of the identity.
    """
    for part in _html_parts(message) if may_track_clicks(message, context) else ():
        octets = content(part, context)
        faults = (NOT_URI_RE.search(octets, *link.url) for link in _links(part, context))
        shown_first, more = first_of((Span(*fault.span()) for fault in faults if fault), "links")
        for fault_span in shown_first:
            fault = octets[slice(*fault_span)]
            what, advice = (f"{shown(fault)} stands in no URI", "% and hex digits")
            if fault == b"%":
                what, advice = ("this % begins no escape, as two hex digits would", "%25")
            text = f"{what}, and SES does not track this link: write {advice}{more}"
            yield Hit(place(part, *fault_span), text)


class _Link(NamedTuple):
    """What tracking reads in a link: its URL, and its tags where it has some. Offsets in the content of the part."""

    url: Span
    tags: Span | None


def _links(part: Part, context: Context) -> tuple[_Link, ...]:
    """Give the links that SES would track, and one more where there are more than it does."""
    return context.once(_read_links, content(part, context))


def _read_links(octets: bytes) -> tuple[_Link, ...]:
    tags = (tag for tag in HTML_LINK_RE.finditer(octets) if tag[1] and octets.startswith(b">", tag.end()))
    links = (_read_link(octets, tag) for tag in tags)
    return tuple(islice(filter(None, links), SES_TRACKED_LINKS_MAX + 1))


def _read_link(octets: bytes, tag: Match[bytes]) -> _Link | None:
    attributes: dict[bytes, Match[bytes]] = {}
    for attribute in HTML_ATTRIBUTE_RE.finditer(octets, *tag.span(1)):
        if (name := attribute[1].lower()) in _ATTRIBUTES:
            attributes.setdefault(name, attribute)  # the first of a name counts
    url = _value(octets, attributes.get(b"href"))
    if url is None or NO_TRACK in attributes or not HTTP_RE.match(octets, *url):
        return None
    return _Link(url, _value(octets, attributes.get(LINK_TAGS)))


def _value(octets: bytes, attribute: Match[bytes] | None) -> Span | None:
    """Give the value of an attribute, without the white space around it, which readers take away."""
    if attribute is None or attribute.lastindex == 1:
        return None
    start, end = attribute.span(attribute.lastindex or 0)
    value = octets[start:end]
    return Span(end - len(value.lstrip()), start + len(value.rstrip())) if value.strip() else None


def _bad_tags(octets: bytes, link: _Link) -> Iterator[Span]:
    if link.tags:
        start = link.tags.start
        for tag in octets[start : link.tags.end].split(b";"):
            if tag.strip() and not LINK_TAG_RE.fullmatch(tag):
                yield Span(start, start + len(tag))
            start += len(tag) + 1


def _html_parts(message: Part) -> list[Part]:
    return [part for part in texts(message) if part.media_type == "text/html"]


RULES = (open_tracker, link_tags, tracked_links, untracked_link)
