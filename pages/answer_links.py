"""Where each answer of Amazon SES stands on its page."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from mimeforge.ses.answers import ANSWERS
from pages.markdown import anchor, code, link

if TYPE_CHECKING:
    from mimeforge.ses import Answer

__all__ = ["PAGE", "answer_link"]

PAGE: Final = "ses-answers.md"


def _anchors() -> dict[Answer, str]:
    """Tell headings of the same anchor apart as GitHub and MyST do, by a number behind all but the first."""
    taken: Counter[str] = Counter()
    anchors = {}
    for answer in ANSWERS:
        wanted = anchor(answer.text)
        anchors[answer] = f"{wanted}-{taken[wanted]}" if taken[wanted] else wanted
        taken[wanted] += 1
    return anchors


_ANCHORS: Final = _anchors()


def answer_link(answer: Answer) -> str:
    """Return a link from a rule's page to an answer."""
    return link(code(answer.text), f"../{PAGE}#{_ANCHORS[answer]}")
