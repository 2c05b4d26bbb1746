"""What rules share about the X-SES-* fields: which settings a message has, and when other rules speak of a field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mimeforge._grammar import NOT_IN_FIELD_BODY_RE
from mimeforge._ses_facts import CONFIGURATION_SET_FIELD, LIST_OPTIONS_FIELD

if TYPE_CHECKING:
    from mimeforge.tree import Field, Part

__all__ = ["configuration_set", "is_left_to_others", "list_options"]


def configuration_set(message: Part) -> Field | None:
    """Give the field that names a configuration set."""
    return message.field(CONFIGURATION_SET_FIELD)


def list_options(message: Part) -> Field | None:
    """Give the field that asks for list management."""
    return message.field(LIST_OPTIONS_FIELD)


def is_left_to_others(octets: bytes) -> bool:
    """Whether there are controls, lone CRs or octets over 127, of which the rules on any field speak."""
    return NOT_IN_FIELD_BODY_RE.search(octets) is not None
