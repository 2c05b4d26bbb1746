from __future__ import annotations

from types import MappingProxyType

import pytest

from mimeforge.errors import HeaderError
from mimeforge.headers import Opaque, Tags, configuration_set, identity_arn

ARN = "arn:aws:ses:us-east-1:123456789012:identity/example.com"


def test_an_arn_is_written_as_it_is() -> None:
    assert identity_arn(ARN, "source_arn") == Opaque(ARN)
    long = "arn:aws:ses:us-east-1:123456789012:identity/" + "x" * 60 + "@example.com"
    assert identity_arn(long, "source_arn").write("X-SES-SOURCE-ARN") == f"X-SES-SOURCE-ARN: {long}\r\n".encode()


@pytest.mark.parametrize(
    ("value", "position", "problem"),
    [
        ("", 0, "the prefix"),
        ("example.com", 0, "the prefix"),
        (ARN.upper(), 0, "the prefix"),
        ("arn", 3, "the partition"),
        (ARN.replace("aws", "azure"), 4, "the partition"),
        (ARN.replace("ses", "sesv2"), 8, "the service"),
        (ARN.replace("us-east", "us east"), 14, "the region"),
        (ARN.replace("us-east-1", ""), 12, "the region"),
        (ARN.replace("12345", "１２３４５"), 22, "the account"),
        (ARN.replace("12345", "1234"), 22, "the account"),
        (ARN.replace("identity", "topic"), 35, "the resource"),
        (ARN.replace("example.com", "exämple.example"), 46, "the resource"),
        (ARN.replace("example.com", ""), 35, "the resource"),
        (ARN.replace("example.com", "<jo@example.com>"), 44, "the identity"),
        (ARN.replace("example.com", "example.com,example.net"), 44, "the identity"),
        (ARN.replace("example.com", "example.com/inbox"), 44, "the identity"),
        (ARN + " ", len(ARN), "the resource"),
        ("arn:aws:ses:us-east-1:123456789012", 34, "the resource"),
        (ARN + "x" * 900, 900, "at most 900"),
        (ARN + "\n", len(ARN), "another header field"),
        (ARN + "\r\nBcc: x@example.com", len(ARN), "another header field"),
    ],
)
def test_what_is_no_identity_arn_is_refused_and_the_piece_named(value: str, position: int, problem: str) -> None:
    with pytest.raises(HeaderError, match=problem) as caught:
        identity_arn(value, "source_arn")
    assert (caught.value.field, caught.value.position) == ("source_arn", position)


@pytest.mark.parametrize("value", ["receipts", "A_b-9", "x" * 64])
def test_configuration_sets_that_are_taken(value: str) -> None:
    assert configuration_set(value, "configuration_set") == Opaque(value)


@pytest.mark.parametrize(
    ("value", "position"),
    [("", 0), ("a b", 1), ("a.b", 1), ("a\n", 1), ("é", 0), ("aé", 1), ("a,b", 1), ("x" * 65, 64), ("٣", 0)],
)
def test_configuration_sets_that_are_refused(value: str, position: int) -> None:
    with pytest.raises(HeaderError) as caught:
        configuration_set(value, "configuration_set")
    assert (caught.value.field, caught.value.position) == ("configuration_set", position)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ({"campaign": "may"}, "X-SES-MESSAGE-TAGS: campaign=may"),
        ({"a": "b", "c_d-9": "e.f@g"}, "X-SES-MESSAGE-TAGS: a=b, c_d-9=e.f@g"),
        ({"ses:no-tracking": "true"}, "X-SES-MESSAGE-TAGS: ses:no-tracking=true"),
        (MappingProxyType({"a": "b"}), "X-SES-MESSAGE-TAGS: a=b"),
        ("a=b,c=d", "X-SES-MESSAGE-TAGS: a=b, c=d"),
        (" a = b , c = d ", "X-SES-MESSAGE-TAGS: a=b, c=d"),
        # Folded after commas only.
        ({"a": "x" * 60, "b": "y" * 60}, "X-SES-MESSAGE-TAGS: a=" + "x" * 60 + ",\r\n b=" + "y" * 60),
        ({"x" * 255: "y" * 255}, "X-SES-MESSAGE-TAGS: " + "x" * 255 + "=" + "y" * 255),
    ],
)
def test_tags_that_are_taken(value: dict[str, str] | str, written: str) -> None:
    assert Tags.of(value, "tags").write("X-SES-MESSAGE-TAGS") == written.encode() + b"\r\n"


@pytest.mark.parametrize(
    ("value", "field", "position"),
    [
        ({}, "tags", None),
        ("", "name in tags", None),
        ("a", "value of a in tags", None),
        ("a=b,", "name in tags", None),
        ("a=b=c", "value of a in tags", 1),
        ("a=b, a=c", "tags", None),
        ({"": "b"}, "name in tags", None),
        ({"a": ""}, "value of a in tags", None),
        ({"a b": "c"}, "name in tags", 1),
        ({"a": "b c"}, "value of a in tags", 1),
        ({"a": "b,c=d"}, "value of a in tags", 1),
        ({"a": "b=c"}, "value of a in tags", 1),
        ({"a=b": "c"}, "name in tags", 1),
        ({"a.b": "c"}, "name in tags", 1),
        ({"aws:a": "c"}, "name in tags", 3),
        ({"é": "c"}, "name in tags", 0),
        ({"a": "é"}, "value of a in tags", 0),
        ({"a": "b\r\nBcc: x@example.com"}, "value of a in tags", 1),
        ({"a": "b\n"}, "value of a in tags", 1),
        ({"x" * 256: "c"}, "name in tags", 255),
        ({"a": "x" * 256}, "value of a in tags", 255),
    ],
)
def test_tags_that_are_refused(value: dict[str, str] | str, field: str, position: int | None) -> None:
    with pytest.raises(HeaderError) as caught:
        Tags.of(value, "tags")
    assert (caught.value.field, caught.value.position) == (field, position)


@pytest.mark.parametrize("value", [[("a", "b")], None, 1, {"a": 1}, {1: "b"}, {"a": None}, {"a": b"b"}])
def test_tags_of_other_types_are_a_type_error(value: object) -> None:
    with pytest.raises(TypeError, match="takes a "):
        Tags.of(value, "tags")  # type: ignore[arg-type]
