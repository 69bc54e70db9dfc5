"""Taking a stream apart without ever holding more of it than one document may have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from flows.sources.outcome import HEAD_BYTES, BrokenOffError, Reason

GIVE_UP = 1_000
"""A record this many times over the limit is no record but a broken or hostile stream."""


class BoundedBuffer:
    """Collects the bytes of one document; over the limit it keeps the head and counts the rest."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._held = bytearray()
        self._length = 0

    def add(self, part: bytes) -> None:
        """Append. Raises `BrokenOffError` where the document is past any reason."""
        self._length += len(part)
        if self._length <= self._limit:
            self._held += part
            return
        if self._length > GIVE_UP * max(self._limit, HEAD_BYTES):
            error = f"a record of over {self._length:,} bytes: the rest of the file is not read"
            raise BrokenOffError(Reason.TOO_LARGE, error)
        room = min(HEAD_BYTES, self._limit)
        self._held += part[: max(0, room - len(self._held))]
        del self._held[room:]

    def take(self) -> tuple[bytes, int]:
        """The bytes, or their head where they were over the limit, and how many there were."""
        taken = bytes(self._held), self._length
        self._held, self._length = bytearray(), 0
        return taken

    def __len__(self) -> int:
        return self._length


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a stream.

    `data` is without its newline, and only the head where the line is `too_large`; `length` is
    the whole line's, in bytes.
    """

    number: int
    data: bytes
    length: int

    @property
    def too_large(self) -> bool:
        """Whether `data` is only the head."""
        return len(self.data) < self.length


def split_lines(chunks: Iterable[bytes], limit: int) -> Iterator[Line]:
    """The lines of a stream, counted from 1. Only a line feed ends a line: JSON may hold others."""
    number, buffer = 1, BoundedBuffer(limit)
    for chunk in chunks:
        *ended, rest = chunk.split(b"\n")
        for part in ended:
            if not len(buffer) and len(part) <= limit:
                yield Line(number, part, len(part))
            else:
                buffer.add(part)
                yield Line(number, *buffer.take())
            number += 1
        buffer.add(rest)
    if len(buffer):
        yield Line(number, *buffer.take())


def read_whole(chunks: Iterable[bytes], limit: int) -> tuple[bytes, bool]:
    """All bytes of a stream and False; or, where it is over the limit, its head and True."""
    buffer = bytearray()
    for chunk in chunks:
        buffer += chunk
        if len(buffer) > limit:
            return bytes(buffer[:HEAD_BYTES]), True
    return bytes(buffer), False
