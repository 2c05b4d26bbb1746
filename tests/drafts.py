"""A message twice over: how it is composed, and what every reader should make of it.

mimeforge works out neither from the other: a draft holds plain values, the ASCII form of its addresses among them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple

from readers import File, Mail, Mailbox

from mimeforge import Address, Group, Message
from mimeforge.parts.media_types import extension_of

__all__ = ["DATE", "MESSAGE_ID", "Draft", "Embedded", "Filed", "Forwarded", "Team", "Who"]

DATE = datetime(2026, 5, 4, 12, 30, 59, tzinfo=UTC)
MESSAGE_ID = "<draft@example.com>"


class Who(NamedTuple):
    """A mailbox: its name, the address as people write it, and its ASCII form where that is another one."""

    name: str
    address: str
    ascii: str = ""

    def value(self) -> Address:
        return Address(self.name or None, self.address)

    def mailbox(self) -> Mailbox:
        return Mailbox(self.name, self.ascii or self.address)


class Team(NamedTuple):
    """A group and its members."""

    name: str
    members: tuple[Who, ...]

    def value(self) -> Group:
        return Group(self.name, [member.value() for member in self.members])


class Filed(NamedTuple):
    """An attachment."""

    octets: bytes
    filename: str | None = None
    media_type: str = "application/octet-stream"

    def put(self, message: Message) -> Message:
        return message.attach(self.octets, filename=self.filename, content_type=self.media_type)

    def file(self) -> File:
        return File(self.filename, self.media_type, self.octets, None, "attachment")


class Forwarded(NamedTuple):
    """An embedded message, with CRLF line ends already."""

    octets: bytes
    filename: str | None = None

    def put(self, message: Message) -> Message:
        return message.attach_message(self.octets, filename=self.filename)

    def file(self) -> File:
        return File(self.filename, "message/rfc822", self.octets, None, "attachment")


class Embedded(NamedTuple):
    """An inline part."""

    octets: bytes
    cid: str
    filename: str | None = None
    media_type: str = "image/png"

    def put(self, message: Message) -> Message:
        return message.embed(self.octets, cid=self.cid, filename=self.filename, content_type=self.media_type)

    def file(self) -> File:
        # A name is made up where none is given.
        made_up = re.sub("[^A-Za-z0-9._-]", "_", self.cid) + extension_of(self.media_type)
        return File(
            made_up if self.filename is None else self.filename, self.media_type, self.octets, self.cid, "inline"
        )


SHOP = Who("", "orders@example.com")


@dataclass(frozen=True)
class Draft:
    """A message whose date and identifier are fixed."""

    from_: Who = SHOP
    to: tuple[Who | Team, ...] = ()
    cc: tuple[Who | Team, ...] = ()
    bcc: tuple[Who | Team, ...] = ()
    reply_to: tuple[Who | Team, ...] = ()
    subject: str | None = None
    text: str | None = None
    html: str | None = None
    parts: tuple[Filed | Forwarded | Embedded, ...] = ()

    def message(self) -> Message:
        fields: dict[str, Any] = {
            name: [member.value() for member in getattr(self, name)] for name in ("to", "cc", "bcc", "reply_to")
        }
        message = Message(
            from_=self.from_.value(),
            **fields,
            subject=self.subject,
            text=self.text,
            html=self.html,
            date=DATE,
            message_id=MESSAGE_ID,
        )
        for part in self.parts:
            message = part.put(message)
        return message

    def mail(self) -> Mail:
        """What a reader should say. Inline parts come first: they stand beside the HTML, or before what is attached."""
        inline = [part.file() for part in self.parts if isinstance(part, Embedded)]
        attached = [part.file() for part in self.parts if not isinstance(part, Embedded)]
        if self.html is None:
            inline = [file._replace(content_id=None, disposition="attachment") for file in inline]
        is_empty = self.text is None and self.html is None and not self.parts
        return Mail(
            subject=self.subject or "",
            from_=(self.from_.mailbox(),),
            to=mailboxes(self.to),
            cc=mailboxes(self.cc),
            reply_to=mailboxes(self.reply_to),
            plain="" if is_empty else as_read(self.text),
            html=as_read(self.html),
            files=(*inline, *attached),
        )


def mailboxes(members: tuple[Who | Team, ...]) -> tuple[Mailbox, ...]:
    return tuple(
        mailbox.mailbox()
        for member in members
        for mailbox in (member.members if isinstance(member, Team) else (member,))
    )


def as_read(text: str | None) -> str | None:
    """LF and CRLF are line ends, a lone CR is none, and a text ends in a line end: the one difference allowed."""
    lines = None if text is None else text.replace("\r\n", "\n")
    return lines + "\n" if lines and not lines.endswith("\n") else lines
