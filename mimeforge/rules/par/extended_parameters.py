"""PAR: the extended parameters of RFC 2231."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final
from unicodedata import normalize

from mimeforge._grammar import PARAMETER_PLAIN_RE
from mimeforge._limits import LINE_FOLD
from mimeforge.codecs import charsets, encoded_word
from mimeforge.codecs.parameters import has_bad_escape, unescaped
from mimeforge.codecs.visible import shown
from mimeforge.linter.examples import sample
from mimeforge.linter.finding import Evidence, Severity
from mimeforge.linter.rule import Hit, part_fields, rule
from mimeforge.rules.par.content_fields import ending, repeated
from mimeforge.rules.par.extended_fixes import number_anew, sort_segments, write_anew
from mimeforge.rules.par.extended_forms import forms_of, misnamed
from mimeforge.rules.par.parameter_edits import DECISIVE
from mimeforge.tree.names import span_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.codecs.parameters import Parameter
    from mimeforge.linter.context import Context
    from mimeforge.tree import Field, Span

__all__ = ["RULES"]

_BOTH: Final = part_fields("Content-Type", "Content-Disposition")
_BODY: Final = "--b\r\n\r\nSee you at noon.\r\n--b--\r\n"


@rule(
    "PAR113",
    "p2231-gap",
    severity=Severity.ERROR,
    rfc=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2231 §3: segments count from 0, without gaps and leading zeros",
    looks_at=_BOTH,
    bad=(
        sample("Content-Disposition: inline; filename*0=lunch; filename*2=.txt"),
        sample("Content-Disposition: inline; filename*1=lunch; filename*2=.txt"),
        sample("Content-Disposition: inline; filename*0=lunch; filename*01=.txt"),
        sample("Content-Disposition: inline; filename*0=lunch; filename*1a=.txt"),
        sample("Content-Disposition: inline; filename**=utf-8''lunch.txt"),
    ),
    good=(sample("Content-Disposition: inline; filename*0=lunch; filename*1=.txt"),),
)
def segments_with_gap(field: Field, context: Context) -> Iterator[Hit]:
    """The segments of a parameter are not numbered 0, 1, 2 and so on.

    Readers take what comes before the gap, or nothing: a file name loses its end. Number the segments without gaps
    and leading zeros.
    """
    for name, parameter in misnamed(field, context):
        message = f"{shown(name)} is no segment: write name*0, name*1 and so on"
        yield Hit(_span(field, parameter), message, fix=number_anew(field, parameter.name))
    for forms in forms_of(field, context):
        missing = next((number for number in range(len(forms.segments)) if number not in forms.segments), None)
        if missing is not None:
            behind = min((number for number in forms.segments if number > missing), default=0)
            message = f"segment {missing} of {shown(forms.name)} is missing: readers lose what follows; number from 0"
            yield Hit(_span(field, forms.segments[behind]), message, fix=number_anew(field, forms.name))


@rule(
    "PAR114",
    "p2231-order",
    severity=Severity.NOTE,
    rfc=Severity.NOTE,
    evidence=Evidence.INFERRED,
    source="RFC 2231 §3: numbers, not order, count; simple readers go by the order",
    looks_at=_BOTH,
    bad=(
        sample("Content-Disposition: inline; filename*1=.txt; filename*0=lunch"),
        sample("Content-Disposition: inline; filename*0=lunch; filename*2=s; filename*1=note"),
    ),
    good=(sample("Content-Disposition: inline; filename*0=lunch; filename*1=.txt"),),
)
def segments_out_of_order(field: Field, context: Context) -> Iterator[Hit]:
    """The segments of a parameter are not in the order of their numbers.

    Readers that put them together as they come see another value. It is a warning where a file name then has another
    ending. Write them in order.
    """
    for forms in forms_of(field, context):
        written = [*forms.segments]
        if written != sorted(written):
            joined, sorted_out = ("".join([forms.segments[n].value for n in o]) for o in (written, sorted(written)))
            misplaced = next(n for n, following in pairwise(written) if n > following)
            message = f"the segments of {shown(forms.name)} are not in order, and some readers take them as they come"
            severity = Severity.WARNING if ending(joined) != ending(sorted_out) else Severity.NOTE
            fix = sort_segments(field, forms.segments)
            yield Hit(_span(field, forms.segments[misplaced]), f"{message}: sort them", severity=severity, fix=fix)


@rule(
    "PAR115",
    "p2231-bad-percent",
    severity=Severity.ERROR,
    rfc=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source='RFC 2231 §4, §7: ext-octet := "%" and two hex digits, of text in the charset named',
    looks_at=_BOTH,
    bad=(
        sample("Content-Disposition: inline; filename*=utf-8''50%.txt"),
        sample("Content-Disposition: inline; filename*=utf-8''Zo%E9.txt"),
        sample("Content-Disposition: inline; filename*0*=utf-8''Zo%C3; filename*1=.txt"),
    ),
    good=(
        sample("Content-Disposition: inline; filename*=utf-8''Zo%C3%A9.txt"),
        sample("Content-Disposition: inline; filename*=iso-8859-1''Zo%E9.txt"),
        sample("Content-Disposition: inline; filename*0*=utf-8''Zo%C3; filename*1*=%A9.txt"),
        sample('Content-Disposition: inline; filename="50%.txt"'),
    ),
)
def undecodable_value(field: Field, context: Context) -> Iterator[Hit]:
    """An extended value cannot be decoded.

    A percent sign stands without two hex digits, or the octets are no text in the charset that is named: readers show
    a damaged name. Write each octet beyond the plain characters as % and two hex digits.
    """
    for forms in forms_of(field, context):
        for value in forms.values:
            fault = _fault_of(value)
            if fault:
                fix = write_anew("escape the percent sign", field, value)
                yield Hit(_span(field, value[0]), f"{shown(forms.name)} {fault}", fix=fix)


@rule(
    "PAR116",
    "p2231-no-charset",
    severity=Severity.ERROR,
    rfc=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2231 §4, §4.1, §7: an extended value is charset'language'text, not in quotes",
    looks_at=_BOTH,
    bad=(
        sample("Content-Disposition: inline; filename*=Zo%C3%A9.txt"),
        sample("Content-Disposition: inline; filename*=utf-8'Zo%C3%A9.txt"),
        sample("Content-Disposition: inline; filename*=\"utf-8''Zo%C3%A9.txt\""),
        sample("Content-Disposition: inline; filename*0=Zo; filename*1*=%C3%A9.txt"),
        sample("Content-Disposition: inline; filename*=''lunch.txt"),
    ),
    good=(
        sample("Content-Disposition: inline; filename*=utf-8'en'Zo%C3%A9.txt"),
        sample("Content-Disposition: inline; filename*0*=utf-8''Zo%C3%A9; filename*1=\".txt\""),
    ),
)
def value_without_charset(field: Field, context: Context) -> Iterator[Hit]:
    """An extended value does not begin with its charset, or stands in quotes.

    Readers show the percent signs, guess, or drop the parameter. Write name*=utf-8''text without quotes, and the
    charset in the first segment only. An empty charset is legal, and a note: nobody knows what is meant,
    and some readers see no name then.
    """
    for forms in forms_of(field, context):
        for value in forms.values:
            hit = _charset_fault(field, value)
            if hit:
                yield replace(hit, fix=write_anew("write the charset first, and no quotes", field, value))


@rule(
    "PAR117",
    "p2231-mixed",
    severity=Severity.NOTE,
    rfc=Severity.NOTE,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2231 §4; RFC 6266 §4.3 has both forms in HTTP; readers of mail prefer the one or the other",
    looks_at=_BOTH,
    bad=(
        sample("Content-Disposition: inline; filename=fallback.txt; filename*=utf-8''Zo%C3%A9.txt"),
        sample("Content-Disposition: inline; filename=lunch.txt; filename*=utf-8''lunch.pdf"),
        sample("Content-Disposition: inline; filename=lunch.pdf; filename*0=lunch; filename*1=.txt"),
        sample("Content-Disposition: inline; filename*0=lunch.txt; filename*=utf-8''menu.txt"),
        sample("Content-Disposition: inline; filename=\"\"; filename*=utf-8''Zo%C3%A9.txt"),
    ),
    good=(
        sample("Content-Disposition: inline; filename=\"Zoe.txt\"; filename*=utf-8''Zo%C3%A9.txt"),
        sample("Content-Disposition: inline; filename=\"Zo_.txt\"; filename*=utf-8''Zo%C3%A9.txt"),
    ),
)
def two_forms(field: Field, context: Context) -> Iterator[Hit]:
    """A parameter is written in two forms, with two values.

    Some readers take the plain form, some the extended one. A plain form that only lacks what ASCII cannot write is
    the usual fallback and let pass. It is a warning where file names have different endings, where the plain form is
    empty, and where an extended value stands beside segments. Write one form, or the same name in both.
    """
    for forms in forms_of(field, context):
        if forms.name in DECISIVE:  # PAR119 tells
            continue
        values = [_text(value) for value in forms.values]
        plain = [encoded_word.decode_text(forms.plain.value)] if forms.plain else []
        differing = [text for text in values if plain and not _is_fallback(plain[0], text)]
        if len(set(values)) > 1 or differing:
            texts = [*values, *plain]
            endings = {ending(text) for text in texts} - {""}
            place = forms.extended or forms.segments[min(forms.segments)]
            message = f"{shown(forms.name)} has two values, {shown(plain[0] if plain else values[1])} and"
            message = f"{message} {shown(values[0])}: readers take one or the other; write one"
            is_warning = len(endings) > 1 or len(set(values)) > 1 or "" in texts
            yield Hit(_span(field, place), message, severity=Severity.WARNING if is_warning else Severity.NOTE)


@rule(
    "PAR118",
    "p2231-for-ascii",
    severity=Severity.NOTE,
    rfc=Severity.NOTE,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2231 §1: for values that are not ASCII, or long",
    looks_at=_BOTH,
    overlay="strict",
    bad=(sample("Content-Disposition: inline; filename*=utf-8''lunch.txt"),),
    good=(
        sample("Content-Disposition: inline; filename=lunch.txt"),
        sample("Content-Disposition: inline; filename*=utf-8''Zo%C3%A9.txt"),
    ),
)
def extended_ascii(field: Field, context: Context) -> Iterator[Hit]:
    """An extended parameter holds a short text in ASCII.

    Some readers know the plain form only. Write name="value".
    """
    for forms in forms_of(field, context):
        for value in forms.values:
            text = _text(value)
            if len(text) < LINE_FOLD and PARAMETER_PLAIN_RE.fullmatch(text):
                message = f"the extended form, though {shown(text)} is plain: put it in quotes"
                fix = write_anew("put the value in quotes", field, value)
                yield Hit(_span(field, value[0]), message, fix=fix)


@rule(
    "PAR119",
    "p2231-in-boundary",
    severity=Severity.ERROR,
    rfc=Severity.WARNING,
    evidence=Evidence.INFERRED,
    source="RFC 2231 §3 allows it of any parameter; many readers look for the plain boundary, charset or type only",
    looks_at=part_fields("Content-Type"),
    bad=(
        sample("Content-Type: multipart/mixed; boundary*=us-ascii''b", body=_BODY),
        sample("Content-Type: multipart/mixed; boundary*0=b", body=_BODY),
        sample("Content-Type: text/plain; charset*=us-ascii''us-ascii"),
        sample("Content-Type: text/plain; charset=us-ascii; charset*=us-ascii''utf-8"),
    ),
    good=(sample("Content-Type: text/plain; charset=us-ascii; title*=utf-8''Zo%C3%A9"),),
)
def extended_boundary(field: Field, context: Context) -> Iterator[Hit]:
    """A parameter that decides how a part is read stands in the extended form, or in segments.

    Many readers know that of file names only. Without the boundary they see no parts, which is an error; without the
    charset, garbled text. Write the parameter plainly.
    """
    if repeated(field, context):  # PAR105 tells
        return
    for forms in forms_of(field, context):
        if forms.name in DECISIVE:
            value = next(iter(forms.values))
            message = f"many readers know {shown(forms.name)} in its plain form only: write {forms.name}=value"
            severity = None if forms.name == "boundary" else Severity.WARNING
            fix = write_anew("write the plain form", field, value)
            yield Hit(_span(field, value[0]), message, severity=severity, fix=fix)


def _fault_of(value: list[Parameter]) -> str | None:
    """Say why an extended value cannot be decoded; nothing of values without charset, or of an unknown one."""
    escaped = [one for one in value if one.extended]
    if any(has_bad_escape(one.value.encode()) for one in escaped):
        return "holds a % without two hex digits: write % itself as %25"
    charset, octets = _encoded(value)
    if escaped and charsets.is_known(charset) and not charsets.is_valid(octets, charset):
        return f"holds octets that are no text in {shown(charset)}: name the charset they are in"
    return None


def _charset_fault(field: Field, value: list[Parameter]) -> Hit | None:
    first, *others = value
    in_quotes = next((one for one in value if one.extended and one.is_quoted), None)
    if in_quotes:
        message = f"the extended value of {shown(first.name)} stands in quotes, and is read as it is: take them away"
        return Hit(_span(field, in_quotes), message)
    if first.extended:
        charset, apostrophe, rest = first.value.partition("'")
        if not apostrophe or "'" not in rest:
            message = (
                f"the extended value of {shown(first.name)} names no charset: write {first.name[:20]}*=utf-8''text"
            )
            return Hit(_span(field, first), message)
        if not charset:
            message = f"the extended value of {shown(first.name)} has an empty charset: name the one it is in"
            return Hit(_span(field, first), message, severity=Severity.NOTE)
    elif any(one.extended for one in others):
        message = f"a segment of {shown(first.name)} is extended, and the first names no charset: write it in the first"
        return Hit(_span(field, next(one for one in others if one.extended)), message)
    return None


def _encoded(value: list[Parameter]) -> tuple[str, bytes]:
    """Give the charset of a value, and its octets with the escapes undone."""
    first = value[0].value
    charset, _, first = first.split("'", 2) if value[0].extended and first.count("'") > 1 else ("", "", first)
    texts = [first, *(one.value for one in value[1:])]
    pieces = [text.encode() for text in texts]
    return charset or "utf-8", b"".join(
        [unescaped(piece) if one.extended else piece for one, piece in zip(value, pieces, strict=True)]
    )


def _text(value: list[Parameter]) -> str:
    charset, octets = _encoded(value)
    return charsets.decode(octets, charset) or octets.decode("utf-8", "replace")


def _is_fallback(plain: str, extended: str) -> bool:
    """Whether a plain name is the extended one but for what ASCII cannot write."""
    return _letters(plain) in {_letters(normalize(form, extended)) for form in ("NFC", "NFKD")}


def _letters(name: str) -> str:
    return "".join([character for character in name if character.isascii() and character.isalnum()])


def _span(field: Field, parameter: Parameter) -> Span:
    return span_in(field, parameter.start, parameter.end)


RULES = (
    segments_with_gap,
    segments_out_of_order,
    undecodable_value,
    value_without_charset,
    two_forms,
    extended_ascii,
    extended_boundary,
)
