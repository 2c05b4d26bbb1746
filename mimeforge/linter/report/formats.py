"""The table of formats: name, and what makes its writer. The module of a format is loaded when it is asked for."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from mimeforge.linter.report.writer import Reference, Writer

__all__ = ["FORMATS"]

FORMATS: Final[dict[str, Callable[[Reference], Writer]]] = {
    "text": lambda _: _module("text").Text(),
    "json": lambda _: _module("json").Json(),
    "jsonl": lambda _: _module("jsonl").JsonLines(),
    "sarif": lambda reference: _module("sarif").Sarif(reference.rules),
    "github": lambda _: _module("github").GitHub(),
    "gitlab": lambda _: _module("gitlab").GitLab(),
    "junit": lambda _: _module("junit").JUnit(),
    "html": lambda reference: _module("html").Html(reference),
}


def _module(name: str) -> Any:
    return import_module(f"mimeforge.linter.report.{name}")
