"""What a finding, a rule and a report are, and the engine between them. It knows no rule and nothing of Amazon SES."""

from mimeforge.linter.finding import Evidence, Finding, Severity
from mimeforge.linter.fix import Fix
from mimeforge.linter.report import Report

__all__ = ["Evidence", "Finding", "Fix", "Report", "Severity"]
