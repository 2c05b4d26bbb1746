"""Header fields: one frozen value type per kind of field, each with one method that writes its lines.

Kinds: `Text`, `AddressList`, `MessageIds`, `Date`, `Content`, `Opaque`, `Uris`, `Tags`. `names` is the one table that
says which field name has which kind.
"""

from mimeforge.headers.address import Address, AddressLike, Group
from mimeforge.headers.address_list import AddressList, RecipientLike
from mimeforge.headers.checks import require_field_name
from mimeforge.headers.content import Content, content_type, disposition, require_file_name, with_name
from mimeforge.headers.date import Date
from mimeforge.headers.message_ids import MessageIds, content_id, own_message_id
from mimeforge.headers.names import ONCE_ONLY, FieldBody, field_body, kind_of, owner_of
from mimeforge.headers.opaque import Opaque, Uris, https_uri, mailto_uri, uri
from mimeforge.headers.raw import Raw
from mimeforge.headers.ses import (
    Tags,
    arn_fault,
    configuration_set,
    identity_arn,
    match_identity_arn,
    template_arn_fault,
)
from mimeforge.headers.text import Text

__all__ = [
    "ONCE_ONLY",
    "Address",
    "AddressLike",
    "AddressList",
    "Content",
    "Date",
    "FieldBody",
    "Group",
    "MessageIds",
    "Opaque",
    "Raw",
    "RecipientLike",
    "Tags",
    "Text",
    "Uris",
    "arn_fault",
    "configuration_set",
    "content_id",
    "content_type",
    "disposition",
    "field_body",
    "https_uri",
    "identity_arn",
    "kind_of",
    "mailto_uri",
    "match_identity_arn",
    "own_message_id",
    "owner_of",
    "require_field_name",
    "require_file_name",
    "template_arn_fault",
    "uri",
    "with_name",
]
