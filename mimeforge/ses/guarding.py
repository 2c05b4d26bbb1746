"""The guard in front of clients of botocore: a send that SES would refuse raises an error before any request."""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeVar

from mimeforge._ses_operations import OPERATIONS, SENDING
from mimeforge.linter.request import Request
from mimeforge.preflight import repair
from mimeforge.rules.api.roles import ROLES
from mimeforge.ses.calls import fits, operation_of, report_on_call, require_botocore
from mimeforge.ses.linting import lint_request, profile_of, request_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mimeforge._ses_operations import Operation
    from mimeforge.linter import Report

__all__ = ["guard", "unguard"]

_Guarded = TypeVar("_Guarded")

# Events of botocore, in their order: arguments are given, they are about to be written, and the request is written. The
# handlers of an event without the name of a service come last, behind all that may still change the arguments.
_GIVEN: Final = "provide-client-params"
_BUILT: Final = "before-parameter-build"
_WRITTEN: Final = "before-call"

# Under this key, the context of a call keeps the report on arguments of a shape that botocore refuses.
_MISSHAPEN: Final = "mimeforge.misshapen"


def guard(
    session_or_client: _Guarded,
    *,
    profile: str | None = None,
    on_warning: Callable[[Report], object] | None = None,
    fix: bool = False,
) -> _Guarded:
    """Put the guard in front of a client, or of the clients that a session is going to make; return what was given.

    A call of SendRawEmail or SendEmail (version 1) or SendEmail (version 2) that draws an error from `lint_request`
    raises `PreflightRefused`, and no request is made. Arguments of a shape that botocore refuses itself draw botocore's
    ParamValidationError, as without a guard. ``profile`` adds overlays, as in `lint_request`: "ses,bulk" lays "bulk" on
    the profiles of both versions. ``on_warning`` is called with the report of a call that has warnings and no error,
    just before it is sent; what it raises goes to the caller, and nothing is sent then. In front of aiobotocore, and
    nowhere else, it may be a coroutine function. With ``fix``, the safe fixes of a raw message are made first, in a
    copy: the caller's arguments stay as they are.

    It takes a session of boto3, botocore or aiobotocore, or a client of one. A client copies the handlers of its
    session when it is made, so the guard of a session is in front of all clients that are made later, and of none that
    is there already; ``boto3.client`` uses ``boto3.DEFAULT_SESSION``, which ``boto3.setup_default_session()`` makes. A
    second guard takes the place of the first, also in front of a client whose session has one: each call is judged
    once.

    Raises TypeError for anything else, and for a coroutine function in front of what awaits nothing; ValueError for an
    unknown profile, and ImportError where botocore is not there.
    """
    require_botocore("ses.guard")
    if inspect.iscoroutinefunction(on_warning) and not _awaits(_emitter(session_or_client)):
        raise TypeError("on_warning is a coroutine function, which boto3 and botocore never await: give a function")
    for name in SENDING:
        profile_of(OPERATIONS[name], profile)
    guarding = _Guard(profile, on_warning)
    handlers: dict[str, Callable[..., object]] = {_BUILT: guarding.check, _WRITTEN: guarding.check_shape}
    if fix:
        handlers[_GIVEN] = guarding.mend
    emitter = _emitter(unguard(session_or_client))
    for event, handler in handlers.items():
        emitter.register_last(event, handler, unique_id=_id(event))
    return session_or_client


def unguard(session_or_client: _Guarded) -> _Guarded:
    """Take the guard away from a session or a client, if it has one; return what was given.

    Clients that a session made before keep theirs. Raises as `guard` does.
    """
    require_botocore("ses.unguard")
    emitter = _emitter(session_or_client)
    for event in (_GIVEN, _BUILT, _WRITTEN):
        emitter.unregister(event, unique_id=_id(event))
    return session_or_client


@dataclass(frozen=True, slots=True)
class _Guard:
    """The handlers of one guard. botocore calls them by keywords, and aiobotocore awaits what they return."""

    profile: str | None
    on_warning: Callable[[Report], object] | None

    def mend(self, params: Mapping[str, Any], model: Any, **_: Any) -> dict[str, Any] | None:
        """Return the arguments with the safe fixes made in the raw message; None where there are none to make."""
        operation = _sending(model)
        octets = _raw_message(operation, params) if operation else None
        if operation is None or octets is None:
            return None
        name, path = operation.name, ROLES[operation.name].data

        def judge(message: bytes) -> Report:
            return lint_request(name, _with(params, path, message), profile=self.profile)

        fixed = repair(octets, judge, unsafe=False)
        return _with(params, path, fixed.octets) if fixed.applied else None

    def check(self, params: Mapping[str, Any], model: Any, context: dict[str, Any], **_: Any) -> object:
        """Refuse a call that has errors, and pass on the report of one that has warnings alone."""
        operation = _sending(model)
        if operation is None:
            return None
        if not fits(model, params):
            context[_MISSHAPEN] = lint_request(operation.name, params, profile=self.profile)
            return None
        report = report_on_call(operation, params, self.profile)
        _refuse(report)
        return self.on_warning(report) if report.warnings and self.on_warning else None

    def check_shape(self, context: Mapping[str, Any], **_: Any) -> None:
        """Refuse a call whose shape botocore let pass: only here can be told that its validation is switched off."""
        if _MISSHAPEN in context:
            _refuse(context[_MISSHAPEN])


def _refuse(report: Report) -> None:
    from mimeforge.ses.refused import PreflightRefused

    if report.errors:
        raise PreflightRefused(report)


def _emitter(given: Any) -> Any:
    """Return what a session or a client registers handlers with."""
    from botocore.hooks import BaseEventHooks
    from botocore.session import Session

    of_session = given.get_component("event_emitter") if isinstance(given, Session) else None
    of_client = getattr(getattr(given, "meta", None), "events", None)
    for emitter in (of_session, of_client, getattr(given, "events", None)):
        if isinstance(emitter, BaseEventHooks):
            return emitter
    kinds = "a session of boto3, botocore or aiobotocore, or a client of one"
    raise TypeError(f"the guard takes {kinds}, not {_kind(given)}")


def _awaits(emitter: Any) -> bool:
    """Whether handlers may be coroutine functions: those of aiobotocore may. An event that nobody hears tells."""
    answer = emitter.emit("mimeforge-guard")
    if inspect.iscoroutine(answer):
        answer.close()
        return True
    return False


def _kind(given: Any) -> str:
    return f"the class {given.__name__}" if isinstance(given, type) else f"a {type(given).__name__}"


def _id(event: str) -> str:
    return f"mimeforge-guard.{event}"


def _sending(model: Any) -> Operation | None:
    operation = operation_of(model)
    return operation if operation and operation.name in SENDING else None


def _raw_message(operation: Operation, params: Mapping[str, Any]) -> bytes | None:
    """Return the octets of the raw message in arguments; None where there is none, or their shape is wrong."""
    path = ROLES[operation.name].data
    if not path or Request(operation=operation.name, arguments=params).get(path) is None:
        return None
    return request_of(operation, params).octets


def _with(params: Mapping[str, Any], path: str, value: object) -> dict[str, Any]:
    """Return a copy of arguments in which a member at ``path`` has another value."""
    name, _, rest = path.partition(".")
    return {**params, name: _with(params[name], rest, value) if rest else value}
