"""`dateline sources`: what is configured to be read, and whether it can be."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table
from rich.text import Text

from cli.terminal import OUT, told_plainly, visible

if TYPE_CHECKING:
    from flows.configured import ConfiguredSource
    from flows.feeds.check import Checked

app = typer.Typer(no_args_is_help=True, help="What is configured to be read, by itself or by name.")
NAMES = typer.Argument(help="Only these; none named is all.")


@app.command(name="list")
def list_(
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """What the file of sources holds: names, places, schedules.

    DATELINE_SOURCES names the file; docs/sources.md explains it.

    [bold]Examples[/bold]

      dateline sources list

      dateline ingest @courier      read one of them
    """
    sources = _configured(())
    if as_json:
        OUT.print_json(json.dumps([_document(each) for each in sources]), ensure_ascii=True)
        return
    table = Table(box=None)
    for column in ("name", "outlet", "reads", "schedule"):
        table.add_column(column, overflow="fold", header_style="bold")
    for each in sources:
        schedule = each.schedule
        when = f"{schedule.cron} ({schedule.timezone})" if schedule else ""
        cells = (each.name or "", ", ".join(each.outlets), "\n".join(_places(each)), when)
        table.add_row(*(Text("\n".join(map(visible, cell.split("\n")))) for cell in cells))
    OUT.print(table)


@app.command()
def check(
    names: Annotated[list[str] | None, NAMES] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Look at every place: is it there, does the feed answer, may it be read?

    Nothing is loaded, and no Elasticsearch is needed. Of each feed, its first
    entry's page is fetched too. Ends with exit code 1 where something is wrong.

    [bold]Examples[/bold]

      dateline sources check

      dateline sources check courier archive
    """
    sources = [each for each in _configured(tuple(names or ())) if each.is_read]
    from flows.feeds.check import check as checked
    from index_mappings.settings import Settings

    rows = []
    for each in checked(sources, Settings()):
        rows.append(each)
        if not as_json:
            _show(each)
    if as_json:
        OUT.print_json(json.dumps([vars(each) for each in rows]), ensure_ascii=True)
    raise typer.Exit(0 if all(each.good for each in rows) else 1)


def _show(found: Checked) -> None:
    style = "green" if found.good else "bold red"
    OUT.print(Text("ok  " if found.good else "NOT ", style=style), end="")
    told = f"{found.source}: {found.place}: {found.told}"
    OUT.print(Text(" ".join(map(visible, told.split("\n")))), soft_wrap=True)


def _configured(names: tuple[str, ...]) -> list[ConfiguredSource]:
    from flows.configured import configured_sources
    from flows.configured.chosen import SIGN, portions
    from flows.sources import SourceError
    from index_mappings.settings import Settings
    from transforms.sources import SourceTableError

    with told_plainly(SourceTableError, SourceError):
        settings = Settings()
        if not names and settings.sources is not None:
            return list(configured_sources(settings.sources))
        wanted = [f"{SIGN}{name.removeprefix(SIGN)}" for name in names] or [f"{SIGN}all"]
        found = portions(wanted, None, settings)
        return [each.source for each in found if each.source]


def _places(source: ConfiguredSource) -> list[str]:
    from flows.sources.redact import shown_location

    return [shown_location(each) for each in (*source.locations, *source.feeds)]


def _document(source: ConfiguredSource) -> dict[str, object]:
    schedule = source.schedule
    return {
        "name": source.name,
        "outlets": source.outlets,
        "reads": _places(source),
        "articles": source.articles if source.feeds else None,
        "format": source.format,
        "map": dict(source.mapping.paths),
        "language": source.language,
        "timezone": source.timezone,
        "schedule": {"cron": schedule.cron, "timezone": schedule.timezone} if schedule else None,
    }
