"""How long a stage takes an article, by the runs so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from elasticsearch import Elasticsearch

from index_mappings.families import Aliases
from index_mappings.runs import COMPLETED

LOOKED_AT = 50
"""Runs, the latest first."""


@dataclass(frozen=True)
class Pace:
    """Seconds of a worker's time an article: by stage, and for all else (reading, loading)."""

    stages: Mapping[str, float] = field(default_factory=dict)
    around: float | None = None


def pace(client: Elasticsearch, aliases: Aliases) -> Pace:
    """The pace of each stage in the latest runs, of each the one in which it had most to do.

    A run of a few articles tells more of the start of a process than of an article.
    """
    answer = client.search(
        index=aliases.runs,
        query={
            "bool": {"filter": [{"term": {"state": COMPLETED}}, {"exists": {"field": "workers"}}]}
        },
        sort=[{"started_at": "desc"}],
        size=LOOKED_AT,
        source_includes=["seconds", "workers", "outcomes", "stage_seconds", "stage_articles"],
    )
    best: dict[str, tuple[int, float]] = {}
    around: tuple[int, float] | None = None
    for hit in answer["hits"]["hits"]:
        run = hit["_source"]
        for stage, articles in run.get("stage_articles", {}).items():
            if articles > best.get(stage, (0, 0.0))[0]:
                best[stage] = (articles, run["stage_seconds"].get(stage, 0.0) / articles)
        written = run["outcomes"]["indexed"] + run["outcomes"]["updated"]
        if written > (around or (0, 0.0))[0]:
            around = (written, _around(run) / written)
    stages = {stage: seconds for stage, (_, seconds) in best.items()}
    return Pace(stages, around[1] if around else None)


def _around(run: dict[str, Any]) -> float:
    """Seconds of its workers that were not a stage's."""
    spent: float = run["seconds"] * run["workers"] - sum(run["stage_seconds"].values())
    return max(0.0, spent)
