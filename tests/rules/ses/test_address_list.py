"""Address lists as Amazon SES reads them.

In the tables, «» enclose what is at fault; they are no part of the text that is read.
"""

from __future__ import annotations

from collections import Counter
from itertools import accumulate

import pytest

from mimeforge.rules.ses.address_list import Mailbox, read
from mimeforge.rules.ses.address_problems import Fault, Problem

P = Problem


def marked(text: str) -> tuple[str, int, int]:
    """Take the marks out of a text: the text, and where they were."""
    before, _, rest = text.partition("«")
    at_fault, _, after = rest.partition("»")
    return before + at_fault + after, len(before), len(before) + len(at_fault)


# Every text that SES's reader of lists answers with, in the order of its checks: what triggers it, and where.
TRIGGERS = [
    (P.UNCLOSED_COMMENT, "jo@example.com «(»Jo"),
    (P.UNCLOSED_COMMENT, "jo@example.com, Zoe «(»a (b) c <zoe@example.com>"),
    (P.UNCLOSED_COMMENT, "jo@example.com «(»Jo\\)"),
    (P.STRAY_COMMENT_END, "Jo :-«)» <jo@example.com>"),
    (P.STRAY_COMMENT_END, "jo@example.com (a) b«)»"),
    (P.EXTRA_ANGLE, "Jo <jo@example.com> «<»zoe@example.com>"),
    (P.EXTRA_ANGLE, "jo@example.com, I <3 > «<»you@example.com>"),
    (P.EXTRA_ANGLE, "Team: Jo <jo@example.com> Zoe «<»zoe@example.com>;"),
    (P.UNCLOSED_ANGLE, "Jo «<»jo@example.com"),
    (P.UNCLOSED_ANGLE, "a@example.com, Jo «<»jo@example.com, b@example.com"),
    (P.UNCLOSED_ANGLE, 'Jo «<»"jo>"@example.com\\>'),
    (P.STRAY_ANGLE_END, "Jo jo@example.com«>»"),
    (P.STRAY_ANGLE_END, "<<jo@example.com>«>»"),
    (P.UNCLOSED_QUOTE, '«"»Doe, Jo <jo@example.com>'),
    (P.UNCLOSED_QUOTE, 'a@example.com, "Doe" «"»Jo\\" <jo@example.com>'),
    (P.UNCLOSED_QUOTE, 'Jo <«"»jo@example.com>'),
    (P.UNCLOSED_LITERAL, "jo@«[»192.0.2.1"),
    (P.UNCLOSED_LITERAL, "«[»Team <jo@example.com>"),
    (P.UNCLOSED_LITERAL, "jo@«[»192.0.2.1\\]"),
    (P.STRAY_SEMICOLON, "jo@example.com«;» zoe@example.com"),
    (P.STRAY_SEMICOLON, "Team: jo@example.com;«;»"),
    (P.STRAY_SEMICOLON, "Jo Doe«;» <jo@example.com>"),
    (P.NESTED_GROUP, "Team: Ops«:» jo@example.com;"),  # nodemailer/nodemailer#1603 saw the text
    (P.NESTED_GROUP, "Re: see https«:»//example.com <jo@example.com>"),
    (P.EMPTY_ADDRESS, "«<>»"),
    (P.EMPTY_ADDRESS, "jo@example.com, Jo «< \r\n >», zoe@example.com"),
    (P.BAD_ROUTE, "<@a.example«,»b.example:jo@example.com>"),
    (P.BAD_ROUTE, "<@a.example«,» @b.example:jo@example.com>"),
    (P.BAD_ROUTE, "Jo <«@a.example,@b.example»>"),
    (P.QUOTE_NOT_AT_END, '"jo«"»doe@example.com'),
    (P.QUOTE_NOT_AT_END, 'Jo <"jo«"».doe@example.com>'),
    (P.QUOTE_NOT_AT_START, 'jo«"»doe"@example.com'),
    (P.QUOTE_NOT_AT_START, '<jo.«"»doe".x@example.com>'),
    (P.MISSING_LOCAL, "«@»example.com"),
    (P.MISSING_LOCAL, "Jo <«@»example.com>"),
    (P.MISSING_LOCAL, "<@a.example:«@»example.com>"),
    (P.LOCAL_CONTROL, "Jo« »jo@example.com"),
    (P.LOCAL_CONTROL, "Jo <jo«\t»@example.com>"),
    (P.LOCAL_CONTROL, "jo«\r»\n doe@example.com"),
    (P.LOCAL_CONTROL, "<jo«\x00»@example.com>"),
    (P.LOCAL_CONTROL, "jo«\x7f»@example.com"),
    (P.LOCAL_CONTROL, "<jo«\xc3»\xa9@example.com>"),
    *((P.LOCAL_ILLEGAL, f"<jo«{special}»doe@example.com>") for special in "(),;:<[]"),
    (P.LOCAL_ILLEGAL, "jo«]»@example.com"),
    (P.LOCAL_ILLEGAL, "jo«\\»"),
    (P.UNTERMINATED_QUOTE, 'jo\\"doe«"»@example.com'),
    (P.UNTERMINATED_QUOTE, '<@"a:jo«"»@example.com>'),
    (P.MISSING_FINAL_DOMAIN, "«jo»"),
    (P.MISSING_FINAL_DOMAIN, "zoe@example.com, Jo <«jo»>"),
    (P.MISSING_FINAL_DOMAIN, ' «"jo@example.com"» '),
    (P.MISSING_FINAL_DOMAIN, "«Jo» (jo@example.com)"),
    (P.MISSING_FINAL_DOMAIN, "<«@a.example:»>"),
    (P.MISSING_DOMAIN, "jo«@»"),
    (P.MISSING_DOMAIN, "zoe@example.com, Jo <jo«@» >"),
    (P.MISSING_DOMAIN, "jo«@» (at home)"),
    (P.DOMAIN_DOT_START, "jo@«.»example.com"),
    (P.DOMAIN_DOT_START, "<jo@«.»>"),
    (P.DOMAIN_CONTROL, "jo@example.com« »zoe@example.com"),
    (P.DOMAIN_CONTROL, "<jo@«\x07».example>"),
    (P.DOMAIN_CONTROL, "<jo@b«\xfc»cher.example>"),
    (P.DOMAIN_ILLEGAL, "jo@my«_»host.example.com"),
    (P.DOMAIN_ILLEGAL, "<jo@example.com«@»example.net>"),
    (P.DOMAIN_ILLEGAL, 'jo@«"»example"'),
    (P.DOMAIN_DOT_DOT, "jo@example«..»com"),
    (P.DOMAIN_DOT_DOT, "<jo@example.com«..»>"),
    (P.DOMAIN_DOT_END, "jo@example.com«.»"),
    (P.DOMAIN_DOT_END, "Jo <jo@example«.»>"),
    (P.DOMAIN_DOT_END, "jo@example«.» (a)"),
    # Comments that stand between two words of one part, and what looks like one
    (P.MISSING_FINAL_DOMAIN, "«jo» (a) doe@example.com"),
    (P.MISSING_FINAL_DOMAIN, "«test.»(a)test@example.com"),
    (P.DOMAIN_DOT_END, "jo@example«.»(a)com"),
    (P.DOMAIN_ILLEGAL, "<jo@machine«(»a).example>"),
    (P.LOCAL_CONTROL, "<jo« »(a) doe@example.com>"),
    (P.DOMAIN_CONTROL, "<jo@example.com« »(a) b>"),
    (P.LOCAL_ILLEGAL, "<jo«(»a\\)@example.com>"),
    (P.LOCAL_ILLEGAL, "Jo <jo«(»doe@example.com>, Zoe (at home) <zoe@example.com>"),
    (P.STRAY_COMMENT_END, "Jo <jo(>«)» doe@example.com>"),
    (P.LOCAL_CONTROL, '<(a) "jo"« »doe@example.com>'),
]

