"""Stories: near-duplicates by MinHash bands, verified, under one id.

A story is a connected component of the graph that joins two articles when they share a band and
their signatures agree in `threshold` or more. Its id is the smallest article id in it. So the
outcome depends on the articles alone, and not on the order, the batches or the crashes in which
they came. It is settled once at the end of a run, over what the run has written.
"""

from __future__ import annotations

import base64
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from elasticsearch import Elasticsearch

from index_mappings.families import Aliases
from transforms.article import Signature
from transforms.duplicates import similarity

THRESHOLD = 0.6
PAGE = 500
MOST_TERMS = 10_000
FIELDS = ["story", "bands", "signature"]


@dataclass(frozen=True)
class Signed:
    """An article of the index with what is needed to compare it."""

    id: str
    story: str
    signature: Signature


@dataclass
class Merges:
    """A union-find over story ids; the smallest id of a set stands for it."""

    parent: dict[str, str] = field(default_factory=dict)

    def find(self, story: str) -> str:
        """The id that stands for `story` now."""
        root = story
        while (above := self.parent.get(root, root)) != root:
            root = above
        while (above := self.parent.get(story, story)) != root:
            self.parent[story], story = root, above
        return root

    def join(self, one: str, other: str) -> None:
        """Make one story of two."""
        low, high = sorted((self.find(one), self.find(other)))
        if low != high:
            self.parent[high] = low

    def moved(self) -> dict[str, str]:
        """Old story id to new, for those that changed."""
        return {story: self.find(story) for story in self.parent}


def settle(client: Elasticsearch, aliases: Aliases, runs: Sequence[str]) -> int:
    """Give the articles that these runs wrote their stories. Returns how many stories merged."""
    merged = 0
    client.indices.refresh(index=aliases.articles)
    for page in _pages(client, aliases.articles, {"terms": {"run": list(runs)}}):
        merges = Merges()
        _join_copies(page, _sharing_a_band(client, aliases, page), merges)
        if moved := merges.moved():
            _move(client, aliases, moved)
            merged += len(moved)
    return merged


def reopen(client: Elasticsearch, aliases: Aliases, stories: Sequence[str], run: str) -> None:
    """Take stories apart, because a member's text changed; `settle` joins what still belongs."""
    client.update_by_query(
        index=aliases.articles,
        query={"terms": {"story": list(stories)}},
        script={
            "source": "ctx._source.story = ctx._source.id; ctx._source.run = params.run",
            "params": {"run": run},
        },
        conflicts="proceed",
    )


def _join_copies(page: Sequence[Signed], candidates: Iterator[Signed], merges: Merges) -> None:
    by_band = defaultdict(list)
    for article in page:
        for band in article.signature.bands:
            by_band[band].append(article)
    for candidate in candidates:
        near = {a.id: a for band in candidate.signature.bands for a in by_band.get(band, ())}
        for article in near.values():
            if merges.find(article.story) == merges.find(candidate.story):
                continue
            if similarity(article.signature, candidate.signature) >= THRESHOLD:
                merges.join(article.story, candidate.story)


def _sharing_a_band(
    client: Elasticsearch, aliases: Aliases, page: Sequence[Signed]
) -> Iterator[Signed]:
    bands = sorted({band for article in page for band in article.signature.bands})
    if bands:
        for found in _pages(client, aliases.articles, {"terms": {"bands": bands}}):
            yield from found


def _pages(client: Elasticsearch, index: str, query: dict[str, Any]) -> Iterator[list[Signed]]:
    # Sorted by id without a point in time: ids never change, so that moving stories in between
    # neither skips nor repeats, and each page sees what the last one moved.
    after = None
    while True:
        answer = client.search(
            index=index,
            query={"bool": {"filter": [query, {"exists": {"field": "bands"}}]}},
            sort=[{"id": "asc"}],
            size=PAGE,
            search_after=after,
            source_includes=FIELDS,
            track_total_hits=False,
        )
        hits = answer["hits"]["hits"]
        if not hits:
            return
        after = hits[-1]["sort"]
        yield [_signed(hit["_id"], hit["_source"]) for hit in hits]


def _signed(id: str, source: dict[str, Any]) -> Signed:
    signature = Signature(tuple(source["bands"]), base64.b64decode(source["signature"]))
    return Signed(id, source["story"], signature)


def _move(client: Elasticsearch, aliases: Aliases, moved: dict[str, str]) -> None:
    stories = sorted(moved)
    for start in range(0, len(stories), MOST_TERMS):
        part = {story: moved[story] for story in stories[start : start + MOST_TERMS]}
        client.update_by_query(
            index=aliases.articles,
            query={"terms": {"story": list(part)}},
            script={
                "source": "ctx._source.story = params.moved[ctx._source.story]",
                "params": {"moved": part},
            },
            refresh=True,
            conflicts="proceed",
        )
