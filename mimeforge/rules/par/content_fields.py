"""What the rules on parts share: Content-Type and Content-Disposition read as Amazon SES reads them, once each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from mimeforge._grammar import (
    EXTENDED_NAME_RE,
    ORDINARY_CONTENT_TYPE_RE,
    ORDINARY_DISPOSITION_RE,
    PARAMETER_NAME_RE,
    TOKEN_RE,
)
from mimeforge._grammar.parameters import FILE_ENDING_RE
from mimeforge.rules.ses import parameter_list
from mimeforge.rules.ses.parameter_list import Problem

if TYPE_CHECKING:
    from mimeforge.codecs.parameters import Parameterized
    from mimeforge.linter.context import Context
    from mimeforge.rules.ses.parameter_list import Fault, Parameter, ParameterList
    from mimeforge.tree import Field

__all__ = [
    "LACKS_QUOTES",
    "Unreadable",
    "doubles",
    "ending",
    "lacks_quotes",
    "listed",
    "parameters_of",
    "repeated",
    "unreadable",
    "unusual",
]

LACKS_QUOTES: Final = frozenset({Problem.SPECIAL_FIRST, Problem.UNQUOTED_SPECIAL})

_DEL: Final = 0x7F
_CONTROLS: Final = bytes({*range(32), _DEL} - {*b"\t\r\n"})
_FILE_NAMES: Final = frozenset({"filename", "name"})

# What nearly all fields match, and need no reader for.
_READERS: Final = {
    "content-type": (ORDINARY_CONTENT_TYPE_RE, parameter_list.read_type),
    "content-disposition": (ORDINARY_DISPOSITION_RE, parameter_list.read_disposition),
}


class Unreadable(NamedTuple):
    """A Content-Type or Content-Disposition that SES cannot read, up to the fault; offsets count octets of ``raw``."""

    field: Field
    raw: bytes
    listed: ParameterList
    fault: Fault

    @property
    def in_boundary(self) -> bool:
        """Whether the fault concerns the boundary of a multipart."""
        return self.fault.parameter == "boundary" and self.listed.value.startswith("multipart/")

    @property
    def in_file_name(self) -> bool:
        """Whether the fault concerns a file name, or a segment of one (RFC 2231 §3)."""
        return self.fault.parameter.partition("*")[0] in _FILE_NAMES


def listed(field: Field) -> ParameterList:
    """Read a Content-Type or Content-Disposition up to its first fault; offsets count octets of the field body."""
    _, read = _READERS[field.name.lower()]
    return read(field.raw.decode("latin-1"))


def unreadable(field: Field, context: Context) -> Unreadable | None:
    """Say why SES cannot read a field; None where nothing is wrong, or others say what is."""
    read = context.once(_read, field)
    if read is None or read.fault is None:
        return None
    found = Unreadable(field, field.raw, read, read.fault)
    return None if _is_of_octets(found) else found


def unusual(field: Field, context: Context) -> ParameterList | None:
    """Read a field that SES can read and that is not written as nearly all are; None for the others."""
    read = context.once(_read, field)
    return None if read is None or read.fault else read


def parameters_of(field: Field, context: Context) -> Parameterized:
    """Read a field as mail readers do, once for all rules; offsets count characters of `Field.value`."""
    return context.once(_parameters, field)


def ending(name: str) -> str:
    """Give what systems go by in the name of a file, in lower case: "" where there is nothing of the kind."""
    found = FILE_ENDING_RE.search(name)
    return found[1].lower() if found else ""


def lacks_quotes(field: Field, context: Context) -> bool:
    """Whether a file name in a field needs quotes and has none, so that readers cut it: PAR106 tells."""
    found = unreadable(field, context)
    return found is not None and found.in_file_name and found.fault.problem in LACKS_QUOTES


def repeated(field: Field, context: Context) -> tuple[Parameter, ...]:
    """Find the parameters of a field that stand in it before: of each name the first such one. PAR105 tells."""
    return context.once(doubles, field)


def _read(field: Field) -> ParameterList | None:
    """Read a field as SES does; None where nothing needs to be read, and of empty fields, of which HDR116 speaks."""
    raw = field.raw
    ordinary, _ = _READERS[field.name.lower()]
    return None if ordinary.fullmatch(raw) or not raw.strip() else listed(field)


def _parameters(field: Field) -> Parameterized:
    return field.parameterized


def _is_of_octets(found: Unreadable) -> bool:
    """Whether octets beyond ASCII (LIN113, LIN114) or controls (LIN101, LIN106, LIN108) are all that is wrong.

    A value needs quotes for the former even where they are allowed: RFC 6532 §3.2 has them in quoted-strings, not in
    tokens. It needs none for controls, which have to go.
    """
    _, raw, _, fault = found
    octet = raw[fault.start]
    if fault.at_end:  # what is wrong comes later
        return False
    if fault.problem in LACKS_QUOTES:
        return octet in _CONTROLS and _is_token_but_for_controls(found)
    return octet >= _DEL or octet < ord(" ")


def _is_token_but_for_controls(found: Unreadable) -> bool:
    _, raw, read, fault = found
    start = fault.start if fault.problem is Problem.SPECIAL_FIRST else read.parameters[-1].value_start
    value = raw[start:].partition(b";")[0].strip().translate(None, _CONTROLS)
    return bool(TOKEN_RE.fullmatch(value.decode("latin-1")))


def doubles(field: Field) -> tuple[Parameter, ...]:
    """Find them as `repeated` does, in a field that is read once."""
    raw = field.raw
    if raw.count(b";") < 2:
        return ()
    names = [name.lower().rstrip(b"*") for name in PARAMETER_NAME_RE.findall(raw)]
    if len({*names}) == len(names) and b"(" not in raw:
        return ()
    again: dict[object, list[Parameter]] = {}
    for parameter in listed(field).parameters:
        form = EXTENDED_NAME_RE.fullmatch(parameter.name)
        # RFC 2231 §3: segments of one name differ in their numbers; the plain form may stand beside the extended one.
        key = (form[1], form[2] or form[3]) if form else parameter.name
        again.setdefault(key, []).append(parameter)
    return tuple(parameters[1] for parameters in again.values() if len(parameters) > 1)
