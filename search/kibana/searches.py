"""The saved searches: a query, and the columns of its table in Discover."""

from __future__ import annotations

from dataclasses import dataclass

from search.kibana.columns import Json
from search.kibana.saved import Names, packed, reference, saved
from search.kibana.views import VIEWS

INDEX = "kibanaSavedObjectMeta.searchSourceJSON.index"


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A saved search. `view` is the key of a data view, `sort` a field, the latest first."""

    key: str
    title: str
    about: str
    view: str
    columns: tuple[str, ...]
    sort: str
    kql: str = ""

    def saved(self, names: Names) -> Json:
        """As a saved object."""
        source = {
            "highlightAll": True,
            "version": True,
            "query": {"query": self.kql, "language": "kuery"},
            "filter": [],
            "indexRefName": INDEX,
        }
        attributes = {
            "title": names.title(self.title),
            "description": self.about,
            "columns": list(self.columns),
            "sort": [[self.sort, "desc"]],
            "grid": {},
            "hideChart": False,
            "isTextBasedQuery": False,
            "kibanaSavedObjectMeta": {"searchSourceJSON": packed(source)},
        }
        view = reference("index-pattern", VIEWS[self.view].id(names), INDEX)
        return saved("search", self.id(names), attributes, [view])

    def id(self, names: Names) -> str:
        """The saved object's id."""
        return names.id(f"search-{self.key}")


LATEST = SavedSearch(
    "latest",
    "Latest articles",
    "Articles with who and where they speak of.",
    "articles",
    ("title", "source", "persons", "organisations", "places", "url"),
    "published",
)
AHEAD = SavedSearch(
    "ahead",
    "What is to come",
    "Articles that name a day after the one on which they appeared.",
    "articles",
    ("title", "source", "about_days", "persons", "places"),
    "published",
    "about_offsets > 0",
)
UNDATED = SavedSearch(
    "undated",
    "Articles without a date",
    "No source, page or text told when they were published; a time picker never shows them.",
    "every-article",
    ("title", "source", "uri", "indexed_at"),
    "indexed_at",
    "not published: *",
)
UNSURE_DATES = SavedSearch(
    "unsure-dates",
    "Dates of publication in doubt",
    "The date was found with little confidence, or is the one of an update.",
    "articles",
    ("published", "published_confidence", "published_found_in", "title", "source", "url"),
    "published",
    "published_confidence < 0.7 or published_found_in: updated",
)
REMOVED = SavedSearch(
    "removed",
    "Articles with something removed",
    "Open one with `dateline explain ID` to see which lines went, and why.",
    "articles",
    ("title", "source", "removed_kinds", "words", "id"),
    "published",
    "removed_kinds: *",
)
PROBLEMS = SavedSearch(
    "problems",
    "Articles with a problem",
    "A stage could not do its work; the article is in the index without it.",
    "every-article",
    ("title", "source", "problem_stages", "indexed_at", "id"),
    "indexed_at",
    "problem_stages: *",
)
LAST_RUNS = SavedSearch(
    "runs",
    "Runs",
    "Each run with its outcomes.",
    "runs",
    (
        "flow",
        "state",
        "seconds",
        "outcomes.read",
        "outcomes.indexed",
        "outcomes.updated",
        "outcomes.unchanged",
        "outcomes.duplicate",
        "outcomes.quarantined",
        "error",
    ),
    "started_at",
)
FAILED_RUNS = SavedSearch(
    "failed-runs",
    "Runs that failed",
    "What ended with an error, or did not account for all that it read.",
    "runs",
    ("flow", "seconds", "outcomes.read", "outcomes.quarantined", "error"),
    "started_at",
    "state: failed",
)
IN_QUARANTINE = SavedSearch(
    "quarantine",
    "In quarantine",
    "What failed, and why: `dateline quarantine show ID`, `dateline quarantine replay`.",
    "quarantine",
    ("stage", "reason", "error", "source", "uri", "attempts", "id"),
    "last_at",
)

SEARCHES = (
    LATEST,
    AHEAD,
    UNDATED,
    UNSURE_DATES,
    REMOVED,
    PROBLEMS,
    LAST_RUNS,
    FAILED_RUNS,
    IN_QUARANTINE,
)
