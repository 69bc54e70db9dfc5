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

from flows.batches.batch import work_on
from flows.configured.chosen import SIGN, portions
from flows.configured.read import Read, reach_of, read_portions
from flows.feeds.reader import FedSource, FeedReader
from flows.reports.report import RunReport
from flows.running.batching import Document, batches
from flows.running.carry_out import EXPECTED, as_flow, carry_out, prepared_run
from flows.running.mended import release_mended
from flows.running.missing import Reading, bury_missing
from flows.running.outcomes import Settled
from flows.running.run import Run, new_id, opened
from flows.running.seen import SeenIds
from flows.running.spool import Spool, read
from flows.serving.alarms import tell_failure
from flows.serving.unattended import unattended
from flows.sources import Extent, Progress, SourceOptions, Unreadable, read_sources
from flows.sources.redact import shown_location
from flows.split.read import SplitReader
from flows.split.slip import fetched
from flows.workers.runners import survey_by, with_all_workers
from flows.workers.work import Work
from index_mappings.settings import Settings

PIECES_FOR = 16
"""Workers that one survey at a time keeps busy: it takes the hundredth part of the work."""


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
    feeds: FeedReader
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
            self._unsettled(), self.tally, self.seen, settings.batch_size, settings.batch_bytes
        )

    def _unsettled(self) -> Iterator[Document]:
        """What the locations and then the feeds give, but for what needs no more than counting."""
        yield from self.documents
        for found in self.feeds.documents():
            if isinstance(found, Settled):
                self.tally.settle(found)
            else:
                yield found

    @property
    def spool(self) -> Spool:
        """Where documents wait."""
        return Spool(self.settings.spool_folder)

    def save(self, batches: Sequence[Sequence[Document]]) -> str | None:
        """Put them into the spool, but for those that are there."""
        fresh = [batch for batch in batches if not isinstance(batch, Waiting)]
        for batch in fresh:
            self.spool.keep([*fetched(batch)], self.id)
        count = sum(map(len, fresh))
        told = f"{count:,} documents that were read wait in {self.spool.folder}: the next run"
        return f"{told} loads them first." if count else None

    @property
    def work(self) -> Work:
        """Transform and load them."""
        return work_on

    def sources_in(self, batch: Sequence[Document]) -> Iterable[str | None]:
        """The outlets of a batch."""
        return (each.source for each in batch if not isinstance(each, Unreadable))

    def finish(self) -> None:
        """Empty the spool of what was loaded, and the quarantine of what can be read now.

        Write how far feeds were read; bury what is missing, where that was asked for.
        """
        for path in self.waited:
            path.unlink(missing_ok=True)
        self.feeds.finish(self.id)
        self.tally.events.update(self.feeds.counts)
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
    """Load what the locations and sources hold, as a Prefect flow. Returns the report.

    What can be wrong is looked for first, so that a mistake is told before anything is started.
    A report whose equation does not close is returned too: `report.close()` raises.

    Args:
        locations: files, folders, globs, fsspec URIs, or "-" for standard input; "@NAME" for a
            source of the file of sources, "@all" for all of them.
        options: how to read them: format, field mapping, limits. A source has its own.
        delete_missing: whether articles that the locations no longer have leave the index.

    Raises:
        SourceError: a location is not there, or no source of such a name.
        SourceTableError: the file of sources is not there, or not as it must be.
        ModelMissingError, NamesFileError, RulesError, RecurringFilesError: a setting names what is
            not there, or not as it must be.
        ClusterError: Elasticsearch cannot be used, or stays away too long.
        QuarantineRefusedError, RunFailedError: a failure cannot be kept; workers die.
        ServerError: Prefect's server does not start.
    """
    with prepared(locations, options, delete_missing) as run:
        return as_flow(ingest, run, run.locations)


@contextmanager
def prepared(
    locations: Sequence[str],
    options: SourceOptions | None,
    delete_missing: DeleteMissing | None = None,
) -> Iterator[Ingest]:
    """A run that is ready to begin: sources found, stages made, the index there."""
    settings = with_all_workers(Settings())
    reading, parts = Progress(), portions(locations, options, settings)
    id = new_id()
    documents = read_portions(parts, reading, _reader(id, settings))
    reach = reach_of(parts) if delete_missing else []
    shown = [shown_location(each) for each in locations]
    fed = [FedSource(each.source, each.options) for each in parts if each.source]
    with opened(settings) as base, SeenIds() as seen:
        feeds = FeedReader(fed, settings, base.client, base.aliases, reading)
        yield Ingest(
            id=id, base=base, locations=shown, documents=documents, feeds=feeds, reading=reading,
            extents=reach, delete_missing=delete_missing, seen=seen,
        )  # fmt: skip


def _reader(run: str, settings: Settings) -> Read:
    """Reading by this process, or by workers where they are so many that it could not keep up."""
    workers = settings.workers
    if workers < settings.workers_read_from:
        return read_sources
    ask = survey_by(run, settings.article_seconds)
    return SplitReader(ask, ahead=workers // PIECES_FOR + 1).read


def source_options(settings: Settings, **told: Any) -> SourceOptions:  # noqa: ANN401
    """How sources are read: what the caller tells, and the settings' limits."""
    return SourceOptions(max_bytes=settings.max_document_bytes, **told)


@flow(name="ingest", validate_parameters=False, persist_result=False, on_failure=[tell_failure])
@unattended
def ingest(
    locations: list[str] | None = None,
    options: SourceOptions | None = None,
    delete_missing: bool = False,
    force: bool = False,
    sources: list[str] | None = None,
) -> State[Any]:
    """Load what the locations hold, and the sources of these names: what a deployment runs.

    `run_ingest` has opened them already, and gives no more than their names: what a location holds
    of credentials is nothing for Prefect to store. Ends as `carry_out` does.
    """
    if run := prepared_run():
        return carry_out(run)
    try:
        missing = DeleteMissing(force) if delete_missing else None
        wanted = [*(locations or ()), *(f"{SIGN}{name}" for name in sources or ())]
        with prepared(wanted, options, missing) as run:
            return carry_out(run)
    except EXPECTED as error:
        return Failed(message=str(error))
