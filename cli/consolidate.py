"""`dateline consolidate`: names made one over all articles."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table
from rich.text import Text

from cli.terminal import OUT, told_plainly, visible

if TYPE_CHECKING:
    from flows.consolidate import NamesReport

MEANING = {
    "names": "as the articles found them",
    "looked_at": "articles whose surroundings were read",
    "proposals": "pairs of names that may be one",
    "merged": "names that go by another one everywhere",
    "placed": "short names that go by a fuller one in an article",
    "unsure": "pairs that wait for a person: dateline names review",
    "refused": "merges that a judgement of difference forbids",
    "changed": "articles written",
}


def consolidate(
    dry: Annotated[
        bool, typer.Option("--dry-run", help="Find out what would be merged; write nothing.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The report for programs.")] = False,
) -> None:
    """Make names one over all articles: one row a person in the facet.

    Spellings, initials, nicknames and acronyms of one name are merged where
    the words leave no doubt, or where the articles agree in what else they
    name. A surname alone is placed article by article. What stays unsure waits
    for you: `dateline names review`. What you judge holds for ever.

    Only articles that a merge touches are written; a second run writes none.

    [bold]Example[/bold]

      dateline consolidate --dry-run

      dateline consolidate
    """
    from flows.consolidate import EXPECTED, run_consolidate

    with told_plainly(*EXPECTED, ValueError):
        report = run_consolidate(dry)
    if as_json:
        OUT.print_json(json.dumps({"run": report.run, "seconds": report.seconds, **report.counts}))
        return
    _print(report)


def _print(report: NamesReport) -> None:
    if report.examples:
        OUT.print(Text("New merges, the commonest first:", style="bold"))
    for name, canonical, reason in report.examples:
        line = Text(visible(f"  {name} → {canonical}"))
        OUT.print(line.append(visible(f"  {reason}"), style="dim"), soft_wrap=True)
    title = "Dry run: nothing was written" if report.dry else f"Run {report.run}"
    caption = f"{report.articles:,} articles, {report.seconds:.1f} s"
    table = Table(title=title, caption=caption, title_justify="left", caption_justify="left")
    table.add_column("")
    table.add_column("count", justify="right")
    table.add_column("", style="dim")
    for name, meaning in MEANING.items():
        told = "articles that would be written" if report.dry and name == "changed" else meaning
        table.add_row(name.replace("_", " "), f"{report.counts[name]:,}", told)
    OUT.print(table)
