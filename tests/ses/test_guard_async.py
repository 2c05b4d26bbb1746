"""The guard and strictness in front of aiobotocore, with moto's server on loopback behind it."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from aiobotocore.client import AioBaseClient
from aiobotocore.session import get_session
from aiobotocore.stub import AioStubber
from botocore.exceptions import ClientError
from sends import ANSWERS, GOOD, KEYS, WITH_FIXES, WITH_WARNING, WRONG, Call, moto_on_loopback, raw

from mimeforge import ses

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractAsyncContextManager

    from mimeforge import Report

    Connect = Callable[..., AbstractAsyncContextManager[Any]]


@pytest.fixture(scope="module")
def server() -> Iterator[tuple[str, list[str]]]:
    with moto_on_loopback() as serving:
        yield serving


@pytest.fixture
def got(server: tuple[str, list[str]]) -> list[str]:
    server[1].clear()
    return server[1]


@pytest.fixture
def connect(server: tuple[str, list[str]]) -> Connect:
    keys = {name: value for name, value in KEYS.items() if name != "region_name"}

    def client(own: Any, service: str) -> AbstractAsyncContextManager[Any]:
        made: AbstractAsyncContextManager[Any] = own.create_client(
            service, endpoint_url=server[0], region_name=KEYS["region_name"], **keys
        )
        return made

    return client


async def send(client: Any, call: Call) -> str:
    answer = await getattr(client, call.method)(**call.arguments)
    return str(answer["MessageId"])


def test_a_refused_call_makes_no_request(connect: Connect, got: list[str]) -> None:
    async def work() -> None:
        own = ses.guard(get_session())
        async with connect(own, "ses") as one, connect(own, "sesv2") as two:
            for wrong, good in zip(WRONG, GOOD, strict=True):
                client = one if wrong.service == "ses" else two
                with pytest.raises(ses.PreflightRefused):
                    await send(client, wrong)
                assert await send(client, good)

    asyncio.run(work())
    assert len(got) == len(GOOD)


def test_on_warning_may_be_a_coroutine_function_and_fixes_are_made(connect: Connect, got: list[str]) -> None:
    seen: list[str] = []

    async def keep(report: Report) -> None:
        await asyncio.sleep(0)
        seen.extend(finding.slug for finding in report.warnings)

    async def work() -> None:
        async with connect(get_session(), "sesv2") as client:
            ses.guard(client, on_warning=keep, fix=True)
            await send(client, WITH_WARNING[1])
            await send(client, raw(WITH_FIXES)[1])
            await send(ses.unguard(client), WRONG[1])

    asyncio.run(work())
    assert seen == ["missing-subject"]
    assert len(got) == 3


def test_a_client_answers_as_ses_would(connect: Connect, got: list[str]) -> None:
    @ses.strict()
    async def work() -> None:
        async with connect(get_session(), "ses") as client:
            with pytest.raises(ClientError, match=ANSWERS[0]):
                await send(client, WRONG[0])
            assert await send(client, GOOD[0])
            with AioStubber(client) as stubber:
                with pytest.raises(ClientError, match=ANSWERS[0]):
                    await send(client, WRONG[0])
                stubber.add_response("send_raw_email", {"MessageId": "0100"})
                with pytest.raises(ClientError, match=ANSWERS[0]):
                    await send(client, WRONG[0])
                assert await send(client, GOOD[0]) == "0100"

    untouched = AioBaseClient._emit_api_params
    asyncio.run(work())
    assert AioBaseClient._emit_api_params is untouched
    assert len(got) == 1


def test_a_session_may_have_a_coroutine_function_too() -> None:
    async def keep(report: Report) -> None:
        await asyncio.sleep(0)

    own = get_session()
    assert ses.guard(own, on_warning=keep) is own


def test_strictness_imports_nothing_and_covers_what_is_imported_when_it_is_entered() -> None:
    code = """
import sys
import botocore.client
from mimeforge import ses
with ses.strict():
    print("aiobotocore" in sys.modules)
    from aiobotocore.client import AioBaseClient
    untouched = AioBaseClient._emit_api_params
    with ses.strict():
        print(AioBaseClient._emit_api_params is untouched)
print(AioBaseClient._emit_api_params is untouched)
"""
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert ran.stdout.split() == ["False", "False", "True"]
