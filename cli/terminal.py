"""What all commands share: consoles, and errors as one clear message with exit code 1."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import typer
from rich.console import Console
from rich.text import Text

OUT = Console()
ERR = Console(stderr=True)


@contextmanager
def told_plainly(*expected: type[Exception]) -> Iterator[None]:
    """End with exit code 1 and one message, instead of a trace, on errors that say what to do.

    `expected` are those beside a cluster, a node or a setting that is of no use.
    """
    # Here, because the clients of the index take longer to import than a help page to show.
    from pydantic import ValidationError

    from index_mappings.client import ClusterError
    from index_mappings.node.settings import NodeError

    told: tuple[type[Exception], ...] = (ClusterError, NodeError, *expected)
    try:
        yield
    except ValidationError as error:
        for problem in error.errors(include_url=False, include_input=False):
            where = ".".join(str(part) for part in problem["loc"])
            name = f"DATELINE_{where.upper()}: " if where else ""
            ERR.print(Text(f"Setting {name}{problem['msg']}", style="bold red"))
        raise typer.Exit(1) from error
    except told as error:
        ERR.print(Text(str(error), style="bold red"))
        raise typer.Exit(1) from error
