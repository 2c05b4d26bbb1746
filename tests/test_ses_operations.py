"""The tables of operations are what AWS's API models say, as botocore brings them.

botocore may be older or newer than the table. What one side does not know yet is named here; all else has to agree.
"""

from __future__ import annotations

import re
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from mimeforge._ses_operations import OPERATIONS, SENDING, Blob, ListOf, Structure, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge._ses_operations import Shape

# The version of botocore in which the table was read, and what older ones do not know, or know in another form.
READ_IN = (1, 43, 117)
YOUNG = {
    "sesv2.SendEmail Content Simple Headers",
    "sesv2.SendEmail Content Simple Attachments",
    "sesv2.SendEmail Content Template Headers",
    "sesv2.SendEmail Content Template Attachments",
    "sesv2.SendEmail Content Template TemplateContent",
    "sesv2.SendEmail EndpointId",
    "sesv2.SendEmail TenantName",
    "sesv2.SendEmail ConfigurationOverrides",
}
# What newer ones know and the table does not, with a reason for each.
NOT_IN_TABLE: set[str] = set()

VERSIONS = {"ses": "2010-12-01", "sesv2": "2019-09-27"}


class Member(NamedTuple):
    """What a model states of a member, in words that both sides are put into."""

    kind: str
    required: frozenset[str] = frozenset()
    least: int = 0
    most: int | None = None
    pattern: str | None = None
    values: tuple[str, ...] = ()


def of_table(shape: Shape, path: str) -> Iterator[tuple[str, Member]]:
    match shape:
        case Text(least, most, pattern, values):
            yield path, Member("string", frozenset(), least, most, pattern and pattern.pattern, tuple(sorted(values)))
        case Blob():
            yield path, Member("blob")
        case ListOf(member, most):
            yield path, Member("list", most=most)
            yield from of_table(member, f"{path}[]")
        case Structure(members, required):
            yield path, Member("structure", required)
            for name, member in members.items():
                yield from of_table(member, f"{path} {name}")


def of_model(name: str, shapes: dict[str, Any], path: str) -> Iterator[tuple[str, Member]]:
    shape = shapes[name]
    pattern = re.sub(r"\A\^|\$\Z", "", shape["pattern"]) if "pattern" in shape else None
    yield (
        path,
        Member(
            shape["type"],
            frozenset(shape.get("required", ())),
            shape.get("min", 0),
            shape.get("max"),
            pattern,
            tuple(sorted(shape.get("enum", ()))),
        ),
    )
    if shape["type"] == "list":
        yield from of_model(shape["member"]["shape"], shapes, f"{path}[]")
    for member, of in shape.get("members", {}).items():
        yield from of_model(of["shape"], shapes, f"{path} {member}")


def model(name: str) -> dict[str, Member]:
    service, _, action = name.partition(".")
    loader = import_module("botocore.loaders").Loader()  # which has no types
    api = loader.load_service_model(service, "service-2", VERSIONS[service])
    return dict(of_model(api["operations"][action]["input"]["shape"], api["shapes"], name))


def is_older() -> bool:
    version: str = import_module("botocore").__version__
    return tuple(map(int, version.split(".")[:3])) < READ_IN


def is_named(path: str, names: set[str]) -> bool:
    return any(f"{path} ".startswith(f"{name} ") for name in names)


@pytest.mark.parametrize("name", OPERATIONS)
def test_an_operation_is_what_the_model_says(name: str) -> None:
    ours, theirs = dict(of_table(OPERATIONS[name].input, name)), model(name)
    excused = NOT_IN_TABLE | (YOUNG if is_older() else set())
    differing = {path: (ours.get(path), theirs.get(path)) for path in ours | theirs if not is_named(path, excused)}
    assert {path: pair for path, pair in differing.items() if pair[0] != pair[1]} == {}


def test_what_is_excused_is_there() -> None:
    known = {path for name in OPERATIONS for path, _ in of_table(OPERATIONS[name].input, name)}
    assert known >= YOUNG
    assert not known & NOT_IN_TABLE


@pytest.mark.skipif(is_older(), reason="this botocore does not know these members")
def test_a_difference_would_be_seen() -> None:
    members = model("sesv2.SendEmail")
    assert members["sesv2.SendEmail Content Simple Headers[] Name"] == Member(
        "string", least=1, most=126, pattern="[!-9;-@A-~]+"
    )
    assert members["sesv2.SendEmail Content Simple Headers"] == Member("list", most=15)
    assert members["sesv2.SendEmail"].required == {"Content"}


@pytest.mark.parametrize(
    ("name", "service", "action", "profile"),
    [
        ("ses.SendRawEmail", "ses", "SendRawEmail", "ses"),
        ("sesv2.SendEmail", "sesv2", "SendEmail", "ses-v2"),
        ("sesv2.CreateEmailIdentityPolicy", "sesv2", "CreateEmailIdentityPolicy", "ses-v2"),
    ],
)
def test_an_operation_knows_its_api(name: str, service: str, action: str, profile: str) -> None:
    operation = OPERATIONS[name]
    assert (operation.service, operation.action, operation.profile) == (service, action, profile)


def test_operations_that_send_are_among_them() -> None:
    assert set(SENDING) < set(OPERATIONS)
