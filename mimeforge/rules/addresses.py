"""ADR, ENC: addresses, judged as Amazon SES judges them. One table: rules differ in problems, ground and advice."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mimeforge._grammar import ATEXT_RE, ENCODED_WORD_RE, LWSP
from mimeforge.codecs.visible import shown
from mimeforge.errors import code_points
from mimeforge.linter.examples import sample
from mimeforge.linter.finding import Evidence, Severity
from mimeforge.linter.rule import Hit, Rule, fields, rule
from mimeforge.rules.address_fields import ADDRESS_FIELDS, AddressField, read
from mimeforge.rules.ses.address_list import Problem, outside_comments

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.linter.context import Context
    from mimeforge.rules.ses.address_list import Fault, Mailbox
    from mimeforge.tree import Field

__all__ = ["RULES"]


class _Kind(NamedTuple):
    """One rule: the problems it speaks about, where they stand (``is_ascii``: None for anywhere), what to do."""

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
        "slipped in. Correct the domain.",
        frozenset(
            {
                Problem.MISSING_DOMAIN,
                Problem.DOMAIN_DOT_START,
                Problem.DOMAIN_DOT_DOT,
                Problem.DOMAIN_CONTROL,
                Problem.DOMAIN_ILLEGAL,
            }
        ),
        "RFC 5321 §4.1.2; SebastiaanKlippert/lambda-ses-forwarder#2, brave/accounts#35",
        ("To: jo@", "To: jo@.example.com", "To: jo@example..com", "To: jo@exam_ple.com", "To: jo@example.com%!"),
        ("To: jo@mail.example.com", "To: jo@a-b.example"),
        is_ascii=True,
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
    ),
    _Kind(
        "ADR129",
        "addr-local-unicode",
        "The local part of an address holds characters beyond ASCII.",
        "Amazon SES has no SMTPUTF8, and Punycode is for domains alone: no way leads to such a mailbox through SES.",
        frozenset({Problem.LOCAL_CONTROL, Problem.LOCAL_ILLEGAL}),
        "API model of SendRawEmail; aws/aws-sdk-rails#16",
        ("To: zoé@example.com",),
        ("To: Zoe <zoe@example.com>",),
        evidence=Evidence.DOCUMENTED,
        is_ascii=False,
        rfc=None,
    ),
)
_UNREADABLE = _Kind(
    "ADR101",
    "addr-unparseable",
    "An address, or the list it stands in, cannot be read.",
    "A quote, bracket or comment is not closed, something stands outside of them that belongs inside, or a local part "
    "holds a blank, a control character or a special. Put display names with specials in quotes, addresses in angle "
    "brackets, commas between mailboxes. Sender and Return-Path hold one address each.",
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

# What is wrong, and what to do about it.
_SAID = {
    Problem.UNCLOSED_COMMENT: "a parenthesis is not closed: close it, or quote the display name",
    Problem.STRAY_COMMENT_END: "a parenthesis is closed that was not opened: quote the display name",
    Problem.EXTRA_ANGLE: "a second address in angle brackets: put a comma between two mailboxes",
    Problem.UNCLOSED_ANGLE: "an angle bracket is not closed: write <address>",
    Problem.STRAY_ANGLE_END: "an angle bracket is closed that was not opened: write <address>",
    Problem.UNCLOSED_QUOTE: "a quote is not closed: close it, or escape a quote that belongs to the name",
    Problem.UNCLOSED_LITERAL: "a square bracket is not closed: quote the display name",
    Problem.STRAY_SEMICOLON: "a semicolon that ends no group: separate mailboxes by commas",
    Problem.NESTED_GROUP: "a second colon in a group: quote the name it stands in",
    Problem.NOT_ONE_ADDRESS: "not exactly one address: leave the others out, quote a display name that holds a comma",
    Problem.EMPTY_ADDRESS: "an empty address: write the mailbox, or leave it out",
    Problem.BAD_ROUTE: "a source route that cannot be read: write the address alone",
    Problem.QUOTE_NOT_AT_END: "something between the closing quote and the @: quote all of the local part",
    Problem.QUOTE_NOT_AT_START: "a quote inside the local part: quote all of it",
    Problem.MISSING_LOCAL: "nothing before the @: write the mailbox",
    Problem.LOCAL_CONTROL: "no character of a local part: put the address in <>, a name before it in quotes",
    Problem.LOCAL_ILLEGAL: "no character of a local part: put the address in <>, a name before it in quotes",
    Problem.UNTERMINATED_QUOTE: "the quote of the local part is not closed: close it",
    Problem.MISSING_FINAL_DOMAIN: "no @domain: quote a display name that holds a comma, encode only the name",
    Problem.MISSING_DOMAIN: "nothing after the @: write the domain",
    Problem.DOMAIN_DOT_START: "the domain begins with a dot: take it away",
    Problem.DOMAIN_CONTROL: "no character of a domain: correct it, or write the A-labels of a Unicode domain",
    Problem.DOMAIN_ILLEGAL: "no character of a domain: correct it",
    Problem.DOMAIN_DOT_DOT: "two dots together in the domain: take one away",
    Problem.DOMAIN_DOT_END: "the domain ends in a dot: take it away",
}
_OPEN_GROUP = "a colon opens a group that no semicolon ends: quote the display name, or end the group with ;"

# Answers that somebody has seen from SES (the list in ses-rules.md §4.2); the others are known from the texts' origin.
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
# What stands between two parts of an addr-spec: their separators, and comments.
_PARTS_END = frozenset("@.()")
# Problems of one character, which is named.
_CHARACTERS = frozenset({Problem.LOCAL_CONTROL, Problem.LOCAL_ILLEGAL, Problem.DOMAIN_CONTROL, Problem.DOMAIN_ILLEGAL})


def _rule(kind: _Kind) -> Rule:
    """Make the rule of one row."""

    def check(field: Field, context: Context) -> Iterator[Hit]:
        addresses = read(field, context)
        if addresses.is_null_path:
            return
        for fault in addresses.listed.faults:
            if fault.problem not in kind.problems:
                continue
            mailbox = addresses.listed.mailbox_at(fault.start)
            is_wanted = kind.is_ascii is None or kind.is_ascii == _concerns_ascii(addresses, mailbox, fault)
            if is_wanted and not (mailbox and _encoded_word(mailbox)):
                yield _hit(addresses, mailbox, fault, context)

    check.__doc__ = f"{kind.title}\n\n{kind.advice}"
    make = rule(
        kind.code,
        kind.slug,
        severity=Severity.ERROR,
        rfc=kind.rfc,
        evidence=kind.evidence,
        source=kind.source,
        looks_at=fields(*ADDRESS_FIELDS),
        bad=tuple(sample(example) for example in kind.bad),
        good=tuple(sample(example) for example in kind.good),
    )
    return make(check)


def _hit(addresses: AddressField, mailbox: Mailbox | None, fault: Fault, context: Context) -> Hit:
    span = addresses.span(fault.start, fault.end)
    octets = addresses.field.source.read(span)
    said = _OPEN_GROUP if fault.start == addresses.listed.open_group else _SAID[fault.problem]
    character = octets.decode(addresses.field.encoding)
    what = f"{code_points(character)}: " if fault.problem in _CHARACTERS else ""
    is_within = mailbox is not None and fault.end <= mailbox.whole_end
    where = f" (in {shown(addresses.octets(mailbox))})" if mailbox and is_within and mailbox.addr_spec else ""
    is_obsolete = context.profile.family == "rfc" and _is_obsolete(mailbox, fault)
    return Hit(
        span,
        f"{what}{said}{where}",
        predicts=_answer(fault) if fault is addresses.listed.fault else None,
        severity=Severity.WARNING if is_obsolete else None,
        evidence=None if fault.problem in _SEEN else Evidence.INFERRED,
    )


def _is_obsolete(mailbox: Mailbox | None, fault: Fault) -> bool:
    """Whether RFC 5322 has a grammar for it after all.

    Blanks around the parts of an addr-spec and words with dots between them (§4.4); any atom as a domain (§3.4.1),
    whatever DNS says.
    """
    if mailbox is None or not mailbox.start <= fault.start < mailbox.end:
        return False
    at = fault.start - mailbox.start
    character = mailbox.addr_spec[at]
    before, behind = mailbox.addr_spec[:at].rstrip(LWSP)[-1:], mailbox.addr_spec[at + 1 :].lstrip(LWSP)[:1]
    if fault.problem is Problem.QUOTE_NOT_AT_START:
        return before in _PARTS_END
    if fault.problem is Problem.QUOTE_NOT_AT_END:
        return behind in _PARTS_END
    if character in LWSP:
        return before in _PARTS_END or behind in _PARTS_END
    return fault.problem is Problem.DOMAIN_ILLEGAL and ATEXT_RE.fullmatch(character) is not None


def _answer(fault: Fault) -> str:
    """Give SES's text: the one that was observed before the one that its origin would have (ses-rules.md §16)."""
    return fault.problem.seen_instead or fault.answer


