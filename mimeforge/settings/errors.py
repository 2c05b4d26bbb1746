"""What is said of settings and baselines that cannot be used."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from mimeforge.errors import MimeforgeError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["SettingsError", "did_you_mean", "within"]


class SettingsError(MimeforgeError):
    """Settings, or a baseline, that cannot be used. The text names the file, the key and what is wrong there.

    It is safe to print: what stood in the file is shown as `mimeforge.codecs.visible` shows it.
    """


@contextmanager
def within(place: str) -> Iterator[None]:
    """Put ``place``, which is fit to be shown, before what a `SettingsError` says."""
    try:
        yield
    except SettingsError as error:
        raise SettingsError(f"{place}: {error}") from None


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return the end of a sentence that names what is nearest to ``name``; nothing where nothing is near."""
    from difflib import get_close_matches

    folded = {label.casefold(): label for label in known}
    nearest = get_close_matches(name.casefold(), folded, n=1)
    return f"; did you mean '{folded[nearest[0]]}'?" if nearest else ""
