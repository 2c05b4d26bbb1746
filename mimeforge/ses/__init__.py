"""Amazon SES: what its API takes, made from a Message, and what its answers mean.

Nothing here imports boto3 or speaks to the service.
"""

from mimeforge.ses.answers import Answer
from mimeforge.ses.explanation import Explanation, explain
from mimeforge.ses.replies import Reply
from mimeforge.ses.requests import raw_request

__all__ = ["Answer", "Explanation", "Reply", "explain", "raw_request"]
