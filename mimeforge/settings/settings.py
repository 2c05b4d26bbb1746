"""What settings hold."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from mimeforge.linter.finding import Severity
from mimeforge.preflight import RULES, profile_named
from mimeforge.preflight.profiles import evidence_named
from mimeforge.settings.globs import is_matched
from mimeforge.settings.selection import Selection

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from mimeforge.linter.context import Profile
    from mimeforge.linter.rule import Rule

__all__ = ["Settings"]

_RULES: Final = {rule.code: rule for rule in RULES}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How the mail of a project is judged.

    ``profile`` and ``evidence`` are those of `mimeforge.lint`. ``selection`` makes of its report the one that counts.
    ``baseline`` is the file that known findings are recorded in; ``exclude`` holds globs for what is passed over in
    folders. ``origin`` is the file all this was read from; None where there is none.
    """

    profile: str = "ses"
    evidence: str = "inferred"
    selection: Selection = field(default_factory=Selection)
    baseline: Path | None = None
    exclude: tuple[str, ...] = ()
    origin: Path | None = None

    def overridden(
        self,
        *,
        profile: str | None = None,
        evidence: str | None = None,
        select: Iterable[str] | None = None,
        ignore: Iterable[str] | None = None,
    ) -> Settings:
        """Return these settings with what a command line says instead; None where it says nothing.

        ``select`` takes the place of what a file selects, ignores or switches off; ``ignore`` is added. Ignores of
        single files and severities stay. Raises `SettingsError` for an unknown label and where no rule is left, and
        ValueError for an unknown profile or level of evidence.
        """
        selection = self.selection
        if select is not None or ignore is not None:
            selection = selection.overridden(select, ignore)
        return replace(
            self,
            profile=self.profile if profile is None else profile_named(profile).name,
            evidence=self.evidence if evidence is None else evidence_named(evidence).value,
            selection=selection,
        )

    def excludes(self, path: Path) -> bool:
        """Tell whether a file or folder that was found in a folder is passed over."""
        if not self.exclude or self.origin is None:
            return False
        return is_matched(self.exclude, path, self.origin.parent, is_folder=_is_folder(path))

    def looks_for(self, code: str, path: Path | None = None) -> bool:
        """Tell whether findings of the rule of this code can be in the report that counts, of the file at ``path``.

        A code that no rule has any more is looked for, and never found.
        """
        rule = _RULES.get(code)
        if rule is None:
            return True
        is_grounded = rule.evidence >= self.evidence or rule.rfc is Severity.ERROR
        speaks = rule.severity_under(profile_named(self.profile)) is not None
        return speaks and is_grounded and self.selection.counts(code, path)

    def remarks(self) -> tuple[str, ...]:
        """Say which rules, that are named by code or slug, cannot speak under the profile; or that none can."""
        profile = profile_named(self.profile)
        labels = dict.fromkeys([*self.selection.select, *(label for label, _ in self.selection.severities)])
        rules = (_RULES[label] for label in labels if label in _RULES)
        silent = tuple(_silence(rule, profile) for rule in rules if rule.severity_under(profile) is None)
        if not silent and not any(map(self.looks_for, _RULES)):
            return (f"no rule that is selected speaks under the profile '{self.profile}'",)
        return silent


def _silence(rule: Rule, profile: Profile) -> str:
    name = f"{rule.code} ({rule.slug})"
    if rule.overlay is not None:
        overlaid = replace(profile, overlays=profile.overlays | {rule.overlay})
        if rule.severity_under(overlaid) is not None:
            return f"{name} speaks only with an overlay on the profile: '{profile.name},{rule.overlay}'"
    return f"{name} does not speak under the profile '{profile.name}'"


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # whoever looks into it will learn why
        return False
