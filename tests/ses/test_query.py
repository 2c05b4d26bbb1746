"""The Query form of version 1: as botocore writes it, and read from whatever clients wrote."""

from __future__ import annotations

import base64
import time
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, quote, urlencode

import pytest
from botocore.loaders import Loader
from botocore.model import ServiceModel
from botocore.serialize import QuerySerializer
from hypothesis import given, settings
from hypothesis import strategies as st

from mimeforge import ses
from mimeforge._ses_operations import OPERATIONS, Blob, ListOf, Shape, Structure
from mimeforge.errors import EncodingError, InputError

if TYPE_CHECKING:
    from pathlib import Path

VERSION_1 = [name for name in OPERATIONS if name.startswith("ses.")]
SIMPLE = {
    "Source": "Jo <jo@example.com>",
    "Destination": {"ToAddresses": ["zoe@example.net", "b+c@example.net"], "CcAddresses": []},
    "Message": {"Subject": {"Data": "Lunch & more = 100 %"}, "Body": {"Text": {"Data": "À midi.\r\n~"}}},
    "Tags": [{"Name": "campaign", "Value": "may"}],
    "ReturnPath": "",
}


def values(shape: Shape) -> st.SearchStrategy[Any]:
    """All values that a shape takes; an optional structure is not empty, which no form can say."""
    if isinstance(shape, Structure):
        members = {name: values(member) for name, member in shape.members.items()}
        required = {name: value for name, value in members.items() if name in shape.required}
        return st.fixed_dictionaries(required, optional={n: v for n, v in members.items() if n not in required})
    if isinstance(shape, ListOf):
        return st.lists(values(shape.member), max_size=12)
    return st.binary() if isinstance(shape, Blob) else st.text(st.characters(exclude_categories=["Cs"]))


REQUESTS = st.sampled_from(VERSION_1).flatmap(lambda name: st.tuples(st.just(name), values(OPERATIONS[name].input)))


@given(request=REQUESTS)
@settings(deadline=None)
def test_what_is_written_is_read_back(request: tuple[str, dict[str, Any]]) -> None:
    name, kwargs = request
    assert ses.from_query(ses.to_query(kwargs, operation=name)) == kwargs


@given(request=REQUESTS)
@settings(deadline=None)
def test_botocore_writes_the_same_pairs(request: tuple[str, dict[str, Any]]) -> None:
    name, kwargs = request
    assert parse_qsl(ses.to_query(kwargs, operation=name), keep_blank_values=True) == botocore_pairs(name, kwargs)


@given(request=REQUESTS)
@settings(deadline=None)
def test_what_botocore_writes_is_read_back(request: tuple[str, dict[str, Any]]) -> None:
    name, kwargs = request
    assert ses.from_query(urlencode(botocore_pairs(name, kwargs))) == kwargs


def botocore_pairs(name: str, kwargs: dict[str, Any]) -> list[tuple[str, str]]:
    operation = botocore_model().operation_model(name.partition(".")[2])
    body = QuerySerializer().serialize_to_request(kwargs, operation)["body"]
    return list(body.items())


@cache
def botocore_model() -> ServiceModel:
    return ServiceModel(Loader().load_service_model("ses", "service-2", "2010-12-01"), "ses")


def test_the_form_of_a_request() -> None:
    assert ses.to_query(SIMPLE) == (
        "Action=SendEmail&Version=2010-12-01"
        "&Source=Jo%20%3Cjo%40example.com%3E"
        "&Destination.ToAddresses.member.1=zoe%40example.net"
        "&Destination.ToAddresses.member.2=b%2Bc%40example.net"
        "&Destination.CcAddresses="
        "&Message.Subject.Data=Lunch%20%26%20more%20%3D%20100%20%25"
        "&Message.Body.Text.Data=%C3%80%20midi.%0D%0A~"
        "&Tags.member.1.Name=campaign&Tags.member.1.Value=may"
        "&ReturnPath="
    )
    assert ses.to_query({"RawMessage": {"Data": b"\xfb\xff\xfe"}}).endswith("&RawMessage.Data=%2B%2F%2F%2B")


