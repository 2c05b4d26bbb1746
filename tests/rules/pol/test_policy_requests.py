"""Names of policies, their size and number, and the identities that requests name."""

from __future__ import annotations

import json
from typing import Any

import pytest
from putting import ARN, GOOD, judged

from mimeforge import ses
from mimeforge._ses_operations import OPERATIONS

POLICY = json.dumps({"Version": "2012-10-17", "Statement": GOOD})
PUTTING = ["ses.PutIdentityPolicy", "sesv2.CreateEmailIdentityPolicy", "sesv2.UpdateEmailIdentityPolicy"]
POLICY_OPERATIONS = [name for name in OPERATIONS if "Polic" in name]

TOO_LONG = (
    "1 validation error detected: Value at 'policyName' failed to satisfy constraint: "
    "Member must have length less than or equal to 64"
)
FOREIGN = "PolicyName is invalid. Policy names must only include alpha-numeric characters, dashes, and underscores."


def request(operation: str, identity: str = "example.com", name: str = "partner") -> dict[str, Any]:
    """Return a good request for an operation, with what it knows of these."""
    values = {
        "Identity": identity,
        "EmailIdentity": identity,
        "PolicyName": name,
        "PolicyNames": [name],
        "Policy": POLICY,
    }
    return {member: values[member] for member in OPERATIONS[operation].input.members}


def test_every_operation_on_policies_is_judged() -> None:
    assert len(POLICY_OPERATIONS) == 8
    for operation in POLICY_OPERATIONS:
        assert ses.lint_request(operation, request(operation)).findings == ()
        assert {one.code for one in ses.lint_request(operation, request(operation, identity="*"))} == {"POL104"}


@pytest.mark.parametrize("operation", [name for name in POLICY_OPERATIONS if "PolicyName" in str(OPERATIONS[name])])
@pytest.mark.parametrize(
    ("name", "octets", "answers"),
    [
        ("x" * 64, None, ()),
        ("A_z-9", None, ()),
        ("", b"", (None, None, None)),
        ("x" * 65, b"x", (TOO_LONG, None, None)),
        ("é" * 65, "é".encode(), (TOO_LONG, None, None)),
        ("a b", b" ", (FOREIGN, FOREIGN, FOREIGN)),
        ("naïve", "ï".encode(), (FOREIGN, FOREIGN, FOREIGN)),
        ("partner\n", b"\n", (FOREIGN, FOREIGN, FOREIGN)),
    ],
)
def test_names_of_policies(operation: str, name: str, octets: bytes | None, answers: tuple[str | None, ...]) -> None:
    report = ses.lint_request(operation, request(operation, name=name))
    shown = dict(report.members)
    found = [(one.code, shown[one.member or ""][slice(*one.span)]) for one in report]
    assert found == ([] if octets is None else [("POL101", octets)])
    for one in report:
        is_foreign = 0 < len(name) <= 64
        assert one.severity == ("warning" if is_foreign and operation not in PUTTING else "error")
        if operation in PUTTING:
            assert one.predicts == answers[PUTTING.index(operation)]
        elif is_foreign:
            assert one.predicts is None  # the answer was recorded for what puts a policy


@pytest.mark.parametrize(("count", "codes"), [(0, set()), (20, set()), (21, {"POL103"})])
def test_at_most_twenty_policies_can_be_asked_for(count: int, codes: set[str]) -> None:
    names = [f"policy-{number}" for number in range(count)]
    report = ses.lint_request("ses.GetIdentityPolicies", {"Identity": "example.com", "PolicyNames": names})
    assert {one.code for one in report} == codes


@pytest.mark.parametrize("operation", PUTTING)
@pytest.mark.parametrize(
    ("size", "blanks", "severity"),
    [(4096, 0, None), (4097, 0, "error"), (4096, 4000, "warning"), (4097, 4000, "error"), (3000, 100_000, "error")],
)
def test_the_size_of_a_policy(operation: str, size: int, blanks: int, severity: str | None) -> None:
    dense = json.dumps(
        {"Version": "2012-10-17", "Id": "é", "Statement": GOOD}, ensure_ascii=False, separators=(",", ":")
    )
    text = dense.replace("é", "é" + "x" * (size - len(dense.encode()))) + "\n" * blanks
    assert len(text.encode()) == size + blanks
    found = [one for one in judged(text, operation=operation) if one.slug == "policy-size"]
    assert [str(one.severity) for one in found] == ([severity] if severity else [])


def test_what_is_no_json_has_a_size_too() -> None:
    assert {one.code for one in judged("{" * 5000)} == {"POL102", "POL105"}
    assert {one.code for one in judged("{" * 100_000)} == {"POL102"}
    assert {one.code for one in judged("")} == {"API140"}


@pytest.mark.parametrize(
    "identity",
    [
        "example.com",
        "jo@example.com",
        "jo+label@mail.example.com",
        "xn--bcher-kva.example",
        "localhost",
        "mail_out.example.com",
        ARN.replace("example.com", "_mail.example.com"),
        ARN,
        ARN.replace("us-east-1", "*"),
        ARN.replace("example.com", "jo@example.com"),
    ],
)
def test_what_names_an_identity(identity: str) -> None:
    report = ses.lint_request("ses.ListIdentityPolicies", {"Identity": identity})
    assert report.findings == ()


@pytest.mark.parametrize(
    "identity",
    [
        "",
        " ",
        "example.com ",
        "Jo <jo@example.com>",
        "jo@",
        "@example.com",
        "bücher.example",
        "*",
        "a,b",
        "arn:",
        ARN.replace("ses", "sesv2"),
        ARN.replace("identity", "template"),
        ARN[:-11],
        ARN.replace("123456789012", "1"),
    ],
)
@pytest.mark.parametrize("operation", ["ses.ListIdentityPolicies", "sesv2.GetEmailIdentityPolicies"])
def test_what_names_no_identity(identity: str, operation: str) -> None:
    report = ses.lint_request(operation, request(operation, identity=identity))
    assert [(one.code, one.severity) for one in report] == [("POL104", "error")]
