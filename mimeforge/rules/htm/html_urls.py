"""The URLs of an HTML part, and what is wrong with one: the first fault that is found, since one cause has one rule."""

from __future__ import annotations

import unicodedata
from enum import Enum, auto
from typing import TYPE_CHECKING, Final, NamedTuple

from mimeforge._grammar.templates import TEMPLATE_MARK_RE
from mimeforge._grammar.urls import (
    AUTHORITY_RE,
    BAD_ESCAPE_RE,
    BLANK_RE,
    CSS_URL_RE,
    IPV4_HOST_RE,
    MISSPELT_HTTP_RE,
    NO_COLON_RE,
    NO_MAILTO_RE,
    NO_SCHEME_RE,
    NOT_HOST_RE,
    SRCSET_URL_RE,
    URL_LINE_ENDS_RE,
    URL_RE,
    WINDOWS_PATH_RE,
)
from mimeforge.codecs.visible import shown
from mimeforge.rules.htm.html_reading import suspect

if TYPE_CHECKING:
    from collections.abc import Iterator
    from re import Match

    from mimeforge.linter.context import Context
    from mimeforge.rules.htm.html_reading import Document, Element
    from mimeforge.tree import Part

__all__ = ["Fault", "Url", "css_urls", "urls"]


class Fault(Enum):
    """What is wrong with a URL; the rules are named by it."""

    LOCAL = auto()
    MALFORMED = auto()
    UNESCAPED = auto()
    ADDRESS = auto()
    LOOKALIKE = auto()
    RELATIVE = auto()


class Url(NamedTuple):
    """One of the URLs of a part.

    ``value`` is as the HTML has it, without the blanks around it, ``host`` in lower case; ``why`` says more about the
    fault.
    """

    value: str
    is_link: bool
    scheme: str
    host: str
    fault: Fault | None
    why: str


def urls(part: Part, context: Context) -> tuple[Url, ...]:
    """Give the URLs of an HTML part that is shown, those of its styles included, each once, in their order.

    What holds a mark of a template is left out: another rule speaks of it.
    """
    return context.once(_urls, suspect(part, context))


def css_urls(style: str) -> Iterator[str]:
    """Pass the URLs of a text in CSS."""
    for match in CSS_URL_RE.finditer(style):
        yield (match[1] or match[2] or "").strip()


# Where readers follow a URL, and where they fetch one. Those of script, iframe, object, form, link and base are left
# to the rules on these elements.
_LINKS: Final = frozenset({"a", "area"})
_FETCHED: Final = frozenset({"audio", "img", "input", "source", "video"})

# Schemes of what only the sender's computer has: files, and what web pages and programs hold while they run
_LOCAL_SCHEMES: Final = frozenset({"blob", "content", "file", "filesystem", "res", "webkit-fake-url"})
# RFC 6761 §6.3, RFC 6762 §3, and the name that ICANN set aside for private use in 2024
_LOCAL_NAMES: Final = frozenset({"localhost", "localdomain", "local", "internal", "intranet", "lan"})
_HOME: Final = ".home.arpa"  # RFC 8375
# RFC 1122 §3.2.1.3, RFC 1918 §3, RFC 3927 §2.1, RFC 4193 §3.1, RFC 4291 §2.5
_LOCAL_NETWORKS: Final = (
    "0.0.0.0/8 10.0.0.0/8 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.168.0.0/16 ::/127 fc00::/7 fe80::/10".split()
)
# Scripts that have letters of the same look: a label that mixes them is made to be taken for another.
_ALIKE: Final = frozenset({"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE"})
_LABEL_MAX: Final = 63


def _urls(read: Document) -> tuple[Url, ...]:
    found = [url for element in read.elements if element.attributes for url in _written(element)]
    found += [(url, False) for url in css_urls(read.styles)]
    distinct = dict.fromkeys((url.strip(), is_link) for url, is_link in found)
    return tuple(_judged(*one) for one in distinct if one[0] and not TEMPLATE_MARK_RE.search(one[0]))


def _written(element: Element) -> Iterator[tuple[str, bool]]:
    for name, value in element.attributes.items():
        if name == "href" and element.name in _LINKS:
            yield value, True
        elif name == "background" or (name == "src" and element.name in _FETCHED):
            yield value, False
        elif name == "srcset" and element.name in _FETCHED:
            for match in SRCSET_URL_RE.finditer(value):
                yield match[1], False
        elif name == "style" and "(" in value:
            for url in css_urls(value):
                yield url, False


