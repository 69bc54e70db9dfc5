"""Runs of a schedule that were missed: while the server, the worker or the machine was down.

Prefect plans a schedule's runs ahead, and starts those whose time has passed when it can, each one.
But a run does all that is to be done at its start, so one of them is enough.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import (
    DeploymentFilter,
    DeploymentFilterId,
    FlowRunFilter,
    FlowRunFilterNextScheduledStartTime,
    FlowRunFilterState,
    FlowRunFilterStateName,
)
from prefect.client.schemas.objects import FlowRun, State
from prefect.exceptions import ObjectNotFound
from prefect.states import Cancelled

LOG = logging.getLogger("dateline.run")
NOT_STARTED = ("Scheduled", "Late")


def stand_for_missed(run: FlowRun) -> int:
    """Cancel the runs of the same schedule that are due and have not begun; how many there were.

    Nothing where a person has started this run: it may have been told something else to do.
    """
    if not run.auto_scheduled or run.deployment_id is None:
        return 0
    found = FlowRunFilter(
        state=FlowRunFilterState(name=FlowRunFilterStateName(any_=list(NOT_STARTED))),
        next_scheduled_start_time=FlowRunFilterNextScheduledStartTime(before_=datetime.now(UTC)),
    )
    same = DeploymentFilter(id=DeploymentFilterId(any_=[run.deployment_id]))
    told: State[Any] = Cancelled(message=f"Missed: the run {run.name} stands for it.")
    with get_client(sync_client=True) as client:
        missed = [
            each
            for each in client.read_flow_runs(flow_run_filter=found, deployment_filter=same)
            if each.auto_scheduled and each.id != run.id
        ]
        for each in missed:
            with suppress(ObjectNotFound):  # a plan that is made anew meanwhile has no such run
                client.set_flow_run_state(each.id, told)
    if missed:
        LOG.info("%d missed runs of this schedule are left out", len(missed))
    return len(missed)
