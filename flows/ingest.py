"""The main job: read sources lazily, transform and load them in batches, settle the stories.

One Prefect task a batch, never one a document: a task costs about 10 ms, an article about 60.
"""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Iterator, Sequence
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast

from elasticsearch import ApiError, Elasticsearch, TransportError
from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.futures import PrefectFuture
from prefect.utilities.annotations import quote

from flows.batch import QuarantineRefusedError, work_on
from flows.batching import Document, batches
from flows.local_server import ServerError, ensure_prefect_server
from flows.outcomes import NotClosedError, Tally
from flows.progress import Progress, progress
from flows.report import RunReport, publish
from flows.runners import task_runner
from flows.sources import Progress as Reading
from flows.sources import SourceError, SourceOptions, read_sources
from flows.window import in_window
from flows.workplace import limit_math_threads, pipeline_for, workplace
from index_mappings.client import ClusterError, patiently
from index_mappings.cluster import open_cluster
from index_mappings.families import Aliases
from index_mappings.indices import ensure
from index_mappings.runs import OPEN, RUNNING, SETTLED, runs_with_open_stories, write_run
from index_mappings.settings import Settings
from index_mappings.stories import settle

LOG = logging.getLogger("dateline.ingest")
BATCHES_A_WORKER = 2


class RunFailedError(Exception):
    """The run could not go on. The message says why, and that starting it again finishes it."""


@dataclass(frozen=True)
class Run:
    """A run under way."""

    id: str
    settings: Settings
    aliases: Aliases
    started: float
    tally: Tally


def worth_retrying(task: object, run: object, state: State[Any]) -> bool:
    """Whether a batch may go better again: not where its own patience has already ended."""
    error = state.result(raise_on_failure=False)
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
    return work_on(batch, run, workplace())


@flow(name="ingest", validate_parameters=False, persist_result=False)
def ingest(locations: Sequence[str], options: SourceOptions | None = None) -> RunReport:
    """Load what the locations hold. Returns the report, whose equation closes.

    Args:
        locations: files, folders, globs, fsspec URIs, or "-" for standard input.
        options: how to read them: format, field mapping, limits.

    Raises:
        SourceError: before anything is loaded, where a location is not there.
        ClusterError: where Elasticsearch cannot be used, or stays away too long.
        RunFailedError: where workers die or a failure cannot be kept.
        NotClosedError: where a document is unaccounted for.
    """
    settings = Settings()
    reading = Reading()
    documents = read_sources(locations, options or source_options(settings), progress=reading)
    client = open_cluster(settings)
    aliases = Aliases(settings.prefix)
    ensure(client, aliases)
    run = Run(_new_id(), settings, aliases, time.monotonic(), Tally())
    fingerprints = pipeline_for(settings).fingerprints
    started = {"flow": "ingest", "state": RUNNING, "stories": OPEN, "sources": list(locations)}
    write_run(
        client, aliases, run.id, {**started, "started_at": _now(), "fingerprints": fingerprints}
    )
    try:
        with progress(reading) as shown:
            _load(documents, run, shown)
            shown.say("settling stories")
            _settle_stories(client, run)
    except BaseException as error:
        state = {"state": "failed", "ended_at": _now(), "error": _told(error)}
        _try_to_write(client, run, state)
        raise
    report = RunReport(run.id, run.tally, time.monotonic() - run.started, reading.skipped.total())
    write_run(client, aliases, run.id, {**report.document(), "ended_at": _now()})
    publish(report)
    run.tally.close()
    return report


def _load(documents: Iterator[Document], run: Run, shown: Progress) -> None:
    settings, tally = run.settings, run.tally

    def submit(batch: list[Document]) -> PrefectFuture[Any]:
        # Quoted, so that Prefect does not search every article for futures.
        return load_batch.submit(cast(list[Document], quote(batch)), run.id)

    stream = batches(documents, tally, settings.batch_size, settings.batch_bytes)
    for batch, future in in_window(stream, submit, settings.workers * BATCHES_A_WORKER):
        tally.add(_result(batch, future))
        shown.update(tally)


def _result(batch: list[Document], future: PrefectFuture[Any]) -> Tally:
    try:
        tally = future.result()
    except BrokenProcessPool as error:
        raise RunFailedError(
            f"A worker process died over a batch of {len(batch)} documents from "
            f"{batch[0].uri or batch[0].id} on: most likely it ran out of memory. What was loaded "
            "stays; start the run again, with a smaller DATELINE_BATCH_SIZE if it dies again."
        ) from error
    if not isinstance(tally, Tally):
        raise RunFailedError(f"a batch came back as {type(tally).__name__}, not as a tally")
    return tally


def _settle_stories(client: Elasticsearch, run: Run) -> None:
    """Also those of earlier runs that were cut short before they came to it."""
    patience, aliases = run.settings.es_patience, run.aliases
    left = patiently(lambda: runs_with_open_stories(client, aliases, datetime.now(UTC)), patience)
    every = sorted({*(each.run for each in left), run.id})
    patiently(lambda: settle(client, aliases, every), patience)
    # One that may still be loading stays open: it settles the rest itself, or a later run does.
    for id in {*(each.run for each in left if each.over), run.id}:
        write_run(client, aliases, id, {"stories": SETTLED})


def _try_to_write(client: Elasticsearch, run: Run, fields: dict[str, Any]) -> None:
    try:
        write_run(client, run.aliases, run.id, fields)
    except (ApiError, TransportError) as error:
        LOG.warning("the run's report could not be written: %s", type(error).__name__)


def _told(error: BaseException) -> str:
    if isinstance(error, ClusterError | RunFailedError):
        return str(error)
    return type(error).__name__


def source_options(settings: Settings, **told: Any) -> SourceOptions:  # noqa: ANN401
    """How sources are read: what the caller tells, and the settings' limits."""
    return SourceOptions(max_bytes=settings.max_document_bytes, **told)


def run_ingest(locations: Sequence[str], options: SourceOptions | None = None) -> RunReport:
    """Run the flow with the task runner that the settings name. Raises what the flow raises."""
    limit_math_threads()
    flow_of_today = ingest.with_options(task_runner=task_runner(Settings()))
    ensure_prefect_server()
    return flow_of_today(list(locations), options)


EXPECTED = (
    ClusterError,
    NotClosedError,
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
