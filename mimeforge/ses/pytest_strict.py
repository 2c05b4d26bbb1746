"""A plugin for pytest: all tests run inside of `mimeforge.ses.strict`. In conftest.py, one line:

    pytest_plugins = ["mimeforge.ses.pytest_strict"]

A test, a module or a folder that is to be left out overrides the fixture ``ses_strict`` with one that does nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mimeforge.ses import strict

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def ses_strict() -> Iterator[None]:
    """Have clients of botocore answer as Amazon SES would."""
    with strict():
        yield
