"""The dashboard Timeline: what is written about when.

The time picker chooses by publication, but in the charts of the days that are spoken of: these it
chooses by those days.
"""

from __future__ import annotations

from search.kibana.charts import XY, Donut, Heatmap, Metric, Plot, Series, Table, bars
from search.kibana.columns import PERCENT, Count, Dates, Number, Ranges, Ratio, Top
from search.kibana.panels import Control, Dashboard, LensPanel, SavedPanel
from search.kibana.searches import AHEAD, UNSURE_DATES

VIEW = "articles"
ARTICLES = Count("Articles")
ALL = Count("All")
PUBLISHED = Dates("published", "Published")
SPOKEN_OF = Dates("about_days", "Spoken of", empty=False)
FAR = 4_000_000  # days: no date is further off
FROM_PUBLICATION = Ranges(
    "about_offsets",
    "From publication",
    (
        (-FAR, -365, "over a year before"),
        (-365, -30, "1–12 months before"),
        (-30, -7, "1–4 weeks before"),
        (-7, -1, "2–7 days before"),
        (-1, 0, "the day before"),
        (0, 1, "the same day"),
        (1, 8, "within a week"),
        (8, 31, "1–4 weeks on"),
        (31, 366, "1–12 months on"),
        (366, FAR, "over a year on"),
    ),
)

TIMELINE = Dashboard(
    key="timeline",
    title="Timeline",
    about="What is written about when: the days that texts speak of, against when they appeared.",
    controls=(
        Control(VIEW, "source", "Source"),
        Control(VIEW, "persons", "Person"),
        Control(VIEW, "places", "Place"),
    ),
    panels=(
        LensPanel("articles", "Articles", (0, 0, 12, 6), Metric(VIEW, ARTICLES)),
        LensPanel(
            "with-days",
            "Speak of a day",
            (12, 0, 12, 6),
            Metric(VIEW, Ratio(Count("Speak of a day", "about_days: *"), ALL, "Speak of a day")),
        ),
        LensPanel(
            "looking-ahead",
            "Look ahead",
            (24, 0, 12, 6),
            Metric(VIEW, Ratio(Count("Ahead", "about_offsets > 0"), ALL, "Look ahead")),
            about="Articles that name a day after the one on which they appeared.",
        ),
        LensPanel(
            "sure",
            "Confidence of dates",
            (36, 0, 12, 6),
            Metric(VIEW, Number("average", "published_confidence", "Confidence of dates", PERCENT)),
        ),
        LensPanel(
            "spoken-of-and-published",
            "Spoken of, and published",
            (0, 6, 48, 14),
            XY(
                (
                    Plot(VIEW, PUBLISHED, (Count("Articles published"),)),
                    Plot(
                        VIEW,
                        SPOKEN_OF,
                        (Count("Articles that speak of it"),),
                        series=Series.LINE,
                    ),
                )
            ),
            about="Bars: articles by when they appeared. Line: articles by the days they speak of.",
        ),
        LensPanel(
            "how-far",
            "How far back, how far ahead",
            (0, 20, 20, 14),
            bars(VIEW, FROM_PUBLICATION, ARTICLES, series=Series.LYING_BARS),
            about="Days spoken of, counted from publication.",
        ),
        LensPanel(
            "how-far-over-time",
            "How far back and ahead, over time",
            (20, 20, 28, 14),
            Heatmap(VIEW, PUBLISHED, FROM_PUBLICATION, ARTICLES),
        ),
        LensPanel(
            "days",
            "Days most written about",
            (0, 34, 16, 16),
            Table(
                VIEW,
                (Top(50, "about_days.day", "Day"),),
                (ARTICLES, Number("unique_count", "source", "Sources")),
            ),
            about="The days that most articles of the period speak of.",
        ),
        LensPanel(
            "years",
            "Years spoken of",
            (16, 34, 16, 16),
            Table(
                VIEW,
                (Dates("about", "Year", "1y", picked=False, empty=False),),
                (ARTICLES, Number("unique_count", "source", "Sources")),
            ),
            about="With every period that lies in a year or reaches over it.",
        ),
        LensPanel(
            "found-in",
            "Where dates of publication were found",
            (32, 34, 16, 16),
            Donut(VIEW, Top(12, "published_found_in", "Found in"), ARTICLES),
        ),
        SavedPanel((0, 50, 48, 16), AHEAD),
        SavedPanel((0, 66, 48, 14), UNSURE_DATES),
    ),
)
