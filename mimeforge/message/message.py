"""The Message value."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from io import RawIOBase
from typing import TYPE_CHECKING, Any, BinaryIO, Self

from mimeforge import headers
from mimeforge.compose import plan
from mimeforge.errors import HeaderError
from mimeforge.headers import AddressList, Date, MessageIds, Opaque, Text, Uris
from mimeforge.headers.address import to_address
from mimeforge.headers.raw import Raw
from mimeforge.message.batches import in_batches
from mimeforge.message.envelope import Envelope, distinct
from mimeforge.message.identity import draw_date, draw_message_id
from mimeforge.message.layout import lay_out
from mimeforge.parts import Attachment, EmbeddedMessage, TextLeaf
from mimeforge.preflight import lint

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from mimeforge.compose import Plan
    from mimeforge.headers import Address, AddressLike, FieldBody, Group, RecipientLike
    from mimeforge.linter import Report
    from mimeforge.parts import Data

__all__ = ["Message"]

ARGUMENTS = (
    "from_ to cc bcc reply_to sender return_path subject text html date message_id in_reply_to references".split()
)


@dataclass(frozen=True, init=False, repr=False)
class Message:
    """A message to be sent: frozen, every helper returns a new one, the order of calls changes nothing but the order.

    Every value is judged when it is given: `AddressError`, `HeaderError` and `EncodingError` name the argument, the
    position (in characters, from 0) and the character; a value of another type is a TypeError.

    ``from_``, ``sender``, ``return_path``
        One address each (RFC 5322 §3.6.2). The return path gets the bounces; it is part of the envelope alone.
    ``to``, ``cc``, ``bcc``, ``reply_to``
        An address or group, or a list of them; a str is one address. Bcc is part of the envelope alone (§3.6.3).
    ``subject``, ``text``, ``html``
        Text of any characters; without ``text`` and ``html`` the message shows nothing. CRLF and LF are line ends.
    ``date``, ``message_id``
        Drawn once per value where they are not given, and then no part of comparison (§3.6.1, §3.6.4). Amazon SES
        writes both anew.
    ``in_reply_to``, ``references``
        Message ids of received mail, with their angle brackets: one str with blanks between them, or a list (§3.6.4).
    """

    from_: Address
    to: tuple[Address | Group, ...]
    cc: tuple[Address | Group, ...]
    bcc: tuple[Address | Group, ...]
    reply_to: tuple[Address | Group, ...]
    sender: Address | None
    return_path: Address | None
    subject: str | None
    text: str | None
    html: str | None
    date: datetime | None
    message_id: str | None
    in_reply_to: tuple[str, ...]
    references: tuple[str, ...]
    extra_fields: tuple[tuple[str, FieldBody], ...]
    embedded: tuple[Attachment, ...]
    attached: tuple[Attachment | EmbeddedMessage, ...]
    _cids: frozenset[MessageIds | None] = field(compare=False)  # of what is embedded
    _date: Date = field(compare=False)
    _message_id: MessageIds = field(compare=False)
    _text: TextLeaf | None = field(compare=False)
    _html: TextLeaf | None = field(compare=False)

    def __init__(
        self,
        *,
        from_: AddressLike,
        to: RecipientLike | Iterable[RecipientLike] = (),
        cc: RecipientLike | Iterable[RecipientLike] = (),
        bcc: RecipientLike | Iterable[RecipientLike] = (),
        reply_to: RecipientLike | Iterable[RecipientLike] = (),
        sender: AddressLike | None = None,
        return_path: AddressLike | None = None,
        subject: str | None = None,
        text: str | None = None,
        html: str | None = None,
        date: datetime | None = None,
        message_id: str | None = None,
        in_reply_to: str | Iterable[str] | None = None,
        references: str | Iterable[str] = (),
    ) -> None:
        author = to_address(from_, "from_")
        own_id = None if message_id is None else headers.own_message_id(message_id, "message_id")
        given_date = None if date is None else Date.of(date, "date")
        self._set(
            from_=author,
            to=AddressList.of(to, "to").members,
            cc=AddressList.of(cc, "cc").members,
            bcc=AddressList.of(bcc, "bcc").members,
            reply_to=AddressList.of(reply_to, "reply_to").members,
            sender=None if sender is None else to_address(sender, "sender"),
            return_path=None if return_path is None else to_address(return_path, "return_path"),
            subject=None if subject is None else Text(subject, "subject").text,
            text=text,
            html=html,
            date=date,
            message_id=own_id and own_id.ids[0],
            in_reply_to=MessageIds.of(() if in_reply_to is None else in_reply_to, "in_reply_to").ids,
            references=MessageIds.of(references, "references").ids,
            extra_fields=(),
            embedded=(),
            attached=(),
            _cids=frozenset(),
            _date=given_date or draw_date(),
            _message_id=own_id or draw_message_id(author),
            _text=None if text is None else TextLeaf.of("plain", text, "text"),
            _html=None if html is None else TextLeaf.of("html", html, "html"),
        )

    # -- what a message holds besides its arguments ------------------------------------------------------------------

    def attach(self, data: Data, *, filename: str | None = None, content_type: str | None = None) -> Self:
        """Attach octets, a binary file or a path. The octets arrive as they are.

        The media type is ``content_type``, else the one the file name stands for, else what libmagic sees, else
        application/octet-stream. Raises OSError for a file that cannot be read, TypeError for a str.
        """
        return self._with(attached=(*self.attached, Attachment.of(data, filename, content_type)))

    def embed(self, data: Data, *, cid: str, filename: str | None = None, content_type: str | None = None) -> Self:
        """Add an inline part, an image above all, that the HTML shows by ``cid:``. Without HTML it is an attachment."""
        part = Attachment.of(data, filename, content_type, headers.content_id(cid, "cid"))
        if part.cid in self._cids:
            raise HeaderError("another inline part has this content id", field="cid")
        return self._with(embedded=(*self.embedded, part), _cids=self._cids | {part.cid})

    def attach_message(self, data: Data, *, filename: str | None = None) -> Self:
        """Attach another message as message/rfc822, unencoded; LF line ends become CRLF.

        Raises `EncodingError` for NUL, a bare CR and a line over 998 octets, which cannot go out that way.
        """
        return self._with(attached=(*self.attached, EmbeddedMessage.of(data, filename)))

    def header(self, name: str, value: Any) -> Self:
        """Set a field: a str, or what its kind takes (addresses, a datetime for Resent-Date, a mapping for tags).

        Raises `HeaderError` for a name that an argument of Message writes, and for a second field of a name that may
        stand once.
        """
        owner = headers.owner_of(name) if isinstance(name, str) else None
        if owner:
            raise HeaderError(f"Message writes this field: {owner}", field=name)
        return self._with_fields((name, headers.field_body(name, value)))

    def raw_header(self, name: str, octets: bytes) -> Self:
        """Set a field to octets that are written as they are; only their line ends are checked.

        The way out, and its dangers with it: nothing is encoded, folded or compared with other fields.
        """
        if headers.require_field_name(name).lower() in {"bcc", "resent-bcc"}:
            raise HeaderError("blind recipients stay out of the octets, use the argument bcc", field=name)
        return self._with(extra_fields=(*self.extra_fields, (name, Raw.of(octets, name))))

    def unsubscribe(self, url: str, *, mailto: str | None = None) -> Self:
        """Set List-Unsubscribe and List-Unsubscribe-Post, for one-click unsubscription (RFC 2369, RFC 8058).

        ``url`` is https and takes a POST; ``mailto`` an address, or a whole mailto: URI.
        """
        uris = [headers.https_uri(url, "url")]
        if mailto is not None:
            is_uri = isinstance(mailto, str) and mailto.lower().startswith("mailto:")
            uris.append(
                headers.uri(mailto if is_uri else headers.mailto_uri(to_address(mailto, "mailto").addr_spec), "mailto")
            )
            if "@" not in uris[-1].partition("?")[0]:
                raise HeaderError("a mailto: URI without an address", field="mailto")
        return self._with_fields(
            ("List-Unsubscribe", Uris(tuple(uris))),
            ("List-Unsubscribe-Post", Opaque("List-Unsubscribe=One-Click")),
        )

    def ses(
        self,
        *,
        source_arn: str | None = None,
        from_arn: str | None = None,
        return_path_arn: str | None = None,
        configuration_set: str | None = None,
        tags: Mapping[str, str] | None = None,
    ) -> Self:
        """Set the X-SES-* fields that tell Amazon SES which identities, configuration set and tags to use.

        SES reads them and takes them out before delivery (API model of SendRawEmail).
        """
        given: list[tuple[str, str, Any]] = [
            ("X-SES-SOURCE-ARN", "source_arn", source_arn),
            ("X-SES-FROM-ARN", "from_arn", from_arn),
            ("X-SES-RETURN-PATH-ARN", "return_path_arn", return_path_arn),
            ("X-SES-CONFIGURATION-SET", "configuration_set", configuration_set),
            ("X-SES-MESSAGE-TAGS", "tags", tags),
        ]
        fields = [
            (name, headers.kind_of(name)(value, argument)) for name, argument, value in given if value is not None
        ]
        return self._with_fields(*fields)

    # -- new messages from this one ----------------------------------------------------------------------------------

    def replace(self, **changes: Any) -> Self:
        """Return a message with other arguments; what was attached and set stays.

        Date and Message-ID are drawn anew where they are not given.
        """
        kept = {name: getattr(self, name) for name in ARGUMENTS}
        unknown = sorted(changes.keys() - kept.keys())
        if unknown:
            raise TypeError(f"Message has no argument {', '.join(unknown)}")
        made = type(self)(**{**kept, **changes})
        made._set(extra_fields=self.extra_fields, embedded=self.embedded, attached=self.attached, _cids=self._cids)
        # The same text keeps what it was encoded to.
        made._set(
            _text=self._text if made.text == self.text else made._text,
            _html=self._html if made.html == self.html else made._html,
        )
        return made

    __replace__ = replace

    def batches(self, size: int = 50) -> tuple[Self, ...]:
        """Split a message to many into messages of at most ``size`` recipients, each recipient in exactly one.

        A batch's To, Cc and Bcc hold its own share, groups with the members that are in it.
        """
        shares = in_batches(self.to, self.cc, self.bcc, size)
        if len(shares) <= 1:
            return (self,)
        return tuple(self.replace(to=share.to, cc=share.cc, bcc=share.bcc) for share in shares)

    # -- ways out ----------------------------------------------------------------------------------------------------

    @cached_property
    def envelope(self) -> Envelope:
        """The bounce address (return path, else sender, else author) and the recipients of To, Cc, Bcc, each once."""
        sender = self.return_path or self.sender or self.from_
        mailboxes = (mailbox for field in (self.to, self.cc, self.bcc) for mailbox in AddressList(field).mailboxes)
        return Envelope(sender.addr_spec, tuple(mailbox.addr_spec for mailbox in distinct(mailboxes)))

    @property
    def size(self) -> int:
        """Octets of the message as it goes out, without building it."""
        return self._plan.size

    def lint(self, profile: str = "ses") -> Report:
        """Check the octets and the envelope of this message."""
        return lint(self, profile=profile)

    def as_bytes(self, profile: str | None = "ses") -> bytes:
        """Return the octets of the message: CRLF line ends, no Bcc. They are what RawMessage.Data takes.

        They are checked first; a finding of severity error raises `PreflightError`. ``profile=None`` skips the check.
        """
        if profile is None:
            return self._plan.as_bytes()
        report = self.lint(profile)
        report.raise_for_errors()
        return report.source

    __bytes__ = as_bytes

    def write_to(self, file: BinaryIO, profile: str | None = "ses") -> None:
        """Write what `as_bytes` returns to a binary file; with ``profile=None`` piece by piece."""
        for chunk in self.as_chunks() if profile is None else [self.as_bytes(profile)]:
            _write_all(file, chunk)

    def as_chunks(self) -> Iterator[bytes]:
        """Return the octets in pieces, unchecked. All fields are written before the first piece is given."""
        return self._plan.chunks()

    def __repr__(self) -> str:
        return f"<Message {self.subject!r:.60} from {self.from_.addr_spec} to {len(self.envelope.recipients)}>"

    # -- below: how it is kept -----------------------------------------------------------------------------------------

    @cached_property
    def _plan(self) -> Plan:
        fields: list[bytes] = []
        content_fields: list[bytes] = []
        for name, body in self._fields():
            (content_fields if name.lower().startswith("content-") else fields).append(body.write(name))
        tree = lay_out(self._text, self._html, self.embedded, self.attached)
        return plan(fields, tree, self._message_id.ids[0], content_fields)

    def _fields(self) -> Iterator[tuple[str, FieldBody]]:
        """Pass all fields but the MIME ones in the order they are written; empty ones are never written."""
        yield "From", AddressList((self.from_,))
        if self.sender:
            yield "Sender", AddressList((self.sender,))
        for name, members in (("To", self.to), ("Cc", self.cc), ("Reply-To", self.reply_to)):
            if members:
                yield name, AddressList(members)
        if self.subject is not None:
            yield "Subject", Text(self.subject)
        yield "Date", self._date
        yield "Message-ID", self._message_id
        for name, ids in (("In-Reply-To", self.in_reply_to), ("References", self.references)):
            if ids:
                yield name, MessageIds(ids)
        yield from self.extra_fields

    def _with_fields(self, *fields: tuple[str, FieldBody]) -> Self:
        """Add fields; refuse a second one of a name that may stand once, and what cannot be folded."""
        for name, body in fields:
            folded = name.lower()
            if folded in headers.ONCE_ONLY and any(folded == other.lower() for other, _ in self.extra_fields):
                raise HeaderError("this field may stand once, and is already set", field=name)
            body.write(name)
        return self._with(extra_fields=(*self.extra_fields, *fields))

    def _with(self, **changes: Any) -> Self:
        """Copy this message with other parts or fields; what was not given is drawn anew."""
        made = object.__new__(type(self))
        date = self._date if self.date else draw_date()
        identifier = self._message_id if self.message_id else draw_message_id(self.from_)
        made._set(**{**self.__getstate__(), "_date": date, "_message_id": identifier, **changes})
        return made

    def _set(self, **values: Any) -> None:
        self.__dict__.update(values)  # a frozen dataclass without slots: only its own methods come here

    def __getstate__(self) -> dict[str, Any]:
        """Leave out what is worked out from the rest."""
        return {name: value for name, value in self.__dict__.items() if name not in {"_plan", "envelope"}}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self._set(**state)


def _write_all(file: BinaryIO, octets: bytes) -> None:
    """Write all octets. A buffered file takes them at once; an unbuffered one takes some, and says how many."""
    rest = memoryview(octets)
    while rest:
        taken: Any = file.write(rest)  # typed as int, and yet None in many a stand-in
        if taken is None and not isinstance(file, RawIOBase):  # what only looks like a file need not say
            return
        if not taken:
            raise BlockingIOError(f"the file took no more, with {len(rest)} octets of this piece left")
        rest = rest[taken:]
