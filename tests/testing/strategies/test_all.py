"""What all strategies have in common."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import HealthCheck, given, seed, settings

from mimeforge.testing import strategies as mail

DEFAULTS = settings.get_profile("default")
NEEDING = [
    ("from mimeforge.testing import strategies", "mimeforge.testing.strategies"),
    ("from mimeforge.testing import check_composer", "mimeforge.testing.check_composer"),
    ("from mimeforge.testing import check_encoded_word_codec", "mimeforge.testing.check_encoded_word_codec"),
]


@pytest.mark.parametrize("number", [1, 2])
@pytest.mark.parametrize(
    "strategy", [mail.messages(), mail.eml_bytes(), mail.mime_trees(), mail.raw_headers(), mail.bodies()], ids=repr
)
def test_no_health_check_fails(strategy: Any, number: int) -> None:
    """Those are judged in the first ten examples; what is said of time depends on the machine."""

    @seed(number)
    @settings(DEFAULTS, max_examples=15, database=None, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(strategy)
    def law(value: object) -> None:
        assert value is not None

    law()


@pytest.mark.parametrize(("program", "name"), NEEDING)
def test_without_hypothesis_the_extra_is_named(program: str, name: str) -> None:
    hidden = "import sys, json; sys.modules['hypothesis'] = None"
    caught = f"try:\n {program}\nexcept ModuleNotFoundError as error: print(json.dumps([error.name, str(error)]))"
    done = subprocess.run([sys.executable, "-c", f"{hidden}\n{caught}"], capture_output=True, check=True)
    assert json.loads(done.stdout) == ["hypothesis", f"{name} needs Hypothesis: pip install 'mimeforge[hypothesis]'"]
