"""CPython's parser with the policy compat32: it hands out fields as they are written, and functions to decode them."""

from __future__ import annotations

import email
from email.errors import HeaderParseError
from email.generator import BytesGenerator
from email.header import decode_header
from email.policy import compat32
from email.utils import collapse_rfc2231_value
from io import BytesIO
from typing import TYPE_CHECKING, Any

from readers.shape import File, Leaf, Mail, Mailbox, Reading
from readers.splitting import split_addresses

if TYPE_CHECKING:
    from email.message import Message

__all__ = ["absent", "look", "read"]

_AS_IT_IS = compat32.clone(linesep="\r\n", mangle_from_=False, max_line_length=0)


def absent() -> str | None:
    return None


def read(octets: bytes) -> Mail:
    message = email.message_from_bytes(octets, policy=compat32)
    shown: dict[str, str] = {}
    files = []
    for part in _leaves(message):
        media_type = part.get_content_type()
        if part.get("Content-Disposition") is None and media_type in {"text/plain", "text/html"}:
            shown[media_type] = _content(part).decode(part.get_content_charset("ascii")).replace("\r\n", "\n")
        else:
            files.append(_file(part))
    return Mail(
        subject=_decoded(_unfolded(message, "Subject")),
        from_=_mailboxes(message, "From"),
        to=_mailboxes(message, "To"),
        cc=_mailboxes(message, "Cc"),
        reply_to=_mailboxes(message, "Reply-To"),
        plain=shown.get("text/plain"),
        html=shown.get("text/html"),
        files=tuple(files),
    )


def look(octets: bytes) -> Reading:
    message = email.message_from_bytes(octets, policy=compat32)
    return Reading(
        _as_shown(_unfolded(message, "Subject")),
        tuple(map(_leaf, _leaves(message))),
        from_=_addresses(message, "From"),
        to=_addresses(message, "To"),
        cc=_addresses(message, "Cc"),
        reply_to=_addresses(message, "Reply-To"),
    )


def _leaf(part: Message) -> Leaf:
    # What is embedded is no octets to it any more, but a message.
    octets: Any = None if part.is_multipart() else part.get_payload(decode=True)
    charset = part.get_param("charset")
    written = "" if charset is None else collapse_rfc2231_value(charset)
    return Leaf(part.get_content_type(), part.get_content_disposition(), part.get_filename(), written, octets)


def _as_shown(written: str) -> str:
    try:
        return _decoded(written)
    except (LookupError, ValueError, HeaderParseError):  # a charset it does not know, or octets that are none of it
        return written


def _addresses(message: Message, field: str) -> tuple[str, ...]:
    return tuple(address for _, address in split_addresses(_unfolded(message, field)))


def _leaves(message: Message) -> list[Any]:
    if message.get_content_maintype() != "multipart" or not message.is_multipart():
        return [message]
    parts: Any = message.get_payload()
    return [leaf for part in parts for leaf in _leaves(part)]


def _file(part: Message) -> File:
    content_id = part.get("Content-ID")
    return File(
        _file_name(part),
        part.get_content_type(),
        _content(part),
        content_id and content_id[1:-1],
        part.get_content_disposition(),
    )


def _file_name(part: Message) -> str | None:
    # As get_filename does, but that strips the name.
    for parameter, field in (("filename", "Content-Disposition"), ("name", "Content-Type")):
        written = part.get_param(parameter, header=field)
        if written is not None:
            return collapse_rfc2231_value(written)
    return None


def _content(part: Any) -> bytes:
    if part.get_content_type() != "message/rfc822":
        octets: bytes = part.get_payload(decode=True)
        return octets
    buffer = BytesIO()
    BytesGenerator(buffer, policy=_AS_IT_IS).flatten(part.get_payload(0))
    return buffer.getvalue()


def _mailboxes(message: Message, field: str) -> tuple[Mailbox, ...]:
    return tuple(
        Mailbox(_decoded(name), address) for name, address in split_addresses(_unfolded(message, field)) if address
    )


def _unfolded(message: Message, field: str) -> str:
    return str(message.get(field, "")).replace("\r\n", "").replace("\n", "")


def _decoded(written: str) -> str:
    pieces = decode_header(written)
    return "".join(text if isinstance(text, str) else text.decode(charset or "ascii") for text, charset in pieces)
