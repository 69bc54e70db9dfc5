"""Reading sources with many eyes: pieces are surveyed ahead by workers, and taken in order.

In order, because the first of two documents of one id is the one that is loaded, because lines are
counted from the beginning of their file, and because what a file's first lines tell of its
encoding holds for the later ones.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import BinaryIO, TypeVar

from flows.sources.encoding import NOTHING_TOLD, Told
from flows.sources.locate import locate
from flows.sources.options import DEFAULTS, SourceOptions
from flows.sources.outcome import Outcome, Reason, Unreadable, printable
from flows.sources.progress import Progress
from flows.sources.read import read_place
from flows.split.piece import Cutter, Page, Piece, Range, Uncut
from flows.split.slip import Slip, fetched
from flows.split.survey import Survey, survey
from flows.workers.carefully import CrewFailedError

Document = Outcome | Slip
Ask = Callable[[Callable[[Piece, Told], Survey], Piece, Told], Survey]
"""Has a function carried out by a worker."""
K = TypeVar("K")


def here(function: Callable[[Piece, Told], Survey], piece: Piece, told: Told) -> Survey:
    """Carry it out in this process."""
    return function(piece, told)


@dataclass
class SplitReader:
    """Reads as `read_sources` does, but gives slips of what workers can read by themselves.

    Args:
        ask: has a worker carry out a survey.
        ahead: how many pieces are surveyed at a time.
        cutter: how sources are cut.
    """

    ask: Ask = here
    ahead: int = 2
    cutter: Cutter = field(default_factory=Cutter)

    def read(
        self,
        locations: Sequence[str],
        options: SourceOptions = DEFAULTS,
        stdin: BinaryIO | None = None,
        progress: Progress | None = None,
    ) -> Iterator[Document]:
        """Every document that the locations hold, in the order of `read_sources`.

        A piece that workers can't read is read in this process. Raises SourceError at once, as
        `read_sources`, and CrewFailedError where no worker lives.
        """
        plan = locate(locations, options)
        counters = progress if progress is not None else Progress()
        if progress is not None:
            progress.files_total, progress.bytes_total = plan.totals()
        return self._read(plan.found(counters.skipped), options, stdin, counters)

    def _read(
        self,
        places: Iterable[Uncut],
        options: SourceOptions,
        stdin: BinaryIO | None,
        progress: Progress,
    ) -> Iterator[Document]:
        state = _File()
        with ThreadPoolExecutor(self.ahead, thread_name_prefix="survey") as threads:

            def begun(piece: Piece | Uncut) -> Future[Survey] | None:
                if isinstance(piece, Page | Range):
                    return threads.submit(self.ask, survey, piece, state.told_of(piece))
                return None

            for piece, future in _ahead(self.cutter.cut(places, options), begun, self.ahead):
                if not isinstance(piece, Page | Range):
                    yield from read_place(piece, options, progress, stdin)
                elif future is not None:
                    yield from self._taken(piece, future, state, progress)

    def _taken(
        self, piece: Piece, future: Future[Survey], state: _File, progress: Progress
    ) -> Iterator[Document]:
        try:
            done = future.result()
        except CrewFailedError:
            raise
        except Exception:  # noqa: BLE001 - whatever a worker lacks, this process may have
            done = None
        if isinstance(piece, Page):
            yield from self._page(piece, done, progress)
        else:
            yield from self._range(piece, done, state, progress)

    def _page(self, page: Page, done: Survey | None, progress: Progress) -> Iterator[Document]:
        if done is None:
            for place in page.places:
                yield from read_place(place.found_here(), page.options, progress)
            return
        yield from _counted(done.slips, page.size, progress)
        _note_faults(progress, done)
        progress.files_read += len(page.places)

    def _range(
        self, piece: Range, done: Survey | None, state: _File, progress: Progress
    ) -> Iterator[Document]:
        if piece.start == 0:
            state.begin(piece)
        if done is None or (done.was_asked and done.began_with != state.told):
            by_worker = done is not None
            done = survey(piece, state.told)
        else:
            by_worker = True
        slips = [slip.after(state.lines) for slip in done.slips]
        given = _counted(slips, piece.size, progress)
        yield from given if by_worker else fetched(given)
        state.take(done)
        _note_faults(progress, done)
        if done.stamp != piece.stamp and not state.changed:
            state.changed = True
            progress.fault(piece.place.uri)
            yield _changed(piece)
        progress.files_read += piece.last


@dataclass
class _File:
    """How far the file is whose ranges are being taken."""

    uri: str = ""
    lines: int = 0
    told: Told = NOTHING_TOLD
    changed: bool = False

    def begin(self, piece: Range) -> None:
        self.uri, self.lines, self.told, self.changed = piece.place.uri, 0, NOTHING_TOLD, False

    def told_of(self, piece: Piece) -> Told:
        """What its file has told so far: perhaps not all that comes before the piece."""
        same = isinstance(piece, Range) and piece.start and piece.place.uri == self.uri
        return self.told if same else NOTHING_TOLD

    def take(self, done: Survey) -> None:
        self.lines += done.lines
        self.told = Told(self.told.utf8 or done.told.utf8, self.told.other or done.told.other)


def _counted(slips: Sequence[Slip], size: int, progress: Progress) -> Iterator[Slip]:
    """The slips, of which each counts for its part of the piece's bytes."""
    for number, slip in enumerate(slips):
        yield slip
        progress.bytes_read += size * (number + 1) // len(slips) - size * number // len(slips)
    if not slips:
        progress.bytes_read += size


def _note_faults(progress: Progress, done: Survey) -> None:
    for uri in done.faults:
        progress.fault(uri)


def _changed(piece: Range) -> Unreadable:
    uri = piece.place.uri
    name = printable(uri.rpartition("/")[2])
    told = f"{name}: it changed while it was read, and some of it may be missing: ingest it again"
    return Unreadable(uri, Reason.CHANGED, told)


def _ahead(
    items: Iterable[K], begin: Callable[[K], Future[Survey] | None], most: int
) -> Iterator[tuple[K, Future[Survey] | None]]:
    """The items in order, each begun while up to `most` earlier ones are not yet taken."""
    begun: deque[tuple[K, Future[Survey] | None]] = deque()
    for item in items:
        begun.append((item, begin(item)))
        if len(begun) > most:
            yield begun.popleft()
    yield from begun
