"""PAR: what repairs the extended parameters of RFC 2231: written anew as a whole, or numbered anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mimeforge._grammar import EXTENDED_NAME_RE
from mimeforge.codecs import charsets
from mimeforge.edit import Edit
from mimeforge.linter.fix import Fix
from mimeforge.rules.fixes import edited, mend
from mimeforge.rules.par.parameter_edits import PARAMETERS_MAX, drop_parameter, set_parameter, stretch_of
from mimeforge.tree.names import span_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mimeforge.codecs.parameters import Parameter
    from mimeforge.tree import Field

__all__ = ["number_anew", "sort_segments", "write_anew"]


def write_anew(title: str, field: Field, value: Sequence[Parameter]) -> Fix | None:
    """Write a value that is written in an extended form, or in segments, as mimeforge composes it.

    None where it stands there in another form as well, and says something else; and where not all of it can be read.
    Safe where its charset and its numbers are written so that every reader knows them.
    """
    first, *others = value
    text = field.parameterized.parameters.get(first.name, "")
    forms = [one for one in field.parameterized.written if one.name == first.name]
    plain = [one for one in forms if one.segment is None and not one.extended]
    if len(forms) > PARAMETERS_MAX or len(forms) != len(value) + len(plain) or not _is_read_whole(value, text):
        return None
    if not plain:
        edits = [set_parameter(field, first, text), *(drop_parameter(field, stretch_of(field, one)) for one in others)]
    elif plain[0].value == text:  # the plain form alone will do
        edits = [drop_parameter(field, stretch_of(field, one)) for one in value]
    else:
        return None
    made = [edit for edit in edits if edit]
    is_plain_to_all = _names_charset(value) and all(_name(field, one).lower() == _usual_name(one) for one in value)
    return mend(title, field, *made, safe=is_plain_to_all) if len(made) == len(edits) else None


def sort_segments(field: Field, segments: dict[int, Parameter]) -> Fix | None:
    """Write the segments of a parameter in the order of their numbers, each where another stood."""
    if len(segments) > PARAMETERS_MAX:
        return None
    places = [stretch_of(field, one) for one in segments.values()]
    in_order = [stretch_of(field, segments[number]) for number in sorted(segments)]
    edits = [Edit(place, field.source.read(moved)) for place, moved in zip(places, in_order, strict=True)]
    return mend("sort the segments", field, *edits)


def number_anew(field: Field, name: str) -> Fix | None:
    """Number the segments of a parameter from 0, and without leading zeros; None where one may be missing."""
    segments = [one for one in field.parameterized.written if one.name == name and one.segment is not None]
    numbers = sorted(one.segment or 0 for one in segments)
    if (
        not numbers
        or len(numbers) > PARAMETERS_MAX
        or numbers[0] > 1
        or numbers != list(range(numbers[0], numbers[0] + len(numbers)))
    ):
        return None
    edits = [_numbered(field, one, (one.segment or 0) - numbers[0]) for one in segments]
    # What reads the first segments only, or puts together what is there, sees another value then.
    return Fix("number the segments from 0", tuple(edits), safe=False) if edited(field, edits) else None


def _is_read_whole(value: Sequence[Parameter], text: str) -> bool:
    """Whether nothing of a value is missing, and it can be read."""
    charset, apostrophe, rest = value[0].value.partition("'")
    # RFC 2231 §4 has two apostrophes: what stands before a lone one may be of the text.
    is_cut = value[0].extended and bool(apostrophe) and "'" not in rest and charsets.canonical(charset) != "utf-8"
    is_of_any = value[0].extended and bool(apostrophe) and not charset and not text.isascii()
    numbers = [one.segment for one in value if one.segment is not None]
    is_whole = numbers in ([], list(range(len(value)))) and not is_cut and not is_of_any
    return is_whole and bool(text) and text.isprintable() and "\ufffd" not in text


def _names_charset(value: Sequence[Parameter]) -> bool:
    """Whether an extended value begins with its charset, or none of its segments is extended."""
    first = value[0].value
    if not value[0].extended:
        return not any(one.extended for one in value)
    return first.count("'") > 1 and not first.startswith("'")


def _usual_name(parameter: Parameter) -> str:
    number = "" if parameter.segment is None else f"*{parameter.segment}"
    return f"{parameter.name}{number}{'*' * parameter.extended}"


def _name(field: Field, parameter: Parameter) -> str:
    return field.value[parameter.start : parameter.end].partition("=")[0].rstrip()


def _numbered(field: Field, parameter: Parameter, number: int) -> Edit:
    form = EXTENDED_NAME_RE.fullmatch(_name(field, parameter))
    start, end = form.span(2) if form else (0, 0)
    return Edit(span_in(field, parameter.start + start, parameter.start + end), b"%d" % number)
