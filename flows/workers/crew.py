"""Worker processes that may die, one at a time, without taking the run along.

A document can kill its worker: by memory, by a crash in native code, by a loop without end. An
executor of the standard library is broken then, with all that was in flight. `pebble` replaces the
one worker that died, and ends one that takes too long.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from concurrent.futures import TimeoutError as TooLate
from types import TracebackType
from typing import ParamSpec, TypeVar

from pebble import ProcessExpired, ProcessPool

from flows.workers.parent_watch import end_with
from flows.workers.without_main import WithoutMain

P = ParamSpec("P")
T = TypeVar("T")

TASKS_A_WORKER = 1000
"""Then a worker is replaced: what native libraries do not give back does not add up."""


class LostWorkerError(Exception):
    """A worker did not come to the end of its task. The message says how it ended."""


class WorkerDiedError(LostWorkerError):
    """The worker's process ended."""


class TooSlowError(LostWorkerError):
    """The worker was still at it when its time was over, and was ended."""


class Crew:
    """A number of worker processes, made on first use, replaced where they die.

    Safe to use from several threads. They end with this process, however it ends.
    """

    def __init__(self, workers: int) -> None:
        self._workers = workers
        self._pool = ProcessPool(
            max_workers=workers,
            max_tasks=TASKS_A_WORKER,
            initializer=end_with,
            initargs=(os.getpid(),),
            # A fork would take this process's threads' locks along.
            context=WithoutMain(),
        )

    def __enter__(self) -> Crew:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()

    def wake(self, function: Callable[[], None]) -> None:
        """Make the workers now, and have each call this first. Nobody waits for it."""
        for _ in range(self._workers):
            self._pool.submit(function, None)

    def do(
        self, function: Callable[P, T], seconds: float, /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """The function's result from a worker, which has so many seconds, counted from its start.

        Raises what the function raises, WorkerDiedError or TooSlowError. What it is given and what
        it returns must be picklable.
        """
        try:
            return self._pool.submit(function, seconds, *args, **kwargs).result()
        except ProcessExpired as error:
            raise WorkerDiedError(_ended(error.exitcode)) from None
        except TooLate:
            raise TooSlowError(f"it took more than {seconds:.0f} s") from None


def _ended(code: int) -> str:
    if code == -signal.SIGKILL:
        return "its worker was killed, as the system does where memory runs out"
    if code < 0:
        return f"its worker died of {signal.Signals(-code).name}"
    return f"its worker ended with exit code {code}"
