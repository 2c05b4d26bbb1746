"""Whole messages: parsed, judged and mended."""

from __future__ import annotations

from typing import Final
from zlib import crc32

import mimeforge
from fuzz.survival import check_fixes, check_report, check_tree

__all__ = ["fix", "lint", "parse"]

# What messages are judged by: every profile, and overlays on some.
_PROFILES: Final = ("ses", "ses-v2,strict", "ses-smtp,bulk", "rfc", "ses,bulk,strict")


def parse(octets: bytes) -> None:
    """Every part lies within what holds it, and can be asked for everything."""
    check_tree(mimeforge.parse(octets))


def lint(octets: bytes) -> None:
    """Every finding is where it says it is, and the report can be printed."""
    report = mimeforge.lint(octets, profile=_profile_of(octets))
    check_report(report, mimeforge.parse(octets))


def fix(octets: bytes) -> None:
    """Safe fixes keep what the message says and bring no error; those that are not safe come to an end as well."""
    profile = _profile_of(octets)
    check_fixes(octets, profile)
    fixed, _ = mimeforge.fix(octets, profile=profile, unsafe=True)
    assert mimeforge.fix(fixed, profile=profile, unsafe=True) == (fixed, ()), "a second run still fixes"


def _profile_of(octets: bytes) -> str:
    """Choose by a digest: a message keeps its profile, and stands in its file as it is."""
    return _PROFILES[crc32(octets) % len(_PROFILES)]
