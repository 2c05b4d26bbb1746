"""Content-Type and Content-Disposition as Amazon SES reads them.

In the tables, «» enclose what is at fault; they are no part of the text that is read.
"""

from __future__ import annotations

from collections import Counter

import pytest

from mimeforge.rules.ses.parameter_list import Parameter, ParameterList, Problem, read_disposition, read_type

P = Problem

# Every text that names a token: what triggers it, where, and what SES answers.
TYPES = [
    (P.NO_TYPE, "«/»plain", "Expected MIME type, got /"),
    (P.NO_TYPE, "«;» charset=utf-8", "Expected MIME type, got ;"),
    (P.NO_TYPE, '«"text/plain"»', "Expected MIME type, got text/plain"),
    (P.NO_TYPE, "«=»?utf-8?q?text/plain?=", "Expected MIME type, got ="),
    (P.NO_TYPE, "«»", "Expected MIME type, got null"),
    (P.NO_TYPE, "«» (nothing)", "Expected MIME type, got null"),
    (P.NO_SLASH, "text«;»", "Expected '/', got ;"),
    (P.NO_SLASH, "«text»", "Expected '/', got null"),
    (P.NO_SLASH, "«text» \r\n (only)", "Expected '/', got null"),
    (P.NO_SLASH, "text «plain»", "Expected '/', got plain"),
    (P.NO_SUBTYPE, "text«/»", "Expected MIME subtype, got null"),
    (P.NO_SUBTYPE, "text/«;» charset=utf-8", "Expected MIME subtype, got ;"),
    (P.NO_SUBTYPE, 'text/«"plain"»', "Expected MIME subtype, got plain"),
    (P.NO_SUBTYPE, "text/«<»b>", "Expected MIME subtype, got <"),
    (P.NO_PARAMETER, "text/plain«/»x", "Expected ';', got \"/\""),
    (P.NO_PARAMETER, "text/plain «utf-8»", "Expected ';', got \"utf-8\""),
    (P.NO_PARAMETER, "text/plain«,» text/html", "Expected ';', got \",\""),
    (P.NO_PARAMETER, "text/plain«)»", "Expected ';', got \")\""),
    (P.NO_SEMICOLON, "text/plain «charset»=utf-8", "Expected ';', got \"charset\""),
    (P.NO_SEMICOLON, "text/plain«,» charset=utf-8", "Expected ';', got \",\""),
    (P.UNCLOSED_COMMENT, "text/plain «(»a (b) c; charset=utf-8", "Unbalanced comments"),
    (P.UNCLOSED_COMMENT, "«(»", "Unbalanced comments"),
    (P.UNCLOSED_QUOTE, 'text«"»', "Unbalanced quoted string"),
]
DISPOSITIONS = [
    (P.NO_DISPOSITION, "«=»?utf-8?q?attachment?=", "Expected disposition, got ="),
    (P.NO_DISPOSITION, '«"attachment"»', "Expected disposition, got attachment"),
    (P.NO_DISPOSITION, "«;» filename=a", "Expected disposition, got ;"),
    (P.NO_DISPOSITION, "«»", "Expected disposition, got null"),
    (P.NO_PARAMETER, "filename«=»a", "Expected ';', got \"=\""),
    (P.NO_SEMICOLON, "attachment «filename»=a", "Expected ';', got \"filename\""),
    (P.NO_NAME, "a;«;» b=c", 'Expected parameter name, got ";"'),
    (P.NO_NAME, "a; b=c;«;»", 'Expected parameter name, got ";"'),
    (P.NO_NAME, "a; «=»c", 'Expected parameter name, got "="'),
    (P.NO_NAME, 'a; «"b"»=c', 'Expected parameter name, got "b"'),
    (P.NO_EQUALS, "a; «b»", "Expected '=', got \"null\""),
    (P.NO_EQUALS, "a; b=c; «d» ", "Expected '=', got \"null\""),
    (P.NO_EQUALS, "a; b «c»", "Expected '=', got \"c\""),
    (P.NO_EQUALS, "a; b«;» c=d", "Expected '=', got \";\""),
    (P.NO_EQUALS, "a; b «*»=utf-8''c", "Expected '=', got \"*\""),
    (P.NO_EQUALS, "a; b«:» c", "Expected '=', got \":\""),
    (P.NO_VALUE, "a; b«=»", 'Expected parameter value, got "null"'),
    (P.NO_VALUE, "a; b«=» (nothing)", 'Expected parameter value, got "null"'),
    (P.NO_VALUE, "a; b=«;» c=d", 'Expected parameter value, got ";"'),
    (P.SPECIAL_FIRST, "a; b=«=»?utf-8?q?c?=", 'Expected parameter value, got "="'),
    (P.SPECIAL_FIRST, "a; b=«<»c>", 'Expected parameter value, got "<"'),
    (P.SPECIAL_FIRST, "a; b=«/»c", 'Expected parameter value, got "/"'),
    (P.SPECIAL_FIRST, "a; b=«\x01»c", None),
    (P.SPECIAL_FIRST, "a; b=«\xc3\xa9»c", None),
    *((P.UNQUOTED_SPECIAL, f"a; b=c«{special}»d", f"Expected ';', got \"{special}\"") for special in ")<>@,:\\[]/?="),
    (P.UNQUOTED_SPECIAL, "a; b=c «d»", "Expected ';', got \"d\""),
    (P.UNQUOTED_SPECIAL, "a; b=c\r\n\t«d»; e=f", "Expected ';', got \"d\""),
    (P.UNQUOTED_SPECIAL, "a; b=c (1)«.pdf»", "Expected ';', got \".pdf\""),
    (P.UNQUOTED_SPECIAL, 'a; b=c«"d"»', "Expected ';', got \"d\""),
    (P.UNQUOTED_SPECIAL, "a; b=c«,» d; e=f", "Expected ';', got \",\""),
    (P.UNQUOTED_SPECIAL, "a; b=c«\x7f»", None),
    (P.UNQUOTED_SPECIAL, "a; b=c«\xe9\xe9»d", None),
    (P.UNQUOTED_SPECIAL, 'a; b=c «"\xe9"»', None),
    (P.NO_SEMICOLON, "a; b=c «d»=e", "Expected ';', got \"d\""),
    (P.NO_SEMICOLON, "a; b=c«,» d = e", "Expected ';', got \",\""),
    (P.NO_SEMICOLON, 'a; b="c" «d»=e', "Expected ';', got \"d\""),
    (P.NO_SEMICOLON, 'a; b="c"«.txt»', "Expected ';', got \".txt\""),
    (P.NO_SEMICOLON, 'a; b="c"«"d \\"\r\n e"»', 'Expected \';\', got "d " e"'),
    (P.NO_SEMICOLON, 'a; b="c"«:»', "Expected ';', got \":\""),
    (P.UNCLOSED_QUOTE, 'a; b=«"»c', "Unbalanced quoted string"),
    (P.UNCLOSED_QUOTE, 'a; b=«"»c\\"', "Unbalanced quoted string"),
    (P.UNCLOSED_QUOTE, 'a; b=«"»\\', "Unbalanced quoted string"),
    (P.UNCLOSED_QUOTE, 'a; b=5«"».txt', "Unbalanced quoted string"),
    (P.UNCLOSED_QUOTE, 'a; b="c" «"»', "Unbalanced quoted string"),
    (P.UNCLOSED_QUOTE, 'a; «"»b=c', "Unbalanced quoted string"),
    (P.UNCLOSED_COMMENT, "a; b=«(»c", "Unbalanced comments"),
    (P.UNCLOSED_COMMENT, "a; b=c «(»d\\)", "Unbalanced comments"),
    (P.UNCLOSED_COMMENT, "a; b=c (d) «(»(e)", "Unbalanced comments"),
    (P.UNCLOSED_COMMENT, "a «(»;", "Unbalanced comments"),
]

