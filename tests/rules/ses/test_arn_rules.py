"""X-SES-*-ARN fields: their form, whether they fit each other, and whether they cover the addresses of the message."""

from __future__ import annotations

import pytest

import mimeforge
from mimeforge import Message
from mimeforge.linter.examples import ExampleEnvelope, sample

ARN = "arn:aws:ses:us-east-1:123456789012:identity/"
GOOD = f"{ARN}example.com"
PROFILES = ["ses", "ses-v2", "ses-smtp"]


def found(octets: bytes, slug: str, sender: str | None = None, profile: str = "ses") -> list[tuple[str, bytes]]:
    envelope = None if sender is None else ExampleEnvelope(sender, ("zoe@example.net",))
    report = mimeforge.lint(octets, profile=profile, envelope=envelope)
    assert all(finding.predicts is None for finding in report if finding.code.startswith("SES12"))
    return [(finding.severity, octets[slice(*finding.span)]) for finding in report if finding.slug == slug]


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize(
    ("value", "at"),
    [
        ("example.com", b"example.com"),
        (GOOD.replace("ses", "sesv2"), b"sesv2"),
        (GOOD.replace("us-east-1", "us-east"), b"us-east"),
        (GOOD.replace("us-east-1", ""), b"::"),
        (GOOD.replace("aws", ""), b"::"),
        (GOOD.replace("arn", ""), GOOD.replace("arn", "").encode()),
        (GOOD.removesuffix("identity/example.com"), b":"),
        (GOOD.replace("123456789012", "1234"), b"1234"),
        (GOOD.replace("identity", "configuration-set"), b"configuration-set/example.com"),
        ("arn:aws:ses:us-east-1:123456789012", b"arn:aws:ses:us-east-1:123456789012"),
        (f"{ARN}<jo@example.com>", b"<jo@example.com>"),
        (f"{ARN}example.com,example.net", b"example.com,example.net"),
        (f"{ARN}example.com/inbox", b"example.com/inbox"),
        (f"{ARN}jo@example.com@example.net", b"jo@example.com@example.net"),
        (f"{ARN}@example.com", b"@example.com"),
        (f"{ARN}*", b"*"),
        (f"{ARN}example.com.", b"example.com."),
        (f"{GOOD} ; comment", b" ; comment"),
        (f"{ARN}\r\n\texample.com", b"\r\n\t"),
    ],
)
def test_what_is_no_arn_of_an_identity_is_pointed_at(value: str, at: bytes, profile: str) -> None:
    assert found(sample(f"X-SES-FROM-ARN: {value}"), "ses-arn-syntax", profile=profile) == [("error", at)]


@pytest.mark.parametrize(
    "arn",
    [
        f"{ARN}jo+x@mail.example.com",
        f"{ARN}j.o..@example.com",
        f"{ARN}a/b@example.com",
        f'{ARN}"jo"@example.com',
        f"{ARN}xn--bcher-kva.example",
        "arn:aws-iso-b:ses:us-isob-east-1:123456789012:identity/example.com",
        "arn:aws-eusc:ses:eusc-de-east-1:123456789012:identity/example.com",
        "arn:aws-cn:ses:cn-northwest-1:123456789012:identity/example.com",
    ],
)
def test_arns_of_identities(arn: str) -> None:
    # Nobody is named for bounces, so that the identity is held against no address.
    assert list(mimeforge.lint(sample(f"X-SES-RETURN-PATH-ARN: {arn}", "Return-Path: <>"))) == []
    assert list(mimeforge.lint(sample(f"X-SES-RETURN-PATH-ARN: {arn}"), profile="ses-smtp")) == []


CHINA, GOVERNMENT = GOOD.replace("aws:ses:us", "aws-cn:ses:cn"), GOOD.replace("aws:ses:us", "aws-us-gov:ses:us-gov")
IRELAND, EVERYWHERE = GOOD.replace("us-east", "eu-west"), GOOD.replace("us-east-1", "*")


