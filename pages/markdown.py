"""Markdown that shows any text as it is.

What stands in a rule's text, in a message or in an answer of SES is text and nothing else: no HTML, no emphasis, no
directive or role of MyST, no end of a table's cell.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

__all__ = ["anchor", "blocks", "code", "fenced", "link", "prose", "table"]

# What means something wherever it stands (CommonMark 0.31 §6; GFM: tables, strikethrough, mathematics; MyST: roles): an
# underscore not within a word, an ampersand that begins a reference.
_ACTIVE_RE: Final = re.compile(r"[\\`*{\[<|~$]|(?<![^\W_])_|_(?![^\W_])|&(?=[#\w])")
# What does at the beginning of a block (CommonMark §4, §5; MyST: comments, block breaks, targets, directives).
_OPENING_RE: Final = re.compile(r"\A(\d*)([-+=%:(>#.)])")
_BACKTICKS_RE: Final = re.compile(r"`+")
# Code in the texts of rules, as in docstrings.
_CODE_RE: Final = re.compile(r"(?<!`)``([^`\s](?:(?:[^`]|`(?!`))*[^`\s])?)``(?!`)")
_NOT_IN_ANCHOR_RE: Final = re.compile(r"[^\w\- ]")


def prose(text: str, name: Callable[[str], str] | None = None) -> str:
    """Return ``text`` as one paragraph; ````code```` of docstrings stays code.

    ``name`` makes Markdown of a piece of code that may be the name of something; the default is `code`.
    """
    pieces = _CODE_RE.split(" ".join(text.split()))
    written = [(name or code)(piece) if number % 2 else _plain(piece) for number, piece in enumerate(pieces)]
    if pieces[0]:
        written[0] = _OPENING_RE.sub(r"\1\\\2", written[0])
    return "".join(written)


def code(text: str) -> str:
    """Return ``text`` as code in a line. Blanks beside each other are shown as they are."""
    ticks = "`" * (_longest_run(text) + 1)
    pad = " " if text.startswith(("`", " ")) or text.endswith(("`", " ")) else ""
    return f"{ticks}{pad}{text}{pad}{ticks}"


def fenced(lines: Iterable[str], kind: str = "text") -> str:
    """Return lines as a block of code, behind a fence that is longer than any in them."""
    block = [*lines]
    fence = "`" * max(3, _longest_run("\n".join(block)) + 1)
    return "\n".join([fence + kind, *block, fence])


def link(markdown: str, target: str) -> str:
    """Return a link to a page or a place in one; both are written as they are."""
    return f"[{markdown}]({target})"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table of cells that hold Markdown, and no ``|`` in code."""
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *rows))


def blocks(*parts: str) -> str:
    """Return a page: blocks with an empty line between them. Empty ones are left out."""
    return "\n\n".join(filter(None, parts)) + "\n"


def anchor(heading: str) -> str:
    """Return the fragment that leads to a heading of this text, as GitHub and MyST make it."""
    return _NOT_IN_ANCHOR_RE.sub("", heading.strip().lower()).replace(" ", "-")


def _plain(text: str) -> str:
    return _ACTIVE_RE.sub(r"\\\g<0>", text)


def _longest_run(text: str) -> int:
    return max(map(len, _BACKTICKS_RE.findall(text)), default=0)
