"""The articles of the index source by source, as they stood at one moment."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

from elasticsearch import ApiError, Elasticsearch, TransportError

from index_mappings.client import patiently
from index_mappings.families import Aliases
from transforms.boilerplate.repetition import Counted

SOURCES_A_PAGE = 500
ARTICLES_A_PAGE = 50
KEEP_ALIVE = "10m"
FIELDS = ["text", "published", "story"]


@dataclass
class Moment:
    """A point in time of the articles; `id` changes from answer to answer."""

    client: Elasticsearch
    id: str
    patience: float

    def sources(self, least: int) -> Iterator[tuple[str, int]]:
        """Each source with `least` articles or more, and how many it has, in their order."""
        after: dict[str, Any] = {}
        while True:
            by: dict[str, Any] = {
                "size": SOURCES_A_PAGE,
                "sources": [{"source": {"terms": {"field": "source"}}}],
            }
            answer = self._search(
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
            answer = self._search(
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

    def _search(self, **asked: Any) -> dict[str, Any]:  # noqa: ANN401 - the client's own
        call: Callable[[], Any] = lambda: self.client.search(  # noqa: E731
            pit={"id": self.id, "keep_alive": KEEP_ALIVE}, track_total_hits=False, **asked
        )
        answer: dict[str, Any] = patiently(call, self.patience).body
        self.id = answer["pit_id"]
        return answer


@contextmanager
def this_moment(client: Elasticsearch, aliases: Aliases, patience: float) -> Iterator[Moment]:
    """The articles that are in the index now, whatever is written to it meanwhile.

    Raises as `client.patiently`.
    """
    patiently(lambda: client.indices.refresh(index=aliases.articles), patience)
    opened = patiently(
        lambda: client.open_point_in_time(index=aliases.articles, keep_alive=KEEP_ALIVE), patience
    )
    moment = Moment(client, opened["id"], patience)
    try:
        yield moment
    finally:
        with suppress(ApiError, TransportError):  # it ends by itself
            client.close_point_in_time(id=moment.id)


def _counted(id: str, source: dict[str, Any]) -> Counted:
    day = source.get("published")
    return Counted(
        id,
        source.get("text", ""),
        published=date.fromisoformat(day) if day else None,
        story=source.get("story"),
    )