# Parameters and fields that take one address.
SINGLE = [
    (P.NOT_ONE_ADDRESS, "«»"),  # boto/boto#351; SE1-EMPTY-LIST
    (P.NOT_ONE_ADDRESS, " «,» "),
    (P.NOT_ONE_ADDRESS, " «a@example.com, b@example.com»\r\n "),
    (P.NOT_ONE_ADDRESS, "«Karen, Chan <karen@example.com>»"),  # openstax/accounts#253
    (P.NOT_ONE_ADDRESS, "«jo@example.com, Team: a@example.com;»"),
]

# What was reported, with the domains replaced: the text of SES, and who saw it.
REPORTED = [
    ("Domain ends with dot", "francois@example.com«.»", "brave/accounts#35 saw Missing domain"),
    ("Local address contains illegal character", "github«:»octocat", "hcengineering/platform#7864"),
    ("Local address contains illegal character", "To«:» jo@example.com", "soto-project/soto#331"),
    ("Local address contains illegal character", "DEBUG«:» Bob <test@example.com>", "boto/botocore#1774"),
    ("Local address contains control or whitespace", '"Karen, Chan" <karen« »@example.com>', "openstax/accounts#253"),
    ("Local address contains control or whitespace", "Karen Chan <karen« »@example.com>", "openstax/accounts#253"),
    ("Local address contains control or whitespace", "myemail+«\xe2»\x9c\x96@example.com", "stackoverflow 38808009"),
    ("Missing final '@domain'", "«Karen», Chan <karen@example.com>", "anymail/django-anymail#281, a comma in a name"),
    ("Missing final '@domain'", "«=?UTF-8?B?am9AZXhhbXBsZS5jb20=?=»", "stackoverflow 21305454"),
    ("Missing final '@domain'", '«"support@example.com"»', "helpyio/helpy#1132"),
    ("Domain contains illegal character", "fromname@example.com«%»!", "SebastiaanKlippert/lambda-ses-forwarder#2"),
    ("Domain contains illegal character", "=?utf-8?Q?testmail@example.com«?»=", "mageplaza/magento-2-smtp#191"),
    ("Missing '\"'", '=?utf-8?Q?«"»Test=20Test?= <a@example.com>', "mageplaza/magento-2-smtp#265"),
    ("Illegal semicolon, not in group", "a@example.com«;»b@example.com", "open-falcon/mail-provider#30"),
]


