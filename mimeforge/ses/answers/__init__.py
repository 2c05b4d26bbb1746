"""The table of what Amazon SES answers: each text with its cause, the order of checks, evidence and rules."""

from typing import Final

from mimeforge.ses.answers import addresses, messages, requests, smtp
from mimeforge.ses.answers.answer import Answer, Group

__all__ = ["ANSWERS", "Answer", "Group"]

ANSWERS: Final = (*addresses.ANSWERS, *messages.ANSWERS, *requests.ANSWERS, *smtp.ANSWERS)
