"""Every mistake in settings is told with the file, the key, and what is nearest to what was meant."""

from __future__ import annotations

import copy
import os
import pickle
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mimeforge.errors import MimeforgeError
from mimeforge.settings import Finder, Settings, SettingsError
from mimeforge.settings.reading import KEYS, read_table
from mimeforge.settings.toml import parsed

if TYPE_CHECKING:
    from collections.abc import Callable

KNOWN = "known are profile, evidence, select, ignore, per-file-ignores, severities, exclude, baseline"
PROFILES = "known are ses, ses-v2, ses-smtp, rfc"
EVIDENCE = "known are inferred, field-report, probed, documented"
LEVELS = "known are error, warning, note, off"
STRINGS = "an array of strings is wanted here"
STRING = "a string is wanted here"
NO_RULE = "what is selected, ignored and off leaves no rule"
NO_FILE = "this names no file, as in .gitignore"
NO_GLOB = "this is no glob of the form that .gitignore has"

WRONG = [
    # Keys.
    ('profil = "ses"', f"unknown key 'profil', {KNOWN}; did you mean 'profile'?"),
    ('Profile = "ses"', f"unknown key 'Profile', {KNOWN}; did you mean 'profile'?"),
    ("per_file_ignores = {}", f"unknown key 'per_file_ignores', {KNOWN}; did you mean 'per-file-ignores'?"),
    ("severity = {}", f"unknown key 'severity', {KNOWN}; did you mean 'severities'?"),
    ('base-line = "x"', f"unknown key 'base-line', {KNOWN}; did you mean 'baseline'?"),
    ('"" = 1', f"unknown key '', {KNOWN}"),
    ('"\\u001b[31m" = 1', f"unknown key '␛[31m', {KNOWN}"),
    ('"##[error]" = 1', f"unknown key '<U+0023>#[error]', {KNOWN}"),
    ('[tool.mimeforge]\nprofile = "ses"', "the keys stand at the top in this file, without [tool.mimeforge]"),
    # profile, evidence
    ('profile = "sess"', f"profile: unknown profile 'sess', {PROFILES}; did you mean 'ses'?"),
    ('profile = ""', f"profile: unknown profile '', {PROFILES}"),
    ('profile = "bulk"', "profile: 'bulk' is laid on top of a profile: write 'ses,bulk'"),
    ('profile = "ses,rfc"', "profile: 'ses' and 'rfc' are two profiles: one of them, then bulk or strict"),
    (
        'profile = "ses,bulky"',
        "profile: unknown overlay 'bulky', known are bulk, strict; did you mean 'bulk'?",
    ),
    ('profile = ["ses", "bulk"]', f"profile: {STRING}, not an array"),
    ("profile = 1", f"profile: {STRING}, not an integer"),
    (
        'evidence = "document"',
        f"evidence: unknown evidence 'document', {EVIDENCE}; did you mean 'documented'?",
    ),
    ("evidence = true", f"evidence: {STRING}, not a boolean"),
    # select, ignore
    ('select = "ADR"', f"select: {STRINGS}, not a string"),
    ("select = {ADR = true}", f"select: {STRINGS}, not a table"),
    ('select = ["ADR101", 7]', "select: item 2: a string is wanted here, not an integer"),
    ('select = [["ADR"]]', "select: item 1: a string is wanted here, not an array"),
    ('select = ["ADR999"]', "select: unknown rule 'ADR999'; did you mean 'ADR139'?"),
    ('select = ["adr101"]', "select: unknown rule 'adr101'; did you mean 'ADR101'?"),
    ('select = ["all"]', "select: unknown rule 'all'; did you mean 'ALL'?"),
    ('select = ["AD"]', "select: unknown rule 'AD'; did you mean 'ADR'?"),
    ('select = ["A"]', "select: unknown rule 'A'; mimeforge rule lists all of them"),
    ('select = ["ADR9"]', "select: unknown rule 'ADR9'; did you mean 'ADR'?"),
    ('select = ["ADR*"]', "select: unknown rule 'ADR*'; did you mean 'ADR'?"),
    ('select = ["XYZ"]', "select: unknown rule 'XYZ'; mimeforge rule lists all of them"),
    ('select = [""]', "select: unknown rule ''; mimeforge rule lists all of them"),
    ('select = ["\\u0000"]', "select: unknown rule '␀'; mimeforge rule lists all of them"),
    ('select = ["addr-missing-coma"]', "select: unknown rule 'addr-missing-coma'; did you mean 'addr-missing-comma'?"),
    ("select = []", NO_RULE),
    ('ignore = "ALL"', f"ignore: {STRINGS}, not a string"),
    ("ignore = 1.5", f"ignore: {STRINGS}, not a float"),
    ("ignore = [1979-05-27]", "ignore: item 1: a string is wanted here, not a date or time"),
    ('ignore = ["ADR", "nonsense"]', "ignore: unknown rule 'nonsense'; mimeforge rule lists all of them"),
    ('ignore = ["ALL"]', NO_RULE),
    ('select = ["ADR"]\nignore = ["ADR"]', NO_RULE),
    # per-file-ignores, exclude
    ('per-file-ignores = ["a.eml"]', "per-file-ignores: a table is wanted here, not an array"),
    ('per-file-ignores = {"a.eml" = "ADR"}', f"per-file-ignores: 'a.eml': {STRINGS}, not a string"),
    (
        'per-file-ignores = {"a.eml" = [2]}',
        "per-file-ignores: 'a.eml': item 1: a string is wanted here, not an integer",
    ),
    (
        'per-file-ignores = {"a.eml" = ["ADR999"]}',
        "per-file-ignores: 'a.eml': unknown rule 'ADR999'; did you mean 'ADR139'?",
    ),
    ('per-file-ignores = {"" = ["ADR"]}', f"per-file-ignores: '': {NO_FILE}"),
    ('per-file-ignores = {" " = ["ADR"]}', f"per-file-ignores: ' ': {NO_FILE}"),
    ('per-file-ignores = {"#a" = ["ADR"]}', f"per-file-ignores: '#a': {NO_FILE}"),
    ('per-file-ignores = {"/" = ["ADR"]}', f"per-file-ignores: '/': {NO_FILE}"),
    ('per-file-ignores = {"!a" = ["ADR"]}', "per-file-ignores: '!a': a glob that takes back names no file here"),
    ('per-file-ignores = {"[z-a]" = ["ADR"]}', f"per-file-ignores: '[z-a]': {NO_GLOB}"),
    ('per-file-ignores = {"a\\\\" = ["ADR"]}', f"per-file-ignores: 'a\\': {NO_GLOB}"),
    ('per-file-ignores = {"[[:alpha:]]" = ["ADR"]}', f"per-file-ignores: '[[:alpha:]]': {NO_GLOB}"),
    ('exclude = "a"', f"exclude: {STRINGS}, not a string"),
    ('exclude = ["a", ""]', f"exclude: '': {NO_FILE}"),
    ('exclude = ["[z-a]"]', f"exclude: '[z-a]': {NO_GLOB}"),
    ("exclude = [1]", "exclude: item 1: a string is wanted here, not an integer"),
    # severities
    ('severities = "error"', "severities: a table is wanted here, not a string"),
    (
        'severities = {ADR101 = "warn"}',
        f"severities: 'ADR101': unknown severity 'warn', {LEVELS}; did you mean 'warning'?",
    ),
    ('severities = {ADR101 = "fatal"}', f"severities: 'ADR101': unknown severity 'fatal', {LEVELS}"),
    ('severities = {ADR101 = "OFF"}', f"severities: 'ADR101': unknown severity 'OFF', {LEVELS}; did you mean 'off'?"),
    ("severities = {ADR101 = false}", f"severities: 'ADR101': {STRING}, not a boolean"),
    ('severities = {ADR101 = ["error"]}', f"severities: 'ADR101': {STRING}, not an array"),
    ('severities = {ADR999 = "error"}', "severities: 'ADR999': unknown rule 'ADR999'; did you mean 'ADR139'?"),
    (
        'severities = {ADR104 = "error", addr-missing-comma = "error"}',
        "severities: 'addr-missing-comma': this is ADR104, which is there already",
    ),
    ('severities = {ALL = "off"}', NO_RULE),
    # baseline
    ('baseline = ""', "baseline: this names no file"),
    ('baseline = "a\\u0000b"', "baseline: this names no file"),
    ('baseline = ["a"]', f"baseline: {STRING}, not an array"),
    ("baseline = 12:30:00", f"baseline: {STRING}, not a date or time"),
]


