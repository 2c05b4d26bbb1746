"""Laws that somebody's code is held to, each with the example that breaks it and is as small as can be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from hypothesis import HealthCheck, given, settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from hypothesis.strategies import SearchStrategy

__all__ = ["Law", "broken", "called", "example", "hold"]

_T = TypeVar("_T")
_SHOWN_MAX: Final = 500  # characters of one value


@dataclass(frozen=True)
class Law(Generic[_T]):
    """What holds of every example. ``check`` raises AssertionError where it does not, and says what came instead."""

    title: str
    source: str
    examples: SearchStrategy[_T]
    check: Callable[[_T], None]


def hold(what: str, laws: Iterable[Law[Any]]) -> None:
    """Hold all the laws; raise one AssertionError that names those that ``what`` breaks, each with an example.

    As many examples of each law are tried as the current settings of Hypothesis say.
    """
    __tracebackhide__ = True
    tried = [(law, broken(law)) for law in laws]
    failures = [f"{law.title} ({law.source}).\n{failure}" for law, failure in tried if failure is not None]
    if failures:
        listed = "\n\n".join(f"{number}. {each}" for number, each in enumerate(failures, 1))
        raise AssertionError(f"{what} breaks {len(failures)} of {len(tried)} laws:\n\n{listed}")


def called(name: str, what: str, function: Callable[..., _T], *arguments: Any) -> _T:
    """Call somebody's function; what it raises becomes an AssertionError that says of which example."""
    try:
        return function(*arguments)
    except Exception as error:
        raise AssertionError(f"{what}\n   {name} raised {type(error).__name__}: {error}") from error


def example(**values: object) -> str:
    """Write what is known of an example, a line each; long values are cut in the middle."""
    shown = {name.replace("_", " "): value if name == "which_is" else ascii(value) for name, value in values.items()}
    return "\n".join(f"   {name + ':':<9} {_cut(str(value))}" for name, value in shown.items())


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN_MAX else f"{text[:200]} ... {text[-200:]} ({len(text):,} characters)"


def broken(law: Law[Any]) -> str | None:
    """Say what the smallest example is that breaks the law, and what came of it; None where the law holds."""

    # Somebody's code may be slow; and nothing is kept of examples, which are found again.
    @settings(
        database=None,
        deadline=None,
        print_blob=False,
        report_multiple_bugs=False,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.nested_given],
    )
    @given(law.examples)
    def holds(value: Any) -> None:
        law.check(value)

    try:
        holds()
    except AssertionError as failure:
        return str(failure)
    return None
