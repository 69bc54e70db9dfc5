"""Input that was made to break readers: an outcome for each document, and never an exception."""

from __future__ import annotations

import gzip
import json
import struct
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from flows.sources import Outcome, SourceOptions, Unreadable, read_sources
from flows.sources.bounded import split_lines
from flows.sources.compression import MAGIC, chunks_of
from flows.sources.encoding import BYTE_ORDER_MARKS
from flows.sources.json_records import read_file, read_lines
from flows.sources.json_values import ValueSplitter
from flows.sources.naming import Compression
from flows.sources.outcome import HEAD_BYTES, BrokenOffError, printable
from flows.sources.records import Container
from transforms.article import RawArticle

MB = 1_000_000
PNG = b"\x89PNG\r\n\x1a\n" + zlib.compress(bytes(range(256)) * 40, 9)

Read = Callable[..., list[Outcome]]
Brief = Callable[..., list[str]]


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.txt", PNG, ["!not_text"]),
        ("a.txt", b"%PDF-1.7\nwords only", ["!not_text"]),
        ("a.txt", b"{\\rtf1 words", ["!not_text"]),
        ("a.html", b"PK\x03\x04words", ["!not_text"]),
        ("a.txt", bytes(1000), ["!not_text"]),
        ("a.txt", b"words \x00 and words", ["words \x00 and words"]),
        ("a.txt", b"\xef\xbb\xbf", ["\ufeff"]),
        ("a.jsonl", b"\xff\xfe\xfa\n", []),
        ("a.jsonl", bytes(100), ["!not_json"]),
        ("a.jsonl", b'{"text": "\\u0000a\\u0000 word"}', ["!not_text"]),
        ("a.jsonl", b'{"text": "\\ud800 word"}', ["\ufffd word"]),
        ("a.jsonl", b'{"text": "x", "n": %s}' % (b"9" * 10_000), ["x"]),
        ("a.jsonl", b'{"text": "x", "n": [NaN, Infinity, -1e999]}', ["x"]),
        ("a.jsonl", b"[" * 100_000, ["!not_json"]),
        ("a.jsonl", b'{"a":' * 100_000 + b"1" + b"}" * 100_000, ["!not_json"]),
        ("a.jsonl", b'{"text": "x", "a": ' + b"[" * 400 + b"]" * 400 + b"}", ["x"]),
        ("a.json", b"[" * 100_000, ["!not_json"]),
        (
            "a.json",
            b"[" + b"[" * 100_000 + b"]" * 100_000 + b', {"text": "x"}]',
            ["!not_json", "x"],
        ),
        ("a.json", b"]" * 100_000, ["!not_json"]),
        ("a.json", b'"' + b"\\" * 100_001, ["!not_json"]),
        ("a.csv", b"text\nx\x00y\n", ["x\x00y"]),
        ("a.csv", b"text," * 50_000 + b"a\nx\n", ["!bad_row"]),
        ("a.csv", b'"' * 100_001, ["!bad_row"]),
        ("a.csv", PNG, None),
        ("a.jsonl", PNG, None),
        ("a.json", PNG, None),
    ],
)
def test_no_content_breaks_the_reading(
    read_named: Read, brief: Brief, name: str, content: bytes, expected: list[str] | None
) -> None:
    outcomes = read_named(name, content)
    if expected is None:
        assert outcomes
        assert all(isinstance(one, Unreadable) for one in outcomes)
    elif content == b"\xff\xfe\xfa\n":
        # A UTF-16 mark, and half a character more.
        assert len(outcomes) == 1
    else:
        assert brief(outcomes) == expected


def test_every_refusal_says_what_where_and_keeps_the_bytes(read_named: Read) -> None:
    good, bad = b'{"text": "x"}', b'{"text": "x",}'
    _, refused = read_named("day.jsonl", good + b"\n\n" + bad)
    assert isinstance(refused, Unreadable)
    assert refused.error.startswith("day.jsonl, line 3: not JSON: ")
    assert refused.error.endswith("at column 14")
    assert "\n" not in refused.error
    assert (refused.uri or "").endswith("/day.jsonl#line=3")
    assert refused.content == bad


