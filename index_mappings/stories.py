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

from index_mappings.client import patiently
from index_mappings.families import Aliases
from transforms.article import Signature
from transforms.duplicates import similarity

THRESHOLD = 0.6
PAGE = 500
MOST_TERMS = 10_000
FIELDS = ["story", "bands", "signature"]

TAKE_APART = """
    ctx._source.story = ctx._source.id;
    ctx._source.run = params.run;
    ctx._source.remove('resigned')
"""
MOVE = "ctx._source.story = params.moved.getOrDefault(ctx._source.story, ctx._source.story)"


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


def settle(
    client: Elasticsearch, aliases: Aliases, runs: Sequence[str], patience: float = 120.0
) -> None:
    """Give the articles that these runs wrote their stories.

    First takes apart the stories of which a member was signed anew, then joins what belongs
    together, and again until nothing moves: another run may settle at the same time. Safe to
    repeat. Raises ClusterError where the cluster stays away longer than `patience` seconds.
    """
    work = Settling(client, aliases.articles, patience)
    while _take_apart(work, runs):
        pass
    while _join(work, runs):
        pass


@dataclass(frozen=True)
class Settling:
    """The index that is being settled; each request is patient."""

    client: Elasticsearch
    alias: str
    patience: float

    def refresh(self) -> None:
        """Make visible what was written."""
        patiently(lambda: self.client.indices.refresh(index=self.alias), self.patience)

    def search(self, **asked: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - the client's own
        """The hits of a search."""
        answer = patiently(
            lambda: self.client.search(index=self.alias, track_total_hits=False, **asked),
            self.patience,
        )
        hits: list[dict[str, Any]] = answer["hits"]["hits"]
        return hits

    def update(
        self,
        stories: Sequence[str],
        source: str,
        params: dict[str, Any],
        but: Sequence[str] = (),
    ) -> None:
        """Run a script over the articles of these stories, visible at once."""
        without = {"must_not": [{"ids": {"values": list(but)}}]} if but else {}
        for start in range(0, len(stories), MOST_TERMS):
            part = list(stories[start : start + MOST_TERMS])
            patiently(
                lambda part=part: self.client.update_by_query(  # type: ignore[misc]
                    index=self.alias,
                    query={"bool": {"filter": [{"terms": {"story": part}}], **without}},
                    script={"source": source, "params": params},
                    conflicts="proceed",  # the caller looks again
                    refresh=True,
                ),
                self.patience,
            )


def take_apart(
    client: Elasticsearch,
    aliases: Aliases,
    stories: Sequence[str],
    leaving: Sequence[str],
    run: str,
    patience: float,
) -> None:
    """Make each member of these stories its own, but those that are about to leave the index.

    They belong to `run` from now on, which joins them anew when it settles.
    """
    if stories:
        work = Settling(client, aliases.articles, patience)
        work.refresh()
        work.update(stories, TAKE_APART, {"run": run}, leaving)


def _take_apart(work: Settling, runs: Sequence[str]) -> bool:
    """Make each member of a story its own, where one was signed anew. Whether there were any."""
    work.refresh()
    signed_anew = {
        "bool": {"filter": [{"terms": {"run": list(runs)}}, {"term": {"resigned": True}}]}
    }
    hits = work.search(query=signed_anew, size=PAGE, source_includes=["story"])
    stories = sorted({hit["_source"]["story"] for hit in hits})
    # Members that another run wrote are taken into one of these, so that they are joined too.
    work.update(stories, TAKE_APART, {"run": runs[-1]})
    return bool(hits)


def _join(work: Settling, runs: Sequence[str]) -> bool:
    """Bring copies under one story. Whether any story moved."""
    work.refresh()
    moved_any = False
    for page in _pages(work, {"terms": {"run": list(runs)}}):
        merges = Merges()
        _join_copies(page, _sharing_a_band(work, page), merges)
        if moved := merges.moved():
            work.update(sorted(moved), MOVE, {"moved": moved})
            moved_any = True
    return moved_any


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


def _sharing_a_band(work: Settling, page: Sequence[Signed]) -> Iterator[Signed]:
    bands = sorted({band for article in page for band in article.signature.bands})
    if bands:
        for found in _pages(work, {"terms": {"bands": bands}}):
            yield from found


def _pages(work: Settling, query: dict[str, Any]) -> Iterator[list[Signed]]:
    # Sorted by id without a point in time: ids never change, so that moving stories in between
    # neither skips nor repeats, and each page sees what the last one moved.
    after = None
    while hits := work.search(
        query={"bool": {"filter": [query, {"exists": {"field": "bands"}}]}},
        sort=[{"id": "asc"}],
        size=PAGE,
        search_after=after,
        source_includes=FIELDS,
    ):
        after = hits[-1]["sort"]
        yield [_signed(hit["_id"], hit["_source"]) for hit in hits]


def _signed(id: str, source: dict[str, Any]) -> Signed:
    signature = Signature(tuple(source["bands"]), base64.b64decode(source["signature"]))
    return Signed(id, source["story"], signature)
