"""How far a download has come: a bar in a terminal, a plain line now and then elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock

from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)

STEPS = 4


@contextmanager
def byte_progress(label: str, total: int, console: Console) -> Iterator[Callable[[int], None]]:
    """Gives a function, safe to call from several threads, that adds bytes (or takes them back)."""
    if console.is_terminal:
        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            DownloadColumn(),
            TransferSpeedColumn(),
            TimeRemainingColumn(),
        )
        with Progress(*columns, console=console) as progress:
            task = progress.add_task(label, total=total)
            yield lambda count: progress.advance(task, count)
    else:
        yield _lines(label, total, console)


def _lines(label: str, total: int, console: Console) -> Callable[[int], None]:
    lock = Lock()
    done = 0
    said = 0
    console.print(f"{label}: {total / 1e6:.0f} MB, once", highlight=False)

    def advance(count: int) -> None:
        nonlocal done, said
        with lock:
            done += count
            step = done * STEPS // max(total, 1)
            if step > said:
                said = step
                console.print(f"{label}: {done / 1e6:.0f} of {total / 1e6:.0f} MB", highlight=False)

    return advance