@pytest.mark.parametrize(
    ("kwargs", "action"),
    [
        ({"RawMessage": {"Data": b""}}, "SendRawEmail"),
        (SIMPLE, "SendEmail"),
        ({"Identity": "example.com", "PolicyName": "a", "Policy": "{}"}, "PutIdentityPolicy"),
        ({"Identity": "example.com", "PolicyNames": []}, "GetIdentityPolicies"),
        ({"Identity": "example.com", "PolicyName": "a"}, "DeleteIdentityPolicy"),
        ({"Identity": "example.com"}, "ListIdentityPolicies"),
    ],
)
def test_the_operation_is_told_from_the_members(kwargs: dict[str, Any], action: str) -> None:
    body = ses.to_query(kwargs)
    assert body.startswith(f"Action={action}&")
    assert body == ses.to_query(kwargs, operation=action) == ses.to_query(kwargs, operation=f"ses.{action}")
    assert ses.from_query(body.partition("&")[2]) == kwargs


@pytest.mark.parametrize(
    ("kwargs", "operation", "error", "place"),
    [
        ({}, None, InputError, "no member tells"),
        ({"Source": "x"}, None, InputError, "no member tells"),
        (SIMPLE, "SendMail", InputError, "operation: 'SendMail'"),
        (SIMPLE, "sesv2.SendEmail", InputError, "operation: 'sesv2.SendEmail'"),
        (SIMPLE, "SendRawEmail", InputError, "RawMessage: "),
        (SIMPLE | {"Nonsense\n": 1}, None, InputError, "Nonsense␊: "),
        (SIMPLE | {"Tags": [{"Name": "a"}]}, None, InputError, r"Tags\[0\].Value: "),
        (SIMPLE | {"ReplyToAddresses": "jo@example.com"}, None, TypeError, "ReplyToAddresses: a str"),
        (
            SIMPLE | {"Tags": [{"Name": "a", "Value": "\ud800"}]},
            None,
            EncodingError,
            "position 0 of Tags.member.1.Value",
        ),
        ({"RawMessage": {"Data": "a\ud800"}}, None, EncodingError, "position 1 of RawMessage.Data"),
        ([], None, TypeError, "a dict, not list"),
    ],
)
def test_what_is_wrong_is_not_written(kwargs: Any, operation: str | None, error: type[Exception], place: str) -> None:
    with pytest.raises(error, match=place):
        ses.to_query(kwargs, operation=operation)


# -- reading -----------------------------------------------------------------------------------------------------------


def data(body: str | bytes) -> bytes:
    octets: bytes = ses.from_query(body)["RawMessage"]["Data"]
    return octets


def test_the_body_that_aws_documents_holds_its_message(corpus: Path) -> None:
    body = (corpus / "seeds" / "003-query-body.txt").read_bytes()
    message = (corpus / "seeds" / "003-query-api.eml").read_bytes()
    assert ses.from_query(body) == ses.from_query(body.decode()) == {"RawMessage": {"Data": message}}


MESSAGE = b"Subject: Lunch\nFrom: jo@example.com\nTo: zoe@example.net\n\nSee you at noon > 12 o'clock?\n"


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\n    "])
@pytest.mark.parametrize("width", [1, 2, 7, 60, 76])
def test_a_body_may_be_wrapped_anywhere(width: int, line_end: str) -> None:
    body = "AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE&Action=SendRawEmail&RawMessage.Data="
    body += quote(base64.encodebytes(MESSAGE), safe="") + "&Timestamp=2011-08-17T00%3A21%3A38.000Z"
    wrapped = line_end.join(body[start : start + width] for start in range(0, len(body), width))
    assert ses.from_query(wrapped + "\n") == {"RawMessage": {"Data": MESSAGE}}


