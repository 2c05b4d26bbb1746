"""A call that a client of botocore is about to make, judged as a request."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from mimeforge._ses_operations import OPERATIONS
from mimeforge.ses.linting import lint_request

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mimeforge._ses_operations import Operation
    from mimeforge.linter import Report

__all__ = ["fits", "operation_of", "report_on_call", "require_botocore"]

# A botocore that is newer than our tables may know members that they do not, and do without others.
_OF_TABLES: Final = frozenset({"request-unknown-member", "request-missing-member"})


def require_botocore(what: str) -> None:
    """Raise an ImportError that says what to install, where botocore is not there."""
    try:
        import botocore  # noqa: F401
    except ImportError as error:
        raise ImportError(f"{what} needs botocore: pip install boto3, or mimeforge[boto3]", name="botocore") from error


def operation_of(model: Any) -> Operation | None:
    """Return the operation of a model of botocore; None where it is none whose requests are judged."""
    return OPERATIONS.get(f"{model.service_model.service_name}.{model.name}")


def fits(model: Any, params: Mapping[str, Any]) -> bool:
    """Whether the arguments of a call have the shape that the model of botocore wants."""
    from botocore.validate import ParamValidator

    return not ParamValidator().validate(params, model.input_shape).has_errors()


def report_on_call(operation: Operation, params: Mapping[str, Any], profile: str | None) -> Report:
    """Judge the arguments of a call whose shape fits the model of botocore, which may know more than our tables."""
    report = lint_request(operation.name, params, profile=profile)
    return replace(report, findings=tuple(finding for finding in report if finding.slug not in _OF_TABLES))
