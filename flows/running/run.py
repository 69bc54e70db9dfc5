"""A run under way: what it works on, where it writes, and how it stands."""

from __future__ import annotations

import secrets
import time
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, ClassVar

from elasticsearch import Elasticsearch

from flows.progress.logs import ids, set_up
from flows.progress.show import Reading
from flows.reports.report import RunReport
from flows.running.outcomes import Tally
from flows.workers.agreement import Terms, terms_of
from flows.workers.runners import with_all_workers
from flows.workers.work import Job, Work
from flows.workers.workplace import limit_math_threads, pipeline_for
from index_mappings.client import patiently
from index_mappings.cluster import in_plain_words, open_cluster
from index_mappings.families import Aliases
from index_mappings.indices import ensure
from index_mappings.recurring_files import promoted_recurring
from index_mappings.run_record import RunRecord
from index_mappings.runs import write_run
from index_mappings.settings import Settings
from transforms.boilerplate.recurring import Recurring
from transforms.pipeline import Pipeline


@dataclass(frozen=True)
class Base:
    """What every run stands on: settings, a cluster with its indices, the stages of today."""

    settings: Settings
    client: Elasticsearch
    pipeline: Pipeline
    recurring: Recurring | None

    @cached_property
    def terms(self) -> Terms:
        """What its workers must have in common with it."""
        return terms_of(self.client, self.settings, self.pipeline)

    @property
    def aliases(self) -> Aliases:
        """Where articles go."""
        return Aliases(self.settings.prefix)


@dataclass(kw_only=True)
class Run(ABC):
    """A run under way, and in the end its report or the error that ended it.

    A kind of run says what its batches are, what a worker does with one, and what is left to do
    when all are done.
    """

    flow: ClassVar[str]

    base: Base
    reading: Reading
    id: str = field(default_factory=lambda: new_id())
    tally: Tally = field(default_factory=Tally)
    started: float = field(default_factory=time.monotonic)
    started_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    report: RunReport | None = None
    error: Exception | None = None
    told: dict[str, object] = field(default_factory=dict)

    @property
    @abstractmethod
    def sources(self) -> list[str]:
        """What it works on, in words that may be stored."""

    @abstractmethod
    def batches(self) -> Iterator[Sequence[Any]]:
        """What it works on, lazily, in batches that are never empty."""

    @property
    @abstractmethod
    def work(self) -> Work:
        """What a worker does with a batch: to be sent to another process."""

    @abstractmethod
    def sources_in(self, batch: Sequence[Any]) -> Iterable[str | None]:
        """The outlets of a batch."""

    @abstractmethod
    def finish(self) -> None:
        """What is left to do when all batches are done, before stories are settled."""

    def save(self, batches: Sequence[Sequence[Any]]) -> str | None:
        """Keep batches that Elasticsearch could not take, where they can't be read again.

        Returns where, in words; None where there is nothing to keep. Raises SpoolError.
        """
        return None

    def reported(self) -> RunReport:
        """The report."""
        seconds = time.monotonic() - self.started
        return RunReport(
            self.id, self.tally, seconds, recurring=self.recurring_version, flow=self.flow
        )

    @property
    def settings(self) -> Settings:
        """The settings that it began with."""
        return self.base.settings

    @property
    def client(self) -> Elasticsearch:
        """A client for the cluster."""
        return self.base.client

    @property
    def aliases(self) -> Aliases:
        """Where its articles go."""
        return self.base.aliases

    @property
    def recurring_version(self) -> str | None:
        """The snapshot of recurring lines that it uses, and what that says: both may be edited."""
        known = self.base.recurring
        return f"{known.version} ({known.fingerprint})" if known else None

    def job(self, batch: Sequence[Any]) -> Job:
        """What a worker needs beside the batch."""
        known = self.base.recurring
        recurring = known.only(set(self.sources_in(batch))) if known else None
        return Job(self.work, self.id, self.base.terms, recurring, ids().flow_run)

    @property
    def record(self) -> RunRecord:
        """What its document says, by what was written to it."""
        return RunRecord.of({"run": self.id, **self.told})

    def write(self, **fields: object) -> None:
        """Write fields of the run's document. Raises as `patiently` does."""
        self.told |= fields
        patiently(
            lambda: write_run(self.client, self.aliases, self.id, fields),
            self.settings.es_patience,
        )


@contextmanager
def opened(settings: Settings) -> Iterator[Base]:
    """Stages made, the cluster found, its indices there."""
    set_up(settings)
    limit_math_threads()
    settings = with_all_workers(settings)
    recurring = promoted_recurring(settings.recurring_folder)
    pipeline = pipeline_for(settings, recurring)
    # Asked for now, because a model that is not there is told before anything is started.
    pipeline.fingerprints  # noqa: B018
    with in_plain_words(), open_cluster(settings) as client:
        patiently(
            lambda: ensure(client, Aliases(settings.prefix), settings.split), settings.es_patience
        )
        yield Base(settings, client, pipeline, recurring)


def new_id() -> str:
    """The id of a run: sortable by time, and no two alike."""
    return f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{secrets.token_hex(4)}"
