"""Files that grow, shrink or vanish between two articles that are read of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.sources import Outcome, SourceOptions, Unreadable, read_sources
from flows.sources.stores import PIECE
from transforms.article import RawArticle

LINE = json.dumps({"text": "The ferry sailed again on Friday. " * 30}).encode() + b"\n"
LINES = 3 * PIECE // len(LINE)


def paused(path: Path) -> tuple[Iterator[Outcome], list[Outcome]]:
    """A reading that has given its first article and stands."""
    reading = read_sources([str(path)], SourceOptions())
    return reading, [next(reading)]


@pytest.fixture
def day(tmp_path: Path) -> Path:
    path = tmp_path / "day.jsonl"
    path.write_bytes(LINE * LINES)
    return path


def test_what_is_added_while_a_file_is_read_is_read_too(day: Path) -> None:
    reading, read = paused(day)
    with day.open("ab") as file:
        file.write(LINE * 5)
    read.extend(reading)
    assert len(read) == LINES + 5
    assert all(isinstance(each, RawArticle) for each in read)


def test_a_line_that_is_half_written_is_refused_and_whole_in_the_next_run(day: Path) -> None:
    reading, read = paused(day)
    with day.open("ab") as file:
        file.write(LINE[:50])
    *good, last = [*read, *reading]
    assert len(good) == LINES
    assert isinstance(last, Unreadable)
    assert last.reason == "not_json"
    with day.open("ab") as file:
        file.write(LINE[50:])
    again = list(read_sources([str(day)]))
    assert len(again) == LINES + 1
    assert all(isinstance(each, RawArticle) for each in again)


def test_a_file_that_vanishes_while_it_is_read_is_read_to_its_end(day: Path) -> None:
    reading, read = paused(day)
    day.unlink()
    read.extend(reading)
    assert len(read) == LINES
    assert all(isinstance(each, RawArticle) for each in read)


def test_a_file_that_is_cut_while_it_is_read_gives_what_was_left(day: Path) -> None:
    reading, read = paused(day)
    day.write_bytes(b"")
    read.extend(reading)
    assert 1 < len(read) < LINES
    assert [each.reason for each in read if isinstance(each, Unreadable)] in ([], ["not_json"])


def test_files_and_folders_that_vanish_before_their_turn_are_told(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt", "c/d.txt", "e.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(f"The {name} pier closed.")
    reading, read = paused(tmp_path)
    (tmp_path / "b.txt").unlink()
    (tmp_path / "c" / "d.txt").unlink()
    (tmp_path / "c").rmdir()
    read.extend(reading)
    gone = [each for each in read if isinstance(each, Unreadable)]
    assert [(each.uri or "").rpartition("/")[2] for each in gone] == ["b.txt", "c"]
    assert {each.reason for each in gone} == {"unreadable"}
    assert len(read) == 4
