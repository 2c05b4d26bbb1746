"""Compose MIME messages and check them before they are sent.

The public names live in rooms of their own and are loaded on first use (PEP 562), so that ``import mimeforge`` costs
next to nothing.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mimeforge import ses as ses
    from mimeforge.edit import Edit
    from mimeforge.errors import AddressError, EncodingError, HeaderError, MimeforgeError, PreflightError
    from mimeforge.headers import Address, Group
    from mimeforge.linter import Evidence, Finding, Fix, Report, Severity
    from mimeforge.message import Envelope, Message
    from mimeforge.preflight import Fixed, fix, lint
    from mimeforge.tree import Part, parse

__version__ = "0.1.0"

_ROOMS = {
    "Address": "headers",
    "AddressError": "errors",
    "Edit": "edit",
    "EncodingError": "errors",
    "Envelope": "message",
    "Evidence": "linter",
    "Finding": "linter",
    "Fix": "linter",
    "Fixed": "preflight",
    "Group": "headers",
    "HeaderError": "errors",
    "Message": "message",
    "MimeforgeError": "errors",
    "Part": "tree",
    "PreflightError": "errors",
    "Report": "linter",
    "Severity": "linter",
    "fix": "preflight",
    "lint": "preflight",
    "parse": "tree",
}

__all__ = [
    "Address",
    "AddressError",
    "Edit",
    "EncodingError",
    "Envelope",
    "Evidence",
    "Finding",
    "Fix",
    "Fixed",
    "Group",
    "HeaderError",
    "Message",
    "MimeforgeError",
    "Part",
    "PreflightError",
    "Report",
    "Severity",
    "fix",
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
