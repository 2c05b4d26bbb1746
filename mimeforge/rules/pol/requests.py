"""POL: the members beside a policy in requests that put, get, list and delete policies; and its size."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

from mimeforge._limits import SES_POLICIES_MAX, SES_POLICY_MAX, SES_POLICY_NAME_MAX
from mimeforge.codecs.visible import shown
from mimeforge.errors import code_points
from mimeforge.headers import arn_fault
from mimeforge.linter.examples import Call
from mimeforge.linter.finding import Evidence, Severity
from mimeforge.linter.rule import Hit, requests, rule
from mimeforge.rules.api.places import at
from mimeforge.rules.pol.places import ARN, PUTTING, identity_member, policy_of, put, put_text
from mimeforge.rules.ses.identity_arns import what_is_wrong

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.linter.context import Context
    from mimeforge.linter.request import Request

__all__ = ["RULES"]

_NAMING: Final = (*PUTTING, "ses.GetIdentityPolicies", "ses.DeleteIdentityPolicy", "sesv2.DeleteEmailIdentityPolicy")
_ALL: Final = (*_NAMING, "ses.ListIdentityPolicies", "sesv2.GetEmailIdentityPolicies")

_FOREIGN_RE: Final = re.compile(r"[^A-Za-z0-9_-]")

# An SES that speaks the second version was not asked for a name that is too long.
_TOO_LONG: Final = (
    "1 validation error detected: Value at 'policyName' failed to satisfy constraint: "
    f"Member must have length less than or equal to {SES_POLICY_NAME_MAX}"
)
_FOREIGN: Final = (
    "PolicyName is invalid. Policy names must only include alpha-numeric characters, dashes, and underscores."
)


def _named(name: str) -> Call:
    return Call("ses.DeleteIdentityPolicy", {"Identity": "example.com", "PolicyName": name})


def _asked(*names: str) -> Call:
    return Call("ses.GetIdentityPolicies", {"Identity": "example.com", "PolicyNames": list(names)})


def _of(identity: str) -> Call:
    return Call("sesv2.GetEmailIdentityPolicies", {"EmailIdentity": identity})


@rule(
    "POL101",
    "policy-name",
    severity=Severity.ERROR,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source="API models, PolicyName; SES developer guide, anatomy of a policy; answers recorded (floci-io/floci)",
    looks_at=requests(*_NAMING),
    bad=(_named("x" * 65), _named(""), _named("partner.shop"), _asked("partner", "the other")),
    good=(_named("x" * 64), _named("Partner_shop-1"), _asked("partner", "other")),
)
def name(request: Request, context: Context) -> Iterator[Hit]:
    """The name of a policy is none that Amazon SES takes.

    Names are 1 to 64 letters and digits of ASCII, ``-`` and ``_``. SES refuses to put a policy of another name, so that
    none of that name can be asked for or deleted.
    """
    is_first_version = request.operation.startswith("ses.")
    for path, value in request.texts("PolicyName", "PolicyNames"):
        foreign = _FOREIGN_RE.search(value)
        if not value:
            yield at(request, path, "the name of a policy is empty: write letters, digits, - and _")
        elif len(value) > SES_POLICY_NAME_MAX:
            text = f"{len(value):,} characters, a policy's name has at most {SES_POLICY_NAME_MAX}: shorten it"
            answer = _TOO_LONG if is_first_version and path == "PolicyName" else None
            yield at(request, path, text, SES_POLICY_NAME_MAX, predicts=answer)
        elif foreign:
            text = f"{code_points(foreign[0])} in the name of a policy: write letters and digits of ASCII, - and _"
            if request.operation in PUTTING:
                yield at(request, path, text, *foreign.span(), predicts=_FOREIGN)
            else:
                text = f"{text}; there is no policy of this name"
                yield at(request, path, text, *foreign.span(), severity=Severity.WARNING)


@rule(
    "POL102",
    "policy-size",
    severity=Severity.ERROR,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source="API models, Policy; SES developer guide, anatomy of a policy: 4 KB, read as 4,096 octets of UTF-8",
    looks_at=requests(*PUTTING),
    bad=(
        put(Principal={"AWS": [f"{account:012}" for account in range(300)]}),
        put_text(json.dumps(json.loads(put().arguments["Policy"]), indent=400)),
    ),
    good=(put(Principal={"AWS": [f"{account:012}" for account in range(200)]}),),
)
def size(request: Request, context: Context) -> Iterator[Hit]:
    """A policy is larger than 4 KB.

    SES refuses it. Split it among several policies, of which an identity may have 20. Where it is the blanks between
    the elements that make it large, this is a warning, for IAM does not count them; write it without.
    """
    value = request.text("Policy") or ""
    octets = len(value.encode("utf-8", "surrogatepass"))
    if octets > SES_POLICY_MAX:
        reading = policy_of(request, context)
        dense = json.dumps(reading.data, ensure_ascii=False, separators=(",", ":")) if reading else value
        text = f"{octets:,} octets, a policy may have {SES_POLICY_MAX:,}"
        if len(dense.encode("utf-8", "surrogatepass")) <= SES_POLICY_MAX:
            yield at(request, "Policy", f"{text}: write it without blanks and line ends", severity=Severity.WARNING)
        else:
            yield at(request, "Policy", f"{text}: split it among several, up to {SES_POLICIES_MAX}")


@rule(
    "POL103",
    "policy-names-count",
    severity=Severity.ERROR,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source="API model of GetIdentityPolicies, PolicyNames: at most 20 at a time",
    looks_at=requests("ses.GetIdentityPolicies"),
    bad=(_asked(*(f"policy-{number}" for number in range(21))),),
    good=(_asked(*(f"policy-{number}" for number in range(20))),),
)
def names_count(request: Request, context: Context) -> Iterator[Hit]:
    """GetIdentityPolicies asks for more than 20 policies.

    An identity has at most 20. Ask for the rest in another request.
    """
    count = sum(1 for _ in request.items("PolicyNames"))
    if count > SES_POLICIES_MAX:
        text = f"{count:,} names, at most {SES_POLICIES_MAX} can be asked for at a time: ask again for the rest"
        yield at(request, "PolicyNames", text)


@rule(
    "POL104",
    "policy-identity",
    severity=Severity.ERROR,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source="API model of PutIdentityPolicy, Identity; Service Authorization Reference: the form of an identity ARN",
    looks_at=requests(*_ALL),
    bad=(
        _of("Jo <jo@example.com>"),
        _of("bücher.example"),
        _of("*.example.com"),
        _of("arn:aws:sesv2:us-east-1:123456789012:identity/example.com"),
    ),
    good=(_of("example.com"), _of("jo@example.com"), _of(ARN)),
)
def identity(request: Request, context: Context) -> Iterator[Hit]:
    """The identity of a request is neither an e-mail address nor a domain, nor the ARN of one.

    Write the address without a name, other alphabets in their ASCII form (Punycode), and no wildcards: a policy is
    that of one identity.
    """
    member = identity_member(request)
    value = request.text(member)
    if value is None:
        return
    known = value.replace("_", "x")  # whether a domain with one can be an identity, no document says
    if value.startswith("arn:"):
        fault = arn_fault(known)
        if fault:
            text = f"no ARN of an identity, {what_is_wrong(fault)}: write arn:aws:ses:REGION:ACCOUNT:identity/NAME"
            yield at(request, member, text)
    elif arn_fault(f"arn:aws:ses:us-east-1:123456789012:identity/{known}"):
        yield at(request, member, f"{shown(value)} is no identity: write an address, a domain, or the ARN of one")


RULES = (name, size, names_count, identity)
