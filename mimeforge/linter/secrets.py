"""Secrets of a message: wherever it is shown or quoted, what stands behind their first octets is asterisks."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from mimeforge.codecs.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mimeforge.linter.finding import Finding
    from mimeforge.tree import Span

__all__ = ["SHOWN", "Secret", "unquoted"]

# Octets of a secret that are shown: enough to find it, and to know its kind.
SHOWN: Final = 4

# Characters in a row that are taken for some of a secret: findings quote mail in pieces.
_TELLING: Final = 8


class Secret(NamedTuple):
    """Where in a message a secret stands, and what it is when it is decoded."""

    span: Span
    octets: bytes


def unquoted(findings: Iterable[Finding], secrets: Iterable[Secret]) -> tuple[Finding, ...]:
    """Return findings in whose words there are asterisks for what they quote of a secret."""
    texts = [visible(secret.octets[SHOWN:]) for secret in secrets]
    telling = {text[at : at + _TELLING] for text in texts for at in range(len(text) - _TELLING + 1)}
    return tuple(_without(finding, telling) for finding in findings) if telling else tuple(findings)


def _without(finding: Finding, telling: set[str]) -> Finding:
    message = _starred(finding.message, telling)
    predicts = finding.predicts and _starred(finding.predicts, telling)
    unchanged = (message, predicts) == (finding.message, finding.predicts)
    return finding if unchanged else replace(finding, message=message, predicts=predicts)


def _starred(text: str, telling: set[str]) -> str:
    signs = list(text)
    for at in range(len(text) - _TELLING + 1):
        if text[at : at + _TELLING] in telling:
            signs[at : at + _TELLING] = "*" * _TELLING
    return "".join(signs)
