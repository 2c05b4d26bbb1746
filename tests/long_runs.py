"""What `make torture` takes more of than `make test`: octets of hostile input, and examples of laws."""

from __future__ import annotations

import os
from typing import Final

from hypothesis import settings

__all__ = ["IS_LONG", "examples", "size"]

IS_LONG: Final = "TORTURE_EXAMPLES" in os.environ

MEGABYTE: Final = 1_000_000


def size(octets: int, least: int = MEGABYTE) -> int:
    """Give the size of hostile input: ``octets`` in long runs, else a quarter, but ``least`` at the least.

    A quadratic cost is unbearable with a megabyte as well, and with less where each octet is dear. What is no larger
    stays as it is.
    """
    return octets if IS_LONG else max(octets // 4, min(octets, least))


def examples(number: int) -> settings:
    """Give the settings of a law: so many examples, in long runs as many as the profile says; and no deadline."""
    return settings(deadline=None) if IS_LONG else settings(max_examples=number, deadline=None)
