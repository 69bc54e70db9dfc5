"""The `dateline` command: one file a group of commands, each a thin skin over a function."""

from __future__ import annotations

import typer

from cli import index, kibana, learn, names, node, quarantine, rules, runs, sources
from cli.consolidate import consolidate
from cli.dates import dates
from cli.explain import explain
from cli.ingest import ingest
from cli.inspect import inspect
from cli.reprocess import reprocess
from cli.search import search
from cli.serve import deploy, serve
from cli.status import status
from cli.web import web

app = typer.Typer(
    name="dateline",
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_show_locals=False,  # locals may hold secrets
    context_settings={"help_option_names": ["-h", "--help"]},
    help="""Turn raw news text into a searchable, faceted Elasticsearch index.

    Boilerplate is removed with an audit trail, dates and names are normalized,
    and nothing is lost: what can't be processed is kept in quarantine with its
    reason.

    [bold]First steps[/bold]

      dateline ingest seeds            load the sample articles

      dateline search "energy strikes" search them, with facets

      dateline explain story.html      see what is removed of a text, and why

      dateline dates story.html        see its dates, and what each is counted from

    Without settings, a local Elasticsearch is started on first use. For a
    cluster of your own set DATELINE_ES_URL, and DATELINE_ES_API_KEY or
    DATELINE_ES_USER and DATELINE_ES_PASSWORD.
    """,
)
app.command(rich_help_panel="Loading")(ingest)
app.command(rich_help_panel="Loading")(reprocess)
app.command(rich_help_panel="Reading")(search)
app.command(rich_help_panel="Reading")(explain)
app.command(rich_help_panel="Reading")(dates)
app.command(rich_help_panel="Reading")(inspect)
app.command(rich_help_panel="Reading")(web)
app.add_typer(sources.app, name="sources", rich_help_panel="Loading")
app.add_typer(rules.app, name="rules", rich_help_panel="Loading")
app.add_typer(learn.app, name="learn", rich_help_panel="Loading")
app.command(rich_help_panel="Loading")(consolidate)
app.add_typer(names.app, name="names", rich_help_panel="Loading")
app.command(rich_help_panel="Operating")(serve)
app.command(rich_help_panel="Operating")(deploy)
app.command(rich_help_panel="Operating")(status)
app.add_typer(runs.app, name="runs", rich_help_panel="Operating")
app.add_typer(node.app, name="node", rich_help_panel="Operating")
app.add_typer(index.app, name="index", rich_help_panel="Operating")
app.add_typer(kibana.app, name="kibana", rich_help_panel="Reading")
app.add_typer(quarantine.app, name="quarantine", rich_help_panel="Operating")


def main() -> None:
    """The console script."""
    app()
