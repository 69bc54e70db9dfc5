"""A run under way: what it reads, where it writes, and how it stands."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from elasticsearch import Elasticsearch

from flows.batching import Document
from flows.outcomes import Tally
from flows.report import RunReport
from flows.sources import Progress as Reading
from flows.sources import SourceOptions, read_sources
from flows.workplace import limit_math_threads, pipeline_for
from index_mappings.client import patiently
from index_mappings.cluster import in_plain_words, open_cluster
from index_mappings.families import Aliases
from index_mappings.indices import ensure
from index_mappings.recurring_files import promoted_recurring
from index_mappings.runs import write_run
from index_mappings.settings import Settings
from transforms.article import RawArticle
from transforms.boilerplate.recurring import Recurring


@dataclass
class Run:
    """A run under way, and in the end its report or the error that ended it."""

    id: str
    settings: Settings
    client: Elasticsearch
    fingerprints: dict[str, str]
    recurring: Recurring | None
    documents: Iterator[Document]
    reading: Reading
    tally: Tally = field(default_factory=Tally)
    started: float = field(default_factory=time.monotonic)
    report: RunReport | None = None
    error: Exception | None = None

    @property
    def aliases(self) -> Aliases:
        """Where its articles go."""
        return Aliases(self.settings.prefix)

    @property
    def recurring_version(self) -> str | None:
        """The snapshot of recurring lines that it uses, and what that says: both may be edited."""
        known = self.recurring
        return f"{known.version} ({known.fingerprint})" if known else None

    def recurring_in(self, batch: Sequence[Document]) -> Recurring | None:
        """What recurs in the sources of a batch."""
        if self.recurring is None:
            return None
        return self.recurring.only({each.source for each in batch if isinstance(each, RawArticle)})

    def write(self, **fields: object) -> None:
        """Write fields of the run's document. Raises as `patiently` does."""
        patiently(
            lambda: write_run(self.client, self.aliases, self.id, fields),
            self.settings.es_patience,
        )


@contextmanager
def prepared(locations: Sequence[str], options: SourceOptions | None) -> Iterator[Run]:
    """A run that is ready to begin: sources found, stages made, the index there."""
    limit_math_threads()
    settings = Settings()
    reading = Reading()
    documents = read_sources(locations, options or source_options(settings), progress=reading)
    recurring = promoted_recurring(settings.recurring_folder)
    fingerprints = dict(pipeline_for(settings, recurring).fingerprints)
    with in_plain_words(), open_cluster(settings) as client:
        ensure(client, Aliases(settings.prefix))
        yield Run(_new_id(), settings, client, fingerprints, recurring, documents, reading)


def source_options(settings: Settings, **told: Any) -> SourceOptions:  # noqa: ANN401
    """How sources are read: what the caller tells, and the settings' limits."""
    return SourceOptions(max_bytes=settings.max_document_bytes, **told)


def _new_id() -> str:
    # Sortable by time, and no two alike.
    return f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{secrets.token_hex(4)}"
