"""What a message says to an independent reader, CPython's ``compat32`` parser: speed counts only where it is right."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.utils import getaddresses
from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple

from benchmarks.workloads import SENDER, SUBJECT, TEXT

if TYPE_CHECKING:
    from benchmarks.workloads import Mailbox, Workload

__all__ = ["Said", "asked", "said"]


class Said(NamedTuple):
    """What counts of a message. Files are (name, media type, content id, digest of the octets)."""

    sender: list[Mailbox]
    to: list[Mailbox]
    subject: str
    texts: list[str]
    files: list[tuple[str, str, str | None, str]]


def asked(load: Workload) -> Said:
    """Give what a message built from this workload has to say."""
    files = [(file.name, file.media_type, file.cid, _digest(file.octets)) for file in load.files]
    return Said([SENDER], list(load.to), SUBJECT, [TEXT, load.html], sorted(files, key=str))


def said(octets: bytes) -> Said:
    """Read a message."""
    message = message_from_bytes(octets, policy=policy.compat32)
    texts: list[str] = []
    files: list[tuple[str, str, str | None, str]] = []
    for part in message.walk():
        name = part.get_filename()
        content: Any = part.get_payload(decode=True)
        if name:
            cid = part["Content-ID"]
            files.append((name, part.get_content_type(), cid and cid.strip("<>"), _digest(content)))
        elif not part.is_multipart():
            texts.append(content.decode(part.get_content_charset("us-ascii")).replace("\r\n", "\n"))
    return Said(
        _mailboxes(message["From"]),
        _mailboxes(message["To"]),
        _decoded(message["Subject"]),
        texts,
        sorted(files, key=str),
    )


def _mailboxes(body: str) -> list[Mailbox]:
    return [(_decoded(name), addr_spec) for name, addr_spec in getaddresses([body])]


def _decoded(text: str) -> str:
    return str(make_header(decode_header(text)))


def _digest(octets: bytes) -> str:
    return sha256(octets).hexdigest()
