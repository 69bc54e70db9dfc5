"""Where batches are worked on, by setting."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Any, ParamSpec, Protocol, TypeVar

from prefect.task_runners import TaskRunner, ThreadPoolTaskRunner

from flows.running.outcomes import Tally
from flows.sources.encoding import Told
from flows.split.piece import Piece
from flows.split.read import Ask
from flows.split.survey import Survey
from flows.workers.carefully import carefully
from flows.workers.crew import Crew, LostWorkerError
from flows.workers.work import Job, give_up, wake, work_through
from index_mappings.settings import Runner, Settings

P = ParamSpec("P")
T = TypeVar("T")

SECONDS_TO_START = 60.0
"""A worker's first batch loads the entity model."""
SECONDS_A_DOCUMENT = 2.0
"""Twenty times what an article of 900 words takes on a busy machine."""


class AnyCrew(Protocol):
    """Workers that may die."""

    def do(
        self, function: Callable[P, T], seconds: float, /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """The function's result from a worker. Raises as `Crew.do`."""


_CREWS: dict[str, AnyCrew] = {}
"""By run: what a task is sent must be small, and a crew can't be sent at all."""


def task_runner(settings: Settings) -> TaskRunner[Any]:
    """A thread a worker: it does the work, or waits for the process that does."""
    return ThreadPoolTaskRunner(max_workers=settings.workers)


@contextmanager
def crew_of(settings: Settings, run: str) -> Iterator[None]:
    """The workers of a run, where the settings ask for other processes than this one.

    Processes are the default: the entity model holds the interpreter's lock most of its time.
    Raises CrewFailedError where there is no Dask cluster to be had.
    """
    if settings.runner is Runner.THREADS or run in _CREWS:
        yield
        return
    with _crew(settings) as crew, _of(run, crew):
        yield


@contextmanager
def crew_waking(settings: Settings, run: str) -> Iterator[None]:
    """The worker processes of a run, started now, while something else is waited for.

    `crew_of` finds them. A cluster of Dask's is not sought before the run has begun, so that what
    is wrong with it is in the run's record.
    """
    if settings.runner is not Runner.PROCESSES:
        yield
        return
    with Crew(settings.workers) as crew, _of(run, crew):
        crew.wake(wake)
        yield


@contextmanager
def _of(run: str, crew: AnyCrew) -> Iterator[None]:
    _CREWS[run] = crew
    try:
        yield
    finally:
        del _CREWS[run]


def _crew(settings: Settings) -> AbstractContextManager[AnyCrew]:
    if settings.runner is Runner.PROCESSES:
        return Crew(settings.workers)
    # Here, because it is large, and most runs do without.
    from flows.workers.dask_crew import DaskCrew

    return DaskCrew(settings.workers, settings.dask_address)


def with_all_workers(settings: Settings) -> Settings:
    """The settings with a Dask cluster's number of workers, where they name one and no number.

    Raises CrewFailedError where no scheduler answers.
    """
    if settings.runner is not Runner.DASK or settings.dask_address is None:
        return settings
    if "workers" in settings.model_fields_set:
        return settings
    from flows.workers.dask_crew import size_of

    return settings.model_copy(update={"workers": size_of(settings.dask_address)})


def survey_by(run: str, seconds: float) -> Ask:
    """What has a piece surveyed by a worker of the run's crew, or here where it has none.

    Args:
        seconds: how long one may take.
    """

    def ask(function: Callable[[Piece, Told], Survey], piece: Piece, told: Told) -> Survey:
        crew = _CREWS.get(run)
        if crew is None:
            return function(piece, told)
        return crew.do(function, SECONDS_TO_START + seconds, piece, told)

    return ask


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
