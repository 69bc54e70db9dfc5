"""The sample articles in an index, once a module."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from elasticsearch import Elasticsearch

from index_mappings.curated_file import curated_names
from index_mappings.documents import Document
from index_mappings.families import Aliases
from index_mappings.settings import Settings
from search.find import find
from search.request import SearchRequest
from search.result import SearchResult
from tests.seeded_index import load, seed_documents
from transforms.names.curated import CuratedNames


@dataclass(frozen=True)
class Searched:
    """An index to search, and what is in it."""

    client: Elasticsearch
    aliases: Aliases
    names: CuratedNames
    documents: dict[str, Document]

    def __call__(self, text: str = "", **told: Any) -> SearchResult:  # noqa: ANN401
        """Search it."""
        return find(self.client, self.aliases, SearchRequest(text, **told), self.names)

    def ids(self, text: str = "", **told: Any) -> list[str]:  # noqa: ANN401
        """All that is found, in order."""
        return [hit.id for hit in self(text, size=1000, **told).hits]


def searched(client: Elasticsearch, prefix: str, documents: dict[str, Document]) -> Searched:
    """An index of these documents."""
    aliases = Aliases(prefix)
    load(client, aliases, documents)
    return Searched(client, aliases, curated_names(Settings().names_file), documents)


@pytest.fixture(scope="module")
def client(node_url: str) -> Iterator[Elasticsearch]:
    with Elasticsearch(node_url) as client:
        yield client


@pytest.fixture(scope="module")
def seeds(client: Elasticsearch, index_prefix: str) -> Searched:
    """The sample articles alone, so that what is counted is the same everywhere."""
    return searched(client, f"{index_prefix}seeds-", seed_documents(real=False))
