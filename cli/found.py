"""What a search found, for a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from rich.columns import Columns
from rich.console import Group
from rich.constrain import Constrain
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from search.request import SearchRequest
    from search.result import FacetValue, Fragment, Histogram, Hit, SearchResult
    from search.significant import Significant, SignificantName
    from search.unmatched import Unmatched

FIELD_NAMES = {"source": "sources"}
BAR = 40
PAGE = 120
"""Columns that tables side by side take at most."""


def page(result: SearchResult, request: SearchRequest) -> Group:
    """The result for a terminal."""
    found = "1 article" if result.total == 1 else f"{result.total:,} articles"
    if result.stories is not None:
        found += " in 1 story" if result.stories == 1 else f" in {result.stories:,} stories"
    parts: list[Any] = [Text(f"{found}, {result.took_ms} ms", style="dim")]
    parts += [_line(told, "yellow") for told in _remarks(result)]
    for rank, hit in enumerate(result.hits, start=request.start + 1):
        parts.append(_hit(rank, hit))
    parts += [_nothing_named(item) for item in result.unmatched]
    shown = [
        _facet(name, values, request.facet_size) for name, values in result.facets.items() if values
    ]
    if shown:
        parts += [Text(), _side_by_side(shown)]
    for name, histogram in result.histograms.items():
        if histogram.bars:
            parts += [Text(), _histogram(name, histogram)]
    if result.next:
        parts += [Text(), _line("More: the same with --json gives `next` for --after.", "dim")]
    return Group(*parts)


def _remarks(result: SearchResult) -> list[str]:
    """What a reader should know before the hits."""
    told = list(result.notes)
    for also in result.also:
        why = ", which it looks like" if also.why == "spelling" else ""
        told.append(f"Searched also for {also.name} ({also.typed}{why}).")
    if result.absent:
        told.append(f"No article has {' or '.join(map(repr, result.absent))}.")
    if result.suggestion:
        told.append(f"Did you mean: {result.suggestion}")
    return told


def _side_by_side(tables: Sequence[Table]) -> Constrain:
    """As many beside each other as a page is wide, also where lines may be of any length."""
    return Constrain(Columns(tables, padding=(0, 4)), PAGE)


def listed_hits(hits: Sequence[Hit]) -> Group:
    """Hits alone."""
    if not hits:
        return Group(Text("No article is near it.", style="dim"))
    return Group(*(_hit(rank, hit) for rank, hit in enumerate(hits, start=1)))


def significant_page(found: Significant) -> Group:
    """Names that stand out, with how common they are here and in the whole index."""
    head = Text(f"{found.total:,} articles found, of {found.index:,}", style="dim")
    tables = [_significant(field, names) for field, names in found.names.items() if names]
    if not tables:
        return Group(head, Text("No name stands out."))
    return Group(head, Text(), _side_by_side(tables))


def _significant(field: str, names: Sequence[SignificantName]) -> Table:
    table = Table(title=field, title_style="bold", title_justify="left", box=None)
    table.add_column("name", overflow="ellipsis", no_wrap=True, max_width=32)
    table.add_column("here", justify="right", style="cyan")
    table.add_column("in all", justify="right")
    for each in names:
        table.add_row(_line(each.name, ""), f"{each.count:,}", f"{each.whole:,}")
    return table


def _histogram(name: str, told: Histogram) -> Table:
    table = Table(
        title=f"{name}, by {told.interval}",
        title_style="bold", title_justify="left", box=None, show_header=False,
    )  # fmt: skip
    table.add_column(no_wrap=True)
    table.add_column(justify="right", style="cyan")
    table.add_column(no_wrap=True)
    tallest = max((bar.count for bar in told.bars), default=1)
    if told.earlier:
        table.add_row("earlier", f"{told.earlier:,}", "", style="dim")
    for bar in told.bars:
        width = max(1, round(BAR * bar.count / tallest))
        table.add_row(_bar_name(bar.first, told.interval), f"{bar.count:,}", "█" * width)
    if told.later:
        table.add_row("later", f"{told.later:,}", "", style="dim")
    return table


def _bar_name(first: str, interval: str) -> str:
    return first[: {"year": 4, "month": 7, "quarter": 7}.get(interval, 10)]


def _hit(rank: int, hit: Hit) -> Group:
    title = _marked(hit.title, "bold") if hit.title else Text("(no title)", style="dim")
    head = Text.assemble((f"{rank}. ", "dim"), title)
    byline = ", ".join(hit.authors)
    told = "  ".join(part for part in (hit.published, hit.source, byline, hit.id) if part)
    lines: list[Any] = [_line(told, "dim")]
    lines += [_marked(fragment, "") for fragment in hit.fragments]
    if hit.copies_total:
        lines.append(_line(_copies(hit), "dim"))
    # Each by itself: together, the short lines were filled up to the longest.
    return Group(Text(), head, *(Padding(line, (0, 0, 0, 3), expand=False) for line in lines))


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
        style = "bold" if value.chosen else ""
        table.add_row(_line(value.value, style), _counted(value))
    if len(values) > most:
        table.add_row(Text(f"and {len(values) - most:,} more"), "", style="dim")
    return table


def _counted(value: FacetValue) -> str:
    """The articles found with a value; where its facet's filter leaves some out, of how many."""
    if value.within == value.count:
        return f"{value.count:,}"
    return f"{value.within:,} of {value.count:,}"


def _most(values: tuple[FacetValue, ...], most: int) -> list[FacetValue]:
    """The largest of a facet in its own order: days come all, where other values are bounded."""
    # Of equal ones the last: of days the latest.
    by_count = sorted(enumerate(values), key=lambda item: (item[1].count, item[0]), reverse=True)
    return [value for _, value in sorted(by_count[:most], key=lambda item: item[0])]
