"""Subject, texts, charsets and size of what a request has SES write."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mimeforge import ses
from mimeforge.codecs import base64

if TYPE_CHECKING:
    from pathlib import Path

Found = list[tuple[str, str, str | None, str]]

V1_MAX = 10_485_760
V2_MAX = 41_943_040


def version_1(
    subject: str = "Lunch",
    text: str | None = "See you at noon.",
    html: str | None = None,
    charset: str | None = None,
) -> dict[str, Any]:
    named = {} if charset is None else {"Charset": charset}
    bodies = {"Text": text, "Html": html}
    return {
        "Source": "jo@example.com",
        "Destination": {"ToAddresses": ["zoe@example.net"]},
        "Message": {
            "Subject": {"Data": subject} | named,
            "Body": {name: {"Data": data} | named for name, data in bodies.items() if data is not None},
        },
    }


def version_2(attachments: list[dict[str, Any]] | None = None, **arguments: Any) -> dict[str, Any]:
    made = version_1(**arguments)
    simple = made.pop("Message") | ({"Attachments": attachments} if attachments else {})
    return {"FromEmailAddress": made.pop("Source"), "Content": {"Simple": simple}} | made


def found(operation: str, kwargs: dict[str, Any], **how: Any) -> Found:
    """Return what is said, and which characters of the member each finding points at."""
    report = ses.lint_request(operation, kwargs, **how)
    members = dict(report.members)
    return [
        (one.slug, str(one.severity), one.member, members.get(one.member or "", b"")[slice(*one.span)].decode())
        for one in report
    ]


def in_both(**arguments: Any) -> Found:
    """Return what is said under both versions, which has to be the same but for the names of members."""
    first = found("ses.SendEmail", version_1(**arguments))
    second = found("sesv2.SendEmail", version_2(**arguments))
    renamed = [
        (slug, how, member and "Content.Simple" + member[len("Message") :], at) for slug, how, member, at in first
    ]
    assert second == renamed
    return first


@pytest.mark.parametrize("profile", ["{}", "{},strict"])
@pytest.mark.parametrize(
    "arguments",
    [
        {},
        {"charset": "UTF-8"},
        {"subject": "Déjeuner 👍", "text": "À midi.\r\n\r\n-- \r\nJo\n", "charset": "UTF-8"},
        {"subject": "Lunch at noon" * 20, "text": "From here on.\n.\n" + "word " * 400, "html": None},
        {"text": "See you at noon.", "html": "<p>See you at noon.</p>"},
        {"text": None, "html": "<p>See you at noon.</p>", "charset": "utf-8"},
        {"text": "x\ty  \n\n\n", "subject": "=?utf-8?q?D=C3=A9jeuner?="},
        {"text": "café", "subject": "Café", "charset": "ISO-8859-1"},
        {"text": "昼食", "subject": "昼食", "charset": "Shift_JIS"},
        {"text": "昼食", "charset": "iso-2022-jp"},
        {"text": "x", "charset": "viscii"},
    ],
)
def test_ordinary_content_draws_nothing(arguments: dict[str, Any], profile: str) -> None:
    assert found("ses.SendEmail", version_1(**arguments), profile=profile.format("ses")) == []
    assert found("sesv2.SendEmail", version_2(**arguments), profile=profile.format("ses-v2")) == []


@pytest.mark.parametrize("sender", ["jo@[192.0.2.1]", "jo@example.com"])
@pytest.mark.parametrize(
    "text",
    ["x" * 2000, "é" * 300, "\x00", "trailing \n", "=\n" * 200, ">From x\n\n.\n", "a\r\nb\nc\r\n", "word " * 300],
)
def test_what_ses_writes_by_itself_is_not_judged(sender: str, text: str) -> None:
    kwargs = version_1(subject="Déjeuner " * 40, text=text, charset="UTF-8") | {"Source": sender}
    report = ses.lint_request("ses.SendEmail", kwargs, profile="ses,strict")
    written = {"content-type", "content-transfer-encoding", "date", "message-id", "mime-version", "from", "to"}
    assert not [one for one in report if one.member is None and (one.header or "").lower() in written]
    assert not [one for one in report if one.slug.startswith(("header-line", "cte-", "qp-", "b64-", "line-"))]


def test_the_examples_of_aws_draw_no_error(corpus: Path) -> None:
    for name in ("001-send-email-example.json", "000-empty-optionals.json"):
        kwargs = json.loads((corpus / "seeds" / name).read_bytes())
        operation = kwargs.pop("api")
        if operation == "SendEmail":
            assert ses.lint_request(f"ses.{operation}", kwargs).errors == ()


@pytest.mark.parametrize(
    ("arguments", "member", "at"),
    [
        ({"subject": "Déjeuner"}, "Message.Subject.Data", "é"),
        ({"subject": "Lunch €", "charset": ""}, "Message.Subject.Data", "€"),
        ({"text": "See you, Zoë 👍"}, "Message.Body.Text.Data", "ë"),
        ({"html": "<p>See you at noon\u00a0!</p>", "text": "See you at noon !"}, "Message.Body.Html.Data", "\u00a0"),
    ],
)
def test_characters_beyond_ascii_want_a_charset(arguments: dict[str, Any], member: str, at: str) -> None:
    assert in_both(**arguments) == [("content-charset-missing", "warning", member, at)]


@pytest.mark.parametrize(
    ("text", "charset", "member", "at"),
    [
        ("20 €", "iso-8859-1", "Data", "€"),
        ("20 €", "US-ASCII", "Data", "€"),
        ("ab👍", "Shift_JIS", "Data", "👍"),
        ("x", "utf-9", "Charset", "utf-9"),
        ("x", "UTF_8; format=flowed", "Charset", "UTF_8; format=flowed"),
        ("é", "base64", "Charset", "base64"),
        ("é", "x-utf-8", "Charset", "x-utf-8"),
        ("é", "u" * 5000, "Charset", "u" * 5000),
        ("é", "\0", "Charset", "\0"),
    ],
)
def test_a_text_is_in_the_charset_that_is_named(text: str, charset: str, member: str, at: str) -> None:
    kwargs = version_1()
    kwargs["Message"]["Body"]["Text"] = {"Data": text, "Charset": charset}
    said = [one for one in found("ses.SendEmail", kwargs) if one[2] is not None]
    assert said == [("content-charset-wrong", "warning", f"Message.Body.Text.{member}", at)]


@given(text=st.text(st.characters(exclude_categories=["Cs"])), charset=st.sampled_from(["utf-8", "UTF8", "utf-16"]))
@settings(deadline=None)
def test_unicode_has_every_character(text: str, charset: str) -> None:
    assert "content-charset-wrong" not in {
        slug for slug, *_ in found("ses.SendEmail", version_1(text=text, charset=charset))
    }


@pytest.mark.parametrize(
    ("subject", "at"),
    [
        ("Lunch\n", "\n"),
        ("Lunch\r\nBcc: x@example.com", "\r"),
        ("\rLunch", "\r"),
        ("Lunch\n\n\r", "\n"),
        ("Lu\0nch\n", "\0"),
    ],
)
def test_a_subject_is_one_line(subject: str, at: str) -> None:
    assert in_both(subject=subject) == [("content-subject-line-end", "warning", "Message.Subject.Data", at)]


@pytest.mark.parametrize(
    ("subject", "said"),
    [
        ("=?utf-8?q?D=C3=A9jeuner?= at =?UTF-8?B?bm9vbg==?=", []),
        ("Is 1 + 1 =? 2", []),
        ("=?utf-8?q?D=C3=A9jeuner_?= =?utf-8?q?=C3=A0_midi?=", []),
        ("=?utf-8?b?####?=", [("ew-bad-base64", "error", "=?utf-8?b?####?=")]),
        ("=?utf-8?q?=ZZ?=", [("ew-bad-q", "error", "=ZZ")]),
        ("Lunch =?utf-8?q?=C3?=", [("ew-undecodable", "error", "=?utf-8?q?=C3?=")]),
        ("=?x-lunch?q?a?=", [("ew-unknown-charset", "warning", "=?x-lunch?q?a?=")]),
        ("=?utf-8?q?at noon?=", [("ew-malformed", "warning", "=?utf-8?q?at noon?=")]),
        ("=?utf-8?q?Lunch=0D=0A?=", [("ew-contains-crlf", "error", "=?utf-8?q?Lunch=0D=0A?=")]),
    ],
)
def test_encoded_words_of_a_subject_are_judged_as_they_are_written(subject: str, said: list[tuple[str, ...]]) -> None:
    expected = [(slug, how, "Message.Subject.Data", at) for slug, how, at in said]
    assert in_both(subject=subject) == in_both(subject=subject, charset="UTF-8") == expected


@pytest.mark.parametrize("body", [{}, {"Unknown": {}}])
def test_a_body_has_a_text_or_html(body: dict[str, Any]) -> None:
    kwargs = version_1()
    kwargs["Message"]["Body"] = body
    said = [one[:3] for one in found("ses.SendEmail", kwargs)]
    assert ("content-body-missing", "error", "Message.Body") in said
    assert len(said) == 1 + len(body)


def test_what_is_not_there_is_said_once() -> None:
    without = version_1()
    del without["Message"]["Body"]
    assert [one[:3] for one in found("ses.SendEmail", without)] == [("request-missing-member", "error", "Message.Body")]


def test_an_empty_subject_is_a_finding_about_the_message() -> None:
    assert in_both(subject="") == [("missing-subject", "warning", None, "")]


# -- size --------------------------------------------------------------------------------------------------------------


def file(size: int, **members: Any) -> dict[str, Any]:
    return {"FileName": "a.bin", "RawContent": bytes(size), "ContentTransferEncoding": "BASE64"} | members


def sizes(operation: str, kwargs: dict[str, Any]) -> list[tuple[str, str, str | None]]:
    about = [one[:3] for one in found(operation, kwargs)]
    return [one for one in about if "large" in one[0] or "size" in one[0]]


def test_content_that_is_too_large_however_it_is_written_is_an_error() -> None:
    at_limit = (("x" * 63 + "\n") * (V1_MAX // 64))[: -len("Lunch")]
    assert sizes("ses.SendEmail", version_1(text=at_limit + "x")) == [("content-too-large", "error", "Message")]
    assert sizes("ses.SendEmail", version_1(text=at_limit)) == [("content-too-large", "warning", "Message")]
    assert sizes("sesv2.SendEmail", version_2(text=at_limit + "x")) == [("ses-size-after-base64", "warning", None)]


def test_base64_counts() -> None:
    most = V2_MAX // 78 * 57  # octets that become as many octets of base64 in lines of 76
    assert base64.encoded_size(most) <= V2_MAX < base64.encoded_size(most + 100)
    error = [("content-too-large", "error", "Content.Simple")]
    warning = [("content-too-large", "warning", "Content.Simple")]
    assert sizes("sesv2.SendEmail", version_2([file(most + 100)])) == error
    assert sizes("sesv2.SendEmail", version_2([file(most)])) == warning
    assert sizes("sesv2.SendEmail", version_2([file(most + 100, ContentTransferEncoding="SEVEN_BIT")])) == warning


@pytest.mark.parametrize("operation", ["ses.SendRawEmail", "sesv2.SendEmail"])
def test_of_a_raw_message_the_rule_on_messages_speaks(operation: str) -> None:
    head = b"From: jo@example.com\r\nTo: zoe@example.net\r\nSubject: x\r\nMIME-Version: 1.0\r\n\r\n"
    limit = V1_MAX if operation == "ses.SendRawEmail" else V2_MAX
    data = head + b"x\r\n" * (limit // 3)
    kwargs = {"RawMessage": {"Data": data}} if limit == V1_MAX else {"Content": {"Raw": {"Data": data}}}
    assert sizes(operation, kwargs) == [("message-too-large", "error", None)]
