"""Work for processes of their own, which import this file and nothing else of the tests."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

DEADLY = -1
FAILING = -2


def name_worker(thing: int) -> tuple[int, int]:
    """Return the thing and the number of the process; end the process at some things."""
    if thing == DEADLY:
        os.kill(os.getpid(), signal.SIGKILL)
    if thing == FAILING:
        os._exit(7)
    return thing, os.getpid()


def dawdle(thing: int) -> int:
    """Take some time for some things."""
    time.sleep(0.02 * (thing % 3))
    return thing


def count_begun(thing: int) -> int:
    """Leave a file behind, and count all that there are; the first thing does so late."""
    Path(str(thing)).touch()
    if thing == 0:
        time.sleep(0.4)
    return len(list(Path().iterdir()))
