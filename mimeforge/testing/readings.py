"""What a message says: how it is known of the values that are given, and how it is read of octets; and for each thing
messages that hold little else.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from hypothesis import strategies as st

from mimeforge import Address, Message, parse
from mimeforge.codecs import dates
from mimeforge.codecs.parameters import without_comments
from mimeforge.headers import AddressList
from mimeforge.parts import Attachment, EmbeddedMessage
from mimeforge.rules.adr.address_fields import shown_name
from mimeforge.rules.ses import address_list
from mimeforge.testing import strategies as mail

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator

    from hypothesis.strategies import SearchStrategy

    from mimeforge import Group, Part

__all__ = ["PLAINEST", "READINGS", "Reading", "files"]


class Reading(NamedTuple):
    """What a message says, and how it is read: of a message as it is given, and of the tree that was parsed."""

    title: str
    source: str
    messages: SearchStrategy[Message]
    given: Callable[[Message], object]
    read: Callable[[Part], object]


def _mailboxes(*members: Address | Group | None) -> list[tuple[str, str]]:
    addressed = AddressList(tuple(member for member in members if member)).mailboxes
    return [(mailbox.name or "", mailbox.addr_spec) for mailbox in addressed]


def _given_mailboxes(message: Message) -> dict[str, list[tuple[str, str]]]:
    roles = {
        "From": (message.from_,),
        "Sender": (message.sender,),
        "To": message.to,
        "Cc": message.cc,
        "Reply-To": message.reply_to,
    }
    return {role: _mailboxes(*members) for role, members in roles.items()}


def _read_mailboxes(root: Part) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for role in ("From", "Sender", "To", "Cc", "Reply-To"):
        field = root.field(role)
        listed = () if field is None else address_list.read(field.raw.decode("latin-1")).mailboxes
        encoding = "ascii" if field is None else field.encoding
        found[role] = [(shown_name(one.display_name, encoding) or "", one.addr_spec) for one in listed]
    return found


def _given_texts(message: Message) -> list[tuple[str, str]]:
    texts = (("text/plain", message.text), ("text/html", message.html))
    return [(media_type, _lines(text)) for media_type, text in texts if text and _lines(text)]


def _read_texts(root: Part) -> list[tuple[str, str]]:
    shown = [part for part in _leaves(root) if part.disposition != "attachment" and part.filename is None]
    return [(part.media_type, _lines(part.text)) for part in shown if part.text and _lines(part.text)]


def _are_alternatives(root: Part) -> bool:
    multiparts = [part for part in root.walk() if part.media_type == "multipart/alternative"]
    return any({"text/plain", "text/html"} <= {leaf.media_type for leaf in _leaves(part)} for part in multiparts)


def _lines(text: str) -> str:
    """Line ends may be written in another way, and the last one may be added."""
    return text.replace("\r\n", "\n").removesuffix("\n")


def _given_files(message: Message) -> list[tuple[str | None, str, bytes]]:
    return [(file.filename, file.content.value, file.data) for file in files(message)]


def files(message: Message) -> Iterator[Attachment]:
    """Yield the inline parts and attachments of a message, attached messages left out."""
    return (file for file in (*message.embedded, *message.attached) if isinstance(file, Attachment))


def _read_files(root: Part) -> list[tuple[str | None, str, bytes]]:
    files = [part for part in _leaves(root) if part.disposition == "attachment" or part.filename is not None]
    return [(part.filename, part.media_type, part.content) for part in files]


def _leaves(root: Part) -> Iterator[Part]:
    return (part for part in root.walk() if not part.parts)


def _read_fields(root: Part) -> dict[str, str]:
    """Read the fields that are for machines. A fold may stand at any blank."""
    return {name: " ".join(field.value.split()) for name in _FOR_MACHINES if (field := root.field(name))}


def _read_date(root: Part) -> Hashable:
    return dates.moment(without_comments(root.header("Date") or ""))


def _as_mimeforge(read: Callable[[Part], object]) -> Callable[[Message], object]:
    """Read what mimeforge itself composes: of what has a grammar, values are known by how they are written."""
    return lambda message: read(parse(message.as_bytes(profile=None)))


# -- messages that hold little else than what a law is about -----------------------------------------------------------

_BASE: Final[dict[str, Any]] = {
    "from_": Address(None, "a@example.com"),
    "to": Address(None, "b@example.net"),
    "date": datetime(2026, 5, 4, 12, 30, 59, tzinfo=UTC),
    "message_id": "<a@example.com>",
}
_BOTH: Final = Message(**_BASE, text="a", html='<img src="cid:a" alt="a">')
PLAINEST: Final = (Message(**_BASE, text="a"), Message(**_BASE, html="a"), _BOTH)
_HIDDEN: Final = "hidden@secret.example"


def _messages(**arguments: SearchStrategy[Any]) -> SearchStrategy[Message]:
    return st.builds(lambda given: Message(**{**_BASE, **given}), st.fixed_dictionaries({}, optional=arguments))


def _with_file(data: bytes, filename: str | None, media_type: str) -> Message:
    return Message(**_BASE, text="a").attach(data, filename=filename, content_type=media_type)


def _with_inline(data: bytes, cid: str) -> Message:
    message = Message(**_BASE, html=f'<img src="cid:{cid}" alt="a">')
    return message.embed(data, cid=cid, filename="a.png", content_type="image/png")


def _with_message(attached: mail.MimeTree) -> Message:
    return Message(**_BASE, text="a").attach_message(attached.octets)


def _to_machines(token: str, message_ids: list[str]) -> Message:
    answered: dict[str, Any] = {"references": message_ids, "in_reply_to": message_ids[-1:]}
    message = Message(**_BASE, text="a", **answered).unsubscribe(f"https://example.com/u?t={token}")
    arn = "arn:aws:ses:us-east-1:123456789012:identity/example.com"
    return message.header("X-Example-Token", token).ses(
        source_arn=arn, from_arn=arn, configuration_set=token[:64], tags={"token": token[:255]}
    )


_MAILBOX: Final = mail.mailboxes(sendable=True)
_LISTED: Final = mail.recipients(max_size=3, sendable=True)
_TYPES: Final = st.sampled_from(["application/octet-stream", "application/pdf", "image/png"])
_TOKENS: Final = st.builds(
    lambda text, count: text * count, st.text("aZ0-_", min_size=1, max_size=20), st.sampled_from([1, 5, 20])
)
_DATES: Final = st.datetimes(datetime(1980, 1, 1), datetime(2037, 12, 31), timezones=st.timezones())
_IDS: Final = st.lists(_TOKENS.map(lambda token: f"<{token}@example.com>"), max_size=4)

READINGS: Final = (
    Reading(
        "The subject arrives",
        "RFC 2047 §6.2",
        _messages(subject=mail.subjects()),
        lambda message: message.subject,
        lambda root: root.header("Subject") or None,  # an empty field says no more than none
    ),
    Reading(
        "Authors and recipients arrive, names and addresses",
        "RFC 5322 §3.4",
        _messages(from_=_MAILBOX, sender=_MAILBOX, to=_LISTED, cc=_LISTED, reply_to=_LISTED),
        _given_mailboxes,
        _read_mailboxes,
    ),
    Reading(
        "Blind recipients stay out of the octets",
        "RFC 5322 §3.6.3",
        _messages(bcc=st.just(_HIDDEN), subject=mail.subjects()),
        lambda _: False,
        lambda root: _HIDDEN.encode() in root.source.octets,
    ),
    Reading(
        "Plain text and HTML arrive, to the last blank",
        "RFC 2045 §6",
        _messages(text=mail.texts(), html=mail.texts()),
        _given_texts,
        _read_texts,
    ),
    Reading(
        "Plain text and HTML are alternatives, whatever is attached",
        "RFC 2046 §5.1.4",
        st.sampled_from([_BOTH, _BOTH.attach(b"a", filename="a.bin"), _BOTH.embed(b"a", cid="a", filename="a.png")]),
        lambda _: True,
        _are_alternatives,
    ),
    Reading(
        "Attachments arrive: names, types and octets",
        "RFC 2183 §2.3, RFC 2231",
        st.builds(_with_file, mail.contents(), mail.filenames(), _TYPES),
        _given_files,
        _read_files,
    ),
    Reading(
        "Inline parts arrive under their content ids",
        "RFC 2392",
        st.builds(_with_inline, mail.contents(), st.text("abcXYZ019._-", min_size=1, max_size=90)),
        lambda message: [(part.cid.ids[0].strip("<>"), part.data) for part in message.embedded if part.cid],
        lambda root: [(part.content_id, part.content) for part in _leaves(root) if part.content_id],
    ),
    Reading(
        "Fields for machines arrive to the letter: ids, URIs, ARNs, tags",
        "RFC 5322 §3.6.4, RFC 2369 §2",
        st.builds(_to_machines, _TOKENS, _IDS),
        _as_mimeforge(_read_fields),
        _read_fields,
    ),
    Reading(
        "Attached messages arrive as messages, octet for octet",
        "RFC 2046 §5.2.1",
        st.builds(_with_message, mail.mime_trees(max_leaves=3, line_end="CRLF")),
        lambda message: [file.data for file in message.attached if isinstance(file, EmbeddedMessage)],
        lambda root: [part.content for part in root.walk(into_messages=False) if part.media_type == "message/rfc822"],
    ),
    Reading(
        "The date arrives, whatever its zone",
        "RFC 5322 §3.3",
        _messages(date=_DATES),
        _as_mimeforge(_read_date),
        _read_date,
    ),
)
_FOR_MACHINES: Final = (
    "Message-ID",
    "In-Reply-To",
    "References",
    "List-Unsubscribe",
    "List-Unsubscribe-Post",
    "X-Example-Token",
    "X-SES-SOURCE-ARN",
    "X-SES-FROM-ARN",
    "X-SES-CONFIGURATION-SET",
    "X-SES-MESSAGE-TAGS",
)
