"""The templates of the page, and the one way by which anything gets into them."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined, pass_context
from markupsafe import Markup

from mimeforge.codecs.visible import visible
from mimeforge.linter.report.html.stars import SECRET_MAX, Stars

if TYPE_CHECKING:
    from jinja2.runtime import Context

__all__ = ["Verbatim", "render"]


# Any character but those that mean nothing to HTML, to a terminal or to a CI runner.
_NOT_PLAIN_RE: Final = re.compile(r"[^A-Za-z0-9 !$%()*+,./:;=?@^_`{|}~\[\]-]")


class Verbatim(str):
    """A page inside of the page: nothing in it is made visible, since it is not shown as text."""

    __slots__ = ()

    def __html__(self) -> str:
        """Return it for the value of an attribute; controls and what a CI runner would obey are references too."""
        return _NOT_PLAIN_RE.sub(lambda character: f"&#{ord(character[0])};", self)


def render(template: str, stars: Stars, **values: Any) -> str:
    """Fill a template. Every value is starred, made visible and escaped.

    The text is ASCII, other characters are references: it is the same page in whatever encoding it is written.
    """
    text = _environment().get_template(template).render(stars=stars, **values)
    return text.encode("ascii", "xmlcharrefreplace").decode("ascii")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("mimeforge.linter.report.html", "pages"),
        autoescape=True,
        finalize=_harmless,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    environment.filters |= {"short": _short, "folder_and_name": _folder_and_name}
    return environment


@pass_context
def _harmless(context: Context, value: object) -> object:
    """Make a value of a template fit to be shown; the environment escapes it then."""
    if not isinstance(value, str) or isinstance(value, (Markup, Verbatim)):  # numbers, what macros wrote, previews
        return value
    stars: Stars = context["stars"]
    return visible(stars.text(value))


@pass_context
def _short(context: Context, text: str, limit: int) -> str:
    """Cut a text; it is starred before, since half a secret looks like none."""
    stars: Stars = context["stars"]
    starred = stars.text(text[: limit + SECRET_MAX])
    return starred if len(starred) <= limit else f"{starred[:limit]}…"


def _folder_and_name(path: str) -> tuple[str, str]:
    """Cut the path of a file, as any system writes it."""
    at = max(path.rfind("/"), path.rfind("\\")) + 1
    return path[:at], path[at:]
