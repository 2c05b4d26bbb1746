"""What rules share about the interfaces of Amazon SES: which one is meant, and what it asks of the fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mimeforge.rules.api.entries import bounce_address
from mimeforge.rules.api.roles import names_sender

if TYPE_CHECKING:
    from collections.abc import Container

    from mimeforge.linter.context import Context

__all__ = ["answer_to_missing", "envelope_sender", "is_to_asked", "is_version_1"]


def is_version_1(context: Context) -> bool:
    """Whether the message goes into a request of version 1 of the API, SendRawEmail."""
    return context.profile.name.partition(",")[0] == "ses"  # overlays stand behind it


def is_to_asked(context: Context) -> bool:
    """Whether SES takes the recipients from the fields, and wants a To there."""
    return context.envelope is None and context.profile.reads_recipients


def envelope_sender(context: Context) -> str:
    """Give the sender of the envelope, "" where none is known or the interface has no place for it."""
    if context.request is not None:
        return bounce_address(context.request, context)
    return context.envelope.sender if context.envelope is not None and context.profile.takes_sender else ""


def _is_sender_known(context: Context) -> bool:
    """Whether a request, or an envelope that goes into one of version 1, says who sends."""
    if context.request is not None:
        return names_sender(context.request)
    return context.envelope is not None and is_version_1(context)


def answer_to_missing(names: Container[str], context: Context) -> str | None:
    """Give what SES answers to a message without these fields (names in lower case), where that is known.

    It was once seen to take an empty message, in a request of version 1 with ``Source`` and ``Destinations`` (an answer
    recorded on 2023-08-26): what it says to a missing From then is not known. In a request, the API model has From be
    needed where that names no sender.
    """
    if not context.profile.predicts:
        return None
    if "from" in names and not _is_sender_known(context):
        return "Missing required header 'From'."
    if "to" in names and is_to_asked(context):
        return "Missing required header 'To'."
    return None
