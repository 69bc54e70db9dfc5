"""A run's signs of life, in its document: where it stands, and that it still does."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from elasticsearch import ApiError, Elasticsearch, TransportError

from index_mappings.families import Aliases
from index_mappings.runs import write_run

LOG = logging.getLogger("dateline.run")
SECONDS = 30.0
PATIENCE = 10.0
"""Seconds for a request: a sign of life that is late is worth nothing."""


@contextmanager
def beating(
    client: Elasticsearch,
    aliases: Aliases,
    run: str,
    so_far: Callable[[], dict[str, int]],
    every: float = SECONDS,
) -> Iterator[None]:
    """Within, the run's document says every so many seconds that it lives.

    Args:
        so_far: its counts, where it has some; called in another thread.
    """
    over = threading.Event()
    hasty = client.options(request_timeout=PATIENCE)

    def beat() -> None:
        while not over.wait(every):
            fields = {"seen_at": datetime.now(UTC).isoformat(), "so_far": so_far()}
            try:
                write_run(hasty, aliases, run, fields)
            except (ApiError, TransportError) as error:
                LOG.debug("no sign of life could be written: %s", type(error).__name__)

    thread = threading.Thread(target=beat, name="heartbeat", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        # So that none is written after the run's own last word.
        thread.join(2 * PATIENCE)
