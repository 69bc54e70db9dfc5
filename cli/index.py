"""`dateline index`: change the indices' mappings, without a pause and without a loss."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer
from rich.filesize import decimal
from rich.table import Table
from rich.text import Text

from cli.terminal import ERR, OUT, told_plainly

if TYPE_CHECKING:
    from index_mappings.migration.migrate import Plan
    from index_mappings.migration.plan import Difference
    from index_mappings.migration.transfer import Told, Transferred

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="rich",
    help=(
        "Change what the indices look like: plan, migrate, roll back, prune.\n\n"
        "Everything reads and writes through aliases. A change that fits is made in place. Any "
        "other builds a new version beside the old one, fills it while reads and writes go on, "
        "compares the two, and moves the alias in one call. The old version stays until it is "
        "pruned, so that a migration can be taken back. One that was interrupted goes on, or is "
        "undone, when the command is given again.\n\n"
        "DATELINE_SPLIT=year (or source) gives the articles of each year an index of their own, "
        "and none brings them together again: the first load does as it says, and where there are "
        "articles, migrate moves them.\n\n"
        "[bold]Example[/bold]\n\n"
        "dateline index plan\n\n"
        "dateline index migrate articles\n\n"
        "DATELINE_SPLIT=year dateline index migrate articles\n\n"
        "dateline index rollback articles"
    ),
)
Families = Annotated[
    list[str] | None, typer.Argument(metavar="[FAMILY]...", help="articles, raw, names, …: all.")
]
WAYS = ("as it is", "in place", "new version")


@app.command()
def plan(families: Families = None) -> None:
    """Tell what differs from the templates, and what it takes. Changes nothing."""
    from index_mappings.cluster import cluster_of_today
    from index_mappings.migration.migrate import plans
    from index_mappings.settings import Settings

    with told_plainly(), cluster_of_today() as (client, aliases):
        made = plans(client, aliases, _known(families), Settings().split)
        OUT.print(_table(made))
        for each in made:
            if each.differences:
                OUT.print(Text(f"\n{each.index.name}", style="bold"))
                for difference in each.differences:
                    OUT.print(Text(f"  {_told(difference)}"), soft_wrap=True)
        for each in made:
            if each.begun:
                OUT.print(
                    Text(
                        f"\n{each.begun.name} was begun and not finished: `dateline index migrate "
                        f"{each.family}` finishes it, `dateline index rollback {each.family}` "
                        "undoes it."
                    ),
                    soft_wrap=True,
                )


@app.command()
def migrate(
    families: Families = None,
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="A new version even where nothing asks for it.")
    ] = False,
) -> None:
    """Change the indices as `plan` says. Reads go on; writes wait for the last second."""
    from index_mappings.cluster import cluster_of_today
    from index_mappings.migration.migrate import migrate as migrated
    from index_mappings.migration.migrate import plans
    from index_mappings.settings import Settings

    with told_plainly(), cluster_of_today() as (client, aliases):
        for each in plans(client, aliases, _known(families), Settings().split):
            with _progress(each.index.name) as told:
                moved = migrated(client, aliases, each, told, rebuild=rebuild)
            OUT.print(Text(_outcome(each, moved)), soft_wrap=True)


@app.command()
def rollback(
    family: Annotated[str, typer.Argument(help="articles, raw, names, quarantine or runs.")],
) -> None:
    """Go back to the version before; what was written since goes back with it."""
    from index_mappings.cluster import cluster_of_today
    from index_mappings.migration.rollback import roll_back

    with told_plainly(), cluster_of_today() as (client, aliases):
        _known([family])
        with _progress(family) as told:
            names = roll_back(client, aliases, family, told)
        OUT.print(Text(f"{', '.join(names)} serves again."))


@app.command()
def prune(
    families: Families = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Don't ask.")] = False,
) -> None:
    """Delete the versions that only a rollback would need. Asks before it does."""
    from index_mappings.cluster import cluster_of_today
    from index_mappings.migration.migrate import prune as pruned
    from index_mappings.migration.migrate import spares

    with told_plainly(), cluster_of_today() as (client, aliases):
        found = spares(client, aliases, _known(families))
        for each in found:
            told = f"{each.name}: {each.documents:,} documents, {decimal(each.bytes)}"
            OUT.print(Text(told))
        if not found:
            OUT.print("There is nothing to prune.")
        elif yes or typer.confirm("Delete for good? There is no way back to them then."):
            pruned(client, found)
            OUT.print("Deleted.")


@app.command()
def roles(
    name: Annotated[str, typer.Argument(help="loader, operator or searcher: all.")] = "",
    put: Annotated[bool, typer.Option("--put", help="Make them on the cluster.")] = False,
) -> None:
    """Show, as JSON, the roles for a cluster with security on; --put makes them there."""
    from index_mappings.cluster import cluster_of_today
    from index_mappings.families import Aliases
    from index_mappings.roles import ROLES, put_roles
    from index_mappings.roles import roles as all_roles
    from index_mappings.settings import Settings

    if name and name not in ROLES:
        raise typer.BadParameter(f"{name!r} is none of {', '.join(ROLES)}")
    with told_plainly():
        if put:
            with cluster_of_today() as (client, aliases):
                OUT.print(Text(f"Made: {', '.join(put_roles(client, aliases, name))}"))
            return
        shown = all_roles(Aliases(Settings().prefix), name)
        OUT.print_json(data=shown)


def _known(families: list[str] | None) -> list[str]:
    from index_mappings.families import FAMILIES

    for family in families or ():
        if family not in FAMILIES:
            raise typer.BadParameter(f"{family!r} is none of {', '.join(FAMILIES)}")
    return families or []


def _table(plans: list[Plan]) -> Table:
    table = Table("index", box=None, pad_edge=False)
    table.add_column("documents", justify="right")
    table.add_column("size", justify="right")
    table.add_column("differences", justify="right")
    table.add_column("change")
    for each in plans:
        size = decimal(each.index.bytes)
        told = (each.index.name, f"{each.index.documents:,}", size, f"{len(each.differences):,}")
        table.add_row(*told, WAYS[each.way])
    return table


def _told(difference: Difference) -> str:
    if difference.due is None:
        change = f"{difference.now}, which the template has no more"
    elif difference.now is None:
        change = f"new, {difference.due}"
    else:
        change = f"{difference.now}, to be {difference.due}"
    return f"{difference.where}: {change} ({WAYS[difference.way]})"


def _outcome(plan: Plan, moved: Transferred | None) -> str:
    if moved is None:
        return f"{plan.index.name}: {WAYS[plan.way]}"
    what = "The indices before stay" if plan.split else f"{plan.index.name} stays"
    return (
        f"{plan.alias}: {moved.documents:,} documents moved, {moved.copied:,} copies made, "
        f"{moved.deleted:,} deleted since, {moved.compared:,} compared field by field; writes "
        f"waited {moved.seconds_blocked:.1f} s. {what} for a rollback."
    )


@contextmanager
def _progress(name: str) -> Iterator[Told]:
    from flows.progress.counting import parts

    with parts(name, "documents", ERR) as told:
        yield told
