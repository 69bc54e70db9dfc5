"""Taking a JSON file of any size apart into the values of its array, or its values in a row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from flows.sources.bounded import BoundedBuffer

STRUCTURE = re.compile(rb'["\[\]{},]')
STRING_MARK = re.compile(rb'["\\]')
OPENING = (b"[", b"{")
STEP = {b"[": 1, b"{": 1, b"]": -1, b"}": -1, b",": 0}
BLANK = b" \t\r\n"


@dataclass(frozen=True, slots=True)
class Value:
    """A value's bytes, not parsed: an array's element, or what stands in a file by itself.

    Args:
        number: its place among the file's values, from 1.
        line: the line that it begins on, from 1.
        data: its bytes; only the head where they are over the limit.
        length: how many bytes it has.
        in_array: whether it is an array's element.
        complete: False where the file ends in the middle of it, or of its array.
    """

    number: int
    line: int
    data: bytes
    length: int
    in_array: bool
    complete: bool = True

    @property
    def too_large(self) -> bool:
        """Whether `data` is only the head."""
        return len(self.data) < self.length


class ValueSplitter:
    """Finds where values end by brackets and quotes alone, holding one value at most.

    Brackets are counted and not matched: a file of nothing but brackets costs no memory. What is
    wrong inside a value is for the parser to find; the values after it are still good.

    Args:
        limit: the bytes that one value may have.
    """

    def __init__(self, limit: int) -> None:
        self.saw_array = False
        self._buffer = BoundedBuffer(limit)
        self._depth = 0
        self._in_array = False
        self._in_string = False
        self._escaped = False
        self._number = 0
        self._line = self._first_line = 1

    def split(self, chunks: Iterable[bytes]) -> Iterator[Value]:
        """The values of a stream, in order. Commas between values that stand alone are let pass."""
        for chunk in chunks:
            yield from self._feed(chunk)
        broken = bool(self._depth or self._in_string or self._in_array)
        if len(self._buffer) or broken:
            yield self._taken(complete=not broken)

    def _feed(self, chunk: bytes) -> Iterator[Value]:
        at = kept = 0
        while (found := self._next_mark(chunk, at)) is not None:
            mark, begin, at = found.group(), found.start(), found.end()
            cut = self._cut(mark, begin, at)
            if cut is None:
                continue
            end, kept_from, in_array = cut
            self._keep(chunk[kept:end])
            if len(self._buffer):
                yield self._taken()
            kept, self._in_array = kept_from, in_array
            self.saw_array = self.saw_array or in_array
        self._keep(chunk[kept:])

    def _next_mark(self, chunk: bytes, at: int) -> re.Match[bytes] | None:
        """The next byte that matters, past the strings."""
        while at < len(chunk):
            if self._escaped:
                self._escaped = False
                at += 1
                continue
            found = (STRING_MARK if self._in_string else STRUCTURE).search(chunk, at)
            if found is None:
                return None
            if found.group() == b'"':
                self._in_string = not self._in_string
            elif found.group() == b"\\":
                self._escaped = True
            else:
                return found
            at = found.end()
        return None

    def _cut(self, mark: bytes, begin: int, at: int) -> tuple[int, int, bool] | None:
        """Where a mark ends a value: its end, where the next begins, and whether in an array."""
        if self._depth:
            self._depth += STEP[mark]
            return None if self._depth or self._in_array else (at, at, False)
        if mark == b",":
            return begin, at, self._in_array
        if mark == b"]" and self._in_array:
            return begin, at, False
        if mark in OPENING and not self._in_array:
            if mark == b"[":
                return begin, at, True
            self._depth = 1
            return begin, begin, False
        self._depth = max(0, STEP[mark])
        return None

    def _keep(self, part: bytes) -> None:
        if not len(self._buffer):
            inked = part.lstrip(BLANK)
            self._line += part.count(b"\n", 0, len(part) - len(inked))
            self._first_line = self._line
            part = inked
        self._line += part.count(b"\n")
        self._buffer.add(part)

    def _taken(self, complete: bool = True) -> Value:
        data, length = self._buffer.take()
        if len(data) == length:
            data = data.rstrip(BLANK)
            length = len(data)
        self._number += 1
        return Value(self._number, self._first_line, data, length, self._in_array, complete)
