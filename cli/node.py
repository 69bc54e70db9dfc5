"""`dateline node`: the local Elasticsearch, for those who have no cluster of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer
from rich.filesize import decimal
from rich.table import Table
from rich.text import Text

from cli.terminal import ERR, OUT, told_plainly

if TYPE_CHECKING:
    from index_mappings.node import NodeStatus

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="rich",
    help=(
        "The local Elasticsearch: a real server, in folders of its own.\n\n"
        "The first start fetches it (about 150 MB, once, each file checked); later ones need no "
        "network. It listens on this machine alone and goes on running until it is stopped. Other "
        "commands start it where they need it. With [bold]DATELINE_ES_URL[/bold] set they use that "
        "cluster, and nothing is fetched.\n\n"
        "[bold]Settings[/bold], as environment variables:\n\n"
        "DATELINE_CACHE: folder of the fetched server.\n"
        "DATELINE_NODE_DATA: folder of the indices, logs and configuration.\n"
        "DATELINE_NODE_HEAP: Java heap (512m).\n"
        "DATELINE_NODE_TIMEOUT: seconds that a start may take (180).\n"
        "DATELINE_NODE_USER: the account that runs the server where you are root (nobody).\n"
        "DATELINE_MAVEN_URL: a mirror to fetch from."
    ),
)
STYLES = {"running": "green", "unready": "yellow", "stopped": "dim"}


@app.command()
def start() -> None:
    """Start the node, or find it running. Fetches the server where the cache lacks it."""
    from index_mappings import node

    with told_plainly():
        running = node.start(console=ERR)
        OUT.print(f"Elasticsearch answers at {running.url}", highlight=False)


@app.command()
def stop() -> None:
    """Stop the node. Its data stay for the next start."""
    from index_mappings import node

    with told_plainly():
        stopped = node.stop(console=ERR)
        OUT.print("Elasticsearch has stopped." if stopped else "Elasticsearch was not running.")


@app.command()
def status() -> None:
    """Show whether the node runs, where it answers, what it holds and what it takes."""
    from index_mappings import node

    with told_plainly():
        OUT.print(_table(node.status()))


@app.command()
def logs(
    lines: Annotated[
        int, typer.Option("--lines", "-n", min=1, max=10_000, help="How many, from the end.")
    ] = 50,
) -> None:
    """Print the last lines of the server's log."""
    from index_mappings import node

    with told_plainly():
        for line in node.logs(count=lines):
            # As it stands: no markup, no wrapping, so that it can be searched and piped.
            OUT.print(Text(line), soft_wrap=True)


def _table(told: NodeStatus) -> Table:
    rows = {
        "state": Text(told.state, style=STYLES[told.state]),
        "address": told.url,
        "version": told.version,
        "process": told.pid,
        "memory": None if told.memory_bytes is None else decimal(told.memory_bytes),
        "documents": None if told.documents is None else f"{told.documents:,}",
        "disk": decimal(told.disk_bytes),
        "folder": told.data,
    }
    table = Table(box=None, show_header=False)
    table.add_column(style="bold")
    table.add_column(overflow="fold")
    for name, value in rows.items():
        if value is not None:
            table.add_row(name, value if isinstance(value, Text) else Text(str(value)))
    return table