def _concerns_ascii(addresses: AddressField, mailbox: Mailbox | None, fault: Fault) -> bool:
    """Whether the character at fault is ASCII, or stands in no address at all: then it is no matter of SMTPUTF8."""
    is_address = mailbox is not None and "@" in mailbox.addr_spec
    return not is_address or addresses.raw[fault.start : fault.start + 1].isascii()


def _encoded_word(mailbox: Mailbox) -> tuple[int, int] | None:
    """Find an encoded-word in an addr-spec that has an @ beside it; without one, there is no address to stand in."""
    if "=?" not in mailbox.addr_spec:
        return None
    word = ENCODED_WORD_RE.search(mailbox.addr_spec)
    has_at_sign = word and "@" in mailbox.addr_spec[: word.start()] + mailbox.addr_spec[word.end() :]
    return word.span() if word and has_at_sign else None


@rule(
    "ENC111",
    "ew-in-addr-spec",
    severity=Severity.ERROR,
    rfc=Severity.ERROR,
    evidence=Evidence.FIELD_REPORT,
    source="RFC 2047 §5: in no portion of an addr-spec; aws/aws-sdk-js#1447",
    looks_at=fields(*ADDRESS_FIELDS),
    bad=(sample("To: =?utf-8?q?zo=C3=A9?=@example.com"), sample("To: Jo <jo@=?utf-8?q?b=C3=BCcher?=.example>")),
    good=(sample("To: =?utf-8?q?Zo=C3=A9?= <zoe@example.com>"),),
)
def encoded_word_in_addr_spec(field: Field, context: Context) -> Iterator[Hit]:
    """An encoded-word stands inside an address.

    Nobody decodes it there but CPython, so the message goes to another mailbox or nowhere. Only a display name may be
    encoded; a domain is written in A-labels, a local part beyond ASCII cannot be reached through SES.
    """
    addresses = read(field, context)
    first = addresses.listed.fault
    for mailbox in addresses.listed.mailboxes:
        word = _encoded_word(mailbox)
        if word:
            where = shown(addresses.octets(mailbox))
            is_answered = first and mailbox.start <= first.start < mailbox.end
            yield Hit(
                addresses.span(mailbox.start + word[0], mailbox.start + word[1]),
                f"an encoded-word in the address {where}: encode the display name only, write a domain in A-labels",
                predicts=_answer(first) if first and is_answered else None,
            )


