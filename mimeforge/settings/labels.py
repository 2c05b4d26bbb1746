"""Labels: what settings call rules by. "ALL", the beginning of a code ("ADR", "ADR1"), a code, or a slug."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mimeforge.codecs.visible import shown
from mimeforge.preflight import RULES
from mimeforge.settings.errors import SettingsError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["ALL", "covers", "read_label", "specificity"]

ALL: Final = "ALL"

_RULES_BY_LABEL: Final = {label: rule for rule in RULES for label in (rule.code, rule.slug)}
# The letters of a group, alone and with the first digits.
_BEGINNINGS: Final = {rule.code[:length] for rule in RULES for length in (3, 4, 5)}


def read_label(text: str) -> str:
    """Return a label as `Selection` holds it: a slug becomes its code. Raises `SettingsError` where no rule has it."""
    if text == ALL or text in _BEGINNINGS:
        return text
    if text in _RULES_BY_LABEL:
        return _RULES_BY_LABEL[text].code
    nearest = did_you_mean(text, (*_RULES_BY_LABEL, *_BEGINNINGS, ALL)) or "; mimeforge rule lists all of them"
    raise SettingsError(f"unknown rule {shown(text)}{nearest}")


def covers(label: str, code: str) -> bool:
    """Tell whether a label stands for the rule of this code."""
    return label == ALL or code.startswith(label)


def specificity(labels: Iterable[str], code: str) -> int:
    """Return how closely the closest of ``labels`` names a rule: 0 for ALL, characters for others, -1 for none."""
    return max((0 if label == ALL else len(label) for label in labels if covers(label, code)), default=-1)