def _judged(value: str, is_link: bool) -> Url:
    url = URL_LINE_ENDS_RE.sub("", value)
    scheme, authority, path, query = _groups(URL_RE.match(url))[:4]
    scheme = scheme.lower()
    host, port = _groups(AUTHORITY_RE.match(authority))[1:]
    host = host.lower().rstrip(".")
    fault: Fault | None
    if WINDOWS_PATH_RE.match(url) or scheme in _LOCAL_SCHEMES:
        fault, why = Fault.LOCAL, "a file of one computer"
    elif MISSPELT_HTTP_RE.fullmatch(scheme):
        fault, why = Fault.MALFORMED, f"{scheme}: is no scheme"
    elif scheme in {"http", "https"} or (authority and not scheme):
        fault, why = _fault_of_host(host, port) or _fault_of_rest(scheme, path + query)
    elif scheme or url.startswith("#"):
        fault, why = None, ""
    else:
        fault, why = _fault_without_scheme(url)
    return Url(value, is_link, scheme, host, fault, why)


_Judgement = tuple[Fault | None, str]


def _fault_of_host(host: str, port: str) -> _Judgement | None:
    if host in {"", "http", "https"}:
        return Fault.MALFORMED, "no host" if not host else "a scheme behind another"
    is_bracketed = host.startswith("[")
    if not is_bracketed and (foreign := NOT_HOST_RE.search(host)):
        return Fault.MALFORMED, f"{shown(foreign[0])} in the host"
    if port and not (port.isascii() and port.isdigit()):
        return Fault.MALFORMED, "a port that is no number"
    if _is_local(host):
        return Fault.LOCAL, "a host of one computer or network"
    if is_bracketed or IPV4_HOST_RE.fullmatch(host):
        return Fault.ADDRESS, ""
    labels = map(_u_label, host.split("."))
    alike = next((label for label in labels if len(_scripts(label) & _ALIKE) > 1), None)
    return None if alike is None else (Fault.LOOKALIKE, alike)


def _fault_of_rest(scheme: str, rest: str) -> _Judgement:
    if not scheme:
        return Fault.RELATIVE, "no scheme"
    if BLANK_RE.search(rest):
        return Fault.UNESCAPED, "a blank, which is written %20"
    if BAD_ESCAPE_RE.search(rest):
        return Fault.UNESCAPED, "a % that begins no escape; it is written %25"
    return None, ""


def _fault_without_scheme(url: str) -> _Judgement:
    if NO_COLON_RE.match(url):
        return Fault.MALFORMED, "no colon behind its scheme"
    if NO_SCHEME_RE.match(url):
        return Fault.MALFORMED, "no scheme"
    if NO_MAILTO_RE.fullmatch(url):
        return Fault.MALFORMED, "no mailto: before the address"
    return Fault.RELATIVE, "no scheme and no host"


def _is_local(host: str) -> bool:
    """Whether nobody elsewhere finds a host: by its last label, since it has but one, or by its address."""
    if host.rpartition(".")[2] in _LOCAL_NAMES or host.endswith(_HOME):
        return True
    if not (host.startswith("[") or IPV4_HOST_RE.fullmatch(host)):
        return host.isascii() and "." not in host
    from ipaddress import ip_address, ip_network

    try:
        address = ip_address(host.strip("[]"))
    except ValueError:
        return False
    return any(address in ip_network(network) for network in _LOCAL_NETWORKS)


def _u_label(label: str) -> str:
    """Read a label as people see it (RFC 3492); one that cannot be read stays as it is."""
    if not label.startswith("xn--") or len(label) > _LABEL_MAX:
        return label
    try:
        return label[4:].encode("ascii", "replace").decode("punycode")
    except UnicodeError:
        return label


def _scripts(label: str) -> set[str]:
    """Name the scripts of a label's letters; ASCII is looked at by no table."""
    if label.isascii():
        return set()
    letters = filter(str.isalpha, label[:_LABEL_MAX])
    return {unicodedata.name(letter, "").partition(" ")[0] for letter in letters}


def _groups(match: Match[str] | None) -> list[str]:
    return [group or "" for group in match.groups()] if match else []
