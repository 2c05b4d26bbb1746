"""The guard in front of clients of boto3 and botocore. Stubber and moto's decorator stand behind it."""

from __future__ import annotations

import asyncio
import base64
import copy
import json
import pickle
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from unittest import mock

import aiobotocore.session
import boto3
import botocore.session
import pytest
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ParamValidationError, UnStubbedResponseError
from botocore.stub import Stubber
from moto import mock_aws
from sends import ANSWERS, GOOD, KEYS, WITH_FIXES, WITH_WARNING, WRONG, Call, raw, session

import mimeforge
from mimeforge import ses
from mimeforge.linter.examples import sample
from mimeforge.ses import guarding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from mimeforge import Report


def name(call: Call) -> str:
    return f"{call.service}.{call.method}-{next(iter(call.arguments.get('Content', call.arguments)))}"


@contextmanager
def answering(client: Any, call: Call) -> Iterator[Callable[[Call], Any]]:
    """Have a client answer one call; the answer has to be taken in the end."""
    with Stubber(client) as stubber:
        stubber.add_response(call.method, {"MessageId": "0100"})
        yield lambda given: getattr(client, given.method)(**given.arguments)
        stubber.assert_no_pending_responses()


@pytest.mark.parametrize(
    ("wrong", "answer", "good"), [*zip(WRONG, ANSWERS, GOOD, strict=True)], ids=[*map(name, WRONG)]
)
def test_what_ses_would_refuse_is_refused_and_takes_no_answer(wrong: Call, answer: str, good: Call) -> None:
    client = ses.guard(session().client(wrong.service))
    with answering(client, good) as send:
        with pytest.raises(ses.PreflightRefused) as refused:
            send(wrong)
        assert [finding.predicts for finding in refused.value.report.errors] == [answer]
        assert send(good)["MessageId"] == "0100"


def of_botocore() -> Any:
    own = botocore.session.Session()
    own.set_credentials("test", "test")
    own.set_config_variable("region", "us-east-1")
    return own


@pytest.mark.parametrize("make", [session, of_botocore], ids=["boto3", "botocore"])
def test_a_session_gives_its_guard_to_clients_made_later_and_unguard_takes_it(make: Callable[[], Any]) -> None:
    own, wrong = make(), WRONG[0]
    client = own.client if make is session else own.create_client
    before = client("ses")
    assert ses.guard(own) is own
    guarded = client("ses")
    assert ses.unguard(own) is own
    after = client("ses")
    for free in (before, after):
        with answering(free, wrong) as send:
            send(wrong)
    with pytest.raises(ses.PreflightRefused):
        guarded.send_raw_email(**wrong.arguments)
    with answering(ses.unguard(ses.unguard(guarded)), wrong) as send:
        send(wrong)


def test_a_session_of_aiobotocore_is_a_session() -> None:
    own = aiobotocore.session.get_session()
    assert ses.unguard(ses.guard(own)) is own


@pytest.mark.parametrize(
    ("given", "named"),
    [
        (None, "a NoneType"),
        ("ses", "a str"),
        (boto3, "a module"),
        (boto3.Session, "the class Session"),
        (botocore.session.Session, "the class Session"),
        (mock.MagicMock(), "a MagicMock"),
    ],
)
@pytest.mark.parametrize("act", [ses.guard, ses.unguard])
def test_anything_else_is_a_type_error_that_says_what_it_takes(act: Any, given: Any, named: str) -> None:
    with pytest.raises(
        TypeError, match=f"a session of boto3, botocore or aiobotocore, or a client of one, not {named}"
    ):
        act(given)


def test_a_wrong_profile_is_refused_at_once_and_the_guard_stays() -> None:
    client = ses.guard(session().client("ses"))
    for profile in ("rfc", "ses-smtp", "ses,bolk"):
        with pytest.raises(ValueError, match=r"profile|overlay"):
            ses.guard(client, profile=profile)
    with pytest.raises(ses.PreflightRefused):
        client.send_raw_email(**WRONG[0].arguments)


