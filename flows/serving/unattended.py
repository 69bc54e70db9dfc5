"""What a flow's run does for itself where a deployment has started it and nobody watches.

It stands for the runs that were missed, ends when its time is over, is tried again where it fails,
and ends with its server and worker where one command keeps them all (`flows/serving/serve.py`).
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec

from prefect.client.schemas.objects import State
from prefect.context import FlowRunContext
from prefect.utilities.timeout import timeout

from flows.serving.missed import stand_for_missed
from flows.workers.parent_watch import end_with
from index_mappings.settings import Settings

P = ParamSpec("P")

KEPT = "DATELINE_KEPT"
"""In the environment of runs that are to end with their worker: its process id."""


class AttemptFailedError(Exception):
    """This attempt of a run has failed; there is one more."""


def unattended(body: Callable[P, State[Any]]) -> Callable[P, State[Any]]:
    """The body of a flow, made fit for deployments; called by hand, it is as it was.

    Prefect tries a flow again only where it raises, and then tells a trace beside the reason. So
    the last attempt's state is returned: its message is the reason, and nothing else.
    """

    @wraps(body)
    def carried_out(*args: P.args, **kwargs: P.kwargs) -> State[Any]:
        context = FlowRunContext.get()
        if context is None or context.flow_run is None or context.flow_run.deployment_id is None:
            return body(*args, **kwargs)
        if kept := os.environ.get(KEPT):
            end_with(int(kept))
        stand_for_missed(context.flow_run)
        with timeout(Settings().run_seconds):
            state = body(*args, **kwargs)
        attempts = 1 + (context.flow.retries or 0 if context.flow else 0)
        if state.is_failed() and context.flow_run.run_count < attempts:
            raise AttemptFailedError(state.message or "no reason was given")
        return state

    return carried_out
