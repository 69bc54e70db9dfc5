"""`dateline status`: what the indices hold, and how much of it is stale."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Group
from rich.filesize import decimal
from rich.table import Table
from rich.text import Text

from cli.terminal import OUT, told_plainly, visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index_mappings.status import StageStatus, StageVersion, Status

MOST_NAMED = 3
OUTCOMES = ("indexed", "updated", "unchanged", "duplicate", "quarantined")


def status(
    as_json: Annotated[bool, typer.Option("--json", help="All of it, for programs.")] = False,
) -> None:
    """Show what the indices hold and how much of it is stale.

    Stale is what newer stages would make anew: `dateline reprocess` does. For
    each stage it shows with which versions the articles were made, and how many
    of them would run through it again, since it changed or one before it.
    Further: the indices behind each alias, the last runs, what is in quarantine
    and why. Nothing is changed.

    [bold]Example[/bold]

      dateline status --json
    """
    from flows.running.carry_out import EXPECTED
    from flows.running.forecast import status_now
    from index_mappings.status import NoIndexError

    with told_plainly(*EXPECTED, NoIndexError):
        now = status_now()
    if as_json:
        OUT.print_json(json.dumps(now.document()))
    else:
        OUT.print(page(now))


def page(now: Status) -> Group:
    """The status for a terminal."""
    parts: list[Any] = [_families(now), Text(), _stages(now), Text()]
    if now.stale:
        told = f"{now.stale:,} of {now.articles:,} articles are stale: dateline reprocess"
        parts.append(Text(told, style="yellow"))
    else:
        parts.append(Text(f"{now.articles:,} articles, all up to date", style="green"))
    if now.tombstones:
        parts.append(Text(f"{now.tombstones:,} more were read and left their sources since"))
    parts += [Text(), _runs(now)]
    if now.quarantine:
        parts += [Text(), _quarantine(now)]
    return Group(*parts)


def _table(title: str, *columns: str, right: tuple[str, ...] = ()) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False)
    for column in columns:
        table.add_column(column, justify="right" if column in right else "left")
    return table


def _families(now: Status) -> Table:
    table = _table(
        "Indices", "alias", "index", "documents", "on disk", right=("documents", "on disk")
    )
    for family in now.families:
        size = decimal(family.bytes)
        table.add_row(family.alias, _named(family.indices), f"{family.documents:,}", size)
    return table


def _named(indices: Sequence[str]) -> str:
    if len(indices) <= MOST_NAMED:
        return ", ".join(indices)
    return f"{len(indices)}, from {indices[0]} to {indices[-1]}"


def _stages(now: Status) -> Table:
    table = _table("Stages", "stage", "made with", "would run for", right=("would run for",))
    for stage in now.stages:
        due = f"{stage.due:,}" if stage.due else "–"
        table.add_row(stage.stage, _made_with(stage), due, style="yellow" if stage.due else "")
    return table


def _made_with(stage: StageStatus) -> str:
    ordered = sorted(stage.made_with, key=lambda each: not each.current)
    return ", ".join(f"{_version(each)}: {each.articles:,}" for each in ordered)


def _version(made: StageVersion) -> str:
    if made.fingerprint is None:
        return "never"
    version = f"v{made.version} " if made.version else ""
    return f"{version}{made.fingerprint[:6]}{'' if made.current else ' (old)'}"


def _runs(now: Status) -> Table:
    from index_mappings.run_record import RunRecord

    moment = datetime.now(UTC)
    table = _table("Last runs", "run", "flow", "state", "seconds", "documents", right=("seconds",))
    for run in now.runs:
        counted = run.get("outcomes", {})
        told = [f"{counted[name]:,} {name}" for name in OUTCOMES if counted.get(name)]
        told += [f"{n:,} {event}" for event, n in run.get("events", {}).items()]
        seconds = f"{run['seconds']:,.1f}" if "seconds" in run else ""
        error = visible(run.get("error", ""))[:200]
        state = RunRecord.of(run).state_at(moment)
        table.add_row(run["run"], run["flow"], state, seconds, Text(", ".join(told) or error))
    return table


def _quarantine(now: Status) -> Table:
    table = _table("Quarantine", "stage", "reason", "documents", right=("documents",))
    for stage, reason, documents in now.quarantine:
        table.add_row(stage, Text(visible(reason)), f"{documents:,}")
    return table
