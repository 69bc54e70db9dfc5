"""Whatever a file holds, reading it gives outcomes and never raises."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.sources import SourceOptions, Unreadable, read_sources
from flows.sources.naming import COMPRESSION_OF_EXTENSION, FORMAT_OF_EXTENSION

NAMES = [
    f"a{ext}{packed}" for ext in FORMAT_OF_EXTENSION for packed in ("", *COMPRESSION_OF_EXTENSION)
]
HEADS = st.sampled_from(
    [
        b"",
        b"\xff\xfe",
        b"\xfe\xff",
        b"\xef\xbb\xbf",
        b"\x1f\x8b\x08",
        b"\x28\xb5\x2f\xfd",
        b"PK\x03\x04",
    ]
)
FIELDS = st.sampled_from(
    ["text", "html", "title", "date", "source", "url", "language", "author", "tz", "charset", "id"]
)
TEXTS = st.text(st.characters(), max_size=30) | st.sampled_from(
    ["https://a.example/1", "//u:p@h", "javascript:x", "http://[", "\ud800", "0000-00-00", "\x00"]
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(FIELDS | TEXTS, inner, max_size=4),
    max_leaves=12,
)
RECORDS = st.dictionaries(FIELDS | TEXTS, VALUES, max_size=6)


def check(path: Path, content: bytes) -> None:
    """Each outcome can be stored: an id, and one line to say what is wrong."""
    path.write_bytes(content)
    for outcome in read_sources([str(path)], SourceOptions(max_bytes=2_000)):
        assert len(outcome.id) == 32
        if isinstance(outcome, Unreadable):
            assert outcome.error.isprintable()
        else:
            assert outcome.content.strip()
            assert outcome.content_hash
            assert outcome.source is None or outcome.source


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("any")


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(NAMES), HEADS, st.binary(max_size=200), st.integers(1, 20))
def test_any_bytes_give_outcomes(
    folder: Path, name: str, head: bytes, content: bytes, times: int
) -> None:
    check(folder / name, head + content * times)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(RECORDS | VALUES, max_size=3), st.sampled_from(["a.json", "a.jsonl"]), st.booleans()
)
def test_any_values_give_outcomes(
    folder: Path, values: list[object], name: str, escaped: bool
) -> None:
    told = [
        json.dumps(value, ensure_ascii=escaped).encode("utf-8", "surrogatepass") for value in values
    ]
    check(folder / name, b"\n".join(told))


@settings(max_examples=150, deadline=None)
@given(VALUES | RECORDS, st.sampled_from(["a.txt", "a.html"]))
def test_any_metadata_gives_one_outcome(folder: Path, told: object, name: str) -> None:
    beside = folder / "beside"
    beside.mkdir(exist_ok=True)
    (beside / "a.json").write_text(json.dumps(told))
    check(beside / name, b"The ferry sailed.")