def one_fault(problem: Problem, text: str, *, single: bool = False) -> None:
    text, start, end = marked(text)
    assert read(text, single=single).fault == Fault(problem, start, end)


@pytest.mark.parametrize(("problem", "text"), TRIGGERS)
def test_names_what_is_at_fault(problem: Problem, text: str) -> None:
    one_fault(problem, text)


@pytest.mark.parametrize(("problem", "text"), SINGLE)
def test_one_address_is_one_address(problem: Problem, text: str) -> None:
    one_fault(problem, text, single=True)
    assert len(read(marked(text)[0], single=True).faults) == 1


def test_what_is_wrong_between_the_mailboxes_comes_before_their_number() -> None:
    assert [fault.problem for fault in read("a@example.com; b@example.com", single=True).faults] == [P.STRAY_SEMICOLON]


def test_every_problem_has_two_triggers() -> None:
    triggers = Counter(problem for problem, _ in TRIGGERS + SINGLE)
    assert {problem for problem in Problem if triggers[problem] < 2} == set()


@pytest.mark.parametrize(("answer", "text", "_report"), REPORTED)
def test_answers_as_ses_was_seen_to(answer: str, text: str, _report: str) -> None:
    text, start, end = marked(text)
    fault = read(text).fault
    assert fault is not None
    assert (fault.answer, fault.start, fault.end) == (answer, start, end)


def test_other_texts_that_were_seen() -> None:
    assert {problem: problem.seen_instead for problem in Problem if problem.seen_instead} == {
        P.DOMAIN_DOT_END: "Missing domain"
    }


