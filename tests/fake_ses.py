"""Amazon SES as far as the recipes call it: both versions of the API, on loopback. What was sent is kept."""

from __future__ import annotations

import base64
import json
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import parse_qsl

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Sent", "serving"]

UNVERIFIED = "new@example.org"
ANSWER = "Email address is not verified. The following identities failed the check in region US-EAST-1: new@example.org"
_V1 = (
    "<SendRawEmailResponse><SendRawEmailResult><MessageId>0100</MessageId></SendRawEmailResult></SendRawEmailResponse>"
)


@dataclass(frozen=True)
class Sent:
    """One raw message that a client sent: its octets, and the recipients that the request names."""

    version: int
    octets: bytes
    recipients: tuple[str, ...]
    bounces: str | None


class _Handler(BaseHTTPRequestHandler):
    sent: ClassVar[list[Sent]]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        sent = _of_json(json.loads(body)) if self.path == "/v2/email/outbound-emails" else _of_query(body.decode())
        if f"From: {UNVERIFIED}\r\n".encode() in sent.octets:
            self._answer(400, {"message": ANSWER}, "MessageRejected")
            return
        self.sent.append(sent)
        self._answer(200, {"MessageId": "0100"} if sent.version == 2 else _V1)

    def _answer(self, status: int, content: dict[str, str] | str, error: str = "") -> None:
        octets = (content if isinstance(content, str) else json.dumps(content)).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(octets)))
        if error:
            self.send_header("x-amzn-ErrorType", error)
        self.end_headers()
        self.wfile.write(octets)

    def log_message(self, *_: object) -> None:
        """Say nothing: the tests look at what was sent."""


def _of_query(body: str) -> Sent:
    pairs = parse_qsl(body)
    values = dict(pairs)
    assert values["Action"] == "SendRawEmail"
    recipients = tuple(value for name, value in pairs if name.startswith("Destinations.member."))
    return Sent(1, base64.b64decode(values["RawMessage.Data"]), recipients, values.get("Source"))


def _of_json(body: dict[str, Any]) -> Sent:
    recipients = tuple(address for role in body["Destination"].values() for address in role)
    octets = base64.b64decode(body["Content"]["Raw"]["Data"])
    return Sent(2, octets, recipients, body.get("FeedbackForwardingEmailAddress"))


@contextmanager
def serving() -> Iterator[tuple[str, list[Sent]]]:
    """Yield the URL of the service and the list of what is sent to it; stop it afterwards."""
    sent: list[Sent] = []
    handler = type("Handler", (_Handler,), {"sent": sent})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}", sent
        finally:
            server.shutdown()
            thread.join()
