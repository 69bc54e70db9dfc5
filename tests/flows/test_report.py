"""The report of a run: what documents say of themselves is never markup, control or a secret."""

from __future__ import annotations

import io

from rich.console import Console

from flows.outcomes import Outcome, Reference, Tally
from flows.report import RunReport
from flows.reports.markdown import markdown
from flows.reports.terminal import closing_table
from index_mappings.run_record import RunRecord

HOSTILE = "https://u:word@h.example/\x1b[31m\x07`<b>|[x](y)?key=word"


def report() -> RunReport:
    tally = Tally(read=1)
    tally.count(Outcome.QUARANTINED, Reference("1", HOSTILE, f"bad \x1b]0;{HOSTILE}"))
    tally.failures["read", "<i>|*b*\x1b"] += 1
    return RunReport("run-1", tally, 1.0)


def test_the_table_is_inert() -> None:
    shown = io.StringIO()
    Console(file=shown, width=400).print(closing_table(report()))
    told = shown.getvalue()
    assert "h.example" in told
    assert not {"\x1b", "\x07"} & set(told)
    assert "word" not in told


def test_the_page_is_inert() -> None:
    page = markdown(RunRecord.of(report().document()))
    assert "word" not in page
    assert not {"\x1b", "\x07"} & set(page)
    (named,) = [line for line in page.splitlines() if "h.example" in line]
    assert named.count("`") == 2
    (reason,) = [line for line in page.splitlines() if "*b" in line]
    assert r"\<i\>\|\*b\*" in reason


def test_the_document_names_the_run() -> None:
    assert report().document()["run"] == "run-1"
