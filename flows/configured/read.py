"""Reading what a run is to read, portion by portion."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import chain

from flows.configured.chosen import Portion
from flows.sources import Extent, Progress, SourceError, extents, read_sources
from flows.split.read import Document

Read = Callable[..., Iterator[Document]]
"""As `read_sources`."""


def read_portions(
    portions: Sequence[Portion], progress: Progress, read: Read = read_sources
) -> Iterator[Document]:
    """Every document of their locations, one portion after the other.

    Args:
        progress: counters to move; its totals are those of all, feeds counted as files.
        read: reads the locations of one.

    Raises:
        SourceError: at once, as `read_sources`, with all that is wrong with any of them.
    """
    streams: list[Iterator[Document]] = []
    problems: list[str] = []
    files: list[int | None] = []
    sizes: list[int | None] = []
    for each in portions:
        feeds = len(each.source.feeds) if each.source else 0
        try:
            streams.append(read(each.locations, each.options, progress=progress))
        except SourceError as error:
            name = f"@{each.source.name}: " if each.source else ""
            problems += [f"{name}{line}" for line in str(error).splitlines()]
        files += [progress.files_total, feeds]
        sizes += [progress.bytes_total, None if feeds else 0]
    if problems:
        raise SourceError("\n".join(problems))
    progress.files_total, progress.bytes_total = _sum(files), _sum(sizes)
    return chain.from_iterable(streams)


def reach_of(portions: Sequence[Portion]) -> list[Extent]:
    """How far their locations reach. Of a feed nothing can be missed: feeds forget."""
    return [reach for each in portions for reach in extents(each.locations, each.options)]


def _sum(numbers: Sequence[int | None]) -> int | None:
    known = [each for each in numbers if each is not None]
    return sum(known) if len(known) == len(numbers) else None
