"""Where the inputs of each target are, and the words of its format."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from fuzz.targets import Target

__all__ = ["NAMES", "corpus_of", "dictionary_of"]

_HERE: Final = Path(__file__).parent
_CORPORA: Final = _HERE / "corpora"

NAMES: Final = tuple(sorted(folder.name for folder in _CORPORA.iterdir()))
"""The targets that have a corpus: all of them. To know them, nothing has to be imported that is to be instrumented."""


def corpus_of(name: str) -> list[Path]:
    """List the inputs of a target, in the order of their names."""
    return sorted((_CORPORA / name).iterdir())


def dictionary_of(target: Target) -> Path:
    """Name the file of words that mean something to a target, in the form of libFuzzer."""
    return _HERE / "dictionaries" / f"{target.dictionary}.dict"
