"""Where a batch is worked on, and the batch on its way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import TypeVar

from elasticsearch import Elasticsearch

from index_mappings.client import patiently
from index_mappings.documents import DOCUMENT_VERSION
from index_mappings.families import Aliases
from index_mappings.lookup import Known
from index_mappings.quarantine import Failed
from index_mappings.settings import Settings
from index_mappings.stale import Makings
from transforms.article import RawArticle
from transforms.boilerplate.recurring import Recurring
from transforms.pipeline import Pipeline
from transforms.stages import with_recurring

T = TypeVar("T")
DOCUMENT = {"document": DOCUMENT_VERSION}


def made_with(pipeline: Pipeline) -> Makings:
    """What articles' records keep: the stages' fingerprints and the document's version."""
    apart = {key: {**told, **DOCUMENT} for key, told in pipeline.apart.items()}
    return Makings({**pipeline.fingerprints, **DOCUMENT}, apart)


@dataclass(frozen=True)
class Workplace:
    """What a worker needs for its batches, and keeps between them."""

    settings: Settings
    client: Elasticsearch
    aliases: Aliases
    pipeline: Pipeline

    def with_recurring(self, recurring: Recurring | None) -> Workplace:
        """The same place, where these lines are known to recur."""
        return replace(self, pipeline=with_recurring(self.pipeline, recurring))

    def fingerprints_of(self, source: str | None) -> dict[str, str]:
        """What the record of an article made here keeps, given its outlet."""
        return {**self.pipeline.fingerprints_of(source), **DOCUMENT}

    @cached_property
    def every_stage(self) -> frozenset[str]:
        """The names of all stages."""
        return frozenset(self.pipeline.fingerprints)

    def patiently(self, call: Callable[[Elasticsearch, Aliases], T]) -> T:
        """A call to the index, as patient as the settings say. Raises as `client.patiently`."""
        return patiently(lambda: call(self.client, self.aliases), self.settings.es_patience)


@dataclass
class Batch:
    """A batch on its way: what is to be done with each article, and what has failed.

    Args:
        run: the run that it belongs to.
        at: when it was begun.
        from_index: whether it was read from the index and not from a source.
        redo: stages to run though nothing has changed.
        raws: what was read, by id.
        known: what the index holds of it.
        due: the stages to run; an article that is not in it is left as it is.
        failed: what goes to quarantine.
        overtaken: ids of which the index holds something newer than what was read.
    """

    run: str
    at: datetime
    from_index: bool = False
    redo: frozenset[str] = frozenset()
    raws: dict[str, RawArticle] = field(default_factory=dict)
    known: dict[str, Known] = field(default_factory=dict)
    due: dict[str, frozenset[str]] = field(default_factory=dict)
    failed: list[Failed] = field(default_factory=list)
    overtaken: set[str] = field(default_factory=set)
