"""fast-mail-parser, written in Rust."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from readers.shape import File, Leaf, Mail, Mailbox, Reading

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["absent", "look", "read"]


def absent() -> str | None:
    return None if find_spec("fast_mail_parser") else "fast_mail_parser is not installed"


def read(octets: bytes) -> Mail:
    from fast_mail_parser import parse_email, parse_email_tree

    mail = parse_email(octets)
    shown: dict[str, str] = {}
    files = []
    for part in _leaves(parse_email_tree(octets)):
        if part.disposition is None and part.content_type in {"text/plain", "text/html"}:
            shown[part.content_type] = part.content.decode("utf-8").replace("\r\n", "\n")
        else:
            name = part.filename or None
            files.append(File(name, part.content_type, part.content, part.content_id, part.disposition))
    return Mail(
        subject=mail.subject,
        from_=_mailboxes([mail.from_] if mail.from_ else []),
        to=_mailboxes(mail.to),
        cc=_mailboxes(mail.cc),
        reply_to=_mailboxes(mail.reply_to),
        plain=shown.get("text/plain"),
        html=shown.get("text/html"),
        files=tuple(files),
    )


def look(octets: bytes) -> Reading:
    from fast_mail_parser import parse_email, parse_email_tree

    mail = parse_email(octets)
    leaves = _leaves(parse_email_tree(octets))
    return Reading(
        mail.subject,
        tuple(Leaf(part.content_type, part.disposition, part.filename or None, None, part.content) for part in leaves),
        from_=(mail.from_.address,) if mail.from_ else (),
        to=tuple(address.address for address in mail.to),
        cc=tuple(address.address for address in mail.cc),
        reply_to=tuple(address.address for address in mail.reply_to),
    )


def _leaves(part: Any) -> Iterable[Any]:
    """Pass the parts that hold no parts; an embedded message is a leaf."""
    if part.is_message or not part.children:
        return [part]
    return [leaf for child in part.children for leaf in _leaves(child)]


def _mailboxes(addresses: Iterable[Any]) -> tuple[Mailbox, ...]:
    return tuple(Mailbox(address.display_name or "", address.address) for address in addresses)
