"""Requests for SendEmail, good but for what the arguments say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["ARN", "OTHER_ARN", "request_1", "request_2", "with_headers"]

ARN = "arn:aws:ses:us-east-1:123456789012:identity/example.com"
OTHER_ARN = "arn:aws:ses:us-east-1:210987654321:identity/example.net"


def request_1(**members: Any) -> dict[str, Any]:
    return {
        "Source": "jo@example.com",
        "Destination": {"ToAddresses": ["zoe@example.net"]},
        "Message": {"Subject": {"Data": "Lunch"}, "Body": {"Text": {"Data": "See you at noon."}}},
    } | members


def request_2(*, attachments: Iterable[dict[str, Any]] = (), html: str | None = None, **members: Any) -> dict[str, Any]:
    body = {"Text": {"Data": "See you at noon."}} | ({} if html is None else {"Html": {"Data": html}})
    simple = {"Subject": {"Data": "Lunch"}, "Body": body} | ({"Attachments": [*attachments]} if attachments else {})
    return {
        "FromEmailAddress": "jo@example.com",
        "Destination": {"ToAddresses": ["zoe@example.net"]},
        "Content": {"Simple": simple},
    } | members


def with_headers(*pairs: tuple[str, str]) -> dict[str, Any]:
    made = request_2()
    made["Content"]["Simple"]["Headers"] = [{"Name": name, "Value": value} for name, value in pairs]
    return made