def test_registered_many_times_it_judges_once_by_the_last_options() -> None:
    first: list[Report] = []
    last: list[Report] = []
    own = ses.guard(ses.guard(session(), on_warning=first.append), on_warning=first.append)
    client = ses.guard(own.client("ses"), on_warning=last.append)
    with answering(client, WITH_WARNING[0]) as send:
        send(WITH_WARNING[0])
    assert (first, [[finding.slug for finding in report] for report in last]) == ([], [["missing-subject"]])


@pytest.mark.parametrize("profile", ["ses,bulk", "ses-v2,bulk"])
@pytest.mark.parametrize("call", GOOD[:2], ids=name)
def test_overlays_hold_for_both_versions(call: Call, profile: str) -> None:
    client = ses.guard(session().client(call.service), profile=profile)
    with pytest.raises(ses.PreflightRefused, match="unsub-missing") as refused:
        getattr(client, call.method)(**call.arguments)
    assert refused.value.report.profile == ("ses,bulk" if call.service == "ses" else "ses-v2,bulk")


def test_warnings_are_passed_on_where_there_is_no_error() -> None:
    seen: list[Report] = []
    client = ses.guard(session().client("ses"), on_warning=seen.append)
    with answering(client, GOOD[0]) as send:
        send(GOOD[0])
    with pytest.raises(ses.PreflightRefused) as refused:
        client.send_raw_email(**raw(sample("Date: today", without=["Subject"]))[0].arguments)
    assert refused.value.report.warnings
    assert seen == []


def test_what_on_warning_raises_keeps_the_call_back() -> None:
    def stop(report: Report) -> None:
        raise LookupError(report.warnings[0].slug)

    client = ses.guard(session().client("ses"), on_warning=stop)
    with answering(client, GOOD[0]) as send:
        with pytest.raises(LookupError, match="missing-subject"):
            send(WITH_WARNING[0])
        send(GOOD[0])


async def later(report: Report) -> None:
    await asyncio.sleep(0)
    raise LookupError(report.warnings[0].slug)


@pytest.mark.parametrize(
    "given", [session(), of_botocore(), session().client("ses")], ids=["boto3", "botocore", "client"]
)
def test_a_coroutine_function_is_refused_where_nobody_awaits_it(given: Any) -> None:
    with pytest.raises(TypeError, match="on_warning is a coroutine function"):
        ses.guard(given, on_warning=later)


@pytest.mark.parametrize("call", [WRONG[0], GOOD[0]], ids=["wrong", "good"])
def test_a_stubber_that_has_no_answer_speaks_before_the_guard(call: Call) -> None:
    client = ses.guard(session().client("ses"))
    with Stubber(client), pytest.raises(UnStubbedResponseError):
        client.send_raw_email(**call.arguments)


# An event is heard under its name, and under what its name begins with.
HEARD_AS = ("", ".ses", ".*", ".*.*", ".ses.*", ".ses.SendRawEmail")


@pytest.mark.parametrize("heard_as", HEARD_AS)
def test_what_other_handlers_make_of_the_arguments_is_judged(heard_as: str) -> None:
    client = ses.guard(session().client("ses"))
    messages = {"good": GOOD[0].arguments["RawMessage"], "wrong": WRONG[0].arguments["RawMessage"]}

    def change(params: dict[str, Any], **_: Any) -> None:
        params["RawMessage"] = messages[params.pop("Source")]

    client.meta.events.register(f"before-parameter-build{heard_as}", change)
    with answering(client, GOOD[0]):
        with pytest.raises(ses.PreflightRefused, match="dup-subject"):
            client.send_raw_email(**GOOD[0].arguments, Source="wrong")
        client.send_raw_email(**WRONG[0].arguments, Source="good")


