"""Hold the ``email`` package of CPython to the laws of the RFCs: what does it do to mail?

``mimeforge.testing`` has two checks for code that writes mail, whoever wrote it. This program runs them on
``email.header`` and on ``EmailMessage``, and prints the laws that they break, each with the smallest example found:

    python examples/check_email.py
    python examples/check_email.py --examples 1000

It needs the extra ``mimeforge[hypothesis]``. In a test suite, a check is one line of a test.
"""

from __future__ import annotations

import argparse
from email.header import Header, decode_header, make_header
from email.headerregistry import Address as EmailAddress
from email.message import EmailMessage
from email.policy import SMTP, default
from typing import TYPE_CHECKING, Any, cast

from hypothesis import settings

import mimeforge
from mimeforge import Address, Group, Message
from mimeforge.parts import Attachment, EmbeddedMessage
from mimeforge.testing import check_composer, check_encoded_word_codec

if TYPE_CHECKING:
    from collections.abc import Callable


def encode_with_header(text: str) -> str:
    return Header(text, "utf-8").encode()


def decode_with_header(body: str) -> str:
    return str(make_header(decode_header(body)))


def encode_with_email_message(text: str) -> str:
    message = EmailMessage(policy=SMTP)
    message["Subject"] = text
    body = message.as_bytes().decode("ascii").removeprefix("Subject:").removesuffix("\r\n\r\n")
    return body.removeprefix("\r\n").removeprefix(" ")


def decode_with_email_message(body: str) -> str:
    _, value = default.header_source_parse([f"Subject: {body}\r\n"])
    return str(default.header_fetch_parse("Subject", value))


def compose_with_email_message(message: Message) -> bytes:
    """Give the values of a message to EmailMessage, as its documentation has it."""
    composed = EmailMessage(policy=SMTP)
    composed["From"] = mailbox(message.from_)
    if message.sender:
        composed["Sender"] = mailbox(message.sender)
    for name, members in (("To", message.to), ("Cc", message.cc), ("Reply-To", message.reply_to)):
        if members:
            composed[name] = [mailbox(member) for member in members]
    if message.subject is not None:
        composed["Subject"] = message.subject
    for name, value in other_fields(message):
        composed[name] = value
    set_texts(composed, message)
    for file in message.attached:
        data, how = given(file)
        composed.add_attachment(data, **how)
    return composed.as_bytes()


def mailbox(member: Address | Group) -> EmailAddress:
    if isinstance(member, Group):
        raise NotImplementedError("groups")
    return EmailAddress(display_name=member.name or "", addr_spec=member.addr_spec)


def other_fields(message: Message) -> list[tuple[str, str]]:
    """List the fields that are no addresses and say nothing about parts, as people read them."""
    root = mimeforge.parse(message.as_bytes(profile=None))
    done = ("from", "sender", "to", "cc", "reply-to", "subject", "mime-version")
    names = [field.name for field in root.fields]
    return [
        (name, root.header(name) or "")
        for name in names
        if name.lower() not in done and not name.lower().startswith("content-")
    ]


def set_texts(composed: EmailMessage, message: Message) -> None:
    if message.text is not None:
        composed.set_content(message.text)
    if message.html is None:
        if message.embedded:
            raise NotImplementedError("inline parts without HTML")
        return
    if message.text is None:
        composed.set_content(message.html, subtype="html")
        shown = composed
    else:
        composed.add_alternative(message.html, subtype="html")
        shown = cast("EmailMessage", [*composed.iter_parts()][-1])
    for file in message.embedded:
        data, how = given(file)
        shown.add_related(data, **how, disposition="inline", cid=file.cid.ids[0] if file.cid else None)


def given(file: Attachment | EmbeddedMessage) -> tuple[bytes, dict[str, Any]]:
    """Return what ``add_attachment`` and ``add_related`` want to know of a file."""
    if not isinstance(file, Attachment) or file.content.parameters:
        raise NotImplementedError("attached messages, and types with parameters")
    maintype, _, subtype = file.content.value.partition("/")
    return file.data, {"maintype": maintype, "subtype": subtype, "filename": file.filename}


def broken(check: Callable[[], None]) -> str:
    """Run a check; return what it says of the laws that are broken."""
    try:
        check()
    except AssertionError as failure:
        return str(failure)
    return "all laws hold"


CHECKS: dict[str, Callable[[], None]] = {
    "email.header": lambda: check_encoded_word_codec(encode_with_header, decode_with_header),
    "the Subject of EmailMessage": lambda: check_encoded_word_codec(
        encode_with_email_message, decode_with_email_message
    ),
    "EmailMessage": lambda: check_composer(compose_with_email_message),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--examples", type=int, default=100, help="how many of each law (%(default)s)")
    arguments = parser.parse_args()
    settings.register_profile("here", max_examples=arguments.examples, derandomize=True)
    settings.load_profile("here")
    for name, check in CHECKS.items():
        print(f"{name}\n{'=' * len(name)}\n{broken(check)}\n")


if __name__ == "__main__":
    main()
