"""Whom a principal means."""

from __future__ import annotations

import pytest
from authorizing import DELEGATE, OWNER, USER, asked, policy, raw, statement

from mimeforge.rules.pol.document import Principal
from mimeforge.ses.authorization.principals import caller_of, is_meant

IAM = f"arn:aws:iam::{DELEGATE}"
STS = f"arn:aws:sts::{DELEGATE}"
ROOT = f"{IAM}:root"
ROLE = f"{IAM}:role/service/Mailer"
SESSION = f"{STS}:assumed-role/Mailer/i-0123"
FEDERATED = f"{STS}:federated-user/jo"
SERVICE = "cognito-idp.amazonaws.com"
CALLERS = (DELEGATE, ROOT, USER, ROLE, SESSION, FEDERATED)


@pytest.mark.parametrize("account", [DELEGATE, ROOT])
@pytest.mark.parametrize("caller", CALLERS)
def test_an_account_is_all_in_it(account: str, caller: str) -> None:
    assert is_meant(Principal("AWS", account), caller_of(caller)) is True
    assert is_meant(Principal("AWS", account.replace(DELEGATE, OWNER)), caller_of(caller)) is False


@pytest.mark.parametrize(
    ("principal", "caller", "verdict"),
    [
        (USER, USER, True),
        (USER, USER + "2", False),
        (USER, ROOT, False),
        (USER, ROLE, False),
        (USER, SESSION, False),
        (USER, DELEGATE, None),
        (USER, OWNER, False),
        (f"{IAM}:user/team/mailer", USER, False),
        (ROLE, ROLE, True),
        (ROLE, SESSION, True),
        (ROLE, SESSION.replace("Mailer", "Other"), False),
        (ROLE, SESSION.replace(DELEGATE, OWNER), False),
        (ROLE, DELEGATE, None),
        (ROLE, f"{IAM}:user/Mailer", False),
        (SESSION, SESSION, True),
        (SESSION, SESSION + "4", False),
        (SESSION, ROLE, None),
        (SESSION, ROLE.replace("Mailer", "Other"), False),
        (FEDERATED, FEDERATED, True),
        (FEDERATED, f"{IAM}:user/jo", False),
        ("*", USER, True),
        ("*", DELEGATE, True),
        (f"{IAM}:user/*", USER, False),
        (f"{IAM}:*", USER, False),
        ("arn:aws:iam::*:root", USER, False),
        ("2109*", DELEGATE, False),
        ("AIDAJQABLZS4A3QDU576Q", USER, None),
        ("mailer", USER, None),
        ("", USER, None),
        (DELEGATE, SERVICE, False),
        (SERVICE, SERVICE, False),
    ],
)
def test_an_aws_principal(principal: str, caller: str, verdict: bool | None) -> None:
    assert is_meant(Principal("AWS", principal), caller_of(caller)) is verdict


@pytest.mark.parametrize(
    ("principal", "caller", "verdict"),
    [
        (ROOT.replace("aws", "aws-cn"), USER, False),
        (ROLE.replace("aws", "aws-us-gov"), SESSION, False),
        (ROOT, USER.replace("aws", "aws-cn"), False),
        (ROOT.replace("aws", "aws-cn"), USER.replace("aws", "aws-cn"), True),
        (ROOT.replace("aws", "aws-cn"), DELEGATE, True),  # the number of an account tells no partition
        (DELEGATE, USER.replace("aws", "aws-cn"), True),
    ],
)
def test_partitions_are_compared_where_both_are_known(principal: str, caller: str, verdict: bool) -> None:
    assert is_meant(Principal("AWS", principal), caller_of(caller)) is verdict


def test_an_identity_of_another_partition_is_not_the_callers_own() -> None:
    boss = f"arn:aws:iam::{OWNER}:user/boss"
    effects = [str(asked(raw(), caller=one).effect) for one in (boss, boss.replace("aws", "aws-cn"), OWNER)]
    assert effects == ["allow", "implicit deny", "allow"]


@pytest.mark.parametrize(
    ("principal", "caller", "verdict"),
    [
        (Principal("*", "*"), USER, True),
        (Principal("*", "*"), SERVICE, None),
        (Principal("AWS", "*"), SERVICE, None),
        (Principal("Service", SERVICE), SERVICE, True),
        (Principal("Service", SERVICE), "email." + SERVICE, False),
        (Principal("Service", SERVICE), USER, False),
        (Principal("Service", "*"), USER, False),
        (Principal("Federated", "cognito-identity.amazonaws.com"), FEDERATED, None),
        (Principal("CanonicalUser", "0" * 64), USER, None),
    ],
)
def test_other_principals(principal: Principal, caller: str, verdict: bool | None) -> None:
    assert is_meant(principal, caller_of(caller)) is verdict


@pytest.mark.parametrize(
    "text",
    [
        "",
        "mailer",
        "21098765432",
        "٢١٠٩٨٧٦٥٤٣٢١",
        f"{IAM}:user",
        f"{IAM}:root/x",
        f"{IAM}:group/team",
        f"{IAM}:user/a b",
        "arn:aws:s3::210987654321:user/jo",
        "amazonaws.com.example.net",
        "jo@amazonaws.com",
        f"{USER}\n",
        "\x1b[31m",
    ],
)
def test_no_caller(text: str) -> None:
    with pytest.raises(ValueError, match="is no caller: give the ARN") as error:
        caller_of(text)
    assert str(error.value).isprintable()


@pytest.mark.parametrize("text", [*CALLERS, "arn:aws-us-gov:iam::210987654321:user/jo", SERVICE])
def test_callers(text: str) -> None:
    assert caller_of(text).text == text


def test_one_principal_of_several_is_enough() -> None:
    listed = policy(statement(Principal={"AWS": [OWNER, ROLE], "Service": SERVICE}))
    effects = {caller: str(asked(raw(), listed, caller=caller).effect) for caller in (SESSION, USER, SERVICE, DELEGATE)}
    assert effects == {SESSION: "allow", USER: "implicit deny", SERVICE: "allow", DELEGATE: "unknown"}
    reason = asked(raw(), listed, caller=DELEGATE).decisions[0].reason
    assert reason == f"a statement may allow it: whether its principal means {DELEGATE} is not known here"
