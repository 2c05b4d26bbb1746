"""Messages before and after a fix, for tables of what the fixes of rules make of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mimeforge.edit import apply
from mimeforge.preflight import lint

if TYPE_CHECKING:
    from mimeforge.linter import Finding

__all__ = ["EVERYTHING", "body_of", "fixes_of", "header_of", "mended"]

# The profile under which nearly every rule speaks.
EVERYTHING = "ses,bulk,strict"


def fixes_of(message: bytes, code: str, profile: str = EVERYTHING) -> list[Finding]:
    """The findings of a rule that carry a fix; a fix that is asked for comes from a finding, so there has to be one."""
    found = [finding for finding in lint(message, profile=profile) if finding.code == code]
    assert found, f"{code} says nothing"
    return [finding for finding in found if finding.fix is not None]


def mended(message: bytes, code: str, profile: str = EVERYTHING) -> tuple[bytes, bool]:
    """Make the fixes of a rule and no others: the message with them, and whether they are safe."""
    fixes = {finding.fix for finding in fixes_of(message, code, profile)} - {None}
    [is_safe] = {fix.safe for fix in fixes if fix}
    return apply(message, [edit for fix in fixes if fix for edit in fix.edits]), is_safe


def header_of(message: bytes) -> bytes:
    """The header section."""
    return message.partition(b"\r\n\r\n")[0] + b"\r\n"


def body_of(message: bytes) -> bytes:
    """What follows the first empty line."""
    return message.partition(b"\r\n\r\n")[2]
