"""The record of a job that is no run over documents: as that of a run, with other counts."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from elasticsearch import ApiError, Elasticsearch, TransportError
from prefect.runtime import flow_run

from flows.progress.logs import Ids, logged_as, set_up
from flows.reports.publish import put_artifacts, put_page
from flows.running.heartbeat import beating
from flows.running.run_log import log_begun, log_ended
from flows.running.shown_settings import shown_settings
from index_mappings.client import ClusterError, patiently
from index_mappings.families import Aliases
from index_mappings.run_record import RunRecord
from index_mappings.runs import COMPLETED, FAILED, RUNNING, write_run
from index_mappings.settings import Settings


@dataclass
class JobRecord:
    """What the job's document says. `done` takes what it adds when it ends well."""

    client: Elasticsearch
    settings: Settings
    id: str
    told: dict[str, Any] = field(default_factory=dict)
    done: dict[str, Any] = field(default_factory=dict)

    @property
    def aliases(self) -> Aliases:
        """Where its document is."""
        return Aliases(self.settings.prefix)

    @property
    def record(self) -> RunRecord:
        """The same, as the index would give it back."""
        return RunRecord.of({"run": self.id, **self.told})

    def write(self, patience: float, **fields: object) -> None:
        """Write fields. Raises as `patiently` does."""
        self.told |= fields
        patiently(lambda: write_run(self.client, self.aliases, self.id, fields), patience)


@contextmanager
def recorded(client: Elasticsearch, settings: Settings, flow: str, id: str) -> Iterator[JobRecord]:
    """Within, the job is under way; then its document, its page and its artifacts say how it ended.

    Raises what the job raises, and as `patiently` where its document can't be written.
    """
    set_up(settings)
    job, patience, began = JobRecord(client, settings, id), settings.es_patience, time.monotonic()
    with logged_as(Ids(id, flow_run.get_id() or "")):
        job.write(
            patience, flow=flow, state=RUNNING, started_at=_now(), seen_at=_now(),
            host=socket.gethostname(), flow_run=flow_run.get_id() or "",
            settings=shown_settings(settings),
        )  # fmt: skip
        log_begun(job.record)
        try:
            with beating(client, job.aliases, id, dict):
                yield job
            seconds = round(time.monotonic() - began, 3)
            job.write(patience, state=COMPLETED, ended_at=_now(), seconds=seconds, **job.done)
        except BaseException as error:
            _write_failure(job, error)
            raise
        finally:
            put_page(job.record, settings.reports)
            put_artifacts(job.record)
            log_ended(job.record)


def _write_failure(job: JobRecord, error: BaseException) -> None:
    told = str(error) or type(error).__name__
    fields = {"state": FAILED, "ended_at": _now(), "error": told}
    # Once, without patience: it may be at its end already. The job's own error is the one to tell.
    with suppress(ClusterError, ApiError, TransportError):
        job.write(0.0, **fields)


def _now() -> str:
    return datetime.now(UTC).isoformat()
