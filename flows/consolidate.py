"""Consolidating names: which of them are one over all articles, and the articles told so.

Names are counted by aggregation; of articles only those are looked at in which a name stands that
says too little by itself. Everything is computed anew from what is in the index, so that a run that
was cut short is simply done again, and one that finds nothing new writes nothing.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from elasticsearch import Elasticsearch
from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from flows.progress.counting import counting, doing
from flows.running.job_record import recorded
from flows.running.run import new_id
from flows.serving.alarms import tell_failure
from flows.serving.local_server import ServerError, ensure_prefect_server
from flows.serving.unattended import unattended
from flows.workers.workplace import NamesFileError, names_of
from index_mappings.client import ClusterError
from index_mappings.cluster import in_plain_words, open_cluster
from index_mappings.families import Aliases
from index_mappings.indices import ensure
from index_mappings.moment import point_in_time
from index_mappings.names.apply import touched, write_merges
from index_mappings.names.corpus import Articles, name_rows, surroundings
from index_mappings.names.store import NotKeptError, Store, Writing, merge_id, read_store
from index_mappings.node.settings import NodeError
from index_mappings.settings import Settings
from transforms.names.across.consolidate import Candidates, Consolidated, candidates
from transforms.names.across.consolidate import consolidate as judge_all
from transforms.names.across.model import Merge, Verdict

EXAMPLES = 12

EXPECTED = (ClusterError, NamesFileError, NodeError, NotKeptError, ServerError)
"""Errors that tell a user what to do: show the message, not the trace."""


@dataclass(frozen=True)
class NamesReport:
    """What a consolidating run found and did.

    Args:
        articles: how many the index holds; `looked_at`: of how many the surroundings were read.
        names: names as the articles found them; `proposals`: pairs judged.
        merged: names merged everywhere; `placed`: names merged in single articles.
        unsure: proposals that wait for a person; `refused`: outweighed by a difference.
        judgements: how many were written or taken back; `changed`: articles written. Of a dry run:
            how many would be.
        examples: some merges that are new: name, what it is called now, why.
    """

    run: str
    articles: int
    looked_at: int
    names: int
    proposals: int
    merged: int
    placed: int
    unsure: int
    refused: int
    judgements: int
    changed: int
    seconds: float
    dry: bool
    examples: tuple[tuple[str, str, str], ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        """The counts by name."""
        names = (
            "articles", "looked_at", "names", "proposals", "merged", "placed", "unsure", "refused",
            "judgements", "changed",
        )  # fmt: skip
        return {name: getattr(self, name) for name in names}

    @property
    def told(self) -> str:
        """The outcome in a line."""
        return (
            f"{self.names:,} names, {self.merged:,} merged, {self.placed:,} placed in an article, "
            f"{self.unsure:,} unsure, {self.changed:,} articles changed"
        )


def run_consolidate(dry: bool = False) -> NamesReport:
    """Consolidate the names of the index, as a Prefect flow.

    Args:
        dry: find out what would be merged, and write nothing.

    Raises:
        NamesFileError: the curated names can't be read.
        ClusterError, NodeError, NotKeptError: Elasticsearch cannot be used, or refuses something.
        ServerError: Prefect's server does not start.
    """
    with in_plain_words(), open_cluster(Settings()):
        pass
    ensure_prefect_server()
    state: State[Any] = consolidate(dry, return_state=True)
    report: NamesReport = state.result()
    return report


@flow(
    name="consolidate", validate_parameters=False, persist_result=False, on_failure=[tell_failure]
)
@unattended
def consolidate(dry: bool = False) -> State[Any]:
    """Consolidate the names of the index: what a deployment runs, as after each night's ingest."""
    settings = Settings()
    try:
        with in_plain_words(), open_cluster(settings) as client:
            ensure(client, Aliases(settings.prefix), settings.split)
            report = Consolidating(client, settings, new_id(), dry).carry_out()
    except EXPECTED as error:
        return Failed(message=str(error), data=error)
    return Completed(message=report.told, data=report)


@dataclass
class Consolidating:
    """One consolidating run."""

    client: Elasticsearch
    settings: Settings
    id: str
    dry: bool
    judgements: int = 0

    def __post_init__(self) -> None:
        self.aliases = Aliases(self.settings.prefix)
        self.started = time.monotonic()

    def carry_out(self) -> NamesReport:
        """Judge all names, write what has changed; the run's document tells how it went."""
        if self.dry:
            return self._work()
        with recorded(self.client, self.settings, "consolidate", self.id) as job:
            report = self._work()
            job.done = {"names": report.counts}
        return report

    def _work(self) -> NamesReport:
        names, form = names_of(self.settings), self.settings.log
        store = read_store(self.client, self.aliases, self.settings.es_patience)
        with point_in_time(self.client, self.aliases.articles, self.settings.es_patience) as now:
            total = now.count({"match_all": {}})
            with doing("reading names", form=form):
                found = candidates(name_rows(now, names), names)
            with doing("reading what stands around short names", form=form):
                articles = surroundings(now, found.needed)
            with doing("judging which names are one", form=form):
                judged = judge_all(found, articles.around, total, names, store.of_persons)
                due = touched(now, articles, judged.state)
        written = len(due) if self.dry else self._write(judged, found, store, due)
        return self._report(judged, found, store, articles, total, written)

    def _write(self, judged: Consolidated, found: Candidates, store: Store, due: list[str]) -> int:
        at = datetime.now(UTC)
        writing = Writing(self.client, self.aliases, self.settings, at)
        self.judgements = writing.keep_rules(judged.judgements, store)
        canonical = {id: row.canonical for id, row in found.rows.items()}
        # Before the articles: one that is loaded meanwhile is called by it at once.
        writing.keep_merges(judged.state, canonical, store)
        with counting("writing merged names", len(due), form=self.settings.log) as advance:
            return write_merges(
                self.client, self.aliases, self.settings, due, judged.state, _times(advance)
            )

    def _report(
        self,
        judged: Consolidated,
        found: Candidates,
        store: Store,
        articles: Articles,
        total: int,
        changed: int,
    ) -> NamesReport:
        state = judged.state
        return NamesReport(
            run=self.id,
            articles=total,
            looked_at=len(articles.around),
            names=len(found.rows),
            proposals=len(judged.judgements),
            merged=len(state.merged),
            placed=len(state.placed),
            unsure=sum(each.verdict is Verdict.UNSURE for each in judged.judgements),
            refused=len(state.refused),
            judgements=self.judgements,
            changed=changed,
            seconds=time.monotonic() - self.started,
            dry=self.dry,
            examples=_examples(judged, found, store),
        )


def _times(advance: Callable[[], None]) -> Callable[[int], None]:
    def several(count: int) -> None:
        for _ in range(count):
            advance()

    return several


def _examples(
    judged: Consolidated, found: Candidates, store: Store
) -> tuple[tuple[str, str, str], ...]:
    state = judged.state
    new: list[tuple[str, Merge]] = [
        (name, merge)
        for name, merge in state.merged.items()
        if merge_id(name, None) not in store.merges
    ]
    ranked = sorted(new, key=lambda each: (-found.rows[each[0]].articles, each[0]))
    return tuple(
        (found.rows[name].canonical, merge.canonical, merge.reason)
        for name, merge in ranked[:EXAMPLES]
    )
