"""Fuzz one target with atheris, which is libFuzzer for Python: ``python -m fuzz.run TARGET [OPTION | FILE | FOLDER]…``.

Options are those of libFuzzer. What is found on the way goes to build/fuzz/TARGET, inputs that fail to
build/fuzz/TARGET.failed. Files are run once each, instead; folders are the corpora, in place of the target's own.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

import atheris

from fuzz.corpora import NAMES, corpus_of, dictionary_of

_WORK: Final = Path("build/fuzz")

# Whose branches guide: our own, and those of what judges domains and unusual addresses for us.
_GUIDING: Final = ["mimeforge", "idna", "email_validator"]

# Octets, seconds and MB: no input of this size may take as much. Options that are given count before these.
_DEFAULTS: Final = ("-max_len=4096", "-timeout=25", "-rss_limit_mb=2500")


def main(name: str = "", *given: str) -> None:
    if name not in NAMES:
        sys.exit(f"{__doc__}\nTargets: {', '.join(NAMES)}")
    with atheris.instrument_imports(include=_GUIDING):
        from fuzz.targets import TARGETS

        target = TARGETS[name]
        for path in corpus_of(name):  # loads what is imported late
            target.run(path.read_bytes())
    found, failed = _WORK / name, _WORK / f"{name}.failed"
    for folder in (found, failed):
        folder.mkdir(parents=True, exist_ok=True)
    options = [f"-dict={dictionary_of(target)}", f"-artifact_prefix={failed}/", *_DEFAULTS]
    inputs = [] if any(not argument.startswith("-") for argument in given) else [found, corpus_of(name)[0].parent]
    again = f"{sys.executable} -m fuzz.run {name}"  # libFuzzer starts itself for -merge and -jobs
    atheris.Setup([again, *options, *given, *map(str, inputs)], target.run)
    atheris.Fuzz()


if __name__ == "__main__":
    main(*sys.argv[1:])
