"""What one row of the table of answers is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from mimeforge.linter import Evidence

__all__ = ["UNSEEN", "Answer", "Group"]

# The source of a text that belongs to the reader whose texts SES uses, and that nobody was seen to get from SES.
UNSEEN: Final = "text and trigger of JavaMail 1.4, whose texts SES uses; nobody was seen to get this one from SES"


class Group(StrEnum):
    """What an answer is about."""

    ADDRESS = "address"
    MIME = "mime"
    HEADER = "header"
    TAG = "tag"
    SETTING = "setting"
    SIZE = "size"
    RECIPIENT = "recipient"
    POLICY = "policy"
    ACCOUNT = "account"
    SMTP = "smtp"


@dataclass(frozen=True, slots=True)
class Answer:
    """One text that Amazon SES answers with, and what is known about it.

    ``text`` is the text as SES writes it, with names in braces where it varies: ``Duplicate header '{name}'.``
    ``evidence`` is that of the text: it may have been seen in threads only while AWS documents the limit behind it, and
    ``source`` names both then. ``order`` says when SES comes to this check, as far as that is known. ``rules`` are the
    slugs of the rules that look for the cause before the message is sent, in it or in the request; where there is none,
    the cause is in neither.
    """

    text: str
    group: Group
    cause: str
    advice: str
    evidence: Evidence
    source: str
    order: str = ""
    rules: tuple[str, ...] = ()
