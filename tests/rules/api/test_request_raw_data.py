"""What a request sends: one of three kinds, and the octets of a raw message as they are."""

from __future__ import annotations

import base64
import time
from typing import Any

import pytest

from mimeforge import ses
from mimeforge.linter import Evidence
from mimeforge.linter.examples import sample
from mimeforge.rules.api.raw_data import _is_encoded_message

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
        lambda octets: b" \t\r\n\n" + base64.b64encode(octets) + b"\n \n",
        lambda octets: base64.b64encode(octets).rstrip(b"="),
        lambda octets: base64.b64encode(octets).decode(),
        lambda octets: base64.encodebytes(octets).decode(),
        lambda octets: bytearray(base64.b64encode(octets)),
    ],
)
@pytest.mark.parametrize("size", range(4))
@pytest.mark.parametrize("before", [b"", b"\r\n", b"\n", b"From jo@example.com Fri May  1 12:00:00 2026\r\n"])
def test_a_message_that_is_encoded_twice_is_one_error(encode: Any, size: int, before: bytes) -> None:
    """The client encodes by itself; what then arrives is not judged as a message."""
    octets = before + sample("Subject: Café".encode(), body=b"\xe9\r\n" * 40 + b"x" * size)
    assert slugs(encode(octets)) == [("request-data-encoded-twice", "error")]


def test_what_arrives_encoded_twice_gets_an_answer_that_is_not_known() -> None:
    (finding,) = ses.lint_request("ses.SendRawEmail", {"RawMessage": {"Data": base64.b64encode(sample())}})
    assert (finding.member, finding.predicts, finding.evidence) == ("RawMessage.Data", None, Evidence.INFERRED)


def test_nothing_of_an_encoded_message_is_shown() -> None:
    data = base64.b64encode(sample(body="password\r\n")).decode()
    assert data[:8] not in str(ses.lint_request("ses.SendRawEmail", {"RawMessage": {"Data": data}}))


@pytest.mark.parametrize(
    "data",
    [
        sample(),
        sample(body=base64.encodebytes(sample())),
        base64.b64encode(sample()) + b"!",
        base64.b64encode(b"See you at noon."),
        base64.b64encode(base64.b64encode(sample())),
        b"Fromage",
        b"\r\n\r\n",
        b"====",
    ],
)
def test_what_is_no_message_in_base64_is_judged_as_what_it_is(data: bytes) -> None:
    assert "request-data-encoded-twice" not in dict(slugs(data))


@pytest.mark.parametrize("data", [b"U" * 5_000_000, b" " * 5_000_000, b"U=" * 2_500_000, b"=" * 5_000_000 + b"U"])
def test_much_base64_is_looked_through_once(data: bytes) -> None:
    begun = time.process_time()
    assert not _is_encoded_message(data)
    assert not _is_encoded_message(data + b":")
    assert time.process_time() - begun < 5


@pytest.mark.parametrize("data", [b"", "", bytearray()])
def test_no_data_is_no_message(data: Any) -> None:
    assert slugs(data) == [("message-empty", "error")]


def test_a_message_that_was_escaped_is_one_error() -> None:
    assert slugs(sample().replace(b"\r\n", b"\\n")) == [("subject-newline-escape", "error")]