@pytest.mark.parametrize(
    ("arns", "clashes"),
    [
        ((GOOD, GOOD, GOOD), []),
        ((GOOD, EVERYWHERE, GOOD), []),
        ((EVERYWHERE, GOOD, IRELAND), [b"eu-west-1"]),
        ((GOOD, IRELAND, IRELAND), [b"eu-west-1", b"eu-west-1"]),
        ((GOOD, CHINA, GOOD), [b"aws-cn"]),
        ((GOVERNMENT, GOVERNMENT, CHINA), [b"aws-cn"]),
        ((CHINA, CHINA, CHINA), []),
        ((GOVERNMENT, GOVERNMENT, EVERYWHERE.replace(":aws:", ":aws-us-gov:")), []),
        ((CHINA.replace("aws-cn", "aws"),) * 3, [b"cn-east-1"] * 3),
        ((GOOD.replace(":aws:", ":aws-us-gov:"),) * 3, [b"us-east-1"] * 3),
        # What cannot be read fits everything.
        ((GOOD, "x", IRELAND), [b"eu-west-1"]),
    ],
)
def test_regions_and_partitions_of_one_message(arns: tuple[str, ...], clashes: list[bytes]) -> None:
    names = ("X-SES-SOURCE-ARN", "X-SES-FROM-ARN", "X-SES-RETURN-PATH-ARN")
    octets = sample(*(f"{name}: {arn}" for name, arn in zip(names, arns, strict=True)))
    assert found(octets, "ses-arn-clash") == [("warning", clash) for clash in clashes]


def test_of_arns_that_stand_twice_the_first_is_compared() -> None:
    octets = sample(f"X-SES-SOURCE-ARN: {GOOD}", f"X-SES-FROM-ARN: {GOOD}", f"X-SES-FROM-ARN: {IRELAND}")
    assert found(octets, "ses-arn-clash") == []
    assert found(octets, "ses-setting-twice") == [("warning", f"X-SES-FROM-ARN: {IRELAND}\r\n".encode())]


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize(
    ("identity", "author", "severity"),
    [
        ("example.com", "jo@example.com", None),
        ("example.com", "Jo <jo@EXAMPLE.com>", None),
        ("EXAMPLE.com", '"Jo, at home" <jo@a.b.example.com>', None),
        ("example.com", "=?utf-8?q?Zo=C3=A9?= <zoe@example.com> (work)", None),
        ("jo@example.com", "jo@example.com", None),
        ("jo@example.com", "jo+a+b@example.com", None),
        ("jo+a@example.com", "jo+a@example.com", None),
        ("xn--bcher-kva.example", "jo@XN--BCHER-KVA.example", None),
        # Nobody can tell
        ("example.org", "jo@example.com, zoe@example.com", None),
        ("example.org", "", None),
        ("example.org", "jo@", None),
        ("example.org", "jo@bücher.example", None),
        ("example.org", '"jo"@example.com', None),
        ('"jo"@example.com', "jo@example.com", None),
        ("example.org", "jo@[192.0.2.1]", None),
        # The case of letters
        ("Jo@example.com", "jo@example.com", "error"),
        ("jo@EXAMPLE.com", "jo@example.com", "error"),
        ("jo@example.com", "Jo+a@example.com", "error"),
        # Others
        ("example.org", "jo@example.com", "error"),
        ("ample.com", "jo@example.com", "error"),
        ("mail.example.com", "jo@example.com", "error"),
        ("zoe@example.com", "jo@example.com", "error"),
        ("jo@example.com", "jo@mail.example.com", "error"),
        ("jo+a@example.com", "jo@example.com", "error"),
        ("jo+a@example.com", "jo+b@example.com", "error"),
    ],
)
def test_an_identity_covers_the_author(identity: str, author: str, severity: str | None, profile: str) -> None:
    octets = sample(f"X-SES-FROM-ARN: {ARN}{identity}", f"From: {author}")
    expected = [] if severity is None else [(severity, identity.encode())]
    assert found(octets, "ses-arn-identity", profile=profile) == expected


def test_with_two_authors_fields_nobody_can_tell() -> None:
    octets = sample(f"X-SES-FROM-ARN: {ARN}example.org", "From: jo@example.com\r\nFrom: jo@example.com")
    assert found(octets, "ses-arn-identity") == []


FOREIGN = b"example.com"


@pytest.mark.parametrize(
    ("fields", "sender", "expected"),
    [
        # For the bounce address: the sender of the envelope before Return-Path
        (("X-SES-RETURN-PATH-ARN", "Return-Path: <b@example.com>"), "b@example.net", [FOREIGN]),
        (("X-SES-RETURN-PATH-ARN", "Return-Path: <b@example.net>"), None, [FOREIGN]),
        (("X-SES-RETURN-PATH-ARN", "Return-Path: <b@example.net>"), "", [FOREIGN]),
        (("X-SES-RETURN-PATH-ARN", "Return-Path: <b@example.net>"), "b@example.com", []),
        (("X-SES-RETURN-PATH-ARN", "Return-Path: <>"), "b@example.net", [FOREIGN]),
        (("X-SES-RETURN-PATH-ARN", "Return-Path: <>"), None, []),
        (("X-SES-RETURN-PATH-ARN",), "b@example.net", [FOREIGN]),
        (("X-SES-RETURN-PATH-ARN",), None, []),
        # For the sender of the envelope
        (("X-SES-SOURCE-ARN",), "b@example.net", [FOREIGN]),
        (("X-SES-SOURCE-ARN", "Return-Path: <b@example.net>"), "b@example.com", []),
        (("X-SES-SOURCE-ARN", "From: jo@example.net"), None, []),
        (("X-SES-SOURCE-ARN",), "", []),
        (("X-SES-SOURCE-ARN",), "nobody", []),
    ],
)
def test_which_address_an_arn_is_for(fields: tuple[str, ...], sender: str | None, expected: list[bytes]) -> None:
    arn, *others = fields
    octets = sample(f"{arn}: {GOOD}", *others)
    assert found(octets, "ses-arn-identity", sender) == [("error", at) for at in expected]


