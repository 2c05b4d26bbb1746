"""What rules share about the X-SES-* fields: which settings a message has, when other rules speak, or nobody looks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mimeforge._grammar import NOT_IN_FIELD_BODY_RE
from mimeforge._ses_facts import CONFIGURATION_SET_FIELD, LIST_OPTIONS_FIELD, OVERRIDING_MEMBERS

if TYPE_CHECKING:
    from mimeforge.linter.context import Context
    from mimeforge.tree import Field, Part

__all__ = ["configuration_set", "is_left_to_others", "is_list_managed", "is_overridden", "list_options"]


def configuration_set(message: Part) -> Field | None:
    """Give the field that names a configuration set."""
    return message.field(CONFIGURATION_SET_FIELD)


def list_options(message: Part) -> Field | None:
    """Give the field that asks for list management."""
    return message.field(LIST_OPTIONS_FIELD)


def is_list_managed(message: Part, context: Context) -> bool:
    """Whether list management is asked for: by a field, or by the request that carries the message."""
    request = context.request
    return list_options(message) is not None or (request is not None and bool(request.get("ListManagementOptions")))


def is_overridden(name: str, context: Context) -> bool:
    """Whether the request that carries the message has a member in whose presence SES does not look at this field."""
    request = context.request
    return request is not None and any(request.get(member) for member in OVERRIDING_MEMBERS.get(name.upper(), ()))


def is_left_to_others(octets: bytes) -> bool:
    """Whether there are controls, lone CRs or octets over 127, of which the rules on any field speak."""
    return NOT_IN_FIELD_BODY_RE.search(octets) is not None
