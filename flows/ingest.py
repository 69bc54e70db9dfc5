"""The main job: read sources lazily, transform and load them in batches, settle the stories.

One Prefect task a batch, never one a document: a task costs about 10 ms, an article about 60.
"""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Iterator, Sequence
from concurrent.futures.process import BrokenProcessPool
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import Any, cast

from elasticsearch import ApiError, Elasticsearch, TransportError
from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.futures import PrefectFuture
from prefect.states import Completed, Failed
from prefect.utilities.annotations import quote

from flows.batch import QuarantineRefusedError, work_on
from flows.batching import Document, batches
from flows.local_server import ServerError, ensure_prefect_server
from flows.outcomes import Tally
from flows.progress import Progress, progress
from flows.report import RunReport, publish
from flows.runners import task_runner
from flows.sources import Progress as Reading
from flows.sources import SourceError, SourceOptions, read_sources
from flows.sources.redact import shown_location
from flows.window import in_window
from flows.workplace import (
    NamesFileError,
    limit_math_threads,
    pipeline_for,
    shared_workplace,
)
from index_mappings.client import ClusterError, patiently
from index_mappings.cluster import RequestError, in_plain_words, open_cluster
from index_mappings.families import Aliases
from index_mappings.indices import ensure
from index_mappings.node.settings import NodeError
from index_mappings.runs import (
    FAILED,
    OPEN,
    RUNNING,
    SETTLED,
    runs_with_open_stories,
    write_run,
)
from index_mappings.settings import Settings
from index_mappings.stories import settle
from transforms.entities import ModelMissingError

LOG = logging.getLogger("dateline.ingest")
BATCHES_A_WORKER = 2


class RunFailedError(Exception):
    """The run could not go on. The message says why, and that starting it again finishes it."""


@dataclass
class Run:
    """A run under way, and in the end its report or the error that ended it."""

    id: str
    settings: Settings
    client: Elasticsearch
    fingerprints: dict[str, str]
    documents: Iterator[Document]
    reading: Reading
    tally: Tally = field(default_factory=Tally)
    started: float = field(default_factory=time.monotonic)
    report: RunReport | None = None
    error: Exception | None = None

    @property
    def aliases(self) -> Aliases:
        """Where its articles go."""
        return Aliases(self.settings.prefix)

    def write(self, **fields: object) -> None:
        """Write fields of the run's document. Raises as `patiently` does."""
        patiently(
            lambda: write_run(self.client, self.aliases, self.id, fields),
            self.settings.es_patience,
        )


# Beside the flow, not among its parameters: Prefect stores those.
_CURRENT: ContextVar[Run] = ContextVar("run")


def run_ingest(locations: Sequence[str], options: SourceOptions | None = None) -> RunReport:
    """Load what the locations hold, as a Prefect flow. Returns the report.

    What can be wrong is looked for first, so that a mistake is told before anything is started.
    A report whose equation does not close is returned too: `report.tally.close()` raises.

    Args:
        locations: files, folders, globs, fsspec URIs, or "-" for standard input.
        options: how to read them: format, field mapping, limits.

    Raises:
        SourceError: a location is not there.
        ModelMissingError, NamesFileError: a setting names what is not there.
        ClusterError: Elasticsearch cannot be used, or stays away too long.
        QuarantineRefusedError, RunFailedError: a failure cannot be kept; workers die.
        ServerError: Prefect's server does not start.
    """
    limit_math_threads()
    settings = Settings()
    reading = Reading()
    documents = read_sources(locations, options or source_options(settings), progress=reading)
    fingerprints = dict(pipeline_for(settings).fingerprints)
    with in_plain_words(), open_cluster(settings) as client:
        ensure(client, Aliases(settings.prefix))
        ensure_prefect_server()
        run = Run(_new_id(), settings, client, fingerprints, documents, reading)
        return _as_flow(run, [shown_location(each) for each in locations])


def _as_flow(run: Run, sources: list[str]) -> RunReport:
    token = _CURRENT.set(run)
    try:
        flow_of_today = ingest.with_options(task_runner=task_runner(run.settings))
        state: State[Any] = flow_of_today(sources, return_state=True)
    finally:
        _CURRENT.reset(token)
    if run.error is not None:
        raise run.error
    if run.report is None:
        state.result(raise_on_failure=True)
        raise RunFailedError(f"the flow ended without a report: {state.message}")
    return run.report


def worth_retrying(task: object, run: object, state: State[Any]) -> bool:
    """Whether a batch may go better again: not where its own patience has already ended."""
    error = state.result(raise_on_failure=False)
    if isinstance(error, RequestError):
        return True
    return not isinstance(error, ClusterError | QuarantineRefusedError)


