"""Names of errors and SMTP reply codes around an answer, and where a text of the table begins and ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from vectors.error_names import ERROR_NAMES

from mimeforge.preflight import PROFILES
from mimeforge.ses import explain
from mimeforge.ses.answers.codes import CODES, REPLY_CODES
from mimeforge.ses.replies import read

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "Nested group"
REPLIES = ("235", "250", "421", "451", "454", "501", "530", "535", "552", "553", "554")


def test_the_names_of_errors_are_those_of_the_rulebook() -> None:
    assert {name: code.profile for name, code in CODES.items()} == ERROR_NAMES
    assert [name for name, code in CODES.items() if code.name != name or not code.meaning.endswith(".")] == []
    assert {*ERROR_NAMES.values()} <= {None, *(profile.name for profile in PROFILES)}


def test_the_names_of_errors_stand_in_the_rulebook(corpus: Path) -> None:
    rulebook = corpus.parent / "ses-rules.md"
    if not rulebook.exists():
        pytest.skip("the rulebook is not beside the corpus")
    text = rulebook.read_text("utf-8")
    assert [name for name in ERROR_NAMES if f"`{name}`" not in text] == []


@pytest.mark.parametrize("name", ERROR_NAMES)
@pytest.mark.parametrize(
    "wrapper", ["{}: {}", "An error occurred ({}) when calling: {}", "x.{}: {}", "[{}] {}", "#{} {}"]
)
def test_a_name_before_an_answer_tells_the_interface(name: str, wrapper: str) -> None:
    reply = read(wrapper.format(name, TEXT))
    assert reply.answer is not None
    assert (reply.answer.text, reply.code, reply.profile) == (TEXT, name, ERROR_NAMES[name])
    assert explain(wrapper.format(name, TEXT)).code == CODES[name]


@pytest.mark.parametrize("name", ERROR_NAMES)
def test_a_name_alone_is_explained(name: str) -> None:
    explanation = explain(f"botocore: {name}")
    assert (explanation.answer, explanation.reply.profile) == (None, ERROR_NAMES[name])
    assert str(explanation).startswith(f"{name}: {CODES[name].meaning}")


@pytest.mark.parametrize("near", ["{}s", "My{}", "{}2", "_{}"])
def test_a_name_inside_of_another_is_none(near: str) -> None:
    for name in set(ERROR_NAMES) - {"MailFromDomainNotVerified", "AccessDenied"}:
        assert read(near.format(name) + f" {TEXT}").code is None


def test_of_two_names_the_first_and_behind_the_answer_any_counts() -> None:
    assert read(f"AccessDenied NotFoundException {TEXT}").code == "AccessDenied"
    assert read(f"{TEXT} (Error Code: InvalidTemplate)").code == "InvalidTemplate"
    assert read("_Missing ')'Throttling").code == "Throttling", "what stands before and behind is not joined"


def test_the_reply_codes_are_those_of_the_rulebook() -> None:
    assert REPLY_CODES == REPLIES


@pytest.mark.parametrize("number", REPLIES)
@pytest.mark.parametrize("wrapper", ["{} {}", "{}-{}", "{} 5.0.0 {}", "({}, b'{}')", "said: {} {}", "<{}> {}"])
def test_a_reply_code_before_an_answer_is_that_of_smtp(number: str, wrapper: str) -> None:
    reply = read(wrapper.format(number, TEXT))
    assert reply.answer is not None
    assert (reply.answer.text, reply.code, reply.profile) == (TEXT, number, "ses-smtp")


@pytest.mark.parametrize(
    "given_text",
    [
        "555 Nested group",
        "x554 Nested group",
        "1554 Nested group",
        "5541 Nested group",
        "192.0.2.554 Nested group",
        "554.1 Nested group",
        "id-554 Nested group",
        "554-1 Nested group",
        "Nested group 554",
    ],
)
def test_other_numbers_are_no_reply_codes(given_text: str) -> None:
    reply = read(given_text)
    assert reply.answer is not None
    assert (reply.code, reply.profile) == (None, None)


def test_the_last_reply_code_before_the_answer_counts() -> None:
    assert read("250 Ok 1, then 451 later: 554 Nested group, 552 no").code == "554"


def test_a_name_weighs_more_than_a_reply_code() -> None:
    assert read("554 BadRequestException: Nested group")[3:] == ("BadRequestException", "ses-v2")


def test_the_name_in_an_answer_is_not_that_of_the_error() -> None:
    reply = read("Throttling failure: Daily message quota exceeded")
    assert (reply.code, reply.profile) == (None, "ses-smtp")
    assert read("Throttling: Daily message quota exceeded")[3:] == ("Throttling", "ses")


@pytest.mark.parametrize("end", ["", *".,;\"')]}<"])
def test_the_last_stop_of_a_text_may_be_missing_before_a_sign(end: str) -> None:
    answer = read(f"Illegal content{end}").answer
    assert answer is not None
    assert answer.text == "Illegal content."


@pytest.mark.parametrize("end", [" ", ": ", "s", "-", "/", "s.", " type"])
def test_and_not_before_what_goes_on(end: str) -> None:
    assert read(f"Illegal content{end}x").answer is None


@pytest.mark.parametrize(("given_text", "is_one"), [
    ("NESTED GROUP", True),
    ("  'nested Group'", True),
    ("(<[{\"'nested group", True),
    ("' nested group '", True),
    ("nested groups, and then nested group", False),
    ("error: nested group", False),
    ("error: Nested group", True),
    ("DUPLICATE HEADER 'SUBJECT'", True),
    ("It is a duplicate header 'Subject'.", False),
    ("nestedgroup", False),
    ("nested groups", False),
    ("Nested group2", False),
    ("2Nested group", False),
    ("_Nested group_", True),
])  # fmt: skip
def test_the_case_of_letters_counts_only_inside_of_a_line(given_text: str, is_one: bool) -> None:
    assert (read(given_text).answer is not None) is is_one


@pytest.mark.parametrize(("misses", "is_found"), [(0, True), (1, True), (19, True), (20, False), (100_000, False)])
def test_so_many_places_that_only_begin_like_a_text_are_tried(misses: int, is_found: bool) -> None:
    """Twenty: what is given may be hostile."""
    line = "xNested group " * misses + TEXT
    assert (read(line[-8000:]).answer is not None) is is_found


@pytest.mark.parametrize(
    ("given_text", "values"),
    [
        ("Duplicate header 'SUBJECT'.", ("subject",)),
        ("Duplicate header '<Subject>.'", ("subject",)),
        ("Duplicate header 'Subject", ("subject",)),
        ("Invalid email address<Jo@example.com>.", ("jo@example.com",)),
        ("Invalid email address .", ("",)),
        ("Sending is paused for configuration set shop, sorry", ("shop",)),
        ("InvalidParameterValue: Duplicate header 'Subject'.", ("subject",)),
        ("554 Transaction failed: Duplicate header 'Subject'.", ("subject",)),
        ("x y 3 validation errors detected: Value at 'a.b' failed to satisfy constraint: Z", ("3", "s", "a.b", "z")),
    ],
)
def test_what_varies_is_compared_without_case_and_frame(given_text: str, values: tuple[str, ...]) -> None:
    assert read(given_text).values == values


@pytest.mark.parametrize(
    ("given_text", "text"),
    [
        ("BadRequestException: Invalid email address <jo@example.com>.", "Invalid email address{address}."),
        ("when calling the SendEmail operation: Invalid email address<jo>.", "Invalid email address{address}."),
        ("553 <jo> Invalid email address", "553 {address} Invalid email address"),
        ("(553, b'<jo> address unknown')", "553 {address} address unknown"),
        ("454 Temporary service failure", "454 Temporary service failure"),
        ("451 Temporary service failure", "451 Temporary service failure"),
    ],
)
def test_of_like_texts_the_right_one_is_found(given_text: str, text: str) -> None:
    answer = read(given_text).answer
    assert answer is not None
    assert answer.text == text
