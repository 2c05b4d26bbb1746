from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from mimeforge._ses_facts import ARN_FIELDS, ONCE_ONLY_FIELDS
from mimeforge.errors import HeaderError, InputError
from mimeforge.headers import (
    ONCE_ONLY,
    AddressList,
    Date,
    MessageIds,
    Opaque,
    Tags,
    Text,
    Uris,
    field_body,
    owner_of,
    require_field_name,
)

ARN = "arn:aws:ses:us-east-1:123456789012:identity/example.com"
NO_NAME = "a field name is printable ASCII"


@pytest.mark.parametrize(
    ("name", "value", "kind"),
    [
        ("Comments", "Zoé", Text),
        ("X-Mailer", "a  b", Text),
        ("Organization", "Zoé", Text),
        ("Auto-Submitted", "auto-generated", Opaque),
        ("AUTO-SUBMITTED", "auto-generated", Opaque),
        ("Feedback-ID", "a:b:c:d", Opaque),
        ("DKIM-Signature", "v=1; a=rsa-sha256; b=" + "x" * 200, Opaque),
        ("List-Id", "<list.example.com>", Opaque),
        ("List-Anything", "x", Opaque),
        ("List-Unsubscribe", "<https://example.com/u>, <mailto:leave@example.com>", Uris),
        *[(f"LIST-{name}", "<urn:x:y>", Uris) for name in ("Subscribe", "Help", "Post", "Owner", "Archive")],
        ("X-SES-Anything", "x", Opaque),
        ("X-SES-CONFIGURATION-SET", "receipts", Opaque),
        ("x-ses-source-arn", ARN, Opaque),
        ("X-SES-MESSAGE-TAGS", {"a": "b"}, Tags),
        ("Resent-To", ["jo@example.com", "Zoé <zoe@example.com>"], AddressList),
        ("Disposition-Notification-To", "jo@example.com", AddressList),
        ("Resent-Message-ID", "<a@example.com>", MessageIds),
        ("Resent-Date", datetime(2026, 5, 1, tzinfo=UTC), Date),
    ],
)
def test_each_name_has_its_kind(name: str, value: Any, kind: type) -> None:
    assert isinstance(field_body(name, value), kind)


@pytest.mark.parametrize(
    ("name", "value", "position"),
    [
        ("Feedback-ID", "café", 3),
        ("List-Id", "Zoé <list.example.com>", 2),
        ("X-SES-SOURCE-ARN", "x", 0),
        ("X-SES-CONFIGURATION-SET", "a b", 1),
        ("Comments", "a\r\nb", 1),
        ("List-Help", "https://example.com/help", 0),
        ("List-Post", "NO", 0),
        ("List-Owner", "<jo@example.com>", 1),
        ("Resent-Message-ID", "a", 0),
        ("Resent-To", "a, b@example.com", 1),
    ],
)
def test_refusals_name_the_field(name: str, value: Any, position: int | None) -> None:
    with pytest.raises(InputError) as caught:
        field_body(name, value)
    assert (caught.value.field, caught.value.position) == (name, position)


@pytest.mark.parametrize(
    ("name", "position", "problem"),
    [
        ("", 0, NO_NAME),
        ("X Y", 1, NO_NAME),
        ("X:", 1, NO_NAME),
        ("X: y\r\nBcc", 4, "another header field"),
        ("X\n", 1, "another header field"),
        ("X\0", 1, "NUL"),
        ("Réf", 1, NO_NAME),
        ("X\x7f", 1, NO_NAME),
        (" X", 0, NO_NAME),
        ("X\t", 1, NO_NAME),
        ("x" * 901, 900, "901 characters, at most 900"),
    ],
)
def test_what_is_no_field_name_is_refused(name: str, position: int, problem: str) -> None:
    with pytest.raises(HeaderError, match=problem) as caught:
        field_body(name, "x")
    assert (caught.value.field, caught.value.position) == ("header name", position)


def test_a_field_name_leaves_room_for_one_encoded_character() -> None:
    name = require_field_name("X-" + "y" * 48)
    for text in ("😀" * 9, "x😀", "é" * 50):
        assert max(map(len, Text(text).write(name).split(b"\r\n"))) <= 76
    with pytest.raises(HeaderError, match=r"no encoded-word fits: begin the text with plain ASCII") as caught:
        Text("😀").write(name + "y")
    assert caught.value.field == name + "y"


@pytest.mark.parametrize("name", ["X-" + "y" * 49, "X-" + "y" * 898])
def test_a_longer_name_is_taken_where_nothing_is_encoded_beside_it(name: str) -> None:
    assert require_field_name(name) == name
    assert Opaque.of("a b", name).write(name).replace(b"\r\n ", b" ") == f"{name}: a b\r\n".encode()
    assert Text("a b").write(name).replace(b"\r\n ", b" ") == f"{name}: a b\r\n".encode()
    with pytest.raises(HeaderError):
        Text("é").write(name)


@pytest.mark.parametrize(
    ("name", "argument"),
    [
        ("From", "from_"),
        ("SUBJECT", "subject"),
        ("bcc", "bcc"),
        ("Return-Path", "return_path"),
        ("Content-Type", ".attach()"),
        ("Content-ID", ".embed()"),
        ("List-Unsubscribe-Post", ".unsubscribe()"),
        ("MIME-Version", ""),
        ("Content-Transfer-Encoding", ""),
    ],
)
def test_names_that_an_argument_of_message_writes(name: str, argument: str) -> None:
    owner = owner_of(name)
    assert owner is not None
    assert argument in owner


@pytest.mark.parametrize("name", ["List-Unsubscribe", "Comments", "X-From", "Resent-From", ""])
def test_names_that_none_writes(name: str) -> None:
    assert owner_of(name) is None


def test_the_once_only_names() -> None:
    assert {name.lower() for name in (*ONCE_ONLY_FIELDS, *ARN_FIELDS)} <= ONCE_ONLY
    assert {"to", "cc", "bcc", "x-ses-configuration-set", "x-ses-message-tags"} <= ONCE_ONLY
    assert all(name == name.lower() for name in ONCE_ONLY)
    assert not {"comment", "received", "resent-to", "x-mailer"} & ONCE_ONLY
