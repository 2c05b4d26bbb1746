"""`mimeforge authorize`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from authorizing import ARN, AT, DELEGATE, OWNER, USER, policy, statement
from click.testing import CliRunner, Result

from mimeforge import ses
from mimeforge.cli import main
from mimeforge.linter.examples import sample

if TYPE_CHECKING:
    from pathlib import Path

MESSAGE = sample(f"X-SES-SOURCE-ARN: {ARN}", f"X-SES-FROM-ARN: {ARN}")
TIME = AT.isoformat()
OPEN = {"StringEquals": {"aws:PrincipalOrgID": ["o-1", "o-2"]}}


class Folder:
    """A folder with a message and policies."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.mail = self.write("mail.eml", MESSAGE)

    def write(self, name: str, content: bytes | dict[str, Any]) -> str:
        file = self.path / name
        file.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
        return str(file)

    def ask(self, *policies: dict[str, Any], caller: str = USER, options: tuple[str, ...] = ()) -> Result:
        names = [self.write(f"{number}.json", each) for number, each in enumerate(policies)]
        given = [word for name in names for word in ("--policy", name)]
        return run(self.mail, *given, "--caller", caller, "--at", TIME, *options)


def run(*arguments: str, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(main, ["authorize", *arguments], input=stdin, catch_exceptions=False)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


@pytest.mark.parametrize(
    ("elements", "effect", "code"),
    [
        ({}, "allow", 0),
        ({"Condition": OPEN}, "unknown", 1),
        ({"Action": "ses:SendEmail"}, "implicit deny", 1),
        ({"Effect": "Deny"}, "explicit deny", 1),
    ],
)
def test_the_exit_code_tells_whether_it_is_allowed(
    folder: Folder, elements: dict[str, Any], effect: str, code: int
) -> None:
    result = folder.ask(policy(statement(**elements)))
    assert (result.exit_code, result.stdout.partition(":")[0], result.stderr) == (code, effect, "")


def test_what_is_shown_is_the_report_with_the_names_of_the_files(folder: Folder) -> None:
    known = policy(statement(Action="ses:SendEmail")), policy(statement(Condition=OPEN))
    found = ses.authorize(MESSAGE, known, caller=USER, at=AT)
    assert folder.ask(*known).stdout == str(found).replace("policies[1]", f"{folder.path}/1.json") + "\n"


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (("--fact", "aws:PrincipalOrgID=o-1"), 0),
        (("--fact", "aws:principalorgid=o-3"), 1),
        (("--fact", "aws:PrincipalOrgID="), 1),
        (("--fact", "aws:PrincipalOrgID=o-1", "--fact", "aws:PrincipalOrgID=o-2"), 0),
        (("--absent", "aws:PrincipalOrgID"), 1),
    ],
)
def test_facts_are_taken(folder: Folder, options: tuple[str, ...], code: int) -> None:
    result = folder.ask(policy(statement(Condition=OPEN)), options=options)
    assert result.exit_code == code
    assert "unknown:" not in result.stdout


def test_the_profile_says_how_it_travels(folder: Folder) -> None:
    second = policy(statement(Condition={"StringEquals": {"ses:ApiVersion": "2"}}))
    codes = [folder.ask(second, options=("--profile", name)).exit_code for name in ("ses", "ses-smtp", "ses-v2")]
    assert codes == [1, 0, 1]


def test_the_time_is_taken_with_its_zone(folder: Folder) -> None:
    window = policy(statement(Condition={"DateEquals": {"aws:CurrentTime": "2026-05-01T10:00:00Z"}}))
    assert folder.ask(window, options=("--at", "2026-05-01T12:00:00+02:00")).exit_code == 0


def test_json(folder: Folder) -> None:
    known = policy(statement(Sid="A", Condition=OPEN | {"StringLike": {"ses:Recipients": "*@example.net"}}))
    result = folder.ask(known, options=("--format", "json", "--absent", "aws:PrincipalOrgID"))
    assert (result.exit_code, result.stdout.isascii()) == (1, True)
    found = json.loads(result.stdout)
    author, feedback = found.pop("decisions")
    assert found.pop("tool")["name"] == "mimeforge"
    assert len(found.pop("unknowns")) >= 4
    assert found == {
        "format": 1,
        "message": folder.mail,
        "profile": "ses",
        "caller": USER,
        "at": TIME,
        "actions": ["ses:SendRawEmail"],
        "effect": "implicit deny",
    }
    assert author == feedback | {"role": "From"}
    assert author == {
        "role": "From",
        "address": "jo@example.com",
        "identity": ARN,
        "effect": "implicit deny",
        "reason": "the conditions of the statement that would allow it do not hold",
        "statement": {"policy": f"{folder.path}/0.json", "index": 0, "sid": "A"},
        "conditions": [
            {
                "operator": "StringEquals",
                "key": "aws:PrincipalOrgID",
                "values": ["o-1", "o-2"],
                "given": [],
                "holds": False,
            },
            {
                "operator": "StringLike",
                "key": "ses:Recipients",
                "values": ["*@example.net"],
                "given": ["zoe@example.net"],
                "holds": True,
            },
        ],
        "needs": [],
        "predicts": f"User `{USER}' is not authorized to perform `ses:SendRawEmail' on resource `{ARN}'",
    }


