"""ADR, ENC: addresses, judged as Amazon SES judges them. One table: rules differ in problems, ground and advice."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mimeforge._grammar import (
    ENCODED_WORD_RE,
    NOT_BLANKS_RE,
)
from mimeforge.codecs.visible import shown
from mimeforge.linter.examples import sample
from mimeforge.linter.finding import Evidence, Severity
from mimeforge.linter.rule import Hit, Rule, fields, rule
from mimeforge.rules.adr.address_fields import ADDRESS_FIELDS, ADDRESS_LISTS, AddressField, read
from mimeforge.rules.adr.address_messages import (
    Case,
    is_control_in_address,
    is_in_name,
    message,
)
from mimeforge.rules.adr.domains import unregistered
from mimeforge.rules.adr.fixes import decoded_address, fault_fix
from mimeforge.rules.ses.address_problems import CHARACTER_PROBLEMS, Fault, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mimeforge.linter.context import Context
    from mimeforge.rules.ses.address_list import Mailbox
    from mimeforge.tree import Field

__all__ = ["RULES"]


class _Kind(NamedTuple):
    """One rule: the problems it speaks about, which characters (``is_ascii``: None for any), what to do.

    ``said`` is its text where that is not a matter of the cause. ``also`` finds more in what SES's reader takes.
    """

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
    said: str = ""
    also: Callable[[AddressField], Iterator[Hit]] | None = None


def _beyond_ascii_in_quotes(addresses: AddressField) -> Iterator[Hit]:
    """Find local parts that SES's reader takes, not looking into quotes. What SES answers to them is not known."""
    for address in addresses.unusual:
        at = next((at for at, character in enumerate(address.local_part) if not character.isascii()), None)
        if at is not None:
            place = Fault(Problem.LOCAL_CONTROL, address.local_start + at, address.local_start + at + 1)
            case = Case(addresses, place, address.mailbox)
            yield Hit(addresses.span(place.start, place.end), message(case, _LOCAL_BEYOND_ASCII))


