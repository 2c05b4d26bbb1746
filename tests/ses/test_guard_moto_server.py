"""The guard and strictness in front of real HTTP: moto's server on loopback, which counts what it gets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError
from sends import ANSWERS, GOOD, WITH_FIXES, WRONG, Call, moto_on_loopback, raw, session

from mimeforge import ses
from mimeforge.linter.examples import sample

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def server() -> Iterator[tuple[str, list[str]]]:
    with moto_on_loopback() as serving:
        yield serving


@pytest.fixture
def got(server: tuple[str, list[str]]) -> list[str]:
    server[1].clear()
    return server[1]


def send(client: Any, call: Call) -> str:
    answer = getattr(client, call.method)(**call.arguments)
    return str(answer["MessageId"])


@pytest.mark.parametrize("at", range(len(WRONG)), ids=[f"{call.service}.{call.operation}" for call in WRONG])
def test_a_refused_call_makes_no_request(server: tuple[str, list[str]], got: list[str], at: int) -> None:
    own = session()
    client = own.client(WRONG[at].service, endpoint_url=server[0])
    assert send(client, WRONG[at])  # moto takes it
    assert len(got) == 1
    guarded = ses.guard(own).client(WRONG[at].service, endpoint_url=server[0])
    with pytest.raises(ses.PreflightRefused):
        send(guarded, WRONG[at])
    with ses.strict(), pytest.raises(ClientError, match=ANSWERS[at]):
        send(client, WRONG[at])
    assert len(got) == 1
    assert send(guarded, GOOD[at])
    with ses.strict():
        assert send(client, GOOD[at])
    assert len(got) == 3


@pytest.mark.parametrize("call", raw(WITH_FIXES), ids=lambda call: call.service)
def test_what_is_mended_arrives_mended(server: tuple[str, list[str]], got: list[str], call: Call) -> None:
    from moto.ses.models import ses_backends

    client = ses.guard(session().client(call.service, endpoint_url=server[0]), fix=True)
    send(client, call)
    arrived = ses_backends["123456789012"]["us-east-1"].sent_messages[-1].raw_data
    assert arrived.encode() == sample("Subject: Lunch", "Date: Mon, 20 Jan 2025 12:00:00 +0000")
    assert len(got) == 1
