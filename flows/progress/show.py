"""How a run shows where it is: a bar in a terminal, a line now and then elsewhere."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Protocol

from rich.console import Console, RenderableType
from rich.progress import (
    BarColumn,
    ProgressColumn,
    SpinnerColumn,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
)
from rich.progress import Progress as RichProgress
from rich.text import Text

from flows.progress.pace import Pace
from flows.reports.report import counted
from flows.running.outcomes import Outcome, Tally
from index_mappings.settings import LogForm

LOG = logging.getLogger("dateline.progress")
SECONDS_A_LINE = 10.0


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
def progress(
    reading: Reading, console: Console | None = None, form: LogForm = LogForm.PLAIN
) -> Iterator[Progress]:
    """Progress on standard error: a bar where it is a terminal, else lines; as JSON in the log."""
    shown_on = console or Console(stderr=True)
    if form is LogForm.JSON:
        yield Logged(reading)
    elif not shown_on.is_terminal:
        yield Lines(reading, shown_on)
    else:
        with TwoLines(*columns(), console=shown_on, transient=True) as bar:
            yield Bar(reading, bar, bar.add_task("starting workers", total=None, told=""))


def columns() -> list[ProgressColumn]:
    """What stands in the line of a bar: its field `told` last."""
    told = TextColumn("{task.fields[told]}", markup=False)
    doing = TextColumn("{task.description}")
    return [SpinnerColumn(), doing, BarColumn(bar_width=16), TimeElapsedColumn(), told]


class TwoLines(RichProgress):
    """A bar with a line of counts below it, which may be longer than what is left beside it."""

    counts = ""

    def get_renderables(self) -> Iterable[RenderableType]:
        """The bar and its line."""
        yield from super().get_renderables()
        if self.counts:
            yield Text(f"  {self.counts}", style="dim", overflow="ellipsis", no_wrap=True)


@dataclass
class _Watched:
    """What all forms have: the run's reading, and its pace."""

    reading: Reading
    pace: Pace = field(default_factory=Pace, kw_only=True)

    def __post_init__(self) -> None:
        self.pace.add(time.monotonic(), 0, 0.0)

    def taken_in(self, tally: Tally, in_flight: int) -> float | None:
        """The share that is done."""
        done = share_done(self.reading, tally, in_flight)
        self.pace.add(time.monotonic(), tally.read, done)
        return done


@dataclass
class Bar(_Watched):
    """A bar over the share that is done, with the pace beside and the counts below it."""

    bar: TwoLines
    task: TaskID

    def update(self, tally: Tally, in_flight: int) -> None:
        """Move the bar."""
        done = self.taken_in(tally, in_flight)
        share = [] if done is None else [f"{done:4.0%}"]
        told = ", ".join([*share, *filter(None, [self.pace.told])])
        self.bar.counts = counts(tally)
        total = None if done is None else 1.0
        self.bar.update(self.task, description="loading", total=total, completed=done, told=told)

    def say(self, told: str) -> None:
        """Change the words before the bar."""
        self.bar.update(self.task, description=told, total=None, told="")


@dataclass
class Lines(_Watched):
    """A line every ten seconds, for cron's mail and pipes."""

    console: Console
    last: float = field(default_factory=time.monotonic)

    def update(self, tally: Tally, in_flight: int) -> None:
        """Print a line where the last one is ten seconds old."""
        done = self.taken_in(tally, in_flight)
        now = time.monotonic()
        if now - self.last < SECONDS_A_LINE:
            return
        self.last = now
        share = [] if done is None else [f"{done:.0%} of the sources"]
        told = [counts(tally), *share, *filter(None, [self.pace.told])]
        self.console.print(", ".join(told), markup=False, highlight=False, soft_wrap=True)

    def say(self, told: str) -> None:
        """Print it."""
        self.console.print(told, markup=False, highlight=False, soft_wrap=True)


@dataclass
class Logged(_Watched):
    """A log record every ten seconds, its figures as fields."""

    last: float = field(default_factory=time.monotonic)

    def update(self, tally: Tally, in_flight: int) -> None:
        """Log it where the last record is ten seconds old."""
        done = self.taken_in(tally, in_flight)
        now = time.monotonic()
        if now - self.last < SECONDS_A_LINE:
            return
        self.last = now
        rate, left = self.pace.rate, self.pace.seconds_left
        told: dict[str, float | int | None] = {**counted(tally), "share": _rounded(done)}
        told |= {"rate": _rounded(rate), "seconds_left": _rounded(left)}
        LOG.info("%s", counts(tally), extra={"told": told})

    def say(self, told: str) -> None:
        """Log it."""
        LOG.info("%s", told)


def _rounded(number: float | None) -> float | None:
    return None if number is None else round(number, 3)


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
