from __future__ import annotations

import copy
import pickle

import pytest

from mimeforge.errors import (
    AddressError,
    EncodingError,
    HeaderError,
    InputError,
    MimeforgeError,
    PreflightError,
    code_points,
)
from mimeforge.preflight import lint

KINDS = [InputError, AddressError, HeaderError, EncodingError]


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (HeaderError.at("Votre reçu n\rx", 12, "subject", "no"), "U+000D at position 12 of subject: no"),
        (HeaderError.at("a😀", 1, "cid", "no"), "U+1F600 at position 1 of cid: no"),
        (HeaderError.at("a\ud800", 1, "cid", "no"), "U+D800 at position 1 of cid: no"),
        (HeaderError.at("a", 1, "cid", "too short"), "position 1 of cid: too short"),
        (HeaderError.at("\0", 0, None, "no"), "U+0000 at position 0: no"),
        (HeaderError("no", position=3), "position 3: no"),
        (HeaderError("no", field="subject"), "subject: no"),
        (HeaderError("no", field="subject", character="x"), "subject: no"),
        (HeaderError("no"), "no"),
        (MimeforgeError("no"), "no"),
    ],
)
def test_the_message_names_the_character_the_position_and_the_field(error: MimeforgeError, message: str) -> None:
    assert str(error) == message


def test_code_points_are_safe_to_print() -> None:
    assert code_points("\x1b\u202e😀") == "U+001B U+202E U+1F600"


@pytest.mark.parametrize("kind", KINDS)
def test_errors_of_values_are_value_errors_of_one_hierarchy(kind: type[InputError]) -> None:
    assert issubclass(kind, InputError)
    assert issubclass(InputError, MimeforgeError)
    assert issubclass(InputError, ValueError)
    assert not issubclass(PreflightError, ValueError)
    error = kind.at("abc", 1, "field", "problem")
    assert type(error) is kind
    assert (error.problem, error.field, error.position, error.character) == ("problem", "field", 1, "b")


@pytest.mark.parametrize("kind", KINDS)
def test_errors_pickle_copy_and_compare(kind: type[InputError]) -> None:
    error = kind.at("a\r", 1, "subject", "no")
    for twin in (copy.copy(error), copy.deepcopy(error), pickle.loads(pickle.dumps(error))):
        assert type(twin) is kind
        assert twin == error
        assert hash(twin) == hash(error)
        assert str(twin) == str(error)
        assert (twin.problem, twin.field, twin.position, twin.character) == ("no", "subject", 1, "\r")
    assert error != kind.at("a\r", 1, "text", "no")
    assert error != kind.at("aa\r", 2, "subject", "no")
    assert error != InputError("no")


def test_errors_of_different_kinds_differ() -> None:
    assert HeaderError("no") != EncodingError("no")
    assert MimeforgeError("no") == MimeforgeError("no") != MimeforgeError("yes")
    assert HeaderError("no") != "no"


def test_an_error_of_the_preflight_holds_the_report_and_shows_it() -> None:
    report = lint(b"Subject: x\r\n\r\nx\r\n")
    assert report.errors
    with pytest.raises(PreflightError) as caught:
        report.raise_for_errors()
    error = caught.value
    assert error.report == report
    assert str(error) == str(report)
    for twin in (copy.copy(error), copy.deepcopy(error), pickle.loads(pickle.dumps(error))):
        assert twin == error
        assert twin.report == report
        assert str(twin) == str(report)
