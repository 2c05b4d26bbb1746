"""PAR: Content-Disposition, and the names of files."""

from __future__ import annotations

from datetime import datetime
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

from mimeforge._limits import FILE_NAME_MAX
from mimeforge.codecs import dates
from mimeforge.codecs.visible import shown
from mimeforge.edit import Edit
from mimeforge.errors import HeaderError
from mimeforge.headers import Date
from mimeforge.linter.examples import sample
from mimeforge.linter.finding import Evidence, Severity
from mimeforge.linter.fix import Fix
from mimeforge.linter.rule import LEAF, Hit, part_fields, rule
from mimeforge.rules.fixes import edited, mend
from mimeforge.rules.par.content_fields import ending, listed, parameters_of, unreadable
from mimeforge.rules.par.parameter_edits import add_parameter, set_parameter
from mimeforge.rules.ses.address_delimiters import outside_comments
from mimeforge.tree.mime import filename
from mimeforge.tree.names import file_names, span_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.codecs.parameters import Parameter
    from mimeforge.linter.context import Context
    from mimeforge.tree import Field, Part, Span

__all__ = ["RULES"]

_DISPOSITION: Final = part_fields("Content-Disposition")
# IANA, mail content dispositions.
_KNOWN: Final = frozenset(
    {
        *("aib", "alert", "attachment", "by-reference", "early-session", "form-data", "icon", "info-package", "inline"),
        *("notification", "recipient-list", "recipient-list-history", "recording-session", "render", "session"),
        "signal",
    }
)
# How like a known word one has to be that is taken for it misspelt, of 1.
_CLOSE: Final = 0.8
_DATES: Final = frozenset({"creation-date", "modification-date", "read-date"})
_TAKEN_IN_DATES: Final = frozenset({dates.Problem.OBSOLETE_ZONE, dates.Problem.WEEKDAY})
# What needs neither name nor disposition: messages and reports, multiparts, what is signed or encrypted; and what is
# shown, which needs no disposition.
_NAMELESS: Final = (
    *(
        "application/ms-tnef",
        "application/pgp-",
        "application/pkcs7-",
        "application/x-pkcs7-",
        "message/",
        "multipart/",
    ),
    "text/rfc822-headers",
)
_SHOWN: Final = ("image/", "text/", *_NAMELESS)
# Digits of a size that a message can have; and octets around a file that mail stores count as part of it.
_DIGITS_MAX: Final = 12
_SIZE_AROUND: Final = 8_192

_PDF: Final = "Content-Type: application/pdf"


@rule(
    "PAR121",
    "filename-name-mismatch",
    severity=Severity.WARNING,
    rfc=Severity.WARNING,
    evidence=Evidence.INFERRED,
    source="RFC 2183 §2.3, RFC 2046 §4.5.1: readers show the one or the other",
    looks_at=LEAF,
    bad=(
        sample('Content-Type: application/pdf; name="lunch.pdf"', 'Content-Disposition: inline; filename="lunch.txt"'),
    ),
    good=(
        sample('Content-Type: application/pdf; name="lunch.pdf"', 'Content-Disposition: inline; filename="menu.PDF"'),
        sample('Content-Type: application/pdf; name="lunch"', 'Content-Disposition: inline; filename="lunch.pdf"'),
    ),
)
def names_differ(part: Part, context: Context) -> Iterator[Hit]:
    """The name in Content-Type and the filename in Content-Disposition have different endings.

    Readers show the one or the other, and filters judge the one or the other. Write one name in both.
    """
    content_type, disposition = part.field("Content-Type"), part.field("Content-Disposition")
    if content_type is None or disposition is None:
        return
    name, shown_name = filename(None, content_type), filename(disposition, None)
    if name and shown_name and ending(name) and ending(shown_name) and ending(name) != ending(shown_name):
        message = f"{shown(name)} here, and {shown(shown_name)} in Content-Disposition: write one name in both"
        yield Hit(_place_of_name(content_type), message, field=content_type)


@rule(
    "PAR122",
    "filename-missing",
    severity=Severity.NOTE,
    rfc=Severity.NOTE,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2183 §2.3; mail programs make names up",
    looks_at=LEAF,
    bad=(sample(_PDF, "Content-Disposition: attachment"),),
    good=(
        sample(_PDF, "Content-Disposition: attachment; filename=lunch.pdf"),
        sample("Content-Type: application/pdf; name=lunch.pdf", "Content-Disposition: attachment"),
        sample("Content-Type: application/pgp-signature", "Content-Disposition: attachment"),
    ),
)
def attachment_without_name(part: Part, context: Context) -> Iterator[Hit]:
    """An attachment has no name.

    Mail programs make one up, such as ATT00001.bin, which opens in nothing. Give it a filename.
    """
    disposition = part.field("Content-Disposition")
    if disposition is None or part.disposition != "attachment" or part.media_type.startswith(_NAMELESS):
        return
    # What has a Content-ID is shown within the HTML, not offered.
    if not part.filename and not part.content_id and not unreadable(disposition, context):
        message = "an attachment without filename: mail programs make one up; give it one"
        yield Hit(disposition.value_span, message, field=disposition)


