"""The report as markdown, in which nothing that comes from outside is markup."""

from __future__ import annotations

import re
from typing import Any

from rich.filesize import decimal

from flows.progress.duration import duration
from flows.reports.rows import events, rate, tally_of
from flows.reports.tables import TITLES, Rows, tables
from flows.running.outcomes import Outcome
from flows.sources.redact import shown_location
from index_mappings.run_record import Example, RunRecord

# ASCII punctuation, all of which markdown lets a backslash take the meaning from.
MARKUP = re.compile(r"[!-/:-@\[-`{-~]")


def markdown(record: RunRecord) -> str:
    """The report as a page."""
    lines = [f"# Run {_cell(record.run)}", ""]
    lines += [f"**{_headline(record)}**", ""]
    lines += [f"**failed:** {_cell(record.error)}", ""] if record.error else []
    lines += [f"**ALARM in {n:,} batches:** {_cell(told)}\n" for told, n in record.alarms]
    lines += [f"- {_cell(line)}" for line in events(record)]
    for name, rows in tables(record).items():
        lines += ["", f"## {TITLES[name]}", "", *_table(rows)]
    for outcome in (Outcome.QUARANTINED, Outcome.DUPLICATE):
        named = [each for each in record.examples if each.outcome == outcome]
        lines += ["", f"## Some that were {outcome}", ""] if named else []
        lines += [f"- `{_code(_named(each))}`" for each in named]
    made = {**record.stage_versions, **record.versions}
    told = [f"{_cell(name)} {_cell(each)}" for name, each in sorted(made.items())]
    lines += ["", "## Made with", "", ", ".join(told)] if told else []
    return "\n".join(lines) + "\n"


def _headline(record: RunRecord) -> str:
    told = [tally_of(record).equation()] if record.counted else []
    if record.seconds is not None:
        told.append(f"{duration(record.seconds)}")
    if record.counted and record.seconds:
        told.append(f"{rate(record):.1f} a second")
    if record.memory:
        told.append(f"at most {decimal(max(record.memory.values()))} in a process")
    return ", ".join(told)


def _table(rows: Rows) -> list[str]:
    columns = list(rows[0])
    sides = ["---:" if isinstance(rows[0][name], int | float) else "---" for name in columns]
    return [
        f"| {' | '.join(columns)} |",
        f"|{'|'.join(sides)}|",
        *(f"| {' | '.join(_value(row[name]) for name in columns)} |" for row in rows),
    ]


def _value(value: Any) -> str:  # noqa: ANN401 - of a table
    return f"{value:,}" if isinstance(value, int | float) else _cell(str(value))


def _named(each: Example) -> str:
    return f"{each.uri or each.id}: {each.why}"


def _cell(told: str) -> str:
    # Hostile names end up here: nothing of them may be markup.
    return MARKUP.sub(r"\\\g<0>", shown_location(told, 300))


def _code(told: str) -> str:
    return shown_location(told, 300).replace("`", "'")
