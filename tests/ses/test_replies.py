"""Answers of SES as SDKs, SMTP clients and logs show them: the row, what varies in it, the interface."""

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

FRAMES = "Traceback (most recent call last):\n" + '  File "/app/a.py", line 1, in f\n' * 300

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
    (f"software.amazon.awssdk.services.sesv2.model.BadRequestException: {TEXT} (Service: SesV2, Status Code: 400)", V2),
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
    ("\ufeff\x1b[31mMissing final '@domain'\x1b[0m", (None, None)),
    (f"An error occurred: Error: InvalidParameterValue: {TEXT}\n    at Request.extractError (/app/x.js:1:2)", V1),
    (f"Aws::SESV2::Errors::BadRequestException ({TEXT})", V2),
    (f"{{'Error': {{'Message': \"{TEXT}\", 'Code': 'InvalidParameterValue'}}, 'ResponseMetadata': {{}}}}", V1),
    (json.dumps({"errorMessage": f"{TEXT}", "errorType": "BadRequestException", "trace": ["a", "b"]}), V2),
    (json.dumps([{"err": {"type": "InvalidParameterValue", "message": TEXT}}]), V1),
    (f"smtp; 554 Transaction failed: {TEXT}", SMTP),
    (f'stat="554 Transaction failed: {TEXT}"', SMTP),
    (f"< 554 Transaction failed: {TEXT}", SMTP),
    (f"SMTP Error: data not accepted. Transaction failed: {TEXT} SMTP code: 554", (None, "ses-smtp")),
    (
        ("status=bounced (host email-smtp.example[192.0.2.1] said: 554 Transaction failed: "
        f"{TEXT} (in reply to end of DATA command))"),
        SMTP,
    ),
    (f"554-Transaction failed: {TEXT}\r\n554 end", SMTP),
    (FRAMES + CALLING.format("InvalidParameterValue"), V1),
    (TEXT + " (Service: x)\n" + "\tat com.example.Main(Main.java:1)\n" * 300, (None, None)),
]  # fmt: skip


@pytest.mark.parametrize(("given_text", "where"), WRAPPED)
def test_the_answer_and_its_interface_are_found(given_text: str, where: tuple[str | None, str | None]) -> None:
    reply = read(given_text)
    assert reply.answer is not None
    assert reply.answer.text == TEXT
    assert (reply.code, reply.profile) == where


THROTTLED = "454 Throttling failure: Maximum sending rate exceeded"

NAMED = [
    ("Duplicate header 'Subject'.", ("subject",)),
    ("Duplicate header 'Subject'", ("subject",)),
    ("554 Transaction failed: Duplicate header 'List-Id'. (in reply to end of DATA command)", ("list-id",)),
    ("Expected '/', got ;", ("",)),
    ("Expected MIME type, got null (Service: x)", ("null",)),
    ("Expected ';', got \":\"", (":",)),
    ("Configuration set <may sale> does not exist.", ("may sale",)),
    ("Address length is more than 320 bytes long: 'Zo <zo@example.com>'", ("zo <zo@example.com",)),
    ("Address length is more than 320 bytes long: '=?utf-8?q?a", ("=?utf-8?q?a",)),
    ("Message length is more than 10485760 bytes long: '10485761'.", ("10485760", "10485761")),
    ("2 validation errors detected: Value at 'a' failed to satisfy constraint: Member", ("2", "s", "a", "member")),
    ("User `u' is not authorized to perform `ses:SendEmail' on resource `arn:x'", ("`u", "`ses:sendemail", "`arn:x")),
]  # fmt: skip


@pytest.mark.parametrize(("given_text", "values"), NAMED)
def test_what_varies_is_found_and_comparable(given_text: str, values: tuple[str, ...]) -> None:
    reply = read(given_text)
    assert reply.answer is not None
    assert reply.values == values


@pytest.mark.parametrize(
    ("given_text", "text", "code"),
    [
        ("552 5.3.4 Message is too long.", "552 5.3.4 Message is too long.", "552"),
        ("(552, b'5.3.4 Message is too long.')", "552 5.3.4 Message is too long.", "552"),
        ("552 5.30.400 Message is too long.", "552 5.3.4 Message is too long.", "552"),
        ("535-Authentication Credentials Invalid", "535 Authentication Credentials Invalid", "535"),
        ("smtplib.X: (535, b'Authentication Credentials Invalid')", "535 Authentication Credentials Invalid", "535"),
        ("Authentication Credentials Invalid", "535 Authentication Credentials Invalid", None),
        ("(454, b'Throttling failure: Maximum sending rate exceeded')", THROTTLED, "454"),
        (THROTTLED, THROTTLED, "454"),
    ],
)  # fmt: skip
def test_replies_that_only_smtp_has_are_known_in_every_form(given_text: str, text: str, code: str | None) -> None:
    reply = read(given_text)
    assert reply.answer is not None
    assert (reply.answer.text, reply.code, reply.profile) == (text, code, "ses-smtp")


@pytest.mark.parametrize(
    "text",
    [
        "Tag name cannot exceed 255 characters.",
        "Address length is more than 320 bytes long: '554 x'",
        "Message length is more than 10485760 bytes long: '554'.",
    ],
)
def test_a_number_in_an_answer_is_no_reply_code(text: str) -> None:
    reply = read(text)
    assert (reply.code, reply.profile) == (None, None)


@pytest.mark.parametrize(
    "text",
    [
        "Illegal content type text/csv",
        "LookupError: unknown encoding: utf-9",
        "the Missing domains of the list",
        "preMissing domain",
        "",
    ],
)
def test_what_is_only_like_an_answer_is_none(text: str) -> None:
    assert read(text).answer is None


def test_the_name_of_an_error_alone_tells_the_interface() -> None:
    assert read("ConfigurationSetDoesNotExist")[2:] == ((), "ConfigurationSetDoesNotExist", "ses")
    assert read("x NotFoundException")[3:] == ("NotFoundException", "ses-v2")
    assert read("MessageRejected")[3:] == ("MessageRejected", None)
    assert read("NotFoundExceptions")[3:] == (None, None)


@given(st.text() | st.text(st.sampled_from("'\"\\{}[]()&#;5 4-<>bE")))
def test_anything_can_be_read(text: str) -> None:
    assert "\n" not in read(text).line


@pytest.mark.parametrize(
    "shape", ["[", "{", '{"a":', "&#9", " (Service: ", " validation error detected: Value at '", "User "]
)
def test_hostile_text_costs_little(shape: str) -> None:
    assert len(read(shape * 100_000).line) < 9000
    assert len(read("&#" + "9" * 5000 + ";").line) < 9000
