"""Amazon SES: what its API takes, made from a Message, and what its answers mean.

Nothing here imports boto3 or speaks to the service.
"""

from mimeforge.errors import PolicyError
from mimeforge.rules.pol.document import SendingPolicy
from mimeforge.ses.answers import Answer
from mimeforge.ses.conversion import to_message
from mimeforge.ses.explanation import Explanation, explain
from mimeforge.ses.linting import lint_request
from mimeforge.ses.raw_requests import raw_request
from mimeforge.ses.replies import Reply

__all__ = [
    "Answer",
    "Explanation",
    "PolicyError",
    "Reply",
    "SendingPolicy",
    "explain",
    "lint_request",
    "raw_request",
    "to_message",
]
