"""Email::MIME and MIME-tools, written in Perl: what Perl's programs read mail with, and what filters are made of."""

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

_SCRIPT = Path(__file__).with_name("perl.pl")
_TEXTS = frozenset({"text/plain", "text/html"})


@cache
def absent(module: str) -> str | None:
    perl = shutil.which("perl")
    if perl is None:
        return "perl is not installed"
    found = subprocess.run([perl, f"-M{module}", "-e", "1"], capture_output=True, check=False)
    return None if found.returncode == 0 else f"perl finds no module {module}"


def read(module: str, octets: bytes) -> Mail:
    mail = _ask(module, octets)
    shown = {leaf["media_type"]: _text(leaf) for leaf in mail["leaves"] if _is_shown(leaf)}
    return Mail(
        subject=mail["subject"] or "",
        from_=_mailboxes(mail.get("From", [])),
        to=_mailboxes(mail.get("To", [])),
        cc=_mailboxes(mail.get("Cc", [])),
        reply_to=_mailboxes(mail.get("Reply-To", [])),
        plain=shown.get("text/plain"),
        html=shown.get("text/html"),
        files=tuple(_file(leaf) for leaf in mail["leaves"] if not _is_shown(leaf)),
    )


def look(module: str, octets: bytes) -> Reading:
    mail = _ask(module, octets)
    return Reading(
        subject=mail["subject"] or "",
        **{
            name: tuple(address for _, address in mail[field]) if field in mail else None
            for name, field in (("from_", "From"), ("to", "To"), ("cc", "Cc"), ("reply_to", "Reply-To"))
        },
        leaves=tuple(
            Leaf(leaf["media_type"], leaf["disposition"], leaf["filename"], leaf["charset"] or "", _octets(leaf))
            for leaf in mail["leaves"]
        ),
    )


def _ask(module: str, octets: bytes) -> Any:
    process = _process(module)
    process.stdin.write(b64encode(octets) + b"\n")
    process.stdin.flush()
    mail = json.loads(process.stdout.readline())
    if "refused" in mail:
        raise ValueError(f"{module}: {mail['refused']}")
    return mail


@cache
def _process(module: str) -> Any:
    perl = shutil.which("perl") or "perl"
    process = subprocess.Popen([perl, _SCRIPT, module], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    atexit.register(process.communicate)
    return process


def _mailboxes(members: Iterable[tuple[str, str]]) -> tuple[Mailbox, ...]:
    return tuple(Mailbox(name, address) for name, address in members)


def _is_shown(leaf: Any) -> bool:
    return leaf["disposition"] is None and leaf["media_type"] in _TEXTS


def _text(leaf: Any) -> str:
    return b64decode(leaf["octets"]).decode(leaf["charset"] or "ascii").replace("\r\n", "\n")


def _octets(leaf: Any) -> bytes | None:
    return None if leaf["octets"] is None else b64decode(leaf["octets"])


def _file(leaf: Any) -> File:
    content_id = leaf["content_id"]
    octets = _octets(leaf) or b""
    if leaf["media_type"] == "message/rfc822" and octets.endswith(b"\n"):
        # MIME-tools ends the last line of a body that is not encoded in LF.
        octets = octets.removesuffix(b"\n").removesuffix(b"\r") + b"\r\n"
    return File(
        leaf["filename"],
        leaf["media_type"],
        octets,
        content_id and content_id[1:-1],
        leaf["disposition"],
    )
