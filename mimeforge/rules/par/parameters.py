"""PAR, HDR, MIM: the syntax of Content-Type and Content-Disposition. One table: rules differ in problems and advice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from mimeforge._grammar import ENCODED_WORD_RE, LWSP
from mimeforge.codecs.visible import shown
from mimeforge.errors import code_points
from mimeforge.linter.examples import sample
from mimeforge.linter.finding import Evidence, Severity
from mimeforge.linter.rule import Hit, Rule, part_fields, rule
from mimeforge.rules.par.content_fields import LACKS_QUOTES, listed, repeated, unreadable
from mimeforge.rules.par.fixes import drop_double, repair
from mimeforge.rules.ses.parameter_list import Problem
from mimeforge.tree import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.linter.context import Context
    from mimeforge.rules.par.content_fields import Unreadable
    from mimeforge.tree import Field

__all__ = ["RULES"]


class _Kind(NamedTuple):
    """One rule: its problems, whether they stand in the boundary of a multipart (None: anywhere), what to do.

    ``answer`` is what SES was seen to answer, whatever its reader finds.
    """

    code: str
    slug: str
    title: str
    advice: str
    problems: frozenset[Problem]
    source: str
    bad: tuple[bytes, ...]
    good: tuple[bytes, ...]
    evidence: Evidence = Evidence.FIELD_REPORT
    in_boundary: bool | None = None
    answer: str | None = None


_DEL: Final = 0x7F

_TABLE = (
    _Kind(
        "PAR101",
        "ctype-syntax",
        "Content-Type is not type/subtype with parameters, or Content-Disposition no word with parameters.",
        "The type is taken for text/plain and the parameters are lost. Write type/subtype, or inline or attachment as "
        "it is, then name=value after each semicolon.",
        frozenset(
            {
                Problem.NO_TYPE,
                Problem.NO_SLASH,
                Problem.NO_SUBTYPE,
                Problem.NO_DISPOSITION,
                Problem.NO_PARAMETER,
                Problem.NO_NAME,
                Problem.NO_EQUALS,
            }
        ),
        "RFC 2045 §5.1, RFC 2183 §2; jeffaco/duplicacy-util#36, mageplaza/magento-2-smtp#217, "
        "mozilla/fx-private-relay#1887",
        (
            sample("Content-Type: text; charset=us-ascii"),
            sample("Content-Type: /plain"),
            sample("Content-Type: text/; charset=us-ascii"),
            sample("Content-Type: text/plain;; charset=us-ascii"),
            sample("Content-Type: text/plain; charset"),
            sample("Content-Disposition: =?utf-8?q?inline?="),
            sample('Content-Disposition: "inline"'),
            sample("Content-Disposition: filename=a.txt"),
        ),
        (sample("Content-Type: text/plain;\r\n charset=us-ascii"), sample("Content-Disposition: inline")),
    ),
    _Kind(
        "PAR106",
        "param-unquoted-special",
        "The value of a parameter needs quotes and has none.",
        'A value with a blank, an octet beyond ASCII or one of ()<>@,;:\\"/[]?= is cut short, each reader at another '
        "place, and an encoded-word is shown as it is. Put the value in quotes; write a file name beyond ASCII as "
        "filename* (RFC 2231), other values in ASCII.",
        LACKS_QUOTES,
        "RFC 2045 §5.1, RFC 2047 §5; sentinl/sentinl#266, bbottema/simple-java-mail#224",
        (
            sample("Content-Type: text/plain; name=a:b"),
            sample("Content-Disposition: inline; filename=bad boy.txt"),
            sample("Content-Disposition: inline; filename=invoice (2).txt"),
            sample("Content-Disposition: inline; filename==?utf-8?q?Zo=C3=A9.txt?="),
        ),
        (
            sample('Content-Disposition: inline; filename="a:b (2).txt"'),
            sample("Content-Disposition: inline; filename*=utf-8''Zo%C3%A9.txt"),
        ),
        in_boundary=False,
    ),
    _Kind(
        "PAR107",
        "param-missing-semicolon",
        "Two parameters have no semicolon between them, or more stands behind a closing quote.",
        "Readers take what follows for a part of the value, or lose it. Separate parameters by semicolons; write a "
        'quote that belongs to a value as \\".',
        frozenset({Problem.NO_SEMICOLON}),
        "RFC 2045 §5.1; sentinl/sentinl#266",
        (
            sample("Content-Type: text/plain charset=us-ascii"),
            sample("Content-Type: text/plain; charset=us-ascii format=flowed"),
            sample("Content-Type: text/plain; charset=us-ascii, format=flowed"),
            sample('Content-Disposition: inline; filename="say "a".txt"'),
        ),
        (
            sample("Content-Type: text/plain; charset=us-ascii; format=flowed"),
            sample(r'Content-Disposition: inline; filename="say \"a\".txt"'),
        ),
    ),
    _Kind(
        "PAR108",
        "param-empty-value",
        "A parameter has no value.",
        'A variable was empty when the field was written. Leave the parameter out; an empty value is written "".',
        frozenset({Problem.NO_VALUE}),
        "RFC 2045 §5.1: value := token / quoted-string",
        (
            sample("Content-Type: text/plain; charset="),
            sample("Content-Disposition: inline; filename=; size=20"),
            sample("Content-Type: multipart/mixed; boundary=", body="--b\r\n\r\nSee you at noon.\r\n--b--\r\n"),
        ),
        (sample('Content-Disposition: inline; size=20; filename=""'),),
        evidence=Evidence.INFERRED,
    ),
    _Kind(
        "HDR113",
        "unbalanced-quote",
        "A quote is not closed in Content-Type or Content-Disposition.",
        "All that follows is lost, or becomes part of the value. Close the quote.",
        frozenset({Problem.UNCLOSED_QUOTE}),
        "RFC 2045 §5.1, RFC 5322 §3.2.4",
        (
            sample('Content-Type: text/plain; charset="us-ascii'),
            sample('Content-Disposition: inline; filename=5".txt'),
        ),
        (sample(r'Content-Disposition: inline; filename="5\".txt"'),),
        evidence=Evidence.INFERRED,
    ),
    _Kind(
        "HDR114",
        "unbalanced-comment",
        "A parenthesis is not closed in Content-Type or Content-Disposition.",
        "Outside of quotes it begins a comment, and all that follows is lost in it. Put the value in quotes, or close "
        "the comment.",
        frozenset({Problem.UNCLOSED_COMMENT}),
        "RFC 2045 §5.1, RFC 5322 §3.2.2",
        (
            sample("Content-Type: text/plain (in short; charset=us-ascii"),
            sample("Content-Disposition: inline; filename=invoice (2.txt"),
        ),
        (sample('Content-Disposition: inline; filename="invoice (2.txt"'),),
        evidence=Evidence.INFERRED,
    ),
    _Kind(
        "MIM105",
        "boundary-unquoted",
        "The boundary of a multipart needs quotes and has none.",
        'Readers cut it at the first blank or special, an "=" above all, and then find no parts. Put it in quotes.',
        LACKS_QUOTES,
        "RFC 2045 §5.1, RFC 2046 §5.1.1; swiftmailer/swiftmailer#563, nodemailer/nodemailer#1440",
        (
            sample("Content-Type: multipart/mixed; boundary=b=1", body="--b=1\r\n\r\nSee you at noon.\r\n--b=1--\r\n"),
            sample("Content-Type: multipart/mixed; boundary==_b", body="--=_b\r\n\r\nSee you at noon.\r\n--=_b--\r\n"),
        ),
        (sample('Content-Type: multipart/mixed; boundary="b=1"', body="--b=1\r\n\r\nSee you.\r\n--b=1--\r\n"),),
        in_boundary=True,
        answer="Missing start boundary",
    ),
)

# What stands where, and what to do about it.
_SAID = {
    Problem.NO_TYPE: "{found} where the media type belongs: write type/subtype, such as text/plain",
    Problem.NO_SLASH: "{found} where the slash of the media type belongs: write type/subtype, such as text/plain",
    Problem.NO_SUBTYPE: "{found} where the subtype belongs: write type/subtype, such as text/plain",
    Problem.NO_DISPOSITION: "{found} where the disposition belongs: write inline or attachment, not quoted or encoded",
    Problem.NO_PARAMETER: "{found} behind {value}: only a semicolon and parameters may follow",
    Problem.NO_NAME: "{found} where the name of a parameter belongs: write one semicolon before each name=value",
    Problem.NO_EQUALS: "{found} where the = of the parameter {name} belongs: write name=value{or_not}",
    Problem.NO_VALUE: "the parameter {name} has no value: write one{or_not}",
    Problem.SPECIAL_FIRST: "the value of {name} begins with {character} and has no quotes: {way_out}",
    Problem.UNQUOTED_SPECIAL: "the value of {name} holds {character} and has no quotes: {way_out}",
    Problem.NO_SEMICOLON: "no semicolon before {found}: put one between parameters, escape a quote inside a value",
    Problem.UNCLOSED_QUOTE: "a quote is not closed: close it, or escape one that belongs to the value of a parameter",
    Problem.UNCLOSED_COMMENT: "a comment is not closed: close it, or put the value that it stands in in quotes",
}
_NO_DISPOSITION_WORD = (
    "inline or attachment is missing before the parameter {value}: write it, and a semicolon behind it"
)
_ESCAPED_QUOTE = "a quote is not closed, for a backslash escapes the one at the end: write two for one that is meant"
_QUOTE_IT = "put it in quotes"
_IN_ASCII = "write it in ASCII"
_EXTEND_IT = "write it in the form filename*=utf-8''Zo%C3%A9.txt (RFC 2231)"

# Answers that somebody has seen from SES; the others are known from the texts' origin.
_SEEN = frozenset(
    {
        Problem.NO_TYPE,
        Problem.NO_SLASH,
        Problem.NO_SUBTYPE,
        Problem.NO_DISPOSITION,
        Problem.NO_EQUALS,
        Problem.UNQUOTED_SPECIAL,
        Problem.NO_SEMICOLON,
    }
)


def _rule(kind: _Kind) -> Rule:
    """Make the rule of one row."""

    def check(field: Field, context: Context) -> Iterator[Hit]:
        found = unreadable(field, context)
        if found and found.fault.problem in kind.problems and kind.in_boundary in {None, found.in_boundary}:
            yield _hit(kind, found)

    check.__doc__ = f"{kind.title}\n\n{kind.advice}"
    make = rule(
        kind.code,
        kind.slug,
        severity=Severity.ERROR,
        rfc=Severity.ERROR,
        evidence=kind.evidence,
        source=kind.source,
        looks_at=part_fields("Content-Type", "Content-Disposition"),
        bad=kind.bad,
        good=kind.good,
    )
    return make(check)


def _hit(kind: _Kind, found: Unreadable) -> Hit:
    field, raw, read, fault = found
    is_encoded_word = _is_encoded_word(found)
    message = _said(found).format(
        found="nothing" if fault.at_end else shown(raw[fault.start : fault.end]),
        value=shown(read.value),
        name=shown(fault.parameter),
        character="an encoded-word" if is_encoded_word else _misplaced(found),
        way_out=_way_out(found),
        or_not="" if found.in_boundary else ", or leave it out",
    )
    # What is wrong with a boundary was seen to be answered in one way; to other faults there, nobody saw an answer.
    is_seen = kind.answer or (
        not found.in_boundary
        and (fault.problem in _SEEN or (fault.problem is Problem.SPECIAL_FIRST and is_encoded_word))
    )
    return Hit(
        Span(field.body_span.start + fault.start, field.body_span.start + fault.end),
        message,
        predicts=kind.answer or fault.answer,
        evidence=None if is_seen else Evidence.INFERRED,
        fix=repair(found),
    )


def _said(found: Unreadable) -> str:
    """Choose what is said: the table's words, or others where what was meant can be seen."""
    _, raw, read, fault = found
    at_fault = raw[fault.start :]
    if fault.problem is Problem.NO_PARAMETER and at_fault.startswith(b"=") and "/" not in read.value:
        return _NO_DISPOSITION_WORD
    if fault.problem is Problem.UNCLOSED_QUOTE and (
        b'\\";' in at_fault or at_fault.rstrip(LWSP.encode("ascii")).endswith(b'\\"')
    ):
        return _ESCAPED_QUOTE
    return _SAID[fault.problem]


