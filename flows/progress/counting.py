"""Progress of a job over a known number of things: a bar in a terminal, lines elsewhere."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from rich.console import Console
from rich.progress import Progress

from flows.progress.pace import Pace
from flows.progress.show import LOG, SECONDS_A_LINE, columns
from index_mappings.settings import LogForm

Advance = Callable[[], None]
Told = Callable[[str, int, int], None]


@contextmanager
def counting(
    doing: str, total: int, console: Console | None = None, form: LogForm = LogForm.PLAIN
) -> Iterator[Advance]:
    """Progress of a job over `total` articles, as `progress` shows it; called for each one."""
    shown_on = console or Console(stderr=True)
    if form is LogForm.JSON or not shown_on.is_terminal:
        yield Counted(doing, total, None if form is LogForm.JSON else shown_on).advance
        return
    with Progress(*columns(), console=shown_on, transient=True) as bar:
        task = bar.add_task(doing, total=total, told="")
        seen = Counted(doing, total)

        def advance() -> None:
            seen.count()
            bar.update(task, completed=seen.done, told=seen.told)

        yield advance


@contextmanager
def doing(
    what: str, console: Console | None = None, form: LogForm = LogForm.PLAIN
) -> Iterator[None]:
    """A part of a job of which nobody knows how long it is: told when it begins."""
    shown_on = console or Console(stderr=True)
    if form is LogForm.JSON:
        LOG.info("%s", what)
        yield
    elif shown_on.is_terminal:
        with shown_on.status(what):
            yield
    else:
        shown_on.print(what, markup=False, highlight=False, soft_wrap=True)
        yield


@contextmanager
def parts(name: str, things: str, console: Console | None = None) -> Iterator[Told]:
    """Progress of a job in several parts, as `counting` shows it.

    Called with the part's name, how many things are done, and of how many.
    """
    shown_on = console or Console(stderr=True)
    if not shown_on.is_terminal:
        yield Parts(name, things, shown_on).told
        return
    with Progress(*columns(), console=shown_on, transient=True) as bar:
        task, seen = bar.add_task(name, total=None, told=""), Parts(name, things)

        def told(what: str, done: int, of: int) -> None:
            part = seen.reached(what, done, of)
            bar.update(
                task, description=part.doing, completed=done, total=of or None,
                told=part.told if of else "",
            )  # fmt: skip

        yield told


@dataclass
class Parts:
    """The parts of a job, one after the other."""

    name: str
    things: str
    console: Console | None = None
    part: Counted | None = None

    def reached(self, what: str, done: int, of: int) -> Counted:
        """The part that is under way."""
        doing = f"{self.name}: {what}"
        if self.part is None or self.part.doing != doing:
            self.part = Counted(doing, of, self.console, things=self.things)
        self.part.total = of
        self.part.reach(done)
        return self.part

    def told(self, what: str, done: int, of: int) -> None:
        """A line where a part begins, and where the last one is ten seconds old."""
        before = self.part
        part = self.reached(what, done, of)
        if part is not before and self.console is not None:
            self.console.print(part.doing, markup=False, highlight=False, soft_wrap=True)
        part.tell()


@dataclass
class Counted:
    """How many of how many; a line of it every ten seconds: on the console, or in the log."""

    doing: str
    total: int
    console: Console | None = None
    done: int = 0
    last: float = field(default_factory=time.monotonic)
    pace: Pace = field(default_factory=Pace)
    things: str = "articles"

    def __post_init__(self) -> None:
        self.pace.add(time.monotonic(), 0, 0.0)

    def count(self) -> None:
        """One more is done."""
        self.reach(self.done + 1)

    def reach(self, done: int) -> None:
        """So many are done."""
        self.done = done
        self.pace.add(time.monotonic(), done, done / max(self.total, done, 1))

    @property
    def told(self) -> str:
        """How far it is."""
        parts = [f"{self.done:,} of {self.total:,} {self.things}", self.pace.told]
        return ", ".join(filter(None, parts))

    def advance(self) -> None:
        """One more is done: a line where the last one is ten seconds old."""
        self.count()
        self.tell()

    def tell(self) -> None:
        """A line where the last one is ten seconds old."""
        now = time.monotonic()
        if now - self.last < SECONDS_A_LINE:
            return
        self.last = now
        if self.console is None:
            told = {"done": self.done, "of": self.total}
            LOG.info("%s: %s", self.doing, self.told, extra={"told": told})
        else:
            line = f"{self.doing}: {self.told}"
            self.console.print(line, markup=False, highlight=False, soft_wrap=True)
