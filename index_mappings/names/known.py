"""What names are called since the last consolidating, for articles that are loaded after it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING, Any

from index_mappings.documents import Document
from index_mappings.families import Aliases
from index_mappings.names.merged import with_merges
from index_mappings.names.store import MERGE, decode_merge
from transforms.names.across.model import Merge

if TYPE_CHECKING:
    from elasticsearch import Elasticsearch

# So many that their merges, one for all articles and one for each, are within one answer.
NAMES_A_QUERY = 1_000
MOST_HITS = 10_000


def as_called_now(
    client: Elasticsearch, aliases: Aliases, documents: Mapping[str, Document]
) -> dict[str, Document]:
    """Documents of articles, with their names as they are called since the last consolidating.

    What has changed for a name since then is for the next one.
    """
    names = {name for document in documents.values() for name in document.get("name_ids", ())}
    everywhere: dict[str, Merge] = {}
    here: dict[str, dict[str, Merge]] = defaultdict(dict)
    for source in _merges(client, aliases, names, list(documents)):
        merge, article = decode_merge(source), source.get("article")
        (here[article] if article else everywhere)[source["name_id"]] = merge
    return {
        id: with_merges(document, {**everywhere, **here.get(id, {})})
        if here.get(id) or not everywhere.keys().isdisjoint(document.get("name_ids", ()))
        else document
        for id, document in documents.items()
    }


def _merges(
    client: Elasticsearch, aliases: Aliases, names: Collection[str], articles: list[str]
) -> Iterator[Document]:
    rest = iter(sorted(names))
    while part := list(islice(rest, NAMES_A_QUERY)):
        everywhere = {"bool": {"must_not": {"exists": {"field": "article"}}}}
        asked: list[dict[str, Any]] = [
            {"term": {"doc": MERGE}},
            {"terms": {"name_id": part}},
            {"bool": {"should": [everywhere, {"terms": {"article": articles}}]}},
        ]
        answer = client.search(
            index=aliases.names, query={"bool": {"filter": asked}}, size=MOST_HITS
        )
        yield from (hit["_source"] for hit in answer["hits"]["hits"])
