"""SES: the X-SES-* fields in which a message carries settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mimeforge._grammar import ENCODED_WORD_RE
from mimeforge._ses_facts import ARN_FIELDS
from mimeforge.codecs.visible import shown
from mimeforge.headers import arn_fault
from mimeforge.linter.examples import sample
from mimeforge.linter.finding import Evidence, Severity
from mimeforge.linter.rule import Hit, fields, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.linter.context import Context
    from mimeforge.tree import Field

__all__ = ["RULES"]

_FORM = "arn:aws:ses:REGION:ACCOUNT:identity/NAME"
_GOOD = "arn:aws:ses:us-east-1:123456789012:identity/example.com"


@rule(
    "SES103",
    "ses-arn-syntax",
    severity=Severity.ERROR,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source="Service Authorization Reference, Amazon SES: the form of an identity ARN; API model of SendRawEmail",
    looks_at=fields(*ARN_FIELDS),
    bad=(
        sample("X-SES-SOURCE-ARN: example.com"),
        sample("X-SES-FROM-ARN: arn:aws:sesv2:us-east-1:123456789012:identity/example.com"),
        sample("X-SES-SOURCE-ARN: arn:aws:ses:us-east-1:12345:identity/example.com"),
        sample("X-SES-RETURN-PATH-ARN: arn:aws:ses:us-east-1:123456789012:configuration-set/receipts"),
        sample("X-SES-SOURCE-ARN: =?utf-8?q?arn=3Aaws=3Ases=3Aus-east-1=3A123456789012=3Aidentity?="),
        sample("X-SES-SOURCE-ARN: arn:aws:ses:us-east-1:123456789012:\r\n identity/example.com"),
    ),
    good=(
        sample(f"X-SES-SOURCE-ARN: {_GOOD}", f"X-SES-FROM-ARN:\r\n {_GOOD}"),
        sample("X-SES-FROM-ARN: arn:aws-us-gov:ses:us-gov-west-1:123456789012:identity/jo@example.com"),
        sample("X-SES-SOURCE-ARN: arn:aws:ses:*:123456789012:identity/jo@example.com"),
    ),
)
def arn_syntax(field: Field, context: Context) -> Iterator[Hit]:
    """An X-SES-*-ARN field does not hold the ARN of an identity.

    SES then cannot find the identity whose policy allows the sending. The form is
    ``arn:aws:ses:REGION:ACCOUNT:identity/NAME``, the account in 12 digits, the service ``ses`` (not ``sesv2``), on one
    line and never encoded.
    """
    fault = arn_fault(field.value)
    if fault is None:
        return
    reason = f"{fault.piece} is {shown(fault.found)}" if fault.found else f"{fault.piece} is missing"
    if ENCODED_WORD_RE.search(field.value):
        reason = "it is an encoded-word, which nobody decodes there"
    yield Hit(field.value_span, f"{field.name} is no ARN of an identity, {reason}: write {_FORM}")


RULES = (arn_syntax,)
