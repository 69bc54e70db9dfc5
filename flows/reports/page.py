"""The report as a page of HTML in one file: it asks nothing of any server, and runs no script."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.filesize import decimal

from flows.progress.duration import duration
from flows.reports.rows import MEANING, events, rate, stage_rows, tally_of
from flows.running.outcomes import Outcome
from flows.sources.redact import shown_location
from index_mappings.run_record import LOST, RunRecord, Spread
from index_mappings.runs import COMPLETED, FAILED, RUNNING
from pages.render import page, styles

HERE = Path(__file__).parent
Bars = list[dict[str, Any]]
MOST_SHOWN = 300
"""Characters of a name or a reason."""
COLOUR = {
    Outcome.INDEXED: "one",
    Outcome.UPDATED: "two",
    Outcome.UNCHANGED: "five",
    Outcome.DUPLICATE: "three",
    Outcome.QUARANTINED: "bad",
}
STANDING = {
    COMPLETED: ("good", "completed"),
    FAILED: ("bad", "failed"),
    RUNNING: ("warn", "running"),
    LOST: ("bad", "cut short"),
}
LOST_TOLD = (
    "It says that it is running and gives no sign of life: it was killed, or its machine is gone. "
    "Start it again, and it finishes what is missing; nothing is loaded twice."
)
INTERVALS = {"d": "day", "M": "month", "y": "year"}


def run_page(record: RunRecord, now: datetime | None = None) -> str:
    """The page of a run, from its record alone.

    Args:
        now: when a run that says it is running is judged; default: this moment.
    """
    state = record.state_at(now or datetime.now(UTC))
    tally = tally_of(record)
    return page(
        HERE,
        "run.html",
        style=styles(HERE / "run.css"),
        record=record,
        standing=STANDING.get(state, ("warn", state)),
        error=LOST_TOLD if state == LOST else _inert(record.error, 2000),
        equation=tally.equation() if record.counted else "",
        closes=tally.closes,
        facts=_facts(record),
        sources=[_inert(source) for source in record.sources],
        alarms=[(_inert(told, 600), f"{n:,}") for told, n in record.alarms],
        outcomes=_outcomes(record),
        stages=_stages(record),
        stage_rows=stage_rows(record),
        slowest=_slowest(record),
        spread=record.spread,
        days=_days(record.spread),
        day_title=_day_title(record.spread),
        by_source=_by_source(record.spread),
        beside_days=_beside_days(record.spread),
        failures=[(each.stage, _inert(each.reason), each.documents) for each in record.failures],
        examples=_examples(record),
        events=list(events(record)),
        counts=sorted(record.counts.items()),
        versions=_told(record.versions),
        made=_made(record),
        settings=_told(record.settings),
    )


def _inert(told: str, limit: int = MOST_SHOWN) -> str:
    return shown_location(told, limit)


def _facts(record: RunRecord) -> list[tuple[str, str]]:
    told = [("flow", record.flow)]
    for name, moment in (("began", record.started_at), ("ended", record.ended_at)):
        if moment:
            told.append((name, f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"))
    if record.seconds is not None:
        told.append(("took", duration(record.seconds)))
    if record.counted and record.seconds:
        told.append(("rate", f"{rate(record):,.1f} documents a second"))
    if record.worker_seconds:
        told.append(("workers", f"{record.workers}, busy {duration(record.worker_seconds)}"))
    sizes = [f"{who} {decimal(most)}" for who, most in sorted(record.memory.items()) if most]
    if sizes:
        told.append(("memory at most", ", ".join(sizes)))
    told += [("machine", record.host)] if record.host else []
    told += [("flow run", record.flow_run)] if record.flow_run else []
    return [(name, _inert(value)) for name, value in told]


def _outcomes(record: RunRecord) -> Bars:
    return [
        {
            "label": f"{each}: {MEANING[each]}",
            "value": record.counted.get(str(each), 0),
            "told": f"{record.counted.get(str(each), 0):,}",
            "kind": COLOUR[each],
        }
        for each in Outcome
        if record.counted
    ]


def _stages(record: RunRecord) -> Bars:
    return [
        {
            "label": row.stage,
            "value": row.seconds,
            "told": f"{duration(row.seconds)}, {row.share:.1%}",
        }
        for row in stage_rows(record)
    ]


def _slowest(record: RunRecord) -> list[tuple[str, str, str, str]]:
    return [
        (
            _inert(each.uri or ""),
            _inert(each.id, 100),
            duration(each.seconds),
            f"{each.characters:,}",
        )
        for each in record.slowest
    ]


def _day_title(spread: Spread | None) -> str:
    if spread is None or not spread.interval:
        return ""
    count, unit = spread.interval[:-1], INTERVALS.get(spread.interval[-1], "period")
    return f"By {unit} of publication" if count == "1" else f"By {count} {unit}s of publication"


def _days(spread: Spread | None) -> Bars:
    return [
        {"label": day, "value": n, "told": f"{n:,}"} for day, n in (spread.days if spread else ())
    ]


def _beside_days(spread: Spread | None) -> str:
    if spread is None:
        return ""
    parts = {
        "without a date": spread.undated,
        "far earlier": spread.earlier,
        "far later": spread.later,
    }
    return ", ".join(f"{n:,} {what}" for what, n in parts.items() if n)


def _by_source(spread: Spread | None) -> Bars:
    if spread is None:
        return []
    rest = {"all other sources": spread.other_sources, "no source told": spread.no_source}
    named = [(_inert(source, 100), n) for source, n in spread.sources]
    named += [(what, n) for what, n in rest.items() if n]
    return [{"label": source, "value": n, "told": f"{n:,}"} for source, n in named]


def _examples(record: RunRecord) -> dict[str, list[tuple[str, str, str]]]:
    """By outcome the documents that are named: address or id, id, why."""
    told: dict[str, list[tuple[str, str, str]]] = {}
    for each in record.examples:
        row = (_inert(each.uri or ""), _inert(each.id, 100), _inert(each.why))
        told.setdefault(each.outcome, []).append(row)
    return told


def _made(record: RunRecord) -> list[tuple[str, str, str]]:
    """By stage its version and fingerprint."""
    return [
        (stage, record.stage_versions.get(stage, ""), fingerprint)
        for stage, fingerprint in sorted(record.fingerprints.items())
    ]


def _told(values: Mapping[str, str]) -> list[tuple[str, str]]:
    # The index does not keep the order of fields.
    return [(name, _inert(value)) for name, value in sorted(values.items())]
