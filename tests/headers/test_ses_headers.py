from __future__ import annotations

from types import MappingProxyType

import pytest

from mimeforge.errors import HeaderError
from mimeforge.headers import (
    Opaque,
    Tags,
    arn_fault,
    configuration_set,
    identity_arn,
    match_identity_arn,
    template_arn_fault,
)

ARN = "arn:aws:ses:us-east-1:123456789012:identity/example.com"
NO_TAG_NAME = "only letters and digits of ASCII, _ and - may stand"
NO_TAG_VALUE = "only letters and digits of ASCII, _, -, . and @ may stand"
TEMPLATE_ARN = "arn:aws:ses:us-east-1:123456789012:template/receipt"
LONGEST = "x" * 64 + "@" + ".".join(["y" * 63] * 3 + ["z" * 63])


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
        (ARN + "x" * (900 - len(ARN)), 44, "the identity"),
        (ARN + "\n", len(ARN), "another header field"),
        (ARN + "\r\nBcc: x@example.com", len(ARN), "another header field"),
    ],
)
def test_what_is_no_identity_arn_is_refused_and_the_piece_named(value: str, position: int, problem: str) -> None:
    with pytest.raises(HeaderError, match=problem) as caught:
        identity_arn(value, "source_arn")
    assert (caught.value.field, caught.value.position) == ("source_arn", position)


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        (ARN, None),
        (ARN.replace("aws", "aws-cn").replace("us-east-1", "*"), None),
        ("arn:aws:sns:us-east-1:123456789012:identity/example.com", ("the service", "sns", 8)),
        ("arn:aws:ses", ("the region", "", 11)),
        (ARN.replace("us-east", "us east"), ("the region", "us east-1", 14)),
        (ARN.replace("example.com", "a:b c"), ("the resource", "identity/a:b c", 47)),
        (TEMPLATE_ARN, ("the resource", "template/receipt", 35)),
        (ARN.replace("example.com", "a/b"), ("the identity", "a/b", 44)),
    ],
)
def test_the_piece_at_fault_and_what_stands_there(value: str, fault: tuple[str, str, int] | None) -> None:
    assert arn_fault(value) == fault
    assert (match_identity_arn(value) is None) == (fault is not None)


def test_the_identity_of_an_arn_is_an_address_or_a_domain() -> None:
    for identity in ("example.com", "jo@example.com", LONGEST):
        arn = match_identity_arn(ARN.replace("example.com", identity))
        assert arn is not None
        assert arn.groups() == ("aws", "us-east-1", "123456789012", identity)
    assert len(LONGEST) == 320
    assert arn_fault(ARN.replace("example.com", LONGEST + "z")) == ("the identity", LONGEST + "z", 44)


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        (TEMPLATE_ARN, None),
        (TEMPLATE_ARN.replace("ses", "sns"), ("the service", "sns", 8)),
        (ARN, ("the resource", "identity/example.com", 35)),
        ("arn:aws:ses:us-east-1", ("the account", "", 21)),
    ],
)
def test_the_arn_of_a_template(value: str, fault: tuple[str, str, int] | None) -> None:
    assert template_arn_fault(value) == fault


@pytest.mark.parametrize("value", ["receipts", "A_b-9", "x" * 64])
def test_configuration_sets_that_are_taken(value: str) -> None:
    assert configuration_set(value, "configuration_set") == Opaque(value)


@pytest.mark.parametrize(
    ("value", "position", "problem"),
    [
        ("", 0, "only letters and digits of ASCII"),
        ("a b", 1, "only letters and digits of ASCII"),
        ("a.b", 1, "only letters and digits of ASCII"),
        ("a\n", 1, "another header field"),
        ("é", 0, "only letters and digits of ASCII"),
        ("aé", 1, "only letters and digits of ASCII"),
        ("a,b", 1, "only letters and digits of ASCII"),
        ("x" * 65, 64, "65 characters, at most 64"),
        ("٣", 0, "only letters and digits of ASCII"),
    ],
)
def test_configuration_sets_that_are_refused(value: str, position: int, problem: str) -> None:
    with pytest.raises(HeaderError, match=problem) as caught:
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
    ("value", "field", "position", "problem"),
    [
        ({}, "tags", None, "no tags; leave the argument out"),
        ("", "name in tags", None, "empty"),
        ("a", "value of a in tags", None, "empty"),
        ("a=b,", "name in tags", None, "empty"),
        ("a=b=c", "value of a in tags", 1, NO_TAG_VALUE),
        ("a=b, a=c", "tags", None, "two tags of one name"),
        ("\x0ba=b", "name in tags", 0, NO_TAG_NAME),
        ("a=b\x0b", "value of a in tags", 1, NO_TAG_VALUE),
        ({"": "b"}, "name in tags", None, "empty"),
        ({"a": ""}, "value of a in tags", None, "empty"),
        ({"a b": "c"}, "name in tags", 1, NO_TAG_NAME),
        ({"a": "b c"}, "value of a in tags", 1, NO_TAG_VALUE),
        ({"a": "b,c=d"}, "value of a in tags", 1, NO_TAG_VALUE),
        ({"a": "b=c"}, "value of a in tags", 1, NO_TAG_VALUE),
        ({"a=b": "c"}, "name in tags", 1, NO_TAG_NAME),
        ({"a.b": "c"}, "name in tags", 1, NO_TAG_NAME),
        ({"aws:a": "c"}, "name in tags", 3, NO_TAG_NAME),
        ({"é": "c"}, "name in tags", 0, NO_TAG_NAME),
        ({"a": "é"}, "value of a in tags", 0, NO_TAG_VALUE),
        ({"a": "b\r\nBcc: x@example.com"}, "value of a in tags", 1, "another header field"),
        ({"a": "b\n"}, "value of a in tags", 1, "another header field"),
        ({"x" * 256: "c"}, "name in tags", 255, "256 characters, at most 255 may stand"),
        ({"a": "x" * 256}, "value of a in tags", 255, "256 characters, at most 255 may stand"),
    ],
)
def test_tags_that_are_refused(value: dict[str, str] | str, field: str, position: int | None, problem: str) -> None:
    with pytest.raises(HeaderError, match=problem) as caught:
        Tags.of(value, "tags")
    assert (caught.value.field, caught.value.position) == (field, position)


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ([("a", "b")], "tags takes a mapping of names to values, not list"),
        (None, "tags takes a mapping of names to values, not NoneType"),
        (1, "tags takes a mapping of names to values, not int"),
        ({"a": 1}, "value of a in tags takes a str, not int"),
        ({1: "b"}, "name in tags takes a str, not int"),
        ({"a": None}, "value of a in tags takes a str, not NoneType"),
        ({"a": b"b"}, "value of a in tags takes a str, not bytes"),
    ],
)
def test_tags_of_other_types_are_a_type_error(value: object, problem: str) -> None:
    with pytest.raises(TypeError, match=problem):
        Tags.of(value, "tags")  # type: ignore[arg-type]
