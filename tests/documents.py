"""What documents show is what is printed: their commands and their Python are run, and their output is compared.

A console block holds commands and their output. The Python blocks of a document are one program, from top to bottom;
a text block right behind one holds what it prints. A block with a name behind its kind is a file.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from click.testing import CliRunner

from mimeforge.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["ROOT", "Block", "blocks", "commands", "console", "files", "links", "program", "with_output"]

ROOT: Final = Path(__file__).resolve().parents[1]
_FENCE_RE: Final = re.compile(r"^```(\w+)(?: ([\w./-]+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_COMMAND_RE: Final = re.compile(r"^\$ (.*)$", re.MULTILINE)
_LINK_RE: Final = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")
# What a shell would do for one call of mimeforge, and is done here: standard input, standard output, the exit code.
_CALL_RE: Final = re.compile(
    r"(?:cat (?P<input>\S+) \| )?mimeforge (?P<arguments>[^|;<>&*$]+?)(?: > (?P<output>\S+))?(?P<code>; echo \$\?)?"
)


class Block(NamedTuple):
    """A fenced block: its kind, the name of the file it is, or "", and its text."""

    kind: str
    name: str
    text: str


def blocks(text: str) -> list[Block]:
    """Return the fenced blocks of a document."""
    return [Block(*match.groups("")) for match in _FENCE_RE.finditer(text)]


def files(text: str) -> dict[str, str]:
    """Return the files that a document shows."""
    return {block.name: block.text for block in blocks(text) if block.name}


def links(text: str) -> list[str]:
    """Return the paths that a document links to, without fragments."""
    return _LINK_RE.findall(_FENCE_RE.sub("", text))


def commands(text: str) -> list[str]:
    """Return the command lines of the console blocks."""
    return [line for block in blocks(text) if block.kind == "console" for line in _COMMAND_RE.findall(block.text)]


def with_output(text: str, console: Callable[[str], str], program: Callable[[list[str]], list[str]]) -> str:
    """Return the document with what its commands and its Python blocks print now.

    ``console`` runs a command line, ``program`` the Python blocks one after the other; both return what is printed.
    """
    printed = iter(program([block.text for block in blocks(text) if block.kind == "python" and not block.name]))
    waiting: list[str] = []

    def fill(fence: re.Match[str]) -> str:
        kind, name, block = fence.groups("")
        if name:
            return fence[0]
        if kind == "python":
            waiting[:] = [next(printed)]
        elif kind == "console":
            block = "".join(f"$ {line}\n{console(line)}" for line in _COMMAND_RE.findall(block))
        elif kind == "text" and waiting:
            block = waiting.pop()
        return f"```{kind}\n{block}```"

    return _FENCE_RE.sub(fill, text)


def console(line: str) -> str:
    """Run a command line in the current folder: mimeforge in this process, anything else by a shell."""
    call = _CALL_RE.fullmatch(line)
    if call is None:
        return _by_shell(line)
    given = Path(call["input"]).read_bytes() if call["input"] else None
    done = CliRunner().invoke(main, shlex.split(call["arguments"]), input=given, prog_name="mimeforge")
    if call["output"]:
        Path(call["output"]).write_bytes(done.stdout_bytes)
    return (done.stderr if call["output"] else done.output) + f"{done.exit_code}\n" * bool(call["code"])


def _by_shell(line: str) -> str:
    done = subprocess.run(
        ["bash", "-c", line],  # noqa: S607 - whichever bash the machine has
        env=os.environ | {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "PYTHONUTF8": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    return done.stdout.decode()


def program(parts: list[str]) -> list[str]:
    """Run Python in this process, one part after the other; return what each prints."""
    names: dict[str, object] = {"__name__": "__main__"}
    return [*_printed(parts, names)]


def _printed(parts: list[str], names: dict[str, object]) -> Iterator[str]:
    for number, part in enumerate(parts, 1):
        with redirect_stdout(StringIO()) as out:
            exec(compile(part, f"<block {number}>", "exec"), names)  # noqa: S102 - the documents are our own
        yield out.getvalue()
