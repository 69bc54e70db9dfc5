"""A real Elasticsearch: a node of the tests' own beside the user's, or a named cluster."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import IO

from index_mappings import node
from index_mappings.node.folder import make_folder
from index_mappings.node.settings import NodeSettings


@contextmanager
def running_node() -> Iterator[str]:
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
        try:
            yield node.start(settings).url or ""
        finally:
            _leave(settings, users)


def _leave(settings: NodeSettings, users: IO[str]) -> None:
    if os.environ.get("DATELINE_KEEP_TEST_NODE") == "1" and not os.environ.get("CI"):
        return
    with suppress(BlockingIOError):  # others use it
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        node.stop(settings)
