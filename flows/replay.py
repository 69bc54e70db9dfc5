"""Trying again what stands in quarantine, from the content that is kept there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, ClassVar

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Failed

from flows.batches.batch import work_on
from flows.progress.show import Share
from flows.reports.report import RunReport
from flows.running.batching import bounded
from flows.running.carry_out import EXPECTED, as_flow, carry_out, prepared_run
from flows.running.run import Run, opened
from flows.workers.work import Work
from index_mappings.moment import PointInTime, point_in_time
from index_mappings.quarantined import Quarantined, Query, chosen, quarantined
from index_mappings.settings import Settings
from transforms.article import Metadata, RawArticle

READ = "read"
PAGE = 20
"""Documents of up to the largest size that a run reads, asked for at a time."""
REPLAYABLE: Query = {
    "bool": {
        "filter": [{"exists": {"field": "media_type"}}, {"exists": {"field": "bytes"}}],
        "must_not": [{"term": {"stage": READ}}],
    }
}
"""What was read whole and failed later; of what could not be read there is nothing to try."""


@dataclass(frozen=True)
class Choice:
    """Which documents of the quarantine; none named is all. See `quarantined.chosen`."""

    reasons: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()

    @property
    def query(self) -> Query:
        """Those of them that can be tried again."""
        return {"bool": {"filter": [chosen(self.reasons, self.stages, self.ids), REPLAYABLE]}}

    @property
    def told(self) -> list[str]:
        """The same in words."""
        named = {"--reason": self.reasons, "--stage": self.stages, "": self.ids}
        return [f"{name} {value}".strip() for name, values in named.items() for value in values]


@dataclass(kw_only=True)
class Replay(Run):
    """A run over the quarantine."""

    flow: ClassVar[str] = "replay"

    choice: Choice
    held: PointInTime
    reading: Share = field(default_factory=Share)

    @property
    def sources(self) -> list[str]:
        """The choice in words."""
        return self.choice.told

    def batches(self) -> Iterator[list[RawArticle]]:
        """What was read of them, in batches bounded in number and bytes."""
        self.reading.total = self.held.count(self.choice.query)
        most, most_bytes = self.settings.batch_size, self.settings.batch_bytes
        yield from bounded(self._counted(), lambda raw: len(raw.content), most, most_bytes)

    def _counted(self) -> Iterator[RawArticle]:
        for page in self.held.pages(self.choice.query, PAGE):
            for hit in page:
                self.reading.taken += 1
                yield as_read(quarantined(hit["_source"]))

    @property
    def work(self) -> Work:
        """Transform and load them, as an ingest does; what is loaded leaves the quarantine."""
        return work_on

    def sources_in(self, batch: Sequence[RawArticle]) -> Iterable[str | None]:
        """The outlets of a batch."""
        return (raw.source for raw in batch)

    def finish(self) -> None:
        """Nothing is left to do."""


def as_read(kept: Quarantined) -> RawArticle:
    """The raw article of a replayable document."""
    return RawArticle(
        uri=kept.uri,
        content=kept.content or b"",
        media_type=kept.media_type or "",
        metadata=kept.metadata or Metadata(),
        encoding=kept.encoding,
        # Read then, and not now: a version that was read since is newer.
        retrieved=kept.last_at,
    )


def run_replay(choice: Choice | None = None) -> RunReport:
    """Try documents of the quarantine again, as a Prefect flow. Returns the report.

    Those that are loaded leave the quarantine, those that fail stay with one attempt more. Raises
    as `run_ingest`.
    """
    with prepared(choice or Choice()) as run:
        told = run.choice
        return as_flow(replay, run, list(told.reasons), list(told.stages), list(told.ids))


@contextmanager
def prepared(choice: Choice) -> Iterator[Replay]:
    """A run that is ready to begin: the quarantine of this moment."""
    settings = Settings()
    with (
        opened(settings) as base,
        point_in_time(base.client, base.aliases.quarantine, settings.es_patience) as held,
    ):
        yield Replay(base=base, choice=choice, held=held)


@flow(name="replay", validate_parameters=False, persist_result=False)
def replay(
    reasons: list[str] | None = None, stages: list[str] | None = None, ids: list[str] | None = None
) -> State[Any]:
    """Try documents of the quarantine again: what a deployment runs. None named: all."""
    if run := prepared_run():
        return carry_out(run)
    try:
        chosen_now = Choice(tuple(reasons or ()), tuple(stages or ()), tuple(ids or ()))
        with prepared(chosen_now) as run:
            return carry_out(run)
    except EXPECTED as error:
        return Failed(message=str(error))
