"""What a request sends: one of three kinds, and the octets of a raw message as they are."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from mimeforge import ses
from mimeforge.linter.examples import sample

CONTENT = {"Subject": {"Data": "Lunch"}, "Body": {"Text": {"Data": "See you at noon."}}}
KINDS = {"Simple": CONTENT, "Raw": {"Data": sample()}, "Template": {"TemplateName": "receipt", "TemplateData": "{}"}}


def slugs(data: Any) -> list[tuple[str, str]]:
    first = ses.lint_request("ses.SendRawEmail", {"RawMessage": {"Data": data}})
    second = ses.lint_request("sesv2.SendEmail", {"Content": {"Raw": {"Data": data}}})
    found = [(one.slug, one.severity.value) for one in first]
    assert found == [(one.slug, one.severity.value) for one in second]
    return found


@pytest.mark.parametrize(
    ("kinds", "said"),
    [
        ([], "Content holds nothing"),
        (["Simple", "Raw"], "Content holds Simple and Raw"),
        (["Template", "Simple"], "Content holds Simple and Template"),
        (["Simple", "Raw", "Template"], "Content holds Simple and Raw and Template"),
        (["Simple"], None),
        (["Raw"], None),
        (["Template"], None),
    ],
)
def test_content_is_of_exactly_one_kind(kinds: list[str], said: str | None) -> None:
    kwargs = {
        "FromEmailAddress": "Jo <jo@example.com>",
        "Destination": {"ToAddresses": ["zoe@example.net"]},
        "Content": {kind: KINDS[kind] for kind in kinds},
    }
    report = ses.lint_request("sesv2.SendEmail", kwargs)
    found = [(one.member, one.message.partition(":")[0]) for one in report.errors]
    assert found == ([("Content", said)] if said else [])


def test_without_any_content_only_that_is_said() -> None:
    assert [one.slug for one in ses.lint_request("sesv2.SendEmail", {"Content": {}})] == ["request-content-kind"]
    assert [one.slug for one in ses.lint_request("sesv2.SendEmail", {})] == ["request-missing-member"]


@pytest.mark.parametrize("data", [sample(), bytearray(sample())])
def test_octets_are_what_it_takes(data: bytes) -> None:
    assert slugs(data) == []


def test_a_str_is_noted_for_examples_of_aws_give_it() -> None:
    assert slugs(sample().decode()) == [("request-data-str", "note")]


def test_a_str_beyond_ascii_goes_out_in_utf_8_whatever_its_charset() -> None:
    data = sample("Content-Type: text/plain; charset=iso-8859-1", "Content-Transfer-Encoding: 8bit", body="Zoé\r\n")
    assert ("request-data-str", "warning") in slugs(data.decode())
    assert "request-data-str" not in dict(slugs(data.decode().encode("latin-1")))


def test_nothing_of_the_message_is_shown_with_it() -> None:
    report = ses.lint_request("ses.SendRawEmail", {"RawMessage": {"Data": sample(body="password\r\n").decode()}})
    assert [(one.line, one.column) for one in report] == [(1, 1)]
    assert "password" not in str(report)


@pytest.mark.parametrize(
    "encode",
    [
        base64.b64encode,
        base64.urlsafe_b64encode,
        base64.encodebytes,
        lambda octets: base64.encodebytes(octets).replace(b"\n", b"\r\n"),
        lambda octets: base64.b64encode(octets) + b"\n",
        lambda octets: base64.b64encode(octets).decode(),
        lambda octets: base64.b64encode(base64.b64encode(octets)),
    ],
)
def test_a_message_that_is_encoded_twice_is_one_error(encode: Any) -> None:
    """The client encodes by itself. The rule on lines that are no header fields speaks, and names base64."""
    found = slugs(encode(sample("Subject: Café".encode(), body=b"\xe9\r\n" * 40)))
    assert [slug for slug, severity in found if severity == "error"] == ["no-blank-line"]
    assert "request-data-str" not in dict(found)


@pytest.mark.parametrize("data", [b"", "", bytearray()])
def test_no_data_is_no_message(data: Any) -> None:
    assert slugs(data) == [("message-empty", "error")]


def test_a_message_that_was_escaped_is_one_error() -> None:
    assert slugs(sample().replace(b"\r\n", b"\\n")) == [("subject-newline-escape", "error")]
