"""One document out of a source: by its place, its number or its name, or why there is none."""

from __future__ import annotations

import gzip
import io
import json
from pathlib import Path

import pytest

from flows.one_article.document import NotOneDocumentError, read_one
from flows.sources import SourceError, SourceOptions

ROWS = [
    {"id": "a-1", "text": "The dredger left."},
    {"id": "a-2", "text": "The tide rose."},
    {"id": "a-3"},
    {"url": "https://courier.example/pier#top", "text": "The pier stood."},
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "one.txt").write_text("The ferry sailed.")
    (tmp_path / "part#2.txt").write_text("The second part.")
    (tmp_path / "empty.jsonl").write_text("")
    rows = "\n".join(json.dumps(row) for row in ROWS)
    (tmp_path / "many.jsonl.gz").write_bytes(gzip.compress(rows.encode()))
    return tmp_path


@pytest.mark.parametrize(
    ("location", "content"),
    [
        ("one.txt", "The ferry sailed."),
        ("one.txt#1", "The ferry sailed."),
        ("part#2.txt", "The second part."),
        ("many.jsonl.gz#2", "The tide rose."),
        ("many.jsonl.gz#a-1", "The dredger left."),
        ("many.jsonl.gz#top", "The pier stood."),
    ],
)
def test_a_document_is_found(folder: Path, location: str, content: str) -> None:
    assert read_one(f"{folder}/{location}", SourceOptions()).content.decode() == content


def test_the_id_of_a_record_finds_it(folder: Path) -> None:
    found = read_one(f"{folder}/many.jsonl.gz#2", SourceOptions())
    assert read_one(f"{folder}/many.jsonl.gz#{found.id}", SourceOptions()) == found


@pytest.mark.parametrize("location", ["-", "-#1"])
def test_standard_input_is_read(location: str) -> None:
    stream = io.BytesIO(b"Der Damm hielt.")
    assert read_one(location, SourceOptions(), stream).content == b"Der Damm hielt."


@pytest.mark.parametrize(
    ("location", "told"),
    [
        ("many.jsonl.gz", "holds several documents: name one, as "),
        ("many.jsonl.gz#9", "holds no record '9'"),
        ("many.jsonl.gz#0", "holds no record '0'"),
        ("many.jsonl.gz#b", "holds no record 'b'"),
        ("many.jsonl.gz#3", "(no_text_field)"),
        ("empty.jsonl", "holds no document"),
    ],
)
def test_what_is_not_one_document_is_told(folder: Path, location: str, told: str) -> None:
    with pytest.raises(NotOneDocumentError) as raised:
        read_one(f"{folder}/{location}", SourceOptions())
    assert told in str(raised.value)


def test_a_file_that_is_not_there_is_told(folder: Path) -> None:
    with pytest.raises(SourceError, match="no such file"):
        read_one(f"{folder}/none.txt#1", SourceOptions())
