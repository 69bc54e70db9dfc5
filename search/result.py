"""What a search gives back, typed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from search.naming import Also
from search.query import CLOSE, MOST_COPIES, OPEN
from search.unmatched import Unmatched

# A fragment ends at a word, and a "word" can have a million letters.
MOST_SHOWN = 1_000
MARK = re.compile(f"([{OPEN}{CLOSE}])")
# One line in any terminal: line breaks, and whatever else could move its cursor.
NOT_SHOWN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Fragment:
    """A piece of text on one line with what was found in it.

    `marks` are [start, end) in characters of `text`, in order and apart from each other.
    """

    text: str
    marks: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, highlighted: str) -> Fragment:
        """From a highlighted string. A mark that is not closed, or not opened, marks nothing.

        >>> Fragment.of("an \\ue000energy\\ue001 site")
        Fragment(text='an energy site', marks=((3, 9),))
        """
        plain: list[str] = []
        marks: list[tuple[int, int]] = []
        start, at = None, 0
        for piece in MARK.split(one_line(highlighted)):
            if piece == OPEN:
                start = at
            elif piece == CLOSE:
                if start is not None and start < at:
                    marks.append((start, at))
                start = None
            else:
                plain.append(piece)
                at += len(piece)
        return _shortened("".join(plain), marks)


def one_line(text: str) -> str:
    """The text with a space for each character that is not shown in a line, so no offset moves."""
    return NOT_SHOWN.sub(" ", text)


def _shortened(text: str, marks: list[tuple[int, int]]) -> Fragment:
    if len(text) <= MOST_SHOWN:
        return Fragment(text, tuple(marks))
    # Around the first mark, which is what the reader looks for.
    first = max(0, marks[0][0] - MOST_SHOWN // 2) if marks else 0
    last = first + MOST_SHOWN
    return Fragment(
        text[first:last],
        tuple((start - first, end - first) for start, end in marks if end <= last),
    )


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
    authors: tuple[str, ...]
    source: str | None
    language: str | None
    published: str | None
    url: str | None
    persons: tuple[str, ...]
    organisations: tuple[str, ...]
    places: tuple[str, ...]
    groups: tuple[str, ...]
    story: str | None
    copies: tuple[Copy, ...] = ()
    copies_total: int = 0


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value of a facet and in how many articles it is.

    Args:
        count: articles with the value, were this facet's own filters not there: so a filter hides
            no alternative of itself.
        within: articles with the value among those that were found: what is left where it is asked
            for as well. Without filters on the facet the two are the same.
        chosen: whether a filter asks for it.
    """

    value: str
    count: int
    within: int = 0
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of a histogram: the articles of the days from `first` to `last`, ISO dates."""

    first: str
    last: str
    count: int


@dataclass(frozen=True, slots=True)
class Histogram:
    """Articles over time, in order, bars without articles left out.

    As with facets, a filter on the days themselves does not count, so that the days around it are
    seen.

    Args:
        interval: day, week, month, quarter or year.
        earlier, later: articles before the first bar and after the last one. An automatic interval
            leaves those few out that lie far off.
    """

    interval: str
    bars: tuple[Bar, ...]
    earlier: int = 0
    later: int = 0


@dataclass(frozen=True)
class SearchResult:
    """Hits, how many articles there are in all, and counted facets.

    Args:
        stories: their number, where the search collapses them.
        unmatched: where nothing was found, the names in filters that no article has.
        notes: what of the query was not understood, and how it was read instead; sentences.
        also: names that were searched for as well.
        absent: words of the query that stand in no article.
        loosened: whether no article has all words of the query, and these have some of them.
        suggestion: what the query may have meant: the whole text, corrected, which finds more.
        histograms: by name, as asked for.
        next: where the request is `deep` and hits are left: what `after` of the next one is.
    """

    total: int
    hits: tuple[Hit, ...]
    facets: Mapping[str, tuple[FacetValue, ...]]
    took_ms: int
    stories: int | None = None
    unmatched: tuple[Unmatched, ...] = ()
    notes: tuple[str, ...] = ()
    also: tuple[Also, ...] = ()
    absent: tuple[str, ...] = ()
    loosened: bool = False
    suggestion: str | None = None
    histograms: Mapping[str, Histogram] = field(default_factory=dict)
    next: str | None = None

    def document(self) -> dict[str, Any]:
        """The result as JSON values; every key is always there.

            {"total": 2, "stories": null, "took_ms": 7,
             "hits": [{"id", "score", "title": FRAGMENT or null, "fragments": [FRAGMENT],
                       "authors": [], "source", "language", "published", "url", "story",
                       "persons": [], "organisations": [], "places": [], "groups": [],
                       "copies": [{"id", "source", "title", "url"}], "copies_total": 0}],
             "facets": {"persons": [{"value": "Vladimir Putin", "count": 2, "within": 2,
                                     "chosen": false}]},
             "unmatched": [{"field": "persons", "value": "Putni", "near": ["Vladimir Putin"]}],
             "notes": [], "also": [{"typed": "FT", "name": "Financial Times", "why": "alias"}],
             "absent": [], "loosened": false, "suggestion": null,
             "histograms": {"published": {"interval": "month",
                                          "bars": [{"first", "last", "count"}],
                                          "earlier": 0, "later": 0}},
             "next": null}

        FRAGMENT is {"text", "marks": [[start, end)]}, in characters. `score` is null where hits
        are sorted by date; `copies` are the newest few of `copies_total`.
        """
        return asdict(self)


def read(answer: Mapping[str, Any]) -> SearchResult:
    """From Elasticsearch's answer."""
    counted = dict(answer.get("aggregations", {}))
    stories = counted.pop("stories", None)
    return SearchResult(
        total=answer["hits"]["total"]["value"],
        hits=tuple(map(hit_of, answer["hits"]["hits"])),
        facets={name: _values(told) for name, told in counted.items()},
        took_ms=answer["took"],
        stories=stories["found"]["value"] if stories else None,
    )


