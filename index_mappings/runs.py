"""One document a run: how it stands, its outcomes, and whether its stories are settled."""

from __future__ import annotations

from typing import Any

from elasticsearch import Elasticsearch

from index_mappings.families import Aliases

OPEN = "open"
SETTLED = "settled"


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


def runs_with_open_stories(client: Elasticsearch, aliases: Aliases) -> list[str]:
    """The runs that loaded articles and ended before their stories were settled."""
    client.indices.refresh(index=aliases.runs)
    answer = client.search(
        index=aliases.runs, query={"term": {"stories": OPEN}}, size=1000, source=False
    )
    return [hit["_id"] for hit in answer["hits"]["hits"]]
