"""What all commands share: consoles, and errors as one clear message with exit code 1."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager

import typer
from rich.console import Console, ConsoleDimensions
from rich.text import Text

WIDE = 1000
"""Columns of what is no terminal: whoever reads a pipe or a file wants ids and sentences whole."""


class Screen(Console):
    """A console that wraps and cuts short in a terminal alone; COLUMNS says otherwise."""

    @property  # type: ignore[misc] # nobody sets ours
    def size(self) -> ConsoleDimensions:
        """Columns and lines, asked for anew each time."""
        found = super().size
        told = os.environ.get("COLUMNS", "")
        if told.isdigit():
            return ConsoleDimensions(int(told), found.height)
        return found if self.is_terminal else ConsoleDimensions(WIDE, found.height)


OUT = Screen()
ERR = Screen(stderr=True)


# Joiners, which scripts and emoji need; they move nothing.
JOINERS = frozenset("\u200c\u200d")
UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})


def visible(text: str) -> str:
    r"""The text with what a terminal would obey, or not show, escaped.

    >>> visible("a\x1b[31mb\u202ec")
    'a\\x1b[31mb\\u202ec'
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(_escaped(char) if _unseen(char) else char for char in text)


def _unseen(char: str) -> bool:
    return unicodedata.category(char) in UNSEEN and char not in JOINERS


def _escaped(char: str) -> str:
    return char.encode("unicode_escape").decode("ascii")


@contextmanager
def told_plainly(*expected: type[Exception]) -> Iterator[None]:
    """End with exit code 1 and one message, instead of a trace, on errors that say what to do.

    `expected` are those beside a cluster, a node or a setting that is of no use.
    """
    try:
        yield
    except Exception as error:
        told = _told(error, expected)
        for line in told:
            ERR.print(Text(line, style="bold red"))
        if not told:
            raise
        raise typer.Exit(1) from error


def _told(error: Exception, expected: tuple[type[Exception], ...]) -> list[str]:
    """What to say of an error; nothing of one that nobody expects."""
    # Here, because the clients of the index take longer to import than a help page to show.
    from pydantic import ValidationError

    from index_mappings.client import ClusterError
    from index_mappings.node.settings import NodeError

    if not isinstance(error, ValidationError):
        return [str(error)] if isinstance(error, (ClusterError, NodeError, *expected)) else []
    said = []
    for problem in error.errors(include_url=False, include_input=False):
        where = ".".join(str(part) for part in problem["loc"])
        said.append(f"Setting {f'DATELINE_{where.upper()}: ' if where else ''}{problem['msg']}")
    return said
