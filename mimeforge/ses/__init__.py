"""Amazon SES: what its API takes, made from a Message, and what its answers mean.

Nothing here imports boto3 or speaks to the service.
"""

from mimeforge.ses.answers import Answer
from mimeforge.ses.explanation import Explanation, explain
from mimeforge.ses.linting import lint_request
from mimeforge.ses.raw_requests import raw_request
from mimeforge.ses.replies import Reply

__all__ = ["Answer", "Explanation", "Reply", "explain", "lint_request", "raw_request"]
