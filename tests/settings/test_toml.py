"""TOML that anybody may have written: what would take tomllib for ever is refused before it sees it."""

from __future__ import annotations

import time
import tomllib

import pytest

from mimeforge.settings import SettingsError
from mimeforge.settings.toml import parsed

LONG = "a" + ".a" * 150
TOO_LONG = r"^a key of more than 100 parts \(at line \d+\)$"

# tomllib takes each of them for TOML, but for the last.
KEYS = [
    f"{LONG} = 1",
    f"[{LONG}]",
    f"[[{LONG}]]",
    f"x = {{{LONG} = 1}}",
    "a . " * 150 + "b = 1",
    "a\t.\t" * 150 + "b = 1",
    '"a.".' * 150 + "b = 1",
    '"\\"".' * 150 + "b = 1",
    "'a' . " * 150 + "b = 1",
    f"'' . {LONG} = 1",
    f"x = '\"' # '\n{LONG} = 1",
    f'x = "\\\\" # "\n{LONG} = 1',
    f"x = ['''a''''', {{{LONG} = 1}}]",
    f'x = ["""a""""", {{{LONG} = 1}}]',
    f'x = ["""\\"""""", {{{LONG} = 1}}]',
    f"x = ['', \"\", {{{LONG} = 1}}]",
    f'x = """\n"" \\"""\n"""\n{LONG} = 1',
    LONG,
]


@pytest.mark.parametrize("text", KEYS, ids=range(len(KEYS)))
def test_a_key_of_very_many_parts_is_refused_wherever_it_stands(text: str) -> None:
    with pytest.raises(SettingsError, match=TOO_LONG):
        parsed(text.encode())
    if text != LONG:
        assert tomllib.loads(text)


@pytest.mark.parametrize(
    "text",
    [
        "a" + ".a" * 99 + " = 1",
        f"x = '{LONG}'",
        f'x = "{LONG}"',
        f'x = "\\"{LONG}"',
        f'x = """\n{LONG}"""',
        f'x = """\\"""{LONG}"" """',
        f"x = '''\n{LONG}'' '''",
        f"x = 1 # {LONG}",
        f"x = '\"'\ny = '{LONG}\"'",
        "x = [" + "1.5," * 300 + "]",
        "x = [" + "'.'," * 300 + "]",
        "x = [" + "2026-05-04T10:00:00.5Z, " * 300 + "]",
    ],
)
def test_what_only_looks_like_one_is_not(text: str) -> None:
    assert parsed(text.encode()) == tomllib.loads(text)


@pytest.mark.parametrize(
    "text",
    [
        "a" + ".a" * 200_000 + " = 1",
        ("a" + ".a" * 99 + "\n") * 3_000,
        'x = "' + '\\"' * 300_000,
        'x = """' + '\\"""' * 150_000 + "\\",
        '"' * 600_000,
        "'a\n" * 200_000,
        "a" * 600_000,
        ("a" + " " * 1_000) * 600,
    ],
    ids=["key", "keys", "string", "text", "quotes", "literals", "word", "blanks"],
)
def test_no_text_takes_long(text: str) -> None:
    start = time.perf_counter()
    with pytest.raises(SettingsError):
        parsed(text.encode())
    assert time.perf_counter() - start < 5  # some hundredths of a second on a machine with nothing else to do
