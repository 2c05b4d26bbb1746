"""The forms in which a field writes one parameter (RFC 2231), as the rules see them: plain, extended, in segments."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

from mimeforge._grammar import EXTENDED_NAME_RE
from mimeforge.rules.par.content_fields import parameters_of, unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.codecs.parameters import Parameter, Parameterized
    from mimeforge.linter.context import Context
    from mimeforge.tree import Field

__all__ = ["Forms", "forms_of", "misnamed"]

# Far more parameters than any field has.
_FORMS_READ: Final = 100


class Forms(NamedTuple):
    """The forms in which one parameter is written: plain, extended, and in segments, each number once."""

    name: str
    plain: Parameter | None
    extended: Parameter | None
    segments: dict[int, Parameter]

    @property
    def values(self) -> Iterator[list[Parameter]]:
        """Each value that is written in an extended form or in segments: the parameters that it is made of."""
        if self.extended:
            yield [self.extended]
        if self.segments:
            yield [self.segments[number] for number in sorted(self.segments)]


def forms_of(field: Field, context: Context) -> tuple[Forms, ...]:
    """Find the parameters that have an extended form or segments, once for all rules."""
    if b"*" not in field.raw or unreadable(field, context):
        return ()
    return context.once(_read_forms, parameters_of(field, context))


def _read_forms(read: Parameterized) -> tuple[Forms, ...]:
    by_name: dict[str, list[Parameter]] = {}
    for parameter in read.written:
        by_name.setdefault(parameter.name, []).append(parameter)
    forms = (_sorted(written) for written in by_name.values())
    return tuple(islice((one for one in forms if one.extended or one.segments), _FORMS_READ))


def _sorted(written: list[Parameter]) -> Forms:
    """Sort what is written of one parameter into forms; of two with one number the first counts, PAR105 tells."""
    whole = [one for one in written if one.segment is None]
    plain = next((one for one in whole if not one.extended), None)
    extended = next((one for one in whole if one.extended), None)
    numbered = [one for one in written if one.segment is not None]
    segments: dict[int, Parameter] = {}
    for one in numbered:
        segments.setdefault(one.segment or 0, one)
    return Forms(written[0].name, plain, extended, segments)


def misnamed(field: Field, context: Context) -> Iterator[tuple[str, Parameter]]:
    """Pass the parameters with an asterisk in their name that makes no segment of them, with the name as it stands."""
    if b"*" not in field.raw or unreadable(field, context):
        return
    value = field.value
    for parameter in islice(parameters_of(field, context).written, _FORMS_READ):
        name = value[parameter.start : value.find("=", parameter.start)].rstrip()
        form = EXTENDED_NAME_RE.fullmatch(name)
        number = (form[2] if form else None) or "0"
        if "*" in name and (form is None or (number != "0" and number.startswith("0"))):
            yield name, parameter
