"""Clients of boto3 that answer as SES would: behind moto's decorator and Stubber. And the codes of refusals."""

from __future__ import annotations

import asyncio
import copy
import pickle
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any
from unittest import mock

import pytest
from botocore.client import BaseClient
from botocore.exceptions import ClientError, ParamValidationError, UnStubbedResponseError
from botocore.stub import Stubber
from moto import mock_aws
from sends import ANSWERS, GOOD, WITH_FIXES, WRONG, Call, raw, session

from mimeforge import ses
from mimeforge._ses_operations import OPERATIONS
from mimeforge.linter import Evidence, Finding, Report, Severity
from mimeforge.linter.examples import sample
from mimeforge.ses.refusals import Refusal, refusal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

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


def report(*findings: tuple[str | None, str | None], severity: Severity = Severity.ERROR) -> Report:
    """Return a report with findings: the member of each, and what SES would answer."""
    found = [
        Finding(
            code="API100",
            slug="some-slug",
            severity=severity,
            message="wrong",
            member=member,
            predicts=text,
            evidence=Evidence.PROBED,
            source="somewhere",
        )
        for member, text in findings
    ]
    return Report(findings=tuple(found), source=b"", profile="ses")


MODEL = "1 validation error detected: Value at 'policyName' failed to satisfy constraint: Member must have length"
NAME = "PolicyName is invalid. Policy names must only include alpha-numeric characters, dashes, and underscores."
OURS = "(mimeforge API100 some-slug; no text of SES is known) wrong"


@pytest.mark.parametrize(
    ("operation", "findings", "expected"),
    [
        ("ses.PutIdentityPolicy", [("PolicyName", MODEL)], ("ValidationError", MODEL)),
        ("sesv2.CreateEmailIdentityPolicy", [("PolicyName", MODEL)], ("BadRequestException", MODEL)),
        ("ses.PutIdentityPolicy", [("PolicyName", NAME)], ("InvalidParameterValue", NAME)),
        ("ses.PutIdentityPolicy", [("Policy", None)], ("InvalidPolicy", OURS)),
        ("ses.PutIdentityPolicy", [("Policy.Statement[0].Effect", None)], ("InvalidPolicy", OURS)),
        ("sesv2.UpdateEmailIdentityPolicy", [("Policy", None)], ("BadRequestException", OURS)),
        ("ses.SendRawEmail", [("Source", None), (None, "Nested group")], ("InvalidParameterValue", "Nested group")),
        ("ses.SendRawEmail", [("Source", "A"), ("Tags[0]", "B"), (None, "C")], ("InvalidParameterValue", "A")),
        ("sesv2.SendEmail", [("Destination", "A"), ("TenantName", MODEL)], ("BadRequestException", MODEL)),
    ],
)  # fmt: skip
def test_the_name_and_the_text_of_a_refusal(
    operation: str, findings: list[tuple[str | None, str | None]], expected: tuple[str, str]
) -> None:
    assert refusal(OPERATIONS[operation], report(*findings)) == Refusal(*expected)
