"""CSV and TSV: a record a row, a bad row costing itself alone."""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from flows.sources.bounded import Line, split_lines
from flows.sources.encoding import sampled
from flows.sources.outcome import Outcome, Reason, printable
from flows.sources.records import SHOWN_FIELDS, Container, Record, Spot, article_of

DELIMITERS = (",", ";", "\t", "|")
QUOTED = re.compile(r'"[^"]*"')

MOST_TRIES = 8
"""How often a line may be read as part of a row that proves broken: more is not worth the time."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row: the line that it begins on, its bytes, and its cells or what is wrong with it."""

    line: int
    raw: bytes
    cells: tuple[str, ...] = ()
    reason: Reason | None = None
    error: str = ""


def read_table(chunks: Iterator[bytes], container: Container) -> Iterator[Outcome]:
    """The rows below the header. A file without rows has no articles, and that is no fault.

    A header that names no text column is one fault of the file: none of its rows can be read.
    """
    rows = RowReader(chunks, container.options.max_bytes).rows()
    header = next(rows, None)
    if header is None:
        return
    if header.reason is not None:
        error = f"the header cannot be read, nor then the rows: {header.error}"
        yield container.unreadable(header.reason, error, header.raw)
        return
    names = [name.strip() for name in header.cells]
    if not container.options.mapping.has_content(names):
        yield container.unreadable(Reason.NO_TEXT_FIELD, _no_column(container, names), header.raw)
        return
    for row in rows:
        yield _outcome(row, names, container)


class RowReader:
    """Reads rows, re-reading what a broken row swallowed.

    A quote that is not closed swallows the rows after it. The row that it stands in is given as
    broken, and reading goes on with the next line.

    Args:
        chunks: the table's bytes.
        limit: the bytes that one row may have.
    """

    def __init__(self, chunks: Iterator[bytes], limit: int) -> None:
        self._decoder, stream = sampled(chunks)
        self._lines = split_lines(stream, limit)
        self._limit = limit
        self._again: deque[tuple[Line, int]] = deque()
        self._delimiter: str | None = None

    def rows(self) -> Iterator[Row]:
        """The rows that are not blank, the header first."""
        # A field may be as long as a document. The limit is the module's, so it is only raised.
        csv.field_size_limit(max(csv.field_size_limit(), self._limit))
        while (following := self._next()) is not None:
            line, tries = following
            if line.too_large:
                error = f"{line.length:,} bytes, over the limit of {self._limit:,}"
                yield Row(line.number, line.data, reason=Reason.TOO_LARGE, error=error)
            elif line.data.strip():
                yield self._row(line, tries)

    def _next(self) -> tuple[Line, int] | None:
        if self._again:
            return self._again.popleft()
        line = next(self._lines, None)
        return None if line is None else (line, 0)

    def _row(self, first: Line, tries: int) -> Row:
        taken = [(first, tries)]
        try:
            reader = csv.reader(
                self._texts(taken), delimiter=self._delimiter_of(first), strict=True
            )
            cells = tuple(next(reader, ()))
        except (csv.Error, _BrokenRowError) as error:
            self._again.extendleft((line, n + 1) for line, n in reversed(taken[1:]))
            reason = error.reason if isinstance(error, _BrokenRowError) else Reason.BAD_ROW
            return Row(first.number, first.data, reason=reason, error=str(error))
        return Row(first.number, b"\n".join(line.data for line, _ in taken), cells)

    def _texts(self, taken: list[tuple[Line, int]]) -> Iterator[str]:
        """The lines of one row, as the parser asks for them."""
        size = 0
        for line, _ in taken:  # it grows below
            size += len(line.data) + 1
            if line.too_large or size > self._limit + 1:
                raise _BrokenRowError(Reason.BAD_ROW, "a quote that is not closed within the limit")
            text = self._decoder.decode(line.data)
            if text is None:
                told = "bytes in no encoding that can be told: recode them as UTF-8"
                raise _BrokenRowError(Reason.NOT_TEXT, told)
            yield text + "\n"
            if taken[0][1] < MOST_TRIES and (following := self._next()) is not None:
                taken.append(following)

    def _delimiter_of(self, header: Line) -> str:
        """The delimiter: the mark that the header has most of."""
        if self._delimiter is None:
            names = QUOTED.sub("", self._decoder.decode(header.data) or "")
            self._delimiter = max(DELIMITERS, key=names.count)
        return self._delimiter


class _BrokenRowError(Exception):
    def __init__(self, reason: Reason, error: str) -> None:
        super().__init__(error)
        self.reason = reason


def _outcome(row: Row, names: list[str], container: Container) -> Outcome:
    spot = Spot("line", row.line)
    if row.reason is not None:
        return container.unreadable(row.reason, row.error, row.raw, spot)
    if len(row.cells) != len(names):
        error = f"{len(row.cells):,} cells, where the header has {len(names):,}"
        return container.unreadable(Reason.BAD_ROW, error, row.raw, spot)
    # Of columns of one name the first counts.
    fields = dict(zip(reversed(names), reversed(row.cells), strict=True))
    ordered = {name: fields[name] for name in dict.fromkeys(names)}
    return article_of(Record(ordered, container, spot, row.raw))


def _no_column(container: Container, names: list[str]) -> str:
    shown = ", ".join(printable(name, 60) for name in names[:SHOWN_FIELDS])
    sought = container.options.mapping.sought()
    return f"{sought} among its columns: {shown}. Name it: --map text=COLUMN"
