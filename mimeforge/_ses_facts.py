"""Amazon SES's own tables, as data. Sources are named beside each; nothing here was tried against the live service."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

# SES developer guide, "Amazon SES header fields": "can appear only once". Compared without regard to case.
ONCE_ONLY_FIELDS: Final = tuple(
    """
    Accept-Language acceptLanguage Archived-At Auto-Submitted Bounces-to Comments Content-Alternative Content-Base
    Content-Class Content-Description Content-Disposition Content-Duration Content-ID Content-Language Content-Length
    Content-Location Content-MD5 Content-Transfer-Encoding Content-Type Date Delivered-To
    Disposition-Notification-Options Disposition-Notification-To DKIM-Signature DomainKey-Signature Errors-To From
    Importance In-Reply-To Keywords List-Archive List-Help List-Id List-Owner List-Post List-Subscribe List-Unsubscribe
    List-Unsubscribe-Post Message-Context Message-ID MIME-Version Organization Original-From Original-Message-ID
    Original-Recipient Original-Subject Precedence Priority References Reply-To Return-Path Return-Receipt-To Sender
    Solicitation Sensitivity Subject Thread-Index Thread-Topic User-Agent VBR-Info
    """.split()
)

# The same page: fields that the Headers of a request of version 2 may not hold, because SES writes them itself.
OWN_FIELDS: Final = frozenset(
    """
    bcc cc content-disposition content-type date from message-id mime-version reply-to return-path subject to
    """.split()
)

# SES developer guide, "Amazon SES unsupported attachment types": 90 endings, compared without regard to case.
BLOCKED_EXTENSIONS: Final = frozenset(
    """
    ade adp app asp bas bat cer chm cmd com cpl crt csh der exe fxp gadget hlp hta inf ins isp its js jse ksh lib lnk
    mad maf mag mam maq mar mas mat mau mav maw mda mdb mde mdt mdw mdz msc msh msh1 msh2 mshxml msh1xml msh2xml msi
    msp mst ops pcd pif plg prf prg reg scf scr sct shb shs sys ps1 ps1xml ps2 ps2xml psc1 psc2 tmp url vb vbe vbs vps
    vsmacros vss vst vsw vxd ws wsc wsf wsh xnk
    """.split()
)

# Transfer encodings beside those of RFC 2045 that the reader whose texts SES answers with decodes (inferred).
KNOWN_UUENCODE: Final = frozenset({"uuencode", "x-uuencode", "x-uue"})

# Service Authorization Reference, "Amazon SES": arn:${Partition}:ses:${Region}:${Account}:identity/${IdentityName}.
# Region "*" is the global endpoint's (SES developer guide, delegate sender tasks). Groups: partition, region, account,
# identity. Those of templates end in template/${TemplateName}.
_ARN: Final = r"arn:(aws(?:-[a-z]++)*+):ses:([a-z]{2,4}(?:-[a-z]++)++-[0-9]++|\*):([0-9]{12}):"
IDENTITY_ARN_RE: Final = re.compile(_ARN + r"identity/([!-~]++)")
TEMPLATE_ARN_RE: Final = re.compile(_ARN + r"template/([!-~]++)")

# The X-SES-* fields of a raw message that hold an identity ARN (API model of SendRawEmail).
ARN_FIELDS: Final = ("X-SES-SOURCE-ARN", "X-SES-FROM-ARN", "X-SES-RETURN-PATH-ARN")

# SES developer guide, quotas, and API model `CreateConfigurationSet`: length in _limits.
CONFIGURATION_SET_RE: Final = re.compile(r"[A-Za-z0-9_-]+")

# Answers of the service to message tags (recorded): names after an optional "ses:", values also with "." and "@".
TAG_NAME_RE: Final = re.compile(r"(?:ses:)?[A-Za-z0-9_-]+")
TAG_VALUE_RE: Final = re.compile(r"[A-Za-z0-9_.@-]+")

# What SES documents for the value of a tag; the service takes "." and "@" as well.
TAG_VALUE_DOCUMENTED_RE: Final = re.compile(r"[A-Za-z0-9_-]+")

# SES developer guide, "Retrieve event data": tags that SES sets itself; and those of its own prefix that a sender sets,
# which become the two first pieces of Feedback-ID ("Monitoring using event publishing").
RESERVED_TAGS: Final = frozenset(
    """
    ses:caller-identity ses:configuration-set ses:from-domain ses:outgoing-ip ses:source-ip ses:source-tls-version
    ses:outgoing-tls-version
    """.split()
)
FEEDBACK_ID_TAGS: Final = ("ses:feedback-id-a", "ses:feedback-id-b")

# The X-SES-* fields that SES reads and takes away (API model of SendRawEmail; SES developer guide, event publishing,
# subscription management, tenants), and those it writes on mail that it received or delivers.
CONFIGURATION_SET_FIELD: Final = "X-SES-CONFIGURATION-SET"
TAGS_FIELD: Final = "X-SES-MESSAGE-TAGS"
LIST_OPTIONS_FIELD: Final = "X-SES-LIST-MANAGEMENT-OPTIONS"
TENANT_FIELD: Final = "X-SES-TENANT"
LIST_OPTIONS_MEMBER: Final = "ListManagementOptions"
SETTING_FIELDS: Final = (*ARN_FIELDS, CONFIGURATION_SET_FIELD, TAGS_FIELD, LIST_OPTIONS_FIELD, TENANT_FIELD)
WRITTEN_FIELDS: Final = (
    "X-SES-RECEIPT",
    "X-SES-DKIM-SIGNATURE",
    "X-SES-Spam-Verdict",
    "X-SES-Virus-Verdict",
    "X-SES-Outgoing",
)

# Members of requests in whose presence SES does not look at a field (API models of SendRawEmail and of SendEmail of
# version 2, FromEmailAddressIdentityArn; SES developer guide, event publishing).
OVERRIDING_MEMBERS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "X-SES-SOURCE-ARN": ("SourceArn", "FromEmailAddressIdentityArn"),
        "X-SES-FROM-ARN": ("FromArn", "FromEmailAddressIdentityArn"),
        "X-SES-RETURN-PATH-ARN": ("ReturnPathArn",),
        CONFIGURATION_SET_FIELD: ("ConfigurationSetName",),
        TAGS_FIELD: ("Tags", "EmailTags"),
    }
)

# The endpoint rules of version 2 in botocore make a host name of EndpointId, and refuse what is not made of its labels.
# Its own pattern lets pass a line end behind a label and digits beyond ASCII, of which no host name is made.
ENDPOINT_ID_RE: Final = re.compile(r"(?!-)[A-Za-z0-9-]{1,63}+(?<!-)(?:\.(?!-)[A-Za-z0-9-]{1,63}+(?<!-))*+")

# SES developer guide, subscription management: {contactListName}; topic={topicName}, the topic optional. Braces stand
# for a name, and are none of it.
LIST_OPTIONS_RE: Final = re.compile(r"[^\s;={}]++(?:[ \t]*+;[ \t]*+topic[ \t]*+=[ \t]*+[^\s;={}]++)?")
# What stands in none of the two names; a comma is most likely meant as the semicolon.
NOT_IN_LIST_OPTION_RE: Final = re.compile(r"\s++|[;={},]")

# API models `CreateConfigurationSet` and `TenantName`: a character that stands in no name.
NOT_IN_NAME_RE: Final = re.compile(r"[^A-Za-z0-9_-]")

# SES developer guide, manual DKIM signing: fields that it says not to sign, because SES writes them anew or takes them
# out. API model of SendRawEmail: nor the fields of its settings. They stand between the colons of h= (RFC 6376 §3.5).
NOT_TO_SIGN_RE: Final = re.compile(
    rb"(?:\A|:)[ \t\r\n]*+(message-id|date|return-path|bounces-to|x-ses-[^\s:]*+)[ \t\r\n]*+(?=:|\Z)", re.IGNORECASE
)

# SES developer guide, subscription management, and its frequent questions about metrics: what SES replaces in a text.
UNSUBSCRIBE_URL: Final = b"{{amazonSESUnsubscribeUrl}}"
OPEN_TRACKER: Final = b"{{ses:openTracker}}"

# The same questions: the attributes of a link that click tracking reads, and one tag, "key:value".
LINK_TAGS: Final = b"ses:tags"
NO_TRACK: Final = b"ses:no-track"
LINK_TAG_RE: Final = re.compile(rb"[A-Za-z0-9_-]+:[A-Za-z0-9_-]+")

# govuk-forms/forms-runner#1594: characters of an attachment's FileName for which version 2 refuses the whole request.
NOT_IN_ATTACHMENT_NAME_RE: Final = re.compile(r'[/\\:*?"<>|]')
