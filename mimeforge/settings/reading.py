"""Reading settings from a table of TOML: each key has a reader, and each of these says what is wrong with its value."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

from mimeforge.codecs.visible import shown, visible
from mimeforge.linter.finding import Severity
from mimeforge.preflight import profile_named
from mimeforge.preflight.profiles import evidence_named
from mimeforge.settings.errors import SettingsError, did_you_mean, within
from mimeforge.settings.globs import check_glob
from mimeforge.settings.labels import ALL, read_label
from mimeforge.settings.selection import Selection
from mimeforge.settings.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

__all__ = ["KEYS", "read_table"]

_Named = TypeVar("_Named")


def read_table(table: Mapping[str, Any], origin: Path) -> Settings:
    """Read the settings in the file ``origin``. Raises `SettingsError`, which names the key."""
    for key in table:
        if key not in KEYS:
            raise SettingsError(f"unknown key {shown(key)}, known are {', '.join(KEYS)}{did_you_mean(key, KEYS)}")
    values: dict[str, Any] = {}
    for key, value in table.items():
        with within(key):
            values[key] = KEYS[key](value)
    levels = values.get("severities", {}).items()
    selection = Selection(
        select=values.get("select", (ALL,)),
        ignore=values.get("ignore", ()),
        severities=tuple((label, level) for label, level in levels if level is not None),
        off=tuple(label for label, level in levels if level is None),
        per_file_ignores=values.get("per-file-ignores", ()),
        folder=origin.parent,
    )
    baseline = values.get("baseline")
    return Settings(
        profile=values.get("profile", "ses"),
        evidence=values.get("evidence", "inferred"),
        selection=selection.checked(),
        baseline=None if baseline is None else origin.parent / baseline,
        exclude=values.get("exclude", ()),
        origin=origin,
    )


def _profile(value: object) -> str:
    return _known(profile_named, value).name


def _evidence(value: object) -> str:
    return _known(evidence_named, value).value


def _known(named: Callable[[str], _Named], value: object) -> _Named:
    try:
        return named(_text(value))
    except ValueError as error:
        raise SettingsError(visible(str(error))) from None


def _labels(value: object) -> tuple[str, ...]:
    return tuple(map(read_label, _texts(value)))


def _globs(value: object) -> tuple[str, ...]:
    globs = tuple(_texts(value))
    for glob in globs:
        with within(shown(glob)):
            check_glob(glob)
    return globs


def _per_file_ignores(value: object) -> tuple[tuple[str, tuple[str, ...]], ...]:
    rows = []
    for glob, labels in _table(value).items():
        with within(shown(glob)):
            if glob.startswith("!"):
                raise SettingsError("a glob that takes back names no file here")
            check_glob(glob)
            rows.append((glob, _labels(labels)))
    return tuple(rows)


def _severities(value: object) -> dict[str, Severity | None]:
    rows: dict[str, Severity | None] = {}
    for text, level in _table(value).items():
        with within(shown(text)):
            label = read_label(text)
            if label in rows:
                raise SettingsError(f"this is {label}, which is there already")
            rows[label] = _severity(level)
    return rows


def _severity(value: object) -> Severity | None:
    text = _text(value)
    if text not in _LEVELS:
        known = ", ".join(_LEVELS)
        raise SettingsError(f"unknown severity {shown(text)}, known are {known}{did_you_mean(text, _LEVELS)}")
    return _LEVELS[text]


def _file(value: object) -> Path:
    text = _text(value)
    if not text or "\0" in text:
        raise SettingsError("this names no file")
    return Path(text)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise _unwanted(value, "a string")
    return value


def _texts(value: object) -> Iterator[str]:
    if not isinstance(value, list):
        raise _unwanted(value, "an array of strings")
    for number, item in enumerate(value, start=1):
        with within(f"item {number}"):
            yield _text(item)


def _table(value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise _unwanted(value, "a table")
    return value


def _unwanted(value: object, wanted: str) -> SettingsError:
    kind = next((name for type_, name in _KINDS if isinstance(value, type_)), "a date or time")
    return SettingsError(f"{wanted} is wanted here, not {kind}")


KEYS: Final[dict[str, Callable[[object], Any]]] = {
    "profile": _profile,
    "evidence": _evidence,
    "select": _labels,
    "ignore": _labels,
    "per-file-ignores": _per_file_ignores,
    "severities": _severities,
    "exclude": _globs,
    "baseline": _file,
}
_LEVELS: Final[dict[str, Severity | None]] = {**{str(level): level for level in reversed(Severity)}, "off": None}

# What TOML calls its types; a bool is an int in Python.
_KINDS: Final[tuple[tuple[type, str], ...]] = (
    (bool, "a boolean"),
    (int, "an integer"),
    (float, "a float"),
    (str, "a string"),
    (list, "an array"),
    (dict, "a table"),
)
