"""Compose MIME messages and check them before they are sent.

The public names live in rooms of their own and are loaded on first use (PEP 562), so that ``import mimeforge`` costs
next to nothing.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mimeforge import ses as ses
    from mimeforge.errors import AddressError, EncodingError, HeaderError, MimeforgeError, PreflightError
    from mimeforge.headers import Address, Group
    from mimeforge.linter import Evidence, Finding, Report, Severity
    from mimeforge.message import Envelope, Message
    from mimeforge.preflight import lint
    from mimeforge.tree import Part, parse

__version__ = "0.1.0"

_ROOMS = {
    "Address": "headers",
    "AddressError": "errors",
    "EncodingError": "errors",
    "Envelope": "message",
    "Evidence": "linter",
    "Finding": "linter",
    "Group": "headers",
    "HeaderError": "errors",
    "Message": "message",
    "MimeforgeError": "errors",
    "Part": "tree",
    "PreflightError": "errors",
    "Report": "linter",
    "Severity": "linter",
    "lint": "preflight",
    "parse": "tree",
}

__all__ = [
    "Address",
    "AddressError",
    "EncodingError",
    "Envelope",
    "Evidence",
    "Finding",
    "Group",
    "HeaderError",
    "Message",
    "MimeforgeError",
    "Part",
    "PreflightError",
    "Report",
    "Severity",
    "lint",
    "parse",
    "ses",
]


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name == "ses":
        return import_module("mimeforge.ses")
    room = _ROOMS.get(name)
    if room is None:
        raise AttributeError(f"module 'mimeforge' has no attribute {name!r}")
    value = getattr(import_module(f"mimeforge.{room}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