@task(
    name="transform and load",
    cache_policy=NO_CACHE,
    persist_result=False,
    retries=2,
    retry_delay_seconds=[2, 20],
    retry_condition_fn=worth_retrying,
)
def load_batch(batch: list[Document], run: str) -> Tally:
    """Transform and load one batch in a worker; only its tally travels back."""
    with in_plain_words():
        return work_on(batch, run, shared_workplace())


@flow(name="ingest", validate_parameters=False, persist_result=False)
def ingest(sources: list[str]) -> State[Any]:
    """Transform and load the documents of `sources`. Begun by `run_ingest`, which opens them."""
    return carry_out(sources)


def carry_out(sources: list[str]) -> State[Any]:
    """The flow's body: the current run, from its first record to its report."""
    run = _CURRENT.get()
    try:
        with in_plain_words():
            report = _work(run, sources)
    except BaseException as error:
        _write_failure(run, error)
        if not isinstance(error, EXPECTED):
            raise
        # Returned, not raised: Prefect would log a trace that tells a user nothing.
        run.error = error
        return Failed(message=str(error))
    run.report = report
    publish(report)
    told = report.tally.equation()
    return Completed(message=told) if report.tally.closes else Failed(message=told)


def _work(run: Run, sources: list[str]) -> RunReport:
    run.write(
        flow="ingest", state=RUNNING, stories=OPEN, sources=sources, started_at=_now(),
        fingerprints=run.fingerprints,
    )  # fmt: skip
    with progress(run.reading) as shown:
        _load(run, shown)
        shown.say("settling stories")
        _settle_stories(run)
    seconds = time.monotonic() - run.started
    report = RunReport(run.id, run.tally, seconds, run.reading.skipped.total())
    run.write(**report.document(), ended_at=_now())
    return report


def _load(run: Run, shown: Progress) -> None:
    settings, tally = run.settings, run.tally
    in_flight = 0

    def submit(batch: list[Document]) -> PrefectFuture[Any]:
        nonlocal in_flight
        in_flight += len(batch)
        # Quoted, so that Prefect does not search every article for futures.
        return load_batch.submit(cast(list[Document], quote(batch)), run.id)

    stream = batches(run.documents, tally, settings.batch_size, settings.batch_bytes)
    for batch, future in in_window(stream, submit, settings.workers * BATCHES_A_WORKER):
        tally.add(_result(batch, future))
        in_flight -= len(batch)
        shown.update(tally, in_flight)


def _result(batch: list[Document], future: PrefectFuture[Any]) -> Tally:
    try:
        tally = future.result()
    except BrokenProcessPool as error:
        raise RunFailedError(
            f"A worker process died over a batch of {len(batch)} documents from "
            f"{shown_location(batch[0].uri or batch[0].id)} on: most likely it ran out of memory. "
            "What was loaded stays; start the run again, with a smaller DATELINE_BATCH_SIZE if it "
            "dies again."
        ) from error
    if not isinstance(tally, Tally):
        raise RunFailedError(f"a batch came back as {type(tally).__name__}, not as a tally")
    return tally


def _settle_stories(run: Run) -> None:
    """Also those of earlier runs that were cut short before they came to it."""
    client, patience, aliases = run.client, run.settings.es_patience, run.aliases
    left = patiently(lambda: runs_with_open_stories(client, aliases, datetime.now(UTC)), patience)
    every = sorted({*(each.run for each in left), run.id})
    patiently(lambda: settle(client, aliases, every), patience)
    # One that may still be loading stays open: it settles the rest itself, or a later run does.
    for id in {*(each.run for each in left if each.over), run.id}:
        patiently(partial(write_run, client, aliases, id, {"stories": SETTLED}), patience)


def _write_failure(run: Run, error: BaseException) -> None:
    told = str(error) if isinstance(error, EXPECTED) else type(error).__name__
    fields = {"state": FAILED, "ended_at": _now(), "error": told}
    try:
        # Once, without patience: it may be at its end already.
        write_run(run.client, run.aliases, run.id, fields)
    except (ApiError, TransportError) as failure:
        LOG.warning("the run's failure could not be written: %s", type(failure).__name__)


def source_options(settings: Settings, **told: Any) -> SourceOptions:  # noqa: ANN401
    """How sources are read: what the caller tells, and the settings' limits."""
    return SourceOptions(max_bytes=settings.max_document_bytes, **told)


EXPECTED = (
    ClusterError,
    ModelMissingError,
    NamesFileError,
    NodeError,
    QuarantineRefusedError,
    RunFailedError,
    ServerError,
    SourceError,
)
"""Errors that tell a user what to do: show the message, not the trace."""


def _new_id() -> str:
    # Sortable by time, and no two alike.
    return f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{secrets.token_hex(4)}"


def _now() -> str:
    return datetime.now(UTC).isoformat()
