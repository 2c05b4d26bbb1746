"""Requests for SendEmail that no message can be built of: each error names the member."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from simple_requests import ARN, request_1, request_2, with_headers

from mimeforge import AddressError, HeaderError, ses
from mimeforge._ses_operations import OPERATIONS, Blob, ListOf, Shape, Structure
from mimeforge.errors import InputError

PNG = {"FileName": "logo.png", "RawContent": b"\x89PNG\r\n\x1a\n", "ContentId": "logo"}
ADDRESSED = "a@example.net"
ATTACHMENTS = "Content.Simple.Attachments"
X = {"Data": "x"}
ODD = X | {"data": "y"}
TEXT = {"Text": {"Data": ""}}
HALF = {"Subject": X, "Body": {"Html": {"Data": "\ud800"}}}
INLINE = PNG | {"ContentDisposition": "INLINE"}
NO_MESSAGE = PNG | {"RawContent": b"\0", "ContentType": "message/rfc822"}
BAD_FILE = [{"FileName": "a.pdf", "RawContent": b"x"}, {"FileName": "a\x00.pdf", "RawContent": b"x"}]


def without(name: str, kwargs: dict[str, Any]) -> dict[str, Any]:
    return {one: value for one, value in kwargs.items() if one != name}


@pytest.mark.parametrize(
    ("kwargs", "error", "place"),
    [
        (request_1(Destination={"ToAddresses": [ADDRESSED, "a@b@c"]}), AddressError, "Destination.ToAddresses[1]"),
        (request_1(Destination={"CcAddresses": ["A, B <a@example.net>"]}), AddressError, "Destination.CcAddresses[0]"),
        (request_1(ReplyToAddresses=["a@example.net", ""]), AddressError, "ReplyToAddresses[1]"),
        (request_1(ReturnPath="x"), AddressError, "ReturnPath"),
        (request_1(Source="=?utf-8?q?a=0D=0Ab?= <jo@example.com>"), AddressError, "Source"),
        (request_1(Source=""), ValueError, "Source"),
        (request_2(FromEmailAddress=""), ValueError, "FromEmailAddress"),
        (without("FromEmailAddress", request_2()), ValueError, "FromEmailAddress"),
        (without("Source", request_1()), ValueError, "Source"),
        (request_1(Source=None), TypeError, "Source"),
        (request_1(Destination={"ToAddresses": "a@example.net"}), TypeError, "Destination.ToAddresses"),
        (request_1(Tags=[{"Name": "a", "Value": 1}]), TypeError, "Tags[0].Value"),
        (request_1(Tags=[{"Name": "a", "Value": "b"}, {"Name": "c d", "Value": "e"}]), HeaderError, "Tags[1].Name"),
        (request_1(Tags=[{"Name": "a", "Value": "c d"}]), HeaderError, "Tags[0].Value"),
        (request_1(Tags=[{"Name": "a", "Value": "b"}, {"Name": "a", "Value": "c"}]), HeaderError, "Tags[1].Name"),
        (request_1(SourceArn="arn:aws:sns"), HeaderError, "SourceArn"),
        (request_1(ConfigurationSetName="a b"), HeaderError, "ConfigurationSetName"),
        (request_1(Message={}), ValueError, "Message.Subject"),
        (request_1(Message={"Subject": X, "Body": {}}), ValueError, "Message.Body"),
        (request_1(Message={"Subject": X, "Body": {"Text": {}}}), ValueError, "Message.Body.Text.Data"),
        (request_1(Message={"Subject": {"Data": "x\ny"}, "Body": TEXT}), HeaderError, "Message.Subject.Data"),
        (request_1(Message=HALF), ValueError, "Message.Body.Html.Data"),
        (request_1(SourceIdentityArn=ARN), ValueError, "SourceIdentityArn"),
        (request_2(Content={"Simple": {"Subject": ODD, "Body": {}}}), ValueError, "Content.Simple.Subject.data"),
        (request_2(attachments=BAD_FILE), HeaderError, f"{ATTACHMENTS}[1].FileName"),
        (request_2(attachments=[PNG | {"ContentType": "pdf"}]), HeaderError, f"{ATTACHMENTS}[0].ContentType"),
        (request_2(attachments=[INLINE, INLINE]), HeaderError, f"{ATTACHMENTS}[1].ContentId"),
        (request_2(attachments=[PNG | {"RawContent": "\ud800"}]), ValueError, f"{ATTACHMENTS}[0].RawContent"),
        (request_2(attachments=[NO_MESSAGE]), ValueError, f"{ATTACHMENTS}[0].RawContent"),
        (with_headers(("X-A", "b"), ("Subject", "x")), HeaderError, "Content.Simple.Headers[1].Name"),
        (with_headers(("X-A", "é")), HeaderError, "Content.Simple.Headers[0].Value"),
        (with_headers(("X A", "b")), HeaderError, "Content.Simple.Headers[0]"),
        (with_headers(("X" * 127, "b")), HeaderError, "Content.Simple.Headers[0].Name"),
        (with_headers(*[("X-A", "b")] * 2001), ValueError, "Content.Simple.Headers"),
        (request_2(attachments=[PNG] * 2001), ValueError, ATTACHMENTS),
        (request_2(TenantName="a\nb"), HeaderError, "TenantName"),
        ({"RawMessage": {"Data": b""}}, ValueError, "RawMessage"),
        ({"Content": {"Raw": {"Data": b""}}}, ValueError, "Content.Raw"),
        ({"Content": {"Template": {"TemplateName": "x"}}}, ValueError, "Content.Template"),
        ({"Content": {"Simple": {}, "Raw": {}}}, ValueError, "Content"),
        ({"Content": {}}, ValueError, "Content"),
        ({"Content": "x"}, TypeError, "Content"),
        ({"Content": {"Simple": None}}, TypeError, "Content.Simple"),
        ({"Message": None}, TypeError, "Message"),
    ],
)  # fmt: skip
def test_an_error_names_the_member(kwargs: dict[str, Any], error: type[Exception], place: str) -> None:
    with pytest.raises(error) as caught:
        ses.to_message(kwargs)
    field = getattr(caught.value, "field", None)
    assert place == (str(caught.value).partition(":")[0] if field is None else field)


@pytest.mark.parametrize("kwargs", [None, [], "x", b"x"])
def test_only_a_dict_is_a_request(kwargs: Any) -> None:
    with pytest.raises(TypeError, match="a dict, not"):
        ses.to_message(kwargs)


@pytest.mark.parametrize("kwargs", [{}, {"Policy": "{}"}, {1: 2}, {"Subject": "x"}])
def test_what_is_no_request_for_send_email_is_refused(kwargs: Any) -> None:
    with pytest.raises(ValueError, match="not the arguments of SendEmail"):
        ses.to_message(kwargs)


def hostile(shape: Shape) -> st.SearchStrategy[Any]:
    """Values of a shape, and now and then others: no member is safe."""
    odd = st.sampled_from([None, 7, "", b"", [], {}, "\ud800", "a\r\nb", "x@example.com", [None], {"Data": 1}])
    if isinstance(shape, Structure):
        members = {name: hostile(member) for name, member in shape.members.items()}
        return st.one_of(st.fixed_dictionaries({}, optional=members), st.just({"Unknown": {}}), odd)
    if isinstance(shape, ListOf):
        return st.one_of(st.lists(hostile(shape.member), max_size=2), odd)
    return st.one_of(st.binary(max_size=5) if isinstance(shape, Blob) else st.text(max_size=8), odd)


@pytest.mark.parametrize("name", ["ses.SendEmail", "sesv2.SendEmail"])
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_wrong_arguments_raise_what_is_documented_and_are_judged(name: str, data: st.DataObject) -> None:
    kwargs = data.draw(st.fixed_dictionaries({}, optional={
        member: hostile(shape) for member, shape in OPERATIONS[name].input.members.items()
    }))  # fmt: skip
    with suppress(TypeError, InputError):
        ses.to_message(kwargs)
    ses.lint_request(name, kwargs)
