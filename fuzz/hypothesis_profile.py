"""A pytest plugin with the profile of long runs: ``pytest -p fuzz.hypothesis_profile --hypothesis-profile=torture``."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

settings.register_profile(
    "torture",
    max_examples=int(os.environ.get("TORTURE_EXAMPLES", "5000")),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    print_blob=True,
)
