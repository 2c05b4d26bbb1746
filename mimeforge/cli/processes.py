"""Processes that work on chunks of things.

A process that dies, because a library it uses crashed or memory ran out, takes nothing with it but the one thing it was
at: what it had been given is given out again, one by one, and what kills a process alone is at fault.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections import deque
from contextlib import contextmanager, suppress
from multiprocessing.connection import wait
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Generic, NamedTuple, Self, TypeVar

from mimeforge.cli.jobs import Chunk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

__all__ = ["Pool"]

_Thing = TypeVar("_Thing")
_Made = TypeVar("_Made")

# How many chunks per process are given out before the first of them is done: what is done before its turn is kept.
_AHEAD: Final = 4

_INTERRUPTS: Final = (signal.SIGINT, signal.SIGTERM)


class _Worker(NamedTuple):
    """A process, and our end of the pipe to it."""

    process: BaseProcess
    pipe: Connection[Any, Any]

    def end(self) -> int | None:
        """Have the process end, if it has not, and return its exit code."""
        self.pipe.close()
        self.process.terminate()
        self.process.join()
        return self.process.exitcode


class Pool(Generic[_Thing, _Made]):
    """Works on ``chunks`` of ``things`` in ``count`` processes, which end when the ``with`` block does."""

    def __init__(
        self,
        work: Callable[[_Thing], _Made],
        things: Sequence[_Thing],
        chunks: Sequence[Chunk],
        count: int,
        lost: Callable[[_Thing, str], _Made],
    ) -> None:
        self._work = work
        self._things = things
        self._lost = lost
        self._count = count
        self._chunks = chunks
        self._waiting = deque(chunks)
        self._made: dict[int, _Made] = {}
        self._idle: list[_Worker] = []
        self._busy: dict[_Worker, Chunk] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in (*self._idle, *self._busy):
            worker.end()

    def results(self) -> Iterator[_Made]:
        """Yield what was made of each thing, in the order of the things."""
        for chunk in self._chunks:
            for at in range(chunk.start, chunk.end):
                while at not in self._made:
                    self._give_out(chunk.number + _AHEAD * self._count)
                    self._gather()
                yield self._made.pop(at)

    def _give_out(self, limit: int) -> None:
        while self._waiting and self._waiting[0].number < limit and len(self._busy) < self._count:
            worker = self._idle.pop() if self._idle else _hired(self._work)
            chunk = self._waiting.popleft()
            self._busy[worker] = chunk
            with suppress(OSError):  # it died; `_gather` will learn of it
                worker.pipe.send(self._things[chunk.start : chunk.end])

    def _gather(self) -> None:
        ready = wait([worker.pipe for worker in self._busy])
        for worker in [worker for worker in self._busy if worker.pipe in ready]:
            chunk = self._busy.pop(worker)
            try:
                made = worker.pipe.recv()
            except (EOFError, OSError):
                made = self._after_death(chunk, worker.end())
            else:
                self._idle.append(worker)
            self._made.update(zip(range(chunk.start, chunk.end), made, strict=False))  # nothing after a death

    def _after_death(self, chunk: Chunk, exit_code: int | None) -> list[_Made]:
        if chunk.end - chunk.start == 1:
            return [self._lost(self._things[chunk.start], _ending(exit_code))]
        self._waiting.extendleft(Chunk(chunk.number, at, at + 1) for at in reversed(range(chunk.start, chunk.end)))
        return []


def _hired(work: Callable[[Any], Any]) -> _Worker:
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.Process(target=_serve, args=(work, theirs, ours, _current_folder()), daemon=True)
    with _interrupts_held():  # until the process knows what to do with them
        process.start()
    theirs.close()
    return _Worker(process, ours)


def _serve(
    work: Callable[[Any], Any], pipe: Connection[Any, Any], other_end: Connection[Any, Any], folder: Path | None
) -> None:
    """Work on what comes through the pipe, until whoever sends it ends."""
    if folder is not None:  # a process that is not a fork begins where Python did, wherever it has gone since
        os.chdir(folder)
    other_end.close()  # or the pipe would never be at its end
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal sends it to all processes; the first one sees to the rest
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _INTERRUPTS)
    with suppress(EOFError, OSError):
        while True:
            pipe.send([work(thing) for thing in pipe.recv()])


def _current_folder() -> Path | None:
    try:
        return Path.cwd()
    except OSError:  # it is gone
        return None


@contextmanager
def _interrupts_held() -> Iterator[None]:
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _INTERRUPTS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _ending(exit_code: int | None) -> str:
    if exit_code is None or exit_code >= 0:
        return f"the process that looked at it ended with exit code {exit_code}"
    return f"the process that looked at it was ended by signal {-exit_code} ({signal.strsignal(-exit_code)})"
