"""The facets: what can be counted and filtered, and how."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from search.errors import SearchError, shown
from transforms.article import NameKind


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet over a field. `kind` is set where its values are names; `by` where they are days.

    Values are ordered by count, then alphabetically; days by time.
    """

    name: str
    field: str
    kind: NameKind | None = None
    by: str | None = None

    def aggregation(self, size: int) -> dict[str, Any]:
        """The Elasticsearch aggregation that counts it; `size` bounds values that are not days."""
        if self.by:
            return {
                "date_histogram": {
                    "field": self.field,
                    "calendar_interval": self.by,
                    "format": FORMAT[self.by],
                    "min_doc_count": 1,
                    "hard_bounds": BOUNDS[self.by],
                }
            }
        return {"terms": {"field": self.field, "size": size, "shard_size": max(FROM_EACH, size)}}

    def aggregation_of(self, values: Sequence[str]) -> dict[str, Any]:
        """The same of these values alone; not for days."""
        return {"terms": {"field": self.field, "size": len(values), "include": list(values)}}


FROM_EACH = 1_000
"""Values of each shard. What is common in all years need not be among the first of any."""
FORMAT = {"day": "yyyy-MM-dd", "month": "yyyy-MM", "year": "yyyy"}
# An interval counts in each month that it touches, and Elasticsearch refuses more than 65,536
# buckets: without bounds, one text about ten thousand years would make the facet fail for all.
BOUNDS = {
    "day": {"min": "1600-01-01", "max": "2199-12-31"},
    "month": {"min": "1000-01", "max": "2999-12"},
    "year": {"min": "1000", "max": "2999"},
}

FACETS = {
    facet.name: facet
    for facet in (
        Facet("persons", "persons", NameKind.PERSON),
        Facet("organisations", "organisations", NameKind.ORGANISATION),
        Facet("places", "places", NameKind.PLACE),
        Facet("groups", "groups", NameKind.GROUP),
        Facet("source", "source"),
        Facet("author", "authors"),
        Facet("section", "section"),
        Facet("dateline", "dateline.places"),
        Facet("language", "language"),
        Facet("removed", "removed_kinds"),
        Facet("story", "story"),
        Facet("published", "published", by="month"),
        Facet("published-day", "published", by="day"),
        Facet("published-year", "published", by="year"),
        Facet("about", "about", by="month"),
        Facet("about-year", "about", by="year"),
    )
}


def facet(name: str) -> Facet:
    """The facet of that name. Raises SearchError naming those that there are."""
    if name not in FACETS:
        raise SearchError(f"There is no facet {shown(name)}. There are: {', '.join(FACETS)}.")
    return FACETS[name]
