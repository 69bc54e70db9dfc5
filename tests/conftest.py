"""A real Elasticsearch for the tests: a node of their own beside the user's, or a named cluster."""

from __future__ import annotations

import os
import secrets
import tempfile
from collections.abc import Iterator

import pytest
from elasticsearch import Elasticsearch

# A checkout may have recurring lines promoted, and documents waiting: no test knows of them, and
# none leaves a page among those of real runs.
os.environ["DATELINE_RECURRING_FOLDER"] = tempfile.mkdtemp(prefix="dateline-recurring-")
os.environ["DATELINE_SPOOL_FOLDER"] = tempfile.mkdtemp(prefix="dateline-spool-")
os.environ["DATELINE_REPORTS"] = tempfile.mkdtemp(prefix="dateline-reports-")

from tests.running_node import running_node


@pytest.fixture(scope="session")
def node_url() -> Iterator[str]:
    """The address of a running Elasticsearch, as `running_node` tells."""
    with running_node() as url:
        yield url


@pytest.fixture(scope="module")
def index_prefix(node_url: str) -> Iterator[str]:
    """A prefix for the indices and templates of one test module, all deleted after it."""
    prefix = f"dlt-{secrets.token_hex(4)}-"
    yield prefix
    with Elasticsearch(node_url) as client:
        everything = f"{prefix}*"
        found = client.indices.get(
            index=everything, expand_wildcards="all", filter_path="*.aliases"
        )
        if found.body:
            client.indices.delete(index=list(found.body))
        lenient = client.options(ignore_status=404)
        lenient.indices.delete_index_template(name=everything)
        lenient.cluster.delete_component_template(name=everything)
