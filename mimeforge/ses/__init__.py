"""Amazon SES: what its API takes, made from a Message, and what its answers mean.

Nothing here imports boto3 or speaks to the service.
"""

from typing import TYPE_CHECKING, Any

from mimeforge.errors import PolicyError
from mimeforge.rules.pol.document import SendingPolicy
from mimeforge.ses.answers import Answer
from mimeforge.ses.authorization import Authorization, CheckedCondition, Decision, Effect, authorize
from mimeforge.ses.calls import require_botocore
from mimeforge.ses.conversion import to_message
from mimeforge.ses.explanation import Explanation, explain
from mimeforge.ses.guarding import guard, unguard
from mimeforge.ses.linting import lint_request
from mimeforge.ses.query import from_query, to_query
from mimeforge.ses.raw_requests import raw_request
from mimeforge.ses.replies import Reply
from mimeforge.ses.strictness import strict

if TYPE_CHECKING:
    from mimeforge.ses.refused import PreflightRefused as PreflightRefused

__all__ = [
    "Answer",
    "Authorization",
    "CheckedCondition",
    "Decision",
    "Effect",
    "Explanation",
    "PolicyError",
    "Reply",
    "SendingPolicy",
    "authorize",
    "explain",
    "from_query",
    "guard",
    "lint_request",
    "raw_request",
    "strict",
    "to_message",
    "to_query",
    "unguard",
]


def __getattr__(name: str) -> Any:
    if name == "PreflightRefused":  # it needs botocore, and a star import does not
        require_botocore("ses.PreflightRefused")
        from mimeforge.ses.refused import PreflightRefused

        return PreflightRefused
    raise AttributeError(f"module 'mimeforge.ses' has no attribute {name!r}")
