"""Where batches are worked on, by setting."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from prefect.task_runners import TaskRunner, ThreadPoolTaskRunner

from flows.carefully import carefully
from flows.crew import Crew, LostWorkerError
from flows.outcomes import Tally
from flows.worker import Job, give_up, work_through
from index_mappings.settings import Runner, Settings

SECONDS_TO_START = 60.0
"""A worker's first batch loads the entity model."""
SECONDS_A_DOCUMENT = 2.0
"""Twenty times what an article of 900 words takes on a busy machine."""

_CREWS: dict[str, Crew] = {}
"""By run: what a task is sent must be small, and a crew can't be sent at all."""


def task_runner(settings: Settings) -> TaskRunner[Any]:
    """A thread a worker: it does the work, or waits for the process that does."""
    return ThreadPoolTaskRunner(max_workers=settings.workers)


@contextmanager
def crew_of(settings: Settings, run: str) -> Iterator[None]:
    """The worker processes of a run, where the settings ask for processes.

    Processes are the default: the entity model holds the interpreter's lock most of its time.
    """
    if settings.runner is Runner.THREADS:
        yield
        return
    with Crew(settings.workers) as crew:
        _CREWS[run] = crew
        try:
            yield
        finally:
            del _CREWS[run]


def done(job: Job, batch: Sequence[Any], seconds: float) -> Tally:
    """A batch worked through, in a process of the run's crew or here; what costs a worker given up.

    Args:
        seconds: how long one document may take.

    Raises CrewFailedError where no worker lives, and what the work raises.
    """
    crew = _CREWS.get(job.run)
    if crew is None:
        return work_through(job, batch)

    def work(part: Sequence[Any]) -> Tally:
        limit = SECONDS_TO_START + seconds + SECONDS_A_DOCUMENT * len(part)
        return crew.do(work_through, limit, job, part)

    def lost(document: Any, error: LostWorkerError) -> Tally:  # noqa: ANN401 - whatever the run has
        return crew.do(give_up, SECONDS_TO_START + seconds, job, document, error)

    return carefully(batch, work, lost)
