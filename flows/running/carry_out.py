"""Carrying out a run, whatever it works on: batches in a window, stories, record and report.

One Prefect task a batch, never one a document: a task costs about 10 ms, an article ten times that.
"""

from __future__ import annotations

import logging
import socket
from asyncio import CancelledError
from collections.abc import Sequence
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import partial
from typing import Any, cast

from elasticsearch import ApiError, TransportError
from prefect import Flow, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.exceptions import TerminationSignal
from prefect.futures import PrefectFuture
from prefect.runtime import flow_run
from prefect.states import Completed, Failed
from prefect.utilities.annotations import quote

from flows.batches.failing import QuarantineRefusedError
from flows.progress.logs import Ids, ids, logged_as
from flows.progress.show import Progress, progress
from flows.reports.publish import put_artifacts, put_page
from flows.reports.report import RunReport, counted
from flows.running.heartbeat import beating
from flows.running.moved import settle_moves
from flows.running.outcomes import Tally
from flows.running.run import Run
from flows.running.run_log import log_begun, log_ended
from flows.running.shown_settings import shown_settings
from flows.running.spool import SpoolError
from flows.running.window import in_window
from flows.serving.alarms import raise_alarms
from flows.serving.local_server import ServerError, ensure_prefect_server
from flows.sources import SourceError
from flows.workers.agreement import OtherWorkerError
from flows.workers.carefully import CrewFailedError
from flows.workers.runners import crew_of, crew_waking, done, task_runner
from flows.workers.work import Job
from flows.workers.workplace import NamesFileError
from index_mappings.client import ClusterError, patiently
from index_mappings.cluster import RequestError, in_plain_words
from index_mappings.homes import settle_homes
from index_mappings.node.settings import NodeError
from index_mappings.recurring_files import RecurringFilesError
from index_mappings.run_spread import spread_of
from index_mappings.runs import (
    FAILED,
    OPEN,
    RUNNING,
    SETTLED,
    runs_with_open_stories,
    write_beside,
    write_run,
)
from index_mappings.stories import settle
from transforms.boilerplate.own_rules_file import RulesError
from transforms.entities import ModelMissingError
from transforms.sources import SourceTableError

LOG = logging.getLogger("dateline.run")
BATCHES_A_WORKER = 2


class RunFailedError(Exception):
    """The run could not go on. The message says why, and that starting it again finishes it."""


# Beside the flow, not among its parameters: Prefect stores those.
_PREPARED: ContextVar[Run | None] = ContextVar("prepared", default=None)


def as_flow(flow: Flow[..., Any], run: Run, *parameters: object) -> RunReport:
    """Carry out a run that is prepared as this Prefect flow, which finds it by `prepared_run`.

    Raises ServerError where Prefect's server does not start, and what ended the run.
    """
    token = _PREPARED.set(run)
    try:
        with crew_waking(run.settings, run.id):
            ensure_prefect_server()
            flow_of_today: Any = flow.with_options(task_runner=task_runner(run.settings))
            state: State[Any] = flow_of_today(*parameters, return_state=True)
    finally:
        _PREPARED.reset(token)
    if run.error is not None:
        raise run.error
    if run.report is None:
        state.result(raise_on_failure=True)
        raise RunFailedError(f"the flow ended without a report: {state.message}")
    return run.report


def prepared_run() -> Run | None:
    """The run that `as_flow` was given; None where a deployment has started the flow."""
    # In a function of its own, because workers are sent the flow, and a ContextVar can't travel.
    return _PREPARED.get()


def worth_retrying(task: object, run: object, state: State[Any]) -> bool:
    """Whether a batch may go better again: not where its own patience has already ended."""
    error = state.result(raise_on_failure=False)
    if isinstance(error, RequestError):
        return True
    never = ClusterError | CrewFailedError | OtherWorkerError | QuarantineRefusedError
    return not isinstance(error, never)


@task(
    name="transform and load",
    cache_policy=NO_CACHE,
    persist_result=False,
    retries=2,
    retry_delay_seconds=[2, 20],
    retry_condition_fn=worth_retrying,
)
def load_batch(job: Job, batch: Sequence[Any], seconds: float) -> Tally:
    """Work through one batch; only its tally comes back."""
    return done(job, batch, seconds)


def carry_out(run: Run) -> State[Any]:
    """The body of a flow: a run, from its first record to its report.

    Ends as Failed where the equation does not close, something that was asked for is refused, or
    the run cannot go on, with the reason as the state's message.
    """
    with logged_as(Ids(run.id, flow_run.get_id() or "")):
        try:
            return _carried_out(run)
        finally:
            log_ended(run.record)


def _carried_out(run: Run) -> State[Any]:
    try:
        with in_plain_words():
            report = _work(run)
    except BaseException as error:
        _write_failure(run, error)
        put_page(run.record, run.settings.reports)
        if not isinstance(error, EXPECTED):
            raise
        # Returned, not raised: Prefect would log a trace that tells a user nothing.
        run.error = error
        put_artifacts(run.record)
        return Failed(message=str(error))
    run.report = report
    put_page(run.record, run.settings.reports)
    put_artifacts(run.record)
    raise_alarms(report, run.settings)
    told = report.tally.equation()
    if report.refused:
        return Failed(message=f"{told}. {report.refused}")
    return Completed(message=told) if report.tally.closes else Failed(message=told)


