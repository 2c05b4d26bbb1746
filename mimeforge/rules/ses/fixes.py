"""What mends the fields in which a message carries settings for Amazon SES."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mimeforge._grammar import FOLD_RE
from mimeforge._limits import SES_CONFIGURATION_SET_MAX, SES_TENANT_MAX
from mimeforge._ses_facts import (
    ARN_FIELDS,
    CONFIGURATION_SET_FIELD,
    CONFIGURATION_SET_RE,
    LIST_OPTIONS_FIELD,
    LIST_OPTIONS_RE,
    TAGS_FIELD,
    TENANT_FIELD,
)
from mimeforge.codecs.encoded_word import decode_text
from mimeforge.edit import Edit
from mimeforge.errors import HeaderError
from mimeforge.headers import Tags, arn_fault
from mimeforge.rules.fixes import mend, replace_value
from mimeforge.tree import Span

if TYPE_CHECKING:
    from collections.abc import Callable

    from mimeforge.linter.fix import Fix
    from mimeforge.tree import Field

__all__ = ["list_options_fix", "service_fix", "setting_as_it_is"]


def setting_as_it_is(field: Field) -> Fix | None:
    """Write a setting without encoded-words and folds, where one comes of it that SES takes."""
    text = _plain(field)
    is_right = _IS_RIGHT[field.name.upper()]
    if not text.isascii() or not is_right(text):
        return None
    return mend("write the value as it is", field, replace_value(field, text.encode("ascii")))


def service_fix(field: Field) -> Fix | None:
    """Name the service in an ARN by the one name that it has there, whatever the version of the API."""
    fault = arn_fault(field.value)
    if fault is None or fault.found != "sesv2":
        return None
    end = fault.position + len(fault.found)
    start = field.value_span.start
    edit = Edit(Span(start + fault.position, start + end), b"ses")
    is_right = _is_arn(field.value[: fault.position] + "ses" + field.value[end:])
    return mend("write ses", field, edit) if is_right else None


def list_options_fix(field: Field) -> Fix | None:
    """Write list options without the braces of the documents, and with a semicolon where a comma stands."""
    text = _plain(field).replace("{", "").replace("}", "").replace(",", ";")
    if not text.isascii() or not LIST_OPTIONS_RE.fullmatch(text):
        return None
    return mend("write LIST; topic=TOPIC", field, replace_value(field, text.encode("ascii")))


def _plain(field: Field) -> str:
    unfolded = FOLD_RE.sub(b"", field.raw).decode(field.encoding)
    return decode_text(unfolded).strip(" \t")


def _is_arn(text: str) -> bool:
    return arn_fault(text) is None


def _is_configuration_set(text: str) -> bool:
    return len(text) <= SES_CONFIGURATION_SET_MAX and CONFIGURATION_SET_RE.fullmatch(text) is not None


def _is_tenant(text: str) -> bool:
    return len(text) <= SES_TENANT_MAX and CONFIGURATION_SET_RE.fullmatch(text) is not None


def _are_tags(text: str) -> bool:
    try:
        Tags.of(text, TAGS_FIELD)
    except HeaderError:
        return False
    return True


def _are_list_options(text: str) -> bool:
    return LIST_OPTIONS_RE.fullmatch(text) is not None


_IS_RIGHT: Final[dict[str, Callable[[str], bool]]] = {
    **dict.fromkeys(ARN_FIELDS, _is_arn),
    CONFIGURATION_SET_FIELD: _is_configuration_set,
    TAGS_FIELD: _are_tags,
    LIST_OPTIONS_FIELD: _are_list_options,
    TENANT_FIELD: _is_tenant,
}
