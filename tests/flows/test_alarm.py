"""A run whose entity model finds nothing says so: in its report, its page and its document."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from rich.console import Console

from flows.batches.batch import work_on
from flows.reports.markdown import markdown
from flows.reports.report import RunReport
from flows.reports.terminal import closing_table
from flows.running.outcomes import Tally
from flows.workers.workplace import workplace
from index_mappings.indices import ensure
from index_mappings.run_record import RunRecord
from index_mappings.runs import write_run
from tests.untrained_model import untrained_model
from transforms.article import RawArticle

if TYPE_CHECKING:
    from tests.flows.conftest import Index

PARAGRAPH = "The ferry number {} to Lower Marsh would sail again, Ana Petrova said on Tuesday.\n\n"
ARTICLES = [
    RawArticle(f"https://wire.example/{number}", (PARAGRAPH.format(number) * 12).encode())
    for number in range(12)
]


def worked(index: Index) -> RunReport:
    """Two batches, as a run works on them."""
    ensure(index.client, index.aliases)
    workplace.cache_clear()
    tally = Tally()
    for some in (ARTICLES[:6], ARTICLES[6:]):
        tally.add(work_on(some, "run-1", workplace()))
    return RunReport("run-1", tally, 1.0)


def test_an_untrained_model_ends_in_an_alarm(
    index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATELINE_MODEL", untrained_model(tmp_path))
    report = worked(index)
    ((told, batches),) = report.tally.alarms.items()
    assert "untrained" in told
    assert batches == 2

    shown = io.StringIO()
    Console(file=shown, width=400).print(closing_table(report))
    assert "ALARM in 2 batches: entities: the model " in shown.getvalue()
    assert "ALARM in 2 batches" in markdown(RunRecord.of(report.document()))
    write_run(index.client, index.aliases, "run-1", report.document())
    assert index.all(index.aliases.runs)["run-1"]["alarms"] == [{"told": told, "batches": 2}]
