"""The report's tables, as rows of plain values: what Prefect shows as table artifacts."""

from __future__ import annotations

from typing import Any

from flows.reports.rows import MEANING, stage_rows
from flows.running.outcomes import Outcome
from flows.sources.redact import shown_location
from index_mappings.run_record import RunRecord

Rows = list[dict[str, Any]]
TITLES = {
    "outcomes": "Outcomes",
    "counts": "Counts",
    "stages": "Time by stage, in all workers",
    "slowest": "Slowest articles",
    "quarantine": "Quarantine by stage and reason",
}


def tables(record: RunRecord) -> dict[str, Rows]:
    """By the table's name its rows; only tables that have some."""
    made = {
        "outcomes": _outcomes(record),
        "stages": _stages(record),
        "slowest": _slowest(record),
        "quarantine": _quarantine(record),
        "counts": [{"what": name, "count": n} for name, n in record.counts.items()],
    }
    return {name: rows for name, rows in made.items() if rows}


def _outcomes(record: RunRecord) -> Rows:
    if not record.counted:
        return []
    return [
        {"outcome": str(each), "documents": record.counted.get(str(each), 0), "": MEANING[each]}
        for each in Outcome
    ]


def _stages(record: RunRecord) -> Rows:
    return [
        {
            "stage": row.stage,
            "seconds": round(row.seconds, 2),
            "articles": row.articles,
            "ms an article": round(row.an_article, 2),
            "share": f"{row.share:.1%}",
        }
        for row in stage_rows(record)
    ]


def _slowest(record: RunRecord) -> Rows:
    return [
        {
            "article": shown_location(each.uri or "", 300),
            "id": shown_location(each.id, 100),
            "seconds": round(each.seconds, 3),
            "characters": each.characters,
        }
        for each in record.slowest
    ]


def _quarantine(record: RunRecord) -> Rows:
    return [
        {"stage": each.stage, "reason": shown_location(each.reason), "documents": each.documents}
        for each in record.failures
    ]
