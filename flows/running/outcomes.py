"""Outcomes: each document that is read ends in exactly one, and a run's counts must close."""

from __future__ import annotations

import heapq
from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum


class Outcome(StrEnum):
    """What became of a document."""

    INDEXED = "indexed"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    DUPLICATE = "duplicate"
    QUARANTINED = "quarantined"


class NotClosedError(Exception):
    """A run lost track of documents: read is not the sum of the outcomes."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A document named in a report: its id, its URI where it has one, and why it is named."""

    id: str
    uri: str | None
    why: str

    def __str__(self) -> str:
        return f"{self.uri or self.id}: {self.why}"


@dataclass(frozen=True, slots=True)
class Slow:
    """An article that took long: seconds in all stages, characters of its text."""

    id: str
    uri: str | None
    seconds: float
    characters: int


MOST_SLOW = 10


@dataclass(frozen=True, slots=True)
class Settled:
    """A document of which it was found while reading that there is nothing to do with it."""

    outcome: Outcome
    document: Reference


@dataclass
class Tally:
    """Counts by outcome, and the documents that were not indexed, by name.

    `named` is bounded: beyond `most_named` of an outcome only the count grows. The quarantine
    index names every quarantined document, whatever their number. `failures` counts these by stage
    and reason. `alarms` counts the batches in which a stage was at fault itself. `stage_articles`
    counts the articles that a stage was due for, `events` what stands beside the equation ("moved",
    "overtaken", "tombstoned"). `slowest` are the articles that took longest, the slowest first.
    `worker_seconds` is the time of all workers together, stages and all else; `worker_memory` the
    most bytes that a worker has held.
    """

    read: int = 0
    outcomes: Counter[Outcome] = field(default_factory=Counter)
    named: dict[Outcome, list[Reference]] = field(default_factory=dict)
    failures: Counter[tuple[str, str]] = field(default_factory=Counter)
    problems: Counter[str] = field(default_factory=Counter)
    alarms: Counter[str] = field(default_factory=Counter)
    stage_seconds: Counter[str] = field(default_factory=Counter)
    stage_articles: Counter[str] = field(default_factory=Counter)
    events: Counter[str] = field(default_factory=Counter)
    slowest: list[Slow] = field(default_factory=list)
    worker_seconds: float = 0.0
    worker_memory: int = 0
    most_named: int = 10_000

    def count(self, outcome: Outcome, document: Reference | None = None) -> None:
        """One document has ended in this outcome."""
        self.outcomes[outcome] += 1
        if document is not None:
            names = self.named.setdefault(outcome, [])
            if len(names) < self.most_named:
                names.append(document)

    def slow(self, *articles: Slow) -> None:
        """These have been worked on; the slowest of all are kept."""
        longest = (*self.slowest, *articles)
        self.slowest = heapq.nlargest(MOST_SLOW, longest, key=lambda each: each.seconds)

    def settle(self, document: Settled) -> None:
        """A document was read, and that is its end."""
        self.read += 1
        named = None if document.outcome is Outcome.UNCHANGED else document.document
        self.count(document.outcome, named)

    def add(self, other: Tally) -> None:
        """Take in a batch's tally."""
        self.read += other.read
        self.outcomes += other.outcomes
        self.failures += other.failures
        self.problems += other.problems
        self.alarms += other.alarms
        self.stage_seconds += other.stage_seconds
        self.stage_articles += other.stage_articles
        self.events += other.events
        self.slow(*other.slowest)
        self.worker_seconds += other.worker_seconds
        self.worker_memory = max(self.worker_memory, other.worker_memory)
        for outcome, names in other.named.items():
            mine = self.named.setdefault(outcome, [])
            mine.extend(names[: max(0, self.most_named - len(mine))])

    def equation(self) -> str:
        """The closing equation, with numbers."""
        terms = " + ".join(f"{self.outcomes[outcome]:,} {outcome}" for outcome in Outcome)
        sign = "=" if self.closes else "≠"
        return f"{self.read:,} read {sign} {terms}"

    @property
    def closes(self) -> bool:
        """Whether every document that was read has an outcome."""
        return self.read == sum(self.outcomes.values())

    def close(self) -> None:
        """Raises NotClosedError where the equation does not hold."""
        if not self.closes:
            raise NotClosedError(
                f"{self.equation()}: {self.read - sum(self.outcomes.values()):,} documents are "
                "unaccounted for. Start the run again: it finishes what is missing."
            )
