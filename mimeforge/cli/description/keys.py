"""The keys of a description, each with the reader of its value. docs/guide/build.md is their page for people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from mimeforge import headers
from mimeforge._limits import PARSE_FIELDS_MAX, PARSE_PARTS_MAX
from mimeforge.cli.description.values import (
    Place,
    Reader,
    array,
    bounded,
    file,
    instant,
    judged,
    naming,
    string,
    table,
    text_file,
)
from mimeforge.headers import Address, AddressList, Date, Group, MessageIds, Tags, Text

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["ARGUMENTS", "KEYS"]


def _mailbox(value: object, place: Place) -> Address:
    if isinstance(value, dict):
        given = _ADDRESS(value, place)
        with naming(place, {"display name": "name", "address": "address"}):
            return Address(given.get("name"), given["address"])
    if not isinstance(value, str):
        raise place.expected("one address (a string, or {name = …, address = …})", value)
    with naming(place, {"address": ""}):
        return Address.parse(value)


def _recipient(value: object, place: Place) -> Address | Group:
    if isinstance(value, dict) and "group" in value:
        given = _GROUP(value, place)
        with naming(place, {"group name": "group"}):
            return Group(given["group"], given.get("members", ()))
    return _mailbox(value, place)


def _recipients(value: object, place: Place) -> list[Address | Group]:
    return _EACH_RECIPIENT(value, place) if isinstance(value, list) else [_recipient(value, place)]


def _text(value: object, place: Place) -> str:
    if isinstance(value, dict):
        return str(_TEXT_FILE(value, place)["file"])
    if not isinstance(value, str):
        raise place.expected("a string or {file = …}", value)
    return value


def _message_ids(value: object, place: Place) -> str | list[str]:
    return _EACH_ID(value, place) if isinstance(value, list) else _ID(value, place)


def _attachment(value: object, place: Place) -> dict[str, Any]:
    given = _ATTACHMENT(value, place)
    if ("file" in given) == ("content" in given):
        raise place.wrong("either file or content is expected")
    if "content" not in given:
        return _with_octets(given)
    if "filename" not in given:  # octets have a name where they have a file, and the name tells the media type
        raise place.key("filename").wrong("is missing (content needs one)")
    return {"data": given.pop("content").encode("utf-8"), **given}


def _inline(value: object, place: Place) -> dict[str, Any]:
    return _with_octets(_INLINE(value, place))


def _message(value: object, place: Place) -> dict[str, Any]:
    return _with_octets(_MESSAGE(value, place))


def _with_octets(given: dict[str, Any]) -> dict[str, Any]:
    """Put the octets of ``file`` in its place, and its name where none is given: arguments of a helper of Message."""
    found = given.pop("file")
    return {"data": found.octets, "filename": found.name, **given}


def _fields(value: object, place: Place) -> dict[str, Any]:
    names = value if isinstance(value, dict) else ()
    return table({name: _FIELD_VALUES.get(headers.kind_of(name), string) for name in names})(value, place)


def _tags(value: object, place: Place) -> dict[str, str]:
    names = value if isinstance(value, dict) else ()
    given = table(dict.fromkeys(names, string))(value, place)
    for name, text in given.items():
        with naming(place.key(name), {"name in tags": "", f"value of {name} in tags": ""}):
            Tags.of({name: text}, "tags")
    return given


_ADDRESS: Final = table({"name": string, "address": string}, required=["address"])
_GROUP: Final = table({"group": string, "members": array(_mailbox)})
_EACH_RECIPIENT: Final = array(_recipient)
_TEXT_FILE: Final = table({"file": text_file}, required=["file"])
_ID: Final = judged(string, MessageIds.of)
_EACH_ID: Final = array(_ID)
_FILE_NAME: Final = judged(string, headers.require_file_name)
_MEDIA_TYPE: Final = judged(string, headers.content_type)
_ATTACHMENT: Final = table({"file": file, "content": string, "filename": _FILE_NAME, "content_type": _MEDIA_TYPE})
_INLINE: Final = table(
    {
        "file": file,
        "cid": judged(string, headers.content_id),
        "filename": _FILE_NAME,
        "content_type": _MEDIA_TYPE,
    },
    required=["file", "cid"],
)
_MESSAGE: Final = table({"file": file, "filename": _FILE_NAME}, required=["file"])
_ARN: Final = judged(string, headers.identity_arn)

# What a field of [headers] takes, by its kind; all others take a string.
_FIELD_VALUES: Final[Mapping[object, Reader[Any]]] = {
    AddressList.of: _recipients,
    Date.of: instant,
    MessageIds.of: _message_ids,
}

# The arguments of Message, under their own names but for "from", which in Python is a word of the language.
ARGUMENTS: Final[Mapping[str, Reader[Any]]] = {
    "from": _mailbox,
    "to": _recipients,
    "cc": _recipients,
    "bcc": _recipients,
    "reply_to": _recipients,
    "sender": _mailbox,
    "return_path": _mailbox,
    "subject": judged(string, Text),
    "text": _text,
    "html": _text,
    "date": judged(instant, Date.of),
    "message_id": judged(string, headers.own_message_id),
    "in_reply_to": _message_ids,
    "references": _message_ids,
}

# All keys; those that are no arguments stand for calls of its helpers.
KEYS: Final[Mapping[str, Reader[Any]]] = {
    **ARGUMENTS,
    "inline": bounded(array(_inline), PARSE_PARTS_MAX),
    "attachments": bounded(array(_attachment), PARSE_PARTS_MAX),
    "messages": bounded(array(_message), PARSE_PARTS_MAX),
    "headers": bounded(_fields, PARSE_FIELDS_MAX),
    "unsubscribe": table({"url": judged(string, headers.https_uri), "mailto": string}, required=["url"]),
    "ses": table(
        {
            "source_arn": _ARN,
            "from_arn": _ARN,
            "return_path_arn": _ARN,
            "configuration_set": judged(string, headers.configuration_set),
            "tags": _tags,
        }
    ),
}
