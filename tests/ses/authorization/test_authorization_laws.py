"""What holds for all policies, callers and requests."""

from __future__ import annotations

from typing import Any

from authorizing import ARN, DELEGATE, OWNER, USER, asked, policy, raw
from hypothesis import given
from hypothesis import strategies as st

from mimeforge.ses import Authorization, Effect
from mimeforge.ses.authorization.truth import all_of, any_of, denied

OTHER = ARN.replace("example.com", "example.net")
CALLERS = (USER, DELEGATE, f"arn:aws:iam::{OWNER}:user/boss", f"arn:aws:sts::{DELEGATE}:assumed-role/Mailer/x")
REQUESTS = (
    raw(),
    raw(Source="b@example.net", ReturnPathArn=OTHER),
    raw(FromArn="", ReturnPathArn=""),
    raw("From: Invoicing <invoicing@Example.com>", Destinations=["a@example.net", "b@example.org"]),
    {"Content": {"Raw": raw()["RawMessage"]}, "FromEmailAddressIdentityArn": ARN},
)

operators = st.builds(
    "{}{}{}".format,
    st.sampled_from(["", "ForAllValues:", "ForAnyValue:"]),
    st.sampled_from(["StringEquals", "StringNotEquals", "StringLike", "StringNotLike", "NumericLessThan", "Bool"]),
    st.sampled_from(["", "IfExists"]),
)
keys = st.sampled_from(
    "ses:FromAddress ses:FromDisplayName ses:Recipients ses:ApiVersion ses:TenantName aws:Unheard aws:Given".split()
)
values = st.lists(st.sampled_from(["*", "jo@example.com", "*@example.net", "1", "true", "${aws:Given}"]), min_size=1)
conditions = st.dictionaries(operators, st.dictionaries(keys, values, min_size=1, max_size=2), max_size=2)
principals = st.sampled_from(["*", {"AWS": "*"}, *({"AWS": one} for one in CALLERS), {"AWS": OWNER}, {"Service": "x"}])
actions = st.sampled_from(["ses:*", "ses:SendEmail", "ses:SendRawEmail", ["ses:SendEmail", "ses:SendRawEmail"]])


def statements(
    effect: st.SearchStrategy[str] = st.sampled_from(["Allow", "Deny"]),  # noqa: B008 - a value
    resource: st.SearchStrategy[str] = st.sampled_from([ARN, OTHER]),  # noqa: B008
) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {"Effect": effect, "Principal": principals, "Action": actions, "Resource": resource, "Condition": conditions}
    )


policies = st.lists(st.lists(statements(), min_size=1, max_size=3).map(lambda each: policy(*each)), max_size=3)
questions = st.tuples(st.sampled_from(REQUESTS), st.sampled_from(CALLERS))
QUESTION = tuple[dict[str, Any], str]


def decide(question: QUESTION, given_policies: list[dict[str, Any]], **facts: Any) -> Authorization:
    request, caller = question
    return asked(request, *given_policies, caller=caller, facts={"aws:Given": "1"} | facts)


def effects(found: Authorization) -> list[Effect]:
    return [decision.effect for decision in found]


@given(questions, policies, statements(st.just("Deny")))
def test_a_deny_more_allows_nothing(question: QUESTION, known: list[dict[str, Any]], more: dict[str, Any]) -> None:
    before, after = decide(question, known), decide(question, [*known, policy(more)])
    for one, other in zip(before, after, strict=True):
        if other.effect is Effect.ALLOW and one.effect is not Effect.ALLOW:
            # That a policy is about an identity of its own account tells that the account has one.
            assert one.identity is None
            assert other.identity is not None


@given(questions, policies, statements(st.just("Allow")))
def test_an_allow_more_denies_nothing_that_was_allowed(
    question: QUESTION, known: list[dict[str, Any]], more: dict[str, Any]
) -> None:
    for one, other in zip(decide(question, known), decide(question, [*known, policy(more)]), strict=True):
        assert other.effect is one.effect or one.effect in {Effect.IMPLICIT_DENY, Effect.UNKNOWN}


@given(questions, policies, statements(resource=st.just(ARN.replace("example.com", "example.org"))))
def test_a_policy_of_another_identity_changes_nothing(
    question: QUESTION, known: list[dict[str, Any]], more: dict[str, Any]
) -> None:
    assert decide(question, [*known, policy(more)]).decisions == decide(question, known).decisions


@given(questions, policies, st.randoms(use_true_random=False))
def test_order_does_not_matter(question: QUESTION, known: list[dict[str, Any]], chance: Any) -> None:
    others = [policy(*chance.sample(each["Statement"], len(each["Statement"]))) for each in known]
    chance.shuffle(others)
    assert effects(decide(question, others)) == effects(decide(question, known))


@given(questions, st.lists(statements(), min_size=1, max_size=4))
def test_one_policy_or_several_are_the_same(question: QUESTION, known: list[dict[str, Any]]) -> None:
    one, several = decide(question, [policy(*known)]), decide(question, [policy(each) for each in known])
    assert effects(one) == effects(several)


@given(questions, policies, st.sampled_from([None, "", "1", "true", "jo@example.com", ["1", "true"]]))
def test_what_becomes_known_overturns_nothing(question: QUESTION, known: list[dict[str, Any]], value: Any) -> None:
    before, after = decide(question, known), decide(question, known, **{"aws:Unheard": value})
    for one, other in zip(before, after, strict=True):
        is_denied = (one.effect, other.effect) == (Effect.IMPLICIT_DENY, Effect.EXPLICIT_DENY)
        assert is_denied or one.effect in {Effect.UNKNOWN, other.effect}


@given(questions, policies)
def test_what_decides_is_told(question: QUESTION, known: list[dict[str, Any]]) -> None:
    for decision in decide(question, known):
        assert decision.reason
        if decision.policy is not None and decision.statement is not None:
            found = known[decision.policy]["Statement"][decision.statement]
            assert len(decision.conditions) == sum(map(len, found["Condition"].values()))
            if decision.effect in {Effect.ALLOW, Effect.EXPLICIT_DENY}:
                assert found["Effect"] == ("Deny" if decision.effect is Effect.EXPLICIT_DENY else "Allow")
                assert decision.failed == ()


truths = st.sampled_from([True, False, None])


@given(st.lists(truths, max_size=4))
def test_logic_is_that_of_all_ways_it_can_turn_out(given_truths: list[bool | None]) -> None:
    ways: list[list[bool]] = [[]]
    for truth in given_truths:
        ways = [[*way, one] for way in ways for one in ((True, False) if truth is None else (truth,))]
    for found, results in (
        (all_of(given_truths), {all(way) for way in ways}),
        (any_of(given_truths), {any(way) for way in ways}),
    ):
        assert found == (results.pop() if len(results) == 1 else None)
    assert [denied(truth) for truth in (True, False, None)] == [False, True, None]
