"""Laws that somebody's code is held to, each with the example that breaks it and is as small as can be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Flaky

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


def called(name: str, what: str, function: Callable[..., object], *arguments: Any, gives: type[_T]) -> _T:
    """Call somebody's function; what it raises, or a value of another type, becomes an AssertionError that says where.

    ``what`` is the example.
    """
    try:
        value = function(*arguments)
    except Exception as error:
        raise AssertionError(f"{what}\n   {name} raised {type(error).__name__}: {error}") from error
    if not isinstance(value, gives):
        raise AssertionError(f"{what}\n   {name} returned {type(value).__name__}, not {gives.__name__}")
    return value


def example(**values: object) -> str:
    """Write what is known of an example, a line each; long values are cut in the middle."""
    shown = {name.replace("_", " "): value if name == "which_is" else ascii(value) for name, value in values.items()}
    return "\n".join(f"   {name + ':':<9} {_cut(str(value))}" for name, value in shown.items())


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN_MAX else f"{text[:200]} ... {text[-200:]} ({len(text):,} characters)"


def broken(law: Law[Any]) -> str | None:
    """Say what the smallest example is that breaks the law, and what came of it; None where the law holds."""

    # Somebody's code may be slow, and the examples are not theirs; nothing is kept of these, which are found again.
    @settings(
        database=None,
        deadline=None,
        phases=[phase for phase in settings().phases if phase is not Phase.explain],  # long, and not shown
        print_blob=False,
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
    )
    @given(law.examples)
    def holds(value: Any) -> None:
        law.check(value)

    try:
        holds()
    except AssertionError as failure:
        return str(failure)
    except Flaky as flaky:
        # Where it stands, and whether as a group, is another matter in each version of Hypothesis.
        for raised in (*getattr(flaky, "exceptions", ()), flaky.__cause__):
            if isinstance(raised, AssertionError):
                return f"{raised}\n   Tried again, it was kept: the same values have to give the same each time."
        raise
    return None
