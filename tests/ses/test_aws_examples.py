"""The examples of AWS, as requests: SES takes them, so none of them draws an error."""

from __future__ import annotations

import base64
import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

import pytest

from mimeforge import ses

if TYPE_CHECKING:
    from pathlib import Path

MESSAGES = [
    "000-boto3-example.eml",
    "000-boto3-example-crlf.eml",
    "003-query-api.eml",
]
OPTIONAL = ["Destinations", "FromArn", "ReturnPathArn", "Source", "SourceArn"]


def example(corpus: Path, name: str) -> dict[str, Any]:
    members: dict[str, Any] = json.loads((corpus / "seeds" / name).read_text("utf-8"))
    del members["api"]
    return members


def slugs(operation: str, kwargs: dict[str, Any]) -> dict[str | None, str]:
    report = ses.lint_request(operation, kwargs)
    assert report.errors == (), str(report)
    return {finding.member: finding.slug for finding in report if finding.member}


@pytest.mark.parametrize("name", MESSAGES)
@pytest.mark.parametrize("kind", [bytes, str])
def test_messages_are_taken_as_raw_data(corpus: Path, name: str, kind: type) -> None:
    octets = (corpus / "seeds" / name).read_bytes()
    data = octets if kind is bytes else octets.decode("ascii")
    expected = {} if kind is bytes else "request-data-str"
    for path, operation, kwargs in (
        ("RawMessage.Data", "ses.SendRawEmail", {"RawMessage": {"Data": data}}),
        ("Content.Raw.Data", "sesv2.SendEmail", {"Content": {"Raw": {"Data": data}}}),
    ):
        assert slugs(operation, kwargs) == ({path: expected} if expected else {})


def test_send_raw_email_with_every_optional_member_empty(corpus: Path) -> None:
    kwargs = example(corpus, "000-empty-optionals.json")
    kwargs["RawMessage"] = {"Data": (corpus / "seeds" / kwargs["RawMessage"]["Data"][1:]).read_bytes()}
    assert slugs("ses.SendRawEmail", kwargs) == {
        "Destinations": "request-empty-list",
        "Source": "request-empty-address",
        "FromArn": "request-empty-arn",
        "ReturnPathArn": "request-empty-arn",
        "SourceArn": "request-empty-arn",
    }
    for name in OPTIONAL:
        del kwargs[name]
    assert slugs("ses.SendRawEmail", kwargs) == {}


def test_send_email_with_optional_members_empty(corpus: Path) -> None:
    kwargs = example(corpus, "001-send-email-example.json")
    assert slugs("ses.SendEmail", kwargs) == {
        "Destination.BccAddresses": "request-empty-list",
        "ReplyToAddresses": "request-empty-list",
        "ReturnPath": "request-empty-address",
        "ReturnPathArn": "request-empty-arn",
        "SourceArn": "request-empty-arn",
    }
    for name in ("ReplyToAddresses", "ReturnPath", "ReturnPathArn", "SourceArn"):
        del kwargs[name]
    del kwargs["Destination"]["BccAddresses"]
    assert slugs("ses.SendEmail", kwargs) == {}


def test_the_query_of_the_first_api(corpus: Path) -> None:
    body = re.sub(r"\s", "", (corpus / "seeds" / "003-query-body.txt").read_text("ascii"))
    data = base64.b64decode(parse_qs(body, strict_parsing=True)["RawMessage.Data"][0])
    assert slugs("ses.SendRawEmail", {"RawMessage": {"Data": data}}) == {}


def test_a_message_out_of_a_mailbox_is_taken_without_the_line_before_it(corpus: Path) -> None:
    data = (corpus / "seeds" / "aws-ses-v2-local-mbox-line.eml").read_bytes()
    report = ses.lint_request("sesv2.SendEmail", {"Content": {"Raw": {"Data": data}}})
    assert [finding.slug for finding in report.errors] == ["mbox-from-line"]
    assert slugs("sesv2.SendEmail", {"Content": {"Raw": {"Data": data.partition(b"\n")[2]}}}) == {}


def test_a_message_that_was_escaped_is_no_example_of_what_works(corpus: Path) -> None:
    data = (corpus / "seeds" / "000-literal-backslash-n.eml").read_bytes()
    report = ses.lint_request("ses.SendRawEmail", {"RawMessage": {"Data": data}})
    assert [finding.slug for finding in report.errors] == ["subject-newline-escape"]
