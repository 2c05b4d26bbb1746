"""Where the inputs of each target are, and the words of its formats."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from fuzz.targets import Target

__all__ = ["corpus_of", "dictionary_of"]

_HERE: Final = Path(__file__).parent


def corpus_of(name: str) -> list[Path]:
    """List the inputs of a target, in the order of their names."""
    return sorted((_HERE / "corpora" / name).iterdir())


def dictionary_of(target: Target) -> Path:
    """Name the file of words that mean something to a target, in the form of libFuzzer."""
    return _HERE / "dictionaries" / f"{target.dictionary}.dict"
