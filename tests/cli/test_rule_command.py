"""`mimeforge rule`."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from mimeforge.cli import main
from mimeforge.preflight import RULES


@pytest.mark.parametrize("label", ["ADR102", "adr102", "addr-no-domain", "ADDR-NO-DOMAIN"])
def test_a_page_is_shown_by_code_or_slug(label: str) -> None:
    result = CliRunner().invoke(main, ["rule", label])
    assert result.exit_code == 0
    assert result.stdout.startswith("ADR102 addr-no-domain\n")


def test_without_one_every_rule_has_a_line() -> None:
    result = CliRunner().invoke(main, ["rule"])
    assert result.exit_code == 0
    assert [line[:6] for line in result.stdout.splitlines()] == sorted(rule.code for rule in RULES)


def test_an_unknown_rule_is_exit_2_and_names_the_nearest() -> None:
    result = CliRunner().invoke(main, ["rule", "addr-no-domian"])
    assert result.exit_code == 2
    assert "did you mean ADR102 addr-no-domain" in result.stderr
