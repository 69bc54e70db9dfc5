"""The dashboard Operations: runs, rates, outcomes, quarantine by stage and reason, stale stages."""

from __future__ import annotations

from search.kibana.charts import XY, Metric, Plot, Series, Table, bars
from search.kibana.columns import TENTHS, Count, Dates, Number, Ratio, Top, latest
from search.kibana.panels import Dashboard, LensPanel, SavedPanel
from search.kibana.searches import FAILED_RUNS, IN_QUARANTINE, LAST_RUNS

RUNS, QUARANTINE, EVERY = "runs", "quarantine", "every-article"
STARTED = Dates("started_at", "Started")
READ = Number("sum", "outcomes.read", "Read")
QUARANTINED = Number("sum", "outcomes.quarantined", "Quarantined")
A_SECOND = Ratio(READ, Number("sum", "seconds", "Seconds"), "Documents a second", TENTHS)
OUTCOMES = ("indexed", "updated", "unchanged", "duplicate", "quarantined")
STAGES = (
    "extract",
    "language",
    "boilerplate",
    "published",
    "dates",
    "entities",
    "names",
    "furniture",
    "duplicates",
)
FAILED = Count("Documents")

OPERATIONS = Dashboard(
    key="operations",
    title="Operations",
    about="Runs with their rates and outcomes, what is in quarantine, and which stages are stale.",
    since="now-30d",
    panels=(
        LensPanel("runs-started", "Runs", (0, 0, 8, 6), Metric(RUNS, Count("Runs"))),
        LensPanel(
            "runs-failed",
            "Runs that failed",
            (8, 0, 8, 6),
            Metric(RUNS, Count("Runs that failed", "state: failed")),
        ),
        LensPanel("read", "Documents read", (16, 0, 8, 6), Metric(RUNS, READ)),
        LensPanel("rate", "Documents a second", (24, 0, 8, 6), Metric(RUNS, A_SECOND)),
        LensPanel(
            "share-quarantined",
            "Quarantined, of those read",
            (32, 0, 8, 6),
            Metric(RUNS, Ratio(QUARANTINED, READ, "Quarantined, of those read")),
        ),
        LensPanel(
            "in-quarantine",
            "In quarantine",
            (40, 0, 8, 6),
            Metric(QUARANTINE, Count("In quarantine")),
            about="What failed in the period and is there still.",
        ),
        LensPanel(
            "outcomes",
            "Outcomes of runs",
            (0, 6, 24, 14),
            bars(
                RUNS,
                STARTED,
                *(Number("sum", f"outcomes.{name}", name.capitalize()) for name in OUTCOMES),
            ),
        ),
        LensPanel(
            "rates",
            "Documents a second, over time",
            (24, 6, 24, 14),
            XY((Plot(RUNS, STARTED, (A_SECOND,), series=Series.LINE),)),
        ),
        LensPanel(
            "flows-and-states",
            "Runs by flow and state",
            (0, 20, 24, 12),
            bars(
                RUNS,
                Top(10, "flow", "Flow"),
                Count("Runs"),
                split=Top(5, "state", "State"),
                series=Series.STACKED_LYING_BARS,
            ),
        ),
        LensPanel(
            "stage-seconds",
            "Seconds in stages, all workers together",
            (24, 20, 24, 12),
            bars(RUNS, STARTED, *(Number("sum", f"stage_seconds.{name}", name) for name in STAGES)),
        ),
        LensPanel(
            "quarantine-by-stage",
            "Quarantine by stage and reason",
            (0, 32, 24, 14),
            bars(
                QUARANTINE,
                Top(12, "stage", "Stage"),
                FAILED,
                split=Top(12, "reason", "Reason", other=True),
                series=Series.STACKED_LYING_BARS,
            ),
        ),
        LensPanel(
            "quarantine-over-time",
            "Quarantine over time",
            (24, 32, 24, 14),
            bars(
                QUARANTINE,
                Dates("last_at", "Last failed"),
                FAILED,
                split=Top(8, "reason", "Reason", other=True),
            ),
        ),
        LensPanel(
            "made-with",
            "What made the articles",
            (0, 46, 28, 18),
            Table(
                EVERY,
                (Top(200, "made_with", "Stage and fingerprint", alphabetical=True),),
                (Count("Articles"), latest("indexed_at", "Last made")),
                sorted_by=None,
            ),
            about=(
                "A stage with two rows is stale for the articles of the row that was made before: "
                "`dateline reprocess` makes them anew. All articles, whatever the period."
            ),
        ),
        LensPanel(
            "undated",
            "Articles without a date",
            (28, 46, 10, 6),
            Metric(EVERY, Count("Articles without a date", "not published: *")),
            about="The time picker hides these on the other dashboards.",
        ),
        LensPanel(
            "problematic",
            "Articles with a problem",
            (38, 46, 10, 6),
            Metric(EVERY, Count("Articles with a problem", "problem_stages: *")),
        ),
        LensPanel(
            "problem-stages",
            "Problems by stage",
            (28, 52, 20, 12),
            bars(
                EVERY,
                Top(12, "problem_stages", "Stage"),
                Count("Articles"),
                series=Series.LYING_BARS,
            ),
            about="Where a stage could not do its work, and the article was loaded without it.",
        ),
        SavedPanel((0, 64, 48, 14), LAST_RUNS),
        SavedPanel((0, 78, 48, 12), FAILED_RUNS),
        SavedPanel((0, 90, 48, 16), IN_QUARANTINE),
    ),
)
