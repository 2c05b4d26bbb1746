"""Which field name has which kind: one table. And which names belong to an argument of Message."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Protocol

from mimeforge._ses_facts import ARN_FIELDS, ONCE_ONLY_FIELDS
from mimeforge.headers.address_list import AddressList
from mimeforge.headers.checks import require_field_name
from mimeforge.headers.date import Date
from mimeforge.headers.message_ids import MessageIds
from mimeforge.headers.opaque import Opaque, Uris
from mimeforge.headers.ses import Tags, configuration_set, identity_arn
from mimeforge.headers.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["ONCE_ONLY", "FieldBody", "field_body", "kind_of", "owner_of"]


class FieldBody(Protocol):
    """A value of one kind: it knows what it says and how its field is written."""

    def write(self, name: str) -> bytes:
        """Write the whole field, folded, with its CRLF."""
        ...


# Fields that Message writes, and how to have it do so.
_OWNERS: Final = {
    "from": "use the argument from_",
    "sender": "use the argument sender",
    "to": "use the argument to",
    "cc": "use the argument cc",
    "bcc": "use the argument bcc",
    "reply-to": "use the argument reply_to",
    "return-path": "use the argument return_path",
    "subject": "use the argument subject",
    "date": "use the argument date",
    "message-id": "use the argument message_id",
    "in-reply-to": "use the argument in_reply_to",
    "references": "use the argument references",
    "mime-version": "it is always there",
    "content-type": "use the arguments text and html, .attach() and .embed()",
    "content-transfer-encoding": "it is chosen by the content",
    "content-disposition": "use .attach() and .embed()",
    "content-id": "use .embed()",
    "list-unsubscribe-post": "use .unsubscribe()",
    "resent-bcc": "blind recipients stay out of the octets, use the argument bcc",
}

# Fields that programs read and nobody decodes: a token, a number or an address of a machine, by the RFC that registers
# them or the program that made them up. Every List-* and X-SES-* field that is not named below is one too.
_OPAQUE: Final = """
    accept-language archived-at auto-submitted content-base content-language content-location content-md5
    dkim-signature domainkey-signature feedback-id importance original-recipient precedence priority sensitivity
    thread-index vbr-info x-auto-response-suppress x-priority x-entity-ref-id
""".split()

_ADDRESSES: Final = """
    bounces-to delivered-to disposition-notification-to errors-to mail-followup-to mail-reply-to original-from
    resent-cc resent-from resent-reply-to resent-sender resent-to return-receipt-to x-original-to
""".split()

# RFC 2369 §3. List-Post may say NO instead; that and comments are for raw_header.
_LISTS_OF_URIS: Final = "list-archive list-help list-owner list-post list-subscribe list-unsubscribe".split()

_KINDS: Final[dict[str, Callable[[Any, str], FieldBody]]] = {
    **dict.fromkeys(_OPAQUE, Opaque.of),
    **dict.fromkeys(_ADDRESSES, AddressList.of),
    **dict.fromkeys(_LISTS_OF_URIS, Uris.of),
    "original-message-id": MessageIds.of,
    "resent-message-id": MessageIds.of,
    "resent-date": Date.of,
    "x-ses-configuration-set": configuration_set,
    "x-ses-message-tags": Tags.of,
    **dict.fromkeys((name.lower() for name in ARN_FIELDS), identity_arn),
}

# Fields of which Amazon SES takes one, and those of RFC 5322 §3.6 and of its own that it does not list.
ONCE_ONLY: Final = frozenset(
    {name.lower() for name in (*ONCE_ONLY_FIELDS, *ARN_FIELDS, "To", "Cc", "Bcc")}
    | {"x-ses-configuration-set", "x-ses-message-tags", "x-ses-list-management-options", "x-ses-tenant"}
)


def owner_of(name: str) -> str | None:
    """Say how to have Message write this field, where it does so itself; None where it does not."""
    return _OWNERS.get(name.lower())


def kind_of(name: str) -> Callable[[Any, str], FieldBody]:
    """Return the constructor for fields of this name; call it with the value and the argument to name in errors."""
    key = name.lower()
    return _KINDS.get(key, Opaque.of if key.startswith(("list-", "x-ses-")) else Text)


def field_body(name: str, value: Any) -> FieldBody:
    """Make the value of a field, of the kind its name has; raise `HeaderError` or `AddressError` naming the field."""
    return kind_of(require_field_name(name))(value, name)
