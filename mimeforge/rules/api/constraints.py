"""API: what the API models state of single members: lengths, numbers of list members, characters and enums."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Final

from mimeforge._ses_operations import ListOf, Text
from mimeforge.codecs.visible import shown
from mimeforge.errors import code_points
from mimeforge.linter.finding import Evidence, Severity
from mimeforge.linter.rule import Hit, requests, rule
from mimeforge.rules.api.examples import simple, with_headers
from mimeforge.rules.api.places import at, did_you_mean, members
from mimeforge.rules.pol import TOLD_BY_OWN_RULES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge._ses_operations import Shape
    from mimeforge.linter.context import Context
    from mimeforge.linter.examples import Call
    from mimeforge.linter.request import Request

__all__ = ["RULES"]

_SOURCE: Final = "API models of 2010-12-01 and 2019-09-27, in botocore"
_INDEX_RE: Final = re.compile(r"\[[0-9]+\]")

# Members of which rules of their own speak; "[]" stands for any place in a list.
_FINER: Final = TOLD_BY_OWN_RULES | {"TenantName"}

# Answers that were recorded, by the member that is empty.
_ANSWERS_TO_EMPTY: Final = {"Content.Simple.Headers[].Name": "The header name must be specified."}

# What to do about characters that a pattern does not allow, by the name of the member.
_ADVICE: Final = {
    "Name": "write printable ASCII without blanks and colons",
    "Value": "write printable ASCII on one line, and other characters as encoded-words (RFC 2047)",
}


def _attached(**members: Any) -> Call:
    return simple(Attachments=[{"FileName": "menu.txt", "RawContent": b"Soup\r\n"} | members])


@rule(
    "API140",
    "request-length",
    severity=Severity.ERROR,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source=_SOURCE,
    looks_at=requests(),
    bad=(
        with_headers(("X-Course", "")),
        with_headers(("", "main")),
        with_headers(*((f"X-Course-{number}", "main") for number in range(16))),
        _attached(ContentDescription="x" * 1001),
    ),
    good=(
        with_headers(("X", "x" * 995)),
        with_headers(*((f"X-Course-{number}", "main") for number in range(15))),
        _attached(ContentDescription="x" * 1000),
    ),
)
def length(request: Request, context: Context) -> Iterator[Hit]:
    """A member of the request is longer or shorter than the API takes it, or a list has too many members.

    Lengths are in characters. Shorten the value; leave out what is empty.
    """
    for path, shape, value in _judged(request):
        if isinstance(shape, ListOf) and shape.most is not None and len(value) > shape.most:
            yield at(request, path, f"{len(value)} members, at most {shape.most} may stand: leave some out")
        elif isinstance(shape, Text) and len(value) < shape.least:
            advice = "write it, or leave it out" if not value else "write more"
            text = f"{len(value)} characters, at least {shape.least} has to stand: {advice}"
            yield at(request, path, text, predicts=_ANSWERS_TO_EMPTY.get(_INDEX_RE.sub("[]", path)))
        elif isinstance(shape, Text) and shape.most is not None and len(value) > shape.most:
            yield at(
                request, path, f"{len(value):,} characters, at most {shape.most:,} may stand: shorten it", shape.most
            )


@rule(
    "API141",
    "request-value",
    severity=Severity.ERROR,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source=f"{_SOURCE}; symfony/symfony#63146: a folded value refused",
    looks_at=requests(),
    bad=(
        with_headers(("X-Course", "entrée")),
        with_headers(("X-Course", "main,\r\n dessert")),
        with_headers(("X-Course:", "main")),
        _attached(ContentDisposition="inline"),
    ),
    good=(
        with_headers(("X-Course", "=?utf-8?q?entr=C3=A9e?=")),
        _attached(ContentDisposition="ATTACHMENT"),
    ),
)
def value(request: Request, context: Context) -> Iterator[Hit]:
    """A member of the request holds characters, or a word, that the API does not take there.

    Values of header fields are ASCII on one line, never folded. Other characters are written as encoded-words
    (RFC 2047). Words of a fixed set are written as the API has them, in capitals.
    """
    for path, shape, text in _judged(request):
        if not isinstance(shape, Text):
            continue
        if shape.values and text not in shape.values:
            nearest = get_close_matches(text.upper()[:_WORD_MAX], shape.values, n=1)
            hint = did_you_mean(nearest[0] if nearest else None)
            yield at(
                request, path, f"{shown(text)} is none of {', '.join(shape.values)}{hint or ': write one of them'}"
            )
        elif text and shape.pattern and not shape.pattern.fullmatch(text):
            place = next((here for here, sign in enumerate(text) if not shape.pattern.fullmatch(sign)), 0)
            advice = _ADVICE[path.rpartition(".")[2]]
            yield at(request, path, f"{code_points(text[place])} may not stand here: {advice}", place, place + 1)


# No word of an enum is longer, and to compare takes time.
_WORD_MAX: Final = 64


def _judged(request: Request) -> Iterator[tuple[str, Shape, Any]]:
    return (found for found in members(request) if _INDEX_RE.sub("[]", found[0]) not in _FINER)


RULES = (length, value)
