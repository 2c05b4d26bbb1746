"""The tests of somebody's newsletter, as they were before: moto stands in for Amazon SES, and takes all of this."""

from __future__ import annotations

from email.message import EmailMessage
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from moto import mock_aws

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def ses() -> Iterator[Any]:
    with mock_aws():
        client = boto3.client("ses", region_name="us-east-1")
        client.verify_domain_identity(Domain="example.com")
        yield client


def newsletter(text: str = "The summer festival is on the 4th of July.\n") -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Town Hall <news@example.com>"
    message["To"] = "Jo <jo@example.net>"
    message["Subject"] = "The news of May"
    message["Date"] = "Sun, 03 May 2026 12:00:00 +0000"
    message["Message-ID"] = "<2026-05@example.com>"
    message.set_content(text)
    return message


def send(ses: Any, octets: bytes) -> None:
    assert ses.send_raw_email(RawMessage={"Data": octets})["MessageId"]


def test_the_newsletter_is_sent(ses: Any) -> None:
    send(ses, newsletter().as_bytes())


def test_a_welcome_is_sent(ses: Any) -> None:
    answer = ses.send_email(
        Source="news@example.com",
        Destination={"ToAddresses": ["jo@example.net"]},
        Message={"Subject": {"Data": "Welcome"}, "Body": {"Text": {"Data": "You will get our news each month."}}},
    )
    assert answer["MessageId"]


def test_the_mayor_writes_along(ses: Any) -> None:
    send(ses, b"From: The Mayor <mayor@example.com>\n" + newsletter().as_bytes())


def test_a_draft_without_readers(ses: Any) -> None:
    draft = newsletter()
    del draft["To"]
    send(ses, draft.as_bytes())


def test_a_report_in_one_line(ses: Any) -> None:
    send(ses, newsletter("The council met. ").as_bytes() + b"It was decided to go on. " * 200 + b"\n")


def test_the_game_of_the_library(ses: Any) -> None:
    game = newsletter()
    game.add_attachment(b"MZ\x90\x00", maintype="application", subtype="octet-stream", filename="a.exe")
    send(ses, game.as_bytes())


def test_the_pictures_of_the_fair(ses: Any) -> None:
    pictures = newsletter()
    for number in range(3):
        pictures.add_attachment(b"\xff\xd8\xff" * 1_000_000, maintype="image", subtype="jpeg", filename=f"{number}.jpg")
    send(ses, pictures.as_bytes())
