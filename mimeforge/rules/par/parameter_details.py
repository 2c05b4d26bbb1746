"""PAR, HDR: what is read in different ways in Content-Type and Content-Disposition, though it keeps to the grammar."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mimeforge._grammar import QUOTED_PAIR_RE
from mimeforge._grammar.parameters import WINDOWS_PATH_RE
from mimeforge.codecs import parameters
from mimeforge.codecs.visible import shown
from mimeforge.edit import Edit
from mimeforge.linter.examples import sample
from mimeforge.linter.finding import Evidence, Severity
from mimeforge.linter.rule import Hit, part_fields, rule
from mimeforge.rules.fixes import mend
from mimeforge.rules.par.content_fields import ending, unusual
from mimeforge.rules.par.fixes import drop_comments, quote_with_comment, unescape
from mimeforge.tree import Span
from mimeforge.tree.names import span_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.linter.context import Context
    from mimeforge.rules.ses.parameter_list import Parameter
    from mimeforge.tree import Field

__all__ = ["RULES"]

_BOTH: Final = part_fields("Content-Type", "Content-Disposition")
# Parameters whose value is read by people or not at all; the others decide how a part is read.
_NAMES: Final = frozenset({"filename", "name"})
_DECISIVE: Final = frozenset({"boundary", "charset", "type", "start", "protocol", "micalg", "report-type", "method"})
_BACKSLASH: Final = "two for one that is meant, none for one that is not"


@rule(
    "HDR117",
    "trailing-semicolon",
    severity=Severity.NOTE,
    rfc=Severity.NOTE,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2045 §5.1: a semicolon stands before each parameter",
    looks_at=_BOTH,
    bad=(sample("Content-Type: text/plain; charset=us-ascii;"), sample("Content-Disposition: inline;")),
    good=(sample('Content-Type: text/plain; charset=us-ascii; title="a;"'),),
)
def semicolon_at_end(field: Field, context: Context) -> Iterator[Hit]:
    """Content-Type or Content-Disposition ends in a semicolon.

    Readers let it pass, SES's too. Take it away.
    """
    body, end = field.source.read(field.value_span), field.value_span.end
    # Where nothing follows at all, the message was cut: HDR108 tells.
    if body.endswith(b";") and unusual(field, context) and field.span.end < len(field.source.octets):
        last = Span(end - 1, end)
        fix = mend("take the semicolon away", field, Edit(last))
        yield Hit(last, "no parameter follows the last semicolon: take it away", fix=fix)


@rule(
    "PAR109",
    "param-space-around-equals",
    severity=Severity.NOTE,
    rfc=Severity.NOTE,
    evidence=Evidence.DOCUMENTED,
    source='RFC 2045 §5.1: parameter := attribute "=" value',
    looks_at=_BOTH,
    bad=(
        sample("Content-Type: text/plain; charset = us-ascii"),
        sample("Content-Type: multipart/mixed; boundary = b", body="--b\r\n\r\nSee you at noon.\r\n--b--\r\n"),
        sample("Content-Disposition: inline; size=\r\n 20"),
    ),
    good=(sample('Content-Disposition: inline; filename="a = b"'),),
)
def blank_beside_equals(field: Field, context: Context) -> Iterator[Hit]:
    """A blank stands beside the equals sign of a parameter.

    Some readers take the value to be empty, or the name to end in a blank. It is a warning beside the boundary, without
    which they find no parts. Write name=value.
    """
    read = unusual(field, context)
    for parameter in read.parameters if read else ():
        between = _between(field, parameter)
        if len(between) > 1 and b"(" not in between:
            start = field.body_span.start + parameter.start + len(parameter.name)
            place = Span(start, start + len(between))
            message = f"a blank beside the = of the parameter {shown(parameter.name)}: write name=value"
            is_warning = read is not None and parameter.name == "boundary" and read.value.startswith("multipart/")
            severity = Severity.WARNING if is_warning else None
            fix = mend("take the blanks away", field, Edit(place, b"="))
            yield Hit(place, message, severity=severity, fix=fix)


@rule(
    "PAR110",
    "param-comment",
    severity=Severity.NOTE,
    rfc=Severity.NOTE,
    evidence=Evidence.INFERRED,
    source="RFC 2045 §5.1 allows comments; many readers of parameters do not know them",
    looks_at=_BOTH,
    bad=(
        sample("Content-Type: text/plain; charset=us-ascii (plain)"),
        sample("Content-Type: text/plain (in (very) short); charset=us-ascii"),
        sample("Content-Type: text/html (; charset=utf-7); charset=us-ascii", body="<p>See you at noon.</p>\r\n"),
        sample("Content-Type: text/plain; charset=(now)us-ascii"),
        sample('Content-Type: multipart/mixed; boundary="b" (x)', body="--b\r\n\r\nSee you at noon.\r\n--b--\r\n"),
    ),
    good=(sample('Content-Disposition: inline; filename="a (1).txt"'),),
)
def comment_in_parameters(field: Field, context: Context) -> Iterator[Hit]:
    """A comment stands in Content-Type or Content-Disposition.

    Readers that do not know comments take it for text. It is a warning where they then see another type, boundary,
    charset or name, and beside a boundary, where a reader sees no parts at all. Take it away, or put what it stands in
    in quotes.
    """
    value = field.value
    if "(" not in value or not unusual(field, context):
        return
    blanked = parameters.without_comments(value)
    if blanked == value:
        return
    start = next(index for index, character in enumerate(blanked) if character != value[index])
    place = span_in(field, start, parameters.comment_end(value, start) or len(value))
    changed = _first_differing(value)
    fix = quote_with_comment(field, place) or drop_comments(field, safe=changed is None)
    # Some take a type as far as the semicolon, with the comment.
    is_of_type = start < len(blanked.partition(";")[0])
    differing = changed or ("type" if is_of_type else "boundary" if "boundary" in field.parameterized.plain else None)
    if differing is None:
        yield Hit(place, "some readers take a comment for text: take it away", fix=fix)
    else:
        message = f"some readers take this comment for text and see another {shown(differing)}: take it away"
        yield Hit(place, message, severity=Severity.WARNING, fix=fix)


@rule(
    "PAR111",
    "param-backslash",
    severity=Severity.WARNING,
    rfc=Severity.WARNING,
    evidence=Evidence.FIELD_REPORT,
    source="RFC 5322 §3.2.4: a backslash is not part of the value; Microsoft programs wrote paths as they are",
    looks_at=_BOTH,
    bad=(
        sample(r'Content-Disposition: inline; filename="C:\notes\lunch.txt"'),
        sample(r'Content-Disposition: inline; filename="lunch.t\xt"'),
        sample(r'Content-Disposition: inline; filename="lunch\.txt"'),
        sample(r'Content-Disposition: inline; filename="lunch.doc\".txt"'),
        sample(r'Content-Type: text/plain; charset="us\-ascii"'),
    ),
    good=(sample(r'Content-Disposition: inline; filename="say \"a\\b\".txt"'),),
)
def backslash_in_value(field: Field, context: Context) -> Iterator[Hit]:
    r"""A backslash stands before a character that needs none.

    Some readers drop it, as the grammar has it, some show it; others end a value at an escaped quote. It is a warning
    in a path, in a name that then has another ending, and in what decides how the part is read, a note elsewhere. Write
    ``\\`` for a backslash that is meant, and leave out the others.
    """
    if b"\\" not in field.raw:
        return
    read = unusual(field, context)
    for parameter in read.parameters if read else ():
        escape = _needless_escape(field, parameter)
        if escape:
            message = f"some readers drop the backslash in {shown(parameter.name)}, some show it: write {_BACKSLASH}"
            severity = Severity.WARNING if _matters(field, parameter) else Severity.NOTE
            yield Hit(escape, message, severity=severity, fix=unescape(field, parameter))


def _between(field: Field, parameter: Parameter) -> bytes:
    """Give what stands between the name and the value of a parameter."""
    start = field.body_span.start
    return field.source.octets[start + parameter.start + len(parameter.name) : start + parameter.value_start]


def _first_differing(value: str) -> str | None:
    """Name what a reader takes for another thing that does not know comments: the type, or the first parameter."""
    informed, naive = _first_words(value, knows_comments=True), _first_words(value, knows_comments=False)
    names = dict.fromkeys([*informed, *naive])
    return next((name for name in names if informed.get(name) != naive.get(name)), None)


def _first_words(value: str, *, knows_comments: bool) -> dict[str, list[str]]:
    """Read the type and the parameters up to the first blank of each that has no quotes, as simple readers do."""
    read = parameters.read_leniently(value, knows_comments=knows_comments)
    words = {"type": [read.value.partition(" ")[0]]}
    for one in read.written:
        words.setdefault(one.name, []).append(one.value if one.is_quoted else one.value.partition(" ")[0])
    return words


def _needless_escape(field: Field, parameter: Parameter) -> Span | None:
    """Find the first backslash that escapes neither a quote nor a backslash, or a quote behind an ending of a name."""
    written = _written(field, parameter)
    start = field.body_span.start + parameter.value_start
    if not written.startswith(b'"'):
        return None
    for pair in QUOTED_PAIR_RE.finditer(written.decode("latin-1")):
        if pair[1] not in '"\\' or (pair[1] == '"' and _is_cut(parameter, written[1 : pair.start()])):
            return Span(start + pair.start(), start + pair.end())
    return None


def _is_cut(parameter: Parameter, before: bytes) -> bool:
    """Whether a name that ends at an escaped quote has another ending than the whole name."""
    cut = ending(before.decode("latin-1"))
    return parameter.name.partition("*")[0] in _NAMES and bool(cut) and cut != ending(parameter.value)


def _matters(field: Field, parameter: Parameter) -> bool:
    written = _written(field, parameter)
    if parameter.name not in _NAMES:
        return parameter.name in _DECISIVE
    literal = written[1:-1].decode("latin-1")
    endings = {ending(literal), ending(literal.partition('\\"')[0]) or ending(literal), ending(parameter.value)}
    return bool(WINDOWS_PATH_RE.match(written)) or len(endings) > 1


def _written(field: Field, parameter: Parameter) -> bytes:
    start = field.body_span.start
    return field.source.octets[start + parameter.value_start : start + parameter.end]


RULES = (semicolon_at_end, blank_beside_equals, comment_in_parameters, backslash_in_value)
