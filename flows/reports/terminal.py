"""The report in a terminal: outcomes, the equation, what was not indexed and why."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group
from rich.table import Table
from rich.text import Text

from flows.reports.report import RunReport
from flows.reports.rows import EVENTS, MEANING
from flows.running.outcomes import Outcome
from flows.sources.redact import shown_location

SHOWN_NAMES = 10


def closing_table(report: RunReport) -> Group:
    """The report for a terminal."""
    tally = report.tally
    table = Table(title=f"Run {report.run}", title_justify="left", caption_justify="left")
    table.add_column("outcome")
    table.add_column("documents", justify="right")
    table.add_column("", style="dim")
    for outcome in Outcome:
        table.add_row(str(outcome), f"{tally.outcomes[outcome]:,}", MEANING[outcome])
    table.add_section()
    table.add_row("read", f"{tally.read:,}", f"{report.seconds:.1f} s, {report.rate:.1f} a second")
    lines = [Text(tally.equation(), style="green" if tally.closes else "bold red")]
    lines += [Text(line, style="bold red") for line in _alarms(report)]
    lines += [Text(line) for line in _remarks(report)]
    return Group(table, *lines)


def _alarms(report: RunReport) -> Iterator[str]:
    for told, batches in report.tally.alarms.items():
        yield f"ALARM in {batches:,} batches: {shown_location(told, 300)}"


def _remarks(report: RunReport) -> Iterator[str]:
    tally = report.tally
    yield from (f"{n:,} {EVENTS.get(event, event)}" for event, n in tally.events.items() if n)
    if report.flow == "reprocess" and tally.stage_articles:
        stages = ", ".join(f"{stage} {n:,}" for stage, n in tally.stage_articles.items())
        yield f"articles by stage that ran: {stages}"
    for outcome in (Outcome.DUPLICATE, Outcome.QUARANTINED):
        names = tally.named.get(outcome, [])
        yield from (shown_location(f"{outcome}: {reference}") for reference in names[:SHOWN_NAMES])
        if (more := tally.outcomes[outcome] - SHOWN_NAMES) > 0:
            yield f"… and {more:,} more {outcome}"
    for stage, count in sorted(tally.problems.items()):
        yield f"{count:,} articles with a problem at {stage}: see their field `problems`"
    if report.skipped:
        yield f"{report.skipped:,} other files in the folders are of no format that is read"
