"""Answers of SES as SDKs, SMTP clients and logs show them."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mimeforge.ses.replies import read

TEXT = "Missing final '@domain'"
V1, V2, SMTP = ("InvalidParameterValue", "ses"), ("BadRequestException", "ses-v2"), ("554", "ses-smtp")
XML = (
    '<ErrorResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/">\n  <Error>\n    <Type>Sender</Type>\n'
    "    <Code>InvalidParameterValue</Code>\n    <Message>Missing final &apos;@domain&apos;</Message>\n  </Error>\n"
    "  <RequestId>1b2c</RequestId>\n</ErrorResponse>"
)

CALLING = "An error occurred ({}) when calling the SendRawEmail operation: " + TEXT
JAVA = " (Service: AmazonSimpleEmailService; Status Code: 400; Error Code: InvalidParameterValue; Request ID: 1b)"
GO = "operation error {}, https response error StatusCode: 400, RequestID: 1-b, {}: " + TEXT
PHP = 'Error executing "SendRawEmail": InvalidParameterValue (client): ' + TEXT + " - <ErrorResponse>"

WRAPPED = [
    (TEXT, (None, None)),
    (f"  {TEXT}\n", (None, None)),
    ("Missing final \u2018@domain\u2019", (None, None)),
    (r"Missing final \'@domain\'", (None, None)),
    (f"InvalidParameterValue: {TEXT}", V1),
    (f"BadRequestException: {TEXT}", V2),
    (CALLING.format("InvalidParameterValue"), V1),
    ("botocore.exceptions.ClientError: " + CALLING.format("BadRequestException"), V2),
    (TEXT + JAVA, V1),
    (f"{TEXT} (Service: SesV2, Status Code: 400, Request ID: 1b2c)", (None, None)),
    (GO.format("SESv2: SendEmail", "BadRequestException"), V2),
    (GO.format("SES: SendRawEmail", "api error InvalidParameterValue"), V1),
    (f"InvalidParameterValue: {TEXT}\n\tstatus code: 400, request id: 1b2c", V1),
    (PHP, V1),
    (XML, V1),
    (json.dumps({"message": TEXT}), (None, None)),
    (json.dumps({"__type": "com.amazon.ses#BadRequestException", "message": TEXT}), V2),
    (json.dumps({"Error": {"Code": "InvalidParameterValue", "Message": TEXT}}), V1),
    (f"554 Transaction failed: {TEXT}", SMTP),
    (f"554 5.6.0 Transaction failed: {TEXT}", SMTP),
    (f"554-Transaction failed: {TEXT}", SMTP),
    (f'smtplib.SMTPDataError: (554, b"Transaction failed: {TEXT}")', SMTP),
    (f"Error: Message failed: 554 Transaction failed: {TEXT}", SMTP),
    (f'Expected response code "250" but got code "554", with message "554 Transaction failed: {TEXT}"', SMTP),
    (f"Transaction failed: {TEXT}", (None, "ses-smtp")),
]  # fmt: skip


@pytest.mark.parametrize(("given_text", "where"), WRAPPED)
def test_the_answer_is_taken_out_of_its_wrapper(given_text: str, where: tuple[str | None, str | None]) -> None:
    reply = read(given_text)
    assert reply.text == TEXT
    assert (reply.code, reply.profile) == where


@pytest.mark.parametrize(
    ("given_text", "text", "code"),
    [
        ("552 5.3.4 Message is too long.", "Message is too long.", "552"),
        ("501 Invalid RCPT TO address provided", "Invalid RCPT TO address provided", "501"),
        ("554 Access denied: User `a' is not authorized", "User `a' is not authorized", "554"),
        ("MessageRejected", "MessageRejected", "MessageRejected"),
    ],
)
def test_what_is_a_reply_code_and_what_is_not(given_text: str, text: str, code: str | None) -> None:
    reply = read(given_text)
    assert (reply.text, reply.code) == (text, code)


@pytest.mark.parametrize(
    "text",
    [
        "Tag name cannot exceed 255 characters.",
        "Address length is more than 320 bytes long: '554 x'",
        "Message length is more than 10485760 bytes long: '554'.",
    ],
)
def test_a_number_is_no_reply_code(text: str) -> None:
    assert read(text)[:3] == (text, None, None)


@given(st.text())
def test_anything_can_be_read(text: str) -> None:
    assert "\n" not in read(text).line


def test_a_long_text_costs_little() -> None:
    reply = read("An error occurred (A) when calling the " * 100_000)
    assert len(reply.line) < 5000