def test_a_record_in_a_pretty_printed_array_is_told_by_its_line(read_named: Read) -> None:
    _, refused = read_named("day.json", json.dumps([{"text": "x"}, {"name": "y"}], indent=1))
    assert isinstance(refused, Unreadable)
    assert "record 2 (line 5)" in refused.error
    assert (refused.uri or "").endswith("/day.json#record=2")


def test_refusals_have_ids_of_their_own_that_do_not_change(read_stdin: Read) -> None:
    content = b"nope\nnope\n"
    options = SourceOptions(format="jsonl")
    first, second = ([one.id for one in read_stdin(content, options)] for _ in range(2))
    assert first == second
    assert len(set(first)) == 2
    assert all(len(one) == 32 for one in first)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", b"x" * 2001),
        ("a.html", b"x" * 2001),
        ("a.json", b'{"text": "%s"}' % (b"x" * 2001)),
        ("a.json", b'[{"text": "%s"}]' % (b"x" * 2001)),
        ("a.jsonl", b'{"text": "%s"}' % (b"x" * 2001)),
        ("a.csv", b"text\n%s" % (b"x" * 2001)),
    ],
)
def test_the_limit_holds_in_every_format_and_only_above_it(
    read_named: Read, name: str, content: bytes
) -> None:
    (refused,) = read_named(name, content, SourceOptions(max_bytes=2000))
    assert isinstance(refused, Unreadable)
    assert refused.reason == "too_large"
    assert "2,000" in refused.error
    assert (refused.content or b"").startswith(
        content[:10].removeprefix(b"[").removeprefix(b"text\n")
    )
    (article,) = read_named(name, content, SourceOptions(max_bytes=len(content)))
    assert isinstance(article, RawArticle)


def test_what_stands_around_an_oversized_record_is_read(read_named: Read, brief: Brief) -> None:
    options = SourceOptions(max_bytes=2000)
    big = "y" * 5000
    expected = ["x", "!too_large", "z"]
    lines = f'{{"text": "x"}}\n{{"text": "{big}"}}\n{{"text": "z"}}'
    assert brief(read_named("a.jsonl", lines, options)) == expected
    array = json.dumps([{"text": "x"}, {"text": big + '"}]['}, {"text": "z"}], indent=1)
    assert brief(read_named("a.json", array, options)) == expected
    assert brief(read_named("a.csv", f"text\nx\n{big}\nz\n", options)) == expected


# Memory


