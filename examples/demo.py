"""Compose a message into a file, have it linted, and then two broken ones: ``make demo``.

Exits 0 when the linter finds the first clean and the others broken, as they are.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from receipt import receipt

EXAMPLES = Path(__file__).resolve().parent
TARGET = Path("demo-out/receipt.eml")
BROKEN = ("broken-receipt.eml", "pasted-string.eml")


def main() -> int:
    message = receipt()
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_bytes(message.as_bytes())
    print(f"Composed {TARGET}: {message.size:,} octets for {', '.join(message.envelope.recipients)}.\n")
    as_expected = lint(str(TARGET)) == 0
    for name in BROKEN:
        as_expected &= lint(shown(EXAMPLES / name)) == 1
    if not as_expected:
        print("The linter did not find what it was expected to find.", file=sys.stderr)
        return 1
    print("One message is ready for SES, the linter says why the others are not. Nothing was sent.")
    return 0


def lint(path: str) -> int:
    """Run the command on one file, as a reader of this output would; return its exit code."""
    print(f"$ mimeforge lint {path}", flush=True)
    done = subprocess.run([sys.executable, "-m", "mimeforge", "lint", path], check=False)
    print(flush=True)
    return done.returncode


def shown(path: Path) -> str:
    """Name a file as briefly as it can be named from here."""
    return str(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)


if __name__ == "__main__":
    sys.exit(main())
