"""Runs found by what they are and how they ended."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from elasticsearch import Elasticsearch

from index_mappings.families import Aliases
from index_mappings.run_record import LOST, RunRecord
from index_mappings.runs import RUNNING

LARGE = ["duplicates", "quarantined", "slowest", "failures", "examples", "spread", "settings"]
PAGE = 500
STATES = ("running", "completed", "failed", LOST)


def runs_found(
    client: Elasticsearch,
    aliases: Aliases,
    now: datetime,
    flow: str | None = None,
    state: str | None = None,
    since: datetime | None = None,
    most: int = 20,
) -> list[RunRecord]:
    """The latest runs, the latest first; without what only one alone is asked for.

    Args:
        now: when a silent run is judged.
        state: one of `STATES`.
        since: those that began then or later.
    """
    filters: list[dict[str, Any]] = []
    if flow is not None:
        filters.append({"term": {"flow": flow}})
    if state is not None:
        filters.append({"term": {"state": RUNNING if state == LOST else state}})
    if since is not None:
        filters.append({"range": {"started_at": {"gte": since.isoformat()}}})
    # Of those that say that they run, which do is seen only when they are read.
    size = PAGE if state in (RUNNING, LOST) else most
    answer = client.search(
        index=aliases.runs,
        query={"bool": {"filter": filters}},
        sort=[{"started_at": {"order": "desc", "unmapped_type": "date"}}],
        size=size,
        source_excludes=LARGE,
    )
    found = [RunRecord.of(hit["_source"]) for hit in answer["hits"]["hits"]]
    return [each for each in found if state is None or each.state_at(now) == state][:most]


def run_of(client: Elasticsearch, aliases: Aliases, run: str | None = None) -> RunRecord | None:
    """A run whole, by its id or by how that begins; the latest where none is named.

    None where there is no such, or several begin so.
    """
    query: dict[str, Any] = {"match_all": {}} if run is None else {"prefix": {"run": run}}
    answer = client.search(
        index=aliases.runs,
        query=query,
        sort=[{"started_at": {"order": "desc", "unmapped_type": "date"}}],
        size=1 if run is None else 2,
        source_excludes=["duplicates", "quarantined"],
    )
    hits = [hit["_source"] for hit in answer["hits"]["hits"]]
    exact = [each for each in hits if each["run"] == run] or hits
    return RunRecord.of(exact[0]) if len(exact) == 1 else None
