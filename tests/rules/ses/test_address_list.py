"""Address lists as Amazon SES reads them.

In the tables, «» enclose what is at fault; they are no part of the text that is read.
"""

from __future__ import annotations

import json
import os
import time
from collections import Counter
from email.parser import BytesParser
from email.policy import compat32
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mimeforge.rules.ses.address_list import Fault, Mailbox, Problem, faults, read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

P = Problem


def marked(text: str) -> tuple[str, int, int]:
    """Take the marks out of a text: the text, and where they were."""
    before, _, rest = text.partition("«")
    at_fault, _, after = rest.partition("»")
    return before + at_fault + after, len(before), len(before) + len(at_fault)


# Every text of ses-rules.md §4.2, in its order: what triggers it, and where.
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
]

# Parameters that take one address.
SINGLE = [
    (P.NOT_ONE_ADDRESS, "«»"),  # boto/boto#351; SE1-EMPTY-LIST
    (P.NOT_ONE_ADDRESS, "« , »"),
    (P.NOT_ONE_ADDRESS, "«a@example.com, b@example.com»"),
    (P.NOT_ONE_ADDRESS, "«Karen, Chan <karen@example.com>»"),  # openstax/accounts#253
    (P.NOT_ONE_ADDRESS, "«jo@example.com, Team: a@example.com;»"),
]

