"""What a search gives back, typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from search.query import CLOSE, OPEN


@dataclass(frozen=True, slots=True)
class Fragment:
    """A piece of text with what was found in it: `marks` are [start, end) in characters."""

    text: str
    marks: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, highlighted: str) -> Fragment:
        """From a highlighted string.

        >>> Fragment.of("an \\ue000energy\\ue001 site")
        Fragment(text='an energy site', marks=((3, 9),))
        """
        plain, marks, start, at = [], [], 0, 0
        for piece in _pieces(highlighted):
            if piece == OPEN:
                start = at
            elif piece == CLOSE:
                marks.append((start, at))
            else:
                plain.append(piece)
                at += len(piece)
        return cls("".join(plain), tuple(marks))


def _pieces(highlighted: str) -> list[str]:
    spaced = highlighted.replace(OPEN, f"\0{OPEN}\0").replace(CLOSE, f"\0{CLOSE}\0")
    return [piece for piece in spaced.split("\0") if piece]


@dataclass(frozen=True, slots=True)
class Copy:
    """Another article of the same story."""

    id: str
    source: str | None
    title: str | None
    url: str | None


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that was found. `copies` is filled where the search collapses stories."""

    id: str
    score: float | None
    title: Fragment | None
    fragments: tuple[Fragment, ...]
    source: str | None
    published: str | None
    url: str | None
    persons: tuple[str, ...]
    organisations: tuple[str, ...]
    places: tuple[str, ...]
    story: str | None
    copies: tuple[Copy, ...] = ()
    copies_total: int = 0


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value of a facet and how many of the found articles have it."""

    value: str
    count: int


@dataclass(frozen=True)
class SearchResult:
    """Hits, how many there are in all, and counted facets. `stories` where stories collapse."""

    total: int
    hits: tuple[Hit, ...]
    facets: Mapping[str, tuple[FacetValue, ...]]
    took_ms: int
    stories: int | None = None


def read(answer: Mapping[str, Any]) -> SearchResult:
    """From Elasticsearch's answer."""
    counted = dict(answer.get("aggregations", {}))
    stories = counted.pop("stories", None)
    return SearchResult(
        total=answer["hits"]["total"]["value"],
        hits=tuple(_hit(hit) for hit in answer["hits"]["hits"]),
        facets={name: tuple(map(_value, told["buckets"])) for name, told in counted.items()},
        took_ms=answer["took"],
        stories=stories["value"] if stories else None,
    )


def _value(bucket: Mapping[str, Any]) -> FacetValue:
    return FacetValue(str(bucket.get("key_as_string", bucket["key"])), bucket["doc_count"])


def _hit(hit: Mapping[str, Any]) -> Hit:
    source, marked = hit["_source"], hit.get("highlight", {})
    title = marked.get("title", [source["title"]] if source.get("title") else [])
    copies = hit.get("inner_hits", {}).get("copies", {}).get("hits")
    return Hit(
        id=hit["_id"],
        score=hit.get("_score"),
        title=Fragment.of(title[0]) if title else None,
        fragments=tuple(map(Fragment.of, marked.get("body", ()))),
        source=source.get("source"),
        published=source.get("published"),
        url=source.get("url"),
        persons=tuple(source.get("persons", ())),
        organisations=tuple(source.get("organisations", ())),
        places=tuple(source.get("places", ())),
        story=source.get("story"),
        copies=tuple(_copy(other) for other in copies["hits"] if other["_id"] != hit["_id"])
        if copies
        else (),
        copies_total=copies["total"]["value"] - 1 if copies else 0,
    )


def _copy(hit: Mapping[str, Any]) -> Copy:
    source = hit["_source"]
    return Copy(hit["_id"], source.get("source"), source.get("title"), source.get("url"))
