"""The plugin for pytest (the entry point ``pytest11``): ``--mimeforge``, and the fixture ``mail_snapshot``.

    pytest --mimeforge            # or, in the settings of pytest: mimeforge = true

With it each ``*.eml`` that pytest comes across, or is given, is an item: it fails where ``mimeforge lint`` would exit
with 1, and is an error where that would be 2. It is judged by the settings of its project, which the command line reads
as well: those found above it, with the baseline that they name.

Whoever uses none of this pays for this module alone: everything else is loaded where it is needed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator
    from pathlib import Path

    from mimeforge.cli.judging import Task
    from mimeforge.cli.known import Baselines
    from mimeforge.linter import Report
    from mimeforge.preflight import Lintable
    from mimeforge.settings import Settings

__all__ = ["MailSnapshot", "mail_snapshot"]

_SUFFIX: Final = ".eml"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options, and the setting that stands for the first of them."""
    group = parser.getgroup("mimeforge", "mail (mimeforge)")
    group.addoption("--mimeforge", action="store_true", help="Check *.eml as mimeforge lint does, each as a test.")
    group.addoption(
        "--mimeforge-profile",
        metavar="PROFILE",
        help="The law that *.eml are judged by, instead of that of their settings: ses, ses-v2, ses-smtp or rfc, with "
        "overlays behind a comma: ses,bulk.",
    )
    group.addoption(
        "--mimeforge-update", action="store_true", help="Write the snapshots of mail_snapshot that are not as they are."
    )
    parser.addini("mimeforge", "Check *.eml as --mimeforge does.", type="bool", default=False)


