"""Content-Type and Content-Disposition as Amazon SES reads them: a type or disposition, and parameters behind it.

SES answers a field it cannot read with one of the texts below, some known from field reports, all from the published
behaviour of the strict reader whose texts they are. Nothing here was tried against the live service. It goes from token
to token, over white space and comments, and stops at the first that is out of place.

One semicolon at the end is taken. Any text may stand in quotes; outside of them, what is no token character of
RFC 2045 §5.1 is a token by itself. What the names and values mean (RFC 2231) is not looked at.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final, NamedTuple, Self

from mimeforge import _grammar
from mimeforge.codecs.parameters import comment_end

__all__ = ["Fault", "Parameter", "ParameterList", "Problem", "read_disposition", "read_type"]


class Problem(StrEnum):
    """What is wrong with the field: a stable key, and in ``form`` the text of SES's answer around the token it got."""

    form: str

    def __new__(cls, key: str, form: str) -> Self:
        """Make the member ``key``."""
        member = str.__new__(cls, key)
        member._value_, member.form = key, form
        return member

    # Before the parameters
    NO_TYPE = "no-type", "Expected MIME type, got {}"
    NO_SLASH = "no-slash", "Expected '/', got {}"
    NO_SUBTYPE = "no-subtype", "Expected MIME subtype, got {}"
    NO_DISPOSITION = "no-disposition", "Expected disposition, got {}"

    # In a parameter
    NO_NAME = "no-name", 'Expected parameter name, got "{}"'
    NO_EQUALS = "no-equals", "Expected '=', got \"{}\""
    NO_VALUE = "no-value", 'Expected parameter value, got "{}"'
    SPECIAL_FIRST = "special-first", 'Expected parameter value, got "{}"'

    # Behind the type, the disposition or a value, where SES reads all in the same way: no parameter at all; the rest of
    # a value that needs quotes; the next parameter, or anything else behind a closing quote.
    NO_PARAMETER = "no-parameter", "Expected ';', got \"{}\""
    UNQUOTED_SPECIAL = "unquoted-special", "Expected ';', got \"{}\""
    NO_SEMICOLON = "no-semicolon", "Expected ';', got \"{}\""

    # Anywhere
    UNCLOSED_QUOTE = "unclosed-quote", "Unbalanced quoted string"
    UNCLOSED_COMMENT = "unclosed-comment", "Unbalanced comments"


class Fault(NamedTuple):
    """Why SES refuses the field.

    ``start`` and ``end`` bound the token at fault; where the text ends too early (``at_end``), the last token.
    ``answer`` is the text of the refusal, None where it quotes characters whose rendering is not known. ``parameter``
    names, in lower case, the parameter that the token stands in or behind, "" where that is none.
    """

    problem: Problem
    start: int
    end: int
    answer: str | None
    parameter: str
    at_end: bool


class Parameter(NamedTuple):
    """One parameter: its name in lower case, its value without quotes and folds, and where it begins and ends.

    ``value_start`` is where the value begins as it is written: at its quote, where it has quotes.
    """

    name: str
    value: str
    start: int
    value_start: int
    end: int


class ParameterList(NamedTuple):
    """A field body as SES reads it, up to its first fault.

    ``value`` is the media type or the disposition in lower case, "" where that could not be read.
    """

    value: str
    parameters: tuple[Parameter, ...]
    fault: Fault | None


def read_type(text: str) -> ParameterList:
    """Read a Content-Type as SES does. Never raises; takes time in proportion to the length of the text.

    ``text`` is the field body as it stands, folds included, each octet as one character (latin-1): offsets count
    octets. An empty one is a fault like another.
    """
    return _read(text, _MEDIA_TYPE)


def read_disposition(text: str) -> ParameterList:
    """Read a Content-Disposition in the same way."""
    return _read(text, _DISPOSITION)


class _Token(NamedTuple):
    """One token. ``kind`` is one of the four below or, for a special, the character itself."""

    kind: str
    text: str
    start: int
    end: int


# The first three are groups of the pattern; octets beyond ASCII are one token up to the next that is ASCII.
_ATOM: Final = "atom"
_QUOTED: Final = "quoted"
_BEYOND_ASCII: Final = "beyond"
_END: Final = "end"

_BEGIN: Final = _Token("begin", "", 0, 0)