_LOCAL_BEYOND_ASCII = "{character}: a local part beyond ASCII cannot be reached through SES: use another address"
_TABLE = (
    _Kind(
        "ADR102",
        "addr-no-domain",
        'An address has no "@domain".',
        "Often a comma in a display name without quotes cut it in two, the whole address was put in quotes or encoded, "
        "or a list held an empty string. Quote the name, encode the display name only, leave empty entries out.",
        frozenset({Problem.MISSING_FINAL_DOMAIN}),
        "RFC 5322 §3.4.1; anymail/django-anymail#281, cloud-custodian/cloud-custodian#885, boto/boto#351",
        (
            "To: jo",
            'To: "support@example.com"',
            "To: Doe, Jo <jo@example.com>",
            "Cc: =?utf-8?B?Sm8gPGpvQGV4YW1wbGUuY29tPg==?=",
        ),
        ('To: "Doe, Jo" <jo@example.com>', "To: root@mail.example.com"),
    ),
    _Kind(
        "ADR103",
        "addr-no-local",
        "An address has nothing before the @, or is empty.",
        "A template variable was empty. Write the mailbox, or leave the address out.",
        frozenset({Problem.MISSING_LOCAL, Problem.EMPTY_ADDRESS}),
        "RFC 5322 §3.4.1; arithmetic/aws-lambda-ses-forwarder#103",
        ("To: @example.com", "To: Jo <>"),
        ("To: Jo <jo@example.com>", "Return-Path: <>", "Return-Path: <> (bounce)"),
    ),
    _Kind(
        "ADR124",
        "addr-domain-bad-label",
        "The domain of an address is missing, has an empty label, or holds what no domain holds.",
        "Labels of letters, digits and hyphens, dots between them. Often an underscore, a percent sign or a blank "
        "slipped in. Correct the domain. (A hyphen at an end of a label is a warning, and so is a number at the end, "
        "as in an IP address.)",
        frozenset(
            {
                Problem.MISSING_DOMAIN,
                Problem.DOMAIN_DOT_START,
                Problem.DOMAIN_DOT_DOT,
                Problem.DOMAIN_CONTROL,
                Problem.DOMAIN_ILLEGAL,
            }
        ),
        "RFC 5321 §4.1.2; RFC 3696 §2 (a number at the end); SebastiaanKlippert/lambda-ses-forwarder#2, "
        "brave/accounts#35",
        (
            "To: jo@",
            "To: jo@.example.com",
            "To: jo@example..com",
            "To: jo@exam_ple.com",
            "To: jo@example.com%!",
            "To: jo@-example.com",
            "To: jo@192.0.2.1",
        ),
        ("To: jo@mail.example.com", "To: jo@a-b.example", "To: jo@163.example.net"),
        is_ascii=True,
        also=unregistered,
    ),
    _Kind(
        "ADR126",
        "addr-domain-trailing-dot",
        "The domain of an address ends in a dot.",
        "DNS tools write it so; mail does not. Take the dot away.",
        frozenset({Problem.DOMAIN_DOT_END}),
        "RFC 5321 §4.1.2; brave/accounts#35",
        ("To: jo@example.com.",),
        ("To: jo@example.com",),
    ),
    _Kind(
        "ADR128",
        "addr-domain-unicode",
        "A domain holds characters beyond ASCII.",
        "Amazon SES wants A-labels (Punycode): bücher.example is written xn--bcher-kva.example.",
        frozenset({Problem.DOMAIN_CONTROL, Problem.DOMAIN_ILLEGAL}),
        "API model of SendRawEmail; SES developer guide, troubleshooting; alphagov/notifications-api#2581",
        ("To: jo@bücher.example",),
        ("To: jo@xn--bcher-kva.example",),
        evidence=Evidence.DOCUMENTED,
        is_ascii=False,
        rfc=None,
        said="{character}: a domain beyond ASCII: write its A-labels",
    ),
    _Kind(
        "ADR129",
        "addr-local-unicode",
        "The local part of an address holds characters beyond ASCII.",
        "Amazon SES has no SMTPUTF8, and Punycode is for domains alone: no way leads to such a mailbox through SES.",
        frozenset({Problem.LOCAL_CONTROL, Problem.LOCAL_ILLEGAL}),
        "API model of SendRawEmail; aws/aws-sdk-rails#16",
        ("To: zoé@example.com", 'To: "zoé"@example.com'),
        ("To: Zoe <zoe@example.com>",),
        evidence=Evidence.DOCUMENTED,
        is_ascii=False,
        rfc=None,
        said=_LOCAL_BEYOND_ASCII,
        also=_beyond_ascii_in_quotes,
    ),
)
_UNREADABLE = _Kind(
    "ADR101",
    "addr-unparseable",
    "An address, or the list it stands in, cannot be read.",
    "A quote, bracket or comment is not closed, something stands outside of them that belongs inside, or a local part "
    "holds a blank or a special. Put display names with specials in quotes, addresses in angle "
    "brackets, commas between mailboxes. Sender and Return-Path hold one address each. (In Resent-* and "
    "Disposition-Notification-To, which SES does not read, it is a warning.)",
    frozenset(Problem) - frozenset(problem for kind in _TABLE for problem in kind.problems)
    | {Problem.LOCAL_CONTROL, Problem.LOCAL_ILLEGAL},
    "RFC 5322 §3.4, §3.6.2; openstax/accounts#252, soto-project/soto#331, boto/botocore#1774, "
    "nodemailer/nodemailer#1603",
    (
        "To: Jo <jo@example.com> <zoe@example.com>",
        'To: "Jo <jo@example.com>',
        "To: jo@example.com; zoe@example.com",
        "To: jo doe@example.com",
        "To: DEBUG: Jo <jo@example.com>",
        "Sender: jo@example.com, zoe@example.com",
    ),
    (
        "To: Team: jo@example.com, zoe@example.com;",
        "To: Jo (at home) <jo@example.com>",
        'To: "jo doe"@example.com',
        'To: "DEBUG: Jo" <jo@example.com>',
        'Sender: "Doe, Jo" <jo@example.com>',
    ),
    is_ascii=True,
)

# Answers that somebody has seen from SES; the others are known from the texts' origin.
_SEEN = frozenset(
    {
        Problem.MISSING_FINAL_DOMAIN,
        Problem.MISSING_DOMAIN,
        Problem.DOMAIN_ILLEGAL,
        Problem.DOMAIN_CONTROL,
        Problem.DOMAIN_DOT_END,
        Problem.LOCAL_CONTROL,
        Problem.LOCAL_ILLEGAL,
        Problem.MISSING_LOCAL,
        Problem.EXTRA_ANGLE,
        Problem.NESTED_GROUP,
        Problem.STRAY_SEMICOLON,
        Problem.UNCLOSED_QUOTE,
    }
)


def _rule(kind: _Kind) -> Rule:
    """Make the rule of one row."""

    def check(field: Field, context: Context) -> Iterator[Hit]:
        addresses = read(field, context)
        if addresses.is_null_path:
            return
        for fault in _once(addresses.listed.faults, Problem.STRAY_SEMICOLON):
            if fault.problem in kind.problems:
                case = Case(addresses, fault, addresses.listed.mailbox_at(fault.start))
                if _is_told(case, kind, context):
                    yield _hit(case, kind, context)
        if kind.also:
            yield from kind.also(addresses)

    check.__doc__ = f"{kind.title}\n\n{kind.advice}"
    make = rule(
        kind.code,
        kind.slug,
        severity=Severity.ERROR,
        rfc=kind.rfc,
        evidence=kind.evidence,
        source=kind.source,
        looks_at=fields(*(ADDRESS_LISTS if kind.rfc else ADDRESS_FIELDS)),
        bad=tuple(sample(example) for example in kind.bad),
        good=tuple(sample(example) for example in kind.good),
    )
    return make(check)


