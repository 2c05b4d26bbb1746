"""Decisions on identities: whose they are, what denies and allows, and what is said of it."""

from __future__ import annotations

from typing import Any

import pytest
from authorizing import (
    ALLOWED,
    ARN,
    DELEGATE,
    DENIED,
    FAILED,
    HELD,
    OPEN,
    OWNER,
    REFUSED,
    UNKNOWN,
    USER,
    asked,
    decided,
    deny,
    policy,
    raw,
    simple,
    statement,
)

from mimeforge.linter.examples import sample
from mimeforge.ses import explain

GRANT = statement()
OWN = f"arn:aws:iam::{OWNER}:user/boss"
BARE: dict[str, Any] = {"FromArn": "", "ReturnPathArn": ""}


@pytest.mark.parametrize(
    ("allow", "denial", "effect"),
    [
        (HELD, HELD, DENIED),
        (HELD, FAILED, ALLOWED),
        (HELD, OPEN, UNKNOWN),
        (FAILED, HELD, DENIED),
        (FAILED, FAILED, REFUSED),
        (FAILED, OPEN, REFUSED),
        (OPEN, HELD, DENIED),
        (OPEN, FAILED, UNKNOWN),
        (OPEN, OPEN, UNKNOWN),
    ],
)
def test_a_deny_goes_before_an_allow(allow: dict[str, Any], denial: dict[str, Any], effect: str) -> None:
    one, other = statement(Condition=allow), deny(Condition=denial)
    assert decided(raw(), policy(one, other)) == effect
    assert decided(raw(), policy(other, one)) == effect
    assert decided(raw(), policy(one), policy(other)) == effect
    assert decided(raw(), policy(other), policy(one)) == effect


@pytest.mark.parametrize(("denial", "effect"), [(HELD, DENIED), (FAILED, ALLOWED), (OPEN, UNKNOWN)])
def test_an_account_needs_no_policy_for_its_own_identity(denial: dict[str, Any], effect: str) -> None:
    assert decided(raw(), caller=OWN) == ALLOWED
    assert decided(raw(), policy(GRANT), caller=OWN) == ALLOWED
    assert decided(raw(), policy(deny(Condition=denial)), caller=OWN) == effect
    assert decided(raw(), policy(deny(Condition=denial, Principal={"AWS": DELEGATE})), caller=OWN) == ALLOWED


def test_what_else_has_to_be_there_is_told() -> None:
    for caller, account in ((OWN, OWNER), (USER, DELEGATE)):
        [decision, _] = asked(raw(), policy(GRANT), caller=caller)
        assert decision.needs == (
            f"an Allow for ses:SendRawEmail on {ARN} by IAM in account {account}",
            "the endpoint of us-east-1",
        )
    assert asked(raw()).decisions[0].needs == ()
    unknown = asked(raw()).unknowns
    for word in ("SCPs", "permissions boundaries", "verified", "sandbox", "quotas", "not given"):
        assert any(word in text for text in unknown)


