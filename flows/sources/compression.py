"""A byte stream as chunks of bounded size, gzip and Zstandard undone."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator
from itertools import chain

import zstandard

from flows.sources.naming import Compression
from flows.sources.outcome import BrokenOffError, Reason

CHUNK = 64 * 1024
MAGIC = {b"\x1f\x8b": Compression.GZIP, b"\x28\xb5\x2f\xfd": Compression.ZSTD}
LONGEST_MAGIC = max(map(len, MAGIC))

ZSTD_STEP = 256
"""Input bytes at a time. A 4-byte block can stand for 128 KiB, so one step gives 8 MiB at most."""


def chunks_of(raw: Iterator[bytes], expected: Compression | None = None) -> Iterator[bytes]:
    """The decompressed stream in chunks of up to 64 KiB.

    What the first bytes say decides: neither magic number can begin a text.

    Args:
        raw: the stream as stored, in pieces of any size but none.
        expected: the compression that the file's name promises.

    Raises:
        BrokenOffError: `bad_compression`, after all that could be decompressed has been given.
    """
    head = b""
    while len(head) < LONGEST_MAGIC and (piece := next(raw, b"")):
        head += piece
    found = next((c for magic, c in MAGIC.items() if head.startswith(magic)), None)
    if head and expected is not None and found is not expected:
        told = f"not {expected} data, as its name says: rename it, or fetch it again"
        raise BrokenOffError(Reason.BAD_COMPRESSION, told)
    whole = chain((head,), raw) if head else raw
    if found is Compression.GZIP:
        return _gunzipped(whole)
    return _sliced(_unzstd(whole)) if found is Compression.ZSTD else _sliced(whole)


def _sliced(chunks: Iterator[bytes]) -> Iterator[bytes]:
    for chunk in chunks:
        for at in range(0, len(chunk), CHUNK):
            yield chunk[at : at + CHUNK]


class _Reader(io.RawIOBase):
    """The chunks as a file, for gzip."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._left = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        self._left = self._left or next(self._chunks, b"")
        count = min(len(buffer), len(self._left))
        buffer[:count] = self._left[:count]
        self._left = self._left[count:]
        return count


def _gunzipped(raw: Iterator[bytes]) -> Iterator[bytes]:
    with gzip.GzipFile(fileobj=io.BufferedReader(_Reader(raw))) as file:
        while True:
            try:
                # read1: what was decompressed before a fault is given, not lost with it.
                chunk = file.read1(CHUNK)
            except (EOFError, zlib.error, gzip.BadGzipFile) as error:
                raise _bad(Compression.GZIP, error) from error
            if not chunk:
                return
            yield chunk


def _unzstd(raw: Iterator[bytes]) -> Iterator[bytes]:
    # Not stream_reader: it ends without a word where a file breaks off.
    frame = zstandard.ZstdDecompressor().decompressobj()
    for part in raw:
        left = part
        while left:
            if frame.eof:
                frame = zstandard.ZstdDecompressor().decompressobj()
            step, left = left[:ZSTD_STEP], left[ZSTD_STEP:]
            try:
                given = frame.decompress(step)
            except zstandard.ZstdError as error:
                raise _bad(Compression.ZSTD, error) from error
            left = frame.unused_data + left if frame.eof else left
            if given:
                yield given
    if not frame.eof:
        raise _bad(Compression.ZSTD, EOFError("the file ends before its last frame does"))


def _bad(compression: Compression, error: Exception) -> BrokenOffError:
    told = f"broken {compression} data ({error}): what comes after is not read; fetch it again"
    return BrokenOffError(Reason.BAD_COMPRESSION, told)
