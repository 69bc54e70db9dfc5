"""What happens to the index when files go, come back and move."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from flows.ingest import DeleteMissing, run_ingest
from flows.reports.report import RefusedError, RunReport
from flows.reprocess import Selection, run_reprocess
from flows.workers.workplace import workplace

if TYPE_CHECKING:
    from tests.flows.conftest import Index

NAMES = ("pier", "bridge", "court", "ferry")


def text(name: str) -> str:
    return (
        f"The {name} closed on Monday, Mayor Ada Roe said.\nA bus carries commuters to the {name}."
    )


def deleting(*locations: Path, force: bool = False) -> RunReport:
    workplace.cache_clear()
    return run_ingest([str(each) for each in locations], delete_missing=DeleteMissing(force))


def told(report: RunReport) -> dict[str, int]:
    assert report.tally.closes
    found = {str(outcome): n for outcome, n in report.tally.outcomes.items() if n}
    return found | {event: n for event, n in report.tally.events.items() if n}


def files(index: Index) -> set[str]:
    return {article["read_from"].rpartition("/")[2] for article in index.articles().values()}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "news"
    folder.mkdir()
    for name in NAMES:
        (folder / f"{name}.txt").write_text(text(name))
    return folder


def test_what_is_missing_leaves_search_and_comes_back(index: Index, folder: Path) -> None:
    before = {"indexed": 4}
    assert told(index.ingest(folder)) == before
    whole = index.articles()
    (folder / "pier.txt").unlink()
    assert told(index.ingest(folder)) == {"unchanged": 3}
    assert len(index.articles()) == 4
    assert told(deleting(folder)) == {"unchanged": 3, "tombstoned": 1}
    assert files(index) == {"bridge.txt", "court.txt", "ferry.txt"}
    kept = index.all(index.aliases.raw).values()
    assert [raw["uri"].rpartition("/")[2] for raw in kept if "gone_at" in raw] == ["pier.txt"]
    workplace.cache_clear()
    assert told(run_reprocess(Selection(everything=True))) == {"updated": 3}
    assert told(deleting(folder)) == {"unchanged": 3}
    (folder / "pier.txt").write_text(text("pier"))
    assert told(deleting(folder)) == {"indexed": 1, "unchanged": 3}
    assert {id: {**each, "resigned": None} for id, each in index.articles().items()} == {
        id: {**each, "resigned": None} for id, each in whole.items()
    }
    assert not [raw for raw in index.all(index.aliases.raw).values() if "gone_at" in raw]


def test_nothing_is_deleted_where_reading_says_nothing_of_it(index: Index, folder: Path) -> None:
    other = folder.parent / "other"
    other.mkdir()
    (other / "park.txt").write_text(text("park"))
    records = [json.dumps({"url": f"https://wire.example/{n}", "text": text(n)}) for n in "ab"]
    (folder / "wire.jsonl").write_text("\n".join(records))
    assert told(index.ingest(folder, other)) == {"indexed": 7}
    (other / "park.txt").unlink()  # not a location of the next run
    (folder / "pier.txt").write_bytes(b"")  # there, but not to be read
    (folder / "court.txt").rename(folder / "court.txt.kept")  # gone, and one of a few
    (folder / "wire.jsonl").write_text(f"{records[0]}\n{{broken")
    report = deleting(folder)
    assert told(report) == {"unchanged": 3, "quarantined": 2, "tombstoned": 1}
    assert files(index) == {"pier.txt", "bridge.txt", "ferry.txt", "wire.jsonl", "park.txt"}
    (folder / "wire.jsonl").write_text(records[0])
    assert told(deleting(folder / "wire.jsonl")) == {"unchanged": 1, "tombstoned": 1, "mended": 1}


def test_an_empty_place_and_the_loss_of_most_are_refused(index: Index, folder: Path) -> None:
    index.ingest(folder)
    for name in NAMES[:3]:
        (folder / f"{name}.txt").unlink()
    report = deleting(folder)
    assert told(report) == {"unchanged": 1}
    with pytest.raises(RefusedError, match=r"3 of 4 articles .* --force"):
        report.close()
    (_, run) = index.all(index.aliases.runs).values()
    assert run["state"] == "failed"
    assert len(index.articles()) == 4
    assert told(deleting(folder, force=True)) == {"unchanged": 1, "tombstoned": 3}
    (folder / "ferry.txt").unlink()
    report = deleting(folder, force=True)
    with pytest.raises(RefusedError, match="gave none of them"):
        report.close()
    assert files(index) == {"ferry.txt"}


def test_a_moved_file_is_the_same_article_under_its_new_name(index: Index, folder: Path) -> None:
    for name in NAMES:
        (folder / f"{name}.txt").write_text(text("pier") if name == "court" else text(name))
    assert told(index.ingest(folder)) == {"indexed": 4}
    pier, court = (
        article["story"]
        for article in index.articles().values()
        if article["read_from"].endswith(("pier.txt", "court.txt"))
    )
    assert pier == court
    (folder / "archive").mkdir()
    (folder / "pier.txt").rename(folder / "archive" / "2024.txt")
    assert told(index.ingest(folder)) == {"indexed": 1, "unchanged": 3, "moved": 1}
    assert files(index) == {"2024.txt", "bridge.txt", "court.txt", "ferry.txt"}
    moved = index.articles()
    (folder / "copy.txt").write_text(text("bridge"))  # its original is still there
    assert told(index.ingest(folder)) == {"indexed": 1, "unchanged": 4}
    (folder / "copy.txt").unlink()
    assert told(deleting(folder)) == {"unchanged": 4, "tombstoned": 1}
    assert index.articles() == moved
    (gone,) = [raw for raw in index.all(index.aliases.raw).values() if "moved_to" in raw]
    assert moved[gone["moved_to"]]["read_from"].endswith("/archive/2024.txt")


def test_an_article_that_has_an_address_stays_the_same_wherever_its_file_is(
    index: Index, folder: Path
) -> None:
    path = folder / "day.jsonl"
    path.write_text(json.dumps({"url": "https://wire.example/1", "text": text("mill")}))
    index.ingest(path)
    path.rename(folder / "archive.jsonl")
    assert told(index.ingest(folder / "archive.jsonl")) == {"unchanged": 1}
    assert files(index) == {"archive.jsonl"}
    (raw,) = index.all(index.aliases.raw).values()
    assert raw["read_from"].endswith("/archive.jsonl")