class TestIdentities:
    """Which identity is meant, and whether it covers the address."""

    @pytest.mark.parametrize(
        ("identity", "address", "effect"),
        [
            ("example.com", "jo@example.com", ALLOWED),
            ("example.com", "jo@mail.example.com", ALLOWED),
            ("Example.COM", "jo@example.com", ALLOWED),
            ("example.com", "jo@badexample.com", REFUSED),
            ("mail.example.com", "jo@example.com", REFUSED),
            ("jo@example.com", "jo@example.com", ALLOWED),
            ("jo@example.com", "jo+lunch@example.com", ALLOWED),
            ("jo+lunch@example.com", "jo@example.com", REFUSED),
            ("Jo@example.com", "jo@example.com", REFUSED),
            ("jo@example.com", "zoe@example.com", REFUSED),
            ("jo@example.com", "jo@mail.example.com", REFUSED),
        ],
    )
    def test_an_identity_covers_addresses(self, identity: str, address: str, effect: str) -> None:
        arn = ARN.replace("example.com", identity)
        found = asked(raw(f"From: {address}", FromArn=arn, ReturnPathArn=arn), policy(statement(Resource=arn)))
        assert found.effect == effect
        if effect == REFUSED:
            assert "does not cover" in found.decisions[0].reason
            assert found.decisions[0].identity == arn

    @pytest.mark.parametrize(
        "resource",
        [ARN, ARN.replace("example.com", "Example.COM"), ARN.replace("us-east-1", "*"), ARN[:-3] + "???", "*"],
    )
    def test_a_resource_is_that_identity(self, resource: str) -> None:
        assert decided(raw(), policy(statement(Resource=resource))) == ALLOWED

    @pytest.mark.parametrize(
        "resource",
        [
            ARN.replace("us-east-1", "eu-west-1"),
            ARN.replace(OWNER, DELEGATE),
            ARN.replace("example.com", "mail.example.com"),
            ARN.replace("example.com", "jo@example.com"),
            ARN[:-1],
        ],
    )
    def test_another_resource_is_another_identity(self, resource: str) -> None:
        found = asked(raw(), policy(statement(Resource=resource)))
        assert found.effect == REFUSED
        assert (found.decisions[0].policy, found.decisions[0].statement) == (None, None)

    def test_the_case_of_a_local_part_counts_in_a_resource(self) -> None:
        arn = ARN.replace("example.com", "jo@example.com")
        for resource, effect in ((arn.replace("jo@", "Jo@"), REFUSED), (arn.replace("example", "EXAMPLE"), ALLOWED)):
            assert decided(raw(FromArn=arn, ReturnPathArn=arn), policy(statement(Resource=resource))) == effect

    def test_the_region_of_global_endpoints(self) -> None:
        everywhere = ARN.replace("us-east-1", "*")
        found = asked(raw(FromArn=everywhere, ReturnPathArn=everywhere), policy(GRANT))
        assert found.effect == ALLOWED
        assert found.decisions[0].needs[-1] == "policies of the identity in each region of the endpoint"

    @pytest.mark.parametrize("arn", ["example.com", ARN.replace(":ses:", ":sesv2:"), ARN.replace(OWNER, "1"), "${x}"])
    def test_what_is_no_arn_is_refused(self, arn: str) -> None:
        found = asked(raw(FromArn=arn), policy(GRANT)).decisions[0]
        assert (found.effect, found.identity) == (REFUSED, None)
        assert found.reason.startswith("FromArn is no ARN of an identity: write arn:aws:ses:")

    def test_an_address_in_quotes_is_not_known(self) -> None:
        assert asked(raw('From: "jo@home"@example.com'), policy(GRANT)).decisions[0].effect == UNKNOWN

    def test_each_identity_needs_its_own_grant(self) -> None:
        other = ARN.replace("example.com", "example.net")
        request = raw(Source="bounces@example.net", ReturnPathArn=other)
        both = policy(GRANT), policy(statement(Resource=other))
        assert [str(one.effect) for one in asked(request, *both)] == [ALLOWED, ALLOWED]
        assert [str(one.effect) for one in asked(request, both[0])] == [ALLOWED, REFUSED]
        assert [str(one.effect) for one in asked(request, both[1])] == [REFUSED, ALLOWED]


class TestWithoutAnArn:
    """No policy counts where the request names no ARN: SES takes an identity of the caller's own account."""

    def test_a_policy_of_others_does_not_count(self) -> None:
        found = asked(raw(**BARE), policy(GRANT))
        assert [str(one.effect) for one in found] == [REFUSED, REFUSED]
        author, feedback = found
        assert author.reason == (f"the request names no ARN for it, so that no policy counts: name {ARN} in FromArn")
        assert feedback.reason.endswith("in ReturnPathArn")
        assert asked(simple(SourceArn=""), policy(GRANT)).decisions[0].reason.endswith("in SourceArn")
        assert asked(sample(), policy(GRANT)).decisions[0].reason.endswith("in X-SES-FROM-ARN")

    def test_whether_the_account_has_such_an_identity_is_not_known(self) -> None:
        elsewhere = policy(statement(Resource=ARN.replace("example.com", "example.org")))
        for given in ([], [elsewhere]):
            found = asked(raw(**BARE), *given).decisions[0]
            assert found.effect == UNKNOWN
            assert f"it takes an identity of {USER} itself" in found.reason

    @pytest.mark.parametrize(("denial", "effect"), [(HELD, DENIED), (FAILED, ALLOWED), (OPEN, UNKNOWN)])
    def test_a_policy_of_the_own_account_counts(self, denial: dict[str, Any], effect: str) -> None:
        found = asked(raw(**BARE), policy(deny(Condition=denial)), caller=OWN)
        assert {str(one.effect) for one in found} == {effect}
        assert {one.identity for one in found} == {ARN}

    def test_of_several_own_identities_all_have_to_agree(self) -> None:
        arns = [ARN, ARN.replace("example.com", "jo@example.com")]
        policies = [policy(deny(Resource=arn)) for arn in arns]
        harmless = [policy(deny(Resource=arn, Condition=FAILED)) for arn in arns]
        assert decided(raw(**BARE), *policies, caller=OWN) == DENIED
        assert decided(raw(**BARE), *harmless, caller=OWN) == ALLOWED
        found = asked(raw(**BARE), policies[0], harmless[1], caller=OWN).decisions[0]
        assert found.effect == UNKNOWN
        assert f"with {arns[0]}: explicit deny" in found.reason

    def test_an_arn_for_the_other_address_alone_is_not_known_to_be_enough(self) -> None:
        found = asked(raw(Source="jo@example.com", ReturnPathArn=""), policy(GRANT))
        assert [str(one.effect) for one in found] == [ALLOWED, UNKNOWN]
        assert found.decisions[1].reason.endswith("name it in ReturnPathArn too")


