"""A batch that costs its worker is taken apart until the document that does it stands alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from flows.running.outcomes import Tally
from flows.workers.crew import LostWorkerError, TooSlowError

D = TypeVar("D")


class CrewFailedError(Exception):
    """Workers die also where there is no document: the fault is not in what is read."""


def carefully(
    batch: Sequence[D],
    work: Callable[[Sequence[D]], Tally],
    give_up: Callable[[D, LostWorkerError], Tally],
) -> Tally:
    """Work on a batch; what costs a worker by itself is given up, all else is done.

    Args:
        work: raises LostWorkerError where a batch costs its worker. It must be safe to repeat, for
            parts of a batch may have been done. An empty batch asks whether workers live at all.
        give_up: accounts for one document that costs a worker by itself, twice where it dies.

    Raises CrewFailedError where even an empty batch costs a worker, and as `work` does.
    """
    try:
        return work(batch)
    except LostWorkerError as error:
        if len(batch) == 1:
            return _alone(batch, work, give_up, error)
        told = Tally()
        for part in _parts(batch, error):
            told.add(carefully(part, work, give_up))
        return told


def _alone(
    batch: Sequence[D],
    work: Callable[[Sequence[D]], Tally],
    give_up: Callable[[D, LostWorkerError], Tally],
    error: LostWorkerError,
) -> Tally:
    _ask_for_life(work)
    if isinstance(error, TooSlowError):
        return give_up(batch[0], error)
    # A machine may go, or the system choose a worker, while something harmless is worked on.
    try:
        return work(batch)
    except LostWorkerError as again:
        return give_up(batch[0], again)


def _parts(batch: Sequence[D], error: LostWorkerError) -> list[Sequence[D]]:
    # To wait again for each half of a half would take far longer than to go one by one.
    size = 1 if isinstance(error, TooSlowError) else (len(batch) + 1) // 2
    return [batch[start : start + size] for start in range(0, len(batch), size)]


def _ask_for_life(work: Callable[[Sequence[D]], Tally]) -> None:
    try:
        work(())
    except LostWorkerError as error:
        raise CrewFailedError(
            f"Worker processes do not live: {error}. What was loaded stays; start the run again "
            "when the machine has room (memory, processes), and it finishes the work."
        ) from error