def peak_of(reading: Iterator[Outcome]) -> tuple[int, int]:
    """Number of outcomes, and the most bytes held while reading them."""
    tracemalloc.start()
    try:
        count = sum(1 for _ in reading)
        return count, tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def repeated(piece: bytes, total: int) -> Iterator[bytes]:
    yield from (piece for _ in range(total // len(piece)))


LIMITED = Container(None, "stream", SourceOptions(max_bytes=MB))


@pytest.mark.parametrize(
    ("reader", "piece", "expected"),
    [
        (read_lines, b"x" * 65536, 1),
        (read_file, b'"' + b"x" * 65534 + b"\\", 1),
        (read_file, b" " * 65536, 1),
    ],
)
def test_a_record_of_fifty_megabytes_is_not_held(
    reader: Callable[..., Iterator[Outcome]], piece: bytes, expected: int
) -> None:
    count, peak = peak_of(reader(repeated(piece, 50 * MB), LIMITED))
    assert count == expected
    # The limit, the buffer growing to it, the chunk and its copy.
    assert peak < 4 * MB


@pytest.mark.parametrize(
    ("reader", "piece"),
    [
        (read_lines, b'{"text": "%s"}\n' % (b"x" * 1000)),
        (read_lines, b"\n"),
        (read_file, b'{"text": "%s"}\n' % (b"x" * 1000)),
        (read_file, b"["),
    ],
)
def test_memory_does_not_grow_with_the_stream(
    reader: Callable[..., Iterator[Outcome]], piece: bytes
) -> None:
    piece *= 65_536 // len(piece)
    container = Container(None, "stream", SourceOptions(max_bytes=100_000))
    _, short = peak_of(reader(repeated(piece, 300_000), container))
    _, long = peak_of(reader(repeated(piece, 900_000), container))
    # Half of what it would hold more if it held the stream: other threads allocate as well.
    assert long < short + 300_000


@pytest.mark.parametrize("pack", ["gz", "zst"])
def test_a_decompression_bomb_is_one_document_over_the_limit(tmp_path: Path, pack: str) -> None:
    content = bytes(64 * MB)
    packed = (
        gzip.compress(content, 1)
        if pack == "gz"
        else zstandard.ZstdCompressor(level=19).compress(content)
    )
    for name in (f"a.txt.{pack}", f"a.jsonl.{pack}"):
        (tmp_path / name).write_bytes(packed)
        reading = read_sources([str(tmp_path / name)], SourceOptions(max_bytes=MB))
        count, peak = peak_of(reading)
        assert count == 1
        assert peak < 24 * MB


def test_a_record_beyond_all_reason_ends_its_file() -> None:
    chunks = repeated(b"x" * 65536, 200 * MB)
    lines = split_lines(chunks, limit=10)
    with pytest.raises(BrokenOffError, match="the rest of the file is not read"):
        list(lines)


# Compression


def stream(content: bytes, step: int = 1000) -> Iterator[bytes]:
    yield from (content[at : at + step] for at in range(0, len(content), step))


LINES = b"".join(b'{"text": "word %d"}\n' % n for n in range(5000))
PACKED = {
    Compression.GZIP: gzip.compress(LINES),
    Compression.ZSTD: zstandard.ZstdCompressor().compress(LINES),
}


@pytest.mark.parametrize("compression", Compression)
@pytest.mark.parametrize("step", [1, 7, 100_000])
def test_frames_in_a_row_are_one_stream(compression: Compression, step: int) -> None:
    packed = PACKED[compression][:] * 2
    assert b"".join(chunks_of(stream(packed, step), compression)) == LINES * 2


@pytest.mark.parametrize("compression", Compression)
def test_a_truncated_file_gives_its_good_records_and_one_refusal(
    read_named: Read, compression: Compression
) -> None:
    packed = PACKED[compression]
    *good, last = read_named(f"a.jsonl.{compression}", packed[: len(packed) // 2])
    assert isinstance(last, Unreadable)
    assert last.reason == "bad_compression"
    if compression is Compression.GZIP:
        assert len(good) > 1000
    assert all(isinstance(one, RawArticle) for one in good)


def test_a_truncated_zstandard_file_gives_the_blocks_that_it_has(read_named: Read) -> None:
    packer = zstandard.ZstdCompressor().compressobj()
    packed = b"".join(
        packer.compress(LINES) + packer.flush(zstandard.COMPRESSOBJ_FLUSH_BLOCK) for _ in range(3)
    )
    outcomes = read_named("a.jsonl.zst", packed)
    assert len(outcomes) == 15_001
    assert isinstance(outcomes[-1], Unreadable)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.jsonl.gz", b'{"text": "x"}', "bad_compression"),
        ("a.jsonl.gz", PACKED[Compression.ZSTD], "bad_compression"),
        ("a.txt.gz", b"\x1f\x8b" + b"junk" * 9, "bad_compression"),
        ("a.txt.zst", b"\x28\xb5\x2f\xfd" + b"junk" * 9, "bad_compression"),
        ("a.txt.gz", b"", "empty"),
        ("a.txt.gz", b"\x1f", "bad_compression"),
        ("a.txt.gz", gzip.compress(b"", mtime=0), "empty"),
    ],
)
def test_what_is_not_the_compression_that_it_claims(
    read_named: Read, name: str, content: bytes, reason: str
) -> None:
    (refused,) = read_named(name, content)
    assert isinstance(refused, Unreadable)
    assert refused.reason == reason


def test_junk_after_a_gzip_member_is_told_after_the_records(read_named: Read) -> None:
    *good, last = read_named("a.jsonl.gz", PACKED[Compression.GZIP] + b"junk")
    assert len(good) == 5000
    assert isinstance(last, Unreadable)


def test_a_wrong_checksum_is_told(read_named: Read) -> None:
    packed = PACKED[Compression.GZIP]
    outcomes = read_named("a.jsonl.gz", packed[:-8] + struct.pack("<I", 1) + packed[-4:])
    assert isinstance(outcomes[-1], Unreadable)


def test_a_compressed_file_without_the_ending_is_read(read_named: Read, brief: Brief) -> None:
    assert brief(read_named("a.txt", gzip.compress(b"words"))) == ["words"]


# Properties


@given(
    st.binary(max_size=300) | st.text(max_size=100).map(lambda text: text.encode("utf-8", "ignore"))
)
def test_arbitrary_lines_give_one_outcome_each(content: bytes) -> None:
    if content.startswith((*(mark for mark, _ in BYTE_ORDER_MARKS), *MAGIC)):
        content = b"{" + content
    outcomes = list(read_lines(iter([content] if content else []), LIMITED))
    assert len(outcomes) == sum(1 for line in content.split(b"\n") if line.strip())


JSON_PIECES = st.lists(
    st.sampled_from([b"[", b"]", b"{", b"}", b",", b'"', b"\\", b" ", b"\n", b'"text"', b":", b"1"])
    | st.binary(max_size=4),
    max_size=40,
)


@given(JSON_PIECES, st.sampled_from(["a.json", "a.jsonl", "a.csv", "a.html.gz", "a.txt"]))
def test_no_arrangement_of_marks_raises(
    tmp_path_factory: pytest.TempPathFactory, parts: list[bytes], name: str
) -> None:
    path = tmp_path_factory.getbasetemp() / name
    path.write_bytes(b"".join(parts))
    for outcome in read_sources([str(path)]):
        assert outcome.id
        if isinstance(outcome, Unreadable):
            assert outcome.error.isprintable()


@given(JSON_PIECES, st.integers(1, 9))
def test_values_do_not_depend_on_where_chunks_end(parts: list[bytes], step: int) -> None:
    content = b"".join(parts)
    whole = list(ValueSplitter(MB).split([content]))
    assert list(ValueSplitter(MB).split(stream(content, step))) == whole


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(st.lists(JSON_VALUES, max_size=5), st.sampled_from([None, 0, 2]), st.booleans())
def test_an_array_comes_apart_into_its_elements(
    elements: list[object], indent: int | None, escape: bool
) -> None:
    told = json.dumps(elements, indent=indent, ensure_ascii=escape).encode("utf-8", "replace")
    values = list(ValueSplitter(MB).split(stream(told, 3)))
    assert [json.loads(value.data) for value in values] == json.loads(told)
    assert all(value.complete and value.in_array for value in values)


@given(st.lists(st.binary(max_size=30)), st.integers(1, 40))
def test_lines_do_not_depend_on_where_chunks_end(parts: list[bytes], limit: int) -> None:
    lines = list(split_lines(parts, limit))
    content = b"".join(parts)
    expected = content.split(b"\n")
    assert [line.data for line in lines] == [
        line[:limit] for line in (expected if expected[-1] else expected[:-1])
    ]
    assert [line.number for line in lines] == list(range(1, len(lines) + 1))


def test_what_is_kept_of_an_oversized_line_is_its_head() -> None:
    (line,) = split_lines(stream(b"abc" + b"x" * MB), limit=500_000)
    assert line.too_large
    assert line.length == MB + 3
    assert line.data == (b"abc" + b"x" * MB)[:HEAD_BYTES]


@given(st.text(max_size=300))
def test_a_printable_name_is_one_short_line(name: str) -> None:
    shown = printable(name)
    assert shown.isprintable()
    assert len(shown) <= 200
