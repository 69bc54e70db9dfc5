"""What a worker process does with what it is sent; it imports no Prefect."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from flows.crew import LostWorkerError, TooSlowError
from flows.failing import gave_up, keep_failed
from flows.memory import peak_memory
from flows.outcomes import Outcome, Reference, Tally
from flows.place import Batch, Workplace
from flows.workplace import shared_workplace
from index_mappings.cluster import in_plain_words
from transforms.boilerplate.recurring import Recurring

Work = Callable[[Sequence[Any], str, Workplace], Tally]
"""What is done with a batch, given the run's id and a worker's workplace: safe to repeat."""


@dataclass(frozen=True)
class Job:
    """What is done with the batches of a run. It travels to the workers, with each batch.

    `recurring`: what recurs in the batch's sources, so that a worker needs no file of the parent's.
    """

    work: Work
    run: str
    recurring: Recurring | None = None


def work_through(job: Job, batch: Sequence[Any]) -> Tally:
    """Work on a batch with this process's workplace."""
    with in_plain_words():
        place = shared_workplace().with_recurring(job.recurring)
        started = time.perf_counter()
        tally = job.work(batch, job.run, place)
    tally.worker_seconds = time.perf_counter() - started
    tally.worker_memory = peak_memory()
    return tally


def give_up(job: Job, document: Any, error: LostWorkerError) -> Tally:  # noqa: ANN401 - as in Run
    """Put a document that costs its worker into quarantine."""
    reason = "too_slow" if isinstance(error, TooSlowError) else "killed_worker"
    batch = Batch(job.run, datetime.now(UTC))
    failed = gave_up(document, reason, str(error))
    batch.failed.append(failed)
    with in_plain_words():
        keep_failed(batch, shared_workplace())
    tally = Tally(read=1)
    why = f"{reason} at {failed.stage}: {failed.error}"
    tally.count(Outcome.QUARANTINED, Reference(failed.id, failed.uri, why))
    tally.failures[failed.stage, reason] += 1
    return tally