# ses-rules.md §19 and the notes to §4.2, with the domains of the reports replaced: the text of SES, and who saw it.
REPORTED = [
    ("Domain ends with dot", "francois@example.com«.»", "brave/accounts#35 saw Missing domain"),
    ("Local address contains illegal character", "github«:»octocat", "hcengineering/platform#7864"),
    ("Local address contains illegal character", "To«:» jo@example.com", "soto-project/soto#331"),
    ("Local address contains illegal character", "DEBUG«:» Bob <test@example.com>", "boto/botocore#1774"),
    ("Local address contains control or whitespace", '"Karen, Chan" <karen« »@example.com>', "openstax/accounts#253"),
    ("Local address contains control or whitespace", "Karen Chan <karen« »@example.com>", "openstax/accounts#253"),
    ("Local address contains control or whitespace", "myemail+«\xe2»\x9c\x96@example.com", "stackoverflow 38808009"),
    ("Missing final '@domain'", "«Karen», Chan <karen@example.com>", "§4.2, a comma in a name"),
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
        P.DOMAIN_DOT_END: "Missing domain",
        P.NOT_ONE_ADDRESS: "Missing final '@domain'",
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
    assert zoe == Mailbox("zoe@example.com", 20, 35, False, "(c) Zoe", 0, 40)
    assert b == Mailbox("b@example.com", 43, 56, False, "", 43, 56)
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
    assert [fault.problem for fault in faults(text)] == problems


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


# Laws

SYNTAX = st.text(st.sampled_from('ab@.,:;<>()[]"\\ \t\r\n_é\x00'), max_size=40)
ATOMS = st.text(st.sampled_from("abcXYZ019!#$%&'*+-/=?^_`{|}~"), min_size=1, max_size=8)
DOTTED = st.lists(ATOMS, min_size=1, max_size=3).map(".".join)
DOMAINS = st.from_regex(r"[a-z][a-z0-9]{0,6}(-[a-z0-9]{1,3})?\.example", fullmatch=True)
QUOTED = st.text(st.sampled_from('ab ,;:<>@()[]."\\'), max_size=8).map(
    lambda text: '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
)
ADDR_SPECS = st.builds("{}@{}".format, DOTTED | QUOTED, DOMAINS | st.just("[192.0.2.1]"))
FWS = st.sampled_from([" ", "\r\n ", "\n\t", " \t"])
NAMES = st.lists(ATOMS | QUOTED, min_size=1, max_size=3).flatmap(lambda words: FWS.map(lambda blank: blank.join(words)))
MAILBOXES = ADDR_SPECS.map(lambda spec: (spec, [spec])) | st.builds(
    lambda name, blank, spec: (f"{name}{blank}<{spec}>", [spec]), NAMES, FWS, ADDR_SPECS
)
GROUPS = st.builds(
    lambda name, members: (
        f"{name}:{','.join(text for text, _ in members)};",
        [spec for _, specs in members for spec in specs],
    ),
    NAMES,
    st.lists(MAILBOXES, max_size=3),
)
LISTS = st.lists(MAILBOXES | GROUPS, max_size=5)


@given(LISTS, st.sampled_from([",", ", ", ",\r\n ", " ,\n\t", ", ,"]))
def test_takes_what_rfc_5322_makes(parts: list[tuple[str, list[str]]], comma: str) -> None:
    found = read(comma.join(text for text, _ in parts))
    assert found.faults == ()
    assert [mailbox.addr_spec for mailbox in found.mailboxes] == [spec for _, specs in parts for spec in specs]


@given(SYNTAX)
def test_everything_is_where_it_says(text: str) -> None:
    found = read(text)
    for mailbox in found.mailboxes:
        assert mailbox.addr_spec == text[mailbox.start : mailbox.end]
        assert mailbox.whole_start <= mailbox.start <= mailbox.end <= mailbox.whole_end
        assert mailbox.display_name in text
        assert found.mailbox_at(mailbox.start) == mailbox
    for before, after in zip(found.mailboxes, found.mailboxes[1:], strict=False):
        assert before.whole_end <= after.whole_start
    for fault in found.faults:
        assert 0 <= fault.start < fault.end <= len(text)
    at_fault = Counter(found.mailbox_at(fault.start) for fault in found.faults)
    assert all(mailbox is None or times == 1 for mailbox, times in at_fault.items())
    assert tuple(faults(text)) == found.faults


@given(SYNTAX, st.sampled_from(["", " ", "\t", "\r\n "]), st.sampled_from(["", " ", "\r\n "]))
def test_white_space_around_a_list_means_nothing(text: str, before: str, after: str) -> None:
    if text.endswith("\\"):
        text += "a"  # what a backslash takes along is no white space around
    here, there = read(text), read(before + text + after)
    assert [
        fault._replace(start=fault.start + len(before), end=fault.end + len(before)) for fault in here.faults
    ] == list(there.faults)
    assert [mailbox.addr_spec for mailbox in here.mailboxes] == [mailbox.addr_spec for mailbox in there.mailboxes]


@given(SYNTAX, SYNTAX)
def test_lists_that_are_taken_can_be_joined(one: str, other: str) -> None:
    first, second = read(one), read(other)
    if first.fault is None and second.fault is None and first.open_group is None:
        both = read(f"{one},{other}")
        assert both.fault is None
        assert len(both.mailboxes) == len(first.mailboxes) + len(second.mailboxes)


MEGABYTE = 1_000_000
PATTERNS = ["(", '"', "<", ",", "a@b,", ")", "[", ":", ";", "\\", "(a)", "<a>", '"a"', "(a", '<"', "a(b)@", "a:b;", " "]


@pytest.mark.parametrize("pattern", PATTERNS)
def test_time_is_linear(pattern: str) -> None:
    text = pattern * (MEGABYTE // len(pattern)) + "@example.com"
    began = time.process_time()
    read(text)
    assert time.process_time() - began < 30  # one or two seconds; were it quadratic, hours


# The corpus: messages and vectors of other projects


@pytest.fixture(scope="module")
def corpus() -> Path:
    if "MIMEFORGE_CORPUS" not in os.environ:
        pytest.skip("the environment variable MIMEFORGE_CORPUS does not name the corpus")
    return Path(os.environ["MIMEFORGE_CORPUS"])


ADDRESS_FIELDS = {"from", "sender", "to", "cc", "bcc", "reply-to"}


def address_fields(message: bytes) -> Iterator[tuple[str, str]]:
    parsed = BytesParser(policy=compat32).parsebytes(message, headersonly=True)
    for name, body in parsed.raw_items():
        if name.lower() in ADDRESS_FIELDS:
            yield name, str(body).encode("ascii", "surrogateescape").decode("latin-1")


def test_no_false_alarm_on_clean_messages(corpus: Path) -> None:
    index = json.loads((corpus / "index.json").read_bytes())
    clean = [entry["file"] for entry in index["messages"] if entry["label"] in {"clean", "clean-bulk"}]
    fields = [(file, *field) for file in clean for field in address_fields((corpus / file).read_bytes())]
    assert len(fields) > 500
    assert [(file, name, body) for file, name, body in fields if read(body).fault] == []


class Vector(NamedTuple):
    text: str
    bad: bool

    @property
    def local(self) -> str:
        return self.text.rpartition("@")[0]

    @property
    def domain(self) -> str:
        return self.text.rpartition("@")[2]

    @property
    def delimited(self) -> str:
        """What stands in quotes or in a comment."""
        return "".join(self.text.split('"')[1::2]) + self.text.partition("(")[2].partition(")")[0]


def odd(text: str) -> bool:
    return not text.isascii() or any(character < " " for character in text)


class Difference(NamedTuple):
    """A class of vectors on which SES and the vectors' labels do not agree: why, whether SES refuses, which vectors."""

    why: str
    refused: bool
    holds: Callable[[Vector], bool]


DIFFERENCES = [
    Difference("an empty list is refused by the name of its field", False, lambda v: not v.text),
    Difference(
        "SES takes dots anywhere in a local part",
        False,
        lambda v: v.local.startswith(".") or v.local.endswith(".") or ".." in v.local,
    ),
    Difference(
        "where the hyphens of a domain stand is not looked at",
        False,
        lambda v: any(label.startswith("-") or label.endswith("-") for label in v.domain.strip(">").split(".")),
    ),
    Difference(
        "quoted-pairs are passed over outside quotes, too",
        False,
        lambda v: "\\" in v.text.partition('"')[0].partition("(")[0].partition("[")[0],
    ),
    Difference("octets in quotes and comments are not looked at", False, lambda v: odd(v.delimited)),
    Difference("a domain is not looked at behind its first [", False, lambda v: "[" in v.domain and "]" in v.domain),
    Difference(
        "line ends at the ends are white space; their form is for other rules",
        False,
        lambda v: v.text != v.text.strip("\r\n\t ") and not odd(v.text.strip("\r\n\t ")),
    ),
    Difference("an angle-addr is more than an addr-spec; names are not judged", False, lambda v: "<" in v.text),
    Difference(
        "no non-ASCII octets in an addr-spec: SES has no SMTPUTF8", True, lambda v: odd(v.text.replace(v.delimited, ""))
    ),
    Difference("no white space around @ and dots", True, lambda v: any(s in v.text for s in (" @", "@ ", " . "))),
    Difference("no comments between the labels of an addr-spec", True, lambda v: ").(" in v.text or ".(" in v.text),
    Difference("a local part is quoted as a whole or not at all", True, lambda v: '."' in v.local or '".' in v.local),
    Difference("a domain is letters, digits, hyphens and dots", True, lambda v: "/" in v.domain or "!" in v.domain),
]


def isemail(corpus: Path) -> Iterator[Vector]:
    pictures = {0x2400 + code: code for code in range(32)}  # the file shows controls so
    reader: ET.XMLPullParser[Any] = ET.XMLPullParser()
    reader.feed((corpus / "vectors/isemail-tests.xml").read_bytes())
    for event in reader.read_events():
        test: Any = event[-1]
        if test.tag == "test":
            yield Vector(
                (test.findtext("address") or "").translate(pictures), test.findtext("category") == "ISEMAIL_ERR"
            )


def vectors(corpus: Path, name: str, verdict: str) -> Iterator[tuple[Vector, dict[str, Any]]]:
    for case in json.loads((corpus / "vectors" / name).read_bytes())["cases"]:
        yield Vector(case["in"].encode().decode("latin-1"), case[verdict] == "bad"), case


def test_vectors_are_decided_as_labelled(corpus: Path) -> None:
    cases = [
        *isemail(corpus),
        *(vector for vector, _ in vectors(corpus, "addr-spec-python-email-validator.json", "rfc5322")),
        *(vector for vector, _ in vectors(corpus, "address-lists.json", "verdict")),
    ]
    assert len(cases) > 350
    differ = [vector for vector in cases if (read(vector.text).fault is not None) != vector.bad]
    reasons = {
        vector: [
            difference.why
            for difference in DIFFERENCES
            if difference.refused != vector.bad and difference.holds(vector)
        ]
        for vector in differ
    }
    assert [vector for vector, why in reasons.items() if not why] == []
    assert {why for whys in reasons.values() for why in whys} == {difference.why for difference in DIFFERENCES}


def test_finds_the_mailboxes_that_thunderbird_finds(corpus: Path) -> None:
    for vector, case in vectors(corpus, "address-lists.json", "verdict"):
        if case["verdict"] != "ok" or case["must"] == ["ew.syntax:warning"]:  # there, a comma in an encoded-word
            continue
        theirs = [box["email"] for entry in case["jsmime"] for box in entry.get("group", [entry])]
        ours = [mailbox.addr_spec for mailbox in read(vector.text).mailboxes]
        assert len(ours) == len(theirs)
        assert [
            (our, their) for our, their in zip(ours, theirs, strict=True) if their in vector.text and our != their
        ] == []
