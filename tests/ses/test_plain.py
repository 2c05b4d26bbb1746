"""What is given of an answer, on one line: JSON, entities, colours, quotes and SMTP forms in their plain form."""

from __future__ import annotations

import json
from typing import Any

import pytest

from mimeforge.ses.replies import plain, read

TEXT = "Missing final '@domain'"


@pytest.mark.parametrize(
    ("given_text", "line"),
    [
        ("", ""),
        (" a \t b\r\n\n c\u00a0", "a b c"),
        # Quotation marks
        ("\u2018a\u2019", "'a'"),
        ("\u201ca\u201d", '"a"'),
        ("\u201aa\u201e", "\u201aa\u201e"),
        # A byte order mark, wherever it stands
        ("\ufeffa", "a"),
        ("a\ufeffb\ufeff", "ab"),
        # Colours, and nothing else that begins with ESC
        ("\x1b[31ma\x1b[0m", "a"),
        ("\x1b[1;38;5;196ma\x1b[m", "a"),
        ("\x1b[2Ja", "\x1b[2Ja"),
        # Escapes before quotes, and nowhere else
        (r"\'a\'", "'a'"),
        (r"\"a\\\"", '"a"'),
        (r"\\\'a", "'a"),
        (r"a\b \n", r"a\b \n"),
        # Entities
        ("&apos;a&#39; &#x27;b&#X27;", "'a' 'b'"),
        ("&quot;a&quot; &lt;b&gt; &amp;", '"a" <b> &'),
        ("a&nbsp;b", "a b"),
        ("a &#xfeff;b", "a b"),
        ("&lsquo;a&rsquo; &ldquo;b&rdquo;", "'a' \"b\""),
        ("&unheardof; &", "&unheardof; &"),
        ("a&#" + "9" * 4000 + ";b", "ab"),
        # Reply codes as smtplib shows them
        ("(554, b'a')", "554 a')"),
        ("(554, 'a')", "554 a')"),
        ('(554, b"a")', '554 a")'),
        ('(554, "a")', '554 a")'),
        ("(55, b'a')", "(55, b'a')"),
        ("(5544, b'a')", "(5544, b'a')"),
        # Reply codes with further lines behind them
        ("554-a", "554 a"),
        ("554-a\r\n554 b", "554 a 554 b"),
        ("x554-a", "x554-a"),
        ("1554-a", "1554-a"),
        ("-554-a", "-554-a"),
        (".554-a", ".554-a"),
        ("554-5", "554-5"),
        # Enhanced status codes of the three classes
        ("554 5.6.0 a", "554 a"),
        ("454 4.7.0 a", "454 a"),
        ("250 2.0.0 a", "250 a"),
        ("552 5.30.400 a", "552 a"),
        ("552 5.300.4 a", "552 a"),
        ("554-5.6.0 a", "554-5.6.0 a"),
        ("554 3.6.0 a", "554 3.6.0 a"),
        ("554 5.6.0000 a", "554 5.6.0000 a"),
        ("554 5.6000.0 a", "554 5.6000.0 a"),
        ("554 5.6 a", "554 5.6 a"),
        ("x554 5.6.0 a", "x554 5.6.0 a"),
        ("1.554 5.6.0 a", "1.554 5.6.0 a"),
        ("-554 5.6.0 a", "-554 5.6.0 a"),
        ("(554, b'5.6.0 a')", "554 a')"),
    ],
)
def test_text_is_written_plainly(given_text: str, line: str) -> None:
    assert plain(given_text) == line


@pytest.mark.parametrize(
    ("value", "line"),
    [
        ({"a": TEXT}, TEXT),
        ([TEXT], TEXT),
        ({"a": "1", "b": ["2", {"c": "3", "d": ["4"]}, "5"], "e": {"f": "6"}, "g": "7"}, "1 2 3 4 5 6 7"),
        ([["1", ["2"]], [{"a": [["3"]]}], "4"], "1 2 3 4"),
        ({"Error": {"Code": "InvalidParameterValue", "Message": TEXT}}, f"InvalidParameterValue {TEXT}"),
        ({"Error": "BadRequestException", "Message": TEXT}, f"BadRequestException {TEXT}"),
        ({"Error": [None, 1, 2.5, True, TEXT]}, TEXT),
        ({"Error": None, "message": None}, ""),
        ({"Missing domain": 1}, ""),
        ({"message": "\u001b[31mMissing final \u2019@domain\u2019\u001b[0m"}, TEXT),
        ({"errorMessage": json.dumps({"message": TEXT})}, '{"message": "' + TEXT + '"}'),
        ({}, ""),
        ([], ""),
    ],
)
@pytest.mark.parametrize("frame", ["{}", "\n\t {}\n", "\ufeff{}"])
def test_of_json_the_strings_are_read_in_their_order(value: Any, line: str, frame: str) -> None:
    for written in (json.dumps(value), json.dumps(value, indent=2), json.dumps(value).replace("'", "\\u0027")):
        assert plain(frame.format(written)) == line


@pytest.mark.parametrize("text", ["[", "{", "{'a': 'b'}", '{"a": "b"', '["a"] b', "[" * 50_000])
def test_what_only_begins_like_json_is_text(text: str) -> None:
    assert plain(text)[:1] == text[:1]


def test_json_longer_than_any_answer_is_text() -> None:
    longest = json.dumps({"a": "x" * (1_000_000 - len('{"a": ""}'))})
    assert len(longest) == 1_000_000
    assert plain(longest)[0] == "x"
    assert plain(longest + " ")[0] == "{"


def test_of_long_text_both_ends_are_kept() -> None:
    head, tail = "a" * 4000, "b" * 4000
    assert plain(head + tail) == head + tail
    assert plain(f"{head}-{tail}") == f"{head} {tail}"
    assert plain(f"{head}{'-' * 100_000}{tail}") == f"{head} {tail}"
    assert read(f"{TEXT} {'x ' * 10_000}").answer == read(f"{'x ' * 10_000}{TEXT}").answer == read(TEXT).answer
    assert read(f"{'x ' * 3000}{TEXT} {'x ' * 3000}").answer is None