@rule(
    "ADR104",
    "addr-missing-comma",
    severity=Severity.ERROR,
    rfc=Severity.ERROR,
    evidence=Evidence.INFERRED,
    source="RFC 5322 §3.4: a comma between two mailboxes",
    looks_at=fields(*ADDRESS_FIELDS),
    bad=(
        sample("To: Jo <jo@example.com> zoe@example.com"),
        sample("To: jo@example.com (Jo) zoe@example.com"),
        sample("To: Jo <jo@example.com> Doe"),
    ),
    good=(sample("To: Jo <jo@example.com> (at home), zoe@example.com (Zoe)"),),
)
def missing_comma(field: Field, context: Context) -> Iterator[Hit]:
    """Something follows a mailbox before the next comma.

    It is passed over: a second recipient there gets nothing, and nobody is told. Put a comma between two mailboxes, and
    words of a display name before the address. (Where what follows holds no address, this is a warning.)
    """
    addresses = read(field, context)
    for mailbox in (address.mailbox for address in addresses.unusual):
        behind = outside_comments(addresses.raw[mailbox.read_to : mailbox.whole_end].decode("latin-1"))
        passed_over = behind.strip(LWSP)
        if passed_over:
            span = addresses.span(mailbox.read_to + behind.index(passed_over), mailbox.whole_end)
            is_obsolete = passed_over.startswith(".")  # obs-domain, with a comment between two labels (RFC 5322 §4.4)
            is_error = "@" in passed_over or (context.profile.family == "rfc" and not is_obsolete)
            what, where = shown(addresses.field.source.read(span)), shown(addresses.octets(mailbox))
            text = f"{what} follows the address {where} and is passed over: put a comma between two mailboxes"
            yield Hit(span, text, severity=None if is_error else Severity.WARNING)


RULES = (*(_rule(kind) for kind in (*_TABLE, _UNREADABLE)), missing_comma, encoded_word_in_addr_spec)
