"""The main job: read sources lazily, transform and load them in batches, settle the stories."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, ClassVar

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Failed

from flows.alarms import tell_failure
from flows.batch import work_on
from flows.batching import Document, batches
from flows.carry_out import EXPECTED, as_flow, carry_out, prepared_run
from flows.local_server import ensure_prefect_server
from flows.mended import release_mended
from flows.missing import Reading, bury_missing
from flows.report import RunReport
from flows.run import Run, opened
from flows.seen import SeenIds
from flows.sources import Extent, Progress, SourceOptions, extents, read_sources
from flows.sources.redact import shown_location
from flows.spool import Spool, read
from flows.unattended import unattended
from flows.worker import Work
from index_mappings.settings import Settings
from transforms.article import RawArticle


@dataclass(frozen=True, slots=True)
class DeleteMissing:
    """That articles which the locations no longer have are to leave the index.

    `force`: also where they are more than half of what a location held.
    """

    force: bool = False


class Waiting(list[Document]):
    """A batch that comes from the spool."""


@dataclass(kw_only=True)
class Ingest(Run):
    """A run over sources."""

    flow: ClassVar[str] = "ingest"

    locations: list[str]
    documents: Iterator[Document]
    reading: Progress
    extents: list[Extent]
    delete_missing: DeleteMissing | None = None
    seen: SeenIds = field(default_factory=SeenIds)
    refused: str | None = None
    waited: list[Path] = field(default_factory=list)

    @property
    def sources(self) -> list[str]:
        """The locations."""
        return self.locations

    def batches(self) -> Iterator[list[Document]]:
        """What waits in the spool, then what the locations hold, each id of theirs once."""
        settings = self.settings
        for path in self.spool.files():
            yield Waiting(read(path))
            self.waited.append(path)
        yield from batches(
            self.documents, self.tally, self.seen, settings.batch_size, settings.batch_bytes
        )

    @property
    def spool(self) -> Spool:
        """Where documents wait."""
        return Spool(self.settings.spool_folder)

    def save(self, batches: Sequence[Sequence[Document]]) -> str | None:
        """Put them into the spool, but for those that are there."""
        fresh = [batch for batch in batches if not isinstance(batch, Waiting)]
        for batch in fresh:
            self.spool.keep(batch, self.id)
        count = sum(map(len, fresh))
        told = f"{count:,} documents that were read wait in {self.spool.folder}: the next run"
        return f"{told} loads them first." if count else None

    @property
    def work(self) -> Work:
        """Transform and load them."""
        return work_on

    def sources_in(self, batch: Sequence[Document]) -> Iterable[str | None]:
        """The outlets of a batch."""
        return (each.source for each in batch if isinstance(each, RawArticle))

    def finish(self) -> None:
        """Empty the spool of what was loaded, and the quarantine of what can be read now.

        Bury what is missing, where that was asked for.
        """
        for path in self.waited:
            path.unlink(missing_ok=True)
        read = Reading(self.seen, self.reading)
        release_mended(self, read)
        if self.delete_missing:
            self.refused = bury_missing(self, self.extents, read, self.delete_missing.force)

    def reported(self) -> RunReport:
        """The report."""
        skipped = self.reading.skipped.total()
        return replace(super().reported(), skipped=skipped, refused=self.refused)


def run_ingest(
    locations: Sequence[str],
    options: SourceOptions | None = None,
    delete_missing: DeleteMissing | None = None,
) -> RunReport:
    """Load what the locations hold, as a Prefect flow. Returns the report.

    What can be wrong is looked for first, so that a mistake is told before anything is started.
    A report whose equation does not close is returned too: `report.close()` raises.

    Args:
        locations: files, folders, globs, fsspec URIs, or "-" for standard input.
        options: how to read them: format, field mapping, limits.
        delete_missing: whether articles that the locations no longer have leave the index.

    Raises:
        SourceError: a location is not there.
        ModelMissingError, NamesFileError, RulesError, RecurringFilesError: a setting names what is
            not there, or not as it must be.
        ClusterError: Elasticsearch cannot be used, or stays away too long.
        QuarantineRefusedError, RunFailedError: a failure cannot be kept; workers die.
        ServerError: Prefect's server does not start.
    """
    with prepared(locations, options, delete_missing) as run:
        ensure_prefect_server()
        return as_flow(ingest, run, run.locations)


@contextmanager
def prepared(
    locations: Sequence[str],
    options: SourceOptions | None,
    delete_missing: DeleteMissing | None = None,
) -> Iterator[Ingest]:
    """A run that is ready to begin: sources found, stages made, the index there."""
    settings = Settings()
    options = options or source_options(settings)
    reading = Progress()
    documents = read_sources(locations, options, progress=reading)
    reach = extents(locations, options) if delete_missing else []
    shown = [shown_location(each) for each in locations]
    with opened(settings) as base, SeenIds() as seen:
        yield Ingest(
            base=base, locations=shown, documents=documents, reading=reading, extents=reach,
            delete_missing=delete_missing, seen=seen,
        )  # fmt: skip


def source_options(settings: Settings, **told: Any) -> SourceOptions:  # noqa: ANN401
    """How sources are read: what the caller tells, and the settings' limits."""
    return SourceOptions(max_bytes=settings.max_document_bytes, **told)


@flow(name="ingest", validate_parameters=False, persist_result=False, on_failure=[tell_failure])
@unattended
def ingest(
    locations: list[str],
    options: SourceOptions | None = None,
    delete_missing: bool = False,
    force: bool = False,
) -> State[Any]:
    """Load what the locations hold: what a deployment runs.

    `run_ingest` has opened them already, and gives no more than their names: what a location holds
    of credentials is nothing for Prefect to store. Ends as `carry_out` does.
    """
    if run := prepared_run():
        return carry_out(run)
    try:
        missing = DeleteMissing(force) if delete_missing else None
        with prepared(locations, options, missing) as run:
            return carry_out(run)
    except EXPECTED as error:
        return Failed(message=str(error))
