"""Date mentions as a page: for a terminal in columns, for a pipe a line each, with tabs."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console
from rich.table import Table
from rich.text import Text

from cli.terminal import visible
from flows.one_article.dates import DatedArticle
from transforms.article import DateMention
from transforms.dates.explain import ExplainedMention

COLUMNS = ("mention", "type", "value", "days", "rule", "sure", "counted from")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def page(console: Console, found: DatedArticle) -> None:
    """Print the mentions of an article, with the day that they are read against."""
    for line in (*_head(found), Text()):
        console.print(line, soft_wrap=not console.is_terminal)
    rows = list(_rows(found))
    if not rows:
        console.print("No date mentions.")
    elif console.is_terminal:
        console.print(_columns(rows))
    else:
        for row in (COLUMNS, *rows):
            # Past rich, which would put spaces for the tabs.
            console.file.write("\t".join(row) + "\n")


def _columns(rows: list[tuple[str, ...]]) -> Table:
    table = Table(box=None, pad_edge=False)
    for column in COLUMNS:
        table.add_column(column, overflow="fold", header_style="bold")
    for row in rows:
        table.add_row(*map(Text, row))
    return table


def _head(found: DatedArticle) -> Iterator[Text]:
    article, day = found.article, found.article.published
    yield Text(visible(article.title or "(no title)"), style="bold")
    language = article.language.code if article.language else "language unknown"
    told = [article.raw.source or "source unknown", language]
    if day:
        weekday = WEEKDAYS[day.date.weekday()]
        told.append(f"published {weekday}, {day.date} ({day.found_in}, {day.confidence:.2f})")
    yield Text(visible(" · ".join(told)), style="dim")
    if not day:
        yield Text(
            "No day of publication: what needs one stays open; give it, as --published 2024-10-30.",
            style="yellow",
        )
    if found.explained is None:
        yield Text(
            f"As it was stored. Rules, settings or data of {', '.join(sorted(found.stale))} have "
            "changed since: --today shows what they say now, the next ingest brings it up to date.",
            style="yellow",
        )


def _rows(found: DatedArticle) -> Iterator[tuple[str, ...]]:
    if found.explained is None:
        for mention in found.mentions:
            yield _row(mention, "")
    else:
        for each in found.explained:
            yield _row(each.mention, _anchor(each))


def _row(mention: DateMention, anchor: str) -> tuple[str, ...]:
    value = f"{mention.value} {mention.mod}" if mention.mod else mention.value
    cells = (
        mention.surface,
        str(mention.type),
        value,
        days(mention),
        mention.rule,
        f"{mention.confidence:.2f}",
        anchor,
    )
    return tuple(map(visible, cells))


def _anchor(each: ExplainedMention) -> str:
    if each.open:
        return "open: nothing to count from"
    return str(each.anchor) if each.anchor else ""


def days(mention: DateMention) -> str:
    """The days that a mention covers, as `--about` takes them; nothing where it has none."""
    if mention.gte is None or mention.lte is None:
        return ""
    if mention.gte == mention.lte:
        return mention.gte.isoformat()
    return f"{mention.gte}..{mention.lte}"
