"""Requests to show rules with: good ones, but for what the arguments say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mimeforge.linter.examples import Call, sample
from mimeforge.rules.api.members import SIMPLE

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["raw", "raw_2", "send", "simple_2", "to"]


def raw(data: bytes | str = sample(), **members: Any) -> Call:
    """Return a request for SendRawEmail."""
    return Call("ses.SendRawEmail", {"RawMessage": {"Data": data}} | members)


def raw_2(data: bytes | str = sample(), **members: Any) -> Call:
    """Return a request for SendEmail of version 2 with a raw message."""
    return Call("sesv2.SendEmail", {"Content": {"Raw": {"Data": data}}} | members)


def send(**members: Any) -> Call:
    """Return a request for SendEmail of version 1."""
    return Call("ses.SendEmail", SIMPLE | members)


def to(*addresses: str) -> Call:
    """Return a request for SendEmail of version 1 to these addresses."""
    return send(Destination={"ToAddresses": list(addresses)})


def simple_2(*, without: Iterable[str] = (), **members: Any) -> Call:
    """Return a request for SendEmail of version 2."""
    arguments = {
        "FromEmailAddress": SIMPLE["Source"],
        "Destination": SIMPLE["Destination"],
        "Content": {"Simple": SIMPLE["Message"]},
    }
    kept = {name: value for name, value in arguments.items() if name not in without}
    return Call("sesv2.SendEmail", kept | members)