# What SES takes: every mailbox (in a group: +), and its display name.
TAKEN = [
    ("", []),  # an empty To is refused by its name (daniel-zahariev/php-aws-ses#32)
    (" , \r\n ,", []),
    ("(nobody)", []),
    ("jo@example.com", [" jo@example.com"]),
    ("aaa@com", [" aaa@com"]),  # blog.framinal.life: passes the parser
    ("Jo Doe <jo@example.com>", [" jo@example.com=Jo Doe"]),
    ("J. Doe <jo@example.com>", [" jo@example.com=J. Doe"]),
    ("<jo@example.com>", [" jo@example.com"]),
    ("Jo < jo@example.com >", [" jo@example.com=Jo"]),
    ('"Karen, Chan" <karen@example.com>', [' karen@example.com="Karen, Chan"']),  # openstax/accounts#253
    ('"Jo \\"J\\\\\\"" <jo@example.com>', [' jo@example.com="Jo \\"J\\\\\\""']),
    ('"Jo\r\n Doe" <jo@example.com>', [' jo@example.com="Jo\r\n Doe"']),
    ("=?utf-8?Q?Caf=C3=A9?= <jo@example.com>", [" jo@example.com==?utf-8?Q?Caf=C3=A9?="]),
    ("caf\xc3\xa9 <jo@example.com>", [" jo@example.com=caf\xc3\xa9"]),  # mangled, never refused (ADR-NAME-2047)
    ("Jo @ home <jo@example.com>", [" jo@example.com=Jo @ home"]),
    ("jo@example.com (Jo)", [" jo@example.com"]),
    ("(a (b) \\) c) jo@example.com", [" jo@example.com"]),
    ("Jo (J) <jo@example.com> (at home)", [" jo@example.com=Jo (J)"]),
    ("Jo\r\n <jo@example.com>,\r\n\tzoe@example.com", [" jo@example.com=Jo", " zoe@example.com"]),
    ("jo@example.com,\n zoe@example.com", [" jo@example.com", " zoe@example.com"]),
    ("a@example.com,, b@example.com,", [" a@example.com", " b@example.com"]),
    ("jo@[192.0.2.1]", [" jo@[192.0.2.1]"]),
    ("<jo@[IPv6:2001:db8::1]>, jo@[a,b;c:d]", [" jo@[IPv6:2001:db8::1]", " jo@[a,b;c:d]"]),
    ("jo@[any \\] thing]", [" jo@[any \\] thing]"]),
    ("<@a.example,@b.example:jo@example.com>", [" jo@example.com"]),
    ('"jo doe"@example.com', [' "jo doe"@example.com']),
    ('<"a>\\"b, c"@example.com>', [' "a>\\"b, c"@example.com']),
    ("a..b@example.com, .a@example.com, a.@example.com", [" a..b@example.com", " .a@example.com", " a.@example.com"]),
    ("jo\\@work@example.com", [" jo\\@work@example.com"]),
    ("!#$%&'*+-/=?^_`{|}~@example.com", [" !#$%&'*+-/=?^_`{|}~@example.com"]),
    ("undisclosed-recipients:;", []),
    ("A Team:a@example.com, B <b@example.com>;", ["+a@example.com", "+b@example.com=B"]),
    ('"Team: A, B": a@example.com;, c@example.com', ["+a@example.com", " c@example.com"]),
    ("A:;, B: b@example.com;, , c@example.com", ["+b@example.com", " c@example.com"]),
    ("A: a@example.com; b@example.com", ["+a@example.com", " b@example.com"]),
    ("Jo <jo@example.com> junk", [" jo@example.com=Jo"]),
    # RFC 5322 Appendix A.5: comments around local part and domain
    ("Pete(\\)) <pete(his account)@silly.example(his host)>", [" pete(his account)@silly.example(his host)=Pete(\\))"]),
    ("<(a)jo(b(c))@(d)example.com(e)>", [" (a)jo(b(c))@(d)example.com(e)"]),
    ("jo(b)@(d)example.com (e)", [" jo(b)@(d)example.com"]),
    ('<(a)"jo"(b)@example.com>', [' (a)"jo"(b)@example.com']),
    # with the white space that may stand beside them, nested to any depth, delimiters in them or not (§3.2.2)
    ("Jo <jo@example.com (work)>", [" jo@example.com (work)=Jo"]),
    ("<(work)\r\n jo@example.com>", [" (work)\r\n jo@example.com"]),
    ("jo (work)@example.com", [" jo (work)@example.com"]),
    ("jo(a) (b)\t@example.com", [" jo(a) (b)\t@example.com"]),
    ("(a) (b) jo (c) @ (d)\r\n (e) example.com (f)", [" jo (c) @ (d)\r\n (e) example.com"]),
    ("<(a) (b) jo (c) @ (d) (e) example.com (f) (g)>", [" (a) (b) jo (c) @ (d) (e) example.com (f) (g)"]),
    ('(a) "jo" (b) @example.com', [' "jo" (b) @example.com']),
    ("jo@(a(b(c(d))))example.com", [" jo@(a(b(c(d))))example.com"]),
    ("<jo@example.com(a (b (c)))>", [" jo@example.com(a (b (c)))"]),
    ('<jo@example.com(5" pipe)>, <jo(>)@example.com>', [' jo@example.com(5" pipe)', " jo(>)@example.com"]),
    ("Jo <jo(<a>, b: c; [)@example.com>", [" jo(<a>, b: c; [)@example.com=Jo"]),
    # What follows a domain-literal is passed over; one that is never closed takes all.
    ("jo@[192.0.2.1] zoe@example.com", [" jo@[192.0.2.1]"]),
    ("<jo@[192.0.2.1]x>", [" jo@[192.0.2.1]"]),
    ("jo@(a)[192.0.2.1] (b)", [" jo@(a)[192.0.2.1]"]),
    ("<jo@[192.0.2.1 (b)>", [" jo@[192.0.2.1 (b)"]),
]


