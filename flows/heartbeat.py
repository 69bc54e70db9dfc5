"""A run's signs of life, in its document: where it stands, and that it still does."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from elasticsearch import ApiError, TransportError

from flows.report import counted
from flows.run import Run
from index_mappings.runs import write_run

LOG = logging.getLogger("dateline.run")
SECONDS = 30.0
PATIENCE = 10.0
"""Seconds for a request: a sign of life that is late is worth nothing."""


@contextmanager
def beating(run: Run, every: float = SECONDS) -> Iterator[None]:
    """Within, the run's document says every so many seconds that it lives, with its counts."""
    over = threading.Event()
    beat = threading.Thread(target=_beat, args=(run, over, every), name="heartbeat", daemon=True)
    beat.start()
    try:
        yield
    finally:
        over.set()
        # So that none is written after the run's own last word.
        beat.join(2 * PATIENCE)


def _beat(run: Run, over: threading.Event, every: float) -> None:
    client = run.client.options(request_timeout=PATIENCE)
    while not over.wait(every):
        fields = {"seen_at": datetime.now(UTC).isoformat(), "so_far": counted(run.tally)}
        try:
            write_run(client, run.aliases, run.id, fields)
        except (ApiError, TransportError) as error:
            LOG.debug("no sign of life could be written: %s", type(error).__name__)
