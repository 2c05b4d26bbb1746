"""The words of sending-authorization policies: actions, condition keys and condition operators, as data."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = [
    "FITTING",
    "KEYS",
    "MANAGEMENT_ACTIONS",
    "OPERATORS",
    "SENDING_ACTIONS",
    "Key",
    "Operator",
    "OperatorUse",
    "key_named",
    "operator_named",
]

KeyType = Literal["string", "date", "number", "bool", "ip", "arn"]
OperatorType = Literal["string", "date", "number", "bool", "ip", "arn", "binary", "null"]
Standing = Literal["ses", "examples", "iam"]

# SES developer guide, anatomy of a policy: the actions that send, and those that manage an identity.
SENDING_ACTIONS: Final = ("ses:SendEmail", "ses:SendRawEmail", "ses:SendTemplatedEmail", "ses:SendBulkTemplatedEmail")
MANAGEMENT_ACTIONS: Final = tuple(
    f"ses:{name}"
    for name in """
    BatchGetMetricData CancelExportJob CreateDeliverabilityTestReport CreateEmailIdentityPolicy CreateExportJob
    DeleteEmailIdentity DeleteEmailIdentityPolicy GetDomainStatisticsReport GetEmailIdentity GetEmailIdentityPolicies
    GetExportJob ListExportJobs ListRecommendations PutEmailIdentityConfigurationSetAttributes
    PutEmailIdentityDkimAttributes PutEmailIdentityDkimSigningAttributes PutEmailIdentityFeedbackAttributes
    PutEmailIdentityMailFromAttributes TagResource UntagResource UpdateEmailIdentityPolicy
    """.split()
)


class Key(NamedTuple):
    """A condition key. ``standing``: SES documents it ("ses"), AWS's examples for SES have it, or IAM alone knows it.

    The name of a family of keys ends in a slash, behind which stands the name of a tag.
    """

    name: str
    type: KeyType
    multivalued: bool = False
    standing: Standing = "ses"


class Operator(NamedTuple):
    """A condition operator, without quantifier and ``IfExists``; ``type`` is that of the keys it is for."""

    name: str
    type: OperatorType
    negated: bool = False


class OperatorUse(NamedTuple):
    """An operator as a policy writes it: ``ForAllValues:StringLikeIfExists``."""

    quantifier: Literal["ForAllValues", "ForAnyValue"] | None
    operator: Operator
    if_exists: bool

    @property
    def holds_without_key(self) -> bool:
        """What it comes to where the request lacks the key (IAM user guide, operators, and multivalued keys).

        ``Null``, which asks for just that, is not meant.
        """
        if self.if_exists or self.quantifier:
            return self.if_exists or self.quantifier == "ForAllValues"
        return self.operator.negated


def _keys(names: str, type_: KeyType, *, multivalued: bool = False, standing: Standing = "ses") -> Iterable[Key]:
    return (Key(name, type_, multivalued, standing) for name in names.split())


# Service Authorization Reference, Amazon SES, and SES developer guide, controlling access: the keys that SES documents.
# Examples of the same guide and of that of Amazon Cognito have three more, which the guide's own list leaves out.
# The others are global keys of IAM (IAM user guide, global condition context keys), or of other actions of SES.
_KEYS: Final = (
    Key("ses:Recipients", "string", multivalued=True),
    *_keys("ses:FromAddress ses:FromDisplayName ses:FeedbackAddress ses:ApiVersion", "string"),
    *_keys("ses:MultiRegionEndpointId ses:TenantName aws:ResourceTag/", "string"),
    *_keys("aws:SourceVpc aws:SourceVpce aws:UserAgent", "string"),
    *_keys("aws:CurrentTime aws:EpochTime", "date"),
    *_keys("aws:SecureTransport", "bool"),
    *_keys("aws:SourceIp aws:VpcSourceIp", "ip"),
    *_keys("aws:PrincipalOrgID aws:SourceAccount", "string", standing="examples"),
    *_keys("aws:SourceArn", "arn", standing="examples"),
    *_keys("ses:ExportSourceType ses:MailManagerIngressPointType ses:ReplicaRegion", "string", standing="iam"),
    *_keys("ses:AddonSubscriptionArn ses:MailManagerRuleSetArn", "arn", standing="iam"),
    *_keys("ses:MailManagerTrafficPolicyArn", "arn", standing="iam"),
    *_keys(
        """
        aws:CalledViaFirst aws:CalledViaLast aws:Ec2InstanceSourceVpc aws:FederatedProvider aws:PrincipalAccount
        aws:PrincipalServiceName aws:PrincipalTag/ aws:PrincipalType aws:referer aws:RequestTag/ aws:RequestedRegion
        aws:ResourceAccount aws:ResourceOrgID aws:SourceIdentity aws:SourceOrgID aws:userid aws:username
        aws:VpceAccount aws:VpceOrgID
        """,
        "string",
        standing="iam",
    ),
    *_keys(
        """
        aws:CalledVia aws:PrincipalOrgPaths aws:PrincipalServiceNamesList aws:ResourceOrgPaths aws:SourceOrgPaths
        aws:TagKeys aws:VpceOrgPaths
        """,
        "string",
        multivalued=True,
        standing="iam",
    ),
    *_keys("aws:AssumedRoot aws:MultiFactorAuthPresent aws:PrincipalIsAWSService", "bool", standing="iam"),
    *_keys("aws:ViaAWSService", "bool", standing="iam"),
    *_keys("aws:MultiFactorAuthAge", "number", standing="iam"),
    *_keys("aws:TokenIssueTime", "date", standing="iam"),
    *_keys("aws:Ec2InstanceSourcePrivateIPv4", "ip", standing="iam"),
    *_keys("aws:ChatbotSourceArn aws:PrincipalArn aws:SourceVpcArn", "arn", standing="iam"),
)

_COMPARISONS: Final = ("Equals", "NotEquals", "LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals")


def _operators(type_: OperatorType, start: str, *ends: str) -> Iterable[Operator]:
    return (Operator(start + end, type_, "Not" in start + end) for end in ends)


# IAM user guide, condition operators.
_OPERATORS: Final = (
    *_operators("string", "String", "Equals", "NotEquals", "EqualsIgnoreCase", "NotEqualsIgnoreCase"),
    *_operators("string", "String", "Like", "NotLike"),
    *_operators("number", "Numeric", *_COMPARISONS),
    *_operators("date", "Date", *_COMPARISONS),
    *_operators("arn", "Arn", "Equals", "NotEquals", "Like", "NotLike"),
    *_operators("ip", "", "IpAddress", "NotIpAddress"),
    Operator("Bool", "bool"),
    Operator("BinaryEquals", "binary"),
    Operator("Null", "null"),
)

# By name in lower case: IAM compares the names of keys without regard to case.
KEYS: Final[Mapping[str, Key]] = MappingProxyType({key.name.lower(): key for key in _KEYS})
OPERATORS: Final[Mapping[str, Operator]] = MappingProxyType({one.name.lower(): one for one in _OPERATORS})

# The operators that make sense for a key. Strings hold ARNs, and times may be counted in seconds (IAM user guide).
FITTING: Final[Mapping[KeyType, frozenset[OperatorType]]] = MappingProxyType(
    {
        "string": frozenset({"string", "null"}),
        "date": frozenset({"date", "number", "null"}),
        "number": frozenset({"number", "null"}),
        "bool": frozenset({"bool", "null"}),
        "ip": frozenset({"ip", "null"}),
        "arn": frozenset({"arn", "string", "null"}),
    }
)


def key_named(name: str) -> Key | None:
    """Return the key of this name, in any case; of ``aws:ResourceTag/team``, its family. None where none is known."""
    family, slash, tag = name.lower().partition("/")
    return KEYS.get(family + slash) if tag or not slash else None


def operator_named(text: str) -> OperatorUse | None:
    """Read an operator as it is written, in any case; None for what is none. ``Null`` knows no ``IfExists``."""
    before, colon, name = text.lower().rpartition(":")
    stem = name.removesuffix("ifexists")
    if_exists = stem != name
    if (colon and before not in _QUANTIFIERS) or stem not in OPERATORS or (if_exists and stem == "null"):
        return None
    return OperatorUse(_QUANTIFIERS.get(before), OPERATORS[stem], if_exists)


_QUANTIFIERS: Final[Mapping[str, Literal["ForAllValues", "ForAnyValue"]]] = MappingProxyType(
    {"forallvalues": "ForAllValues", "foranyvalue": "ForAnyValue"}
)