@pytest.mark.parametrize("heard_as", HEARD_AS)
def test_fixes_do_not_take_the_place_of_arguments_that_another_handler_gives(heard_as: str) -> None:
    client = ses.guard(session().client("ses"), fix=True)
    client.meta.events.register(f"provide-client-params{heard_as}", lambda **_: GOOD[0].arguments)
    sent = sent_by(client)
    with answering(client, GOOD[0]) as send:
        send(raw(WITH_FIXES)[0])
    assert sent == [GOOD[0].arguments["RawMessage"]["Data"]]


def test_calls_that_send_nothing_are_not_judged() -> None:
    arguments = {"Identity": "example.com", "PolicyName": "a policy", "Policy": "no JSON"}
    assert not ses.lint_request("ses.PutIdentityPolicy", arguments).ok
    client = ses.guard(session().client("ses"), fix=True)
    with Stubber(client) as stubber:
        stubber.add_response("put_identity_policy", {})
        client.put_identity_policy(**arguments)
        stubber.assert_no_pending_responses()


@pytest.mark.parametrize(
    "arguments",
    [{"RawMessage": {"Data": b""}, "Colour": "red"}, {}, {"RawMessage": b"From: jo@example.com"}, {"RawMessage": 7}],
    ids=["unknown", "missing", "type", "number"],
)
def test_of_a_wrong_shape_botocore_speaks_unless_its_validation_is_off(arguments: dict[str, Any]) -> None:
    with pytest.raises(ParamValidationError):
        ses.guard(session().client("ses")).send_raw_email(**arguments)
    free = session().client("ses", config=Config(parameter_validation=False))
    sent: list[object] = []
    free.meta.events.register("before-send.ses", lambda **more: sent.append(more))
    with pytest.raises((ses.PreflightRefused, KeyError, TypeError, AttributeError)):  # botocore's writer may stumble
        ses.guard(free).send_raw_email(**arguments)
    assert sent == []


def test_with_its_validation_off_a_member_that_is_missing_is_refused() -> None:
    client = ses.guard(session().client("ses", config=Config(parameter_validation=False)))
    with pytest.raises(ses.PreflightRefused, match="request-missing-member"):
        client.send_raw_email(Source="jo@example.com")