def _work(run: Run) -> RunReport:
    stages = run.base.pipeline.stages
    run.write(
        flow=run.flow, state=RUNNING, stories=OPEN, sources=run.sources,
        started_at=run.started_at.isoformat(), seen_at=_now(),
        host=socket.gethostname(), flow_run=ids().flow_run,
        fingerprints=run.base.pipeline.fingerprints, workers=run.settings.workers,
        stage_versions={stage.name: str(stage.version) for stage in stages},
        settings=shown_settings(run.settings),
    )  # fmt: skip
    log_begun(run.record)
    patiently(partial(write_beside, run.client, run.aliases, run.id), run.settings.es_patience)
    alive = beating(run.client, run.aliases, run.id, lambda: counted(run.tally))
    with progress(run.reading, form=run.settings.log) as shown, alive:
        _load(run, shown)
        shown.say("settling stories")
        _settle(run)
    report = run.reported()
    run.write(**report.document(), **_spread(run), ended_at=_now())
    return report


def _spread(run: Run) -> dict[str, Any]:
    try:
        return {"spread": spread_of(run.client, run.aliases, run.id).document()}
    except (ApiError, TransportError) as error:
        # The articles are loaded: a run does not fail for its charts.
        LOG.warning("the report goes without its charts: %s", type(error).__name__)
        return {}


def _load(run: Run, shown: Progress) -> None:
    in_flight: dict[int, Sequence[Any]] = {}

    def submit(batch: Sequence[Any]) -> PrefectFuture[Any]:
        in_flight[id(batch)] = batch
        # Quoted, so that Prefect does not search every article for futures.
        told = cast(Job, quote(run.job(batch))), cast(Sequence[Any], quote(batch))
        return load_batch.submit(*told, run.settings.article_seconds)

    with crew_of(run.settings, run.id):
        window = in_window(run.batches(), submit, run.settings.workers * BATCHES_A_WORKER)
        try:
            for batch, future in window:
                run.tally.add(_result(future))
                del in_flight[id(batch)]
                shown.update(run.tally, sum(map(len, in_flight.values())))
        except (ClusterError, CrewFailedError, OtherWorkerError, QuarantineRefusedError) as error:
            # What was read is still in hand; who sent it may not send it again.
            told = run.save(list(in_flight.values()))
            raise type(error)(f"{error} {told}" if told else str(error)) from error


def _result(future: PrefectFuture[Any]) -> Tally:
    tally = future.result()
    if not isinstance(tally, Tally):
        raise RunFailedError(f"a batch came back as {type(tally).__name__}, not as a tally")
    return tally


def _settle(run: Run) -> None:
    """What needs all batches; also of earlier runs that were cut short before they came to it."""
    client, patience, aliases = run.client, run.settings.es_patience, run.aliases
    left = patiently(lambda: runs_with_open_stories(client, aliases, datetime.now(UTC)), patience)
    every = sorted({*(each.run for each in left), run.id})
    settle_homes(client, aliases, every, run.settings)
    settle_moves(run, every)
    run.finish()
    settle(client, aliases, every, patience)
    # One that may still be loading stays open: it settles the rest itself, or a later run does.
    for id in {*(each.run for each in left if each.over), run.id}:
        patiently(partial(write_run, client, aliases, id, {"stories": SETTLED}), patience)


def _write_failure(run: Run, error: BaseException) -> None:
    told = str(error) if isinstance(error, EXPECTED) else _cut_short(error)
    done = run.reported().document()
    fields = {**done, "state": FAILED, "ended_at": _now(), "error": told}
    run.told |= fields
    try:
        # Once, without patience: it may be at its end already.
        write_run(run.client, run.aliases, run.id, fields)
    except (ApiError, TransportError) as failure:
        LOG.warning("the run's failure could not be written: %s", type(failure).__name__)


def _cut_short(error: BaseException) -> str:
    """Why a run did not come to its end, where the error itself tells a user nothing."""
    told = (why for kind, why in CUT_SHORT.items() if isinstance(error, kind))
    return next(told, type(error).__name__)


CUT_SHORT: dict[type[BaseException], str] = {
    CancelledError: "its time was over: see DATELINE_RUN_SECONDS",
    TerminationSignal: "it was told to end",
    KeyboardInterrupt: "it was interrupted",
}


EXPECTED = (
    ClusterError,
    CrewFailedError,
    ModelMissingError,
    NamesFileError,
    RulesError,
    NodeError,
    OtherWorkerError,
    QuarantineRefusedError,
    RecurringFilesError,
    RunFailedError,
    ServerError,
    SourceError,
    SourceTableError,
    SpoolError,
)
"""Errors that tell a user what to do: show the message, not the trace."""


def _now() -> str:
    return datetime.now(UTC).isoformat()
