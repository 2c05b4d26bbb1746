"""Pages of documentation that are made from the code: one for each rule, their index, and the answers of Amazon SES.

``python -m pages`` writes them into ``docs``, ``python -m pages --check`` says which of them are not what it would
write. The same code gives the same octets.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from mimeforge.preflight.request_table import ALL_RULES
from pages import answer_pages, rule_index, rule_pages

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["FOLDER", "made", "stale", "write"]

FOLDER: Final = Path(__file__).parents[1] / "docs"

_NOTE: Final = "<!-- Made by `make pages`; what should be said otherwise is said otherwise in the code. -->"


def made() -> dict[str, str]:
    """Return the text of each page, by its path in the folder of the documentation."""
    examined = {rule: rule_pages.examine(rule) for rule in ALL_RULES}
    pages = {f"rules/{rule.code}.md": rule_pages.page(rule, examined[rule]) for rule in ALL_RULES}
    pages["rules/index.md"] = rule_index.page(examined)
    pages["ses-answers.md"] = answer_pages.page()
    return {path: f"{_NOTE}\n{text}" for path, text in pages.items()}


def write(folder: Path, pages: Mapping[str, str]) -> None:
    """Write the pages into ``folder``, and take away those of rules that are no more."""
    for path in _left_over(folder, pages):
        (folder / path).unlink()
    for path, text in pages.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(text.encode("utf-8"))


def stale(folder: Path, pages: Mapping[str, str]) -> Iterator[str]:
    """Say of each page in ``folder`` that is not as in ``pages`` what is wrong with it."""
    for path, text in pages.items():
        page = folder / path
        if not page.exists():
            yield f"{path} is missing"
        elif page.read_bytes() != text.encode("utf-8"):
            yield f"{path} is stale"
    for path in _left_over(folder, pages):
        yield f"{path} is of no rule"


def _left_over(folder: Path, pages: Mapping[str, str]) -> list[str]:
    there = sorted(page.relative_to(folder).as_posix() for page in (folder / "rules").glob("*.md"))
    return [path for path in there if path not in pages]
