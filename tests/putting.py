"""What tests of the rules on policies share: a good policy to change, and what is found in one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from mimeforge import ses

if TYPE_CHECKING:
    from mimeforge.linter import Finding

__all__ = ["ARN", "GOOD", "Told", "judged", "statement", "told", "told_of_condition"]

ARN: Final = "arn:aws:ses:us-east-1:123456789012:identity/example.com"
GOOD: Final[dict[str, Any]] = {
    "Effect": "Allow",
    "Principal": {"AWS": "210987654321"},
    "Action": ["ses:SendEmail", "ses:SendRawEmail"],
    "Resource": ARN,
}

# How bad it is, where, and what the report quotes of it.
Told = tuple[str, str | None, str]


def statement(**elements: Any) -> dict[str, Any]:
    """Return a good statement but for these elements; None leaves one out."""
    return {name: value for name, value in (GOOD | elements).items() if value is not None}


def judged(policy: Any, identity: str = "example.com", operation: str = "ses.PutIdentityPolicy") -> list[Finding]:
    """Put a policy, a text or what JSON is made of, and return what is found."""
    text = policy if isinstance(policy, str) else json.dumps(policy)
    member = "Identity" if operation.startswith("ses.") else "EmailIdentity"
    return list(ses.lint_request(operation, {member: identity, "PolicyName": "partner", "Policy": text}))


def told(slug: str, policy: Any, identity: str = "example.com") -> list[Told]:
    """Return what a rule says of a policy."""
    text = policy if isinstance(policy, str) else json.dumps(policy)
    request = {"Identity": identity, "PolicyName": "partner", "Policy": text}
    report = ses.lint_request("ses.PutIdentityPolicy", request)
    shown = dict(report.members)
    return [
        (str(one.severity), one.member, shown[one.member or ""][slice(*one.span)].decode("utf-8", "surrogatepass"))
        for one in report
        if one.slug == slug
    ]


def told_of_condition(slug: str, operator: str, key: str, value: Any, **elements: Any) -> list[str]:
    """Return how bad a rule finds a condition of one line."""
    policy = {"Version": "2012-10-17", "Statement": statement(Condition={operator: {key: value}}, **elements)}
    found = told(slug, policy)
    assert all(place and place.startswith("Policy.Statement.Condition.") for _, place, _ in found)
    return [severity for severity, _, _ in found]
