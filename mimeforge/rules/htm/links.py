"""HTM: the URLs of HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from mimeforge._grammar.urls import SECRET_PARAMETER_RE, SHOWN_URL_RE, URL_RE
from mimeforge.codecs.visible import shown
from mimeforge.linter.examples import sample
from mimeforge.linter.finding import Evidence, Severity
from mimeforge.linter.rule import MESSAGE, Hit, parts, rule
from mimeforge.rules.htm.html_reading import place, shown_html, suspect
from mimeforge.rules.htm.html_urls import Fault, urls
from mimeforge.rules.lin.places import first_of
from mimeforge.rules.ses.setting_fields import may_track_clicks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mimeforge.linter.context import Context
    from mimeforge.rules.htm.html_reading import Link
    from mimeforge.rules.htm.html_urls import Url
    from mimeforge.tree import Part

__all__ = ["RULES"]

_HTML: Final = "Content-Type: text/html; charset=us-ascii"
_RELATED: Final = 'Content-Type: multipart/related; boundary="b"; type="text/html"'


def _linked(url: str) -> bytes:
    return sample(_HTML, body=f'<p>See the <a href="{url}">menu</a></p>\r\n')


def _pictured(url: str) -> bytes:
    return sample(_HTML, body=f'<p>The menu:</p><img alt="The menu" src="{url}">\r\n')


def _located(field: str, url: str) -> bytes:
    text = f"{_HTML}\r\n{field}\r\n\r\n<img alt=menu src={url}>\r\n"
    image = (
        "Content-Type: image/png\r\nContent-Location: menu.png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo="
    )
    return sample(_RELATED, body=f"--b\r\n{text}\r\n--b\r\n{image}\r\n--b--\r\n")


_GOOD: Final = tuple(
    _linked(url)
    for url in (
        "https://example.com/menu?day=1&amp;course=main#top",
        "#menu",
        "mailto:zoe@example.net?subject=Lunch today",
        "tel:+1-555-0100",
        "https://xn--bcher-kva.example/",
    )
)


@rule(
    "HTM112",
    "url-local",
    severity=Severity.WARNING,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source="RFC 8089 §2, RFC 1918 §3, RFC 6761 §6.3, RFC 6762 §3",
    looks_at=parts("text/html"),
    bad=(
        _pictured("file:///C:/Users/jo/menu.png"),
        _pictured("C:\\Users\\jo\\menu.png"),
        _linked("http://localhost:8000/menu"),
        _linked("http://192.168.0.7/menu"),
        _linked("https://menu.internal/"),
        sample(_HTML, body="<p style=\"background: url('http://127.0.0.1/menu.png')\">Lunch</p>\r\n"),
    ),
    good=(*_GOOD, _linked("https://localhost.example.com/")),
)
def local_url(part: Part, context: Context) -> Iterator[Hit]:
    """A URL is for one computer or one network.

    What was right while the message was written leads nowhere for whoever reads it. Write the public URL, or bring an
    image along and name it by ``cid:``.
    """
    advice = "readers elsewhere have none of it; write a public URL, or cid: for an image that is in the message"
    yield from _hits(part, context, Fault.LOCAL, "{url} is {why}: " + advice)


@rule(
    "HTM116",
    "url-malformed",
    severity=Severity.WARNING,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source="RFC 3986 §2.1, §3; URL Living Standard §4",
    looks_at=MESSAGE,
    bad=(
        _linked("www.example.com/menu"),
        _linked("example.com/menu"),
        _linked("http:/example.com/menu"),
        _linked("https://http://example.com/menu"),
        _linked("htps://example.com/menu"),
        _linked("https://example,com/menu"),
        _linked("https:///menu"),
        _linked("zoe@example.net"),
        _linked("https://example.com/the menu"),
        _linked("https://example.com/?off=20%"),
    ),
    good=_GOOD,
)
def malformed_url(message: Part, context: Context) -> Iterator[Hit]:
    """A URL cannot be read, or readers mend it in different ways.

    It lacks its scheme or host, has one scheme behind another, a character in its host that no host has, or a blank or
    percent sign that is not escaped. Where clicks are tracked, ``ses-untracked-link`` speaks of the last two.
    """
    is_told = context.profile.family == "ses" and may_track_clicks(message, context)
    for part in shown_html(message):
        yield from _hits(part, context, Fault.MALFORMED, "{url} has a fault: {why}; write it whole, scheme and host")
        found = [url for url in urls(part, context) if url.fault is Fault.UNESCAPED and not (is_told and url.is_link)]
        yield from _each(part, context, found, "{url} holds {why}: escape it, since readers mend it in different ways")


@rule(
    "HTM118",
    "url-ip",
    severity=Severity.WARNING,
    rfc=None,
    evidence=Evidence.FIELD_REPORT,
    source="SpamAssassin and Rspamd count links to bare IP addresses",
    looks_at=parts("text/html"),
    bad=(_linked("http://192.0.2.7/menu"), _linked("http://[2001:db8::7]/menu"), _linked("http://3221226007/menu")),
    good=_GOOD,
)
def address_url(part: Part, context: Context) -> Iterator[Hit]:
    """A URL names an IP address instead of a host.

    Filters take such links for a fraud's. Write the name of the host.
    """
    yield from _hits(
        part, context, Fault.ADDRESS, "{url} has an address for its host: write a name, as filters ask for"
    )


@rule(
    "HTM119",
    "url-homograph",
    severity=Severity.WARNING,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source="Unicode Technical Standard 39 §5: mixed scripts; Rspamd counts such hosts",
    looks_at=parts("text/html"),
    bad=(_linked("https://ex&#1072;mple.com/menu"), _linked("https://xn--exmple-4nf.com/menu")),
    good=(_linked("https://b&uuml;cher.example/"), _linked("https://xn--e1afmkfd.example/")),
)
def lookalike_url(part: Part, context: Context) -> Iterator[Hit]:
    """A host mixes letters of scripts that look alike.

    A Cyrillic or Greek letter among Latin ones is nearly always there to deceive, or was typed by mistake. Write the
    name in one script.
    """
    yield from _hits(part, context, Fault.LOOKALIKE, "{why} in {url} mixes scripts that look alike: write it in one")


@rule(
    "HTM114",
    "url-relative",
    severity=Severity.WARNING,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source="RFC 3986 §5.1, RFC 2557 §5: a relative URL needs a base, and mail has none by itself",
    looks_at=MESSAGE,
    bad=(
        _linked("/menu"),
        _linked("menu.html"),
        _linked("//example.com/menu"),
        _pictured("img/menu.png"),
        _located("Content-Language: en", "other.png"),
    ),
    good=(
        *_GOOD,
        sample(_HTML, "Content-Location: https://example.com/", body="<a href='menu'>Menu</a>\r\n"),
        _located("Content-Language: en", "menu.png"),
    ),
)
def relative_url(message: Part, context: Context) -> Iterator[Hit]:
    """A URL has no scheme, and nothing says what it is relative to.

    Most readers show such an image broken and such a link dead. Write the whole URL, or bring the image along and name
    it by ``cid:``. A ``base`` element, or Content-Location and Content-Base of the part or one around it, make it
    whole; so does a part that has the URL as its Content-Location.
    """
    for part in shown_html(message):
        found = [url for url in urls(part, context) if url.fault is Fault.RELATIVE]
        if found and not _has_base(message, part, context):
            locations = context.once(_locations, message)
            missing = [url for url in found if unquote(url.value) not in locations]
            yield from _each(
                part, context, missing, "{url} has {why}, and mail has no base for it: write the whole URL"
            )


@rule(
    "HTM121",
    "url-secret",
    severity=Severity.WARNING,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source="RFC 3986 §3.2.1, §7.5: no passwords in URLs; CWE-598",
    looks_at=parts("text/html"),
    bad=(
        _linked("https://jo:lunch@example.com/menu"),
        _linked("https://example.com/menu?user=jo&amp;password=lunch"),
        _linked("https://example.com/menu;jsessionid=1A530637289A03B07199A44E8D531427?day=1"),
    ),
    good=(*_GOOD, _linked("https://example.com/password?token=1A530637289A"), _linked("https://jo@example.com/")),
)
def secret_in_url(part: Part, context: Context) -> Iterator[Hit]:
    """A URL holds a password, or the session of whoever wrote the message.

    Whoever is forwarded the message can use it, and every server on the way of a click writes it down. Tokens made for
    one recipient and one purpose are not meant: nobody can tell those that are from those that are not.
    """
    found = [url for url in urls(part, context) if url.scheme in {"http", "https"} and _has_secret(url.value)]
    yield from _each(
        part, context, found, "{url} holds a password or a session: leave it out, and let the reader log in"
    )


@rule(
    "HTM117",
    "url-text-mismatch",
    severity=Severity.WARNING,
    rfc=None,
    evidence=Evidence.FIELD_REPORT,
    source="Rspamd and mail programs count links that show another host than they lead to",
    looks_at=parts("text/html"),
    overlay="strict",
    bad=(sample(_HTML, body='<a href="https://track.example.org/c/1">https://example.com/menu</a>\r\n'),),
    good=(sample(_HTML, body='<a href="https://www.example.com/menu">https://example.com/menu</a>\r\n'),),
)
def text_of_another_host(part: Part, context: Context) -> Iterator[Hit]:
    """The text of a link is a URL of another host than the link's.

    So do frauds, and so does the tracking of clicks. Write words for the text, or have clicks counted under your own
    domain.
    """
    hosts = {url.value: url.host for url in urls(part, context)}
    links = [(link, hosts.get(link.url.strip(), "")) for link in suspect(part, context).links]
    shown_first, more = first_of((one for one in links if _shows_another(*one)), "links")
    for link, host in shown_first:
        text = f"the text {shown(link.text.strip())} leads to {shown(host)}: write words, or a link to that host"
        yield Hit(place(part, context, link.url), text + more)


@rule(
    "HTM115",
    "url-http",
    severity=Severity.NOTE,
    rfc=None,
    evidence=Evidence.FIELD_REPORT,
    source="Rspamd counts them; readers of mail on the web fetch no images by http",
    looks_at=parts("text/html"),
    overlay="strict",
    bad=(_linked("http://example.com/menu"),),
    good=_GOOD,
)
def unsafe_url(part: Part, context: Context) -> Iterator[Hit]:
    """A URL is for http, which everybody on the way can read and change.

    Write https.
    """
    found = [url for url in urls(part, context) if url.scheme == "http" and url.fault is None]
    yield from _each(part, context, found, "{url} is for http, which others can read and change: write https")


@rule(
    "HTM113",
    "url-staging",
    severity=Severity.WARNING,
    rfc=None,
    evidence=Evidence.INFERRED,
    source="names that hosts of development have by custom",
    looks_at=parts("text/html"),
    overlay="strict",
    bad=(_linked("https://staging.example.com/menu"), _linked("https://menu.dev.example.org/")),
    good=(*_GOOD, _linked("https://developer.example.com/")),
)
def staging_url(part: Part, context: Context) -> Iterator[Hit]:
    """A URL names a host of development.

    Hosts named dev, staging or test are seldom open to readers. Write the URL of the public host.
    """
    found = [url for url in urls(part, context) if _is_staging(url)]
    yield from _each(part, context, found, "{url} seems to name a host of development: write the public one")


@rule(
    "HTM120",
    "url-shortener",
    severity=Severity.NOTE,
    rfc=None,
    evidence=Evidence.FIELD_REPORT,
    source="SpamAssassin and block lists count links to public shorteners",
    looks_at=parts("text/html"),
    overlay="strict",
    bad=(_linked("https://bit.ly/3xyz"),),
    good=_GOOD,
)
def shortened_url(part: Part, context: Context) -> Iterator[Hit]:
    """A link goes through a public shortener.

    Readers cannot see where it leads, and lists of bad hosts have the shortener for what others do with it. Write the
    URL itself.
    """
    found = [url for url in urls(part, context) if url.host.removeprefix("www.") in _SHORTENERS]
    yield from _each(part, context, found, "{url} hides where it leads, and filters distrust it: write the URL itself")


_SHORTENERS: Final = frozenset(
    "bit.ly buff.ly cutt.ly goo.gl is.gd ow.ly rebrand.ly t.co t.ly tiny.cc tinyurl.com".split()
)
_STAGING: Final = frozenset("dev development preprod qa sandbox stage staging test uat".split())
_TUNNELS: Final = ("ngrok.io", "ngrok.app", "ngrok-free.app", "trycloudflare.com", "loca.lt")


def _hits(part: Part, context: Context, fault: Fault, text: str) -> Iterator[Hit]:
    return _each(part, context, [url for url in urls(part, context) if url.fault is fault], text)


def _each(part: Part, context: Context, found: Iterable[Url], text: str) -> Iterator[Hit]:
    """Point at the first of the URLs; ``text`` has places for ``url`` and ``why``."""
    shown_first, more = first_of(found, "URLs")
    for url in shown_first:
        message = text.format(url=shown(url.value), why=url.why) + more
        yield Hit(place(part, context, url.value), message, part=part)


def _has_base(message: Part, part: Part, context: Context) -> bool:
    """Whether the HTML, its part or a part around it names the base of relative URLs (RFC 2557 §5)."""
    with_base = context.once(_with_base, message)
    if any(one.is_root or f"{part.path}.".startswith(f"{one.path}.") for one in with_base):
        return True
    return any("href" in base.attributes for base in suspect(part, context).named("base"))


def _with_base(message: Part) -> list[Part]:
    parts = message.walk(into_messages=False)
    return [part for part in parts if part.field("Content-Location") or part.field("Content-Base")]


def _locations(message: Part) -> frozenset[str]:
    fields = (part.field("Content-Location") for part in message.walk())
    return frozenset(unquote(field.value) for field in fields if field)


def _has_secret(url: str) -> bool:
    match = URL_RE.match(url)
    userinfo = (match[2] or "").rpartition("@")[0] if match else ""
    return ":" in userinfo.rstrip(":") or SECRET_PARAMETER_RE.search(url) is not None


def _shows_another(link: Link, host: str) -> bool:
    """Whether the text of a link is a URL of another site than ``host``."""
    url = SHOWN_URL_RE.fullmatch(link.text)
    return url is not None and bool(host) and _site(url[1].lower()) != _site(host)


def _site(host: str) -> str:
    """Give the last two labels: what most domains that somebody registers have, and tracking hosts share."""
    return ".".join(host.rstrip(".").split(".")[-2:])


def _is_staging(url: Url) -> bool:
    labels = url.host.split(".")[:-2]
    return url.fault is None and (not _STAGING.isdisjoint(labels) or url.host.endswith(_TUNNELS))


RULES = (
    local_url,
    staging_url,
    relative_url,
    unsafe_url,
    malformed_url,
    text_of_another_host,
    address_url,
    lookalike_url,
    shortened_url,
    secret_in_url,
)
