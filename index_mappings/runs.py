"""One document a run: how it stands, its outcomes, and whether its stories are settled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from elasticsearch import Elasticsearch

from index_mappings.families import Aliases

RUNNING = "running"
COMPLETED = "completed"
FAILED = "failed"
OPEN = "open"
SETTLED = "settled"
# A killed run says that it is running for ever. After this time it is believed to have ended.
LONGEST_RUN = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class OpenRun:
    """A run whose stories are not settled. `over`: it will load no further articles."""

    run: str
    over: bool


def write_run(client: Elasticsearch, aliases: Aliases, run: str, fields: dict[str, Any]) -> None:
    """Write fields of a run's document over those that are there. Visible at once."""
    client.update(
        index=aliases.runs,
        id=run,
        doc={"run": run, **fields},
        doc_as_upsert=True,
        refresh=True,
        retry_on_conflict=5,
    )


def write_beside(client: Elasticsearch, aliases: Aliases, run: str) -> None:
    """Note which other runs are under way. To be called when the run's own document is there.

    Of two runs that begin at the same time so at least one has noted the other.
    """
    answer = client.search(
        index=aliases.runs, query={"term": {"state": RUNNING}}, size=1000, source=False
    )
    others = [hit["_id"] for hit in answer["hits"]["hits"] if hit["_id"] != run]
    write_run(client, aliases, run, {"beside": others})


def were_beside(client: Elasticsearch, aliases: Aliases, one: str, other: str) -> bool:
    """Whether two runs were under way at the same time, by their notes and not by a clock."""
    if one == other:
        return False
    answer = client.mget(index=aliases.runs, ids=[one, other], source_includes=["beside"])
    noted = {doc["_id"]: doc.get("_source", {}).get("beside", ()) for doc in answer["docs"]}
    return other in noted[one] or one in noted[other]


def runs_with_open_stories(client: Elasticsearch, aliases: Aliases, now: datetime) -> list[OpenRun]:
    """The runs that loaded articles whose stories are not settled yet."""
    client.indices.refresh(index=aliases.runs)
    answer = client.search(
        index=aliases.runs,
        query={"term": {"stories": OPEN}},
        size=1000,
        source_includes=["state", "started_at"],
    )
    return [_open_run(hit["_id"], hit["_source"], now) for hit in answer["hits"]["hits"]]


def _open_run(run: str, source: dict[str, Any], now: datetime) -> OpenRun:
    started = datetime.fromisoformat(source["started_at"])
    return OpenRun(run, source["state"] != RUNNING or now - started > LONGEST_RUN)
