"""Those who build the messages: each turns a workload into octets, from the bare inputs on."""

from __future__ import annotations

from email.headerregistry import Address as LibraryAddress
from email.message import EmailMessage
from email.policy import SMTP
from typing import TYPE_CHECKING, BinaryIO, Final

from benchmarks.workloads import SENDER, SUBJECT, TEXT
from mimeforge import Address, Message

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.workloads import File, Mailbox, Workload

__all__ = ["LIBRARY", "PEERS", "written"]


def library(load: Workload) -> bytes:
    """Build with ``email.message.EmailMessage`` and its SMTP policy."""
    message = EmailMessage(policy=SMTP)
    message["From"] = _library_address(SENDER)
    message["To"] = [_library_address(mailbox) for mailbox in load.to]
    message["Subject"] = SUBJECT
    message.set_content(TEXT)
    message.add_alternative(load.html, subtype="html")
    for file in load.files:
        _add(message, file)
    return message.as_bytes()


def mimeforge(load: Workload) -> bytes:
    """Build with mimeforge, without the pre-flight."""
    return _message(load).as_bytes(profile=None)


def mimeforge_checked(load: Workload) -> bytes:
    """Build with mimeforge, and have all rules look at it before it is handed out."""
    return _message(load).as_bytes(profile=load.profile)


def written(load: Workload, file: BinaryIO) -> None:
    """Build with mimeforge into a file, piece by piece."""
    _message(load).write_to(file, profile=None)


LIBRARY: Final = "EmailMessage(policy=SMTP)"

PEERS: Final[dict[str, Callable[[Workload], bytes]]] = {
    LIBRARY: library,
    "mimeforge as_bytes(profile=None)": mimeforge,
    "mimeforge as_bytes(), linted first": mimeforge_checked,
}


def _message(load: Workload) -> Message:
    message = Message(
        from_=Address(*SENDER),
        to=[Address(name, addr_spec) if name else addr_spec for name, addr_spec in load.to],
        subject=SUBJECT,
        text=TEXT,
        html=load.html,
    )
    for file in load.files:
        if file.cid:
            message = message.embed(file.octets, cid=file.cid, filename=file.name, content_type=file.media_type)
        else:
            message = message.attach(file.octets, filename=file.name, content_type=file.media_type)
    return message


def _library_address(mailbox: Mailbox) -> LibraryAddress:
    name, addr_spec = mailbox
    username, _, domain = addr_spec.partition("@")
    return LibraryAddress(name, username, domain)


def _add(message: EmailMessage, file: File) -> None:
    maintype, subtype = file.media_type.split("/")
    if file.cid:
        html = message.get_body(("html",))
        assert isinstance(html, EmailMessage)
        html.add_related(file.octets, maintype, subtype, cid=f"<{file.cid}>", filename=file.name)
    else:
        message.add_attachment(file.octets, maintype=maintype, subtype=subtype, filename=file.name)
