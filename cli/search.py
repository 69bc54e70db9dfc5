"""`dateline search`: hits with highlights, facets with counts, and what else a result set tells."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from cli.terminal import ERR, OUT, told_plainly
from search.days import DayRange
from search.facets import FACETS
from search.request import NAMES, Interval, SearchRequest, Sort

if TYPE_CHECKING:
    from search.place import Place

FACET_HELP = f"Facets to count, with commas: {', '.join(FACETS)}."
DAYS = "2024-08-12, 2024-08, 2024, 2024-08..2024-10, 2024-10.. or ..2024"
FILTERS, SHOWING, INSTEAD = "What is searched for", "What is shown", "Instead of hits"


def search(
    text: Annotated[
        str, typer.Argument(help='Words, "a phrase", -without, a OR b, person:Putin.')
    ] = "",
    person: Annotated[
        list[str] | None,
        typer.Option(help="Who must be named; repeatable.", rich_help_panel=FILTERS),
    ] = None,
    organisation: Annotated[
        list[str] | None, typer.Option(help="As --person.", rich_help_panel=FILTERS)
    ] = None,
    place: Annotated[
        list[str] | None, typer.Option(help="As --person.", rich_help_panel=FILTERS)
    ] = None,
    group: Annotated[
        list[str] | None, typer.Option(help="As --person.", rich_help_panel=FILTERS)
    ] = None,
    source: Annotated[
        list[str] | None, typer.Option(help="One of these outlets.", rich_help_panel=FILTERS)
    ] = None,
    author: Annotated[
        list[str] | None, typer.Option(help="One of these authors.", rich_help_panel=FILTERS)
    ] = None,
    language: Annotated[
        list[str] | None, typer.Option(help="One of these, as en or de.", rich_help_panel=FILTERS)
    ] = None,
    removed: Annotated[
        list[str] | None,
        typer.Option(
            help="A kind of text that was removed, as author_bio.", rich_help_panel=FILTERS
        ),
    ] = None,
    about: Annotated[
        str | None,
        typer.Option(help=f"Days the text speaks of: {DAYS}.", rich_help_panel=FILTERS),
    ] = None,
    published: Annotated[
        str | None, typer.Option(help=f"Days of publication: {DAYS}.", rich_help_panel=FILTERS)
    ] = None,
    facets: Annotated[
        str, typer.Option(help=FACET_HELP, rich_help_panel=SHOWING)
    ] = "persons,places,published",
    facet_size: Annotated[
        int, typer.Option(min=1, max=1000, help="Values a facet.", rich_help_panel=SHOWING)
    ] = 10,
    histogram: Annotated[
        str,
        typer.Option(
            help="Articles over time: published, about, or both with a comma.",
            rich_help_panel=SHOWING,
        ),
    ] = "",
    interval: Annotated[
        Interval, typer.Option(help="How long its bars are.", rich_help_panel=SHOWING)
    ] = Interval.AUTO,
    size: Annotated[
        int, typer.Option(min=0, max=1000, help="Hits to show.", rich_help_panel=SHOWING)
    ] = 10,
    start: Annotated[
        int, typer.Option(min=0, help="Hits to pass over first.", rich_help_panel=SHOWING)
    ] = 0,
    sort: Annotated[
        Sort, typer.Option(help="The order of hits.", rich_help_panel=SHOWING)
    ] = Sort.RELEVANCE,
    collapse: Annotated[
        bool, typer.Option("--collapse", help="One article a story.", rich_help_panel=SHOWING)
    ] = False,
    deep: Annotated[
        bool,
        typer.Option(
            "--deep",
            help="Hold the index as it is; `next` of --json leads on, however far.",
            rich_help_panel=SHOWING,
        ),
    ] = False,
    after: Annotated[
        str, typer.Option(help="The `next` of the page before.", rich_help_panel=SHOWING)
    ] = "",
    as_json: Annotated[
        bool,
        typer.Option("--json", help="All that was found, for programs.", rich_help_panel=SHOWING),
    ] = False,
    significant: Annotated[
        str,
        typer.Option(
            help=f"Names by which the articles found stand out: {', '.join(NAMES)}, with commas.",
            rich_help_panel=INSTEAD,
        ),
    ] = "",
    related: Annotated[
        str,
        typer.Option(help="Articles near the one with this id.", rich_help_panel=INSTEAD),
    ] = "",
    export: Annotated[
        Path | None,
        typer.Option(
            help="Write all articles found to a file, .jsonl or .csv.", rich_help_panel=INSTEAD
        ),
    ] = None,
) -> None:
    """Search the index: full text, names, places, dates spoken about.

    All words must occur, in the title, the body or the names; "quoted words" as
    they stand; -word must not occur; a OR b; fields as person:Putin,
    title:grid, source:"Northern Wire", published:2024-10.. (docs/search.md
    lists them). What is not understood is told, with how it was read instead.

    A name may be an alias: FT finds the Financial Times, Selenskyj and even
    Zelenski find Volodymyr Zelensky, and the answer says so. Without words and
    filters, the newest articles are listed.

    A facet counts as if its own filters were not there, so that a filter hides
    no alternative; "216 of 700" are the articles found, of those.

    [bold]Examples[/bold]

      dateline search "energy strikes" --place Qatar --about 2024-08

      dateline search 'person:Putin (refinery OR pipeline) -gas' --facets organisations,about

      dateline search '"half of the capacity" -ceasefire' --collapse --json

      dateline search substations --histogram published --size 0

      dateline search substations --significant persons,places

      dateline search --related 4f1c0e… --size 5

      dateline search 'source:"Northern Wire"' --export wire.csv
    """
    from index_mappings.cluster import open_cluster
    from index_mappings.curated_file import curated_names
    from index_mappings.families import Aliases
    from index_mappings.settings import Settings
    from search.place import Place

    with told_plainly(ValueError):
        settings = Settings()
        request = SearchRequest(
            text=text,
            persons=tuple(person or ()),
            organisations=tuple(organisation or ()),
            places=tuple(place or ()),
            groups=tuple(group or ()),
            sources=tuple(source or ()),
            authors=tuple(author or ()),
            languages=tuple(language or ()),
            removed=tuple(removed or ()),
            about=None if about is None else DayRange.parse(about),
            published=None if published is None else DayRange.parse(published),
            facets=_listed(facets),
            facet_size=facet_size,
            size=size,
            start=start,
            collapse=collapse,
            sort=sort,
            histograms=_listed(histogram),
            interval=interval,
            deep=deep,
            after=after,
        )
        request = request.checked()  # before a node is started for it
        names = curated_names(settings.names_file)
        with open_cluster(settings) as client:
            where = Place(client, Aliases(settings.prefix), names)
            if related:
                _show_related(where, related, request, as_json)
            elif significant:
                _show_significant(where, request, _listed(significant), as_json)
            elif export:
                _export(where, request, export)
            else:
                _show_hits(where, request, as_json)


def _listed(told: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in told.split(",") if name.strip())


def _show_hits(where: Place, request: SearchRequest, as_json: bool) -> None:
    from cli.found import page
    from search.find import find

    result = find(where.client, where.aliases, request, where.names)
    if as_json:
        OUT.print_json(json.dumps(result.document()))
    else:
        OUT.print(page(result, request))


def _show_related(where: Place, id: str, request: SearchRequest, as_json: bool) -> None:
    from cli.found import listed_hits
    from search.related import related

    hits = related(where.client, where.aliases, id, request.size)
    if as_json:
        OUT.print_json(json.dumps([asdict(hit) for hit in hits]))
    else:
        OUT.print(listed_hits(hits))


def _show_significant(
    where: Place, request: SearchRequest, fields: tuple[str, ...], as_json: bool
) -> None:
    from cli.found import significant_page
    from search.significant import significant

    found = significant(
        where.client, where.aliases, request, where.names, fields, request.facet_size
    )
    if as_json:
        OUT.print_json(json.dumps(asdict(found)))
    else:
        OUT.print(significant_page(found))


def _export(where: Place, request: SearchRequest, path: Path) -> None:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress

    from search.export import export_to_file

    with Progress("{task.description}", BarColumn(), MofNCompleteColumn(), console=ERR) as progress:
        task = progress.add_task("articles", total=None)

        def advance(done: int, total: int) -> None:
            progress.update(task, completed=done, total=total)

        written = export_to_file(where.client, where.aliases, request, path, where.names, advance)
    articles = "1 article" if written == 1 else f"{written:,} articles"
    OUT.print(Text(f"{articles} in {path}"))