@pytest.mark.parametrize(("text", "mailboxes"), TAKEN)
def test_takes(text: str, mailboxes: list[str]) -> None:
    found = read(text)
    assert found.faults == ()
    assert [
        " +"[mailbox.in_group] + mailbox.addr_spec + ("=" + mailbox.display_name if mailbox.display_name else "")
        for mailbox in found.mailboxes
    ] == mailboxes
    assert found.open_group is None


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        ('"Karen, Chan" <karen@example.com>', 1),
        ("Team: a@example.com, b@example.com;", 2),
        ("Empty:;", 0),
        ("(a) jo@example.com,", 1),
    ],
)
def test_a_group_is_one_address(text: str, addresses: int) -> None:
    found = read(text, single=True)
    assert (found.fault, len(found.mailboxes)) == (None, addresses)


def test_offsets() -> None:
    text = "(c) Zoe <@a.example:zoe@example.com> (z) , b@example.com"
    zoe, b = read(text).mailboxes
    assert zoe == Mailbox("zoe@example.com", 20, 35, False, "(c) Zoe", 0, 40, 36, False)
    assert b == Mailbox("b@example.com", 43, 56, False, "", 43, 56, 56, False)
    assert [read(text).mailbox_at(offset) for offset in (0, 39, 40, 42, 43, 55, 56)] == [
        zoe, zoe, None, None, b, b, None,
    ]  # fmt: skip
    assert read("").mailbox_at(0) is None


@pytest.mark.parametrize(
    ("text", "elements"),
    [
        (
            "Team :a@example.com, (b) b@example.com;c@example.com",
            ["a@example.com", "(b) b@example.com", "c@example.com"],
        ),
        ("A <a@example.com>B <b@example.com>", ["A <a@example.com>", "B <b@example.com>"]),
        ("A <a@example.com>) <b@example.com>", ["A <a@example.com>)", "<b@example.com>"]),
        ("jo@example.com (Jo) ;zoe@example.com", ["jo@example.com (Jo)", "zoe@example.com"]),
    ],
)
def test_elements(text: str, elements: list[str]) -> None:
    assert [text[mailbox.whole_start : mailbox.whole_end] for mailbox in read(text).mailboxes] == elements


