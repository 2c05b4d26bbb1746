"""Clients of boto3 that answer as SES would: behind moto's decorator and Stubber. And the codes of refusals."""

from __future__ import annotations

import asyncio
import copy
import pickle
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from unittest import mock

import pytest
from botocore.client import BaseClient
from botocore.config import Config
from botocore.exceptions import ClientError, ParamValidationError, UnStubbedResponseError
from botocore.stub import Stubber
from moto import mock_aws
from sends import ANSWERS, GOOD, WITH_FIXES, WRONG, Call, raw, session

from mimeforge import ses
from mimeforge._ses_operations import OPERATIONS
from mimeforge.linter import Evidence, Finding, Report, Severity
from mimeforge.linter.examples import Call as Given
from mimeforge.linter.examples import sample
from mimeforge.preflight.request_table import REQUEST_RULES
from mimeforge.ses.refusals import Refusal, refusal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from mimeforge.linter.rule import Rule

UNTOUCHED = BaseClient._emit_api_params


@pytest.fixture(autouse=True)
def nothing_is_left_behind() -> Iterator[None]:
    yield
    assert BaseClient._emit_api_params is UNTOUCHED


def send(client: Any, call: Call) -> Any:
    return getattr(client, call.method)(**call.arguments)


def answer(call: Call, client: Any = None) -> tuple[str, str]:
    """Return the name and the text of the error that a call draws."""
    with pytest.raises(ClientError) as error:
        send(client or session().client(call.service), call)
    found = error.value.response["Error"]
    return found["Code"], found["Message"]


@pytest.mark.parametrize(("call", "text"), [*zip(WRONG, ANSWERS, strict=True)], ids=[call.operation for call in WRONG])
def test_a_call_draws_the_error_of_its_version(call: Call, text: str) -> None:
    client = session().client(call.service)
    kind = ClientError if call.service == "ses" else client.exceptions.BadRequestException
    with ses.strict(), pytest.raises(kind) as error:
        send(client, call)
    refused: Any = error.value
    code = "InvalidParameterValue" if call.service == "ses" else "BadRequestException"
    assert str(refused) == f"An error occurred ({code}) when calling the {call.operation} operation: {text}"
    of_version_1 = {"Type": "Sender"} if call.service == "ses" else {}
    assert refused.response["Error"] == {**of_version_1, "Code": code, "Message": text}
    assert refused.response["ResponseMetadata"]["HTTPStatusCode"] == 400
    assert refused.operation_name == call.operation
    assert [finding.predicts for finding in refused.report.errors] == [text]


def test_a_refusal_is_pickled_and_copied_as_other_errors_of_clients_are() -> None:
    with ses.strict(), pytest.raises(ClientError) as error:
        send(session().client("sesv2"), WRONG[1])
    refused = error.value
    for twin in (pickle.loads(pickle.dumps(refused)), copy.copy(refused), copy.deepcopy(refused)):
        assert (str(twin), twin.response, twin.operation_name) == (str(refused), refused.response, "SendEmail")


ELSEWHERE = "arn:aws:ses:us-east-1:123456789012:identity/example.org"
WITH_ARN = raw(sample(f"X-SES-FROM-ARN: {ELSEWHERE}"))


@pytest.mark.parametrize(
    ("call", "code", "slug"),
    [
        (WITH_ARN[0], "AccessDenied", "ses-arn-identity"),
        (WITH_ARN[1], "AccessDeniedException", "ses-arn-identity"),
        (GOOD[2]._replace(arguments={**GOOD[2].arguments, "SourceArn": ELSEWHERE}), "AccessDenied", ""),
        (
            GOOD[3]._replace(arguments={**GOOD[3].arguments, "FromEmailAddressIdentityArn": ELSEWHERE}),
            "AccessDeniedException",
            "",
        ),
    ],
)
def test_an_arn_that_does_not_cover_its_address_denies_access(call: Call, code: str, slug: str) -> None:
    with ses.strict(), pytest.raises(ClientError) as error:
        send(session().client(call.service), call)
    refused: Any = error.value
    assert refused.response["Error"]["Code"] == code
    assert refused.response["ResponseMetadata"]["HTTPStatusCode"] == 403
    assert (slug or "request-arn-identity") in refused.response["Error"]["Message"]
    assert "no text of SES is known" in refused.response["Error"]["Message"]


def test_where_no_text_is_known_ours_says_so() -> None:
    with ses.strict():
        assert answer(raw(sample("Date: today"))[0]) == (
            "InvalidParameterValue",
            "(mimeforge DAT101 date-unparseable; no text of SES is known) "
            + ses.lint_request("ses.SendRawEmail", raw(sample("Date: today"))[0].arguments).errors[0].message,
        )


@mock_aws
def test_moto_sees_nothing_of_what_is_refused_and_all_else() -> None:
    client = session().client("ses")
    client.verify_domain_identity(Domain="example.com")
    for call in (WRONG[0], WRONG[2]):
        send(client, call)  # moto takes them
    with ses.strict():
        for call in (WRONG[0], WRONG[2]):
            answer(call, client)
        send(client, GOOD[0])
        assert client.list_identities()["Identities"] == ["example.com"]
        assert client.get_send_quota()["SentLast24Hours"] == 3


