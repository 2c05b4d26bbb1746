"""What the fixes of address fields make of them."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from mended import fixes_of, mended
from readers import Mailbox, compat32

import mimeforge
from mimeforge.linter import Severity
from mimeforge.linter.examples import sample

SAFE, UNSAFE = True, False

# A rule, a field before its fix and with it, and whether the fix is safe
CASES = [
    # what nobody can mistake
    ("ADR106", "To: a@a.example, , b@a.example", "To: a@a.example, b@a.example", SAFE),
    ("ADR106", "To: , a@a.example,,b@a.example,\r\n ,", "To: a@a.example,b@a.example", SAFE),
    (
        "ADR106",
        "Cc: T:, a@a.example,, b@a.example,;, c@a.example",
        "Cc: T: a@a.example, b@a.example;, c@a.example",
        SAFE,
    ),
    ("ADR106", "Cc: Team:,;", "Cc: Team:;", SAFE),
    ("ADR110", "To: J < \tj@a.example >, Zoe <\r\n zoe@a.example>", "To: J <j@a.example>, Zoe <zoe@a.example>", SAFE),
    ("ADR111", 'To: Jo<jo@a.example>, "D, J"<j@a.example>', 'To: Jo <jo@a.example>, "D, J" <j@a.example>', SAFE),
    ("ADR112", "From: Jo Q. Doe <jo@example.com>", 'From: "Jo Q. Doe" <jo@example.com>', SAFE),
    ("ADR112", 'To: "Jo" Q.\r\n Doe <jo@a.example>', 'To: "Jo Q. Doe" <jo@a.example>', SAFE),
    ("ADR112", "To: =?utf-8?q?Zo=C3=A9?= D. <z@a.example>", "To: =?utf-8?b?Wm/DqSBELg==?= <z@a.example>", SAFE),
    ("ADR112", "Cc: A. Team: jo@a.example;", 'Cc: "A. Team": jo@a.example;', SAFE),
    ("ADR115", 'To: "" <jo@a.example>', "To: <jo@a.example>", SAFE),
    # what is surely meant, and read otherwise
    ("ADR112", "To: Jo @ home <jo@a.example>", 'To: "Jo @ home" <jo@a.example>', UNSAFE),
    ("ADR112", "To: [Team] Jo<jo@a.example>", 'To: "[Team] Jo" <jo@a.example>', UNSAFE),
    ("ADR114", 'To: "jo@a.example" <jo@a.example>', "To: <jo@a.example>", UNSAFE),
    (
        "ADR116",
        "To: 'Jo D' <jo@a.example>, \"'D, J'\" <j@a.example>",
        'To: Jo D <jo@a.example>, "D, J" <j@a.example>',
        UNSAFE,
    ),
    ("ADR119", "To: Jo <@m.example,@n.example:jo@a.example>", "To: Jo <jo@a.example>", UNSAFE),
    ("ADR126", "To: Jo <jo@a.example.>", "To: Jo <jo@a.example>", UNSAFE),
    ("ADR128", "To: Jo <jo@bücher.example>", "To: Jo <jo@xn--bcher-kva.example>", UNSAFE),
    ("ADR102", "To: Doe, Jo <jo@a.example>, a@a.example", 'To: "Doe, Jo" <jo@a.example>, a@a.example', UNSAFE),
    ("ADR102", 'To: "support@example.com"', "To: support@example.com", UNSAFE),
    ("ADR102", 'To: "Jo <jo@a.example>", a@a.example', "To: Jo <jo@a.example>, a@a.example", UNSAFE),
    ("ADR102", "Cc: =?utf-8?B?Sm8gPGpvQGV4YW1wbGUuY29tPg==?=", "Cc: Jo <jo@example.com>", UNSAFE),
    ("ADR101", "To: a@a.example; b@a.example;", "To: a@a.example, b@a.example", UNSAFE),
    ("ADR101", "To: Jo <a@a.example> Zoe <b@a.example>", "To: Jo <a@a.example>, Zoe <b@a.example>", UNSAFE),
    ("ADR101", "To: Jo <a@a.example, b@a.example", "To: Jo <a@a.example>, b@a.example", UNSAFE),
    ("ADR101", "To: DEBUG: Jo <jo@a.example>", 'To: "DEBUG: Jo" <jo@a.example>', UNSAFE),
    ("ADR101", "To: Jo :) <jo@a.example>", 'To: "Jo :)" <jo@a.example>', UNSAFE),
    ("ADR101", 'To: "Jo Doe <jo@a.example>', "To: Jo Doe <jo@a.example>", UNSAFE),
    ("ADR101", "To: mailto:a@a.example, MAILTO:b@a.example", "To: a@a.example, b@a.example", UNSAFE),
    ("ADR101", "To: =?utf-8?q?Zo=C3=A9?= z@a.example", "To: =?utf-8?q?Zo=C3=A9?= <z@a.example>", UNSAFE),
    ("ADR104", "To: Jo <a@a.example> b@a.example", "To: Jo <a@a.example>, b@a.example", UNSAFE),
    ("ADR104", "To: a@a.example (Jo)\r\n b@a.example", "To: a@a.example (Jo),\r\n b@a.example", UNSAFE),
    ("ADR104", "To: Team: a@a.example; b@a.example", "To: Team: a@a.example;, b@a.example", UNSAFE),
    ("ADR124", "To: a@a.example b@a.example", "To: a@a.example, b@a.example", UNSAFE),
    ("ADR140", "Reply-To: Jo <jo@example.com>\r\nX-A: 1", "X-A: 1", UNSAFE),
    ("ENC111", "To: Jo <jo@=?utf-8?q?b=C3=BCcher?=.example>", "To: Jo <jo@xn--bcher-kva.example>", UNSAFE),
    ("ENC111", "To: =?utf-8?q?zoe?=@a.example", "To: zoe@a.example", UNSAFE),
]

# Addresses that their author has to correct: a name alone, several authors, a mailbox that cannot be reached
UNKNOWN = [
    ("ADR101", "To: jo doe@a.example"),
    ("ADR101", "From: Jo <a@example.com> <b@example.com>"),
    ("ADR101", "Sender: a@example.com; b@example.com"),
    ("ADR102", "To: jo"),
    ("ADR102", "To: Doe, Jo <jo>"),
    ("ADR103", "To: Jo <>"),
    ("ADR104", "To: Jo <jo@a.example> Doe"),
    ("ADR104", "From: Jo <a@example.com> b@example.com"),
    ("ADR106", "To: a@a.example, (nobody), b@a.example"),
    ("ADR112", "To: Jo (at home) Q. Doe <jo@a.example>"),
    ("ADR112", r"To: jo\@home@a.example"),
    ("ADR121", "To: jo..doe@a.example"),
    ("ADR124", "To: jo@exam_ple.com"),
    ("ADR128", "To: zoe@b\u3002\u3002c.example"),
    ("ADR129", "To: zoé@a.example"),
    ("ADR130", "To: jo@xn--a.example"),
    ("ENC111", "To: =?utf-8?q?zo=C3=A9?=@a.example"),
]


@pytest.mark.parametrize(("code", "before", "after", "safe"), CASES)
def test_a_list_with_its_fix(code: str, before: str, after: str, safe: bool) -> None:
    assert mended(sample(before), code) == (sample(after), safe)


@pytest.mark.parametrize(("code", "before", "after", "safe"), CASES)
def test_a_mended_list_has_no_other_fault(code: str, before: str, after: str, safe: bool) -> None:
    found = {finding.slug for finding in mimeforge.lint(sample(after)) if finding.severity > Severity.NOTE}
    assert found <= {finding.slug for finding in mimeforge.lint(sample(before))}


@pytest.mark.parametrize(("code", "field"), UNKNOWN)
def test_a_list_that_somebody_has_to_correct(code: str, field: str) -> None:
    assert fixes_of(sample(field), code) == []


def test_a_name_that_grows_is_folded() -> None:
    others = "a@a.example, " * 4
    octets, _ = mended(sample(f"To: {others}Zoé de la Très Longue Rue <z@a.example>"), "LIN113")
    assert octets == sample(f"To: {others.strip()}\r\n =?utf-8?q?Zo=C3=A9_de_la_Tr=C3=A8s_Longue_Rue?= <z@a.example>")


def test_faults_beyond_the_first_have_their_turn_later() -> None:
    names = [f"Doe {number}, Jo <jo{number}@a.example>" for number in range(50)]
    fixed, applied = mimeforge.fix(sample("To: " + ",\r\n ".join(names)), unsafe=True)
    quoted = [f'"Doe {number}, Jo" <jo{number}@a.example>' for number in range(50)]
    assert fixed == sample("To: " + ",\r\n ".join(quoted))
    assert len(applied) == 50


@given(st.text(st.sampled_from('aé.[]@<>(),;:\\" '), min_size=1, max_size=12))
def test_a_name_is_the_same_before_and_after(name: str) -> None:
    """Whatever stands before the angle bracket, a safe fix leaves what readers show."""
    before = sample(f"To: {name} <jo@a.example>")
    after = mimeforge.fix(before).octets
    assert mimeforge.fix(after) == (after, ())
    errors = {finding.slug for finding in mimeforge.lint(before).errors}
    assert {finding.slug for finding in mimeforge.lint(after).errors} <= errors


@given(
    st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z"), exclude_characters='"\\\ufffd'), max_size=40)
)
def test_another_reader_sees_the_name_that_was_raw(name: str) -> None:
    assume("=?" not in name)
    octets = mimeforge.fix(sample(f'To: "é, {name}" <jo@a.example>')).octets
    assert compat32.read(octets).to == (Mailbox(f"é, {name}", "jo@a.example"),)


def test_an_ipv6_address_in_brackets_is_tagged() -> None:
    assert mended(sample("To: Jo <jo@[2001:db8::1]>"), "ADR127", "rfc") == (
        sample("To: Jo <jo@[IPv6:2001:db8::1]>"),
        UNSAFE,
    )
    assert fixes_of(sample("To: jo@[192.0.2.256]"), "ADR127", "rfc") == []