@pytest.fixture
def newer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A client whose API model has one more member."""
    folder = tmp_path / "ses" / "2010-12-01"
    folder.mkdir(parents=True)
    shapes = {"SendRawEmailRequest": {"members": {"Colour": {"shape": "MessageData"}}}}
    extras = {"version": 1.0, "merge": {"shapes": shapes}}
    (folder / "service-2.sdk-extras.json").write_text(json.dumps(extras), encoding="utf-8")
    monkeypatch.setenv("AWS_DATA_PATH", str(tmp_path))
    return boto3.Session(**KEYS).client("ses")


def test_a_newer_botocore_may_know_members_that_the_tables_do_not(newer: Any) -> None:
    assert not ses.lint_request("ses.SendRawEmail", {**GOOD[0].arguments, "Colour": "red"}).ok
    with answering(ses.guard(newer), GOOD[0]):
        newer.send_raw_email(**GOOD[0].arguments, Colour="red")
    with pytest.raises(ses.PreflightRefused) as refused:
        newer.send_raw_email(**WRONG[0].arguments, Colour="red")
    assert [finding.slug for finding in refused.value.report.errors] == ["dup-subject"]


def sent_by(client: Any) -> list[bytes]:
    """Have a client keep the raw messages of its requests."""
    sent: list[bytes] = []

    def keep(params: dict[str, Any], **_: Any) -> None:
        body = params["body"]
        data = body["RawMessage.Data"] if isinstance(body, dict) else json.loads(body)["Content"]["Raw"]["Data"]
        sent.append(base64.b64decode(data))

    client.meta.events.register_first("before-call.*.*", keep)
    return sent


@pytest.mark.parametrize(
    "data", [WITH_FIXES, bytearray(WITH_FIXES), WITH_FIXES.decode()], ids=lambda it: type(it).__name__
)
@pytest.mark.parametrize("service", ["ses", "sesv2"])
def test_safe_fixes_are_made_in_a_copy(service: str, data: Any) -> None:
    call = next(call for call in raw(data) if call.service == service)
    given = copy.deepcopy(call.arguments)
    client = ses.guard(session().client(service), fix=True)
    sent = sent_by(client)
    with answering(client, call) as send:
        send(call)
    assert sent == [sample("Subject: Lunch", "Date: Mon, 20 Jan 2025 12:00:00 +0000")]
    assert call.arguments == given
    ses.guard(client)
    with pytest.raises(ses.PreflightRefused, match="date-unparseable"):
        send(call)


@pytest.mark.parametrize(("wrong", "good"), [*zip(WRONG, GOOD, strict=True)], ids=[*map(name, WRONG)])
def test_what_no_safe_fix_mends_is_refused_as_ever(wrong: Call, good: Call) -> None:
    client = ses.guard(session().client(wrong.service), fix=True)
    with answering(client, good) as send:
        with pytest.raises(ses.PreflightRefused, match=r"dup-subject|addr-domain-bad-label"):
            send(wrong)
        send(good)


@pytest.mark.parametrize("call", GOOD[2:], ids=name)
def test_a_message_that_ses_builds_has_nothing_to_fix(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guarding, "repair", None)
    client = ses.guard(session().client(call.service), fix=True)
    with answering(client, call) as send:
        send(call)


@mock_aws
def test_moto_takes_what_the_guard_refuses() -> None:
    client = session().client("ses")
    client.verify_domain_identity(Domain="example.com")
    client.send_raw_email(**WRONG[0].arguments)
    ses.guard(client)
    with pytest.raises(ses.PreflightRefused):
        client.send_raw_email(**WRONG[0].arguments)
    client.send_raw_email(**GOOD[0].arguments)
    assert client.get_send_quota()["SentLast24Hours"] == 2


def test_a_refusal_is_an_error_of_both_and_a_value() -> None:
    report = ses.lint_request("ses.SendRawEmail", WRONG[0].arguments)
    refused = ses.PreflightRefused(report)
    assert isinstance(refused, BotoCoreError)
    assert isinstance(refused, mimeforge.PreflightError)
    assert str(refused) == str(report)
    for twin in (pickle.loads(pickle.dumps(refused)), copy.copy(refused), copy.deepcopy(refused)):
        assert (type(twin), twin, hash(twin), twin.report) == (ses.PreflightRefused, refused, hash(refused), report)
    assert refused != mimeforge.PreflightError(report)
    assert refused != ses.PreflightRefused(ses.lint_request("ses.SendRawEmail", GOOD[0].arguments))


def run(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True).stdout


def test_without_botocore_all_else_works_and_the_guard_says_what_to_install() -> None:
    code = """
import sys
sys.modules["botocore"] = None
from mimeforge import ses
report = ses.lint_request("ses.SendRawEmail", {"RawMessage": {"Data": b"To: Doe, Zoe <zoe@example.net>"}})
print(len(report.errors) > 0, ses.explain("Nested group").answer is not None)
def named():
    from mimeforge.ses import PreflightRefused
for act in (lambda: ses.guard(None), lambda: ses.unguard(None), lambda: ses.PreflightRefused, ses.strict, named):
    try:
        act()
    except ImportError as error:
        print(error.name, error)
"""
    assert run(code).splitlines() == [
        "True True",
        *(
            f"botocore ses.{what} needs botocore: pip install boto3, or mimeforge[boto3]"
            for what in ("guard", "unguard", "PreflightRefused", "strict", "PreflightRefused")
        ),
    ]


def test_botocore_is_imported_by_nothing_but_the_guard() -> None:
    code = """
import sys
from mimeforge import ses
ses.lint_request("ses.SendRawEmail", {"RawMessage": {"Data": b"To: zoe@example.net"}})
print(hasattr(ses, "another"), "botocore" in sys.modules)
"""
    assert run(code) == "False False\n"
