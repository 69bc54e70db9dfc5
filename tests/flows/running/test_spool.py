"""The spool: what is kept comes back as it was; files are whole or told."""

from __future__ import annotations

import random
import resource
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.running.spool import Document, Spool, SpoolError, read
from flows.sources import Reason, Unreadable
from transforms.article import Metadata, RawArticle

MOMENT = datetime(2024, 10, 30, 12, 0, tzinfo=UTC)
DOCUMENTS: list[Document] = [
    RawArticle("file:///a.txt", b"One line.\n\xff\x00", retrieved=MOMENT),
    RawArticle(None, b"", metadata=Metadata(title="A title\ud800", extra=(("desk", "Metro"),))),
    Unreadable("file:///b.jsonl#line=7", Reason.TOO_LARGE, "too large", b"{"),
    Unreadable(None, Reason.TOO_LARGE, "no byte of it"),
]


def test_what_is_kept_comes_back_as_it_was(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "spool")
    assert spool.files() == []
    path = spool.keep(DOCUMENTS, "20241030T120000Z-aa")
    assert list(read(path)) == DOCUMENTS
    assert [each.id for each in read(path)] == [each.id for each in DOCUMENTS]


@given(st.lists(st.binary(), min_size=1, max_size=5))
def test_any_bytes_come_back(
    tmp_path_factory: pytest.TempPathFactory, contents: list[bytes]
) -> None:
    documents = [RawArticle(f"s:{at}", content) for at, content in enumerate(contents)]
    path = Spool(tmp_path_factory.mktemp("spool")).keep(documents, "r")
    assert list(read(path)) == documents


def test_older_runs_come_first_and_no_file_is_written_over(tmp_path: Path) -> None:
    spool = Spool(tmp_path)
    for run in ("20241031T000000Z-aa", "20241030T000000Z-bb", "20241031T000000Z-aa"):
        spool.keep(DOCUMENTS[:1], run)
    assert [path.name[:9] for path in spool.files()] == ["20241030T", "20241031T", "20241031T"]


@pytest.mark.parametrize(
    "content", [b"", b"not compressed", b"(\xb5/\xfd \x02\x11\x00\x00{}", b"(\xb5/\xfd \x02\x11"]
)
def test_a_file_that_is_not_the_spools_is_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.jsonl.zst"
    path.write_bytes(content)
    with pytest.raises(SpoolError, match="move it away"):
        list(read(path))


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "spool").write_text("a file where the folder should be")
    with pytest.raises(SpoolError, match="spool"):
        Spool(tmp_path / "spool").keep(DOCUMENTS, "r")


@pytest.fixture
def no_room() -> Iterator[int]:
    """The system refuses what a file would hold beyond so many bytes."""
    most = 16 * 1024
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, before[1]))
    yield most
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_no_room_is_told_and_no_half_of_a_file_stays(tmp_path: Path, no_room: int) -> None:
    large = RawArticle("file:///large.txt", random.Random(1).randbytes(4 * no_room))  # noqa: S311
    with pytest.raises(SpoolError, match=r"documents: 1\b.* make room"):
        Spool(tmp_path).keep([large], "r")
    assert list(tmp_path.iterdir()) == []