@rule(
    "PAR123",
    "name-deprecated",
    severity=Severity.NOTE,
    rfc=Severity.NOTE,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2183 §2.3; RFC 2046 §4.5.1 deprecates name",
    looks_at=LEAF,
    overlay="strict",
    bad=(sample("Content-Type: application/pdf; name=lunch.pdf", "Content-Disposition: attachment"),),
    good=(sample(_PDF, "Content-Disposition: attachment; filename=lunch.pdf"),),
)
def only_name(part: Part, context: Context) -> Iterator[Hit]:
    """A file is named in Content-Type only.

    ``name`` is the old way. Write ``filename`` in Content-Disposition.
    """
    content_type = part.field("Content-Type")
    if content_type and filename(None, content_type) and not filename(part.field("Content-Disposition"), None):
        message = "a file with a name in Content-Type only: write filename in Content-Disposition"
        yield Hit(_place_of_name(content_type), message, field=content_type, fix=_named_here(part))


def _named_here(part: Part) -> Fix | None:
    """Write the name into Content-Disposition too, where there is one that is not broken."""
    field, name = part.field("Content-Disposition"), filename(None, part.field("Content-Type"))
    if field is None or not name or not name.isprintable() or part.disposition is None or listed(field).fault:
        return None
    is_free = all(one.name != "filename" for one in field.parameterized.written)
    edit = add_parameter(field, "filename", name) if is_free else None
    # Readers took the other name before.
    return Fix("write filename in Content-Disposition", (edit,)) if edit and edited(field, (edit,)) else None


@rule(
    "PAR124",
    "disposition-unknown",
    severity=Severity.WARNING,
    rfc=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2183 §2.8: taken for attachment; IANA, mail content dispositions",
    looks_at=_DISPOSITION,
    bad=(sample("Content-Disposition: attachement; filename=lunch.txt"), sample("Content-Disposition: embedded")),
    good=(sample("Content-Disposition: Inline"), sample("Content-Disposition: x-hidden")),
)
def unknown_disposition(field: Field, context: Context) -> Iterator[Hit]:
    """Content-Disposition holds a word that nobody knows.

    Readers take the part for an attachment, or show it. Write inline or attachment.
    """
    word = parameters_of(field, context).value
    if word.lower() in _KNOWN or word[:2].lower() == "x-" or not word or unreadable(field, context):
        return
    message = f"{shown(word)} is no disposition, and taken for attachment: write inline or attachment"
    place = span_in(field, 0, len(word))
    meant = get_close_matches(word.lower(), ("attachment", "inline"), n=1, cutoff=_CLOSE)
    fix = mend(f"write {meant[0]}", field, Edit(place, meant[0].encode("ascii"))) if meant else None
    yield Hit(place, message, fix=fix)


@rule(
    "PAR125",
    "disposition-missing",
    severity=Severity.NOTE,
    rfc=Severity.NOTE,
    evidence=Evidence.INFERRED,
    source="RFC 2183 §2: the field is optional, and without it readers decide",
    looks_at=LEAF,
    overlay="strict",
    bad=(sample("Content-Type: application/pdf"),),
    good=(sample("Content-Type: application/pgp-signature"), sample("Content-Type: image/png")),
)
def file_without_disposition(part: Part, context: Context) -> Iterator[Hit]:
    """A file has no Content-Disposition.

    Readers decide whether they show it or offer it. Write attachment, with the name of the file.
    """
    field = part.field("Content-Type")
    if field and part.field("Content-Disposition") is None and not part.media_type.startswith(_SHOWN):
        message = f"{shown(part.media_type)} without Content-Disposition: write attachment, with its filename"
        yield Hit(field.value_span, message, field=field)


@rule(
    "PAR126",
    "disposition-date-syntax",
    severity=Severity.WARNING,
    rfc=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2183 §2.4 to §2.6: a date-time of RFC 5322 §3.3 in quotes",
    looks_at=_DISPOSITION,
    bad=(
        sample('Content-Disposition: inline; creation-date="2025-01-20T12:00:00Z"'),
        sample('Content-Disposition: inline; creation-date="30 Feb 2025 12:00:00 +0000"'),
    ),
    good=(
        sample('Content-Disposition: inline; creation-date="Mon, 20 Jan 2025 12:00:00 +0000"'),
        sample('Content-Disposition: inline; modification-date="Mon, 20 Jan 2025 12:00:00 GMT"'),
    ),
)
def date_of_file(field: Field, context: Context) -> Iterator[Hit]:
    """A date in Content-Disposition is not written as in the Date field.

    Readers drop it, or the name that follows. Write "Mon, 20 Jan 2025 12:00:00 +0000", in quotes.
    """
    for parameter in _named(field, context, b"-date", _DATES):
        if not _is_date(parameter.value):
            what = f"{shown(parameter.value)} in {parameter.name}"
            message = f'{what} is no date as in the Date field: write "Mon, 20 Jan 2025 12:00:00 +0000"'
            yield Hit(span_in(field, parameter.start, parameter.end), message, fix=_from_iso(field, parameter))


