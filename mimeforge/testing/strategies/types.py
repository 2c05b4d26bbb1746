"""What ``from_type`` of Hypothesis makes of our values, where it knows no plugin that could say so by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from hypothesis import strategies as st

from mimeforge import Address, Envelope, Group, Message
from mimeforge.testing.strategies.addresses import groups, mailboxes
from mimeforge.testing.strategies.body import Body, bodies
from mimeforge.testing.strategies.message import envelopes, messages
from mimeforge.testing.strategies.trees import MimeTree, mime_trees

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import SearchStrategy

__all__ = ["register_types"]

_STRATEGIES: Final[dict[type, Callable[[], SearchStrategy[Any]]]] = {
    Address: mailboxes,
    Group: groups,
    Envelope: envelopes,
    Message: messages,
    Body: bodies,
    MimeTree: mime_trees,
}


def register_types() -> None:
    """Register our values by their classes, if `mimeforge.hypothesis_plugin` could not, or was not asked to."""
    from hypothesis.strategies import _internal

    resolvers = getattr(getattr(_internal, "types", None), "_global_extra_lookup", ())
    if "mimeforge" in resolvers:
        return
    for ours, strategy in _STRATEGIES.items():
        st.register_type_strategy(ours, _asked(strategy))


def _asked(strategy: Callable[[], SearchStrategy[Any]]) -> Callable[[type], SearchStrategy[Any]]:
    """Make a strategy when a type is looked for: some take time."""
    return lambda _: strategy()
