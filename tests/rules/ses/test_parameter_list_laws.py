"""The reader of Content-Type and Content-Disposition under SES: laws, and time."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from long_runs import size
from strategies import file_names, header_texts

from mimeforge.codecs.parameters import Parameter as Lenient
from mimeforge.codecs.parameters import encode, read_leniently
from mimeforge.errors import MimeforgeError
from mimeforge.headers.content import content_type, disposition, require_file_name, with_name
from mimeforge.rules.ses.parameter_list import ParameterList, read_disposition, read_type

TOKENS = st.text(st.sampled_from("abXY01!#$%&'*+-.^_`{|}~"), min_size=1, max_size=6)
SYNTAX = st.text(st.sampled_from('ab*0;;==/ \t\r\n"\\(),:\xe9\x00'), max_size=40)
BLANKS = st.sampled_from(["", "", " ", "\t ", "\r\n "])
QUOTED = st.text(st.sampled_from('ab ;=,:/()\\"\t\xe9'), max_size=8).map(
    lambda text: '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
)
COMMENTS = st.recursive(
    st.text(st.sampled_from('ab;="\xe9 '), max_size=4).map("({})".format),
    lambda inner: st.lists(inner, max_size=2).map(lambda comments: f"(a{''.join(comments)}\\))"),
    max_leaves=4,
)
PARAMETERS = st.lists(st.tuples(BLANKS, TOKENS, BLANKS, BLANKS, TOKENS | QUOTED, BLANKS), max_size=4)

Read = Callable[[str], ParameterList]
Parameters = list[tuple[str, str, str, str, str, str]]


def written(parameters: Parameters) -> str:
    return "".join(f";{a}{name}{b}={c}{value}{d}" for a, name, b, c, value, d in parameters)


def body(field: bytes) -> str:
    return field.partition(b":")[2].removesuffix(b"\r\n").decode("latin-1")


def plain(read: ParameterList) -> list[tuple[str, str]]:
    return [(parameter.name, parameter.value) for parameter in read.parameters]


def name_as_written(parameter: Lenient) -> str:
    segment = "" if parameter.segment is None else f"*{parameter.segment}"
    return f"{parameter.name}{segment}{'*' * parameter.extended}"


@given(TOKENS, header_texts)
def test_takes_each_parameter_that_mimeforge_writes(name: str, value: str) -> None:
    pieces = encode(name, value)
    read = read_type("text/plain;" + ";\r\n ".join(pieces))
    assert read.fault is None
    assert len(read.parameters) == len(pieces)


@given(st.sampled_from(["attachment", "inline"]), file_names)
def test_takes_each_file_name_that_mimeforge_writes(value: str, name: str) -> None:
    try:
        require_file_name(name, "filename")
    except MimeforgeError:
        assume(False)
    shown, described = disposition(value, name), with_name(content_type("application/pdf", "type"), name)
    assert read_disposition(body(shown.write("Content-Disposition"))).fault is None
    assert read_type(body(described.write("Content-Type"))).fault is None


@given(TOKENS, PARAMETERS)
def test_takes_what_the_grammar_makes(value: str, parameters: Parameters) -> None:
    read = read_disposition(value + written(parameters))
    assert read.fault is None
    assert [parameter.name for parameter in read.parameters] == [name.lower() for _, name, *_ in parameters]


@given(TOKENS, PARAMETERS, COMMENTS)
def test_comments_between_tokens_mean_nothing(value: str, parameters: Parameters, comment: str) -> None:
    commented = [(comment, name, comment, comment, text, comment) for _, name, _, _, text, _ in parameters]
    here, there = read_disposition(value + written(parameters)), read_disposition(value + comment + written(commented))
    assert (there.fault, plain(there)) == (None, plain(here))


@given(st.sampled_from([read_type, read_disposition]), SYNTAX | st.builds("a/b;{}".format, SYNTAX))
def test_everything_is_where_it_says(read: Read, text: str) -> None:
    found = read(text)
    end = 0
    for parameter in found.parameters:
        assert end <= parameter.start < parameter.end <= len(text)
        assert text[parameter.start :].lower().startswith(parameter.name)
        end = parameter.end
    if found.fault:
        assert 0 <= found.fault.start <= found.fault.end <= len(text)
        assert (found.fault.answer or "a").isprintable()


@given(SYNTAX)
def test_what_follows_a_fault_is_not_read(more: str) -> None:
    """SES answers once."""
    assert read_disposition("a; b=c:" + more) == read_disposition("a; b=c:")


@given(st.one_of(st.builds("a;b={}".format, SYNTAX), st.builds("{}{}".format, TOKENS, PARAMETERS.map(written)), SYNTAX))
def test_what_is_taken_is_read_alike_by_the_lenient_reader(text: str) -> None:
    found = read_disposition(text)
    assume(found.fault is None)
    unfolded = text.replace("\r\n", "").replace("\n", "")
    lenient = read_leniently(unfolded)
    assert lenient.value.lower() == found.value
    written_names = [unfolded[one.start : one.end].partition("=")[0].rstrip(" \t").lower() for one in lenient.written]
    assert [(name, one.value) for name, one in zip(written_names, lenient.written, strict=True)] == plain(found)
    # Behind a name, a segment is a number: of leading zeros, which RFC 2231 §3 does not have, nothing is left.
    assert [name_as_written(one) for one in lenient.written] == [
        re.sub(r"(?<=[^*])\*0+(?=[0-9]+\*?$)", "*", name, count=1) for name in written_names
    ]


SIZE = size(1_000_000, least=100_000)
PATTERNS = ["(", "()", "(a", ")", '"', '"a"', "\\", ";", "=", ";a=b", ';a="b"', "a", " ", "\r\n ", "\xe9", "/", "(\\"]


@pytest.mark.torture
@pytest.mark.parametrize("pattern", PATTERNS)
@pytest.mark.parametrize("start", ["", "a/b", "a/b;c=", 'a/b;c="d"', "a/b;c=d,"])
def test_time_is_linear(start: str, pattern: str) -> None:
    """Nothing is timed: were it quadratic, this would take hours."""
    text = start + pattern * (SIZE // len(pattern))
    assert len(read_type(text).parameters) <= len(text)