def _from_iso(field: Field, parameter: Parameter) -> Fix | None:
    """Write a date of ISO 8601 as mail has it; without a zone, nobody knows which moment is meant."""
    try:
        date = Date.of(datetime.fromisoformat(parameter.value), parameter.name).write("")
    except (ValueError, HeaderError):
        return None
    edit = set_parameter(field, parameter, date.decode("ascii").lstrip(": ").rstrip())
    return mend("write the date as mail has it", field, edit) if edit else None


def _is_date(value: str) -> bool:
    """Whether readers take a value for a date: one with the old name of a zone they do, or with UTC."""
    faults = dates.faults(value, outside_comments(value))
    return all(fault.problem in _TAKEN_IN_DATES or value[fault.start : fault.end].upper() == "UTC" for fault in faults)


@rule(
    "PAR127",
    "disposition-size-wrong",
    severity=Severity.WARNING,
    rfc=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2183 §2, §2.7: digits, the approximate size of the file in octets",
    looks_at=LEAF,
    bad=(
        sample('Content-Disposition: inline; size="20 KB"'),
        sample("Content-Disposition: inline; size=-1"),
        sample("Content-Disposition: inline; size=200000"),
    ),
    good=(sample("Content-Disposition: inline; size=20"), sample("Content-Disposition: inline; size=4000")),
)
def size_of_file(part: Part, context: Context) -> Iterator[Hit]:
    """The size in Content-Disposition is no number, or far more than there is.

    The file seems to be cut, where the size is of the file. Some programs count what belongs to it, so that only a size
    of more than double counts, and is a note. Write the octets of the file, or leave the size out.
    """
    field = part.field("Content-Disposition")
    if field is None:
        return
    length = part.body_span.end - part.body_span.start
    for parameter in _named(field, context, b"size", frozenset({"size"})):
        size = parameter.value
        place = span_in(field, parameter.start, parameter.end)
        if not (size.isascii() and size.isdigit()):
            edit = set_parameter(field, parameter, str(len(part.content)))
            fix = mend("write the size of the file", field, edit) if edit else None
            message = f"{shown(size)} is no size: write the octets of the file in digits"
            yield Hit(place, message, field=field, fix=fix)
        elif len(size) > _DIGITS_MAX or int(size) > 2 * length + _SIZE_AROUND:
            message = f"a size of {shown(size)}, where the encoded file has {length:,} octets: is it cut?"
            yield Hit(place, message, field=field, severity=Severity.NOTE)


@rule(
    "PAR128",
    "filename-long",
    severity=Severity.WARNING,
    rfc=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2183 §2.3: readers may cut a name; file systems take 255 octets",
    looks_at=_DISPOSITION,
    bad=(sample(f'Content-Disposition: inline; filename="{"lunch " * 43}.txt"'),),
    good=(sample(f'Content-Disposition: inline; filename="{"l" * 251}.txt"'),),
)
def long_name(field: Field, context: Context) -> Iterator[Hit]:
    """A file name is longer than file systems allow.

    Mail programs cut it, often with its ending, or cannot save the file. Write a shorter name.
    """
    if len(field.raw) <= FILE_NAME_MAX:
        return
    name = filename(field, None)
    size = len(name.encode("utf-8", "replace")) if name else 0
    if size > FILE_NAME_MAX:
        message = f"a file name of {size:,} octets, where file systems take {FILE_NAME_MAX}: write a shorter one"
        yield Hit(_place_of_name(field), message)


def _named(field: Field, context: Context, hint: bytes, names: frozenset[str]) -> Iterator[Parameter]:
    """Pass the first parameter of each name, if the field holds the hint."""
    if hint not in field.raw.lower() or unreadable(field, context):
        return
    seen: set[str] = set()
    for parameter in parameters_of(field, context).written:
        if parameter.name in names - seen and parameter.segment is None and not parameter.extended:
            seen.add(parameter.name)
            yield parameter


def _place_of_name(field: Field) -> Span:
    """Point at a file name of a field, or at all that may hold it."""
    names = file_names([field])
    return names[0].span if names else field.value_span


RULES = (
    names_differ,
    attachment_without_name,
    only_name,
    unknown_disposition,
    file_without_disposition,
    date_of_file,
    size_of_file,
    long_name,
)
