"""Requests to show rules with: good ones, but for what the arguments say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from mimeforge.linter.examples import Call, sample

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["SIMPLE", "raw", "raw_2", "send", "simple", "simple_2", "template", "to", "with_headers"]

SIMPLE: Final[dict[str, Any]] = {
    "Source": "jo@example.com",
    "Destination": {"ToAddresses": ["zoe@example.net"]},
    "Message": {"Subject": {"Data": "Lunch"}, "Body": {"Text": {"Data": "See you at noon."}}},
}


def raw(data: bytes | str = sample(), **members: Any) -> Call:
    """Return a request for SendRawEmail."""
    return Call("ses.SendRawEmail", {"RawMessage": {"Data": data}} | members)


def raw_2(data: bytes | str = sample(), **members: Any) -> Call:
    """Return a request for SendEmail of version 2 with a raw message."""
    return Call("sesv2.SendEmail", {"Content": {"Raw": {"Data": data}}} | members)


def send(*, without: Iterable[str] = (), **members: Any) -> Call:
    """Return a request for SendEmail of version 1."""
    return Call("ses.SendEmail", {name: value for name, value in SIMPLE.items() if name not in without} | members)


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


def simple(**content: Any) -> Call:
    """Return a request for SendEmail of version 2, with these members of ``Content.Simple``."""
    return simple_2(Content={"Simple": SIMPLE["Message"] | content})


def with_headers(*pairs: tuple[str, str]) -> Call:
    """Return a request for SendEmail of version 2 with these header fields."""
    return simple(Headers=[{"Name": name, "Value": value} for name, value in pairs])


def template(**members: Any) -> Call:
    """Return a request for SendEmail of version 2 with a saved template, but for what is given; None takes out."""
    given = {"TemplateName": "lunch"} | members
    return simple_2(Content={"Template": {name: value for name, value in given.items() if value is not None}})
