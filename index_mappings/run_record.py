"""What the index keeps of a run, read back; of an older document what it has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from index_mappings.runs import LONGEST_RUN, RUNNING

LOST = "lost"
"""Said to be running, and not heard of any more."""
SILENCE = timedelta(minutes=5)
"""Ten times what a run leaves between two signs of life."""


@dataclass(frozen=True, slots=True)
class SlowArticle:
    """One of the articles that took longest. `seconds` in all stages, `characters` of its text."""

    id: str
    seconds: float
    characters: int
    uri: str | None = None


@dataclass(frozen=True, slots=True)
class Failures:
    """How many documents failed at a stage for a reason."""

    stage: str
    reason: str
    documents: int


@dataclass(frozen=True, slots=True)
class Example:
    """A document that was not indexed, by name."""

    outcome: str
    id: str
    why: str
    uri: str | None = None


@dataclass(frozen=True, slots=True)
class Spread:
    """How the articles that a run wrote spread over sources and days of publication.

    `sources` are the largest ones, the largest first; what is in none of them, or in no source, is
    counted. `days` are the first days of periods of `interval` ("1d", "7d", "1M"), in order and
    with those that have no article; `earlier` and `later` count the few that lie far outside.
    """

    sources: tuple[tuple[str, int], ...] = ()
    other_sources: int = 0
    no_source: int = 0
    days: tuple[tuple[str, int], ...] = ()
    interval: str = ""
    undated: int = 0
    earlier: int = 0
    later: int = 0

    def document(self) -> dict[str, Any]:
        """As the index keeps it."""
        return {
            "sources": [{"source": name, "articles": n} for name, n in self.sources],
            "other_sources": self.other_sources,
            "no_source": self.no_source,
            "days": [{"from": day, "articles": n} for day, n in self.days],
            "interval": self.interval,
            "undated": self.undated,
            "earlier": self.earlier,
            "later": self.later,
        }

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> Spread:
        """The reverse of `document`."""
        lists = {
            "sources": tuple((each["source"], each["articles"]) for each in document["sources"]),
            "days": tuple((each["from"], each["articles"]) for each in document["days"]),
        }
        return cls(**{**document, **lists})


@dataclass(frozen=True)
class RunRecord:
    """A run, as its document in the index has it.

    Times are in UTC; `seconds` is wall time, `worker_seconds` that of all workers together.
    `outcomes` are there once the run has ended, `so_far` while it is under way. `memory` is in
    bytes, by "main" and "worker" (the largest one). `counts` are those of a run without outcomes.
    """

    run: str
    flow: str = ""
    state: str = ""
    started_at: datetime | None = None
    ended_at: datetime | None = None
    seen_at: datetime | None = None
    seconds: float | None = None
    worker_seconds: float = 0.0
    workers: int = 1
    host: str = ""
    flow_run: str = ""
    sources: tuple[str, ...] = ()
    outcomes: Mapping[str, int] = field(default_factory=dict)
    so_far: Mapping[str, int] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    skipped: int = 0
    stage_seconds: Mapping[str, float] = field(default_factory=dict)
    stage_articles: Mapping[str, int] = field(default_factory=dict)
    slowest: tuple[SlowArticle, ...] = ()
    failures: tuple[Failures, ...] = ()
    examples: tuple[Example, ...] = ()
    problems: Mapping[str, int] = field(default_factory=dict)
    events: Mapping[str, int] = field(default_factory=dict)
    alarms: tuple[tuple[str, int], ...] = ()
    memory: Mapping[str, int] = field(default_factory=dict)
    spread: Spread | None = None
    fingerprints: Mapping[str, str] = field(default_factory=dict)
    stage_versions: Mapping[str, str] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)
    settings: Mapping[str, str] = field(default_factory=dict)
    error: str = ""

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> RunRecord:
        """From the document's fields, whatever version of the project has written them."""
        told = {name: value for name, value in document.items() if name in PLAIN}
        for name in ("started_at", "ended_at", "seen_at"):
            if name in document:
                told[name] = datetime.fromisoformat(document[name])
        for name, kind in LISTS.items():
            told[name] = tuple(kind(**each) for each in document.get(name, ()))
        told["sources"] = tuple(document.get("sources", ()))
        told["alarms"] = tuple(
            (each["told"], each["batches"]) for each in document.get("alarms", ())
        )
        told["counts"] = document.get("counts", document.get("names", {}))
        if "spread" in document:
            told["spread"] = Spread.of(document["spread"])
        return cls(**told)

    def state_at(self, now: datetime) -> str:
        """Its state, or `LOST` where it says that it is running and can't be."""
        if self.state != RUNNING:
            return self.state
        if self.seen_at is not None:
            return LOST if now - self.seen_at > SILENCE else RUNNING
        if self.started_at is not None and now - self.started_at > LONGEST_RUN:
            return LOST
        return RUNNING

    @property
    def counted(self) -> Mapping[str, int]:
        """The outcomes, or those of a run under way so far."""
        return self.outcomes or self.so_far

    @property
    def read(self) -> int:
        """Documents that were read, so far."""
        return self.counted.get("read", 0)


PLAIN = frozenset({
    "run", "flow", "state", "seconds", "worker_seconds", "workers", "host", "flow_run", "outcomes",
    "so_far", "skipped", "stage_seconds", "stage_articles", "problems", "events", "memory",
    "fingerprints", "stage_versions", "versions", "settings", "error",
})  # fmt: skip
LISTS: Mapping[str, Any] = {"slowest": SlowArticle, "failures": Failures, "examples": Example}
