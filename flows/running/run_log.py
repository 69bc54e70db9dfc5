"""What a run logs of itself: that it has begun, where it is, how it has ended."""

from __future__ import annotations

import logging

from flows.reports.report import counted
from flows.reports.rows import rate, tally_of
from flows.running.outcomes import Tally
from index_mappings.run_record import RunRecord
from index_mappings.runs import COMPLETED

LOG = logging.getLogger("dateline.run")


def log_begun(record: RunRecord) -> None:
    """It has begun."""
    told = {"flow": record.flow, "workers": record.workers, "sources": list(record.sources[:20])}
    LOG.info("%s begun with %d workers", record.flow, record.workers, extra={"told": told})


def log_batch(tally: Tally) -> None:
    """A batch is done."""
    told = counted(tally) | {"seconds": round(tally.worker_seconds, 3)}
    LOG.debug("batch done: %s", tally.equation(), extra={"told": told})


def log_ended(record: RunRecord) -> None:
    """It has ended: a failure is an error, which a terminal is told in another way."""
    told = {"flow": record.flow, "state": record.state, **record.counted}
    told |= {"seconds": record.seconds, "rate": round(rate(record), 2)}
    for alarm, batches in record.alarms:
        LOG.warning("alarm in %d batches: %s", batches, alarm, extra={"shown": True})
    if record.state == COMPLETED:
        LOG.info("ended: %s", tally_of(record).equation(), extra={"told": told})
    else:
        why = record.error or tally_of(record).equation()
        LOG.error("failed: %s", why, extra={"told": told, "shown": True})
