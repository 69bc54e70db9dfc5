"""`dateline learn`: the lines that sources repeat, learned, read, compared and promoted."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table
from rich.text import Text

from cli.terminal import OUT, told_plainly

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flows.learn import Learned
    from transforms.boilerplate.repetition import RecurringLine
    from transforms.boilerplate.snapshot import Snapshot

app = typer.Typer(rich_markup_mode="rich")
VERSION_HELP = "As `dateline learn list` names it."


@app.callback(invoke_without_command=True)
def learn(
    context: typer.Context,
    most: Annotated[
        int, typer.Option("--articles", min=2, help="Look at so many of a source, newest first.")
    ] = 2_000,
    least: Annotated[
        int, typer.Option("--least", min=2, help="Articles that a line must stand in.")
    ] = 3,
    as_json: Annotated[bool, typer.Option("--json", help="The result for programs.")] = False,
) -> None:
    """Learn which lines a source repeats: count them, read them, promote them.

    What a source prints under article after article (an appeal, a bio, a
    credit) is boilerplate, whatever its words. `dateline learn` counts such
    lines in the index and writes a snapshot: a file of a line each, with its
    count, its days and an example. Copies of an article count once.

    Read it. Delete the rows that are body, or mark them with "keep": true,
    which later snapshots take over. Then promote it: from the next run on,
    ingesting uses it. Without one, no line counts as repeated.

    Snapshots lie in the folder DATELINE_RECURRING_FOLDER. Memory does not
    grow with the index.

    [bold]Example[/bold]

      dateline learn

      dateline learn show

      dateline learn promote 2024-11-02-3f9a01bc
    """
    if context.invoked_subcommand is None:
        _learn(most, least, as_json)


def _learn(most: int, least: int, as_json: bool) -> None:
    from flows.learn import EXPECTED, run_learn

    with told_plainly(*EXPECTED, ValueError):
        learned = run_learn(most, least)
    if as_json:
        OUT.print_json(json.dumps(_document(learned)))
        return
    snapshot = learned.snapshot
    OUT.print(
        Text(
            f"{len(snapshot.rows):,} lines recur in {snapshot.articles:,} articles of "
            f"{snapshot.sources:,} sources ({learned.copies:,} copies left out), "
            f"{learned.seconds:.1f} s\n{learned.path}\n"
            f"Read it, then: dateline learn promote {snapshot.version}"
        ),
        soft_wrap=True,
    )


@app.command("list")
def list_() -> None:
    """List the snapshots, the promoted one marked."""
    from index_mappings.recurring_files import RecurringFilesError, load, promoted, versions
    from index_mappings.settings import Settings

    with told_plainly(RecurringFilesError):
        folder = Settings().recurring_folder
        names, current = versions(folder), promoted(folder)
        if not names:
            OUT.print(Text(f"No snapshots in {folder}: `dateline learn` makes one."))
            return
        table = Table("version", "", "learned", box=None, pad_edge=False)
        for counted in ("sources", "articles", "lines"):
            table.add_column(counted, justify="right")
        for name in names:
            try:
                snapshot = load(folder, name)
            except RecurringFilesError as error:
                table.add_row(name, Text(str(error), style="red"))
                continue
            marks = [*["promoted"] * (name == current), *["edited"] * snapshot.edited]
            counts = (snapshot.sources, snapshot.articles, len(snapshot.rows))
            told = (f"{n:,}" for n in counts)
            table.add_row(name, ", ".join(marks), f"{snapshot.learned_at:%Y-%m-%d %H:%M}", *told)
        OUT.print(table)


@app.command()
def show(
    version: Annotated[
        str | None, typer.Argument(help=f"{VERSION_HELP} Default: the newest.")
    ] = None,
    source: Annotated[str | None, typer.Option(help="The lines of this source alone.")] = None,
) -> None:
    """Show what recurs, source by source, the most frequent first."""
    from index_mappings.recurring_files import RecurringFilesError, load, versions
    from index_mappings.settings import Settings

    with told_plainly(RecurringFilesError):
        folder = Settings().recurring_folder
        snapshot = load(folder, version or (versions(folder) or ["newest"])[-1])
    rows = [row for row in snapshot.rows if source in (None, row.source)]
    if not rows:
        OUT.print(Text(f"{snapshot.version} has no recurring line" + _of(source)))
    _print_rows(rows)


@app.command()
def diff(
    before: Annotated[str, typer.Argument(help=VERSION_HELP)],
    after: Annotated[str, typer.Argument(help=VERSION_HELP)],
) -> None:
    """Show which lines count in one snapshot and not in the other."""
    from index_mappings.recurring_files import RecurringFilesError, load
    from index_mappings.settings import Settings

    with told_plainly(RecurringFilesError):
        folder = Settings().recurring_folder
        old, new = _counting(load(folder, before)), _counting(load(folder, after))
    for key in sorted(old.keys() ^ new.keys()):
        sign, style, row = ("-", "red", old[key]) if key in old else ("+", "green", new[key])
        OUT.print(Text(f"{sign} {row.source}: {_row(row)}", style=style), soft_wrap=True)
    both = len(old.keys() & new.keys())
    OUT.print(
        Text(f"{len(new) - both:,} more, {len(old) - both:,} less, {both:,} in both", style="dim")
    )


@app.command()
def promote(version: Annotated[str, typer.Argument(help=VERSION_HELP)]) -> None:
    """Let ingesting use a snapshot from now on.

    Articles that were loaded before are cleaned anew when they are ingested
    again: their boilerplate stage, and what follows from it.
    """
    from index_mappings.recurring_files import RecurringFilesError, promote
    from index_mappings.settings import Settings

    with told_plainly(RecurringFilesError):
        snapshot = promote(Settings().recurring_folder, version)
    counted = sum(not row.keep for row in snapshot.rows)
    OUT.print(Text(f"{version} is promoted: {counted:,} lines count from the next run on."))


@app.command()
def demote() -> None:
    """Let ingesting use no snapshot any more. The files stay."""
    from index_mappings.recurring_files import RecurringFilesError, demote
    from index_mappings.settings import Settings

    with told_plainly(RecurringFilesError, OSError):
        before = demote(Settings().recurring_folder)
    OUT.print(Text(f"{before} was in use, and is no more." if before else "None was in use."))


def _counting(snapshot: Snapshot) -> dict[tuple[str, str], RecurringLine]:
    return {(row.source, row.key): row for row in snapshot.rows if not row.keep}


def _print_rows(rows: Iterable[RecurringLine]) -> None:
    source = None
    for row in rows:
        if row.source != source:
            source = row.source
            OUT.print(Text(f"{source}: {row.seen:,} articles looked at", style="bold"))
        OUT.print(Text(f"  {_row(row)}", style="dim" if row.keep else ""), soft_wrap=True)


def _row(row: RecurringLine) -> str:
    days = f"  ({row.first} to {row.last})" if row.first else ""
    # One line of the terminal, and nothing that moves its cursor.
    line = "".join(c if c.isprintable() else " " for c in row.line)
    return f"{row.articles:>6,}  {line}{days}{'  kept' if row.keep else ''}"


def _of(source: str | None) -> str:
    return f" of {source!r}." if source else "."


def _document(learned: Learned) -> dict[str, object]:
    snapshot = learned.snapshot
    return {
        "version": snapshot.version,
        "path": str(learned.path),
        "sources": snapshot.sources,
        "articles": snapshot.articles,
        "copies": learned.copies,
        "lines": len(snapshot.rows),
        "seconds": round(learned.seconds, 3),
    }
