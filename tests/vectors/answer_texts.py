"""Every text that Amazon SES is known to answer with, as the rulebook has it: what `mimeforge.ses.answers` has to hold.

``evidence`` is that of the text: a limit that AWS documents and a refusal that only users quote is a field report.
``place`` is the section of the rulebook, and what it names as the origin.
"""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["ADDRESS_CHECKS", "TAG_CHECKS", "TAG_VALUE_2023", "TEXTS", "AnswerText"]


class AnswerText(NamedTuple):
    text: str
    group: str
    evidence: str
    place: str


JM = "JavaMail only"
TOO_LONG = "Message length is more than {limit} bytes long: '{size}'."
ALLOWED = "only alphanumeric ASCII characters, '_', and '-' are allowed."
TAG_NAME = "Invalid tag name <{name}>: only alphanumeric ASCII characters, '_',  '-' are allowed."
TAG_VALUE = "Invalid tag value <{value}>: only alphanumeric ASCII characters, '_',  '-' , '.', '@' are allowed."
TAG_VALUE_2023 = "Invalid tag value <{value}>: only alphanumeric ASCII characters, '_',  '-' are allowed."
MODEL = "{count} validation error{plural} detected: Value at '{path}' failed to satisfy constraint: {constraint}"
POLICY_NAME = "PolicyName is invalid. Policy names must only include alpha-numeric characters, dashes, and underscores."
POLICY_COUNT = "Number of policies for {identity} exceeds max allowed number of policies per resource"
UNVERIFIED = "Email address is not verified."
UNVERIFIED_WHERE = f"{UNVERIFIED} The following identities failed the check in region {{region}}: {{identities}}"

