"""`dateline search`: hits with highlights, and facets with counts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.columns import Columns
from rich.console import Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from cli.terminal import OUT, told_plainly
from search.days import DayRange
from search.facets import FACETS
from search.request import SearchRequest, Sort

if TYPE_CHECKING:
    from search.result import FacetValue, Fragment, Hit, SearchResult
    from search.unmatched import Unmatched

FACET_HELP = f"Facets to count, with commas: {', '.join(FACETS)}."
FIELD_NAMES = {"source": "sources"}
DAYS = "2024-08-12, 2024-08, 2024, 2024-08..2024-10, 2024-10.. or ..2024"


def search(
    text: Annotated[str, typer.Argument(help='Words, "a phrase", -without.')] = "",
    person: Annotated[list[str] | None, typer.Option(help="Who must be named; repeatable.")] = None,
    organisation: Annotated[list[str] | None, typer.Option(help="As --person.")] = None,
    place: Annotated[list[str] | None, typer.Option(help="As --person.")] = None,
    group: Annotated[list[str] | None, typer.Option(help="As --person.")] = None,
    source: Annotated[list[str] | None, typer.Option(help="One of these outlets.")] = None,
    author: Annotated[list[str] | None, typer.Option(help="One of these authors.")] = None,
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
    as_json: Annotated[
        bool, typer.Option("--json", help="All that was found, for programs.")
    ] = False,
) -> None:
    """Search the index: full text, names, places, dates spoken about.

    All words must occur, in the title, the body or the names; "quoted words"
    as they stand; -word must not occur. A name may be an alias: --organisation
    FT finds the Financial Times. Without words and filters, the newest articles
    are listed.

    --json gives, always with every key: total, stories, took_ms; hits (id,
    score, title, fragments, authors, source, language, published, url, story,
    persons, organisations, places, groups, copies, copies_total); facets
    (value, count);
    unmatched (field, value, near). A title and a fragment have text and marks:
    [start, end) in characters of what was found.

    [bold]Examples[/bold]

      dateline search "energy strikes" --place Qatar --about 2024-08

      dateline search --person "Vladimir Putin" --published 2024-10.. --facets organisations,about

      dateline search '"half of the capacity" -ceasefire' --collapse --json
    """
    from index_mappings.cluster import open_cluster
    from index_mappings.curated_file import curated_names
    from index_mappings.families import Aliases
    from index_mappings.settings import Settings
    from search.find import find

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
            facets=tuple(name.strip() for name in facets.split(",") if name.strip()),
            facet_size=facet_size,
            size=size,
            start=start,
            collapse=collapse,
            sort=sort,
        )
        request = request.checked()  # before a node is started for it
        names = curated_names(settings.names_file)
        with open_cluster(settings) as client:
            result = find(client, Aliases(settings.prefix), request, names)
    if as_json:
        OUT.print_json(json.dumps(result.document()))
    else:
        OUT.print(page(result, request))


def page(result: SearchResult, request: SearchRequest) -> Group:
    """The result for a terminal."""
    found = "1 article" if result.total == 1 else f"{result.total:,} articles"
    if result.stories is not None:
        found += " in 1 story" if result.stories == 1 else f" in {result.stories:,} stories"
    parts: list[Any] = [Text(f"{found}, {result.took_ms} ms", style="dim")]
    for rank, hit in enumerate(result.hits, start=request.start + 1):
        parts.append(_hit(rank, hit))
    parts += [_nothing_named(item) for item in result.unmatched]
    shown = [
        _facet(name, values, request.facet_size) for name, values in result.facets.items() if values
    ]
    if shown:
        parts += [Text(), Columns(shown, padding=(0, 4))]
    return Group(*parts)


def _hit(rank: int, hit: Hit) -> Group:
    title = _marked(hit.title, "bold") if hit.title else Text("(no title)", style="dim")
    head = Text.assemble((f"{rank}. ", "dim"), title)
    byline = ", ".join(hit.authors)
    told = "  ".join(part for part in (hit.published, hit.source, byline, hit.id) if part)
    lines: list[Any] = [_line(told, "dim")]
    lines += [_marked(fragment, "") for fragment in hit.fragments]
    if hit.copies_total:
        lines.append(_line(_copies(hit), "dim"))
    return Group(Text(), head, Padding(Group(*lines), (0, 0, 0, 3)))


def _copies(hit: Hit) -> str:
    copies = "1 copy" if hit.copies_total == 1 else f"{hit.copies_total:,} copies"
    others = ", ".join(copy.source or copy.id for copy in hit.copies)
    more = ", …" if hit.copies_total > len(hit.copies) else ""
    return f"+ {copies} of the story: {others}{more}"


def _nothing_named(item: Unmatched) -> Text:
    told = f"No article has {item.value!r} among its {FIELD_NAMES.get(item.field, item.field)}"
    near = ", ".join(item.near)
    return _line(f"{told}: did you mean {near}?" if near else f"{told}.", "yellow")


def _marked(fragment: Fragment, style: str) -> Text:
    text = Text(fragment.text, style=style)
    for start, end in fragment.marks:
        text.stylize("bold yellow", start, end)
    return text


def _line(text: str, style: str) -> Text:
    from search.result import one_line

    return Text(one_line(text), style=style)


def _facet(name: str, values: tuple[FacetValue, ...], most: int) -> Table:
    table = Table(title=name, title_style="bold", title_justify="left", box=None, show_header=False)
    table.add_column(overflow="ellipsis", no_wrap=True, max_width=32)
    table.add_column(justify="right", style="cyan")
    for value in _most(values, most):
        table.add_row(_line(value.value, ""), f"{value.count:,}")
    if len(values) > most:
        table.add_row(Text(f"and {len(values) - most:,} more"), "", style="dim")
    return table


def _most(values: tuple[FacetValue, ...], most: int) -> list[FacetValue]:
    """The largest of a facet in its own order: days come all, where other values are bounded."""
    # Of equal ones the last: of days the latest.
    by_count = sorted(enumerate(values), key=lambda item: (item[1].count, item[0]), reverse=True)
    return [value for _, value in sorted(by_count[:most], key=lambda item: item[0])]
