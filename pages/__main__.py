"""Write the pages into the folder of the documentation, or say which of them are stale."""

from __future__ import annotations

import argparse
import sys

from pages import FOLDER, made, stale, write


def main() -> int:
    """Do what the arguments say, and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m pages", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 where a page is stale")
    if not parser.parse_args().check:
        write(FOLDER, made())
        return 0
    faults = [*stale(FOLDER, made())]
    print(*faults, *["make pages makes them anew"] * bool(faults), sep="\n", end="\n" if faults else "")
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main())
