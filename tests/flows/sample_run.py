"""The report of a run in which everything happens that can, hostile names included."""

from __future__ import annotations

from typing import Any

from flows.reports.report import RunReport
from flows.running.outcomes import Outcome, Reference, Slow, Tally
from flows.running.shown_settings import shown_settings
from index_mappings.run_record import RunRecord, Spread
from index_mappings.settings import Settings

HOSTILE = (
    "https://u:hushed@h.example/\x1b[31m\x07`<b>|[x](y)</style><script>alert(1)</script>?key=covert"
)
SECRETS = ("hushed", "covert", "secretly")


def hostile_report() -> RunReport:
    """A report with hostile names in each of its parts."""
    tally = Tally(read=300, worker_seconds=130.0, worker_memory=512 * 2**20)
    tally.outcomes.update({Outcome.INDEXED: 200, Outcome.UPDATED: 40, Outcome.UNCHANGED: 20})
    for number in range(30):
        uri = HOSTILE if number % 2 else None
        tally.count(Outcome.QUARANTINED, Reference(f"q{number}<i>", uri, f"bad \x1b]0;{HOSTILE}"))
        tally.failures["extract", "<i>|*b*\x1b"] += 1
    for number in range(10):
        tally.count(Outcome.DUPLICATE, Reference(f"d{number}", HOSTILE, "read before"))
    for stage, seconds in {"entities": 90.0, "dates": 20.0, "extract": 5.0}.items():
        tally.stage_seconds[stage] += seconds  # type: ignore[assignment]
        tally.stage_articles[stage] += 240
    tally.slow(Slow(HOSTILE, HOSTILE, 12.5, 90_000), Slow("plain", None, 0.02, 900))
    tally.events["moved"] += 3
    tally.problems["dates"] += 2
    tally.alarms[f"entities: {HOSTILE}"] += 2
    return RunReport("20241030T060000Z-0a1b2c3d", tally, 65.0, skipped=4, refused=f"no {HOSTILE}")


def hostile_document() -> dict[str, Any]:
    """The same as the index keeps it."""
    days = tuple((f"2024-10-{day:02}", day * 3) for day in range(1, 31))
    spread = Spread(((HOSTILE, 120), ("The Harbour Courier", 80)), 30, 10, days, "1d", 5, 1, 2)
    settings = Settings(es_url="https://writer:secretly@es.example:9200", model=HOSTILE)
    return {
        **hostile_report().document(),
        "flow": "ingest",
        "started_at": "2024-10-30T06:00:00+00:00",
        "ended_at": "2024-10-30T06:01:05+00:00",
        "workers": 2,
        "host": "<b>loader</b>",
        "flow_run": "0d9f",
        "sources": ["archive/2024-1?", "https://wire.example/<b>.jsonl"],
        "fingerprints": {"extract": "ab12", "dates": "cd34"},
        "stage_versions": {"extract": "3", "dates": "5"},
        "settings": shown_settings(settings),
        "spread": spread.document(),
    }


def hostile_record() -> RunRecord:
    """The same read back."""
    return RunRecord.of(hostile_document())