def _once(faults: tuple[Fault, ...], problem: Problem) -> Iterator[Fault]:
    """Leave out all but the first fault of a problem that is one mistake, made many times."""
    first = next((fault for fault in faults if fault.problem is problem), None)
    return (fault for fault in faults if fault is first or fault.problem is not problem)


def _is_told(case: Case, kind: _Kind, context: Context) -> bool:
    """Whether it is for the rule of this row to speak of a fault.

    An encoded-word in an addr-spec is for ENC111, a control character in one for the rules on any field; what is not
    ASCII is for LIN113 and LIN114 under ``rfc``, and only in an address a matter of SMTPUTF8.
    """
    if _is_of_encoded_word(case) or is_control_in_address(case):
        return False
    is_beyond_ascii = case.addresses.is_beyond_ascii(case.fault)
    if is_beyond_ascii and not _is_answered(case.addresses, context):
        return False
    is_for_all = kind.is_ascii is None or case.fault.problem not in CHARACTER_PROBLEMS
    return is_for_all or kind.is_ascii != (is_beyond_ascii and case.is_address and not is_in_name(case))


def _hit(case: Case, kind: _Kind, context: Context) -> Hit:
    fault, addresses = case.fault, case.addresses
    is_answered = _is_answered(addresses, context)
    is_mild = case.is_obsolete if context.profile.family == "rfc" else not is_answered
    return Hit(
        addresses.span(fault.start, fault.end),
        message(case, kind.said),
        predicts=_answer(fault) if is_answered and fault is addresses.listed.fault else None,
        severity=Severity.WARNING if is_mild else None,
        evidence=None if fault.problem in _SEEN else Evidence.INFERRED,
        fix=fault_fix(case, context),
    )


def _is_answered(addresses: AddressField, context: Context) -> bool:
    """Whether this is a field that SES reads, and it is asked."""
    return context.profile.family == "ses" and addresses.is_read_by_ses


def _answer(fault: Fault) -> str:
    """Give SES's text: the one that was observed before the one that its origin would have."""
    return fault.problem.seen_instead or fault.answer


def _encoded_word(mailbox: Mailbox) -> tuple[int, int] | None:
    """Find an encoded-word in an addr-spec, offsets in the field: one with an @ beside it, and no blank between."""
    if "=?" not in mailbox.addr_spec:
        return None
    for stretch in NOT_BLANKS_RE.finditer(mailbox.addr_spec):
        word = ENCODED_WORD_RE.search(stretch[0])
        if word and "@" in stretch[0][: word.start()] + stretch[0][word.end() :]:
            start = mailbox.start + stretch.start()
            return start + word.start(), start + word.end()
    return None


def _is_of_encoded_word(case: Case) -> bool:
    """Whether a fault lies in an encoded-word that ENC111 speaks of."""
    word = _encoded_word(case.mailbox) if case.mailbox else None
    return word is not None and word[0] <= case.fault.start < word[1]


@rule(
    "ENC111",
    "ew-in-addr-spec",
    severity=Severity.ERROR,
    rfc=Severity.ERROR,
    evidence=Evidence.FIELD_REPORT,
    source="RFC 2047 §5: in no portion of an addr-spec; aws/aws-sdk-js#1447",
    looks_at=fields(*ADDRESS_LISTS),
    bad=(sample("To: =?utf-8?q?zo=C3=A9?=@example.com"), sample("To: Jo <jo@=?utf-8?q?b=C3=BCcher?=.example>")),
    good=(sample("To: =?utf-8?q?Zo=C3=A9?= <zoe@example.com>"),),
)
def encoded_word_in_addr_spec(field: Field, context: Context) -> Iterator[Hit]:
    """An encoded-word stands inside an address.

    Nobody decodes it there but CPython, so the message goes to another mailbox or nowhere. Only a display name may be
    encoded; a domain is written in A-labels, a local part beyond ASCII cannot be reached through SES.
    """
    addresses = read(field, context)
    is_answered = _is_answered(addresses, context)
    first = addresses.listed.fault if is_answered else None
    for mailbox in addresses.listed.mailboxes:
        word = _encoded_word(mailbox)
        if word:
            where = shown(addresses.octets(mailbox))
            yield Hit(
                addresses.span(*word),
                f"an encoded-word in the address {where}: encode the display name only, write a domain in A-labels",
                predicts=_answer(first) if first and word[0] <= first.start < word[1] else None,
                severity=None if is_answered or context.profile.family == "rfc" else Severity.WARNING,
                fix=decoded_address(addresses, mailbox),
            )


RULES = (*(_rule(kind) for kind in (*_TABLE, _UNREADABLE)), encoded_word_in_addr_spec)