@pytest.mark.parametrize("call", WRONG, ids=[call.operation for call in WRONG])
def test_a_stubber_keeps_its_answer_and_needs_none(call: Call) -> None:
    client = session().client(call.service)
    with ses.strict(), Stubber(client) as stubber:
        assert answer(call, client)[1] in ANSWERS
        good = GOOD[WRONG.index(call)]
        with pytest.raises(UnStubbedResponseError):
            send(client, good)
        stubber.add_response(call.method, {"MessageId": "0100"})
        assert answer(call, client)[1] in ANSWERS
        assert send(client, good)["MessageId"] == "0100"


def test_of_a_wrong_shape_botocore_speaks() -> None:
    with ses.strict(), pytest.raises(ParamValidationError):
        session().client("ses").send_raw_email(**WRONG[0].arguments, Colour="red")


@pytest.mark.parametrize("by_file", [True, False])
def test_with_its_validation_off_a_wrong_shape_is_judged(
    by_file: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = tmp_path / "config"
    settings.write_text("[default]\nparameter_validation = false\n", encoding="utf-8")
    if by_file:
        monkeypatch.setenv("AWS_CONFIG_FILE", str(settings))
    client = session().client("ses", config=None if by_file else Config(parameter_validation=False))
    with ses.strict(), Stubber(client) as stubber:
        stubber.add_response("send_raw_email", {"MessageId": "0100"})
        lacking = Call("ses", "send_raw_email", {"Source": "jo@example.com"})
        code, text = answer(lacking, client)
        assert code == "ValidationError"
        assert "request-missing-member" in text
        assert answer(WRONG[0], client)[1] == ANSWERS[0]
        assert send(client, GOOD[0])["MessageId"] == "0100"


def test_what_another_tool_put_in_its_place_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    client = session().client("ses")
    with monkeypatch.context() as patches:
        patches.setattr(BaseClient, "_emit_api_params", UNTOUCHED)  # what is put back in the end
        with ses.strict():
            inner = BaseClient._emit_api_params

            def other(*given: Any, **named: Any) -> Any:
                return inner(*given, **named)

            BaseClient._emit_api_params = other
            assert answer(WRONG[0], client)[1] == ANSWERS[0]
        assert BaseClient._emit_api_params is other
        with Stubber(client) as stubber:
            stubber.add_response("send_raw_email", {"MessageId": "0100"})
            assert send(client, WRONG[0])["MessageId"] == "0100"
            with ses.strict():
                assert answer(WRONG[0], client)[1] == ANSWERS[0]
        assert BaseClient._emit_api_params is other


@pytest.mark.parametrize("ends", [(0, 1), (1, 0)], ids=["crossed", "nested"])
@pytest.mark.parametrize("patch_first", [True, False])
def test_a_test_that_replaces_the_call_answers_for_itself(patch_first: bool, ends: tuple[int, int]) -> None:
    client, own = session().client("ses"), BaseClient._make_api_call
    patch = mock.patch("botocore.client.BaseClient._make_api_call", return_value={"MessageId": "0100"})
    both: list[AbstractContextManager[Any]] = [patch, ses.strict()] if patch_first else [ses.strict(), patch]
    for one in both:
        one.__enter__()
    assert send(client, WRONG[0])["MessageId"] == "0100"
    for at in ends:
        both[at].__exit__(None, None, None)
    assert BaseClient._make_api_call is own


def test_a_replacement_that_passes_a_call_on_gets_the_answer_of_ses() -> None:
    client, own = session().client("ses"), BaseClient._make_api_call

    def replacement(client: Any, operation: str, arguments: dict[str, Any]) -> Any:
        return {"Identities": []} if operation == "ListIdentities" else own(client, operation, arguments)

    with mock.patch("botocore.client.BaseClient._make_api_call", replacement), ses.strict():
        assert client.list_identities() == {"Identities": []}
        assert answer(WRONG[0], client)[1] == ANSWERS[0]


def test_a_guard_speaks_first_and_what_it_mends_is_taken() -> None:
    client = ses.guard(session().client("ses"), fix=True)
    with ses.strict(), Stubber(client) as stubber:
        stubber.add_response("send_raw_email", {"MessageId": "0100"})
        with pytest.raises(ses.PreflightRefused):
            send(client, WRONG[0])
        assert send(client, raw(WITH_FIXES)[0])["MessageId"] == "0100"


def test_inside_of_another_the_inner_one_counts_and_one_may_be_entered_again() -> None:
    client = session().client("ses")
    outer, inner = ses.strict(), ses.strict(profile="ses,bulk")
    with outer, Stubber(client) as stubber:
        with inner:
            assert "unsub-missing" in answer(GOOD[0], client)[1]
            with outer:
                assert answer(WRONG[0], client)[1] == ANSWERS[0]
            assert "unsub-missing" in answer(GOOD[0], client)[1]
        stubber.add_response("send_raw_email", {"MessageId": "0100"})
        send(client, GOOD[0])
        assert answer(WRONG[0], client)[1] == ANSWERS[0]


def test_it_decorates_functions_and_coroutine_functions() -> None:
    @ses.strict()
    def now(call: Call) -> tuple[str, str]:
        return answer(call)

    @ses.strict()
    async def later(call: Call) -> tuple[str, str]:
        await asyncio.sleep(0)
        return answer(call)

    coroutine = later(WRONG[0])
    assert BaseClient._emit_api_params is UNTOUCHED
    assert asyncio.run(coroutine) == now(WRONG[0]) == ("InvalidParameterValue", ANSWERS[0])
    assert now.__name__ == "now"


def test_it_does_not_decorate_what_it_would_leave_before_the_work_is_done() -> None:
    def generator() -> Iterator[int]:
        yield 1

    async def later() -> Any:
        yield 1

    for thing in (generator, later, type("TestAll", (), {})):
        with pytest.raises(TypeError, match=r"write `with ses.strict\(\):` inside"):
            ses.strict()(thing)


def test_an_exception_ends_it() -> None:
    with pytest.raises(LookupError), ses.strict(), ses.strict():
        raise LookupError


def test_a_wrong_profile_is_refused_at_once() -> None:
    with pytest.raises(ValueError, match="not for requests"):
        ses.strict(profile="rfc")


def test_it_holds_for_all_threads_while_others_come_and_go() -> None:
    client = session().client("ses")

    def work(_: int) -> str:
        with ses.strict():
            return answer(WRONG[0], client)[1]

    with ses.strict(), ThreadPoolExecutor(4) as pool:
        assert set(pool.map(work, range(40))) == {ANSWERS[0]}
        assert pool.submit(answer, WRONG[0], client).result()[1] == ANSWERS[0]


def report(*findings: tuple[str, str | None]) -> Report:
    """Return a report with errors: the code and the slug of the rule of each, and what SES would answer."""
    found = [
        Finding(
            code=rule.split()[0],
            slug=rule.split()[1],
            severity=Severity.ERROR,
            message="wrong",
            predicts=text,
            evidence=Evidence.PROBED,
            source="somewhere",
        )
        for rule, text in findings
    ]
    return Report(findings=tuple(found), source=b"", profile="ses")


MODEL = "1 validation error detected: Value at 'policyName' failed to satisfy constraint: Member must have length"
NAME = "PolicyName is invalid. Policy names must only include alpha-numeric characters, dashes, and underscores."
NAMED, SYNTAX, ARN, SOME = "POL101 policy-name", "POL105 policy-syntax", "API145 request-arn-identity", "API100 some"


def ours(rule: str) -> str:
    return f"(mimeforge {rule}; no text of SES is known) wrong"


@pytest.mark.parametrize(
    ("operation", "findings", "expected"),
    [
        ("ses.PutIdentityPolicy", [(NAMED, MODEL)], ("ValidationError", MODEL, 400)),
        ("sesv2.CreateEmailIdentityPolicy", [(NAMED, MODEL)], ("BadRequestException", MODEL, 400)),
        ("ses.PutIdentityPolicy", [(NAMED, NAME)], ("InvalidParameterValue", NAME, 400)),
        ("ses.PutIdentityPolicy", [(SYNTAX, None)], ("InvalidPolicy", ours(SYNTAX), 400)),
        ("sesv2.UpdateEmailIdentityPolicy", [(SYNTAX, None)], ("BadRequestException", ours(SYNTAX), 400)),
        ("ses.SendRawEmail", [(ARN, None)], ("AccessDenied", ours(ARN), 403)),
        ("sesv2.SendEmail", [(ARN, None)], ("AccessDeniedException", ours(ARN), 403)),
        ("ses.SendRawEmail", [(ARN, None), (SOME, "Nested group")], ("InvalidParameterValue", "Nested group", 400)),
        ("ses.SendRawEmail", [(SOME, "A"), (SOME, "B"), (SOME, "C")], ("InvalidParameterValue", "A", 400)),
        ("sesv2.SendEmail", [(SOME, "A"), (SOME, MODEL)], ("BadRequestException", MODEL, 400)),
    ],
)  # fmt: skip
def test_the_name_the_text_and_the_status_of_a_refusal(
    operation: str, findings: list[tuple[str, str | None]], expected: tuple[str, str, int]
) -> None:
    assert refusal(OPERATIONS[operation], report(*findings)) == Refusal(*expected)


@pytest.mark.parametrize(
    "rule", [rule for rule in REQUEST_RULES if rule.code.startswith("POL")], ids=lambda it: it.slug
)
def test_what_is_wrong_in_a_policy_and_nothing_else_makes_an_invalid_policy(rule: Rule) -> None:
    for example in rule.bad:
        call = example.message
        assert isinstance(call, Given)
        found = ses.lint_request(call.operation, dict(call.arguments))
        one = replace(found, findings=tuple(replace(finding, severity=Severity.ERROR) for finding in found))
        is_in_policy = {(finding.member or "").partition(".")[0] for finding in found} == {"Policy"}
        code = refusal(OPERATIONS["ses.PutIdentityPolicy"], one).code
        assert (code == "InvalidPolicy") == is_in_policy
