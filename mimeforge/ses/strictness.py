"""Clients of botocore that answer as Amazon SES would: for tests against doubles of SES that take everything."""

from __future__ import annotations

import inspect
import sys
from functools import wraps
from threading import Lock
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Self, TypeVar

from mimeforge._ses_operations import OPERATIONS, SENDING
from mimeforge.ses.calls import fits, operation_of, report_on_call, require_botocore
from mimeforge.ses.linting import lint_request, profile_of
from mimeforge.ses.refusals import client_error

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

__all__ = ["Strict", "strict"]

_Function = TypeVar("_Function", bound="Callable[..., Any]")

# Where all handlers have had their say on the arguments of a call, and nothing is written of the request yet.
_METHOD: Final = "_emit_api_params"


class _Methods(NamedTuple):
    """The method of a class of clients as it was found, and what stands in its place."""

    found: Any
    judging: Any


_lock: Final = Lock()
_active: Final[list[Strict]] = []
_replaced: Final[dict[type, _Methods]] = {}


def strict(*, profile: str | None = None) -> Strict:
    """Have every client of botocore and aiobotocore answer as Amazon SES would: ``with ses.strict():``.

    For tests. A call that draws an error from `lint_request` raises the ClientError that SES's refusal raises, with its
    code and, where it is known, its text; nothing is sent, so moto does not see it and a Stubber keeps its answer. The
    text of a refusal of which no text of SES is known begins with "(mimeforge" and says what is wrong. The error has
    the report in ``.report``; a copy of it, or one that was pickled, has not, as botocore makes those anew. It holds
    for sends and for calls about sending-authorization policies; all else, and arguments of a shape that botocore
    refuses itself, go on as ever. A guard speaks first. It holds for clients of aiobotocore if that was imported before
    it is entered.

    What it returns is a context manager and a decorator of functions and coroutine functions. It holds for all threads
    of the process, may be entered more than once, and inside of another the inner one counts. ``profile`` adds
    overlays, as in `lint_request`.

    Raises ValueError for an unknown profile, and ImportError where botocore is not there.
    """
    require_botocore("ses.strict")
    for name in SENDING:
        profile_of(OPERATIONS[name], profile)
    return Strict(profile)


class Strict:
    """What `strict` returns: a context manager and a decorator."""

    def __init__(self, profile: str | None) -> None:
        self.profile = profile

    def __enter__(self) -> Self:
        with _lock:
            for client in _client_classes():
                if client not in _replaced:
                    found = getattr(client, _METHOD)
                    _replaced[client] = _Methods(found, _judging(found))
                    setattr(client, _METHOD, _replaced[client].judging)
            _active.append(self)
        return self

    def __exit__(self, *_: object) -> None:
        with _lock:
            del _active[len(_active) - 1 - _active[::-1].index(self)]  # where it was entered last
            if not _active:
                for client, methods in _replaced.items():
                    if getattr(client, _METHOD) is methods.judging:  # else it is in the hands of another tool
                        setattr(client, _METHOD, methods.found)
                _replaced.clear()

    def __call__(self, function: _Function) -> _Function:
        """Decorate a function or a coroutine function. Raises TypeError for a class or a generator."""
        if isinstance(function, type) or inspect.isgeneratorfunction(function) or inspect.isasyncgenfunction(function):
            raise TypeError("strict() decorates functions: write `with ses.strict():` inside of a generator or a class")
        if inspect.iscoroutinefunction(function):

            @wraps(function)
            async def inside_later(*args: Any, **kwargs: Any) -> Any:
                with self:
                    return await function(*args, **kwargs)

            return inside_later  # type: ignore[return-value]

        @wraps(function)
        def inside(*args: Any, **kwargs: Any) -> Any:
            with self:
                return function(*args, **kwargs)

        return inside  # type: ignore[return-value]


def _client_classes() -> Iterator[type]:
    from botocore.client import BaseClient

    yield BaseClient
    # Who has not imported aiobotocore has no client of it, and does not want to wait for it.
    of_aiobotocore = getattr(sys.modules.get("aiobotocore.client"), "AioBaseClient", None)
    if of_aiobotocore is not None:
        yield of_aiobotocore


def _judging(original: Callable[..., Any]) -> Callable[..., Any]:
    """Return the method of a client, with a look at the arguments that it returns."""
    from botocore.exceptions import UnStubbedResponseError

    # A Stubber without an answer complains before the arguments are known to be good: SES would not have got that far.

    def emit(client: Any, api_params: Mapping[str, Any], operation_model: Any, context: Any) -> Any:
        try:
            params = original(client, api_params, operation_model, context)
        except UnStubbedResponseError:
            _refuse(client, operation_model, api_params)
            raise
        _refuse(client, operation_model, params)
        return params

    async def emit_later(client: Any, api_params: Mapping[str, Any], operation_model: Any, context: Any) -> Any:
        try:
            params = await original(client, api_params, operation_model, context)
        except UnStubbedResponseError:
            _refuse(client, operation_model, api_params)
            raise
        _refuse(client, operation_model, params)
        return params

    return emit_later if inspect.iscoroutinefunction(original) else emit


def _refuse(client: Any, model: Any, params: Mapping[str, Any]) -> None:
    """Raise what SES's refusal raises, if it would refuse."""
    operation = operation_of(model)
    innermost = _active[-1:]
    if operation is None or not innermost:
        return
    profile = innermost[0].profile
    if fits(model, params):
        report = report_on_call(operation, params, profile)
    elif _validates(client):
        return  # botocore speaks next
    else:
        report = lint_request(operation.name, params, profile=profile)
    if report.errors:
        raise client_error(client, operation, report) from None


def _validates(client: Any) -> bool:
    """Whether a client judges the shape of arguments itself. Its ``meta.config`` says so of every client."""
    from botocore.validate import ParamValidationDecorator

    return isinstance(client._serializer, ParamValidationDecorator)
