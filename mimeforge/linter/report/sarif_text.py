"""Texts as SARIF wants them: messages in which nothing is a link or a placeholder, and a rule's page in Markdown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from mimeforge.codecs.visible import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mimeforge.linter.finding import Severity
    from mimeforge.linter.rule import Rule

__all__ = ["Page", "page", "plain"]

# §3.11.6: [text](target) is a link, and a backslash makes a bracket one of the text. Those that stand there already are
# doubled for readers that take two of them for one.
_BRACKET_RE: Final = re.compile(r"(\\*)([\[\]])")
# §3.11.5: {0} stands for an argument, and doubled braces for braces. Other braces stay: that they are single again in
# print is left out by viewers where a message has no arguments.
_PLACEHOLDER_RE: Final = re.compile(r"\{+\d+\}+")

# Docstrings write code between double backticks, as Markdown may.
_CODE_RE: Final = re.compile(r"(``.+?``)")
# CommonMark §2.4: what may begin markup within a line, and is only itself behind a backslash.
_MARKUP_RE: Final = re.compile(r"[\\`*_\[\]<>#|~&$]")


class Page(NamedTuple):
    """What a rule says about itself: in a line, in paragraphs, and both with what they rest on."""

    title: str
    prose: str
    text: str
    markdown: str


def plain(text: str) -> str:
    """Return one line of text as a plain text message (§3.11.2)."""
    return _without_placeholders(_BRACKET_RE.sub(r"\1\1\\\2", visible(text)))


def page(rule: Rule) -> Page:
    """Return what a rule says, without its examples."""
    return Page(
        title=_plain_prose(rule.title),
        prose="\n\n".join(map(_plain_prose, _paragraphs(rule))),
        text="\n\n".join(_page(rule, _plain_prose, "{}")),
        markdown="\n\n".join(_page(rule, _markdown, "**{}**")),
    )


def _page(rule: Rule, written: Callable[[str], str], strong: str) -> Iterator[str]:
    yield strong.format(written(rule.title))
    yield from map(written, _paragraphs(rule))
    severities = f"{_level(rule.severity)} under the profiles of Amazon SES, {_level(rule.rfc)} under rfc"
    yield f"{strong.format('Severity:')} {severities}"
    yield f"{strong.format('Evidence:')} {rule.evidence}"
    yield f"{strong.format('Source:')} {written(rule.source)}"


def _paragraphs(rule: Rule) -> list[str]:
    """Cut the text into paragraphs, each in one line; of a rule that says no more than its title, that."""
    return [" ".join(paragraph.split()) for paragraph in (rule.text or rule.title).split("\n\n")]


def _level(severity: Severity | None) -> str:
    return severity or "silent"


def _plain_prose(text: str) -> str:
    return plain(text.replace("``", "`"))


def _markdown(text: str) -> str:
    pieces = _CODE_RE.split(visible(text))
    pieces[::2] = [_MARKUP_RE.sub(r"\\\g<0>", piece) for piece in pieces[::2]]
    return _without_placeholders("".join(pieces))


def _without_placeholders(text: str) -> str:
    return _PLACEHOLDER_RE.sub(lambda found: found[0].replace("{", "{{").replace("}", "}}"), text)
