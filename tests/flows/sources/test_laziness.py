"""Articles come as they are read: nothing waits for the end of a stream."""

from __future__ import annotations

import csv
import io
import itertools
import os
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.sources import Progress, SourceOptions, read_sources
from flows.sources.delimited import MOST_TRIES, RowReader
from transforms.article import RawArticle


class Endless(io.RawIOBase):
    """A stream that has no end, and counts what was taken of it."""

    def __init__(self, head: bytes, again: bytes) -> None:
        self._parts = itertools.chain([head] if head else [], itertools.repeat(again))
        self._left = b""
        self.taken = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        self._left = self._left or next(self._parts)
        count = min(len(buffer), len(self._left))
        buffer[:count] = self._left[:count]
        self._left = self._left[count:]
        self.taken += count
        return count


def endless_gzip() -> Iterator[bytes]:
    packer = zlib.compressobj(wbits=31)
    while True:
        yield packer.compress(b'{"text": "x"}\n' * 100) + packer.flush(zlib.Z_FULL_FLUSH)


@pytest.mark.parametrize(
    ("head", "again", "fmt"),
    [
        (b"", b'{"text": "x"}\n', None),
        (b"[\n", b'{"text": "x"},\n', None),
        (b"text,id\n", b'"x",1\n', "csv"),
        (b"", b'{"text": "x"}\n', "json"),
    ],
)
def test_an_endless_stream_gives_its_first_articles(
    head: bytes, again: bytes, fmt: str | None
) -> None:
    stream = Endless(head, again)
    progress = Progress()
    options = SourceOptions(format=fmt)
    reading = read_sources(["-"], options, io.BufferedReader(stream), progress)
    assert stream.taken == 0
    first = list(itertools.islice(reading, 50))
    assert [one.content for one in first] == [b"x"] * 50
    assert stream.taken < 1_000_000
    assert progress.bytes_total is None
    assert progress.fraction is None
    assert 0 < progress.bytes_read <= stream.taken


def test_an_endless_compressed_stream_gives_its_first_articles() -> None:
    packed = endless_gzip()
    stream = Endless(next(packed), next(packed))
    first = next(read_sources(["-"], stdin=io.BufferedReader(stream)))
    assert first.content == b"x"


def test_an_article_in_a_pipe_does_not_wait_for_the_next() -> None:
    out, into = os.pipe()
    # To wait for more than was written is to fail, not to hang.
    os.set_blocking(out, False)
    with os.fdopen(out, "rb") as stream, os.fdopen(into, "wb", buffering=0) as feed:
        reading = read_sources(["-"], stdin=stream)
        for text in ("one", "two", "three"):
            feed.write(b'{"text": "%s"}\n' % text.encode())
            assert next(reading).content == text.encode()
        feed.close()
        assert list(reading) == []


def test_files_are_closed_when_reading_is_given_up(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "x"}\n' * 100_000)
    descriptors = Path("/proc/self/fd")
    if not descriptors.exists():
        pytest.skip("open files can be listed on Linux alone")
    reading = read_sources([str(path)])
    assert isinstance(next(reading), RawArticle)
    assert str(path) in {str(one.resolve()) for one in descriptors.iterdir()}
    reading.close()  # type: ignore[attr-defined]
    assert str(path) not in {str(one.resolve()) for one in descriptors.iterdir()}


def test_broken_rows_do_not_make_a_line_be_read_over_and_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Each line opens a quote, and leaves one open that the line before had opened.
    count = 2000
    read = 0
    parse = csv.reader

    def counted(lines: Iterator[str], delimiter: str, strict: bool) -> Iterator[list[str]]:
        def counting() -> Iterator[str]:
            nonlocal read
            for line in lines:
                read += 1
                yield line

        return parse(counting(), delimiter=delimiter, strict=strict)

    monkeypatch.setattr(csv, "reader", counted)
    rows = list(RowReader(iter([b"a,b\n" + b'a","\n' * count]), 10_000_000).rows())
    assert len(rows) == count + 1
    assert read <= (MOST_TRIES + 2) * count


def test_the_limit_of_the_csv_module_is_only_raised() -> None:
    before = csv.field_size_limit()
    options = SourceOptions(max_bytes=100, format="csv")
    assert len(list(read_sources(["-"], options, io.BytesIO(b"text\nx\n")))) == 1
    assert csv.field_size_limit() >= before
