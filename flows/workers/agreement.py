"""What a worker must have in common with the run that it works for, and what differs.

A worker makes its own stages and its own client from its own environment. On a machine of its own
that may hold another model, other names, another index; what it loaded would be told apart by
nothing. So each batch says what the run stands on, and a worker that stands on something else
refuses it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from elasticsearch import Elasticsearch

from index_mappings.client import patiently
from index_mappings.cluster import cluster_id
from index_mappings.settings import Settings
from transforms.pipeline import Pipeline
from transforms.stage import Stage

Parts = Mapping[str, str]
"""What a stage's output depends on, by name, its version among it."""
SHOWN = 60


class OtherWorkerError(Exception):
    """A worker stands on something else than the run. The message says what differs."""


@dataclass(frozen=True)
class Terms:
    """What a run stands on. It travels to the workers, and holds no secret.

    Args:
        cluster: the unique id of the Elasticsearch cluster.
        prefix: what the names of the indices begin with.
        stages: each stage's parts.
    """

    cluster: str
    prefix: str
    stages: Mapping[str, Parts]

    def refuse(self, worker: Terms) -> None:
        """Raises OtherWorkerError, naming every difference, where a worker stands on others."""
        if worker == self:
            return
        told = "; ".join(_differences(self, worker))
        raise OtherWorkerError(
            f"A worker does not work as this run does: {told}. Give the workers the run's "
            "DATELINE_ settings, files and packages, then start it again. What was loaded stays."
        )


def terms_of(client: Elasticsearch, settings: Settings, pipeline: Pipeline) -> Terms:
    """What this process stands on. Waits for the cluster, and raises, as `patiently`."""
    cluster = patiently(lambda: cluster_id(client), settings.es_patience)
    return Terms(cluster, settings.prefix, {each.name: parts_of(each) for each in pipeline.stages})


def parts_of(stage: Stage) -> Parts:
    """Its version, what it depends on, and, as one hash, what it knows of single outlets."""
    known = {outlet: dict(stage.depends_on_for(outlet)) for outlet in sorted(stage.apart)}
    told = json.dumps(known, sort_keys=True, ensure_ascii=False).encode()
    outlets = {"outlets": hashlib.sha256(told).hexdigest()[:16]} if known else {}
    return {"version": str(stage.version), **stage.depends_on(), **outlets}


def _differences(run: Terms, worker: Terms) -> Iterator[str]:
    if run.cluster != worker.cluster:
        yield f"its Elasticsearch is cluster {worker.cluster}, the run's is {run.cluster}"
    if run.prefix != worker.prefix:
        yield f"its DATELINE_PREFIX is {worker.prefix!r}, the run's is {run.prefix!r}"
    for stage in sorted({*run.stages, *worker.stages}):
        ours, theirs = run.stages.get(stage, {}), worker.stages.get(stage, {})
        for part in sorted({*ours, *theirs}):
            if ours.get(part) != theirs.get(part):
                told = f"{_short(theirs.get(part))}, the run's {_short(ours.get(part))}"
                yield f"{stage}: its {part} is {told}"


def _short(value: str | None) -> str:
    if value is None:
        return "not there"
    return value if len(value) <= SHOWN else f"{value[: SHOWN - 1]}…"