TEXTS = (
    # Between the mailboxes of a list
    AnswerText("Missing ')'", "address", "inferred", f"§4.2 stage A; {JM}"),
    AnswerText("Missing '('", "address", "inferred", f"§4.2 stage A; {JM}"),
    AnswerText("Extra route-addr", "address", "field-report", "§4.2; arithmetic/aws-lambda-ses-forwarder#91"),
    AnswerText("Missing '>'", "address", "inferred", f"§4.2 stage A; {JM}"),
    AnswerText("Missing '<'", "address", "inferred", f"§4.2 stage A; {JM}"),
    AnswerText("Missing '\"'", "address", "field-report", "§4.2; mageplaza/magento-2-smtp#265"),
    AnswerText("Missing ']'", "address", "inferred", f"§4.2 stage A; {JM}"),
    AnswerText("Illegal semicolon, not in group", "address", "field-report", "§4.2; open-falcon/mail-provider#30"),
    AnswerText("Nested group", "address", "field-report", "§4.2; nodemailer/nodemailer#1603"),
    AnswerText("Illegal address", "address", "field-report", "§4.2; aws/aws-sdk-php#941"),
    # In an addr-spec
    AnswerText("Empty address", "address", "inferred", f"§4.2 check 1; {JM}"),
    AnswerText("Illegal route-addr", "address", "inferred", f"§4.2 check 2; {JM}"),
    AnswerText("Quote not at end of local address", "address", "inferred", f"§4.2 check 3; {JM}"),
    AnswerText("Quote not at start of local address", "address", "inferred", f"§4.2 check 4; {JM}"),
    AnswerText("Missing local name", "address", "field-report", "§4.2; arithmetic/aws-lambda-ses-forwarder#103"),
    AnswerText(
        "Local address contains control or whitespace", "address", "field-report", "§4.2; openstax/accounts#252"
    ),
    AnswerText("Local address contains illegal character", "address", "field-report", "§4.2; soto-project/soto#331"),
    AnswerText("Unterminated quote", "address", "inferred", f"§4.2 check 8; {JM}"),
    AnswerText("Missing final '@domain'", "address", "field-report", "§4.2; anymail/django-anymail#281"),
    AnswerText("Missing domain", "address", "field-report", "§4.2; brave/accounts#35"),
    AnswerText("Domain starts with dot", "address", "inferred", f"§4.2 check 11; {JM}"),
    AnswerText("Domain contains control or whitespace", "address", "field-report", "§4.2; boto/boto3#4587"),
    AnswerText("Domain contains illegal character", "address", "field-report", "§4.2; mageplaza/magento-2-smtp#191"),
    AnswerText("Domain contains dot-dot", "address", "inferred", f"§4.2 check 14; {JM}"),
    AnswerText("Domain ends with dot", "address", "inferred", f"§4.2 check 15; {JM}"),
    # SES's own on addresses
    AnswerText(
        "Address length is more than 320 bytes long: '{address}'", "address", "field-report", "§4.3; zulip/zulip#17558"
    ),
    AnswerText(
        "Address contains illegal characters in user name: '{address}'.", "address", "field-report", "§4.3; field test"
    ),
    AnswerText("Invalid email address{address}.", "address", "probed", "§4.3; FL"),
    AnswerText("Email address not specified.", "address", "probed", "§4.3; FL"),
    AnswerText("Source cannot be empty", "address", "probed", "§4.3; FL"),
    AnswerText("There are non-ASCII characters in the email address", "address", "documented", "§4.3; DG:troubleshoot"),
    # Header fields
    AnswerText("Duplicate header '{name}'.", "header", "field-report", "§3.1; WPManageNinja/fluent-smtp#64"),
    AnswerText("Missing required header 'From'.", "header", "probed", "§3.3; FL"),
    AnswerText("Missing required header 'To'.", "header", "field-report", "§3.3; aristidb/aws#73"),
    AnswerText("Empty required header '{name}'.", "header", "field-report", "§3.3, of To; django-ses/django-ses#164"),
    AnswerText("Empty header names are illegal.", "header", "field-report", "§2; aws/aws-sdk-js#4121"),
    AnswerText("Header section too long.", "header", "field-report", "§2; aws/aws-sdk-php#981"),
    AnswerText("Header too long: '{name}'.", "header", "field-report", "§2; mautic/mautic#6437"),
    AnswerText("Illegal header '{name}'.", "header", "field-report", "§3.3, of 2011; drewblas/aws-ses#15"),
    AnswerText("Illegal content type '{type}'", "header", "field-report", "§3.3, of 2011; drewblas/aws-ses#15"),
    AnswerText("Illegal content.", "header", "field-report", "§2, of 2011; drewblas/aws-ses#51"),
    # Recipients and size
    AnswerText("Recipient count exceeds {limit}.", "recipient", "field-report", "§5; doubleunion/arooo#243"),
    AnswerText("There are no recipients specified", "recipient", "documented", "§4.3; DG:troubleshoot-error-messages"),
    AnswerText(TOO_LONG, "size", "field-report", "§7; aws/aws-sdk-go-v2#1774"),
    # Parts
    AnswerText("Missing start boundary", "mime", "field-report", "§6.1; swiftmailer/swiftmailer#563"),
    AnswerText("missing multipart end boundary", "mime", "inferred", f"§6.1; {JM}"),
    AnswerText("Missing boundary parameter", "mime", "inferred", f"§6.1; {JM}"),
    AnswerText("Expected MIME type, got {token}", "mime", "field-report", "§6.1; go-gomail/gomail#131"),
    AnswerText("Expected '/', got {token}", "mime", "field-report", "§6.1; jeffaco/duplicacy-util#36"),
    AnswerText("Expected MIME subtype, got {token}", "mime", "field-report", "§6.1; go-gomail/gomail#131"),
    AnswerText("Expected disposition, got {token}", "mime", "field-report", "§6.1; mageplaza/magento-2-smtp#217"),
    AnswerText('Expected parameter name, got "{token}"', "mime", "inferred", f"§6.1; {JM}"),
    AnswerText("Expected '=', got \"{token}\"", "mime", "field-report", "§6.1; mozilla/fx-private-relay#1887"),
    AnswerText('Expected parameter value, got "{token}"', "mime", "inferred", f"§6.1; {JM}, the thread has no text"),
    AnswerText("Expected ';', got \"{token}\"", "mime", "field-report", "§6.1; sentinl/sentinl#266"),
    AnswerText("Unbalanced quoted string", "mime", "inferred", f"§6.1; {JM}"),
    AnswerText("Unbalanced comments", "mime", "inferred", f"§6.1; {JM}"),
    AnswerText("Unknown encoding: {encoding}", "mime", "inferred", f"§6.1; {JM}"),
    AnswerText("Illegal filename '{name}'.", "mime", "inferred", "§6.2; a guess from memory"),
    # Tags
    AnswerText("The tag name must be specified.", "tag", "probed", "§9 TAG-PAIR; LS"),
    AnswerText("The tag value must be specified.", "tag", "probed", "§9 TAG-PAIR; LS"),
    AnswerText("Tag name cannot exceed {limit} characters.", "tag", "probed", "§9 TAG-LEN; LS"),
    AnswerText("Tag value cannot exceed {limit} characters.", "tag", "probed", "§9 TAG-LEN; LS"),
    AnswerText(TAG_NAME, "tag", "probed", "§9 TAG-NAME-CHARS; LS"),
    AnswerText(TAG_VALUE, "tag", "probed", "§9 TAG-VALUE-CHARS; LS"),
    AnswerText(TAG_VALUE_2023, "tag", "probed", "§9 TAG-VALUE-CHARS; LS, recordings of 2023"),
    # Settings and members of requests
    AnswerText(f"Invalid configuration set name <{{name}}>: {ALLOWED}", "setting", "probed", "§10.1 CS-NAME; FL"),
    AnswerText("Configuration set <{name}> does not exist.", "setting", "probed", "§10.1 CS-EXISTS; LS, FL"),
    AnswerText("Sending is paused for configuration set {name}", "setting", "documented", "§10.1 CS-PAUSED; B1, B2"),
    AnswerText("TenantName cannot be empty", "setting", "probed", "§1.4 V2-TENANT; FL"),
    AnswerText("TenantName cannot exceed {limit} characters.", "setting", "probed", "§1.4 V2-TENANT; FL"),
    AnswerText(f"Invalid tenant name <{{name}}>: {ALLOWED}", "setting", "probed", "§1.4 V2-TENANT; FL"),
    AnswerText("The header name must be specified.", "setting", "probed", "§3.5 V2H-NAME; FL"),
    AnswerText(MODEL, "setting", "probed", "§12.1 POL-NAME; FL"),
    # Permission and policies
    AnswerText(
        "User {user} is not authorized to perform {action} on resource {resource}",
        "policy",
        "documented",
        "§14; DG:troubleshoot-smtp",
    ),
    AnswerText(
        "User: {user} is not authorized to perform: {action} on resource: {resource}",
        "policy",
        "inferred",
        "not in the rulebook: how IAM refuses for other services",
    ),
    AnswerText(POLICY_NAME, "policy", "probed", "§12.1 POL-NAME; FL"),
    AnswerText(POLICY_COUNT, "policy", "probed", "§12.1 POL-COUNT; FL"),
    AnswerText("Policy {name} does not exist", "policy", "probed", "§12.1 POL-UPD-MISSING; FL"),
    AnswerText("Policy {name} already exists", "policy", "probed", "§12.1 POL-UPD-MISSING; FL"),
    AnswerText(
        "Unknown or unapplicable condition field '{key}'.",
        "policy",
        "field-report",
        "§12.2; awsdocs/amazon-cognito-developer-guide#41",
    ),
    # The state of an account
    AnswerText(UNVERIFIED, "account", "documented", "§14; DG:troubleshoot-smtp"),
    AnswerText(UNVERIFIED_WHERE, "account", "documented", "§3.3; DG:troubleshoot-error-messages"),
    AnswerText("Account is paused", "account", "documented", "§15 MessageRejected"),
    AnswerText("Daily message quota exceeded", "account", "documented", "§15 Throttling"),
    AnswerText("Maximum sending rate exceeded", "account", "documented", "§15 Throttling"),
    # Replies of the SMTP interface
    AnswerText("235 Authentication successful.", "smtp", "documented", "§14; DG:troubleshoot-smtp"),
    AnswerText("250 Ok {id}", "smtp", "documented", "§14; DG:troubleshoot-smtp"),
    AnswerText("421 Too many concurrent SMTP connections", "smtp", "documented", "§14; DG:troubleshoot-smtp"),
    AnswerText("451 Temporary service failure", "smtp", "documented", "§14; DG:troubleshoot-smtp"),
    AnswerText("451 Timeout waiting for data from client.", "smtp", "documented", "§14; DG:troubleshoot-smtp"),
    AnswerText(
        "454 Throttling failure: Daily message quota exceeded", "smtp", "documented", "§14; DG:troubleshoot-smtp"
    ),
    AnswerText(
        "454 Throttling failure: Maximum sending rate exceeded", "smtp", "documented", "§14; DG:troubleshoot-smtp"
    ),
    AnswerText("454 Temporary authentication failure", "smtp", "documented", "§14; DG:troubleshoot-smtp"),
    AnswerText("454 Temporary service failure", "smtp", "documented", "§14; DG:troubleshoot-smtp"),
    AnswerText("530 Authentication required", "smtp", "documented", "§14; DG:troubleshoot-smtp"),
    AnswerText("535 Authentication Credentials Invalid", "smtp", "documented", "§14; DG:troubleshoot-smtp"),
    AnswerText("535 Account not subscribed to SES", "smtp", "documented", "§14; DG:troubleshoot-smtp"),
    AnswerText("552 5.3.4 Message is too long.", "smtp", "field-report", "§7; freescout-help-desk/freescout#375"),
    AnswerText("553 {address} Invalid email address", "smtp", "documented", "§14; DG:troubleshoot-smtp"),
    AnswerText("553 {address} address unknown", "smtp", "documented", "§14; DG:troubleshoot-smtp"),
    AnswerText("501 Invalid MAIL FROM address provided", "smtp", "field-report", "§4.4; field test"),
    AnswerText("501 Invalid RCPT TO address provided", "smtp", "field-report", "§4.4; field test"),
)

# §4.2, stage B
ADDRESS_CHECKS = (
    "Empty address",
    "Illegal route-addr",
    "Quote not at end of local address",
    "Quote not at start of local address",
    "Missing local name",
    "Local address contains control or whitespace",
    "Local address contains illegal character",
    "Unterminated quote",
    "Missing final '@domain'",
    "Missing domain",
    "Domain starts with dot",
    "Domain contains control or whitespace",
    "Domain contains illegal character",
    "Domain contains dot-dot",
    "Domain ends with dot",
)

# §9, TAG-ORDER
TAG_CHECKS = (
    "The tag name must be specified.",
    "The tag value must be specified.",
    "Tag name cannot exceed {limit} characters.",
    TAG_NAME,
    "Tag value cannot exceed {limit} characters.",
    TAG_VALUE,
)
