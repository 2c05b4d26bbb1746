"""What ``from_type`` of Hypothesis makes of the values of mimeforge.

Hypothesis calls `register` when it is imported (the entry point ``hypothesis``), in every run of every suite in whose
environment mimeforge is. So nothing is loaded then: Hypothesis is told whom to ask, and asks when a type is looked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

__all__ = ["register"]

# Where a class is written, and which of `mimeforge.testing.strategies` makes its values.
_STRATEGIES: Final = {
    ("mimeforge.headers.address", "Address"): "mailboxes",
    ("mimeforge.headers.address", "Group"): "groups",
    ("mimeforge.message.envelope", "Envelope"): "envelopes",
    ("mimeforge.message.message", "Message"): "messages",
    ("mimeforge.testing.strategies.body", "Body"): "bodies",
    ("mimeforge.testing.strategies.trees", "MimeTree"): "mime_trees",
}


def register() -> None:
    """Have ``from_type`` know the values of mimeforge. What a suite registers for one of their types goes before it.

    Hypothesis knows numpy's types in this way, and promises nobody that it stays. What is public,
    `register_type_strategy`, takes classes alone, and loading ours would make every start slow: so without this table
    ``from_type`` knows them when `mimeforge.testing.strategies` is imported.
    """
    try:
        from hypothesis.strategies._internal.types import _global_extra_lookup as resolvers
    except ImportError:
        return
    resolvers["mimeforge"] = _strategy_for


def _strategy_for(thing: Any) -> SearchStrategy[Any] | None:
    """Give the strategy for a type, and None for all that are not ours; subclasses are their owners' business."""
    name = _STRATEGIES.get((getattr(thing, "__module__", ""), getattr(thing, "__qualname__", "")))
    if name is None:
        return None
    from mimeforge.testing import strategies

    made: SearchStrategy[Any] = getattr(strategies, name)()
    return made
