"""The main job: read sources lazily, transform and load them in batches, settle the stories.

One Prefect task a batch, never one a document: a task costs about 10 ms, an article ten times that.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from concurrent.futures.process import BrokenProcessPool
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import partial
from typing import Any, cast

from elasticsearch import ApiError, TransportError
from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.futures import PrefectFuture
from prefect.states import Completed, Failed
from prefect.utilities.annotations import quote

from flows.batch import work_on
from flows.batching import Document, batches
from flows.failing import QuarantineRefusedError
from flows.local_server import ServerError, ensure_prefect_server
from flows.outcomes import Tally
from flows.progress import Progress, progress
from flows.report import RunReport, publish
from flows.run import Run, prepared
from flows.runners import task_runner
from flows.sources import SourceError, SourceOptions
from flows.sources.redact import shown_location
from flows.window import in_window
from flows.workplace import NamesFileError, shared_workplace
from index_mappings.client import ClusterError, patiently
from index_mappings.cluster import RequestError, in_plain_words
from index_mappings.node.settings import NodeError
from index_mappings.recurring_files import RecurringFilesError
from index_mappings.runs import (
    FAILED,
    OPEN,
    RUNNING,
    SETTLED,
    runs_with_open_stories,
    write_run,
)
from index_mappings.stories import settle
from transforms.boilerplate.own_rules_file import RulesError
from transforms.boilerplate.recurring import Recurring
from transforms.entities import ModelMissingError
from transforms.sources import SourceTableError

LOG = logging.getLogger("dateline.ingest")
BATCHES_A_WORKER = 2


class RunFailedError(Exception):
    """The run could not go on. The message says why, and that starting it again finishes it."""


# Beside the flow, not among its parameters: Prefect stores those.
_PREPARED: ContextVar[Run | None] = ContextVar("prepared", default=None)


def run_ingest(locations: Sequence[str], options: SourceOptions | None = None) -> RunReport:
    """Load what the locations hold, as a Prefect flow. Returns the report.

    What can be wrong is looked for first, so that a mistake is told before anything is started.
    A report whose equation does not close is returned too: `report.tally.close()` raises.

    Args:
        locations: files, folders, globs, fsspec URIs, or "-" for standard input.
        options: how to read them: format, field mapping, limits.

    Raises:
        SourceError: a location is not there.
        ModelMissingError, NamesFileError, RulesError, SourceTableError, RecurringFilesError: a
            setting names what is not there, or not as it must be.
        ClusterError: Elasticsearch cannot be used, or stays away too long.
        QuarantineRefusedError, RunFailedError: a failure cannot be kept; workers die.
        ServerError: Prefect's server does not start.
    """
    with prepared(locations, options) as run:
        ensure_prefect_server()
        return _as_flow(run, [shown_location(each) for each in locations])


def _as_flow(run: Run, names: list[str]) -> RunReport:
    token = _PREPARED.set(run)
    try:
        flow_of_today = ingest.with_options(task_runner=task_runner(run.settings))
        state: State[Any] = flow_of_today(names, return_state=True)
    finally:
        _PREPARED.reset(token)
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
def load_batch(batch: list[Document], run: str, recurring: Recurring | None = None) -> Tally:
    """Transform and load one batch in a worker; only its tally travels back.

    What recurs in the batch's sources comes with it: a worker needs no file of the parent's.
    """
    with in_plain_words():
        return work_on(batch, run, shared_workplace().with_recurring(recurring))


@flow(name="ingest", validate_parameters=False, persist_result=False)
def ingest(locations: list[str], options: SourceOptions | None = None) -> State[Any]:
    """Load what the locations hold: what a deployment runs.

    `run_ingest` has opened them already, and gives no more than their names: what a location holds
    of credentials is nothing for Prefect to store. Ends as Failed where the equation does not close
    or the run cannot go on, with the reason as the state's message.
    """
    if run := _already_prepared():
        return _carry_out(run, locations)
    try:
        with prepared(locations, options) as run:
            return _carry_out(run, [shown_location(each) for each in locations])
    except EXPECTED as error:
        return Failed(message=str(error))


def _already_prepared() -> Run | None:
    # In a function of its own, because workers are sent the flow, and a ContextVar can't travel.
    return _PREPARED.get()


def _carry_out(run: Run, sources: list[str]) -> State[Any]:
    """The flow's body: the run, from its first record to its report."""
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
    report = RunReport(
        run.id, run.tally, seconds, run.reading.skipped.total(), run.recurring_version
    )
    run.write(**report.document(), ended_at=_now())
    return report


def _load(run: Run, shown: Progress) -> None:
    settings, tally = run.settings, run.tally
    in_flight = 0

    def submit(batch: list[Document]) -> PrefectFuture[Any]:
        nonlocal in_flight
        in_flight += len(batch)
        # Quoted, so that Prefect does not search every article for futures.
        known = run.recurring_in(batch)
        return load_batch.submit(
            cast(list[Document], quote(batch)), run.id, cast(Recurring | None, quote(known))
        )

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
    settle(client, aliases, every, patience)
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


EXPECTED = (
    ClusterError,
    ModelMissingError,
    NamesFileError,
    RulesError,
    NodeError,
    QuarantineRefusedError,
    RecurringFilesError,
    RunFailedError,
    ServerError,
    SourceError,
    SourceTableError,
)
"""Errors that tell a user what to do: show the message, not the trace."""


def _now() -> str:
    return datetime.now(UTC).isoformat()
