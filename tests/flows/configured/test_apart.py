"""What is configured for one outlet makes the articles of that outlet stale, and no others."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from flows.reprocess import Selection, run_reprocess
from flows.running.forecast import forecast, status_now
from flows.workers.workplace import workplace

if TYPE_CHECKING:
    from tests.flows.conftest import Index


def test_a_zone_of_one_outlet_makes_its_articles_anew_alone(
    index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    records = [
        {"url": f"https://wire.example/{n}", "source": outlet, "published": "2024-10-29T23:30:00Z",
         "text": f"Mayor Ada Roe closed pier {n} on Monday."}
        for n, outlet in enumerate(("Tokyo Tides", "TOKYO TIDES", "The Courier"))
    ]  # fmt: skip
    dump = tmp_path / "wire.jsonl"
    dump.write_text("\n".join(map(json.dumps, records)))
    index.ingest(dump)
    table = tmp_path / "sources.toml"
    table.write_text('[[source]]\noutlet = "Tokyo Tides"\ntimezone = "Asia/Tokyo"')
    monkeypatch.setenv("DATELINE_SOURCES", str(table))
    assert status_now().stale == 2
    told = forecast(Selection())
    assert (told.touched, told.articles["published"], told.articles["entities"]) == (2, 2, 0)
    workplace.cache_clear()
    report = run_reprocess()
    outcomes = {str(outcome): n for outcome, n in report.tally.outcomes.items() if n}
    assert outcomes == {"updated": 2, "unchanged": 1}
    days = {each["source"]: each["published"] for each in index.articles().values()}
    assert days == {
        "Tokyo Tides": "2024-10-30", "TOKYO TIDES": "2024-10-30", "The Courier": "2024-10-29",
    }  # fmt: skip
    assert status_now().stale == 0
    assert index.ingest(dump).tally.outcomes["unchanged"] == 3  # type: ignore[index]