@pytest.mark.parametrize(("toml", "problem"), WRONG, ids=[toml for toml, _ in WRONG])
def test_a_mistake_is_told(toml: str, problem: str, tmp_path: Path) -> None:
    file = tmp_path / "mimeforge.toml"
    file.write_text(toml, encoding="utf-8")
    with pytest.raises(SettingsError) as raised:
        Finder().settings_for(tmp_path / "a.eml")
    assert str(raised.value) == f"{file}: {problem}"


def test_in_a_shared_file_the_table_is_named_too(tmp_path: Path) -> None:
    file = tmp_path / "pyproject.toml"
    file.write_text("[tool.mimeforge.severities]\nADR101 = 'bad'\n", encoding="utf-8")
    with pytest.raises(SettingsError) as raised:
        Finder().settings_for(tmp_path / "a.eml")
    assert str(raised.value) == f"{file}: tool.mimeforge: severities: 'ADR101': unknown severity 'bad', {LEVELS}"


@pytest.mark.parametrize(
    ("octets", "problem", "place"),
    [
        (b"profile\n", "not TOML: ", "(at line 1, column 8)"),
        (b"\n\nprofile = \n", "not TOML: ", "(at line 3, column 11)"),
        (b"a = 1\na = 2\n", "not TOML: ", "(at line 2, column 6)"),
        (b"a = 1\na = [", "not TOML: ", "(at end of document)"),
        (b"\x1b", "not TOML: ", "(at line 1, column 1)"),
        (b"# ok\nprofile = 'caf\xe9'\n", "not UTF-8", "(at line 2)"),
        ('profile = "ses"'.encode("utf-16"), "not UTF-8", "(at line 1)"),
        (b"a = " + b"[" * 100_000, "not TOML: ", ""),
        (b"a = " + b"1" * 5_000, "not TOML: ", ""),
    ],
    ids=lambda value: repr(value)[:40],
)
def test_what_is_no_toml_is_told_with_its_place(octets: bytes, problem: str, place: str, tmp_path: Path) -> None:
    file = tmp_path / "mimeforge.toml"
    file.write_bytes(octets)
    with pytest.raises(SettingsError) as raised:
        Finder().settings_for(tmp_path / "a.eml")
    text = str(raised.value)
    assert text.startswith(f"{file}: {problem}")
    assert text.endswith(place)


