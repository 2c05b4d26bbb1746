"""Calls of clients that send, right and wrong, and moto's double of SES on loopback, which takes all of them."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from unittest import mock

import boto3
import botocore.session
from moto.server import ThreadedMotoServer
from werkzeug.serving import WSGIRequestHandler

from mimeforge.linter.examples import sample

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "ANSWERS",
    "GOOD",
    "KEYS",
    "WITH_FIXES",
    "WITH_WARNING",
    "WRONG",
    "Call",
    "moto_on_loopback",
    "raw",
    "session",
]

KEYS: Final = {"aws_access_key_id": "test", "aws_secret_access_key": "test", "region_name": "us-east-1"}
_LOADER: Final = botocore.session.Session().get_component("data_loader")


class Call(NamedTuple):
    """A call of a client: the service, its method and the arguments."""

    service: str
    method: str
    arguments: dict[str, Any]

    @property
    def operation(self) -> str:
        """The name of the operation in the API."""
        return "".join(word.capitalize() for word in self.method.split("_"))


def raw(octets: bytes | bytearray | str) -> tuple[Call, Call]:
    """Return the sends of a raw message, of both versions."""
    return (
        Call("ses", "send_raw_email", {"RawMessage": {"Data": octets}}),
        Call("sesv2", "send_email", {"Content": {"Raw": {"Data": octets}}}),
    )


def simple(recipient: str) -> tuple[Call, Call]:
    """Return the sends of a message that SES builds, of both versions."""
    to = {"ToAddresses": [recipient]}
    content = {"Subject": {"Data": "Lunch"}, "Body": {"Text": {"Data": "At noon?"}}}
    return (
        Call("ses", "send_email", {"Source": "jo@example.com", "Destination": to, "Message": content}),
        Call(
            "sesv2",
            "send_email",
            {"FromEmailAddress": "jo@example.com", "Destination": to, "Content": {"Simple": content}},
        ),
    )


GOOD: Final = (*raw(sample()), *simple("zoe@example.net"))
# What moto takes, with what SES answers to it.
WRONG: Final = (*raw(sample("Subject: Lunch", "Subject: Dinner")), *simple("zoe@example..net"))
ANSWERS: Final = (*("Duplicate header 'Subject'.",) * 2, *("Domain contains dot-dot",) * 2)
WITH_WARNING: Final = raw(sample(without=["Subject"]))
# An error and a warning, both with safe fixes.
WITH_FIXES: Final = sample("Subject : Lunch", "Date: Mon 20 Jan 2025 12:00:00 +0000")


def session() -> boto3.Session:
    """Return a session of nobody. All of them read the API models once."""
    own = botocore.session.Session()
    own.register_component("data_loader", _LOADER)
    return boto3.Session(**KEYS, botocore_session=own)


@contextmanager
def moto_on_loopback() -> Iterator[tuple[str, list[str]]]:
    """Yield the URL of moto's server and the list of the requests it gets; jo@example.com may send there."""
    requests: list[str] = []

    def note(handler: WSGIRequestHandler, *_: object) -> None:
        requests.append(f"{handler.command} {handler.path}")

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    with mock.patch.object(WSGIRequestHandler, "log_request", note):
        server.start()
        host, port = server.get_host_and_port()
        url = f"http://{host}:{port}"
        session().client("ses", endpoint_url=url).verify_domain_identity(Domain="example.com")
        requests.clear()
        try:
            yield url, requests
        finally:
            server.stop()
