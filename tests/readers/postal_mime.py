"""postal-mime, written in JavaScript: asked where ``node`` finds it (NODE_PATH names the folder it is installed in)."""

from __future__ import annotations

import atexit
import json
import shutil
import subprocess
from base64 import b64decode, b64encode
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from readers.shape import File, Leaf, Mail, Mailbox, Reading

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["absent", "look", "read"]

_SCRIPT = Path(__file__).with_name("postal_mime.cjs")


@cache
def absent() -> str | None:
    node = shutil.which("node")
    if node is None:
        return "node is not installed"
    found = subprocess.run([node, "-e", "require.resolve('postal-mime')"], capture_output=True, check=False)
    return None if found.returncode == 0 else "node finds no package postal-mime (NODE_PATH)"


def read(octets: bytes) -> Mail:
    mail = _ask(octets)["mail"]
    return Mail(
        subject=mail.get("subject", ""),
        from_=_mailboxes([mail["from"]] if "from" in mail else []),
        to=_mailboxes(mail.get("to", [])),
        cc=_mailboxes(mail.get("cc", [])),
        reply_to=_mailboxes(mail.get("replyTo", [])),
        plain=mail.get("text"),
        html=mail.get("html"),
        files=tuple(map(_file, mail["attachments"])),
    )


def look(octets: bytes) -> Reading:
    answer = _ask(octets)
    mail = answer["mail"]
    return Reading(
        mail.get("subject", ""),
        tuple(map(_leaf, answer["leaves"])),
        from_=_addresses([mail["from"]] if "from" in mail else []),
        to=_addresses(mail.get("to", [])),
        cc=_addresses(mail.get("cc", [])),
        reply_to=_addresses(mail.get("replyTo", [])),
    )


def _leaf(told: tuple[str, str | None, str | None, str, str]) -> Leaf:
    media_type, disposition, filename, charset, content = told
    return Leaf(media_type, disposition, filename, charset, b64decode(content))


def _addresses(members: Iterable[Any]) -> tuple[str, ...]:
    return tuple(mailbox.address for mailbox in _mailboxes(members))


def _ask(octets: bytes) -> Any:
    process = _process()
    process.stdin.write(b64encode(octets) + b"\n")
    process.stdin.flush()
    answer = json.loads(process.stdout.readline())
    if "refused" in answer:
        raise ValueError(answer["refused"])
    return answer


@cache
def _process() -> Any:
    node = shutil.which("node") or "node"
    process = subprocess.Popen([node, _SCRIPT], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    atexit.register(process.communicate)
    return process


def _mailboxes(members: Iterable[Any]) -> tuple[Mailbox, ...]:
    mailboxes = [mailbox for member in members for mailbox in member.get("group", [member])]
    return tuple(Mailbox(mailbox["name"], mailbox["address"]) for mailbox in mailboxes)


def _file(part: Any) -> File:
    content_id = part.get("contentId")
    octets = b64decode(part["content"])
    if part["mimeType"] == "message/rfc822":
        # It reads a body that is not encoded line by line, and ends each line, the last one too, in LF.
        octets = octets.removesuffix(b"\n").replace(b"\n", b"\r\n")
    return File(part["filename"], part["mimeType"], octets, content_id and content_id[1:-1], part["disposition"])
