"""Which articles newer stages would make anew, by the fingerprints of their records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from elasticsearch import Elasticsearch

from index_mappings.by_source import Moment
from index_mappings.client import patiently
from index_mappings.families import Aliases
from index_mappings.moment import PointInTime, value
from transforms.sources import source_key

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


@dataclass(frozen=True)
class Makings:
    """What records keep of how articles are made today: fingerprints by stage.

    Args:
        usual: those of most articles.
        apart: those of the articles of single outlets, by `source_key`.
    """

    usual: Mapping[str, str]
    apart: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def of(self, source: str | None) -> Mapping[str, str]:
        """Those of an outlet's articles."""
        return self.apart.get(source_key(source), self.usual)

    def only(self, stages: Iterable[str]) -> Makings:
        """Those of some stages."""
        wanted = frozenset(stages)
        apart = {key: _only(told, wanted) for key, told in self.apart.items()}
        return Makings(_only(self.usual, wanted), apart)

    def today(self, stage: str) -> frozenset[str]:
        """All fingerprints of a stage."""
        return frozenset(told[stage] for told in (self.usual, *self.apart.values()))


def stale(makings: Makings, now: PointInTime) -> Query:
    """The articles whose records differ from these makings in one fingerprint or more.

    Args:
        now: where they are: outlets have many spellings, and only those that are there count.
    """
    spelled = _spellings(makings, now)
    named = [name for names, _ in spelled for name in names]
    usual: Query = {"bool": {"filter": _terms(makings.usual)}}
    if named:
        usual["bool"]["must_not"] = [{"terms": {"source": named}}]
    apart: list[Query] = [
        {"bool": {"filter": [{"terms": {"source": names}}, *_terms(told)]}}
        for names, told in spelled
    ]
    return {"bool": {"must_not": [usual, *apart]}}


def _terms(fingerprints: Mapping[str, str]) -> list[Query]:
    return [{"term": {f"fingerprints.{name}": told}} for name, told in fingerprints.items()]


def _spellings(makings: Makings, now: PointInTime) -> list[tuple[list[str], Mapping[str, str]]]:
    """The outlets that are apart as the index spells them, those of the same makings together."""
    if not makings.apart:
        return []
    found: dict[tuple[tuple[str, str], ...], list[str]] = {}
    for source, _ in Moment(now).sources(least=1):
        if (told := makings.apart.get(source_key(source))) is not None:
            found.setdefault(tuple(sorted(told.items())), []).append(source)
    return [(names, dict(told)) for told, names in found.items()]


def _only(fingerprints: Mapping[str, str], stages: frozenset[str]) -> dict[str, str]:
    return {stage: told for stage, told in fingerprints.items() if stage in stages}


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
    now: PointInTime, query: Query, makings: Makings, upstream: Mapping[str, Iterable[str]]
) -> dict[str, int]:
    """By stage, how many of the articles that match it would run for.

    Args:
        upstream: stage to itself and all that it depends on.
    """
    filters = {stage: stale(makings.only(names), now) for stage, names in upstream.items()}
    answer = now.search(query=query, size=0, aggs={"due": {"filters": {"filters": filters}}})
    buckets = answer["aggregations"]["due"]["buckets"]
    return {stage: buckets[stage]["doc_count"] for stage in upstream}