def _values(told: Mapping[str, Any]) -> tuple[FacetValue, ...]:
    """A facet's values in its own order; those that a filter asks for are among them."""
    found = list(told.get("found", told)["buckets"])
    chosen = {bucket["key"]: bucket for bucket in told.get("chosen", {}).get("buckets", ())}
    there = {bucket["key"] for bucket in found}
    found += [bucket for key, bucket in chosen.items() if key not in there]
    return tuple(_value(bucket, bucket["key"] in chosen) for bucket in found)


def _value(bucket: Mapping[str, Any], chosen: bool) -> FacetValue:
    count = bucket["doc_count"]
    within = bucket.get("within", bucket)["doc_count"]
    return FacetValue(str(bucket.get("key_as_string", bucket["key"])), count, within, chosen)


def hit_of(hit: Mapping[str, Any]) -> Hit:
    """From a hit of Elasticsearch's, asked for as `query.body` does."""
    source, marked = hit["_source"], hit.get("highlight", {})
    title = marked.get("title", [source["title"]] if source.get("title") else [])
    copies = hit.get("inner_hits", {}).get("copies", {}).get("hits")
    return Hit(
        id=hit["_id"],
        score=hit.get("_score"),
        title=Fragment.of(title[0]) if title else None,
        fragments=tuple(map(Fragment.of, marked.get("body", ()))),
        authors=tuple(source.get("authors", ())),
        source=source.get("source"),
        language=source.get("language"),
        published=source.get("published"),
        url=source.get("url"),
        persons=tuple(source.get("persons", ())),
        organisations=tuple(source.get("organisations", ())),
        places=tuple(source.get("places", ())),
        groups=tuple(source.get("groups", ())),
        story=source.get("story"),
        copies=_others(copies["hits"], hit["_id"]) if copies else (),
        copies_total=copies["total"]["value"] - 1 if copies else 0,
    )


def _others(hits: list[Mapping[str, Any]], shown: str) -> tuple[Copy, ...]:
    return tuple(_copy(hit) for hit in hits if hit["_id"] != shown)[:MOST_COPIES]


def _copy(hit: Mapping[str, Any]) -> Copy:
    source = hit["_source"]
    return Copy(hit["_id"], source.get("source"), source.get("title"), source.get("url"))
