"""PAR, HDR, MIM: the syntax of Content-Type and Content-Disposition. One table: rules differ in problems and advice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from mimeforge._grammar import ENCODED_WORD_RE, ORDINARY_CONTENT_TYPE_RE, ORDINARY_DISPOSITION_RE
from mimeforge.codecs.visible import shown
from mimeforge.errors import code_points
from mimeforge.linter.examples import sample
from mimeforge.linter.finding import Evidence, Severity
from mimeforge.linter.rule import Hit, Rule, part_fields, rule
from mimeforge.rules.ses import parameter_list
from mimeforge.rules.ses.parameter_list import Problem
from mimeforge.tree import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.linter.context import Context
    from mimeforge.rules.ses.parameter_list import Fault, ParameterList
    from mimeforge.tree import Field

__all__ = ["RULES", "unreadable"]


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
_NO_QUOTES: Final = frozenset({Problem.SPECIAL_FIRST, Problem.UNQUOTED_SPECIAL})

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
        (sample("Content-Type: text/plain (in short);\r\n charset = us-ascii;"), sample("Content-Disposition: inline")),
    ),
    _Kind(
        "PAR106",
        "param-unquoted-special",
        "The value of a parameter needs quotes and has none.",
        'A value with a blank, an octet beyond ASCII or one of ()<>@,;:\\"/[]?= is cut short, each reader at another '
        "place, and an encoded-word is shown as it is. Put the value in quotes; write one beyond ASCII as filename* "
        "(RFC 2231).",
        _NO_QUOTES,
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
        ),
        (sample('Content-Disposition: inline; size=20; filename=""'),),
        evidence=Evidence.INFERRED,
        in_boundary=False,
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
        (sample("Content-Type: text/plain (in (very) short); charset=us-ascii"),),
        evidence=Evidence.INFERRED,
    ),
    _Kind(
        "MIM105",
        "boundary-unquoted",
        "The boundary of a multipart needs quotes and has none.",
        'Readers cut it at the first blank or special, an "=" above all, and then find no parts. Put it in quotes.',
        _NO_QUOTES,
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
    Problem.NO_EQUALS: "{found} where the = of the parameter {name} belongs: write name=value, or leave it out",
    Problem.NO_VALUE: "the parameter {name} has no value: write one, or leave it out",
    Problem.SPECIAL_FIRST: "the value of {name} begins with {character} and has no quotes: {way_out}",
    Problem.UNQUOTED_SPECIAL: "the value of {name} holds {character} and has no quotes: {way_out}",
    Problem.NO_SEMICOLON: "no semicolon before {found}: put one between parameters, escape a quote inside a value",
    Problem.UNCLOSED_QUOTE: "a quote is not closed: close it, or escape one that belongs to the value of a parameter",
    Problem.UNCLOSED_COMMENT: "a comment is not closed: close it, or put the value that it stands in in quotes",
}
_QUOTE_IT = "put it in quotes"
_EXTEND_IT = "write it in the form filename*=utf-8''Zo%C3%A9.txt (RFC 2231)"

# Answers that somebody has seen from SES (ses-rules.md §6.1); the others are known from the texts' origin.
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


# What nearly all fields match, and need no reader for.
_READERS = {
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


def unreadable(field: Field, context: Context) -> Unreadable | None:
    """Read a field as SES does, once for all rules; None where nothing is wrong, or others say what is."""
    return context.once(_unreadable, field)


def _unreadable(field: Field) -> Unreadable | None:
    raw = field.raw
    ordinary, read = _READERS[field.name.lower()]
    if ordinary.fullmatch(raw) or not raw.strip():  # HDR116 speaks of empty fields
        return None
    listed = read(raw.decode("latin-1"))
    if listed.fault is None or _is_of_octets(raw, listed.fault):
        return None
    return Unreadable(field, raw, listed, listed.fault)


def _is_of_octets(raw: bytes, fault: Fault) -> bool:
    """Whether octets beyond ASCII (LIN113, LIN114) or a control (LIN101, LIN106, LIN108) are all that is wrong.

    A value needs quotes even where they are allowed: RFC 6532 §3.2 has the former in quoted-strings, not in tokens.
    """
    octet = raw[fault.start]
    return fault.problem not in _NO_QUOTES and (octet >= _DEL or octet < ord(" "))


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
    field, raw, listed, fault = found
    is_encoded_word = bool(ENCODED_WORD_RE.match(raw.decode("latin-1"), fault.start))
    is_plain = raw[fault.start] <= _DEL and not is_encoded_word
    message = _SAID[fault.problem].format(
        found="nothing" if fault.at_end else shown(raw[fault.start : fault.end]),
        value=shown(listed.value),
        name=shown(fault.parameter),
        character="an encoded-word" if is_encoded_word else code_points(_misplaced(found)),
        way_out=_QUOTE_IT if is_plain else _EXTEND_IT,
    )
    is_seen = fault.problem in _SEEN or kind.answer or (fault.problem is Problem.SPECIAL_FIRST and is_encoded_word)
    return Hit(
        Span(field.body_span.start + fault.start, field.body_span.start + fault.end),
        message,
        # What is wrong with a boundary was seen to be answered in its own way; other faults there were not seen at all.
        predicts=kind.answer if found.in_boundary else fault.answer,
        evidence=None if is_seen else Evidence.INFERRED,
    )


def _misplaced(found: Unreadable) -> str:
    """Give the character that ends a value without quotes: SES names the token at fault, which may come later."""
    listed, fault = found.listed, found.fault
    start = listed.parameters[-1].end if fault.problem is Problem.UNQUOTED_SPECIAL else fault.start
    return found.raw[start : fault.end].decode(found.field.encoding)[:1]


RULES = tuple(_rule(kind) for kind in _TABLE)
