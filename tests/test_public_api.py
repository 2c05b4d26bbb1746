"""The public surface: what users type exists, says what it is, and costs nothing before it is used."""

from __future__ import annotations

import inspect
import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

import mimeforge

if TYPE_CHECKING:
    from collections.abc import Iterator

NAMES = """
    Address AddressError Edit EncodingError Envelope Evidence Finding Fix Fixed Group HeaderError Message MimeforgeError
    Part PreflightError Report Severity fix lint parse ses
""".split()

MEMBERS = {
    "Message": """
        attach attach_message embed header raw_header unsubscribe ses replace batches envelope lint as_bytes write_to
        as_chunks size
    """,
    "Address": "name address addr_spec parse",
    "Group": "name members",
    "Envelope": "sender recipients",
    "Part": "header parts content span",
    "Report": "ok errors warnings raise_for_errors",
    "Finding": "code slug severity message span line column part header predicts fix",
    "Fix": "title edits safe",
    "Fixed": "octets applied",
}

# PreflightRefused is there as well; it needs botocore, so that a star import leaves it out.
SES = """
    Answer Authorization CheckedCondition Decision Effect Explanation PolicyError Reply SendingPolicy authorize explain
    from_query guard lint_request raw_request strict to_message to_query unguard
""".split()

# What only some callers need, and what takes long to import.
LATE = ["boto3", "botocore", "magic", "hypothesis", "click", "email_validator", "idna", "email"]


def test_all_names_are_there() -> None:
    assert sorted(mimeforge.__all__) == sorted(NAMES)
    assert set(NAMES) <= set(dir(mimeforge))
    for name in NAMES:
        assert getattr(mimeforge, name) is not None


@pytest.mark.parametrize("name", MEMBERS)
def test_all_members_are_there(name: str) -> None:
    value = getattr(mimeforge, name)
    missing = {member for member in MEMBERS[name].split() if member not in {*dir(value), *value.__annotations__}}
    assert missing == set()


def test_all_names_of_ses_are_there_and_say_what_they_are() -> None:
    assert sorted(mimeforge.ses.__all__) == sorted(SES)
    assert [name for name in SES if not inspect.getdoc(getattr(mimeforge.ses, name))] == []


def test_another_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'Mesage'"):
        mimeforge.Mesage  # noqa: B018
    assert not hasattr(mimeforge, "__wrapped__")


def test_star_import_gives_the_names() -> None:
    code = (
        "from mimeforge import *; names = [n for n in dir() if n[0] != chr(95)]; import json; print(json.dumps(names))"
    )
    assert json.loads(run(code)) == sorted(NAMES)


@pytest.mark.parametrize("name", ["fix", "lint", "parse"])
def test_importing_rooms_replaces_no_function(name: str) -> None:
    code = f"import mimeforge, mimeforge.cli, mimeforge.preflight, mimeforge.tree; print(callable(mimeforge.{name}))"
    assert run(code) == "True\n"


def test_importing_costs_nothing() -> None:
    code = "import sys, mimeforge; dir(mimeforge); print(*{name.partition('.')[0] for name in sys.modules})"
    assert set(run(code).split()) & set(LATE) == set()


@pytest.mark.parametrize("name", NAMES)
def test_each_name_imports_nothing_that_others_need(name: str) -> None:
    code = f"import sys; from mimeforge import {name}; print(*{{name.partition('.')[0] for name in sys.modules}})"
    assert set(run(code).split()) & set(LATE) == set()


def test_the_version_is_a_version() -> None:
    assert all(part.isdigit() for part in mimeforge.__version__.split("."))


@pytest.mark.parametrize("name", NAMES)
def test_everything_public_says_what_it_is(name: str) -> None:
    value = getattr(mimeforge, name)
    silent = [label for label, thing in documented(name, value) if not inspect.getdoc(thing)]
    assert silent == []
    assert inspect.getdoc(value) != inspect.getdoc(Exception)


@pytest.mark.parametrize("name", ["AddressError", "EncodingError", "HeaderError", "PreflightError"])
def test_every_error_is_a_mimeforge_error(name: str) -> None:
    error = getattr(mimeforge, name)
    assert issubclass(error, mimeforge.MimeforgeError)
    assert issubclass(error, ValueError) == (name != "PreflightError")


def test_what_is_given_to_message_is_given_by_name() -> None:
    parameters = inspect.signature(mimeforge.Message).parameters
    assert (
        list(parameters)
        == (
            "from_ to cc bcc reply_to sender return_path subject text html date message_id in_reply_to references"
        ).split()
    )
    assert {parameter.kind for parameter in parameters.values()} == {inspect.Parameter.KEYWORD_ONLY}


def documented(name: str, value: object) -> Iterator[tuple[str, object]]:
    """Pass a value and the methods and properties that users see of it."""
    yield name, value
    members = vars(value).items() if inspect.isclass(value) else ()
    for label, member in members:
        if not label.startswith("_") and (callable(member) or isinstance(member, property | classmethod)):
            yield f"{name}.{label}", member


def run(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True).stdout
