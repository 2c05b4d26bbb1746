"""What rules on policies share: the policy of a request, read once; hits at its values; requests to show rules with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from mimeforge._limits import POLICY_READ_MAX
from mimeforge.errors import PolicyError
from mimeforge.linter.examples import Call
from mimeforge.linter.rule import Hit
from mimeforge.rules.pol.document import Reading, path_of, read
from mimeforge.rules.pol.json_text import written
from mimeforge.rules.pol.vocabulary import key_named, operator_named
from mimeforge.tree import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.linter.context import Context
    from mimeforge.linter.request import Request
    from mimeforge.rules.pol.document import Condition, Statement, Steps
    from mimeforge.rules.pol.vocabulary import Key, OperatorUse

__all__ = [
    "ARN",
    "PUTTING",
    "Line",
    "hit",
    "identity_member",
    "known_lines",
    "lines_of",
    "policy_of",
    "put",
    "put_text",
    "reading_or_error",
    "statements_of",
]

# The operations that put a policy.
PUTTING: Final = ("ses.PutIdentityPolicy", "sesv2.CreateEmailIdentityPolicy", "sesv2.UpdateEmailIdentityPolicy")

ARN: Final = "arn:aws:ses:us-east-1:123456789012:identity/example.com"
_STATEMENT: Final = {
    "Effect": "Allow",
    "Principal": {"AWS": "210987654321"},
    "Action": ["ses:SendEmail", "ses:SendRawEmail"],
    "Resource": ARN,
}


def put(**elements: Any) -> Call:
    """Return a request for a good policy of one statement, but for these elements of it; None leaves one out."""
    statement = {name: value for name, value in (_STATEMENT | elements).items() if value is not None}
    return put_text(written({"Version": "2012-10-17", "Statement": [statement]}))


def put_text(policy: str, identity: str = "example.com") -> Call:
    """Return a request for this policy."""
    return Call("ses.PutIdentityPolicy", {"Identity": identity, "PolicyName": "partner", "Policy": policy})


def identity_member(request: Request) -> str:
    """Return the name of the member that names the identity."""
    return "Identity" if request.operation.startswith("ses.") else "EmailIdentity"


def policy_of(request: Request, context: Context) -> Reading | None:
    """Return the policy of a request; None where that is no JSON, or far too long: rules of their own say so."""
    found = reading_or_error(request, context)
    return found if isinstance(found, Reading) else None


def statements_of(request: Request, context: Context) -> Iterator[tuple[Reading, Statement, Steps]]:
    """Pass each statement of the policy of a request that has no faults of form, and the way to it."""
    reading = policy_of(request, context)
    if reading:
        yield from ((reading, statement, ("Statement", statement.index)) for statement in reading.statements)


class Line(NamedTuple):
    """One line of a condition block: an operator, a key and values, with the statement and the place they stand in."""

    reading: Reading
    statement: Statement
    condition: Condition

    @property
    def steps(self) -> Steps:
        """The way to the values."""
        return ("Statement", self.statement.index, "Condition", self.condition.operator, self.condition.key)

    def hit(self, message: str, *index: int, **more: Any) -> Hit:
        """Make a hit at one of the values, or at all of them."""
        return hit(self.reading, (*self.steps, *index), message, **more)


def lines_of(request: Request, context: Context) -> Iterator[Line]:
    """Pass each line of the conditions of these statements."""
    for reading, statement, _ in statements_of(request, context):
        yield from (Line(reading, statement, condition) for condition in statement.conditions)


def known_lines(request: Request, context: Context) -> Iterator[tuple[Line, OperatorUse, Key]]:
    """Pass those whose operator and key are known."""
    for line in lines_of(request, context):
        use, key = operator_named(line.condition.operator), key_named(line.condition.key)
        if use and key:
            yield line, use, key


def reading_or_error(request: Request, context: Context) -> Reading | PolicyError | None:
    """Return the policy of a request, or why that is no JSON; None where there is none to read."""
    return context.once(_read, request)


def _read(request: Request) -> Reading | PolicyError | None:
    text = request.text("Policy")
    if not text or len(text) > POLICY_READ_MAX:
        return None
    try:
        return read(text)
    except PolicyError as error:
        return error


def hit(reading: Reading, steps: Steps, message: str, **more: Any) -> Hit:
    """Make a hit at a value of a policy, which is quoted as JSON; at nothing, where it is missing."""
    value, is_there = reading.data, True
    for step in steps:
        if isinstance(step, str):
            is_there = is_there and isinstance(value, dict) and step in value
            value = value[step] if is_there else None
        elif isinstance(value, list):
            value = value[step]
    path = path_of(reading.data, steps)
    if not path:
        return Hit(Span(0, len(reading.text.encode())), message, member="Policy", **more)
    quoted = written(value).encode("utf-8", "surrogatepass") if is_there else b""
    return Hit(Span(0, len(quoted)), message, member=f"Policy.{path}", quoted=quoted, **more)
