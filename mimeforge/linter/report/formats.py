"""The table of formats: name, and the class that writes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mimeforge.linter.report.json import Json
from mimeforge.linter.report.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from mimeforge.linter.report.writer import Reference, Writer

__all__ = ["FORMATS"]

FORMATS: Final[dict[str, Callable[[Reference], Writer]]] = {
    "text": lambda _: Text(),
    "json": lambda _: Json(),
}