@pytest.mark.parametrize(("profile", "severities"), [("ses", ["warning"]), ("ses-v2", ["warning"]), ("ses-smtp", [])])
def test_bounces_go_to_the_author_at_last(profile: str, severities: list[str]) -> None:
    """Where no request or envelope says it: by SMTP, whose envelope is not in the message, nobody can tell."""
    octets = sample(f"X-SES-RETURN-PATH-ARN: {ARN}example.net")
    assert found(octets, "ses-arn-identity", profile=profile) == [(each, b"example.net") for each in severities]
    assert [f for f in mimeforge.lint(octets, profile=profile, evidence="documented") if "arn" in f.slug] == []


def test_version_2_of_the_api_takes_no_sender() -> None:
    octets = sample(f"X-SES-SOURCE-ARN: {GOOD}", f"X-SES-FROM-ARN: {GOOD}")
    assert found(octets, "ses-arn-identity", "b@example.net", "ses-v2") == []
    assert found(octets, "ses-arn-identity", "b@example.net", "ses-smtp") == [("error", FOREIGN)]
    octets = sample(f"X-SES-RETURN-PATH-ARN: {GOOD}", "Return-Path: <b@example.com>")
    assert found(octets, "ses-arn-identity", "b@example.net", "ses-v2") == []
    assert found(octets, "ses-arn-identity", "b@example.net", "ses-smtp") == [("error", FOREIGN)]


def test_the_partitions_of_aws_are_inferred() -> None:
    for arn, slugs in ((CHINA, []), (IRELAND, ["ses-arn-clash"])):
        report = mimeforge.lint(sample(f"X-SES-SOURCE-ARN: {GOOD}", f"X-SES-FROM-ARN: {arn}"), evidence="documented")
        assert [finding.slug for finding in report] == slugs


@pytest.mark.parametrize("second", ["", "x", ARN])
def test_of_fields_that_stand_twice_the_first_is_judged(second: str) -> None:
    report = mimeforge.lint(sample(f"X-SES-FROM-ARN: {GOOD}", f"X-SES-FROM-ARN: {second}"))
    assert [finding.slug for finding in report] == ["ses-setting-twice"]
    report = mimeforge.lint(sample("X-SES-FROM-ARN: x", f"X-SES-FROM-ARN: {GOOD}"))
    assert [finding.slug for finding in report] == ["ses-arn-syntax", "ses-setting-twice"]


@pytest.mark.parametrize(
    ("fields", "is_alone"),
    [
        ((f"X-SES-SOURCE-ARN: {GOOD}",), True),
        ((f"X-SES-SOURCE-ARN: {GOOD}", f"X-SES-RETURN-PATH-ARN: {GOOD}"), True),
        ((f"X-SES-SOURCE-ARN: {GOOD}", f"x-ses-from-arn: {GOOD}"), False),
        ((f"X-SES-SOURCE-ARN: {GOOD}", "X-SES-FROM-ARN: x"), False),
        ((f"X-SES-RETURN-PATH-ARN: {GOOD}",), False),
        (("X-SES-SOURCE-ARN: x",), False),
        ((), False),
    ],
)
def test_a_source_arn_wants_a_from_arn(fields: tuple[str, ...], is_alone: bool) -> None:
    assert bool(found(sample(*fields), "ses-arn-alone")) is is_alone
    assert not [f for f in mimeforge.lint(sample(*fields), evidence="documented") if f.slug == "ses-arn-alone"]


def test_composed_messages_are_clean_with_both_arns() -> None:
    message = Message(from_="jo@bücher.example", to="zoe@example.net", subject="Lunch", text="See you at noon.\n")
    message = message.replace(return_path="bounces@mail.bücher.example")
    arn = f"{ARN}xn--bcher-kva.example"
    assert list(message.ses(source_arn=arn, from_arn=arn, return_path_arn=arn).lint()) == []
    assert [finding.slug for finding in message.ses(source_arn=arn).lint()] == ["ses-arn-alone"]