# Tokens that have to follow each other (RFC 2045 §5.1, RFC 2183 §2), and what is wrong where another comes.
_Expected = tuple[tuple[frozenset[str], Problem], ...]
_MEDIA_TYPE: Final[_Expected] = (
    (frozenset({_ATOM}), Problem.NO_TYPE),
    (frozenset({"/"}), Problem.NO_SLASH),
    (frozenset({_ATOM}), Problem.NO_SUBTYPE),
)
_DISPOSITION: Final[_Expected] = ((frozenset({_ATOM}), Problem.NO_DISPOSITION),)
_PARAMETER: Final[_Expected] = (
    (frozenset({_ATOM}), Problem.NO_NAME),
    (frozenset({"="}), Problem.NO_EQUALS),
    (frozenset({_ATOM, _QUOTED}), Problem.SPECIAL_FIRST),
)

# Delimiters that are tokens only where they are never closed.
_UNCLOSED: Final = {'"': Problem.UNCLOSED_QUOTE, "(": Problem.UNCLOSED_COMMENT}


def _read(text: str, head: _Expected) -> ParameterList:
    tokens, problem = _expect(text, _BEGIN, head)
    value = "" if problem else "".join(token.text for token in tokens).lower()
    parameters: list[Parameter] = []
    begun = ""
    while problem is None and not _is_end(text, separator := _next(text, tokens[-1])):
        if separator.kind != ";":
            problem = _instead_of_semicolon(text, separator, tokens[-1] if begun else None)
            tokens = [separator]
            break
        tokens, problem = _expect(text, separator, _PARAMETER)
        begun = "" if problem is Problem.NO_NAME else tokens[0].text.lower()
        if problem is None:
            value_token = tokens[-1]
            parameters.append(Parameter(begun, value_token.text, tokens[0].start, value_token.start, value_token.end))
    return ParameterList(value, tuple(parameters), _fault(problem, tokens[-1], begun) if problem else None)


def _expect(text: str, behind: _Token, expected: _Expected) -> tuple[list[_Token], Problem | None]:
    """Read the expected tokens, up to one that is none of them: the last that is given, with what is wrong."""
    tokens: list[_Token] = []
    for kinds, problem in expected:
        behind = _next(text, behind)
        tokens.append(behind)
        if behind.kind not in kinds:
            return tokens, problem
    return tokens, None


def _is_end(text: str, separator: _Token) -> bool:
    """Whether nothing more is to be read, but for one semicolon."""
    return separator.kind == _END or (separator.kind == ";" and _next(text, separator).kind == _END)


def _instead_of_semicolon(text: str, found: _Token, value: _Token | None) -> Problem:
    """Say what somebody meant by a token where only a semicolon can stand: behind a value, or the type before any."""
    following = _next(text, found) if found.kind == "," else found
    if following.kind == _ATOM and _next(text, following).kind == "=":
        return Problem.NO_SEMICOLON
    if value is None:
        return Problem.NO_PARAMETER
    return Problem.NO_SEMICOLON if value.kind == _QUOTED else Problem.UNQUOTED_SPECIAL


def _fault(problem: Problem, token: _Token, parameter: str) -> Fault:
    if problem is Problem.SPECIAL_FIRST and token.kind in {_END, ";"}:
        problem = Problem.NO_VALUE
    problem = _UNCLOSED.get(token.kind, problem)
    is_plain = token.text.isascii() and token.text.isprintable()
    answer = problem.form.format(token.text) if is_plain else None
    return Fault(problem, token.start, token.end, answer, parameter, token.kind == _END)


def _next(text: str, behind: _Token) -> _Token:
    """Read the token behind another, over white space and comments. The end stands where the last token does."""
    at = behind.end
    while lexeme := _grammar.PARAMETER_LEXEME_RE.match(text, at):
        kind = str(lexeme.lastgroup)
        written, (start, at) = lexeme[kind], lexeme.span(kind)
        closing = comment_end(text, start) if written == "(" else None
        if closing is None:
            content = _content(written) if kind == _QUOTED else written
            return _Token(written if kind == "special" else kind, content, start, at)
        at = closing
    return _Token(_END, "null", behind.start, behind.end)


def _content(quoted_string: str) -> str:
    """Take quotes, folds and the backslashes of quoted-pairs away."""
    return _grammar.FOLD_OR_QUOTED_PAIR_RE.sub(r"\1", quoted_string[1:-1])
