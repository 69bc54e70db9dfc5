"""`dateline rules`: a user's own rules for boilerplate, tested and shown."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table
from rich.text import Text

from cli.terminal import ERR, OUT, told_plainly, visible

if TYPE_CHECKING:
    from index_mappings.settings import Settings
    from transforms.boilerplate.own_rules import OwnRule, OwnRules

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="rich",
    help=r"""Your own rules for boilerplate: what always goes, what never does.

    They are a TOML file that DATELINE_RULES names, beside the rules that come
    with Dateline, and they have the last word:

      \[\[remove]]
      name = "harbour-bios"                  # as removals and reports call it
      kind = "author_bio"
      phrases = ["keeps the tide tables*"]   # anywhere; * leaves the word open
      source = "The Harbour Courier"         # only there; left out: everywhere

      \[\[remove]]
      name = "charts"
      kind = "related_links"
      pattern = '(?P<stub>\\\[chart \d+])'    # the group goes, the rest stays

      \[\[keep]]
      lines = ["Advertisement"]              # the whole line, numbers alike

      \[\[expect]]                             # a row of the file's own test
      text = "Ada Moran keeps the tide tables."
      source = "The Harbour Courier"
      removed = "author_bio"                 # or: kept = true

    docs/own-rules.md tells the rest; docs/own-rules.toml is an example.
    """,
)

FILE_HELP = "The file of rules; default: the one that DATELINE_RULES names."


@app.command()
def check(
    file: Annotated[Path | None, typer.Argument(help=FILE_HELP)] = None,
) -> None:
    """Test a file of rules by its own table, with all other rules in force.

    Names each row that does not hold, with what happened instead, and ends
    with exit code 1 then.

    [bold]Example[/bold]

      dateline rules check docs/own-rules.toml
    """
    from index_mappings.settings import Settings
    from transforms.boilerplate.expectations import broken

    with told_plainly(ValueError):
        settings = Settings()
        name, rules = _read(file, settings.rules)
        found = list(broken(rules, settings.boilerplate_threshold))
    for row in found:
        ERR.print(Text(visible(f"{name}: {row}"), style="red"), soft_wrap=True)
    told = f"{name}: {len(rules.rules)} rules, {len(rules.expectations)} rows of expectations"
    if found:
        ERR.print(Text(visible(f"{told}, {len(found)} of them do not hold."), style="bold red"))
        raise typer.Exit(1)
    holds = "all of them hold" if rules.expectations else "write [[expect]] rows to test it"
    OUT.print(Text(visible(f"{told}: {holds}.")), soft_wrap=True)


@app.command()
def show(
    file: Annotated[Path | None, typer.Argument(help=FILE_HELP)] = None,
    source: Annotated[
        str | None, typer.Option(help="Only what is in force for this outlet.")
    ] = None,
) -> None:
    """Show which rules of your own are in force, in the order in which they count.

    [bold]Example[/bold]

      dateline rules show --source "The Harbour Courier"
    """
    from index_mappings.settings import Settings

    with told_plainly(ValueError):
        name, rules = _in_force(Settings()) if file is None else _read(file, None)
    shown = [rule for rule in rules.rules if source is None or rule.holds_for(source)]
    if not shown:
        where = f" in {name}" if name else ": set DATELINE_RULES"
        OUT.print(Text(visible(f"No rules of your own are in force{where}.")), soft_wrap=True)
        return
    OUT.print(Text(visible(f"{name}: {len(shown)} rules, {rules.hash[:16]}"), style="dim"))
    OUT.print(_table(shown))


def _in_force(settings: Settings) -> tuple[str, OwnRules]:
    """The general rules, and those that the file of sources has for single outlets."""
    from flows.configured.file import rules_in_force

    files = [settings.rules, settings.sources]
    named = ", ".join(str(each) for each in files if each is not None)
    return named, rules_in_force(settings.rules, settings.sources)


def _read(file: Path | None, default: Path | None) -> tuple[str, OwnRules]:
    from index_mappings.rules_file import own_rules
    from transforms.boilerplate.own_rules_file import RulesError

    path = file or default
    if path is None:
        raise RulesError("Which file? Name it, or set DATELINE_RULES.")
    return str(path), own_rules(path)


def _table(rules: list[OwnRule]) -> Table:
    table = Table(box=None)
    for column in ("does", "name", "kind", "source", "what"):
        table.add_column(column, overflow="fold", header_style="bold")
    for rule in rules:
        cells = (_does(rule), rule.name, rule.kind or "", ", ".join(rule.sources), _what(rule))
        table.add_row(*(Text(visible(cell)) for cell in cells))
    return table


def _does(rule: OwnRule) -> str:
    if rule.kind is None:
        return "keep"
    return "remove" if rule.points is None else f"hint +{rule.points:g}"


def _what(rule: OwnRule) -> str:
    from transforms.boilerplate.cues import NO_LIMIT

    told = [f"line {line!r}" for line in rule.lines]
    told += [f"phrase {phrase!r}" for phrase in rule.phrases]
    if rule.pattern is not None:
        told.append(f"pattern {rule.pattern}")
    if rule.max_words != NO_LIMIT:
        told.append(f"in at most {rule.max_words:,} words")
    return "; ".join(told)