# What SES reads of each element, and what it passes over: from the mark on.
PASSED_OVER = [
    "Jo <jo@example.com>",
    " (a) jo@example.com , Jo <jo@example.com> ",
    "jo@example.com ‖(Jo) zoe@example.com",
    "Jo <jo@example.com>‖ (a) Doe, Zoe <zoe@example.com>‖zoe@example.net",
    "<jo@example.com>‖: zoe@example.com",
    "Team: Jo <jo@example.com>‖ zoe@example.com; b@example.com",
    "Pete <pete(his account)@(a)silly.example(his host)>‖(b)",
    "jo@[192.0.2.1]‖ zoe@example.com (Zoe), <jo@[a]‖.b>, jo@[b] ‖(c), <jo@[d] (e)>",
]


@pytest.mark.parametrize("marked_text", PASSED_OVER)
def test_what_is_passed_over_is_told(marked_text: str) -> None:
    text = marked_text.replace("‖", "")
    mailboxes = read(text).mailboxes
    marks = [len(before) for before in accumulate(marked_text.split("‖")[:-1])]
    assert [mailbox.read_to for mailbox in mailboxes if mailbox.read_to != mailbox.whole_end] == marks
    assert not any(mailbox.is_faulty for mailbox in mailboxes)


@pytest.mark.parametrize(
    ("text", "faulty"),
    [
        ("a b@example.com, c@example.com", [True, False]),
        ("Jo, Zoe <zoe@example.com>", [True, False]),
        ("A <a@example.com> <b@example.com>, c@example.com", [False, True, False]),
        ("a@example.com), b@example.com", [True, False]),
        ("a@example.com (b", [True]),
        ("Team: a@example.com, b;", [False, True]),
    ],
)
def test_which_mailboxes_cannot_be_read(text: str, faulty: list[bool]) -> None:
    assert [mailbox.is_faulty for mailbox in read(text).mailboxes] == faulty


# All faults, SES's own first: those of the first pass by where they are come upon, then those of the second.
SEVERAL = [
    ("Bob, jo@exam_ple.com", [P.DOMAIN_ILLEGAL, P.MISSING_FINAL_DOMAIN]),
    ("Bob, a@example.com) , c d@example.com", [P.STRAY_COMMENT_END, P.LOCAL_CONTROL, P.MISSING_FINAL_DOMAIN]),
    ("a b@example.com, c@example.com)", [P.LOCAL_CONTROL, P.STRAY_COMMENT_END]),
    ("a b@example.com; c d@example.com", [P.STRAY_SEMICOLON, P.LOCAL_CONTROL]),
    ("A <a b@example.com> <b@example.com>", [P.EXTRA_ANGLE, P.LOCAL_CONTROL]),
    ("<a@example.com> <b c@example.com>", [P.EXTRA_ANGLE]),
    ("A <a@example.com> <b@example.com> <c@example.com>", [P.EXTRA_ANGLE, P.EXTRA_ANGLE]),
    ("A <a@example.com> > <b@example.com>", [P.STRAY_ANGLE_END, P.EXTRA_ANGLE]),
    ("A <a@example.com>: <b@example.com>;", [P.EXTRA_ANGLE]),
    ("Team: a b@example.com;, c@example_", [P.DOMAIN_ILLEGAL, P.LOCAL_CONTROL]),
    ("Bob, Team: b@example.com", [P.LOCAL_ILLEGAL, P.MISSING_FINAL_DOMAIN]),
    ("Team: Ops: a@example.com, b c@example.com;", [P.NESTED_GROUP, P.LOCAL_CONTROL]),
    ('a"b"@example.com, "c"d@example.com', [P.QUOTE_NOT_AT_START, P.QUOTE_NOT_AT_END]),
    ('a"b"c d@example.com', [P.LOCAL_CONTROL]),
    ('"a"b@', [P.MISSING_DOMAIN]),
    ('Bob, "oops <a@example.com>, Ann', [P.UNCLOSED_QUOTE, P.MISSING_FINAL_DOMAIN]),
    ("a@example.com) (b", [P.STRAY_COMMENT_END]),
]


@pytest.mark.parametrize(("text", "problems"), SEVERAL)
def test_the_answer_of_ses_comes_first(text: str, problems: list[Problem]) -> None:
    assert [fault.problem for fault in read(text).faults] == problems


