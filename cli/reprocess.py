"""`dateline reprocess`: make articles anew from what was read of them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Group
from rich.table import Table
from rich.text import Text

from cli.reported import tell
from cli.terminal import OUT, told_plainly

if TYPE_CHECKING:
    from flows.reprocess import Selection
    from flows.running.forecast import Forecast

DAYS = "2024-08-12, 2024-08, 2024, 2024-08..2024-10, 2024-10.. or ..2024"


def reprocess(
    query: Annotated[str, typer.Option(help="Words, as `dateline search` takes them.")] = "",
    source: Annotated[list[str] | None, typer.Option(help="One of these outlets.")] = None,
    published: Annotated[str | None, typer.Option(help=f"Days of publication: {DAYS}.")] = None,
    from_stage: Annotated[
        str | None,
        typer.Option("--from", help="Run this stage and all that depend on it, changed or not."),
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Run every stage, changed or not.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what there is to do and how long it may take.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The report for programs.")] = False,
) -> None:
    """Make articles anew from the index, with no source at hand.

    After a change of rules, data, names, model or settings, only the stages run
    that changed, or whose input did: new date rules do not run the entity model
    again. Without options, all articles are looked at, and whatever was read but
    never became an article. `dateline status` shows how much is stale.

    Safe to stop and to repeat; the counts close as those of `dateline ingest`:

      read = indexed + updated + unchanged + duplicate + quarantined

    [bold]Examples[/bold]

      dateline reprocess --dry-run

      dateline reprocess --source "The Harbour Courier" --published 2024-10..

      dateline reprocess --query '"power stations" -solar' --from dates
    """
    from flows.reprocess import UnknownStageError, run_reprocess
    from flows.running.carry_out import EXPECTED

    with told_plainly(ValueError):
        selection = _selection(query, source or [], published, from_stage, everything)
    with told_plainly(*EXPECTED, UnknownStageError):
        if dry_run:
            _foretell(selection, as_json)
            return
        report = run_reprocess(selection)
    tell(report, as_json)


def _selection(
    query: str, sources: list[str], published: str | None, from_stage: str | None, everything: bool
) -> Selection:
    from flows.reprocess import Selection
    from index_mappings.curated_file import curated_names
    from index_mappings.settings import Settings
    from search.days import DayRange
    from search.query import matching
    from search.request import SearchRequest

    if everything and from_stage is not None:
        raise ValueError("--all runs every stage: leave --from out")
    days = None if published is None else DayRange.parse(published)
    told = [f"--query {query}"] if query else []
    told += [f"--source {source}" for source in sources]
    told += [f"--published {published}"] if published else []
    asked: dict[str, Any] | None = None
    if told:
        request = SearchRequest(text=query, sources=tuple(sources), published=days).checked()
        asked = matching(request, curated_names(Settings().names_file))
    told += [f"--from {from_stage}"] if from_stage else []
    told += ["--all"] if everything else []
    return Selection(asked, from_stage, everything, tuple(told))


def _foretell(selection: Selection, as_json: bool) -> None:
    from flows.running.forecast import forecast

    told = forecast(selection)
    if as_json:
        OUT.print_json(json.dumps(told.document()))
    else:
        OUT.print(_page(told))


def _page(told: Forecast) -> Group:
    table = Table("stage", box=None, pad_edge=False)
    table.add_column("articles", justify="right")
    table.add_column("seconds", justify="right")
    for stage, articles in told.articles.items():
        seconds = told.seconds_of(stage)
        shown = "?" if seconds is None else f"{seconds:,.1f}"
        table.add_row(stage, f"{articles:,}", shown if articles else "", style=_style(articles))
    lines = [
        f"{told.touched:,} of {told.selected:,} articles would be made anew.",
        _how_long(told),
    ]
    return Group(table, Text(), *(Text(line) for line in lines if line))


def _style(articles: int) -> str:
    return "" if articles else "dim"


def _how_long(told: Forecast) -> str:
    if not told.touched:
        return "There is nothing to do."
    if told.seconds is None:
        return "No run so far tells how long a stage takes."
    workers = "1 worker" if told.workers == 1 else f"{told.workers} workers"
    return f"About {_duration(told.seconds)} with {workers}, judged by the runs so far."


def _duration(seconds: float) -> str:
    if seconds < 90:
        return f"{max(1, round(seconds))} s"
    return f"{round(seconds / 60)} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"
