"""A pytest plugin with the profile of `make mutation`: ``-p tests.mutation_profile --hypothesis-profile=mutation``."""

from __future__ import annotations

import sys

from hypothesis import Phase, settings

# Few examples, since each law runs hundreds of times, and the same ones each time. Nobody reads the ones that fail, so
# none is shrunk.
settings.register_profile(
    "mutation",
    settings.get_profile("ci"),
    max_examples=25,
    phases=[Phase.explicit, Phase.generate],
)


def pytest_sessionstart() -> None:
    """Forget what cached functions gave: the process of a mutant inherits it from the run without one."""
    for name, module in list(sys.modules.items()):
        if name.startswith("mimeforge."):
            for value in vars(module).values():
                if hasattr(value, "cache_clear"):
                    value.cache_clear()
