"""SEC: what two readers read in two ways, and no other rule speaks of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from mimeforge._grammar import ambiguity as grammar
from mimeforge.codecs.parameters import unescaped
from mimeforge.codecs.visible import shown
from mimeforge.edit import Edit
from mimeforge.linter.examples import sample
from mimeforge.linter.finding import Evidence, Severity
from mimeforge.linter.rule import PART, Hit, rule
from mimeforge.rules.con.content import refused_name
from mimeforge.rules.fixes import mend
from mimeforge.rules.mim.multiparts import ENCODED, ends_in_blank, sample_of
from mimeforge.rules.par import dispositions, extended_parameters, parameter_details, parameters
from mimeforge.rules.par.content_fields import ending, parameters_of
from mimeforge.tree import Span
from mimeforge.tree.mime import IDENTITY_ENCODINGS
from mimeforge.tree.names import span_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mimeforge.codecs.parameters import Parameter
    from mimeforge.linter.context import Context
    from mimeforge.linter.fix import Fix
    from mimeforge.tree import Field, Part

__all__ = ["RULES"]

_MIXED = sample_of("mixed", "\r\nSee you at noon.")
_WITH_PARAMETERS: Final = ("content-disposition", "content-type")
_DECIDING: Final = (*_WITH_PARAMETERS, "content-transfer-encoding")
_NAMES: Final = frozenset({"filename", "name"})
# Their names are no files in the message (RFC 2046 §5.2.3) or made of its subject; of encoded ones, MIM115 and MIM116
# tell.
_COMPOSITE: Final = ("multipart/", "message/")

# The rules on fields with parameters. Where one speaks, it says what readers differ in.
_SPECIFIC: Final = (
    *parameters.RULES,
    parameter_details.comment_in_parameters,
    parameter_details.backslash_in_value,
    extended_parameters.segments_with_gap,
    extended_parameters.segments_out_of_order,
    extended_parameters.undecodable_value,
    extended_parameters.value_without_charset,
    extended_parameters.two_forms,
    extended_parameters.extended_boundary,
)


class _Dispute(NamedTuple):
    """Where readers differ: which ones, what they see, what the others see, and what to do about it."""

    span: Span
    field: Field
    readers: str
    seen: str
    others: str
    advice: str
    fix: Fix | None = None


class _Reading(NamedTuple):
    """How some readers read the value of a parameter, where that is not as the RFCs have it."""

    readers: str
    read: Callable[[Parameter], str]
    advice: str


@rule(
    "SEC121",
    "parser-ambiguity",
    severity=Severity.WARNING,
    rfc=Severity.WARNING,
    evidence=Evidence.INFERRED,
    source="Inbox Invasion, ACM CCS 2024: filters and mail programs differ; CPython's email package, fast-mail-parser",
    looks_at=PART,
    bad=(
        sample("Content-Transfer-Encoding: base64 ", body="U2VlIHlvdSBhdCBub29uLg0K\r\n"),
        sample("Content-Transfer-Encoding:\r\n quoted-printable", body="2 + 2 =3D 4\r\n"),
        sample("Content-Transfer-Encoding: 7bit (base64)", body="U2VlIHlvdSBhdCBub29uLg0K\r\n"),
        sample('Content-Disposition: inline; filename="lunch.md;.txt"'),
        sample('Content-Disposition: inline; filename="lunch%2Etxt"'),
        sample("Content-Disposition: inline; filename*=utf-8''Zo%C3%A9's.txt"),
        sample("Content-Disposition: inline; filename=lunch.txt; name=lunch.md"),
        _MIXED.replace(b'boundary="b"', b'x="; boundary=c"; boundary=b'),
        _MIXED.replace(b'"b"', b"'b'").replace(b"--b", b"--'b'"),
        sample("X-Note: at noon\r\n Content-Type: text/html"),
    ),
    good=(
        sample("Content-Transfer-Encoding:  base64", body="U2VlIHlvdSBhdCBub29uLg0K\r\n"),
        sample("Content-Transfer-Encoding: 7bit "),
        sample('Content-Disposition: inline; filename="lunch; menu.txt"'),
        sample('Content-Disposition: inline; filename="100%25.txt"'),
        sample("Content-Disposition: inline; filename*=utf-8''Zo%C3%A9%27s.txt"),
        sample('Content-Disposition: inline; filename="lunch.txt"; name="lunch.txt"'),
        _MIXED.replace(b'"b"', b'"it\'s b"').replace(b"--b", b"--it's b"),
        sample("X-Note: h=From:\r\n Content-Type:Date"),
    ),
)
def parser_ambiguity(part: Part, context: Context) -> Iterator[Hit]:
    """Two readers would see two different things in one part.

    Readers of mail depart from the standards in known ways: they cut a field at semicolons inside of quotes, take
    apostrophes for quotes, do not trim an encoding, or read a continuation line as a field. Where that gives another
    boundary, transfer encoding or ending of a file name, a filter and a mail program see two messages: malware passes
    so, and a file does not open for some. Write the field in the plainest way.
    """
    if any(len(part.fields_named(name)) > 1 for name in _DECIDING):  # REQ116, REQ117, REQ118 tell
        return
    for find in _FINDERS:
        dispute = next(find(part, context), None)
        if dispute and not _is_told(dispute.field, context):
            span, field, readers, seen, others, advice, fix = dispute
            yield Hit(span, f"readers that {readers} see {seen} here, others {others}: {advice}", field=field, fix=fix)


def _continuations(part: Part, context: Context) -> Iterator[_Dispute]:
    """Find a continuation line that is a field to readers that do not unfold."""
    if not grammar.CONTINUED_FIELD_RE.search(part.source.octets, *part.header_span):
        return
    for field in part.fields:
        # In the fields that decide, it breaks their syntax, and other rules tell.
        line = grammar.CONTINUED_FIELD_RE.search(part.source.octets, *field.span)
        if line and field.name.lower() not in _DECIDING:
            of_it = f"text of {shown(field.name)}"
            place = Span(*line.span(1))
            advice = "put it on the line above, or reword it"
            yield _Dispute(place, field, "do not unfold", "a field", of_it, advice, _on_line_above(field, place))


def _encodings(part: Part, context: Context) -> Iterator[_Dispute]:
    """Find an encoding that only some readers undo."""
    field = part.field("Content-Transfer-Encoding")
    if field is None or part.media_type.startswith(_COMPOSITE):
        return
    if not grammar.NOT_BLANK_RE.search(part.source.octets, *part.body_span):
        return
    encoding, written = part.transfer_encoding, field.raw.lstrip(b" \t").lower()
    alone = f"write {encoding} alone, on the line of the field"
    if encoding in ENCODED:
        # A line of blanks behind it is HDR107's, a comment CTE150's.
        is_folded, is_padded = written[:1] in b"\r\n", written.rstrip(b" \t") == encoding.encode("ascii") != written
        if field.value.lower() == encoding and (is_folded or is_padded):
            fix = mend(f"write {encoding} alone", field, Edit(field.body_span, b" " + encoding.encode("ascii")))
            yield _Dispute(field.body_span, field, "trim nothing", "no known encoding", encoding, alone, fix)
    elif encoding in IDENTITY_ENCODINGS and "(" in field.value:
        named = grammar.ENCODED_RE.search(field.value)
        if named:
            yield _Dispute(field.value_span, field, "know no comments", named[0].lower(), encoding, alone)


def _on_line_above(field: Field, line: Span) -> Fix | None:
    """Undo the fold before a line; its blanks stay."""
    end = field.source.octets.rindex(b"\n", 0, line.start)
    start = end - field.source.octets.endswith(b"\r", 0, end)
    return mend("put it on the line above", field, Edit(Span(start, end + 1)))


def _boundaries(part: Part, context: Context) -> Iterator[_Dispute]:
    """Find another boundary in the Content-Type of a multipart, where the one that counts is in use."""
    field, boundary = part.field("Content-Type"), part.parameters.get("boundary", "")
    if field is None or not part.delimiters or ends_in_blank(part):
        return
    if "'" in boundary or " " in boundary:
        for parameter in parameters_of(field, context).written:
            for reading in _OF_BOUNDARIES if parameter.name == "boundary" else ():
                seen = reading.read(parameter)
                if seen != parameter.value:
                    place = span_in(field, parameter.start, parameter.end)
                    yield _Dispute(place, field, reading.readers, shown(seen), shown(boundary), reading.advice)
    hidden = _hidden_boundary(field.value, boundary)
    if hidden and ";" not in boundary:  # of which MIM104 tells
        advice = "leave it out of the quotes"
        yield _Dispute(field.value_span, field, "cut at every semicolon", shown(hidden), shown(boundary), advice)


def _names(part: Part, context: Context) -> Iterator[_Dispute]:
    """Find a file name that has another ending for some readers."""
    if part.file_names and not part.media_type.startswith(_COMPOSITE):
        dispute = next(_endings(part, context), None)
        if dispute and not _is_name_told(part, context):
            yield dispute


def _endings(part: Part, context: Context) -> Iterator[_Dispute]:
    sound = [name for name in part.file_names if not name.is_misread]
    first = {ending(name.text): name for name in reversed(sound)}
    # Of two names one may lack its ending; of two readings of one name, none may.
    lacking = {name.stretch for name in sound if not ending(name.text)}
    for name in part.file_names:
        own = ending(name.text)
        others = [other for end, other in first.items() if end != own and (end or name.stretch in lacking)]
        if name.is_misread:
            others = [] if own in first else sound[:1]
        if own and others:
            readers = "cut or decode names in their own way" if name.is_misread else "look at this name"
            yield _Dispute(name.span, name.field, readers, shown(name.text), shown(others[0].text), _ONE_NAME)
    for field in _with_parameters(part):
        if "'" in field.value:  # as in all extended values
            yield from _values(field, context)


def _values(field: Field, context: Context) -> Iterator[_Dispute]:
    """Find an extended name that has another ending because of what is not escaped in it, or of its charset."""
    read = parameters_of(field, context)
    for parameter in read.written:
        for reading in _OF_NAMES if parameter.name in _NAMES else ():
            seen, name = reading.read(parameter), read.parameters.get(parameter.name, "")
            if seen != parameter.value and ending(seen) != ending(name):
                place = span_in(field, parameter.start, parameter.end)
                yield _Dispute(place, field, reading.readers, shown(seen), shown(name), reading.advice)


def _with_parameters(part: Part) -> list[Field]:
    return [field for name in _WITH_PARAMETERS if (field := part.field(name))]


def _is_told(field: Field, context: Context) -> bool:
    """Whether a rule on fields with parameters speaks of this one, or of an encoded-word in it (ENC112)."""
    if field.name.lower() not in _WITH_PARAMETERS:
        return False
    return "=?" in field.value or any(True for rule in _SPECIFIC for _ in rule(field, context))


def _is_name_told(part: Part, context: Context) -> bool:
    """Whether another rule says why the names of a part differ: PAR121, CON110 where NUL ends one, or CON106."""
    return (
        any("\0" in name.text for name in part.file_names)
        or any(_is_told(field, context) for field in _with_parameters(part))
        or any(True for _ in dispositions.names_differ(part, context))
        or (context.profile.family == "ses" and refused_name(part, context) is not None)
    )


def _hidden_boundary(value: str, boundary: str) -> str | None:
    """Find another boundary where a field is cut at every semicolon, quoted or not."""
    for piece in value.split(";")[1:] if '"' in value else ():
        name, _, seen = piece.partition("=")
        seen = seen.strip(' \t"')
        if name.strip(" \t").lower() == "boundary" and seen != boundary:
            return seen
    return None


def _without_apostrophes(parameter: Parameter) -> str:
    value = parameter.value
    is_between = value.startswith("'") and value.endswith("'") and len(value) > len("''")
    return value[1:-1] if is_between and not parameter.is_quoted and not parameter.extended else value


def _squeezed(parameter: Parameter) -> str:
    return " ".join(filter(None, parameter.value.split(" ")))


def _up_to_special(parameter: Parameter) -> str:
    cut = grammar.EXTENDED_VALUE_END_RE.match(parameter.value) if parameter.extended else None
    return cut[0][:-1].rpartition("'")[2] if cut else parameter.value


def _without_charset(parameter: Parameter) -> str:
    if not parameter.extended or parameter.segment is not None:
        return parameter.value
    return unescaped(parameter.value.encode("utf-8", "replace")).split(b"'", 2)[-1].decode("latin-1")


_ONE_NAME: Final = "write one name, and plainly"

_OF_BOUNDARIES: Final = (
    _Reading("take apostrophes for quotes", _without_apostrophes, "use double quotes"),
    _Reading("trim and join blanks", _squeezed, "take a boundary without blanks"),
)
_OF_NAMES: Final = (
    _Reading("end such a value at ' or *", _up_to_special, "write %27 and %2A for them"),
    _Reading("do not know its charset", _without_charset, "write it in utf-8"),
)
_FINDERS: Final = (_continuations, _encodings, _boundaries, _names)

RULES = (parser_ambiguity,)
