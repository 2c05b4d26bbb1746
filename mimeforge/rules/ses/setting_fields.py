"""What rules share about the X-SES-* fields: which settings a message has, when other rules speak, or nobody looks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mimeforge._grammar import NOT_IN_FIELD_BODY_RE
from mimeforge._ses_facts import CONFIGURATION_SET_FIELD, LIST_OPTIONS_FIELD, LIST_OPTIONS_MEMBER, OVERRIDING_MEMBERS

if TYPE_CHECKING:
    from mimeforge.linter.context import Context
    from mimeforge.tree import Field, Part

__all__ = [
    "configuration_set",
    "is_left_to_others",
    "is_list_managed",
    "is_overridden",
    "list_options",
    "may_track_clicks",
    "may_track_opens",
]


def configuration_set(message: Part) -> Field | None:
    """Give the field that names a configuration set."""
    return message.field(CONFIGURATION_SET_FIELD)


def list_options(message: Part) -> Field | None:
    """Give the field that asks for list management."""
    return message.field(LIST_OPTIONS_FIELD)


def is_list_managed(message: Part, context: Context) -> bool:
    """Whether list management is asked for: by a field, or by the request that carries the message."""
    return list_options(message) is not None or _is_requested(LIST_OPTIONS_MEMBER, context)


def may_track_clicks(message: Part, context: Context) -> bool:
    """Whether a configuration set, or the request that carries the message, may have links written anew."""
    return _may_track("ClickTrackingEnabled", message, context)


def may_track_opens(message: Part, context: Context) -> bool:
    """Whether a configuration set, or the request that carries the message, may have a picture added."""
    return _may_track("OpenTrackingEnabled", message, context)


def _may_track(switch: str, message: Part, context: Context) -> bool:
    request = context.request
    told = request.text(f"ConfigurationOverrides.Tracking.{switch}") if request else None
    if told is not None:  # whatever the configuration set says (API model of SendEmail, version 2)
        return told == "ENABLED"
    return configuration_set(message) is not None or _is_requested("ConfigurationSetName", context)


def _is_requested(member: str, context: Context) -> bool:
    return context.request is not None and bool(context.request.get(member))


def is_overridden(name: str, context: Context) -> bool:
    """Whether the request that carries the message has a member in whose presence SES does not look at this field."""
    return any(_is_requested(member, context) for member in OVERRIDING_MEMBERS.get(name.upper(), ()))


def is_left_to_others(octets: bytes) -> bool:
    """Whether there are controls, lone CRs or octets over 127, of which the rules on any field speak."""
    return NOT_IN_FIELD_BODY_RE.search(octets) is not None