class TestVersion2:
    """Documents name one action for a raw message, SES was seen to ask for another: both have to agree."""

    MESSAGE = sample(f"X-SES-SOURCE-ARN: {ARN}", f"X-SES-FROM-ARN: {ARN}")

    @pytest.mark.parametrize(
        ("actions", "effect"),
        [
            (["ses:SendEmail", "ses:SendRawEmail"], ALLOWED),
            (["ses:Send*"], ALLOWED),
            (["ses:SendEmail"], UNKNOWN),
            (["ses:SendRawEmail"], UNKNOWN),
            (["ses:SendTemplatedEmail"], REFUSED),
        ],
    )
    def test_both_actions_have_to_be_allowed(self, actions: list[str], effect: str) -> None:
        found = asked(self.MESSAGE, policy(statement(Action=actions)), profile="ses-v2")
        assert found.effect == effect
        assert found.actions == ("ses:SendEmail", "ses:SendRawEmail")
        assert "which action this is to SES: ses:SendEmail or ses:SendRawEmail" in found.unknowns
        if effect == UNKNOWN:
            assert "which of these SES asks for is not sure: ses:SendEmail with" in found.decisions[0].reason
        if effect == ALLOWED:
            assert len(found.decisions[0].needs) == 3
        assert found.decisions[0].predicts is None  # it would name one of them

    @pytest.mark.parametrize("denied", ["ses:SendEmail", "ses:SendRawEmail"])
    def test_what_is_refused_as_either_action_is_refused(self, denied: str) -> None:
        denial = policy(deny(Action=denied))
        assert decided(self.MESSAGE, denial, profile="ses-v2") == REFUSED
        assert decided(self.MESSAGE, denial, policy(statement(Action="ses:Send*")), profile="ses-v2") == UNKNOWN

    def test_by_smtp_it_is_the_raw_one(self) -> None:
        assert decided(self.MESSAGE, policy(GRANT), profile="ses-smtp") == ALLOWED
        assert decided(self.MESSAGE, policy(statement(Action="ses:SendEmail")), profile="ses-smtp") == REFUSED


class TestElements:
    """Elements of which no document says what SES makes of them."""

    @pytest.mark.parametrize(
        ("elements", "name"),
        [
            ({"Principal": None, "NotPrincipal": {"AWS": OWNER}}, "NotPrincipal"),
            ({"Action": None, "NotAction": "ses:SendEmail"}, "NotAction"),
            ({"Resource": None, "NotResource": ARN.replace("com", "org")}, "NotResource"),
            ({"Conditions": {}}, "Conditions"),
        ],
    )
    def test_they_are_not_known(self, elements: dict[str, Any], name: str) -> None:
        found = asked(raw(), policy(statement(**elements))).decisions[0]
        assert (found.effect, found.reason) == (
            UNKNOWN,
            f"a statement may allow it: no document says what SES makes of {name}",
        )
        assert decided(raw(), policy(GRANT, deny(**{"Principal": "*"} | elements))) == UNKNOWN

    def test_what_does_not_fit_besides_is_refused(self) -> None:
        assert decided(raw(), policy(statement(Action=None, NotAction="x", Principal={"AWS": OWNER}))) == REFUSED

    def test_a_variable_in_a_resource(self) -> None:
        granted = policy(statement(Resource=ARN.replace("example.com", "${aws:username}.com")))
        assert decided(raw(), granted, facts={"aws:username": "example"}) == ALLOWED
        assert decided(raw(), granted, facts={"aws:username": "other"}) == REFUSED
        assert asked(raw(), granted).decisions[0].reason.endswith("a variable that is not known here")
        assert (
            decided(raw(), policy(*[granted["Statement"][0]], version="2008-10-17"), facts={"aws:username": "example"})
            == REFUSED
        )


