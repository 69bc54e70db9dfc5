"""The families of indices under a prefix of one module, made and dropped for each test."""

from collections.abc import Iterator

import pytest
from elasticsearch import Elasticsearch

from index_mappings.families import Aliases
from index_mappings.indices import drop, ensure


@pytest.fixture
def client(node_url: str) -> Iterator[Elasticsearch]:
    with Elasticsearch(node_url) as client:
        yield client


@pytest.fixture
def aliases(client: Elasticsearch, index_prefix: str) -> Iterator[Aliases]:
    aliases = Aliases(index_prefix)
    ensure(client, aliases)
    yield aliases
    drop(client, aliases)
