"""What the guard raises: an error of botocore too, so that this module is imported late, and needs botocore."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError

from mimeforge.errors import PreflightError

if TYPE_CHECKING:
    from mimeforge.linter import Report

__all__ = ["PreflightRefused"]


class PreflightRefused(PreflightError, BotoCoreError):  # type: ignore[misc]  # noqa: N818 - botocore has no types
    """The guard refused a call that Amazon SES would refuse, before any request. ``report`` holds all findings.

    It is caught by ``except mimeforge.PreflightError`` and by ``except botocore.exceptions.BotoCoreError``.
    """

    def __init__(self, report: Report) -> None:
        Exception.__init__(self, report)
        self.report = report
        self.kwargs = {"report": report}

    def __reduce__(self) -> tuple[Any, ...]:
        return (type(self), (self.report,))