# A group that no semicolon ends is one addr-spec to SES; the recipients that were meant are counted all the same.
OPEN_GROUPS = [
    ("DEBUG: Bob <bob@example.com>", P.LOCAL_ILLEGAL, 5, 5, ["bob@example.com"]),
    ("See DEBUG: a@example.com, b c@example.com", P.LOCAL_CONTROL, 3, 9, ["a@example.com", "b c@example.com"]),
    ("a@example.com, Team: b@example.com", P.LOCAL_ILLEGAL, 19, 19, ["a@example.com", "b@example.com"]),
    ("Team (us): b@example.com", P.MISSING_FINAL_DOMAIN, 0, 9, ["b@example.com"]),
    ('"Team": b@example.com', P.LOCAL_ILLEGAL, 6, 6, ["b@example.com"]),
    ("Team: Ops: b@example.com", P.NESTED_GROUP, 9, 4, ["b@example.com"]),
]


@pytest.mark.parametrize(("text", "problem", "start", "colon", "meant"), OPEN_GROUPS)
def test_open_group(text: str, problem: Problem, start: int, colon: int, meant: list[str]) -> None:
    found = read(text)
    assert [(fault.problem, fault.start) for fault in found.faults] == [(problem, start)]
    assert found.open_group == colon
    assert [mailbox.addr_spec for mailbox in found.mailboxes] == meant


def test_open_group_behind_an_address_is_the_address() -> None:
    found = read("<a@example.com>: b@example.com")
    assert (found.fault, [mailbox.addr_spec for mailbox in found.mailboxes]) == (None, ["a@example.com"])
    assert (found.open_group, found.open_group_fault) == (15, None)


@pytest.mark.parametrize(
    ("text", "is_of_group"),
    [
        ("Sales Team: a@example.com, b@example.com", [True]),
        ("Team (x): jo@example.com", [True]),
        ("a@example.com; b c@example.com, Team: jo@example.com", [False, False, True]),
        ("Team: Ops: jo@example.com", [False]),
        ("Team: a@example.com) , b@example.com", [False]),
        ("Team: a b@example.com;", [False]),
    ],
)
def test_what_an_open_group_is_to_blame_for(text: str, is_of_group: list[bool]) -> None:
    found = read(text)
    assert [fault == found.open_group_fault for fault in found.faults] == is_of_group


def test_mailboxes_are_found_behind_one_another() -> None:
    found = read("a@example.com, Team: b@example.com;, <>")
    _, second, third = found.mailboxes
    assert [found.next_to(mailbox) for mailbox in found.mailboxes] == [second, third, None]


# What can be told apart when a delimiter is never closed, and of faulty elements.
RECIPIENTS = [
    ('=?utf-8?Q?"Test?= <a@example.com>, b@example.com', ["a@example.com", "b@example.com"]),
    ('"Doe, Jo <jo@example.com>', ["jo@example.com"]),
    ("a@example.com (oops, b@example.com, Ann (A)", ["a@example.com", "b@example.com"]),
    ("Jo <jo@example.com, b@example.com", ["jo@example.com", "b@example.com"]),
    ("jo@[192.0.2.1, b@example.com", ["jo@[192.0.2.1", "b@example.com"]),
    ('Team: <"a@example.com>, b@example.com', ["b@example.com"]),
    ("A <a@example.com> <b@example.com>", ["a@example.com", "b@example.com"]),
    ("a@example.com>,b@example.com", ["a@example.com>", "b@example.com"]),
    ("a@example.com; b@example.com;", ["a@example.com", "b@example.com"]),
    ("Doe, Jo <jo@example.com>, <>", ["Doe", "jo@example.com", ""]),
]


@pytest.mark.parametrize(("text", "recipients"), RECIPIENTS)
def test_recipients_are_counted_beyond_a_fault(text: str, recipients: list[str]) -> None:
    found = read(text)
    assert found.fault is not None
    assert [mailbox.addr_spec for mailbox in found.mailboxes] == recipients
    assert found.open_group is None
