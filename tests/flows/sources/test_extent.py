"""How far a location reaches: what belongs to it, and what is certainly gone."""

from __future__ import annotations

from pathlib import Path

import fsspec
import pytest

from flows.sources import Extent, Progress, extents, is_gone, read_sources
from flows.sources.progress import MOST_FAULTS
from transforms.article import RawArticle

NAMES = ("a.txt", "sub/b.txt", "sub/deep/c.txt", "naïve #1?.txt", "line.jsonl")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in NAMES:
        path = tmp_path / "news" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text('{"text": "A text of its own."}')
    (tmp_path / "news-of-old").mkdir()
    (tmp_path / "news-of-old" / "z.txt").write_text("A text.")
    return tmp_path / "news"


def only(location: object) -> Extent:
    (found,) = extents([str(location)])
    return found


@pytest.mark.parametrize(
    ("pattern", "covered"),
    [
        ("", set(NAMES)),
        ("/", set(NAMES)),
        ("/sub", {"sub/b.txt", "sub/deep/c.txt"}),
        ("/*.txt", {"a.txt", "naïve #1?.txt"}),
        ("/**/c.txt", {"sub/deep/c.txt"}),
        ("/a.txt", {"a.txt"}),
    ],
)
def test_a_location_covers_what_is_read_from_it(
    folder: Path, pattern: str, covered: set[str]
) -> None:
    extent = only(f"{folder}{pattern}")
    uris = {name: (folder / name).as_uri() for name in NAMES}
    assert {name for name, uri in uris.items() if extent.covers(uri)} == covered
    assert all(uri.startswith(extent.start) for name, uri in uris.items() if name in covered)
    assert not extent.covers((folder.parent / "news-of-old" / "z.txt").as_uri())
    assert not extent.covers("https://wire.example/a.txt")
    read = {raw.read_from for raw in read_sources([f"{folder}{pattern}"])
            if isinstance(raw, RawArticle)}  # fmt: skip
    assert read == {uris[name] for name in covered}


def test_gone_is_what_the_system_says_is_not_there(folder: Path) -> None:
    path = folder / "naïve #1?.txt"
    assert not only(folder).is_gone(path.as_uri())
    uri = path.as_uri()
    path.unlink()
    assert only(folder).is_gone(uri)
    assert is_gone(uri)
    assert is_gone((folder / "a.txt" / "below-a-file.txt").as_uri())
    assert not is_gone("https://wire.example/gone.txt")
    assert not is_gone("file:///" + "x" * 5000)


def test_the_same_holds_for_a_store() -> None:
    store = fsspec.filesystem("memory")
    store.pipe_file("/extent/news/a.txt", b"A text of its own.")
    store.pipe_file("/extent/newsletter/b.txt", b"A text of its own.")
    extent = only("memory://extent/news")
    (raw,) = read_sources(["memory://extent/news"])
    assert isinstance(raw, RawArticle)
    assert raw.read_from is not None
    assert extent.covers(raw.read_from)
    assert not extent.covers("memory:///extent/newsletter/b.txt")
    assert not extent.is_gone(raw.read_from)
    store.rm("/extent/news/a.txt")
    assert extent.is_gone(raw.read_from)


def test_standard_input_reaches_nowhere() -> None:
    assert extents(["-"]) == []


def test_what_could_not_be_read_hides_what_is_in_it() -> None:
    progress = Progress()
    for uri in ("file:///news/shut", "file:///news/bad.jsonl", None):
        progress.fault(uri)
    assert progress.faulty("file:///news/bad.jsonl")
    assert progress.faulty("file:///news/shut/sub/a.txt")
    assert not progress.faulty("file:///news/shut-not/a.txt")
    assert not progress.faulty("file:///news/a.txt")
    for number in range(MOST_FAULTS):
        progress.fault(f"file:///many/{number}.txt")
    assert progress.faulty("file:///news/a.txt")