def pytest_configure(config: pytest.Config) -> None:
    """Make ready what judges, where that is asked for."""
    profile = config.getoption("mimeforge_profile")
    if config.getoption("mimeforge") or config.getini("mimeforge"):
        config.stash[_LINTER] = _Linter(profile)
    elif profile is not None:
        raise pytest.UsageError("--mimeforge-profile goes with --mimeforge")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect a message."""
    linter = parent.config.stash.get(_LINTER, None)
    if linter is None or file_path.suffix.lower() != _SUFFIX:
        return None
    if not parent.session.isinitpath(file_path) and linter.excludes(file_path, parent.config.rootpath):
        return None
    return _MailFile.from_parent(parent, path=file_path)


@pytest.fixture
def mail_snapshot(request: pytest.FixtureRequest) -> MailSnapshot:
    """Compare messages with snapshots in ``__mail__``, beside the file of the test: ``mail_snapshot(message)``.

    It is a `MailSnapshot`. ``--mimeforge-update`` writes the snapshots.
    """
    return MailSnapshot(request.node, update=request.config.getoption("mimeforge_update"))


class MailSnapshot:
    """Compares messages with the snapshots of one test."""

    def __init__(self, test: pytest.Item, *, update: bool) -> None:
        self._test = test
        self._update = update
        self._names: set[str | None] = set()

    def __call__(self, message: Lintable, name: str | None = None) -> None:
        """Fail where a message is not that of its snapshot, as `mimeforge.testing.assert_snapshot` does.

        A test that looks at several gives each a ``name``. Raises ValueError for a name that is empty, or that it has
        given before, and TypeError for one that is no str.
        """
        __tracebackhide__ = True
        from mimeforge.testing.snapshots import assert_snapshot, snapshot_file

        if not isinstance(name, str | None):
            raise TypeError(f"the name of a snapshot is a str, and not {type(name).__name__}")
        if name == "":
            raise ValueError("the name of a snapshot is empty")
        if name in self._names:
            raise ValueError("this test has a snapshot of that name already: give each a name, mail_snapshot(…, name)")
        self._names.add(name)
        chain = self._test.listchain()
        names = [node.name for node in chain if isinstance(node, (pytest.Class, pytest.Item))]
        path = snapshot_file(self._test.path, names if name is None else [*names, name])
        assert_snapshot(message, path, update=self._update)

    def __repr__(self) -> str:
        return f"<MailSnapshot of {self._test.nodeid}>"


class _MailFile(pytest.File):
    """A file that holds a message."""

    def collect(self) -> Iterator[pytest.Item]:
        """Yield the one item, whose id is the path of the file: there is nothing to choose within it."""
        from mimeforge.codecs.visible import visible

        # pytest prints ids and writes them as UTF-8, which a name need not be.
        yield _MailItem.from_parent(self, name=visible(self.path.name), nodeid=visible(self.nodeid))


class _MailItem(pytest.Item):
    """Looks at a message; if the file is a mailbox after all, at those in it."""

    _given: tuple[tuple[bytes, Task], ...] = ()

    def setup(self) -> None:
        """Find and read the file, its settings and their baseline: what is wrong with these is no failure of it."""
        self._given = tuple(self.config.stash[_LINTER].read(self.path))

    def runtest(self) -> None:
        """Judge it."""
        reports = [self.config.stash[_LINTER].judged(octets, task) for octets, task in self._given]
        told = "\n\n".join(str(report) for report in reports if len(report))
        if not all(report.ok for report in reports):
            pytest.fail(told, pytrace=False)
        if told:
            self.add_report_section("call", "findings", told)  # which -rP shows

    def teardown(self) -> None:
        """Let go of the octets."""
        self._given = ()

    def reportinfo(self) -> tuple[os.PathLike[str], None, str]:
        """Say where it is, and what it is called in headlines."""
        return self.path, None, f"mail {self.nodeid}"


class _Linter:
    """Judges messages by the settings of their projects, or by the ``profile`` that is named.

    Raises UsageError for a profile that there is not.
    """

    def __init__(self, profile: str | None) -> None:
        from mimeforge.cli.configuration import Configuration
        from mimeforge.codecs.visible import visible
        from mimeforge.preflight import profile_named

        try:
            name = None if profile is None else profile_named(profile).name
        except ValueError as error:
            raise pytest.UsageError(f"--mimeforge-profile: {visible(str(error))}") from None
        self._configuration = Configuration(profile=name)
        self._baselines: dict[Path | None, Baselines] = {}

    def excludes(self, path: Path, root: Path) -> bool:
        """Tell whether the settings have a file passed over, or one of the folders it is in, below ``root``."""
        from mimeforge.settings import SettingsError

        folders = (folder for folder in path.parents if root in folder.parents)
        try:
            return any(self._configuration.excludes(each) for each in (path, *folders))
        except SettingsError:  # which is told where the message would be judged
            return False

    def read(self, path: Path) -> Iterator[tuple[bytes, Task]]:
        """Yield the messages in a file, each with the settings it is judged by; fail where something is unreadable."""
        from mimeforge.cli.files import reason
        from mimeforge.cli.judging import Task
        from mimeforge.cli.places import in_file
        from mimeforge.codecs.visible import visible
        from mimeforge.linter.report import Unreadable
        from mimeforge.settings import SettingsError
        from mimeforge.settings.paths import shown_path

        try:
            settings = self._configuration.settings_for(path)
            self._read_baseline(settings)
            for place in in_file(str(path)):
                if isinstance(place, Unreadable):
                    pytest.fail(f"{shown_path(path)}: {visible(place.error)}", pytrace=False)
                yield place.read()[0], Task(place, settings)
        except SettingsError as error:
            pytest.fail(str(error), pytrace=False)
        except OSError as error:
            pytest.fail(f"{shown_path(path)}: {visible(reason(error))}", pytrace=False)

    def judged(self, octets: bytes, task: Task) -> Report:
        """Return the report that counts."""
        from dataclasses import replace
        from pathlib import Path

        from mimeforge.cli.judging import judged
        from mimeforge.settings.paths import shown_path

        place, settings = task
        report = judged(octets, settings, place.file)
        name = f"{shown_path(Path(place.path))}{place.name.removeprefix(place.path)}"
        return self._baselines[settings.baseline].applied(replace(report, name=name), task)

    def _read_baseline(self, settings: Settings) -> None:
        from mimeforge.cli.known import Baselines

        if settings.baseline not in self._baselines:
            self._baselines[settings.baseline] = Baselines(None, [settings])


_LINTER: Final = pytest.StashKey[_Linter]()
