"""Which articles newer stages would make anew, by the fingerprints of their records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from elasticsearch import Elasticsearch

from index_mappings.client import patiently
from index_mappings.families import Aliases
from index_mappings.moment import PointInTime, value

Query = dict[str, Any]

PAGE = 1_000
EVERYTHING: Query = {"match_all": {}}
STILL_THERE: Query = {"bool": {"must_not": [{"exists": {"field": "gone_at"}}]}}


@dataclass(frozen=True, slots=True)
class Stored:
    """An article to make anew. `known`: whether the index has an article of it, if an old one."""

    id: str
    source: str | None
    known: bool = True


def stale(fingerprints: Mapping[str, str]) -> Query:
    """The articles whose records differ from these fingerprints in one or more."""
    current = [{"term": {f"fingerprints.{name}": told}} for name, told in fingerprints.items()]
    return {"bool": {"must_not": [{"bool": {"filter": current}}]}}


def both(one: Query, other: Query) -> Query:
    """The articles that match both queries."""
    return {"bool": {"filter": [one, other]}}


def stored(now: PointInTime, query: Query) -> Iterator[Stored]:
    """The articles that match, in the order of the index."""
    for page in now.pages(query, PAGE, source=False, docvalue_fields=[{"field": "source"}]):
        yield from (Stored(hit["_id"], value(hit, "source")) for hit in page)


def strays(
    raws: PointInTime, client: Elasticsearch, aliases: Aliases, patience: float
) -> Iterator[Stored]:
    """What was read and has no article, or one of what was read before.

    A run that was killed leaves some; and an index of articles that was dropped is all of them.
    """
    field = [{"field": "content_hash"}]
    for page in raws.pages(STILL_THERE, PAGE, source=False, docvalue_fields=field):
        ids = [hit["_id"] for hit in page]
        answer = patiently(
            lambda ids=ids: client.search(  # type: ignore[misc]
                index=aliases.articles,
                query={"ids": {"values": ids}},
                size=len(ids),
                source=False,
                docvalue_fields=[*field, {"field": "source"}],
            ),
            patience,
        )
        found = {hit["_id"]: hit for hit in answer["hits"]["hits"]}
        for hit in page:
            article = found.get(hit["_id"], {})
            if value(article, "content_hash") != value(hit, "content_hash"):
                yield Stored(hit["_id"], value(article, "source"), known=bool(article))


def count_stale(
    now: PointInTime, query: Query, upstream: Mapping[str, Mapping[str, str]]
) -> dict[str, int]:
    """By stage, how many of the articles that match it would run for.

    Args:
        upstream: stage to the fingerprints of itself and of all that it depends on.
    """
    filters = {stage: stale(fingerprints) for stage, fingerprints in upstream.items()}
    answer = now.search(query=query, size=0, aggs={"due": {"filters": {"filters": filters}}})
    buckets = answer["aggregations"]["due"]["buckets"]
    return {stage: buckets[stage]["doc_count"] for stage in upstream}
