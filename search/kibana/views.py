"""The data views: which indices, which field the time picker chooses by, how fields are shown."""

from __future__ import annotations

from dataclasses import dataclass, field

from search.kibana.columns import Json
from search.kibana.saved import Names, packed, saved

# A day is a day everywhere: in a browser west of Greenwich it must not become the day before.
DAY: Json = {"id": "date", "params": {"pattern": "D MMM YYYY", "timezone": "UTC"}}
MOMENT: Json = {"id": "date", "params": {"pattern": "D MMM YYYY HH:mm"}}
PERCENT: Json = {"id": "percent", "params": {"pattern": "0,0.[0]%"}}
WHOLE: Json = {"id": "number", "params": {"pattern": "0,0"}}
SIGNED: Json = {"id": "number", "params": {"pattern": "+0,0"}}
BYTES: Json = {"id": "bytes", "params": {"pattern": "0,0.[0] b"}}
LINK: Json = {
    "id": "url",
    "params": {
        "type": "a",
        "urlTemplate": None,
        "labelTemplate": None,
        "openLinkInCurrentTab": False,
    },
}
SECONDS: Json = {
    "id": "duration",
    "params": {
        "inputFormat": "seconds",
        "outputFormat": "humanizePrecise",
        "outputPrecision": 1,
        "useShortSuffix": True,
        "includeSpaceWithSuffix": True,
    },
}


@dataclass(frozen=True, slots=True)
class DataView:
    """A data view. `family` is one of indices; `hidden` are fields that no table shows."""

    key: str
    family: str
    title: str
    time_field: str | None
    formats: dict[str, Json] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    hidden: tuple[str, ...] = ()

    def saved(self, names: Names) -> Json:
        """As a saved object. Fields are not listed: Kibana asks Elasticsearch for them."""
        attributes = {
            "title": names.id(self.family),
            "name": names.title(self.title),
            "fields": "[]",
            "fieldFormatMap": packed(self.formats),
            "fieldAttrs": packed(
                {name: {"customLabel": told} for name, told in self.labels.items()}
            ),
            "runtimeFieldMap": "{}",
            "sourceFilters": packed([{"value": name} for name in self.hidden]),
            "typeMeta": "{}",
            # So that what is imported before the first run is there when its articles are.
            "allowNoIndex": True,
            **({"timeFieldName": self.time_field} if self.time_field else {}),
        }
        return saved("index-pattern", self.id(names), attributes, [])

    def id(self, names: Names) -> str:
        """The saved object's id."""
        return names.id(f"view-{self.key}")


ARTICLE_FORMATS = {
    "published": DAY,
    "about_days": DAY,
    "published_at": MOMENT,
    "indexed_at": MOMENT,
    "retrieved": MOMENT,
    "url": LINK,
    "canonical_url": LINK,
    "published_confidence": PERCENT,
    "language_confidence": PERCENT,
    "words": WHOLE,
    "about_offsets": SIGNED,
}
ARTICLE_LABELS = {
    "published": "Published",
    "published_at": "Published at",
    "published_found_in": "Date found in",
    "published_confidence": "Confidence of the date",
    "source": "Source",
    "title": "Title",
    "persons": "Persons",
    "organisations": "Organisations",
    "places": "Places",
    "groups": "Groups",
    "place_points": "Where",
    "authors": "Authors",
    "section": "Section",
    "tags": "Tags",
    "language": "Language",
    "language_confidence": "Confidence of the language",
    "removed_kinds": "Kinds removed",
    "about": "Periods spoken of",
    "about_days": "Days spoken of",
    "about_offsets": "Days from publication",
    "story": "Story",
    "words": "Words",
    "made_with": "Made with",
    "problem_stages": "Stages with a problem",
    "indexed_at": "Loaded at",
}
UNSEEN = ("bands", "signature", "entities", "merges", "page", "furniture", "metadata", "problems")

ARTICLES = DataView(
    "articles", "articles", "Articles", "published", ARTICLE_FORMATS, ARTICLE_LABELS, UNSEEN
)
# The time picker hides what has no date; here it does not choose at all.
EVERY_ARTICLE = DataView(
    "every-article",
    "articles",
    "Articles, dated or not",
    None,
    ARTICLE_FORMATS,
    ARTICLE_LABELS,
    UNSEEN,
)
RUNS = DataView(
    "runs",
    "runs",
    "Runs",
    "started_at",
    {"started_at": MOMENT, "ended_at": MOMENT, "seconds": SECONDS},
    {
        "started_at": "Started",
        "ended_at": "Ended",
        "flow": "Flow",
        "state": "State",
        "seconds": "Took",
        "outcomes.read": "Read",
        "outcomes.indexed": "Indexed",
        "outcomes.updated": "Updated",
        "outcomes.unchanged": "Unchanged",
        "outcomes.duplicate": "Duplicate",
        "outcomes.quarantined": "Quarantined",
        "sources": "Sources",
        "error": "Error",
    },
)
QUARANTINE = DataView(
    "quarantine",
    "quarantine",
    "Quarantine",
    "last_at",
    {"first_at": MOMENT, "last_at": MOMENT, "bytes": BYTES, "attempts": WHOLE},
    {
        "stage": "Stage",
        "reason": "Reason",
        "error": "Error",
        "attempts": "Attempts",
        "first_at": "First failed",
        "last_at": "Last failed",
        "source": "Source",
        "uri": "URI",
        "bytes": "Size",
    },
    ("content", "metadata"),
)

VIEWS = {view.key: view for view in (ARTICLES, EVERY_ARTICLE, RUNS, QUARANTINE)}
