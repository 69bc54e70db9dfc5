"""What a reader asks for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from search.days import DayRange


class Sort(StrEnum):
    """The order of hits."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"


@dataclass(frozen=True)
class SearchRequest:
    """A query, its filters, and what to show.

    Args:
        text: words that must all occur, "quoted phrases" to the letter, -words that must not.
        persons, organisations, places, groups: canonical names or aliases; each must be in the
            article.
        sources, languages, removed: one of these.
        about: days that the text speaks of; published: days of publication.
        facets: names of facets to count, `facet_size` values of each.
        size, start: how many hits, from which on.
        collapse: one article a story, with the number of copies.
    """

    text: str = ""
    persons: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
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
