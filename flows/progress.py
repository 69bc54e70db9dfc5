"""How a run shows where it is: a bar in a terminal, a plain line now and then elsewhere."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Protocol

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    SpinnerColumn,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.progress import (
    Progress as RichProgress,
)

from flows.outcomes import Outcome, Tally

SECONDS_A_LINE = 10.0
Advance = Callable[[], None]


class Reading(Protocol):
    """How far a run has come with reading what it works on."""

    @property
    def fraction(self) -> float | None:
        """The part that is read, 0 to 1; None where that is not known."""


@dataclass
class Share:
    """How many articles of how many are on their way."""

    total: int = 0
    taken: int = 0

    @property
    def fraction(self) -> float | None:
        """The part that is, 0 to 1."""
        return min(1.0, self.taken / self.total) if self.total else None


class Progress(Protocol):
    """What a run tells while it works."""

    def update(self, tally: Tally, in_flight: int) -> None:
        """The counts so far, and how many documents are read but not done."""

    def say(self, told: str) -> None:
        """What the run is at now."""


@contextmanager
def progress(reading: Reading, console: Console | None = None) -> Iterator[Progress]:
    """Progress on standard error: a bar where it is a terminal, plain lines elsewhere."""
    shown_on = console or Console(stderr=True)
    if not shown_on.is_terminal:
        yield Lines(shown_on, reading)
        return
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[counts]}"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with RichProgress(*columns, console=shown_on, transient=True) as bar:
        yield Bar(bar, bar.add_task("loading", total=None, counts="starting"), reading)


@dataclass
class Bar:
    """A bar over the share that is done, with the counts beside it."""

    bar: RichProgress
    task: TaskID
    reading: Reading

    def update(self, tally: Tally, in_flight: int) -> None:
        """Move the bar."""
        done = share_done(self.reading, tally, in_flight)
        total = None if done is None else 1.0
        self.bar.update(self.task, total=total, completed=done, counts=counts(tally))

    def say(self, told: str) -> None:
        """Change the words before the bar."""
        self.bar.update(self.task, description=told)


@dataclass
class Lines:
    """A line every ten seconds, for logs and pipes."""

    console: Console
    reading: Reading
    started: float = field(default_factory=time.monotonic)
    last: float = field(default_factory=time.monotonic)

    def update(self, tally: Tally, in_flight: int) -> None:
        """Print a line where the last one is ten seconds old."""
        now = time.monotonic()
        if now - self.last < SECONDS_A_LINE:
            return
        self.last = now
        rate = tally.read / (now - self.started)
        done = share_done(self.reading, tally, in_flight)
        share = "" if done is None else f", {done:.0%} of the sources"
        self.console.print(f"{counts(tally)}, {rate:.0f} a second{share}", markup=False)

    def say(self, told: str) -> None:
        """Print it."""
        self.console.print(told, markup=False)


def counts(tally: Tally) -> str:
    """The counts that are not zero, in a few words."""
    known = [f"{tally.outcomes[o]:,} {o}" for o in Outcome if tally.outcomes[o]]
    return ", ".join([f"{tally.read:,} done", *known])


def share_done(reading: Reading, tally: Tally, in_flight: int) -> float | None:
    """How much of the sources is done, 0 to 1; None where their size is not known.

    Reading runs ahead of loading, so the share of bytes read is scaled by the documents done.
    """
    seen = tally.read + in_flight
    if reading.fraction is None or not seen:
        return None
    return reading.fraction * tally.read / seen


@contextmanager
def counting(doing: str, total: int, console: Console | None = None) -> Iterator[Advance]:
    """Progress of a job over `total` articles, as `progress` shows it; called for each one."""
    shown_on = console or Console(stderr=True)
    if not shown_on.is_terminal:
        yield LineCount(shown_on, doing, total).advance
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with RichProgress(*columns, TimeRemainingColumn(), console=shown_on, transient=True) as bar:
        task = bar.add_task(doing, total=total)
        yield lambda: bar.advance(task)


@dataclass
class LineCount:
    """A line every ten seconds: how many of how many."""

    console: Console
    doing: str
    total: int
    done: int = 0
    last: float = field(default_factory=time.monotonic)

    def advance(self) -> None:
        """One more is done."""
        self.done += 1
        now = time.monotonic()
        if now - self.last >= SECONDS_A_LINE:
            self.last = now
            self.console.print(
                f"{self.doing}: {self.done:,} of {self.total:,} articles", markup=False
            )