def test_a_byte_order_mark_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "mimeforge.toml").write_bytes(b"\xef\xbb\xbfprofile = 'rfc'\r\n")
    assert Finder().settings_for(tmp_path / "a.eml").profile == "rfc"


def make_folder(path: Path) -> None:
    path.mkdir()


def make_dangling_link(path: Path) -> None:
    path.symlink_to(path.parent / "gone")


def make_looping_link(path: Path) -> None:
    path.symlink_to(path)


def make_pipe(path: Path) -> None:
    os.mkfifo(path)


@pytest.mark.parametrize("name", ["mimeforge.toml", "pyproject.toml"])
@pytest.mark.parametrize(
    ("make", "problem"),
    [
        (make_folder, "no regular file"),
        (make_dangling_link, "No such file or directory"),
        (make_looping_link, "Too many levels of symbolic links"),
        pytest.param(
            make_pipe,
            "no regular file",
            marks=pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes"),
        ),
    ],
)
def test_a_file_that_cannot_be_read_is_told(
    make: Callable[[Path], None], problem: str, name: str, tmp_path: Path
) -> None:
    make(tmp_path / name)
    with pytest.raises(SettingsError) as raised:
        Finder().settings_for(tmp_path / "a.eml")
    assert str(raised.value) == f"{tmp_path / name}: {problem}"


def test_the_name_of_the_file_is_safe_to_print(tmp_path: Path) -> None:
    folder = tmp_path / "\x1b[31m\n::error::"
    folder.mkdir()
    (folder / "mimeforge.toml").write_text("x = 1", encoding="utf-8")
    with pytest.raises(SettingsError) as raised:
        Finder().settings_for(folder / "a.eml")
    assert str(raised.value).startswith(f"{tmp_path}/␛[31m␊::error::/mimeforge.toml: unknown key 'x'")


def test_the_error_is_one_of_mimeforge_and_a_value() -> None:
    error = SettingsError("mimeforge.toml: select: unknown rule 'X'")
    assert isinstance(error, MimeforgeError)
    assert pickle.loads(pickle.dumps(error)) == copy.copy(error) == error
    assert error != SettingsError("another")


WORDS = st.sampled_from(
    ["ALL", "ADR", "ADR1", "ADR101", "addr-missing-comma", "ses", "ses,bulk", "rfc", "error", "off"]
)
TEXTS = WORDS | st.sampled_from(["*.eml", "drafts/**", "!a", "[z-a]", "\\", "documented"]) | st.text(max_size=8)
ATOMS = TEXTS | st.booleans() | st.integers() | st.floats() | st.dates() | st.times() | st.datetimes()
VALUES = st.recursive(
    ATOMS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=8,
)


def outcome(read: Callable[[], object]) -> object:
    """Return what is read, or the text of the refusal, which has to be safe to print."""
    try:
        return read()
    except SettingsError as error:
        return "safe" if str(error).isprintable() else f"not safe: {error!r}"


@given(st.dictionaries(st.sampled_from(sorted(KEYS)) | st.text(max_size=8), VALUES, max_size=4))
def test_whatever_the_values_are_they_are_read_or_refused(table: dict[str, object]) -> None:
    read = outcome(lambda: read_table(table, Path("/project/mimeforge.toml")))
    if not isinstance(read, Settings):
        assert read == "safe"
        return
    assert all(remark.isprintable() for remark in read.remarks())
    assert read.selection.counts("ADR101", Path("/project/a.eml")) in {True, False}
    assert read.excludes(Path("/project/caf\udce9.eml")) in {True, False}


@given(st.binary(max_size=40) | TEXTS.map(lambda text: f"a = {text}".encode()))
def test_whatever_the_octets_are_they_are_toml_or_refused(octets: bytes) -> None:
    read = outcome(lambda: parsed(octets))
    assert isinstance(read, dict) or read == "safe"
