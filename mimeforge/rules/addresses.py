"""ADR, ENC: addresses in From, Sender, To, Cc, Bcc, Reply-To and Return-Path, judged as Amazon SES judges them."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from mimeforge import _grammar
from mimeforge.errors import code_points
from mimeforge.linter.examples import sample
from mimeforge.linter.finding import Evidence, Severity
from mimeforge.linter.rule import Hit, Rule, fields, rule
from mimeforge.rules.ses import address_list
from mimeforge.rules.ses.address_list import AddressList, Fault, Problem
from mimeforge.tree import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.linter.context import Context
    from mimeforge.tree import Field

__all__ = ["RULES"]

_FIELDS = fields("From", "Sender", "To", "Cc", "Bcc", "Reply-To", "Return-Path")


class _Kind(NamedTuple):
    """One rule: the problems it speaks about, in ASCII or beyond it, what to say and what to do."""

    code: str
    slug: str
    title: str
    advice: str
    problems: frozenset[Problem]
    source: str
    bad: tuple[str, ...]
    good: tuple[str, ...]
    evidence: Evidence = Evidence.FIELD_REPORT
    is_ascii: bool | None = None
    rfc: Severity | None = Severity.ERROR


def _problems(*problems: Problem) -> frozenset[Problem]:
    return frozenset(problems)


_TABLE = (
    _Kind(
        "ADR102",
        "addr-no-domain",
        'An address has no "@domain".',
        "Often a comma in a display name without quotes cut it in two, the whole address was put in quotes or encoded, "
        "or a list held an empty string. Quote the name, encode the display name only, leave empty entries out.",
        _problems(Problem.MISSING_FINAL_DOMAIN),
        "RFC 5322 §3.4.1; anymail/django-anymail#281, cloud-custodian/cloud-custodian#885, boto/boto#351",
        (
            "To: jo",
            'To: "support@example.com"',
            "To: Doe, Jo <jo@example.com>",
            "Cc: =?utf-8?B?Sm8gPGpvQGV4YW1wbGUuY29tPg==?=",
        ),
        ('To: "Doe, Jo" <jo@example.com>', "To: root@localhost"),
    ),
    _Kind(
        "ADR103",
        "addr-no-local",
        "An address has nothing before the @, or is empty.",
        "A template variable was empty. Write the mailbox, or leave the address out.",
        _problems(Problem.MISSING_LOCAL, Problem.EMPTY_ADDRESS),
        "RFC 5322 §3.4.1; arithmetic/aws-lambda-ses-forwarder#103",
        ("To: @example.com", "To: Jo <>"),
        ("To: Jo <jo@example.com>",),
    ),
    _Kind(
        "ADR124",
        "addr-domain-bad-label",
        "The domain of an address is missing, has an empty label, or holds what no domain holds.",
        "Labels of letters, digits and hyphens, dots between them. Often an underscore, a percent sign or a blank "
        "slipped in. Correct the domain.",
        _problems(
            Problem.MISSING_DOMAIN,
            Problem.DOMAIN_DOT_START,
            Problem.DOMAIN_DOT_DOT,
            Problem.DOMAIN_CONTROL,
            Problem.DOMAIN_ILLEGAL,
        ),
        "RFC 5321 §4.1.2; SebastiaanKlippert/lambda-ses-forwarder#2, brave/accounts#35",
        ("To: jo@", "To: jo@.example.com", "To: jo@example..com", "To: jo@exam_ple.com", "To: jo@example.com%!"),
        ("To: jo@mail.example.com", "To: jo@[192.0.2.1]"),
        is_ascii=True,
    ),
    _Kind(
        "ADR126",
        "addr-domain-trailing-dot",
        "The domain of an address ends in a dot.",
        "DNS tools write it so; mail does not. Take the dot away.",
        _problems(Problem.DOMAIN_DOT_END),
        "RFC 5321 §4.1.2; brave/accounts#35",
        ("To: jo@example.com.",),
        ("To: jo@example.com",),
    ),
    _Kind(
        "ADR128",
        "addr-domain-unicode",
        "A domain holds characters beyond ASCII.",
        "Amazon SES wants A-labels (Punycode): bücher.example is written xn--bcher-kva.example.",
        _problems(Problem.DOMAIN_CONTROL, Problem.DOMAIN_ILLEGAL),
        "API model of SendRawEmail; SES developer guide, troubleshooting; alphagov/notifications-api#2581",
        ("To: jo@bücher.example",),
        ("To: jo@xn--bcher-kva.example",),
        evidence=Evidence.DOCUMENTED,
        is_ascii=False,
        rfc=None,
    ),
    _Kind(
        "ADR129",
        "addr-local-unicode",
        "The local part of an address holds characters beyond ASCII.",
        "Amazon SES has no SMTPUTF8, and Punycode is for domains alone: no way leads to such a mailbox through SES.",
        _problems(Problem.LOCAL_CONTROL, Problem.LOCAL_ILLEGAL),
        "API model of SendRawEmail; aws/aws-sdk-rails#16",
        ("To: zoé@example.com",),
        ("To: Zoe <zoe@example.com>",),
        evidence=Evidence.DOCUMENTED,
        is_ascii=False,
        rfc=None,
    ),
)
_NAMED = frozenset(problem for kind in _TABLE for problem in kind.problems)
_REST = _Kind(
    "ADR101",
    "addr-unparseable",
    "An address, or the list it stands in, cannot be read.",
    "A quote, bracket or comment is not closed, something stands outside of them that belongs inside, or a local part "
    "holds a blank, a control character or a special. Put display names with specials in quotes, addresses in angle "
    "brackets, commas between mailboxes.",
    frozenset(Problem) - _NAMED | _problems(Problem.LOCAL_CONTROL, Problem.LOCAL_ILLEGAL),
    "RFC 5322 §3.4; openstax/accounts#252, soto-project/soto#331, boto/botocore#1774, nodemailer/nodemailer#1603",
    (
        "To: Jo <jo@example.com> <zoe@example.com>",
        'To: "Jo <jo@example.com>',
        "To: jo@example.com; zoe@example.com",
        "To: jo doe@example.com",
        "To: Jo <jo @example.com>",
        "To: DEBUG: Jo <jo@example.com>",
    ),
    (
        "To: Team: jo@example.com, zoe@example.com;",
        "To: Jo (at home) <jo@example.com>",
        'To: "jo doe"@example.com',
        'To: "DEBUG: Jo" <jo@example.com>',
    ),
    is_ascii=True,
)


def _rule(kind: _Kind) -> Rule:
    """Make the rule of one row."""

    def check(field: Field, context: Context) -> Iterator[Hit]:
        if field.name.lower() == "return-path" and field.raw.strip() == b"<>":
            return  # RFC 5321 §4.5.5: the null reverse-path of a bounce
        for fault in _read(field.raw).faults:
            if fault.problem in kind.problems and kind.is_ascii in {None, _is_ascii(field, fault)}:
                yield _hit(field, fault)

    check.__doc__ = f"{kind.title}\n\n{kind.advice}"
    make = rule(
        kind.code,
        kind.slug,
        severity=Severity.ERROR,
        rfc=kind.rfc,
        evidence=kind.evidence,
        source=kind.source,
        looks_at=_FIELDS,
        bad=tuple(sample(example) for example in kind.bad),
        good=tuple(sample(example) for example in kind.good),
    )
    return make(check)


def _hit(field: Field, fault: Fault) -> Hit:
    mailbox = _read(field.raw).mailbox_at(fault.start)
    octets = field.raw[fault.start : fault.end]
    where = f" in the address {mailbox.addr_spec!r}" if mailbox else ""
    what = f"{code_points(octets.decode('latin-1'))}: " if len(octets) == 1 else ""
    return Hit(_span(field, fault.start, fault.end), f"{what}{_SAID[fault.problem]}{where}", predicts=fault.answer)


def _is_ascii(field: Field, fault: Fault) -> bool:
    """Whether the character at fault is ASCII, or stands in no address at all: then it is no matter of SMTPUTF8."""
    mailbox = _read(field.raw).mailbox_at(fault.start)
    is_address = mailbox is not None and "@" in mailbox.addr_spec
    return not is_address or field.raw[fault.start : fault.start + 1].isascii()


def _span(field: Field, start: int, end: int) -> Span:
    return Span(field.body_span.start + start, field.body_span.start + end)


@lru_cache(maxsize=64)
def _read(raw: bytes) -> AddressList:
    """Read a field body once, however many rules ask."""
    return address_list.read(raw.decode("latin-1"))


_SAID = {
    Problem.UNCLOSED_COMMENT: "a parenthesis is not closed",
    Problem.STRAY_COMMENT_END: "a parenthesis is closed that was not opened",
    Problem.EXTRA_ANGLE: "a second address in angle brackets without a comma before it",
    Problem.UNCLOSED_ANGLE: "an angle bracket is not closed",
    Problem.STRAY_ANGLE_END: "an angle bracket is closed that was not opened",
    Problem.UNCLOSED_QUOTE: "a quote is not closed",
    Problem.UNCLOSED_LITERAL: "a square bracket is not closed",
    Problem.STRAY_SEMICOLON: "a semicolon that ends no group; commas separate mailboxes",
    Problem.NESTED_GROUP: "a second colon in a group; quote the name it stands in",
    Problem.NOT_ONE_ADDRESS: "not exactly one address",
    Problem.EMPTY_ADDRESS: "an empty address",
    Problem.BAD_ROUTE: "a source route that cannot be read",
    Problem.QUOTE_NOT_AT_END: "something between the closing quote and the @",
    Problem.QUOTE_NOT_AT_START: "a quote that is not at the start of the local part",
    Problem.MISSING_LOCAL: "nothing before the @",
    Problem.LOCAL_CONTROL: "no character of a local part",
    Problem.LOCAL_ILLEGAL: "no character of a local part outside of quotes",
    Problem.UNTERMINATED_QUOTE: "the quote of the local part is not closed",
    Problem.MISSING_FINAL_DOMAIN: 'no "@domain"',
    Problem.MISSING_DOMAIN: "nothing after the @",
    Problem.DOMAIN_DOT_START: "the domain begins with a dot",
    Problem.DOMAIN_CONTROL: "no character of a domain",
    Problem.DOMAIN_ILLEGAL: "no character of a domain",
    Problem.DOMAIN_DOT_DOT: "two dots together in the domain",
    Problem.DOMAIN_DOT_END: "the domain ends in a dot",
}


@rule(
    "ENC111",
    "ew-in-addr-spec",
    severity=Severity.ERROR,
    rfc=Severity.ERROR,
    evidence=Evidence.FIELD_REPORT,
    source="RFC 2047 §5: not in any portion of an addr-spec; aws/aws-sdk-js#1447, mageplaza/magento-2-smtp#191",
    looks_at=_FIELDS,
    bad=(
        sample("To: =?utf-8?q?zo=C3=A9?=@example.com"),
        sample("To: Jo <jo@=?utf-8?q?b=C3=BCcher?=.example>"),
        sample("Return-Path: =?utf-8?Q?jo@example.com?="),
    ),
    good=(sample("To: =?utf-8?q?Zo=C3=A9?= <zoe@example.com>"),),
)
def encoded_word_in_addr_spec(field: Field, context: Context) -> Iterator[Hit]:
    """An encoded-word stands inside an address.

    Nobody decodes it there but CPython, so the message goes to another mailbox or nowhere. Only a display name may be
    encoded; a domain is written in A-labels, a local part beyond ASCII cannot be reached through SES.
    """
    listed = _read(field.raw)
    answers = {listed.mailbox_at(fault.start): fault.answer for fault in listed.faults}
    for mailbox in listed.mailboxes:
        word = _grammar.ENCODED_WORD_RE.search(mailbox.addr_spec)
        if word:
            span = _span(field, mailbox.start + word.start(), mailbox.start + word.end())
            message = f"an encoded-word in the address {mailbox.addr_spec!r}: encode the display name only"
            yield Hit(span, message, predicts=answers.get(mailbox))


RULES = (*(_rule(kind) for kind in (*_TABLE, _REST)), encoded_word_in_addr_spec)
