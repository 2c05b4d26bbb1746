"""Amazon SES: what its API takes, made from a Message. Nothing here imports boto3 or speaks to the service."""

from mimeforge.ses.requests import raw_request

__all__ = ["raw_request"]
