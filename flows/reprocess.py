"""Making articles anew from what the index holds of them, with no source at hand.

Only the stages whose fingerprint, input or upstream has changed run again, so that a change of the
date rules does not load the entity model.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any, ClassVar

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Failed

from flows.batches.batch import work_again_on
from flows.batches.place import made_with
from flows.progress.show import Share
from flows.reports.report import RunReport
from flows.running.batching import bounded
from flows.running.carry_out import EXPECTED, as_flow, carry_out, prepared_run
from flows.running.outcomes import Outcome
from flows.running.run import Base, Run, opened
from flows.running.seen import SeenIds
from flows.serving.alarms import tell_failure
from flows.serving.unattended import unattended
from flows.workers.work import Work
from index_mappings.moment import PointInTime, point_in_time
from index_mappings.settings import Settings
from index_mappings.stale import EVERYTHING, Query, Stored, both, stale, stored, strays
from transforms.pipeline import Pipeline


class UnknownStageError(ValueError):
    """There is no stage of this name."""


@dataclass(frozen=True)
class Selection:
    """Which articles, and which of their stages.

    Args:
        query: a query of Elasticsearch's; None for all, those without an article included.
        from_stage: run this stage and all that depend on it, though nothing has changed.
        everything: run every stage.
        told: the same in words, for the run's record.
    """

    query: Query | None = None
    from_stage: str | None = None
    everything: bool = False
    told: tuple[str, ...] = ()

    def redo(self, pipeline: Pipeline) -> frozenset[str]:
        """The stages to run though nothing has changed. Raises UnknownStageError."""
        if self.everything:
            return frozenset(pipeline.fingerprints)
        if self.from_stage is None:
            return frozenset()
        known = dict(pipeline.fingerprints)
        if known.pop(self.from_stage, None) is None:
            names = ", ".join(pipeline.fingerprints)
            raise UnknownStageError(f"no stage {self.from_stage!r}; there are: {names}")
        return pipeline.stale(known)


@dataclass(kw_only=True)
class Reprocess(Run):
    """A run over stored articles."""

    flow: ClassVar[str] = "reprocess"

    selection: Selection
    articles: PointInTime
    raws: PointInTime
    reading: Share = field(default_factory=Share)
    up_to_date: int = 0

    @property
    def redo(self) -> frozenset[str]:
        """The stages to run though nothing has changed."""
        return self.selection.redo(self.base.pipeline)

    @property
    def query(self) -> Query:
        """The articles that are asked for."""
        return self.selection.query or EVERYTHING

    @property
    def due(self) -> Query:
        """Those of them that there is work with."""
        return self.query if self.redo else both(self.query, self._stale)

    @cached_property
    def _stale(self) -> Query:
        return stale(made_with(self.base.pipeline), self.articles)

    @property
    def sources(self) -> list[str]:
        """The selection in words."""
        return list(self.selection.told)

    def batches(self) -> Iterator[list[Stored]]:
        """The articles that there is work with, each once; the others are counted."""
        self.up_to_date = self.articles.count(self.query)
        self.reading.total = self.articles.count(self.due)
        # Their bytes are bounded where they are worked on: here, only ids are in hand.
        yield from bounded(self._counted(), lambda each: 0, self.settings.batch_size, None)

    def _counted(self) -> Iterator[Stored]:
        for article in self._due_articles():
            self.reading.taken += 1
            self.up_to_date -= article.known
            yield article

    def _due_articles(self) -> Iterator[Stored]:
        with SeenIds() as seen:
            for article in stored(self.articles, self.due):
                seen.first_time(article.id)
                yield article
            for article in self.strays():
                if seen.first_time(article.id):
                    yield article

    def strays(self) -> Iterator[Stored]:
        """What was read and has no article of its content; nothing where only some are asked for.

        What an article without one would be, no query can tell.
        """
        if self.selection.query is not None:
            return iter(())
        return strays(self.raws, self.client, self.aliases, self.settings.es_patience)

    @property
    def work(self) -> Work:
        """Make them anew."""
        return partial(work_again_on, redo=self.redo)

    def sources_in(self, batch: Sequence[Stored]) -> Iterable[str | None]:
        """The outlets of a batch; of all where one is not known yet."""
        if all(each.known for each in batch) or self.base.recurring is None:
            return (each.source for each in batch)
        return self.base.recurring.by_source

    def finish(self) -> None:
        """Account for the articles that there was nothing to do with."""
        self.tally.read += self.up_to_date
        self.tally.outcomes[Outcome.UNCHANGED] += self.up_to_date


def run_reprocess(selection: Selection | None = None) -> RunReport:
    """Make stored articles anew where they are stale, as a Prefect flow. Returns the report.

    Raises:
        UnknownStageError: there is no such stage.
        ModelMissingError, NamesFileError, RulesError, RecurringFilesError, ClusterError,
        QuarantineRefusedError, RunFailedError, ServerError: as `run_ingest`.
    """
    selection = selection or Selection()
    with prepared(selection) as run:
        return as_flow(reprocess, run, None, None, False, list(selection.told))


@contextmanager
def prepared(selection: Selection) -> Iterator[Reprocess]:
    """A run that is ready to begin: the articles of this moment, the stages of today."""
    settings = Settings()
    with (
        opened(settings) as base,
        moment_of(base, selection) as run,
    ):
        yield run


@contextmanager
def moment_of(base: Base, selection: Selection) -> Iterator[Reprocess]:
    """The run over what the index holds now. Raises UnknownStageError."""
    selection.redo(base.pipeline)
    client, aliases, patience = base.client, base.aliases, base.settings.es_patience
    with (
        point_in_time(client, aliases.articles, patience) as articles,
        point_in_time(client, aliases.raw, patience) as raws,
    ):
        yield Reprocess(base=base, selection=selection, articles=articles, raws=raws)


@flow(name="reprocess", validate_parameters=False, persist_result=False, on_failure=[tell_failure])
@unattended
def reprocess(
    query: Query | None = None,
    from_stage: str | None = None,
    everything: bool = False,
    told: list[str] | None = None,
) -> State[Any]:
    """Make stored articles anew where they are stale: what a deployment runs.

    Args:
        query: a query of Elasticsearch's, None for all.
        from_stage: run this stage and all that depend on it, though nothing has changed.
        everything: run every stage.
        told: the same in words, for the run's record.
    """
    if run := prepared_run():
        return carry_out(run)
    try:
        with prepared(Selection(query, from_stage, everything, tuple(told or ()))) as run:
            return carry_out(run)
    except (*EXPECTED, UnknownStageError) as error:
        return Failed(message=str(error))