def test_json_without_a_statement(folder: Folder) -> None:
    other = policy(statement(Resource=ARN.replace("com", "org")))
    [author, _] = json.loads(folder.ask(other, options=("--format", "json")).stdout)["decisions"]
    assert (author["statement"], author["conditions"]) == (None, [])


def test_standard_input_is_read(folder: Folder) -> None:
    name = folder.write("policy.json", policy(statement()))
    more = ("--caller", DELEGATE, "--at", TIME)
    assert run("-", "--policy", name, *more, stdin=MESSAGE).exit_code == 0
    given = json.dumps(policy(statement(Condition=OPEN))).encode()
    result = run(folder.mail, "--policy", "-", *more, stdin=given)
    assert (result.exit_code, "Statement[0] of <stdin>" in result.stdout) == (1, True)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "0.json: "),
        (b'{"Statement": [', "0.json: "),
        (b'{"Statement": [{"Effect": "allow"}]}', "0.json: Statement[0].Effect: 'allow'"),
        (b"\xff\xfe", "0.json: position 0: octets that are not UTF-8"),
    ],
)
def test_what_is_no_policy_is_named(folder: Folder, content: bytes, problem: str) -> None:
    name = folder.write("0.json", content)
    result = run(folder.mail, "--policy", name, "--caller", USER)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("Error: ")
    assert problem in result.stderr


@pytest.mark.parametrize("missing", ["mail.eml", "0.json"])
def test_a_file_that_cannot_be_read_is_named(folder: Folder, missing: str) -> None:
    folder.write("0.json", policy(statement()))
    (folder.path / missing).unlink()
    result = run(folder.mail, "--policy", f"{folder.path}/0.json", "--caller", USER)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"Error: {folder.path}/{missing}: No such file or directory\n"


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        (("--caller", "jo"), "'jo' is no caller: give the ARN"),
        (("--caller", "\x1b[31m"), "is no caller"),
        (("--at", "2026-05-01T12:00:00"), "'2026-05-01T12:00:00' has no time zone: write 2026-05-01T12:00:00Z"),
        (("--at", "9999-12-31T23:59:59-05:00"), "give a time between"),
        (("--at", "0001-01-01T00:00:00+05:00"), "give a time between"),
        (("--at", "today\x1b"), "is no time: write 2026-05-01T12:00:00Z"),
        (("--fact", "aws:SourceIp"), "'aws:SourceIp' is no fact: write KEY=VALUE"),
        (("--fact", "=\x1b"), "is no fact"),
        (("--fact", "ses:FromAddress=a@example.com"), "the request tells it"),
        (("--absent", "AWS:CurrentTime"), "at tells it"),
        (("--absent", "aws:SourceIp", "--fact", "aws:SourceIp=192.0.2.1"), "'aws:SourceIp' has both a --fact and"),
        (("--absent", "aws:SourceIp", "--fact", "AWS:sourceip=192.0.2.1"), "'AWS:sourceip' is given twice"),
        (("--profile", "rfc"), "'rfc' is not one of 'ses', 'ses-v2', 'ses-smtp'"),
        (("--format", "xml"), "'xml' is not one of"),
    ],
)
def test_wrong_use_is_exit_2(folder: Folder, options: tuple[str, ...], problem: str) -> None:
    result = folder.ask(policy(statement()), options=options)
    assert (result.exit_code, result.stdout) == (2, "")
    assert problem in result.stderr
    assert "\x1b" not in result.stderr


def test_policy_and_caller_have_to_be_given(folder: Folder) -> None:
    assert "Missing option '--policy'" in run(folder.mail, "--caller", USER).stderr
    name = folder.write("0.json", policy(statement()))
    assert "Missing option '--caller'" in run(folder.mail, "--policy", name).stderr


def test_hostile_names_and_values_are_shown_as_signs(folder: Folder) -> None:
    evil = "a\x1b[31m\u202e"
    known = policy(statement(Sid=evil, Condition={"StringEquals": {"ses:FromDisplayName": evil}}))
    name = folder.write(f"{evil}.json", known)
    result = run(folder.mail, "--policy", name, "--caller", OWNER.replace("1", "9"), "--at", TIME)
    assert result.stdout.replace("\n", "").isprintable()
    result = run(folder.mail, "--policy", folder.write(f"{evil}2.json", b"{}"), "--caller", USER)
    assert result.stderr.replace("\n", "").isprintable()
