"""Learning what sources repeat: the index read source by source, a snapshot written.

One source at a time, its newest articles first, and no more than so many of them: memory depends
on the largest source's share alone, and never on the corpus.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from flows.progress.counting import counting
from flows.running.job_record import recorded
from flows.running.run import new_id
from flows.serving.alarms import tell_failure
from flows.serving.local_server import ServerError, ensure_prefect_server
from flows.serving.unattended import unattended
from index_mappings.by_source import Moment, this_moment
from index_mappings.client import ClusterError
from index_mappings.cluster import in_plain_words, open_cluster
from index_mappings.families import Aliases
from index_mappings.indices import ensure
from index_mappings.node.settings import NodeError
from index_mappings.recurring_files import RecurringFilesError, load, promoted, save
from index_mappings.settings import Settings
from transforms.boilerplate.repetition import LEAST, RecurringLine, SourceCount
from transforms.boilerplate.snapshot import Snapshot, snapshot_of

MOST = 2_000
"""Articles of a source that are looked at: what it repeats today is in the newest of them."""


class NothingToLearnError(Exception):
    """The index has no source with enough articles."""


@dataclass(frozen=True)
class Learned:
    """What was learned. `copies` were left out of `articles`; `seconds` is wall time."""

    snapshot: Snapshot
    path: Path
    copies: int
    seconds: float

    @property
    def counts(self) -> dict[str, int]:
        """What was counted, by name."""
        snapshot = self.snapshot
        return {
            "sources": snapshot.sources,
            "articles": snapshot.articles,
            "copies": self.copies,
            "recurring_lines": len(snapshot.rows),
        }


EXPECTED = (
    ClusterError,
    NodeError,
    NothingToLearnError,
    RecurringFilesError,
    ServerError,
)
"""Errors that tell a user what to do: show the message, not the trace."""


def run_learn(most: int = MOST, least: int = LEAST) -> Learned:
    """Count the lines that sources repeat, and write them as a snapshot, as a Prefect flow.

    Nothing changes for a run until the snapshot is promoted.

    Args:
        most: how many articles of a source are looked at, the newest first.
        least: in how many of them a line must stand.

    Raises:
        NothingToLearnError: no source has `least` articles.
        RecurringFilesError: the folder of snapshots can't be written, or the promoted one read.
        ClusterError, NodeError: Elasticsearch cannot be used, or stays away too long.
        ServerError: Prefect's server does not start.
    """
    settings = Settings()
    _kept(settings.recurring_folder)  # what can be wrong with it is told before anything is started
    with in_plain_words(), open_cluster(settings):
        pass
    ensure_prefect_server()
    state: State[Any] = learn(most, least, return_state=True)
    learned: Learned = state.result()
    return learned


@flow(name="learn", validate_parameters=False, persist_result=False, on_failure=[tell_failure])
@unattended
def learn(most: int = MOST, least: int = LEAST) -> State[Any]:
    """Count what sources repeat, and write a snapshot: what a deployment runs, as once a week."""
    settings = Settings()
    try:
        with in_plain_words(), open_cluster(settings) as client:
            ensure(client, Aliases(settings.prefix), settings.split)
            with (
                recorded(client, settings, "learn", new_id()) as job,
                this_moment(client, job.aliases, settings.es_patience) as moment,
            ):
                learned = _learn(moment, settings, most, least)
                job.done = {"counts": learned.counts}
    except EXPECTED as error:
        return Failed(message=str(error), data=error)
    told = f"{learned.snapshot.version}: {len(learned.snapshot.rows):,} recurring lines"
    return Completed(message=told, data=learned)


def _learn(moment: Moment, settings: Settings, most: int, least: int) -> Learned:
    started, folder = time.monotonic(), settings.recurring_folder
    counts: list[SourceCount] = []
    found = list(moment.sources(least))
    total = sum(min(most, size) for _, size in found)
    with counting("learning", total, form=settings.log) as advance:
        rows: list[RecurringLine] = []
        for source, _ in found:
            count = _count(moment, source, most, least, advance)
            rows += count.recurring()
            counts.append(SourceCount(source, seen=count.seen, copies=count.copies))
    if not counts:
        raise NothingToLearnError(
            f"No source has {least} articles in the index: `dateline ingest` loads some."
        )
    rows = _with_kept(rows, _kept(folder))
    articles = sum(count.seen for count in counts)
    snapshot = snapshot_of(rows, datetime.now(UTC), articles, len(counts))
    path = save(folder, snapshot)
    copies = sum(count.copies for count in counts)
    return Learned(snapshot, path, copies, time.monotonic() - started)


def _count(
    moment: Moment, source: str, most: int, least: int, advance: Callable[[], None]
) -> SourceCount:
    count = SourceCount(source, least)
    for article in moment.newest(source, most):
        count.add(article)
        advance()
    return count


def _kept(folder: Path) -> tuple[RecurringLine, ...]:
    """What a person has marked as body in the promoted snapshot."""
    version = promoted(folder)
    return () if version is None else tuple(row for row in load(folder, version).rows if row.keep)


def _with_kept(rows: Iterable[RecurringLine], kept: Iterable[RecurringLine]) -> list[RecurringLine]:
    """The rows with the marks; a marked line that recurs no more stays, so that its mark does."""
    marked = {(row.source, row.key): row for row in kept}
    fresh = [
        replace(row, keep=True) if marked.pop((row.source, row.key), None) else row for row in rows
    ]
    return [*fresh, *marked.values()]
