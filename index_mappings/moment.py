"""An index as it stood at one moment, read page by page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from elasticsearch import ApiError, Elasticsearch, TransportError

from index_mappings.client import patiently

KEEP_ALIVE = "30m"
"""From one page to the next: as long as the articles of a page may take."""

Hit = dict[str, Any]


@dataclass
class PointInTime:
    """A point in time of an index; `id` changes from answer to answer."""

    client: Elasticsearch
    id: str
    patience: float

    def search(self, **asked: Any) -> dict[str, Any]:  # noqa: ANN401 - the client's own
        """The answer to a search. Raises as `client.patiently`."""
        call: Callable[[], Any] = lambda: self.client.search(  # noqa: E731
            pit={"id": self.id, "keep_alive": KEEP_ALIVE},
            **{"track_total_hits": False, **asked},
        )
        answer: dict[str, Any] = patiently(call, self.patience).body
        self.id = answer["pit_id"]
        return answer

    def count(self, query: dict[str, Any]) -> int:
        """How many documents match."""
        answer = self.search(query=query, size=0, track_total_hits=True)
        total: int = answer["hits"]["total"]["value"]
        return total

    def pages(self, query: dict[str, Any], size: int, **asked: Any) -> Iterator[list[Hit]]:  # noqa: ANN401
        """All hits, in the order of the index, in pages that are not empty.

        One reader is enough: without their sources, hits come faster by orders of magnitude than
        anybody works on them.
        """
        after = None
        while hits := self.search(
            query=query, size=size, sort=["_shard_doc"], search_after=after, **asked
        )["hits"]["hits"]:
            after = hits[-1]["sort"]
            yield hits


@contextmanager
def point_in_time(client: Elasticsearch, alias: str, patience: float) -> Iterator[PointInTime]:
    """What is in the index now, whatever is written to it meanwhile.

    Raises as `client.patiently`.
    """
    patiently(lambda: client.indices.refresh(index=alias), patience)
    opened = patiently(
        lambda: client.open_point_in_time(index=alias, keep_alive=KEEP_ALIVE), patience
    )
    now = PointInTime(client, opened["id"], patience)
    try:
        yield now
    finally:
        with suppress(ApiError, TransportError):  # it ends by itself
            client.close_point_in_time(id=now.id)


def value(hit: Hit, field: str) -> str | None:
    """The first value of a field that was asked for by `docvalue_fields`."""
    values = hit.get("fields", {}).get(field)
    return str(values[0]) if values else None
