"""`dateline runs`: what ran, how it ended, and its report."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table
from rich.text import Text

from cli.terminal import ERR, OUT, told_plainly, visible

if TYPE_CHECKING:
    from index_mappings.run_record import RunRecord

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="rich",
    help=(
        "What ran, how it ended, and each run's report.\n\n"
        "A run that says it is running but has given no sign of life for five minutes is shown as "
        "[bold]lost[/bold]: it was killed, or its machine is gone. Start it again, and it finishes "
        "what is missing.\n\n"
        "[bold]Example[/bold]\n\n"
        "dateline runs list --state failed --since 7d\n\n"
        "dateline runs show\n\n"
        "dateline runs show 20241030T06 --html report.html"
    ),
)
STATE_STYLE = {"completed": "green", "failed": "bold red", "running": "yellow", "lost": "bold red"}
OUTCOMES = ("indexed", "updated", "unchanged", "duplicate", "quarantined")
AGO = re.compile(r"(\d{1,6})([mhdw])")
UNIT = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
LOST_TOLD = "no sign of life since {}: killed, or its machine is gone. Start it again."


@app.command("list")
def list_(
    flow: Annotated[
        str | None,
        typer.Option(help="Only this: ingest, reprocess, replay, consolidate or learn."),
    ] = None,
    state: Annotated[
        str | None, typer.Option(help="Only these: running, completed, failed or lost.")
    ] = None,
    since: Annotated[
        str | None,
        typer.Option(help="Begun then or later: 2024-10-30, 2024-10-30T06:00 (UTC), or 6h, 7d."),
    ] = None,
    most: Annotated[int, typer.Option("--most", "-n", min=1, max=1000, help="Show so many.")] = 20,
    as_json: Annotated[bool, typer.Option("--json", help="A line each, for programs.")] = False,
) -> None:
    """List the runs, the latest first: flow, state, time taken, counts; why one failed."""
    from index_mappings.cluster import cluster_of_today
    from index_mappings.runs_found import STATES, runs_found

    now = datetime.now(UTC)
    if state is not None and state not in STATES:
        raise typer.BadParameter(f"there are: {', '.join(STATES)}", param_hint="--state")
    begun = None if since is None else _moment(since, now)
    with told_plainly(), cluster_of_today(made=True) as (client, aliases):
        found = runs_found(client, aliases, now, flow, state, begun, most)
    if as_json:
        for each in found:
            told = json.dumps(_document(each, now))
            OUT.print(told, soft_wrap=True, markup=False, highlight=False)
        return
    if not found:
        OUT.print("None of these." if flow or state or since else "Nothing has run yet.")
        return
    OUT.print(_rows(found, now))


@app.command()
def show(
    run: Annotated[
        str | None, typer.Argument(help="As `list` shows it, or how it begins; default: the last.")
    ] = None,
    html: Annotated[
        Path | None, typer.Option("--html", metavar="FILE", help="Write its page to a file.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="All of it, for programs.")] = False,
) -> None:
    """Show a run's report: counts, rates, time by stage, slowest articles, what failed."""
    from cli.run_shown import shown
    from flows.reports.page import run_page
    from flows.reports.whole_file import write_whole
    from index_mappings.cluster import cluster_of_today
    from index_mappings.runs_found import run_of

    with told_plainly(), cluster_of_today(made=True) as (client, aliases):
        found = run_of(client, aliases, run)
    if found is None:
        told = "Nothing has run yet." if run is None else f"There is no one run {visible(run)}."
        ERR.print(Text(f"{told} `dateline runs list` shows them.", style="bold red"))
        raise typer.Exit(1)
    now = datetime.now(UTC)
    if html is not None:
        with told_plainly(OSError):
            write_whole(html, run_page(found, now))
        OUT.print(Text(f"{html}"), soft_wrap=True)
    elif as_json:
        OUT.print_json(json.dumps(_document(found, now)))
    else:
        OUT.print(shown(found, found.state_at(now)))


def _moment(told: str, now: datetime) -> datetime:
    try:
        if ago := AGO.fullmatch(told):
            return now - timedelta(**{UNIT[ago[2]]: int(ago[1])})
        moment = datetime.fromisoformat(told)
    except (ValueError, OverflowError) as error:
        wanted = "a day, a moment, or as 6h and 7d"
        raise typer.BadParameter(wanted, param_hint="--since") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _document(record: RunRecord, now: datetime) -> dict[str, object]:
    from dataclasses import asdict

    told = {
        name: value for name, value in asdict(record).items() if value not in (None, "", (), {})
    }
    for name in ("started_at", "ended_at", "seen_at"):
        if name in told:
            told[name] = told[name].isoformat()
    return {**told, "state": record.state_at(now)}


def _rows(found: list[RunRecord], now: datetime) -> Table:
    table = Table(box=None, pad_edge=False)
    for name in ("run", "flow", "state"):
        table.add_column(name, no_wrap=True)
    for name in ("took", "read"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("what became of it", overflow="fold")
    for each in found:
        state = each.state_at(now)
        read = f"{each.read:,}" if each.counted else ""
        told = Text("\n").join(_outcome(each, state))
        table.add_row(
            visible(each.run), each.flow, Text(state, style=STATE_STYLE.get(state, "")),
            _took(each, now, state), read, told,
        )  # fmt: skip
    return table


def _took(record: RunRecord, now: datetime, state: str) -> str:
    from flows.progress.duration import duration

    if record.seconds is not None:
        return duration(record.seconds)
    if state == "running" and record.started_at is not None:
        return f"{duration((now - record.started_at).total_seconds())} so far"
    return ""


def _outcome(record: RunRecord, state: str) -> Iterator[Text]:
    from flows.sources.redact import shown_location

    counted = record.counted or record.counts
    named = OUTCOMES if record.counted else tuple(record.counts)
    told = [f"{counted[name]:,} {name.replace('_', ' ')}" for name in named if counted.get(name)]
    told += [f"{n:,} {event}" for event, n in record.events.items()]
    if told:
        yield Text(", ".join(told))
    if state == "lost":
        seen = record.seen_at or record.started_at
        yield Text(LOST_TOLD.format(f"{seen:%Y-%m-%d %H:%M} UTC"), style="red")
    if record.error:
        yield Text(shown_location(record.error, 300), style="red")
    if record.alarms:
        yield Text(f"{len(record.alarms)} alarms: dateline runs show", style="red")
