"""What every form of a report says: outcomes, stages, rates, events, in words and figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from flows.running.outcomes import Outcome, Tally
from index_mappings.run_record import RunRecord

MEANING = {
    Outcome.INDEXED: "new in the index",
    Outcome.UPDATED: "changed text, or made by newer stages",
    Outcome.UNCHANGED: "nothing to do",
    Outcome.DUPLICATE: "the same id, read before in this run",
    Outcome.QUARANTINED: "kept aside with the reason",
}
EVENTS = {
    "moved": "moved: the same content under another file's name, which is no more",
    "overtaken": "unchanged because another run has written something newer, or the very same",
    "mended": "could not be read before, and now its file can: left the quarantine",
    "feeds_unchanged": "feeds that have not changed since they were last read",
    "feeds_left": "feeds left for a later run: their servers ask for it, or do not answer",
    "entries_left": "entries of feeds left for the next run: over its limit, or their servers ask",
    "tombstoned": "no longer in the sources: left the index, what was read stays",
}
AROUND = "look-up and loading"
"""What a worker does beside the stages."""


@dataclass(frozen=True, slots=True)
class StageRow:
    """Time spent at a stage: seconds in all workers, and the part of all their time, 0 to 1."""

    stage: str
    seconds: float
    articles: int
    share: float

    @property
    def an_article(self) -> float:
        """Milliseconds an article."""
        return 1000 * self.seconds / self.articles if self.articles else 0.0


def tally_of(record: RunRecord) -> Tally:
    """The counts of a record."""
    counted = {outcome: record.counted.get(str(outcome), 0) for outcome in Outcome}
    return Tally(read=record.read, outcomes=Counter(counted))


def stage_rows(record: RunRecord) -> list[StageRow]:
    """The stages, the longest first; last what workers did beside them, where that is known."""
    spent = sum(record.stage_seconds.values())
    whole = max(record.worker_seconds, spent)
    # By name where they took as long: a record that was stored is rounded.
    told = sorted(record.stage_seconds.items(), key=lambda each: (-round(each[1], 3), each[0]))
    rows = [
        StageRow(stage, seconds, record.stage_articles.get(stage, 0), seconds / whole)
        for stage, seconds in told
        if whole
    ]
    if record.worker_seconds > spent:
        beside = record.worker_seconds - spent
        rows.append(StageRow(AROUND, beside, record.read, beside / whole))
    return rows


def rate(record: RunRecord) -> float:
    """Documents read a second."""
    return record.read / record.seconds if record.seconds else 0.0


def events(record: RunRecord) -> Iterator[str]:
    """What stands beside the equation, in words."""
    yield from (
        f"{n:,} {EVENTS.get(event, event)}" for event, n in sorted(record.events.items()) if n
    )
    for stage, n in sorted(record.problems.items()):
        yield f"{n:,} articles with a problem at {stage}: see their field problems"
    if record.skipped:
        yield f"{record.skipped:,} other files in the folders are of no format that is read"
