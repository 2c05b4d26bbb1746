"""Policies, messages and requests for tests of sending authorization."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

from mimeforge.linter.examples import sample
from mimeforge.ses import Authorization, authorize

__all__ = [
    "ALLOWED",
    "ARN",
    "AT",
    "DELEGATE",
    "DENIED",
    "FAILED",
    "HELD",
    "OPEN",
    "OWNER",
    "REFUSED",
    "UNKNOWN",
    "USER",
    "asked",
    "decided",
    "deny",
    "policy",
    "raw",
    "simple",
    "statement",
]

OWNER: Final = "123456789012"
DELEGATE: Final = "210987654321"
USER: Final = f"arn:aws:iam::{DELEGATE}:user/mailer"
ARN: Final = f"arn:aws:ses:us-east-1:{OWNER}:identity/example.com"
AT: Final = datetime(2026, 5, 1, 12, tzinfo=UTC)

ALLOWED, REFUSED, DENIED, UNKNOWN = "allow", "implicit deny", "explicit deny", "unknown"

# Conditions of a raw request of version 1: one that holds, one that does not, one of which that is not known.
HELD: Final = {"StringEquals": {"ses:ApiVersion": "1"}}
FAILED: Final = {"StringEquals": {"ses:ApiVersion": "2"}}
OPEN: Final = {"StringEquals": {"aws:SourceIp": "192.0.2.1"}}


def statement(effect: str = "Allow", /, **elements: Any) -> dict[str, Any]:
    """Return a statement that lets the delegate send raw messages, but for what the arguments say; None leaves out."""
    whole = {
        "Effect": effect,
        "Principal": {"AWS": DELEGATE},
        "Action": "ses:SendRawEmail",
        "Resource": ARN,
    } | elements
    return {name: value for name, value in whole.items() if value is not None}


def deny(**elements: Any) -> dict[str, Any]:
    """Return a statement that denies raw messages to everyone, but for what the arguments say."""
    return statement("Deny", **{"Principal": "*"} | elements)


def policy(*statements: dict[str, Any], version: str | None = "2012-10-17") -> dict[str, Any]:
    """Return a policy of these statements."""
    return {"Version": version, "Statement": list(statements)} if version else {"Statement": list(statements)}


def raw(*fields: str, without: list[str] | None = None, **members: Any) -> dict[str, Any]:
    """Return a request of version 1 for a raw message of jo@example.com that names the identity for both roles."""
    named = {"FromArn": ARN, "ReturnPathArn": ARN} | members
    return {"RawMessage": {"Data": sample(*fields, without=without or [])}} | named


def simple(**members: Any) -> dict[str, Any]:
    """Return a request for SendEmail of version 1."""
    return {
        "Source": "jo@example.com",
        "SourceArn": ARN,
        "Destination": {"ToAddresses": ["zoe@example.net"]},
        "Message": {"Subject": {"Data": "Lunch"}, "Body": {"Text": {"Data": "See you."}}},
    } | members


def asked(request: Any, *policies: Any, caller: str = USER, at: datetime = AT, **more: Any) -> Authorization:
    """Ask for a decision at one time."""
    return authorize(request, policies, caller=caller, at=at, **more)


def decided(request: Any, *policies: Any, **more: Any) -> str:
    """Return the effect of what is asked."""
    return str(asked(request, *policies, **more).effect)