class TestWhatIsSaid:
    """The statement and the conditions that decide, and what SES would answer."""

    def test_the_statement_that_decides(self) -> None:
        policies = [
            policy(statement(Resource=ARN.replace("com", "org"))),
            policy(statement(Principal={"AWS": OWNER}), statement(Sid="Second", Condition=HELD)),
        ]
        found = asked(raw(), *policies).decisions[0]
        assert (found.policy, found.statement, found.sid) == (1, 1, "Second")
        assert [condition.holds for condition in found.conditions] == [True]
        assert found.failed == ()

    def test_the_statement_that_comes_nearest(self) -> None:
        far = statement(Principal={"AWS": OWNER})
        nearer = statement(Action="ses:SendEmail")
        nearest = statement(Condition=FAILED)
        for count, text in ((1, f"is for {USER}"), (2, "for the caller allows ses:SendRawEmail"), (3, "do not hold")):
            found = asked(raw(), policy(*[far, nearer, nearest][:count])).decisions[0]
            assert (found.statement, found.effect) == (count - 1, REFUSED)
            assert text in found.reason

    def test_what_may_fit_comes_before_what_does_not(self) -> None:
        found = asked(raw(), policy(statement(Condition=FAILED), statement(Condition=OPEN))).decisions[0]
        assert (found.statement, found.effect) == (1, UNKNOWN)
        found = asked(raw(), policy(deny(Conditions={}), deny())).decisions[0]
        assert (found.statement, found.effect) == (1, DENIED)

    def test_the_conditions_that_fail(self) -> None:
        block = {"StringLike": {"ses:FromAddress": ["a*", "b*"]}, "StringEquals": {"ses:ApiVersion": "1"}}
        [failed] = asked(raw(), policy(statement(Condition=block))).decisions[0].failed
        assert (failed.operator, failed.key, failed.values) == ("StringLike", "ses:FromAddress", ("a*", "b*"))
        assert (failed.given, failed.holds) == (("jo@example.com",), False)

    @pytest.mark.parametrize(("profile", "before"), [("ses", ""), ("ses-smtp", "554 Access denied: ")])
    def test_the_answer_of_ses(self, profile: str, before: str) -> None:
        message = sample(f"X-SES-SOURCE-ARN: {ARN}", f"X-SES-FROM-ARN: {ARN}")
        answer = asked(message, policy(deny()), profile=profile).decisions[0].predicts
        assert answer == (f"{before}User `{USER}' is not authorized to perform `ses:SendRawEmail' on resource `{ARN}'")
        known = explain(answer).answer
        assert known is not None
        assert "is not authorized to perform" in known.text

    @pytest.mark.parametrize(
        ("caller", "is_known"),
        [
            (f"arn:aws:sts::{DELEGATE}:assumed-role/Mailer/session", True),
            (f"arn:aws:iam::{DELEGATE}:root", True),
            (f"arn:aws:iam::{DELEGATE}:role/Mailer", False),
            (DELEGATE, False),
            ("sns.amazonaws.com", False),
        ],
    )
    def test_the_answer_names_who_sends(self, caller: str, is_known: bool) -> None:
        found = asked(raw(), policy(statement(Action="ses:SendEmail")), caller=caller).decisions[0]
        assert (found.predicts is not None) == is_known

    def test_no_answer_where_it_is_not_refused(self) -> None:
        assert {one.predicts for one in asked(raw(), policy(GRANT))} == {None}
        assert {one.predicts for one in asked(raw(), policy(statement(Condition=OPEN)))} == {None}
