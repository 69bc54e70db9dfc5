"""A real Elasticsearch for the tests: a node of their own beside the user's, or a named cluster."""

from __future__ import annotations

import fcntl
import os
import secrets
import tempfile
from collections.abc import Iterator
from dataclasses import replace

import pytest
from elasticsearch import Elasticsearch

# A checkout may have recurring lines promoted, and documents waiting: no test knows of them, and
# none leaves a page among those of real runs.
os.environ["DATELINE_RECURRING_FOLDER"] = tempfile.mkdtemp(prefix="dateline-recurring-")
os.environ["DATELINE_SPOOL_FOLDER"] = tempfile.mkdtemp(prefix="dateline-spool-")
os.environ["DATELINE_REPORTS"] = tempfile.mkdtemp(prefix="dateline-reports-")

from index_mappings import node
from index_mappings.node.folder import make_folder
from index_mappings.node.settings import NodeSettings


@pytest.fixture(scope="session")
def node_url() -> Iterator[str]:
    """The address of a running Elasticsearch.

    `DATELINE_TEST_ES_URL` names one; else it is a local node, stopped after the last of the test
    runs that use it at the same time. `DATELINE_KEEP_TEST_NODE=1` leaves it running, which saves
    the next run its start; not under `CI`.
    """
    named = os.environ.get("DATELINE_TEST_ES_URL")
    if named:
        yield named
        return
    settings = NodeSettings.from_env()
    settings = replace(settings, data=settings.cache / "node-for-tests")
    make_folder(settings.cache)
    with (settings.cache / "node-for-tests.users").open("a") as users:
        fcntl.flock(users, fcntl.LOCK_SH)
        yield node.start(settings).url or ""
        if os.environ.get("DATELINE_KEEP_TEST_NODE") == "1" and not os.environ.get("CI"):
            return
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        node.stop(settings)


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
