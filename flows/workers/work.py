"""What a worker process does with what it is sent; it imports no Prefect."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from flows.batches.failing import gave_up, keep_failed
from flows.batches.place import Batch, Workplace
from flows.progress.logs import Ids, logged_as
from flows.running.memory import peak_memory
from flows.running.outcomes import Outcome, Reference, Tally
from flows.running.run_log import log_batch
from flows.split.slip import fetched
from flows.workers.agreement import Terms, terms_of
from flows.workers.crew import LostWorkerError, TooSlowError
from flows.workers.workplace import shared_workplace
from index_mappings.cluster import in_plain_words
from transforms.boilerplate.recurring import Recurring

LOG = logging.getLogger("dateline.worker")
Work = Callable[[Sequence[Any], str, Workplace], Tally]
"""What is done with a batch, given the run's id and a worker's workplace: safe to repeat."""


@dataclass(frozen=True)
class Job:
    """What is done with the batches of a run. It travels to the workers, with each batch.

    Args:
        terms: what the run stands on: a worker that stands on something else refuses the batch.
        recurring: what recurs in the batch's sources, so that a worker needs no file of the
            parent's.
    """

    work: Work
    run: str
    terms: Terms
    recurring: Recurring | None = None
    flow_run: str = ""


_AGREED: set[str] = set()
"""The runs whose terms are this process's own."""


def wake() -> None:
    """Make this process's workplace, so that the first batch finds it."""
    shared_workplace()


def work_through(job: Job, batch: Sequence[Any]) -> Tally:
    """Work on a batch with this process's workplace. Raises OtherWorkerError, and as the work."""
    with in_plain_words(), logged_as(Ids(job.run, job.flow_run)):
        place = _agreed(job, shared_workplace().with_recurring(job.recurring))
        started = time.perf_counter()
        tally = job.work(batch, job.run, place)
        tally.worker_seconds = time.perf_counter() - started
        tally.worker_memory = peak_memory()
        log_batch(tally)
    return tally


def _agreed(job: Job, place: Workplace) -> Workplace:
    if job.run not in _AGREED:
        job.terms.refuse(terms_of(place.client, place.settings, place.pipeline))
        _AGREED.add(job.run)
    return place


def give_up(job: Job, document: Any, error: LostWorkerError) -> Tally:  # noqa: ANN401 - as in Run
    """Put a document that costs its worker into quarantine."""
    reason = "too_slow" if isinstance(error, TooSlowError) else "killed_worker"
    batch = Batch(job.run, datetime.now(UTC))
    (found,) = fetched([document])
    failed = gave_up(found, reason, str(error))
    batch.failed.append(failed)
    with in_plain_words(), logged_as(Ids(job.run, job.flow_run)):
        keep_failed(batch, shared_workplace())
        LOG.warning("quarantined %s: %s: %s", failed.id, reason, error)
    tally = Tally(read=1)
    why = f"{reason} at {failed.stage}: {failed.error}"
    tally.count(Outcome.QUARANTINED, Reference(failed.id, failed.uri, why))
    tally.failures[failed.stage, reason] += 1
    return tally
