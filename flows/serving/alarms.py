"""What a person should hear of: events of Prefect's, on which an automation can act.

| event | when |
|---|---|
| `dateline.quarantine.high` | more of a run's documents than the settings allow are in quarantine |
| `dateline.stage.alarm` | a stage itself is at fault, as a model that names nobody |
| `dateline.run.failed` | so many runs of a deployment in a row have failed, after all attempts |
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from prefect import Flow
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import (
    DeploymentFilter,
    DeploymentFilterId,
    FlowRunFilter,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import FlowRun, State, StateType
from prefect.client.schemas.sorting import FlowRunSort
from prefect.events import emit_event

from flows.reports.report import RunReport
from flows.running.outcomes import Outcome, Tally
from flows.sources.redact import shown_location
from index_mappings.settings import Settings

QUARANTINE = "dateline.quarantine.high"
STAGE = "dateline.stage.alarm"
FAILED = "dateline.run.failed"
ENDED = (StateType.COMPLETED, StateType.FAILED, StateType.CRASHED)
MOST_TOLD = 500
MOST = 20


@dataclass(frozen=True)
class Alarm:
    """One event: its name, what it says in a sentence, and the numbers behind that."""

    event: str
    told: str
    facts: dict[str, Any] = field(default_factory=dict)


def alarms_of(tally: Tally, settings: Settings) -> list[Alarm]:
    """What a run's counts give cause for.

    >>> tally = Tally(read=100)
    >>> tally.outcomes.update({Outcome.INDEXED: 90, Outcome.QUARANTINED: 10})
    >>> [alarm.told for alarm in alarms_of(tally, Settings())]
    ['10 of 100 documents (10%) are in quarantine']
    """
    alarms = [
        Alarm(STAGE, f"{shown_location(told, MOST_TOLD)} (in {count:,} batches)")
        for told, count in tally.alarms.items()
    ]
    failed = tally.outcomes[Outcome.QUARANTINED]
    if failed >= settings.alarm_documents and failed > settings.alarm_share * tally.read:
        share = failed / tally.read
        told = f"{failed:,} of {tally.read:,} documents ({share:.0%}) are in quarantine"
        reasons = {f"{why} at {stage}": n for (stage, why), n in tally.failures.most_common(MOST)}
        facts = {"share": round(share, 4), "reasons": reasons}
        alarms.append(Alarm(QUARANTINE, told, facts))
    return alarms


def raise_alarms(report: RunReport, settings: Settings) -> None:
    """Send the events that a run's report gives cause for."""
    for alarm in alarms_of(report.tally, settings):
        _send(alarm, report.flow, report.run, {"equation": report.tally.equation()})


def tell_failure(flow: Flow[..., Any], flow_run: FlowRun, state: State[Any]) -> None:
    """Send the event of a failed run, where it is one too many: a hook of a flow."""
    least = Settings().alarm_failures
    of = flow_run.deployment_id
    if of is not None and least <= _failed_in_a_row(of, least):
        told = shown_location(state.message or state.name or "", MOST_TOLD)
        _send(Alarm(FAILED, told, {"in_a_row": least}), flow.name, flow_run.name, {})


def _failed_in_a_row(deployment: UUID, most: int) -> int:
    """Of the newest ended runs, how many have failed since the last that did not; at most so many.

    What was cancelled does not count: it has not been tried.
    """
    ended = FlowRunFilter(state=FlowRunFilterState(type=FlowRunFilterStateType(any_=list(ENDED))))
    of = DeploymentFilter(id=DeploymentFilterId(any_=[deployment]))
    with get_client(sync_client=True) as client:
        newest = client.read_flow_runs(
            flow_run_filter=ended,
            deployment_filter=of,
            sort=FlowRunSort.END_TIME_DESC,
            limit=most,
        )
    well = (n for n, each in enumerate(newest) if each.state_type is StateType.COMPLETED)
    return next(well, len(newest))


def _send(alarm: Alarm, flow: str, run: str, facts: dict[str, Any]) -> None:
    emit_event(
        alarm.event,
        resource={
            "prefect.resource.id": f"dateline.{flow}.{run}",
            "prefect.resource.name": f"{flow} {run}",
            "dateline.flow": flow,
        },
        payload={"flow": flow, "run": run, "told": alarm.told, **alarm.facts, **facts},
    )
