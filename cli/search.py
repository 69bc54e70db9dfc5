"""`dateline search`: hits with highlights, and facets with counts."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from typing import Annotated, Any

import typer
from rich.console import Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from cli.terminal import OUT, told_plainly
from index_mappings.cluster import open_cluster
from index_mappings.curated_file import curated_names
from index_mappings.families import Aliases
from index_mappings.node.settings import NodeError
from index_mappings.settings import Settings
from search.days import DayRange, SearchError
from search.facets import FACETS
from search.find import find
from search.request import SearchRequest, Sort
from search.result import FacetValue, Fragment, Hit, SearchResult
from transforms.article import NameKind

FACET_HELP = f"Facets to count, with commas: {', '.join(FACETS)}."
DAYS = "2024-08-12, 2024-08, 2024, 2024-08..2024-10, 2024-10.. or ..2024"


def search(
    text: Annotated[str, typer.Argument(help='Words, "a phrase", -without.')] = "",
    person: Annotated[list[str] | None, typer.Option(help="Who must be named; repeatable.")] = None,
    organisation: Annotated[list[str] | None, typer.Option(help="As --person.")] = None,
    place: Annotated[list[str] | None, typer.Option(help="As --person.")] = None,
    group: Annotated[list[str] | None, typer.Option(help="As --person.")] = None,
    source: Annotated[list[str] | None, typer.Option(help="One of these outlets.")] = None,
    language: Annotated[list[str] | None, typer.Option(help="One of these, as en or de.")] = None,
    removed: Annotated[
        list[str] | None, typer.Option(help="A kind of text that was removed, as author_bio.")
    ] = None,
    about: Annotated[str | None, typer.Option(help=f"Days the text speaks of: {DAYS}.")] = None,
    published: Annotated[str | None, typer.Option(help=f"Days of publication: {DAYS}.")] = None,
    facets: Annotated[str, typer.Option(help=FACET_HELP)] = "persons,places,published",
    facet_size: Annotated[int, typer.Option(min=1, max=1000, help="Values a facet.")] = 10,
    size: Annotated[int, typer.Option(min=0, max=1000, help="Hits to show.")] = 10,
    start: Annotated[int, typer.Option(min=0, help="Hits to pass over first.")] = 0,
    sort: Annotated[Sort, typer.Option(help="The order of hits.")] = Sort.RELEVANCE,
    collapse: Annotated[bool, typer.Option("--collapse", help="One article a story.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Search the index: full text, names, places, dates spoken about.

    All words must occur, in the title, the body or the names; "quoted words" as they stand;
    -word must not occur. A name may be an alias: --organisation FT finds the Financial Times.

    [bold]Examples[/bold]

      dateline search "energy strikes" --place Qatar --about 2024-08

      dateline search --person "Vladimir Putin" --published 2024-10.. --facets organisations,about

      dateline search '"half of the capacity" -ceasefire' --collapse --json
    """
    with told_plainly(SearchError, NodeError, ValueError):
        settings = Settings()
        request = SearchRequest(
            text=text,
            persons=tuple(person or ()),
            organisations=tuple(organisation or ()),
            places=tuple(place or ()),
            groups=tuple(group or ()),
            sources=tuple(source or ()),
            languages=tuple(language or ()),
            removed=tuple(removed or ()),
            about=DayRange.parse(about) if about else None,
            published=DayRange.parse(published) if published else None,
            facets=tuple(name.strip() for name in facets.split(",") if name.strip()),
            facet_size=facet_size,
            size=size,
            start=start,
            collapse=collapse,
            sort=sort,
        )
        result = find(
            open_cluster(settings), Aliases(settings.prefix), request, canonical_form(settings)
        )
    if as_json:
        OUT.print_json(json.dumps(_plain(result)))
    else:
        OUT.print(page(result, request))


def canonical_form(settings: Settings) -> Callable[[str, NameKind], str]:
    """What gives the canonical form of a curated name's alias, and any other name as it is."""
    names = curated_names(settings.names_file)

    def form(name: str, kind: NameKind) -> str:
        known = names.find(name, kind)
        return known.canonical if known else name

    return form


def page(result: SearchResult, request: SearchRequest) -> Group:
    """The result for a terminal."""
    found = f"{result.total:,} articles"
    if result.stories is not None:
        found += f" in {result.stories:,} stories"
    parts: list[Any] = [Text(f"{found}, {result.took_ms} ms", style="dim")]
    for rank, hit in enumerate(result.hits, start=request.start + 1):
        parts.append(_hit(rank, hit))
    counted = [_facet(name, values) for name, values in result.facets.items() if values]
    if counted:
        side_by_side = Table.grid(padding=(0, 4))
        side_by_side.add_row(*counted)
        parts += [Text(), side_by_side]
    return Group(*parts)


def _hit(rank: int, hit: Hit) -> Group:
    title = _marked(hit.title, "bold") if hit.title else Text("(no title)", style="dim")
    head = Text.assemble((f"{rank}. ", "dim"), title)
    told = "  ".join(part for part in (hit.published, hit.source, hit.id) if part)
    lines: list[Any] = [Text(told, style="dim")]
    lines += [_marked(fragment, "") for fragment in hit.fragments]
    if hit.copies_total:
        others = ", ".join(copy.source or copy.id for copy in hit.copies)
        lines.append(Text(f"+ {hit.copies_total} copies of the story: {others}", style="dim"))
    return Group(Text(), head, Padding(Group(*lines), (0, 0, 0, 3)))


def _marked(fragment: Fragment, style: str) -> Text:
    text = Text(" ".join(fragment.text.split("\n")), style=style)
    for start, end in fragment.marks:
        text.stylize("bold yellow", start, end)
    return text


def _facet(name: str, values: tuple[FacetValue, ...]) -> Table:
    table = Table(title=name, title_style="bold", title_justify="left", box=None, show_header=False)
    table.add_column(overflow="ellipsis", no_wrap=True, max_width=32)
    table.add_column(justify="right", style="cyan")
    for value in values:
        table.add_row(Text(value.value), f"{value.count:,}")
    return table


def _plain(result: SearchResult) -> dict[str, Any]:
    return asdict(result)
