"""What the SMTP interface of SES replies beside the texts that the API has too."""

from __future__ import annotations

from typing import Final

from mimeforge.linter import Evidence
from mimeforge.ses.answers.answer import Answer, Group

__all__ = ["ANSWERS"]

_PAGE: Final = "SES developer guide, SMTP troubleshooting"


def _reply(text: str, cause: str, advice: str, *rules: str, observed: str = "") -> Answer:
    evidence = Evidence.FIELD_REPORT if observed else Evidence.DOCUMENTED
    return Answer(text, Group.SMTP, cause, advice, evidence, observed or _PAGE, rules=rules)


ANSWERS: Final = (
    _reply("235 Authentication successful.", "The login went well.", "Nothing has to be done."),
    _reply(
        "250 Ok {id}", "The message was taken; the id is that of SES, which replaces the Message-ID.", "Keep the id."
    ),
    _reply(
        "421 Too many concurrent SMTP connections",
        "The account has too many connections open.",
        "Send several messages over one connection.",
    ),
    _reply("451 Temporary service failure", "SES could not take the message now.", "Send it again later."),
    _reply(
        "451 Timeout waiting for data from client.",
        "The connection was idle for some ten seconds.",
        "Open the connection when there is something to send.",
    ),
    _reply(
        "454 Throttling failure: Daily message quota exceeded",
        "The quota of 24 hours is used up.",
        "Wait until sends of the last 24 hours are fewer, or ask for a higher quota.",
    ),
    _reply(
        "454 Throttling failure: Maximum sending rate exceeded",
        "The sending rate is exceeded.",
        "Send fewer messages in a second.",
    ),
    _reply("454 Temporary authentication failure", "SES could not check the login now.", "Try again."),
    _reply("454 Temporary service failure", "SES could not take the message now.", "Send it again later."),
    _reply("530 Authentication required", "The client did not log in.", "Log in after STARTTLS."),
    _reply(
        "535 Authentication Credentials Invalid",
        "User or password are wrong: SMTP wants credentials made for it, in this region, not the secret key of IAM.",
        "Make SMTP credentials for the region of the endpoint.",
    ),
    _reply("535 Account not subscribed to SES", "The account does not use SES.", "Activate SES for the account."),
    _reply(
        "552 5.3.4 Message is too long.",
        "The message, with base64 and all, is larger than the interface takes (40 MB).",
        "Send a link instead of the file.",
        "message-too-large",
        "ses-size-after-base64",
        observed="freescout-help-desk/freescout#375; SES developer guide, without 5.3.4",
    ),
    _reply("553 {address} Invalid email address", "The address of MAIL FROM cannot be read.", "Correct the address."),
    _reply("553 {address} address unknown", "The address of RCPT TO cannot be read.", "Correct the address."),
    _reply(
        "501 Invalid MAIL FROM address provided",
        "The address of MAIL FROM is empty, malformed or not ASCII. SES cannot send bounces (MAIL FROM:<>).",
        "Give an address in ASCII.",
        observed="a field test of the SMTP interface",
    ),
    _reply(
        "501 Invalid RCPT TO address provided",
        "The address of RCPT TO is malformed or not ASCII.",
        "Correct it; write a Unicode domain in A-labels.",
        observed="a field test of the SMTP interface",
    ),
)
