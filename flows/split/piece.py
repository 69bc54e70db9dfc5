"""Pieces of sources: what one worker can read by itself, named so that any machine finds it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass

from flows.sources.compression import LONGEST_MAGIC, MAGIC
from flows.sources.encoding import SAMPLE, marked_encoding, recoded
from flows.sources.locate import StandardInput, store_of
from flows.sources.naming import FileName, Format
from flows.sources.options import SourceOptions
from flows.sources.outcome import Unreadable
from flows.sources.stores import Entry, Kind, Store, pieces
from flows.sources.walk import Found

RANGE_BYTES = 8 * 2**20
"""About a thousand articles: to survey them takes a worker a fraction of a second."""
PAGE_FILES = 256
WHOLE_BYTES = 2**20
"""A file that can't be entered in its middle is read once more from its start for each batch of
it: up to this size, as stored, that costs little."""


@dataclass(frozen=True, slots=True)
class Place:
    """A file that its URI alone is enough to open, and the path of its sidecar."""

    uri: str
    sidecar: str | None = None

    @classmethod
    def of(cls, found: Found) -> Place | None:
        """None for what another process would not find by its URI, or not with the same rights."""
        if found.entry.kind is not Kind.FILE:
            return None
        uri = found.store.uri(found.entry.path)
        try:
            store, path = store_of(uri)
        except Exception:  # noqa: BLE001 - drivers of remote stores raise their own
            return None
        alike = store.opens_alike(found.store) and path == found.entry.path
        return cls(uri, found.sidecar) if alike else None

    def found_here(self) -> Found:
        """The file, though it may be gone by now: then it fails aloud when it is read."""
        store, path = store_of(self.uri)
        entry = store.entry(path) or Entry(path.rpartition("/")[2], path, Kind.FILE)
        return Found(store, entry, self.sidecar)

    def found(self) -> Found:
        """The file, in this process. Raises OSError, or an error of the driver's own."""
        store, path = store_of(self.uri)
        entry = store.entry(path)
        if entry is None:
            raise FileNotFoundError(self.uri)
        return Found(store, entry, self.sidecar)


@dataclass(frozen=True, slots=True)
class Page:
    """Small files, next to each other in a listing. `size` is their bytes."""

    places: tuple[Place, ...]
    options: SourceOptions
    size: int


@dataclass(frozen=True, slots=True)
class Range:
    """The lines of a file of JSON Lines that begin in [start, end), in bytes.

    `stamp` is the file's when it was cut, `last` whether nothing comes after it.
    """

    place: Place
    options: SourceOptions
    start: int
    end: int
    stamp: str
    last: bool

    @property
    def size(self) -> int:
        """Its bytes."""
        return self.end - self.start


Piece = Page | Range
Uncut = Found | Unreadable | StandardInput


@dataclass(frozen=True, slots=True)
class Cutter:
    """How sources are cut. Sizes are in bytes."""

    range_bytes: int = RANGE_BYTES
    whole_bytes: int = WHOLE_BYTES
    page_files: int = PAGE_FILES

    def cut(self, places: Iterable[Uncut], options: SourceOptions) -> Iterator[Piece | Uncut]:
        """Pieces in order of reading; what can't be cut, as it is."""
        page: list[tuple[Place, int]] = []
        for found in places:
            place = Place.of(found) if isinstance(found, Found) else None
            size = found.entry.size if isinstance(found, Found) else None
            small = place is not None and size is not None and size <= self.whole_bytes
            if small and place and size is not None:
                page.append((place, size))
            if not small or self._is_full(page):
                yield from _turned(page, options)
                page.clear()
            if not small:
                yield from self._large(found, place, options)
        yield from _turned(page, options)

    def _is_full(self, page: list[tuple[Place, int]]) -> bool:
        return len(page) >= self.page_files or sum(size for _, size in page) >= self.range_bytes

    def _large(
        self, found: Uncut, place: Place | None, options: SourceOptions
    ) -> Iterator[Range | Uncut]:
        size = found.entry.size if isinstance(found, Found) else None
        if (
            place is None
            or not size
            or not isinstance(found, Found)
            or not _has_lines(found, options)
        ):
            yield found
            return
        stamp = found.store.stamp(found.entry.path)
        for start in range(0, size, self.range_bytes):
            end = min(start + self.range_bytes, size)
            yield Range(place, options, start, end, stamp, last=end == size)


def _turned(page: list[tuple[Place, int]], options: SourceOptions) -> Iterator[Page]:
    if page:
        yield Page(tuple(place for place, _ in page), options, sum(size for _, size in page))


def _has_lines(found: Found, options: SourceOptions) -> bool:
    """Whether it is JSON Lines that can be entered at any line: not packed, each byte its own."""
    name = FileName.of(found.entry.name)
    if (options.forced or name.format) is not Format.JSONL or name.compression is not None:
        return False
    try:
        head = head_of(found.store, found.entry.path)
    except Exception:  # noqa: BLE001 - whatever it is, it is told where the file is read
        return False
    if head[:LONGEST_MAGIC].startswith(tuple(MAGIC)):
        return False
    marked = marked_encoding(head)
    plain = head[marked[1] :] if marked and marked[0] == "utf-8" else head
    return b"".join(recoded(iter((head,)))) == plain


def head_of(store: Store, path: str) -> bytes:
    """The first bytes of a file, up to `SAMPLE` of them."""
    head = b""
    with closing(store.open(path)) as stream:
        for piece in pieces(stream):
            head += piece
            if len(head) >= SAMPLE:
                break
    return head[:SAMPLE]
