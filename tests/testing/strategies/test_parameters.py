from __future__ import annotations

import re
from email import message_from_string
from email.utils import collapse_rfc2231_value
from typing import TYPE_CHECKING

import pytest
from drawn import drawn, minimal, not_shown
from hypothesis import given

from mimeforge.codecs import parameters
from mimeforge.testing import strategies as mail

if TYPE_CHECKING:
    from collections.abc import Callable

    from mimeforge.testing.strategies import Parameters


CLAIMS = {
    "four": lambda both: len(both.values) == 4,
    "an empty value": lambda both: '=""' in both.written,
    "an escaped quote": lambda both: '\\"' in both.written,
    "an escaped backslash": lambda both: "\\\\" in both.written,
    "an escape without need": lambda both: "\\a" in both.written,
    "a semicolon in quotes": lambda both: re.search(r'"[^"\\]*;[^"\\]*"', both.written),
    "an extended value": lambda both: re.search(r"(?i)[a-z]\*=utf-8'", both.written),
    "a language": lambda both: "'en'" in both.written,
    "small hex digits": lambda both: re.search("%[0-9][a-f]", both.written),
    "capital hex digits": lambda both: re.search("%[0-9][A-F]", both.written),
    "all escaped": lambda both: "%61" in both.written,
    "a charset with states": lambda both: re.search("iso-2022-jp'.*%1b", both.written, re.IGNORECASE),
    "segments": lambda both: "*0=" in both.written,
    "more than ten": lambda both: "*10" in both.written,
    "segments, quoted": lambda both: '*1="' in both.written,
    "extended segments": lambda both: re.search(r"\*0\*=.*\*1\*=", both.written),
    "mixed segments": lambda both: re.search(r"\*0\*=[^;]*;[^;]*\*1=", both.written),
    "a name in capitals": lambda both: "NAME" in both.written,
    "segments out of order": lambda both: re.search(r"\*1=.*\*0=", both.written),
    "comments": lambda both: " (a) " in both.written,
}


def test_what_is_covered() -> None:
    values = drawn(mail.parameters(shuffled=True, comments=True), 300)
    assert not_shown(CLAIMS, values) == []


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (lambda both: "*=" in both.written, "; name*=utf-8''a"),
        (lambda both: "filename" in both.values, "; filename=a"),
    ],
)
def test_what_it_shrinks_to(claim: Callable[[Parameters], bool], expected: str) -> None:
    assert minimal(mail.parameters(), claim).written == expected


@given(mail.parameters(shuffled=True, comments=True))
def test_parameters_mean_their_values(both: Parameters) -> None:
    assert parameters.decode("attachment" + both.written).parameters == both.values
    assert both.written.isascii()
    assert both.written.isprintable() or "\t" in both.written


@given(mail.parameters(extended=False, continuations=False))
def test_plain_parameters_have_no_asterisk_behind_the_name(both: Parameters) -> None:
    assert parameters.decode("attachment" + both.written).plain == both.values


@given(mail.parameters(names=["name", "title"]))
def test_the_standard_library_reads_the_same(both: Parameters) -> None:
    if "\\" in both.written or re.search(r"\*[0-9]+=[^;]*%", both.written):
        return  # It unescapes quotes and backslashes alone, and percent signs in segments that are not extended.
    message = message_from_string(f"Content-Type: text/plain{both.written}\n\n")
    for name, value in both.values.items():
        read = message.get_param(name)
        assert read is not None
        assert collapse_rfc2231_value(read) == value


@pytest.mark.parametrize("names", [[], ["a b"], [""], ["a*"], ["é"], ["name", "NAME"]])
def test_names_that_can_stand_nowhere_are_refused_at_once(names: list[str]) -> None:
    with pytest.raises(ValueError, match="at least one and none twice"):
        mail.parameters(names=names)
