"""The dashboard Newsroom: what was published, by whom, about whom and where; what was removed."""

from __future__ import annotations

from search.kibana.charts import Heatmap, Metric, Series, Table, bars
from search.kibana.columns import TENTHS, Count, Dates, Number, Ratio, Top
from search.kibana.maps import PLACES
from search.kibana.panels import Control, Dashboard, LensPanel, SavedPanel
from search.kibana.searches import LATEST

VIEW = "articles"
ARTICLES = Count("Articles")
WITH_REMOVED = Ratio(Count("With something removed", "removed_kinds: *"), Count("All"), "Cleaned")
PUBLISHED = Dates("published", "Published")


def ranking(field: str, label: str, size: int = 15) -> Top:
    """The values of a facet that most articles have."""
    return Top(size, field, label)


NEWSROOM = Dashboard(
    key="newsroom",
    title="Newsroom",
    about="Articles by day and source, whom and what they name, and what was removed from them.",
    controls=(
        Control(VIEW, "source", "Source"),
        Control(VIEW, "persons", "Person"),
        Control(VIEW, "organisations", "Organisation"),
        Control(VIEW, "places", "Place"),
        Control(VIEW, "language", "Language"),
    ),
    panels=(
        LensPanel("articles", "Articles", (0, 0, 8, 6), Metric(VIEW, ARTICLES)),
        LensPanel(
            "stories",
            "Stories",
            (8, 0, 8, 6),
            Metric(VIEW, Number("unique_count", "story", "Stories")),
            about="Copies of an article count once.",
        ),
        LensPanel(
            "sources",
            "Sources",
            (16, 0, 8, 6),
            Metric(VIEW, Number("unique_count", "source", "Sources")),
        ),
        LensPanel(
            "words",
            "Words an article",
            (24, 0, 8, 6),
            Metric(VIEW, Number("average", "words", "Words an article")),
        ),
        LensPanel(
            "cleaned",
            "Articles with something removed",
            (32, 0, 8, 6),
            Metric(VIEW, WITH_REMOVED),
        ),
        LensPanel(
            "undated",
            "Without a date",
            (40, 0, 8, 6),
            Metric("every-article", Count("Without a date", "not published: *")),
            about="Not counted in the rest of this dashboard: the time picker chooses by date.",
        ),
        LensPanel(
            "by-day-and-source",
            "Articles by day and source",
            (0, 6, 32, 14),
            bars(
                VIEW,
                PUBLISHED,
                ARTICLES,
                split=Top(8, "source", "Source", other=True, missing=True),
            ),
            about="A bar is a day, or longer where the period is long.",
        ),
        LensPanel(
            "by-source",
            "Sources",
            (32, 6, 16, 14),
            Table(
                VIEW,
                (Top(100, "source", "Source", other=True, missing=True),),
                (
                    ARTICLES,
                    Number("unique_count", "story", "Stories"),
                    Number("average", "words", "Words", TENTHS),
                    WITH_REMOVED,
                ),
            ),
        ),
        LensPanel(
            "persons",
            "Persons",
            (0, 20, 16, 16),
            bars(VIEW, ranking("persons", "Person"), ARTICLES, series=Series.LYING_BARS),
        ),
        LensPanel(
            "organisations",
            "Organisations",
            (16, 20, 16, 16),
            bars(
                VIEW, ranking("organisations", "Organisation"), ARTICLES, series=Series.LYING_BARS
            ),
        ),
        LensPanel(
            "place-names",
            "Places",
            (32, 20, 16, 16),
            bars(VIEW, ranking("places", "Place"), ARTICLES, series=Series.LYING_BARS),
        ),
        SavedPanel((0, 36, 28, 20), PLACES),
        LensPanel(
            "groups",
            "Groups",
            (28, 36, 20, 10),
            bars(VIEW, ranking("groups", "Group", 10), ARTICLES, series=Series.LYING_BARS),
        ),
        LensPanel(
            "kinds-removed",
            "Kinds removed",
            (28, 46, 20, 10),
            bars(VIEW, ranking("removed_kinds", "Kind"), ARTICLES, series=Series.LYING_BARS),
            about="Articles from which text of a kind was removed.",
        ),
        LensPanel(
            "kinds-by-source",
            "Kinds removed, by source",
            (0, 56, 48, 14),
            Heatmap(VIEW, Top(15, "removed_kinds", "Kind"), Top(12, "source", "Source"), ARTICLES),
        ),
        SavedPanel((0, 70, 48, 18), LATEST),
    ),
)
