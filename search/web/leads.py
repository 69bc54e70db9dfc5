"""What to call an article that has no title: by how it begins."""

from __future__ import annotations

from collections.abc import Collection

from elasticsearch import Elasticsearch

from index_mappings.families import Aliases
from search.answering import answering
from search.page.article import lead


def leads(client: Elasticsearch, aliases: Aliases, ids: Collection[str]) -> dict[str, str]:
    """How these articles begin, by id; without those that say nothing. Raises as `find`."""
    if not ids:
        return {}
    with answering(aliases):
        answer = client.search(
            index=aliases.articles,
            query={"ids": {"values": sorted(ids)}},
            size=len(ids),
            source_includes=["body"],
        )
    bodies = {hit["_id"]: hit["_source"].get("body", "") for hit in answer["hits"]["hits"]}
    return {id: lead(body) for id, body in bodies.items() if body.strip()}
