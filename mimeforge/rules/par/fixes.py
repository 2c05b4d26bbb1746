"""PAR, HDR, MIM: what repairs the syntax of Content-Type and Content-Disposition, problem by problem."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mimeforge._grammar import BOUNDARY_RE, LWSP, MEDIA_TYPE_RE, QUOTED_PAIR_RE, RECEIVED_MSG_ID_RE, TOKEN_RE
from mimeforge.codecs import charsets, encoded_word, parameters
from mimeforge.edit import Edit
from mimeforge.rules.fixes import edited, mend, replace_value
from mimeforge.rules.par.content_fields import Unreadable, doubles, listed
from mimeforge.rules.par.parameter_edits import (
    DECISIVE,
    FILE_NAMES,
    PARAMETERS_MAX,
    drop_parameter,
    parameter_at,
    set_parameter,
    shown_value,
    stretch_of,
)
from mimeforge.rules.ses.parameter_list import Problem
from mimeforge.tree import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mimeforge.codecs.parameters import Parameter
    from mimeforge.linter.fix import Fix
    from mimeforge.rules.ses.parameter_list import Parameter as SesParameter
    from mimeforge.tree import Field

__all__ = ["drop_comments", "drop_double", "leave_out", "quote_with_comment", "repair", "unescape"]

_BLANKS: Final = LWSP.encode("ascii")
# What is written where type/subtype belongs, and read as text/plain (RFC 2045 §5.2) rightly.
_PLAIN: Final = frozenset({"text", "text/", "plain"})
# How values look that decide how a part is read; those of the others of this kind are tokens.
_FORMS: Final = {
    "boundary": BOUNDARY_RE,
    "protocol": MEDIA_TYPE_RE,
    "start": RECEIVED_MSG_ID_RE,
    "type": MEDIA_TYPE_RE,
}
# Faults that are repaired in one field: a few are a slip of a program, more are no such field.
_FAULTS_MAX: Final = 5
_DISPOSITIONS: Final = frozenset({"attachment", "inline"})
_QUOTE: Final = "put the value in quotes"
_EXTEND: Final = "write the value in the extended form"


def repair(found: Unreadable) -> Fix | None:
    """Repair what makes a field unreadable; None where somebody has to say what is meant.

    None, too, where more is wrong behind it, and that cannot be repaired: one fault hides the next.
    """
    fix = _repair(found, _FAULTS_MAX)
    after = edited(found.field, fix.edits) if fix else None
    is_sound = (
        after is not None and _finds_parts(found.field, after) and len(doubles(after)) <= len(doubles(found.field))
    )
    return fix if is_sound else None


def drop_comments(field: Field, *, safe: bool) -> Fix | None:
    """Take the comments of a field away, with the blanks before each."""
    edits = [Edit(_with_blanks(field, comment)) for comment in _comments(field)]
    return mend("take the comment away", field, *edits, safe=safe) if edits else None


def quote_with_comment(field: Field, comment: Span) -> Fix | None:
    """Put a file name in quotes with what looks like a comment in it; None where that stands elsewhere."""
    parameter = parameter_at(field, comment.start)
    if parameter is None or parameter.is_quoted or parameter.name not in FILE_NAMES:
        return None
    value = shown_value(parameter)
    return None if value is None else _write(field, parameter, value)


def unescape(field: Field, parameter: SesParameter) -> Fix | None:
    """Write a value without backslashes that escape nothing; None where one may be meant, before letters and digits.

    Readers differ in whether they show a backslash that they should drop. Where all know the pair, and some end the
    value at it, the value is written in a form without quotes.
    """
    start = field.body_span.start
    written = field.raw[parameter.value_start : parameter.end].decode("latin-1")
    escaped = {pair[1] for pair in QUOTED_PAIR_RE.finditer(written)}
    if not parameter.value.isascii() or any(character.isalnum() for character in escaped):
        return None
    place = Span(start + parameter.value_start, start + parameter.end)
    if escaped - {'"', "\\"}:
        value = parameters.quoted(parameter.value).encode("ascii")
        return mend("leave the backslash out", field, Edit(place, value), safe=False)
    read = parameter_at(field, place.start)
    return _write(field, read, parameter.value) if read else None


def leave_out(field: Field, *names: str) -> Fix | None:
    """Take parameters away, in all their forms."""
    written = [one for one in field.parameterized.written if one.name in names]
    if not written or len(written) > PARAMETERS_MAX:
        return None
    edits = [drop_parameter(field, stretch_of(field, one)) for one in written]
    made = [edit for edit in edits if edit]
    return mend("leave it out", field, *made) if len(made) == len(edits) else None


def drop_double(field: Field, parameter: SesParameter, written: Sequence[SesParameter]) -> Fix | None:
    """Take away a parameter that says once more what the first of its name says, and those behind that do so too.

    ``written`` are all of the field. None where one of the name says something else, and where there are too many.
    """
    if len(written) > PARAMETERS_MAX:
        return None
    same = [one for one in written if one.name == parameter.name]
    if any(_said(one) != _said(parameter) for one in same):
        return None
    start = field.body_span.start
    again = [one for one in same if one.start >= parameter.start]
    edits = [drop_parameter(field, Span(start + one.start, start + one.end)) for one in again]
    made = [edit for edit in edits if edit]
    return mend("take the second one away", field, *made) if len(made) == len(edits) else None


def _repair(found: Unreadable, faults: int) -> Fix | None:
    make = _REPAIRS.get(found.fault.problem)
    fix = make(found) if make and faults else None
    after = edited(found.field, fix.edits) if fix else None
    read = listed(after) if after else None
    if fix is None or after is None or read is None or read.fault is None:
        return fix
    following = _repair(Unreadable(after, after.raw, read, read.fault), faults - 1)
    return fix if following and (following.safe or not fix.safe) else None


def _finds_parts(field: Field, after: Field) -> bool:
    """Whether a Content-Type with its repairs, ``after``, is none of a multipart, or its boundary begins parts.

    What is wrong with the boundary is another question, and a fault before it hides that.
    """
    if not after.parameterized.value.lower().startswith("multipart/"):
        return True
    boundary = after.parameterized.parameters.get("boundary", "").encode("ascii", "replace")
    return bool(boundary) and any(b"\n--" + boundary + behind in field.source.octets for behind in (b"\r\n", b"\n"))


def _said(parameter: SesParameter) -> str:
    return charsets.canonical(parameter.value) if parameter.name == "charset" else parameter.value


def _quote_value(found: Unreadable) -> Fix | None:
    field = found.field
    parameter = parameter_at(field, field.body_span.start + found.fault.start)
    if parameter is None or parameter.is_quoted or not (parameter.value.isascii() or field.encoding == "utf-8"):
        return None
    value = shown_value(parameter)
    return _write(field, parameter, value) if value is not None and _may_be_value(parameter.name, value) else None


def _write(field: Field, parameter: Parameter, value: str) -> Fix | None:
    edit = set_parameter(field, parameter, value)
    if edit is None:
        return None
    return mend(_EXTEND if edit.span == stretch_of(field, parameter) else _QUOTE, field, edit)


def _may_be_value(name: str, value: str) -> bool:
    """Whether a value may be meant as it stands; of a parameter with an odd name, nobody knows."""
    if name == "charset":
        return charsets.is_name(value)
    form = _FORMS.get(name, TOKEN_RE if name in DECISIVE else None)
    return "*" not in name and (form is None or form.fullmatch(value) is not None)


def _put_semicolon(found: Unreadable) -> Fix | None:
    """Write the semicolon before name=value, in the place of a comma; or the quotes in a value as part of it."""
    field, raw, _, fault = found
    start = field.body_span.start
    at_fault = raw[fault.start : fault.end]
    if at_fault == b",":
        return mend("write a semicolon", field, Edit(Span(start + fault.start, start + fault.end), b";"), safe=False)
    if raw[fault.end :].lstrip(_BLANKS).startswith(b"="):
        at = start + len(raw[: fault.start].rstrip(_BLANKS))
        return mend("write a semicolon", field, Edit(Span(at, at), b";"), safe=False)
    return _escape_quotes(found)


def _escape_quotes(found: Unreadable) -> Fix | None:
    """Take quotes within quotes for part of the value, where the last of them ends it."""
    field, raw, read, _ = found
    value_start = read.parameters[-1].value_start if read.parameters else len(raw)
    written = raw[value_start:].partition(b";")[0].rstrip(_BLANKS)
    inner = written[1:-1]
    is_sure = written.startswith(b'"') and written.endswith(b'"') and inner.count(b'"') % 2 == 0
    parameter = parameter_at(field, field.body_span.start + value_start)
    if not is_sure or parameter is None or b"\\" in inner or not inner.isascii() or b"\n" in inner:
        return None
    stretch = stretch_of(field, parameter)
    edit = set_parameter(field, parameter, inner.decode("ascii"))
    if edit is None or edit.span != stretch:
        return None
    whole = Span(stretch.start, field.body_span.start + value_start + len(written))
    return mend(_EXTEND, field, Edit(whole, edit.replacement), safe=False)


def _give_value(found: Unreadable) -> Fix | None:
    """Write an empty value as such; what decides how a part is read needs one."""
    field, raw, _, fault = found
    if fault.parameter in DECISIVE:
        return None
    at = fault.end if fault.at_end else len(raw[: fault.start].rstrip(_BLANKS))
    at += field.body_span.start
    return mend('write an empty value as ""', field, Edit(Span(at, at), b'""'))


def _drop_semicolons(found: Unreadable) -> Fix | None:
    field, raw, _, fault = found
    if raw[fault.start : fault.end] != b";":
        return None
    behind = raw[fault.start :]
    run = behind[: len(behind) - len(behind.lstrip(b";" + _BLANKS))].rstrip(_BLANKS)
    start = field.body_span.start + fault.start
    return mend("take the semicolon away", field, Edit(Span(start, start + len(run))))


def _close_quote(found: Unreadable) -> Fix | None:
    field, raw, _, fault = found
    start = field.body_span.start + fault.start
    parameter = parameter_at(field, start)
    behind = raw[fault.start + 1 :]
    if parameter is None or b"\\" in behind:
        return None
    if not parameter.is_quoted:
        return _quote_value(found)
    if b";" in behind or not _may_be_value(parameter.name, parameter.value):
        return None
    at = field.value_span.end
    return mend("close the quote", field, Edit(Span(at, at), b'"'))


def _name_type(found: Unreadable) -> Fix | None:
    """Write out a type that all readers take for one, or take away the quotes around it."""
    field = found.field
    written, behind = _head(field)
    name = written.strip('"')
    meant = "text/plain" if name.lower() in _PLAIN else name
    if not MEDIA_TYPE_RE.fullmatch(meant):
        return None
    return mend("write type/subtype", field, replace_value(field, meant.encode("ascii") + behind))


def _name_disposition(found: Unreadable) -> Fix | None:
    field = found.field
    written, behind = _head(field)
    word = encoded_word.decode_text(written.strip('"')).lower()
    if word not in _DISPOSITIONS:
        return None
    return mend("write the word alone", field, replace_value(field, word.encode("ascii") + behind))


_REPAIRS: Final[dict[Problem, Callable[[Unreadable], Fix | None]]] = {
    Problem.NO_TYPE: _name_type,
    Problem.NO_SLASH: _name_type,
    Problem.NO_SUBTYPE: _name_type,
    Problem.NO_DISPOSITION: _name_disposition,
    Problem.NO_NAME: _drop_semicolons,
    Problem.NO_VALUE: _give_value,
    Problem.SPECIAL_FIRST: _quote_value,
    Problem.UNQUOTED_SPECIAL: _quote_value,
    Problem.NO_SEMICOLON: _put_semicolon,
    Problem.UNCLOSED_QUOTE: _close_quote,
    Problem.UNCLOSED_COMMENT: _quote_value,
}


def _head(field: Field) -> tuple[str, bytes]:
    """Cut a value before its first semicolon: what stands there, and the octets from there on."""
    octets = field.source.read(field.value_span)
    head, semicolon, behind = octets.partition(b";")
    return head.strip(_BLANKS).decode("latin-1"), semicolon + behind


def _comments(field: Field) -> list[Span]:
    """Find the comments of a field: what is blank without them."""
    raw = field.raw.decode("latin-1")
    blanked = parameters.without_comments(raw)
    found, at = [], 0
    while (at := raw.find("(", at)) >= 0:
        end = None if blanked[at] == "(" else parameters.comment_end(raw, at)
        if end is not None:
            found.append(Span(field.body_span.start + at, field.body_span.start + end))
        at = end or at + 1
    return found


def _with_blanks(field: Field, comment: Span) -> Span:
    """Take the blanks before a comment along; those behind it, where it comes first."""
    octets, (start, end) = field.source.octets, field.body_span
    before = octets[start : comment.start].rstrip(_BLANKS)
    if before:
        return Span(start + len(before), comment.end)
    behind = octets[comment.end : end]
    return Span(comment.start, end - len(behind.lstrip(_BLANKS)))
