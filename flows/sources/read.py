"""Reading sources: one outcome for each document, in order, as it is asked for."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from typing import BinaryIO

from flows.sources.bounded import read_whole
from flows.sources.compression import chunks_of
from flows.sources.delimited import read_table
from flows.sources.json_records import read_file, read_lines
from flows.sources.locate import Plan, StandardInput, locate
from flows.sources.naming import FileName, Format
from flows.sources.options import DEFAULTS, SourceOptions
from flows.sources.outcome import BrokenOffError, Outcome, Unreadable, printable
from flows.sources.progress import Progress
from flows.sources.records import Container
from flows.sources.sniff import sniffed
from flows.sources.stores import Kind, pieces, unreadable
from flows.sources.walk import Found
from flows.sources.whole import Sidecar, read_document

RECORD_READERS: dict[Format, Callable[[Iterator[bytes], Container], Iterator[Outcome]]] = {
    Format.JSON: read_file,
    Format.JSONL: read_lines,
    Format.CSV: read_table,
    Format.TSV: read_table,
}


def read_sources(
    locations: Sequence[str],
    options: SourceOptions = DEFAULTS,
    stdin: BinaryIO | None = None,
    progress: Progress | None = None,
) -> Iterator[Outcome]:
    """Read every document that the locations hold.

    Locations are looked for at once; what they hold is read as it is asked for, so that memory
    does not grow with it. Nothing that a document holds makes reading stop or raise.

    Args:
        locations: paths of files and folders, globs (`*`, `?`, `[…]`, `**`), `file://` and fsspec
            URLs, and `-` for standard input.
        options: how to read.
        stdin: the stream to read for `-`; the process's own by default.
        progress: counters to move. Its totals are set before anything is read, which lists
            every folder once more.

    Raises:
        SourceError: at once, where a location is not there or cannot be opened at all.
    """
    plan = locate(locations, options)
    counters = progress if progress is not None else Progress()
    if progress is not None:
        progress.files_total, progress.bytes_total = plan.totals()
    return _read(plan, options, stdin, counters)


def count_hint(locations: Sequence[str], options: SourceOptions = DEFAULTS) -> int | None:
    """How many files the locations hold; None where that cannot be known.

    Raises:
        SourceError: as `read_sources`.
    """
    return locate(locations, options).totals()[0]


def _read(
    plan: Plan, options: SourceOptions, stdin: BinaryIO | None, progress: Progress
) -> Iterator[Outcome]:
    for place in plan.found(progress.skipped):
        yield from read_place(place, options, progress, stdin)


def read_place(
    place: Found | Unreadable | StandardInput,
    options: SourceOptions,
    progress: Progress,
    stdin: BinaryIO | None = None,
) -> Iterator[Outcome]:
    """Every document of one of a plan's places."""
    if isinstance(place, Unreadable):
        progress.fault(place.uri)
        yield place
        return
    if isinstance(place, StandardInput):
        container = Container(None, "standard input", options)
        stream = stdin if stdin is not None else sys.stdin.buffer
        yield from _contained(stream, container, progress, FileName.of(""))
    else:
        yield from read_found(place, options, progress)
    progress.files_read += 1


def read_found(found: Found, options: SourceOptions, progress: Progress) -> Iterator[Outcome]:
    """Every document of one file."""
    special = found.entry.kind is Kind.SPECIAL
    # A pipe's path (/dev/fd/63) is another's tomorrow: it names nothing.
    uri = None if special else found.store.uri(found.entry.path)
    container = Container(uri, printable(found.entry.name), options)
    try:
        stream = found.store.open(found.entry.path)
    except Exception as error:  # noqa: BLE001 - drivers of remote stores raise their own
        told = unreadable(error)
        progress.fault(uri)
        yield container.unreadable(told.reason, told.error)
        return
    name = FileName.of(found.entry.name)
    with closing(stream):
        sidecar = _sidecar_of(found, options)
        for outcome in _contained(stream, container, progress, name, sidecar):
            if isinstance(outcome, Unreadable):
                progress.fault(uri)
                yield outcome
            else:
                yield replace(outcome, read_from=uri)


def _contained(
    stream: BinaryIO,
    container: Container,
    progress: Progress,
    name: FileName,
    sidecar: Sidecar | None = None,
) -> Iterator[Outcome]:
    try:
        chunks = chunks_of(_counted(pieces(stream), progress), name.compression)
        fmt = container.options.forced or name.format
        if fmt is None:
            fmt, chunks = sniffed(chunks)
        if fmt in RECORD_READERS:
            yield from RECORD_READERS[fmt](chunks, container)
        else:
            yield from read_document(chunks, container, fmt, sidecar)
    except BrokenOffError as error:
        yield container.unreadable(error.reason, error.error)


def _sidecar_of(found: Found, options: SourceOptions) -> Sidecar | None:
    if found.sidecar is None:
        return None
    name = printable(found.sidecar.rpartition("/")[2])
    try:
        entry = found.store.entry(found.sidecar)
        if entry is None or entry.kind is not Kind.FILE:  # a pipe that nobody writes to never opens
            return Sidecar(name, None)
        with closing(found.store.open(found.sidecar)) as stream:
            content, too_large = read_whole(pieces(stream), options.max_bytes)
    except Exception:  # noqa: BLE001 - drivers of remote stores raise their own
        return Sidecar(name, None)
    return Sidecar(name, None if too_large else content)


def _counted(raw: Iterator[bytes], progress: Progress) -> Iterator[bytes]:
    for piece in raw:
        progress.bytes_read += len(piece)
        yield piece
