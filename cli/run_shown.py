"""A run's report in a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from rich.console import Group
from rich.table import Table
from rich.text import Text

from cli.terminal import visible

if TYPE_CHECKING:
    from index_mappings.run_record import RunRecord

LONGEST = 1000
STYLE = {"completed": "bold green", "running": "bold yellow"}


def shown(record: RunRecord, state: str) -> Group:
    """The report for a terminal.

    Args:
        state: as it is now.
    """
    from flows.reports.rows import events, tally_of
    from flows.reports.tables import TITLES, tables
    from flows.sources.redact import shown_location

    style = STYLE.get(state, "bold red")
    parts: list[Any] = [Text.assemble(f"{record.flow} {visible(record.run)}  ", (state, style))]
    if record.error:
        parts.append(Text(shown_location(record.error, LONGEST), style="bold red"))
    parts += [
        Text(f"ALARM in {batches:,} batches: {shown_location(told)}", style="bold red")
        for told, batches in record.alarms
    ]
    parts.append(_facts(record))
    if record.counted:
        tally = tally_of(record)
        parts.append(Text(tally.equation(), style="green" if tally.closes else "bold red"))
    parts += [Text(line) for line in events(record)]
    for name, rows in tables(record).items():
        parts += [Text(), _table(TITLES[name], rows)]
    parts += [Text(), *_examples(record)] if record.examples else []
    return Group(*parts)


def _facts(record: RunRecord) -> Table:
    from rich.filesize import decimal

    from flows.progress.duration import duration
    from flows.reports.rows import rate

    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(style="bold")
    table.add_column(overflow="fold")
    for name, moment in (("began", record.started_at), ("ended", record.ended_at)):
        if moment:
            table.add_row(name, f"{moment:%Y-%m-%d %H:%M:%S} UTC")
    if record.seconds is not None:
        fast = f", {rate(record):,.1f} a second" if record.counted else ""
        table.add_row("took", f"{duration(record.seconds)}{fast}")
    if record.worker_seconds:
        busy = f"{record.workers}, busy {duration(record.worker_seconds)}"
        table.add_row("workers", busy)
    if sizes := [f"{who} {decimal(most)}" for who, most in record.memory.items() if most]:
        table.add_row("memory at most", ", ".join(sizes))
    for name, told in (("machine", record.host), ("flow run", record.flow_run)):
        if told:
            table.add_row(name, visible(told))
    if record.sources:
        table.add_row("of", Text("\n".join(map(visible, record.sources[:20]))))
    return table


def _table(title: str, rows: list[dict[str, Any]]) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False)
    for name, value in rows[0].items():
        justify: Any = "right" if isinstance(value, int | float) else "left"
        table.add_column(name, justify=justify, overflow="fold")
    for row in rows:
        table.add_row(*(Text(_told(value)) for value in row.values()))
    return table


def _told(value: object) -> str:
    return f"{value:,}" if isinstance(value, int | float) else visible(str(value))


def _examples(record: RunRecord) -> Iterator[Text]:
    from flows.sources.redact import shown_location

    for each in record.examples:
        told = f"{each.outcome}: {each.uri or each.id}: {each.why}"
        yield Text(shown_location(told, LONGEST))
