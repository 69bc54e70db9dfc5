"""What a reader asks for."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Any

from search.days import DayRange
from search.errors import SearchError, shown
from transforms.article import NameKind, RemovalKind

MOST_HITS = 10_000  # Elasticsearch's `index.max_result_window`
MOST_FACET_VALUES = 1_000
MOST_VALUES = 100
MOST_NAME = 1_000  # the mapping's `ignore_above`: a longer value is in no facet

# The fields that hold names, and of which kind.
NAMES = {
    "persons": NameKind.PERSON,
    "organisations": NameKind.ORGANISATION,
    "places": NameKind.PLACE,
    "groups": NameKind.GROUP,
}


class Sort(StrEnum):
    """The order of hits. What lacks the field that is sorted by comes last in all."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"
    TITLE = "title"
    SOURCE = "source"
    LONGEST = "longest"


class Interval(StrEnum):
    """How long the bars of a histogram are; `auto`: so that there are some dozens of them."""

    AUTO = "auto"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True)
class SearchRequest:
    """A query, its filters, and what to show. Without text, the newest articles come first.

    Args:
        text: words that must all occur, "quoted phrases" to the letter, -words that must not, OR,
            parentheses, and fields as person:Putin: see `search.syntax`.
        persons, organisations, places, groups: canonical names or aliases; each must be in the
            article.
        sources, authors, languages, removed: one of these.
        about: days that the text speaks of; published: days of publication.
        facets: names of facets to count, `facet_size` values of each.
        histograms: "published", "about" or both: articles over time, by `interval`.
        size, start: how many hits, from which on.
        collapse: one article a story, with the number of copies. Totals and facets still count
            articles; `size` and `start` then count stories.
        deep: hold the index as it is now, so that `SearchResult.next` leads on through all hits,
            however many; not with `collapse` or `start`.
        after: the `next` of an earlier result of the same request; goes on behind it.
    """

    text: str = ""
    persons: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    about: DayRange | None = None
    published: DayRange | None = None
    facets: tuple[str, ...] = ()
    facet_size: int = 10
    size: int = 10
    start: int = 0
    collapse: bool = False
    sort: Sort = Sort.RELEVANCE
    histograms: tuple[str, ...] = ()
    interval: Interval = Interval.AUTO
    deep: bool = False
    after: str = ""

    def checked(self) -> SearchRequest:
        """The same as the index writes it: NFC, and a space for what no text there holds.

        Raises SearchError where something is out of bounds, with the bounds.
        """
        if self.size < 0 or self.start < 0 or self.start + self.size > MOST_HITS:
            raise SearchError(
                f"start {self.start} and size {self.size}: neither may be negative, and both "
                f"together at most {MOST_HITS:,}."
            )
        if not 1 <= self.facet_size <= MOST_FACET_VALUES:
            raise SearchError(f"facet_size must be 1 to {MOST_FACET_VALUES:,}.")
        told = {field.name: getattr(self, field.name) for field in fields(self)}
        clean = replace(self, **{name: _clean(value) for name, value in told.items()})
        for name, values in told.items():
            if isinstance(values, tuple):
                _check_values(name, getattr(clean, name))
        _check_kinds(clean.removed)
        return clean


def _clean(value: Any) -> Any:  # noqa: ANN401 - any field of a request
    if isinstance(value, tuple):
        return tuple(map(_clean, value))
    if not isinstance(value, str) or isinstance(value, (Sort, Interval)):
        return value
    # A lone surrogate would make the whole request invalid.
    valid = value.encode("utf-8", "replace").decode("utf-8")
    plain = "".join(" " if unicodedata.category(c) == "Cc" else c for c in valid)
    return unicodedata.normalize("NFC", plain).strip()


def _check_values(name: str, values: tuple[str, ...]) -> None:
    if len(values) > MOST_VALUES:
        raise SearchError(f"{name}: {len(values):,} values; at most {MOST_VALUES} are allowed.")
    for value in values:
        if not value or len(value) > MOST_NAME:
            raise SearchError(f"{name}: {shown(value)} must have 1 to {MOST_NAME:,} characters.")


def _check_kinds(removed: tuple[str, ...]) -> None:
    for kind in removed:
        if kind.lower() not in set(RemovalKind):
            raise SearchError(
                f"Nothing is removed as {shown(kind)}. There are: {', '.join(RemovalKind)}."
            )
