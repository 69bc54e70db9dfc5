"""Runs that were under way when their server and worker were killed together.

Nobody is left to say that they have ended. Until somebody does, they keep their place in the
deployment's concurrency limit, and whatever comes due is cancelled.
"""

from __future__ import annotations

from typing import Any

from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterDeploymentId,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import State, StateType
from prefect.states import Crashed

UNDER_WAY = (StateType.PENDING, StateType.RUNNING, StateType.CANCELLING)


def end_left_runs() -> int:
    """Set the runs of deployments that seem to be under way to Crashed; how many there were.

    To be called where no worker is: at the start of a server that has but the one started after.
    """
    found = FlowRunFilter(
        state=FlowRunFilterState(type=FlowRunFilterStateType(any_=list(UNDER_WAY))),
        deployment_id=FlowRunFilterDeploymentId(is_null_=False),
    )
    told: State[Any] = Crashed(message="Killed with its worker; the next run does what was left.")
    with get_client(sync_client=True) as client:
        left = client.read_flow_runs(flow_run_filter=found)
        for run in left:
            client.set_flow_run_state(run.id, told, force=True)
    return len(left)