# What is taken: the value, and the parameters.
TAKEN_TYPES = [
    ("text/plain", "text/plain", []),
    (" \r\n TEXT / Plain\t", "text/plain", []),
    ("(a) text (b (c)) / (\\)) plain (d);(e)", "text/plain", []),
    ("multipart/mixed; boundary=a'b+c", "multipart/mixed", [("boundary", "a'b+c")]),
    (
        'message/external-body; URL*0="ftp://";URL*1*=a%20b',
        "message/external-body",
        [("url*0", "ftp://"), ("url*1*", "a%20b")],
    ),
]
TAKEN_DISPOSITIONS = [
    ("inline", "inline", []),
    ("attachment;", "attachment", []),
    ("attachment; (a) \r\n", "attachment", []),
    ("a;b=c;", "a", [("b", "c")]),
    ("a ; B = c\r\n (x) ; (y) d (z) = (;) e (w) ;", "a", [("b", "c"), ("d", "e")]),
    ('a; b=""; c="(;"', "a", [("b", ""), ("c", "(;")]),
    ('a; b="c\\"d\\\\e\\f"', "a", [("b", 'c"d\\ef')]),
    ('a; b="c\r\n d\n\te"', "a", [("b", "c d\te")]),
    # A fold is no part of the value, wherever it stands; a CR or backslash that is escaped is.
    ('a; b="c\\\r\n d"', "a", [("b", "c d")]),
    ('a; b="c\\\\\r\n d"', "a", [("b", "c\\ d")]),
    ('a; b="c\\\rd"', "a", [("b", "c\rd")]),
    ('a; b="\xc3\xa9=?utf-8?q?c?="', "a", [("b", "\xc3\xa9=?utf-8?q?c?=")]),
    ("a; b*=utf-8''%C3%A9; b*0*=c; b=d; b=e", "a", [("b*", "utf-8''%C3%A9"), ("b*0*", "c"), ("b", "d"), ("b", "e")]),
    ("a; !#$%&'*+-.^_`{|}~=1", "a", [("!#$%&'*+-.^_`{|}~", "1")]),
]


