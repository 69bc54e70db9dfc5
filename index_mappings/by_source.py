"""The articles of the index source by source, as they stood at one moment."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from elasticsearch import Elasticsearch

from index_mappings.families import Aliases
from index_mappings.moment import PointInTime, point_in_time
from transforms.boilerplate.repetition import Counted

SOURCES_A_PAGE = 500
ARTICLES_A_PAGE = 50
FIELDS = ["text", "published", "story"]


@dataclass
class Moment:
    """The articles at a point in time."""

    now: PointInTime

    def sources(self, least: int) -> Iterator[tuple[str, int]]:
        """Each source with `least` articles or more, and how many it has, in their order."""
        after: dict[str, Any] = {}
        while True:
            by: dict[str, Any] = {
                "size": SOURCES_A_PAGE,
                "sources": [{"source": {"terms": {"field": "source"}}}],
            }
            answer = self.now.search(
                size=0, aggs={"by": {"composite": by | ({"after": after} if after else {})}}
            )
            page = answer["aggregations"]["by"]
            for bucket in page["buckets"]:
                if bucket["doc_count"] >= least:
                    yield bucket["key"]["source"], bucket["doc_count"]
            after = page.get("after_key")
            if not after:
                return

    def newest(self, source: str, most: int) -> Iterator[Counted]:
        """At most `most` articles of a source, those without a day of publication last."""
        after = None
        while most > 0:
            answer = self.now.search(
                size=min(most, ARTICLES_A_PAGE),
                query={"bool": {"filter": [{"term": {"source": source}}]}},
                sort=[{"published": {"order": "desc", "missing": "_last"}}, {"id": "asc"}],
                search_after=after,
                source_includes=FIELDS,
            )
            hits = answer["hits"]["hits"]
            for hit in hits:
                yield _counted(hit["_id"], hit["_source"])
            if not hits:
                return
            most -= len(hits)
            after = hits[-1]["sort"]


@contextmanager
def this_moment(client: Elasticsearch, aliases: Aliases, patience: float) -> Iterator[Moment]:
    """The articles that are in the index now, whatever is written to it meanwhile.

    Raises as `client.patiently`.
    """
    with point_in_time(client, aliases.articles, patience) as now:
        yield Moment(now)


def _counted(id: str, source: dict[str, Any]) -> Counted:
    day = source.get("published")
    return Counted(
        id,
        source.get("text", ""),
        published=date.fromisoformat(day) if day else None,
        story=source.get("story"),
    )