@pytest.mark.parametrize(
    "written",
    [
        "Pj4+Pz8/",
        "Pj4%2BPz8%2F",
        "Pj4%2bPz8%2f",
        "%0APj4%2B%0D%0APz8%2F%20%09%0A",
    ],
)
def test_base64_is_read_however_it_is_escaped(written: str) -> None:
    assert data(f"RawMessage.Data={written}") == b">>>???"


@pytest.mark.parametrize(
    ("written", "octets"), [("YQ%3D%3D", b"a"), ("YQ", b"a"), ("YQ==", b"a"), ("YWI", b"ab"), ("", b"")]
)
def test_padding_may_be_missing(written: str, octets: bytes) -> None:
    assert data(f"RawMessage.Data={written}") == octets


@pytest.mark.parametrize("written", ["Source=a+b%20c", "Source=a%20b+c", b"Source=a b c"])
def test_a_blank_is_a_plus_or_escaped(written: str | bytes) -> None:
    body = written.encode() if isinstance(written, str) else written
    assert ses.from_query(b"Action=SendEmail&" + body)["Source"] == "a b c"


@pytest.mark.parametrize(
    "before",
    [
        "\ufeff",
        "?",
        "https://email.us-east-1.amazonaws.com/?",
        "https://email.us-east-1.amazonaws.com?",
        "\ufeffGET /?",
        "https://email.us-east-1.\n  amazonaws.com/\r\n?",
    ],
)
def test_what_stands_before_a_body_is_passed_over(before: str) -> None:
    body = f"{before}Identity=what?&PolicyNames.member.1=a?b"
    assert ses.from_query(body) == ses.from_query(body.encode()) == {"Identity": "what?", "PolicyNames": ["a?b"]}


def test_members_of_lists_come_by_their_numbers_and_gaps_are_closed() -> None:
    body = "RawMessage.Data=&Destinations.member.10=c&Destinations.member.2=b&Destinations.member.999999999=d&"
    body += (
        "Destinations.member.1=a&Tags.member.7.Value=y&Tags.member.3.Name=x&Tags.member.3.Value=&Tags.member.7.Name=z"
    )
    assert ses.from_query(body) == {
        "RawMessage": {"Data": b""},
        "Destinations": ["a", "b", "c", "d"],
        "Tags": [{"Name": "x", "Value": ""}, {"Name": "z", "Value": "y"}],
    }


@pytest.mark.parametrize(
    "signed",
    [
        "AWSAccessKeyId=a&Signature=b%2F&SignatureVersion=2&SignatureMethod=HmacSHA256&Timestamp=t&Version=2010-12-01",
        "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=c&x-amz-security-token=t&Expires=60",
        "SecurityToken=t&&",
    ],
)
def test_what_signs_a_request_is_left_out(signed: str) -> None:
    assert ses.from_query(f"{signed}&Identity=example.com") == {"Identity": "example.com"}