def unmarked(text: str) -> tuple[str, int, int]:
    """Take the marks out of a text: the text, and where they were."""
    before, _, rest = text.partition("«")
    at_fault, _, after = rest.partition("»")
    return before + at_fault + after, len(before), len(before) + len(at_fault)


def one_fault(read: ParameterList, problem: Problem, start: int, end: int, answer: str | None) -> None:
    assert read.fault is not None
    assert (read.fault.problem, read.fault.start, read.fault.end) == (problem, start, end)
    assert read.fault.answer == answer


@pytest.mark.parametrize(("problem", "text", "answer"), TYPES)
def test_says_what_is_wrong_with_a_content_type(problem: Problem, text: str, answer: str | None) -> None:
    text, start, end = unmarked(text)
    one_fault(read_type(text), problem, start, end, answer)


@pytest.mark.parametrize(("problem", "text", "answer"), DISPOSITIONS)
def test_says_what_is_wrong_with_a_disposition(problem: Problem, text: str, answer: str | None) -> None:
    text, start, end = unmarked(text)
    one_fault(read_disposition(text), problem, start, end, answer)


def test_every_problem_has_two_triggers() -> None:
    triggers = Counter(problem for problem, *_ in TYPES + DISPOSITIONS)
    assert {problem for problem in Problem if triggers[problem] < 2} == set()


@pytest.mark.parametrize(("text", "value", "parameters"), TAKEN_TYPES)
def test_reads_a_content_type(text: str, value: str, parameters: list[tuple[str, str]]) -> None:
    read = read_type(text)
    assert (read.fault, read.value) == (None, value)
    assert [(parameter.name, parameter.value) for parameter in read.parameters] == parameters


@pytest.mark.parametrize(("text", "value", "parameters"), TAKEN_DISPOSITIONS)
def test_reads_a_disposition(text: str, value: str, parameters: list[tuple[str, str]]) -> None:
    read = read_disposition(text)
    assert (read.fault, read.value) == (None, value)
    assert [(parameter.name, parameter.value) for parameter in read.parameters] == parameters


def test_a_parameter_stands_from_its_name_to_the_end_of_its_value() -> None:
    assert read_disposition('a ; B = "c" ; d=e ').parameters == (
        Parameter("b", "c", 4, 8, 11),
        Parameter("d", "e", 14, 16, 17),
    )


@pytest.mark.parametrize(
    ("text", "parameter", "at_end"),
    [
        ("a=b", "", False),
        ("a; B:c", "b", False),
        ("a; B", "b", True),
        ("a; b=", "b", True),
        ("a; b=c d", "b", False),
        ("a; b=c;;", "", False),
        ("a; b=c; D=(", "d", False),
        ('a; b=c; d="e" "', "d", False),
    ],
)
def test_a_fault_names_the_parameter_it_concerns(text: str, parameter: str, *, at_end: bool) -> None:
    fault = read_disposition(text).fault
    assert fault is not None
    assert (fault.parameter, fault.at_end) == (parameter, at_end)


def test_what_stands_before_a_fault_is_read() -> None:
    read = read_type("Text/Plain; a=b; c=d:e; f=g")
    assert (read.value, [parameter.value for parameter in read.parameters]) == ("text/plain", ["b", "d"])
    assert read_type("text; a=b") == ParameterList("", (), read_type("text; a=b").fault)
