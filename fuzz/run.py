"""Fuzz one target with atheris, which is libFuzzer for Python and takes its options. fuzz/README.md says how.

What is found on the way goes to build/fuzz/TARGET, inputs that fail to build/fuzz/TARGET.failed.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

import atheris

from fuzz.corpora import corpus_of, dictionary_of

_WORK: Final = Path("build/fuzz")

# In MB and seconds: nothing of this size may take as much.
_DEFAULTS: Final = ("-max_len=4096", "-timeout=25", "-rss_limit_mb=2500")


def main(name: str, *given: str) -> None:
    with atheris.instrument_imports(include=["mimeforge"]):
        from fuzz.targets import TARGETS

        target = TARGETS[name]
        for path in corpus_of(name):  # loads what is imported late
            target.run(path.read_bytes())
    found, failed = _WORK / name, _WORK / f"{name}.failed"
    for folder in (found, failed):
        folder.mkdir(parents=True, exist_ok=True)
    options = [f"-dict={dictionary_of(target)}", f"-artifact_prefix={failed}/", *_DEFAULTS]
    atheris.Setup([sys.argv[0], *options, *given, *_folders(name, found, given)], target.run)
    atheris.Fuzz()


def _folders(name: str, found: Path, given: tuple[str, ...]) -> list[str]:
    """Name where inputs come from, the one first that takes new ones; none where files or folders are given."""
    if all(argument.startswith("-") for argument in given):
        return [str(found), str(corpus_of(name)[0].parent)]
    return []


if __name__ == "__main__":
    main(*sys.argv[1:])