def _way_out(found: Unreadable) -> str:
    """Say how a value without quotes can be written."""
    if found.raw[found.fault.start] <= _DEL and not _is_encoded_word(found):
        return _QUOTE_IT
    return _EXTEND_IT if found.in_file_name else _IN_ASCII


def _is_encoded_word(found: Unreadable) -> bool:
    return bool(ENCODED_WORD_RE.match(found.raw.decode("latin-1"), found.fault.start))


def _misplaced(found: Unreadable) -> str:
    """Name the character that ends a value without quotes: SES names the token at fault, which may come later."""
    read, fault = found.listed, found.fault
    start = read.parameters[-1].end if fault.problem is Problem.UNQUOTED_SPECIAL else fault.start
    character = found.raw[start : fault.end].decode(found.field.encoding)[:1]
    return "a blank" if character and character in LWSP else code_points(character)


@rule(
    "PAR105",
    "param-duplicate",
    severity=Severity.ERROR,
    rfc=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source="RFC 6838 §4.3: an error to give a parameter more than once; RFC 2231 §3",
    looks_at=part_fields("Content-Type", "Content-Disposition"),
    bad=(
        sample('Content-Disposition: attachment; filename="a.txt"; filename="b.txt"'),
        sample("Content-Type: text/plain; charset=utf-8; CHARSET=us-ascii"),
        sample("Content-Disposition: attachment; filename*0=a; filename*0=.txt"),
        sample("Content-Type: multipart/mixed; boundary=b; boundary=c", body="--b\r\n\r\nSee you.\r\n--b--\r\n"),
    ),
    good=(
        sample("Content-Disposition: attachment; filename=\"Zoe.txt\"; filename*=utf-8''Zo%C3%A9.txt"),
        sample("Content-Disposition: attachment; filename*0=a; filename*1=.txt"),
        sample('Content-Type: text/plain; charset=utf-8; title="; charset=us-ascii"'),
    ),
)
def parameter_twice(field: Field, context: Context) -> Iterator[Hit]:
    """The same parameter stands twice in Content-Type or Content-Disposition.

    Some readers take the first, some the last: two names of one file, two charsets, or, of a boundary, a message
    without parts. Leave one of them. ``filename`` and ``filename*`` are two forms of one name and may both stand there.
    """
    for parameter in repeated(field, context):
        written = context.once(listed, field).parameters
        start = field.body_span.start
        yield Hit(
            Span(start + parameter.start, start + parameter.end),
            f"the parameter {shown(parameter.name)} again: some readers take the first, some the last; leave one",
            fix=drop_double(field, parameter, written),
        )


RULES = (*map(_rule, _TABLE), parameter_twice)
