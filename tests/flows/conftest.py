"""Runs of the real flow: a Prefect server, an Elasticsearch, the spaCy model."""

from __future__ import annotations

import os
import secrets
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest
from elasticsearch import Elasticsearch

# A database of the tests' own; Prefect reads this when it is imported.
os.environ["PREFECT_HOME"] = tempfile.mkdtemp(prefix="dateline-prefect-")

from flows.ingest import run_ingest, source_options
from flows.reports.report import RunReport
from flows.workers.workplace import workplace
from index_mappings.families import Aliases
from index_mappings.settings import Settings

# What two runs over the same articles may differ in.
OF_THE_RUN = ("run", "indexed_at", "read_at", "retrieved")


@dataclass(frozen=True)
class Index:
    """The index of one test, and how to fill and read it."""

    client: Elasticsearch
    aliases: Aliases

    def ingest(self, *locations: object, **told: Any) -> RunReport:  # noqa: ANN401
        """Run the flow as the command line does."""
        workplace.cache_clear()
        return run_ingest([str(each) for each in locations], source_options(Settings(), **told))

    def all(self, alias: str) -> dict[str, dict[str, Any]]:
        """All documents by id, without what two equal runs may differ in."""
        self.client.indices.refresh(index=alias)
        hits = self.client.search(index=alias, size=1000)["hits"]["hits"]
        return {
            hit["_id"]: {k: v for k, v in hit["_source"].items() if k not in OF_THE_RUN}
            for hit in hits
        }

    def articles(self) -> dict[str, dict[str, Any]]:
        """All articles."""
        return self.all(self.aliases.articles)

    def quarantined(self) -> dict[str, str]:
        """Reasons by URI."""
        found = self.all(self.aliases.quarantine).values()
        return {item.get("uri", item["id"]): item["reason"] for item in found}


@pytest.fixture
def index(node_url: str, index_prefix: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Index]:
    """An empty index for one test; threads instead of processes, which start faster."""
    with _empty_index(node_url, index_prefix, monkeypatch) as empty:
        yield empty


NewIndex = Callable[[], AbstractContextManager[Index]]


@pytest.fixture(scope="module")
def new_index(node_url: str, index_prefix: str) -> Iterator[NewIndex]:
    """What makes empty indices, for tests that share one or need several, one at a time."""
    with pytest.MonkeyPatch.context() as environment:
        yield partial(_empty_index, node_url, index_prefix, environment)


@contextmanager
def _empty_index(
    node_url: str, index_prefix: str, environment: pytest.MonkeyPatch
) -> Iterator[Index]:
    prefix = f"{index_prefix}{secrets.token_hex(4)}-"
    environment.setenv("DATELINE_ES_URL", node_url)
    environment.setenv("DATELINE_PREFIX", prefix)
    environment.setenv("DATELINE_RUNNER", "threads")
    environment.setenv("DATELINE_WORKERS", "2")
    environment.setenv("DATELINE_ES_PATIENCE", "20")
    # Of its own: what one test leaves in it, another's run would load.
    environment.setenv("DATELINE_SPOOL_FOLDER", tempfile.mkdtemp(prefix="dateline-spool-"))
    with Elasticsearch(node_url) as client:
        yield Index(client, Aliases(prefix))
    workplace.cache_clear()