def test_what_has_to_be_there_and_may_be_empty_is_there() -> None:
    assert ses.from_query("Action=SendEmail&Message.Subject.Data=x") == {
        "Destination": {},
        "Message": {"Subject": {"Data": "x"}, "Body": {}},
    }
    assert ses.from_query("Action=SendRawEmail&Destinations=") == {"Destinations": []}


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ("", "no member tells"),
        ("Source=x", "no member tells"),
        ("Action=Publish&Source=x", "Action: 'Publish' is none of"),
        ("Action=%FF", "Action"),
        ("Action=SendEmail&Action=SendRawEmail&RawMessage.Data=", "Action: there twice"),
        ("Identity=100%", "position 3 of Identity: a percent sign"),
        ("Identity=%zz%20", "position 0 of Identity: a percent sign"),
        ("RawMessage.Data=YQ%3", "position 2 of RawMessage.Data: a percent sign"),
        ("Identity=a&Nonsense=b", "Nonsense: "),
        ("Identity=a&Identity.b=c", "Identity.b: "),
        ("Identity=a&Identity=b", "Identity: there twice"),
        ("RawMessage.Data=&RawMessage=x", "RawMessage: .*write RawMessage.Data"),
        ("RawMessage.Data=&Destinations=a", "Destinations: .*write Destinations.member.1"),
        ("RawMessage.Data=&Destinations.1=a", "Destinations.1: "),
        ("RawMessage.Data=&Destinations.member=a", "Destinations.member: "),
        ("RawMessage.Data=&Destinations.member.x=a", "Destinations.member.x: "),
        ("RawMessage.Data=&Destinations.member.%D9%A1=a", "Destinations.member.١: "),
        ("RawMessage.Data=&Destinations.member.0=a", "Destinations.member.0: "),
        ("RawMessage.Data=&Tags.member.00.Name=a", "Tags.member.00.Name: "),
        ("Version=2099-01-01&Identity=a", "Version: '2099-01-01' is another API: 2010-12-01"),
        ("Version=&Identity=a", "Version: "),
        ("Version=2010-12-01&Version=2019-09-27&Identity=a", "Version: '2019-09-27'"),
        ("RawMessage.Data=&Destinations.member.-1=a", "Destinations.member.-1: "),
        ("RawMessage.Data=&Destinations.member.1.x=a", "Destinations.member.1.x: "),
        ("RawMessage.Data=&Destinations.member.01=a&Destinations.member.1=b", "Destinations.member.1: there twice"),
        ("RawMessage.Data=&Tags.member.1=a", "Tags.member.1: .*write Tags.member.1.Name"),
        ("RawMessage.Data=YQ%3D%3DYQ", "RawMessage.Data: '='"),
        ("RawMessage.Data=%21", "RawMessage.Data: '!'"),
        ("RawMessage.Data=YWJjZ", "RawMessage.Data: 5 characters"),
        ("Identity=%FF", "Identity: not UTF-8"),
        ("Identity=a&" + "x" * 500 + "%1B=b", "x{80}: "),
        ("Identity=a&%1B%FF=b", "␛\ufffd: "),
    ],
)
def test_what_cannot_be_read_is_named(body: str, place: str) -> None:
    with pytest.raises(InputError, match=place):
        ses.from_query(body)


@pytest.mark.parametrize("body", [None, {}, ["x"], 7])
def test_only_text_and_octets_are_a_body(body: Any) -> None:
    with pytest.raises(TypeError, match="a str or bytes"):
        ses.from_query(body)


WORDS = "Action SendEmail RawMessage Data Destinations member 1 999999999999 %FF Tags Name".split()
PIECES = st.sampled_from([*"&=.+%\n \0é", *WORDS])


@given(body=st.one_of(st.lists(PIECES, max_size=40).map("".join), st.text(), st.binary()))
@settings(deadline=None)
def test_any_body_is_read_or_refused(body: str | bytes) -> None:
    try:
        read = ses.from_query(body)
    except InputError as error:
        assert str(error).isprintable()  # noqa: PT017
    else:
        assert isinstance(read, dict)


@pytest.mark.parametrize(
    "body",
    [
        "RawMessage.Data=&Destinations.member.999999999=a",
        "RawMessage.Data=&" + "Destinations.member.1" + ".member.1" * 200_000 + "=a",
        "RawMessage.Data=&" + "&".join(f"Destinations.member.{n}=a" for n in range(100_000)),
        "RawMessage.Data=" + "%0A" * 1_000_000,
        "&" * 3_000_000 + "RawMessage.Data=",
        "\n" * 3_000_000 + "RawMessage.Data=",
    ],
    ids=["index", "depth", "members", "escapes", "empty", "lines"],
)
def test_a_hostile_body_costs_no_more_than_its_length(body: str) -> None:
    begun = time.process_time()
    try:
        ses.from_query(body)
    except InputError as error:
        assert len(str(error)) < 300  # noqa: PT017
    assert time.process_time() - begun < 5
