"""`dateline quarantine`: what failed, why, and what to do with it."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from cli.reported import tell
from cli.terminal import ERR, OUT, told_plainly, visible

if TYPE_CHECKING:
    from index_mappings.quarantined import Quarantined

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="rich",
    help=(
        "What could not be read, processed or loaded: list it, look at it, try it again, drop it."
        "\n\n"
        "Nothing is lost by failing: each document that does not reach the index is kept here, "
        "with the stage that failed, the reason, the error, the trace, how often it was tried, and "
        "what was read of it. One that is loaded later leaves by itself.\n\n"
        "[bold]Example[/bold]\n\n"
        "dateline quarantine list --reason too_large\n\n"
        "dateline quarantine show 3f9a01bc…\n\n"
        "dateline quarantine replay --reason stage_failed\n\n"
        "dateline quarantine drop --reason empty"
    ),
)
Reasons = Annotated[
    list[str] | None, typer.Option("--reason", help="Only this reason; may be given often.")
]
Stages = Annotated[
    list[str] | None, typer.Option("--stage", help="Only what failed here; may be given often.")
]
SHOWN = 2_000
"""Characters of a document that `show` prints."""


@app.command("list")
def list_(
    reason: Reasons = None,
    stage: Stages = None,
    most: Annotated[
        int, typer.Option("--most", "-n", min=1, max=10_000, help="Show so many.")
    ] = 20,
    as_json: Annotated[bool, typer.Option("--json", help="A line each, for programs.")] = False,
) -> None:
    """List what is there: counts by stage and reason, then the latest."""
    from index_mappings.cluster import cluster_of_today
    from index_mappings.quarantined import chosen, counts, listed

    with told_plainly(), cluster_of_today(made=True) as (client, aliases):
        query = chosen(reason or (), stage or ())
        found = list(listed(client, aliases, query, most))
        if as_json:
            for each in found:
                OUT.print(json.dumps(_plain(each)), soft_wrap=True, markup=False, highlight=False)
            return
        told = counts(client, aliases, query)
    if not found:
        OUT.print("Nothing is in quarantine." if not (reason or stage) else "None of these.")
        return
    OUT.print(_counted(told))
    OUT.print()
    OUT.print(_rows(found))
    left = sum(told.values()) - len(found)
    if left:
        OUT.print(f"and {left:,} more: --most shows more of them, --json all their fields")


@app.command()
def show(
    id: Annotated[str, typer.Argument(help="As `list` shows it.")],
) -> None:
    """Show one of them whole: the error, its trace, and what was read."""
    from index_mappings.cluster import cluster_of_today
    from index_mappings.quarantined import kept

    with told_plainly(), cluster_of_today(made=True) as (client, aliases):
        found = kept(client, aliases, id)
    if found is None:
        ERR.print(Text(f"{visible(id)} is not in quarantine.", style="bold red"))
        raise typer.Exit(1)
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(style="bold")
    table.add_column(overflow="fold")
    for name, value in _plain(found).items():
        if name not in ("trace", "content") and value is not None:
            table.add_row(name.replace("_", " "), Text(visible(str(value))))
    OUT.print(table)
    for name, text in (("trace", found.trace), ("what was read", _preview(found.content))):
        if text:
            OUT.print(Text(f"\n{name}", style="bold"))
            OUT.print(Text("\n".join(map(visible, text.splitlines()))), soft_wrap=True)


@app.command()
def replay(
    ids: Annotated[
        list[str] | None, typer.Argument(metavar="[ID]...", help="As `list` shows them.")
    ] = None,
    reason: Reasons = None,
    stage: Stages = None,
    as_json: Annotated[bool, typer.Option("--json", help="The report for programs.")] = False,
) -> None:
    """Try again what is here, from what was read; all where nothing is named.

    What is loaded leaves the quarantine; what fails again stays, with one
    attempt more. What could not be read at all (stage "read") is left: mend
    its source and ingest it again.
    """
    from flows.replay import Choice, run_replay
    from flows.running.carry_out import EXPECTED

    choice = Choice(tuple(reason or ()), tuple(stage or ()), tuple(ids or ()))
    with told_plainly(*EXPECTED):
        report = run_replay(choice)
    tell(report, as_json)


@app.command()
def drop(
    ids: Annotated[
        list[str] | None, typer.Argument(metavar="[ID]...", help="As `list` shows them.")
    ] = None,
    reason: Reasons = None,
    stage: Stages = None,
    everything: Annotated[bool, typer.Option("--all", help="All of them.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Don't ask.")] = False,
) -> None:
    """Delete for good what will never be loaded. Asks before it does."""
    from index_mappings.cluster import cluster_of_today
    from index_mappings.quarantined import chosen, counts
    from index_mappings.quarantined import drop as dropped

    if not (ids or reason or stage or everything):
        raise typer.BadParameter("say which: ids, --reason, --stage, or --all")
    with told_plainly(), cluster_of_today(made=True) as (client, aliases):
        query = chosen(reason or (), stage or (), ids or ())
        told = counts(client, aliases, query)
        if not told:
            OUT.print("None of these are in quarantine.")
            return
        OUT.print(_counted(told))
        if yes or typer.confirm("Delete them for good?"):
            OUT.print(f"{dropped(client, aliases, query):,} deleted.")


def _counted(told: dict[tuple[str, str], int]) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column("documents", justify="right")
    table.add_column("stage")
    table.add_column("reason")
    for (stage, reason), count in told.items():
        table.add_row(f"{count:,}", stage, reason)
    return table


def _rows(found: list[Quarantined]) -> Table:
    table = Table("id", "last tried", "attempts", "stage", "reason", box=None, pad_edge=False)
    table.add_column("what", overflow="fold")
    for each in found:
        table.add_row(
            each.id,
            f"{each.last_at:%Y-%m-%d %H:%M}",
            str(each.attempts),
            each.stage,
            each.reason,
            Text(visible(f"{each.uri or 'standard input'}: {each.error}"[:500])),
        )
    return table


def _plain(each: Quarantined) -> dict[str, Any]:
    told = asdict(each)
    del told["content"]
    for name in ("first_at", "last_at"):
        told[name] = told[name].isoformat()
    told["metadata"] = {k: v for k, v in (told["metadata"] or {}).items() if v} or None
    return {name: value for name, value in told.items() if value is not None}


def _preview(content: bytes | None) -> str | None:
    if content is None:
        return None
    text = content[: SHOWN * 4].decode("utf-8", "backslashreplace")
    left = len(content) - SHOWN
    return text if left <= 0 else f"{text[:SHOWN]}\n… {len(content):,} bytes in all"
