"""Snapshots in a folder: written whole, promoted by name, told plainly where they are of no use."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from index_mappings.recurring_files import (
    RecurringFilesError,
    demote,
    load,
    promote,
    promoted,
    promoted_recurring,
    save,
    versions,
)
from transforms.boilerplate.repetition import RecurringLine
from transforms.boilerplate.snapshot import Snapshot, snapshot_of


def snapshot(*printed: str, day: int = 2) -> Snapshot:
    rows = [RecurringLine("a.example", each, each, 4, 9, None, None, "") for each in printed]
    return snapshot_of(rows, datetime(2024, 11, day, tzinfo=UTC), 9, 1)


def test_what_is_saved_is_loaded_and_listed_by_day(tmp_path: Path) -> None:
    folder = tmp_path / "made" / "on demand"
    late, early = snapshot("two", day=9), snapshot("one")
    assert [save(folder, each).name for each in (late, early)] == [
        f"{late.version}.jsonl",
        f"{early.version}.jsonl",
    ]
    assert versions(folder) == [early.version, late.version]
    assert load(folder, late.version).recurring == late.recurring
    assert {path.suffix for path in folder.iterdir()} == {".jsonl"}


def test_a_run_uses_what_is_promoted_until_it_is_demoted(tmp_path: Path) -> None:
    assert promoted(tmp_path) is None
    assert promoted_recurring(tmp_path) is None
    made = snapshot("one")
    save(tmp_path, made)
    assert promoted_recurring(tmp_path) is None
    promote(tmp_path, made.version)
    assert promoted_recurring(tmp_path) == made.recurring
    assert demote(tmp_path) == made.version
    assert demote(tmp_path) is None
    assert promoted_recurring(tmp_path) is None
    assert versions(tmp_path) == [made.version]


def test_without_a_snapshot_the_message_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(RecurringFilesError, match="dateline learn"):
        load(tmp_path / "nowhere", "2024-11-02-aaaaaaaa")


@pytest.mark.parametrize("version", ["2024-01-01-00000000", "../secret", "", ".", "/etc/passwd"])
def test_an_unknown_version_names_those_that_there_are(tmp_path: Path, version: str) -> None:
    made = snapshot("one")
    save(tmp_path, made)
    (tmp_path.parent / "secret.jsonl").write_text("")
    with pytest.raises(RecurringFilesError, match=made.version):
        promote(tmp_path, version)
    assert promoted(tmp_path) is None


def test_what_cannot_be_read_is_not_promoted_and_names_file_and_line(tmp_path: Path) -> None:
    made = snapshot("one")
    path = save(tmp_path, made)
    path.write_text(path.read_text() + '{"source": 1}\n')
    with pytest.raises(RecurringFilesError, match=rf"{path.name}, line 3: "):
        promote(tmp_path, made.version)
    assert promoted(tmp_path) is None


def test_a_promoted_version_that_is_gone_is_told(tmp_path: Path) -> None:
    made, other = snapshot("one"), snapshot("two")
    path = save(tmp_path, made)
    save(tmp_path, other)
    promote(tmp_path, made.version)
    path.unlink()
    with pytest.raises(RecurringFilesError, match=other.version):
        promoted_recurring(tmp_path)


def test_bytes_that_are_no_text_are_told(tmp_path: Path) -> None:
    (tmp_path / "v.jsonl").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "promoted").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(RecurringFilesError, match="can't be read"):
        load(tmp_path, "v")
    with pytest.raises(RecurringFilesError, match="demote"):
        promoted(tmp_path)
    assert demote(tmp_path) is None
    assert promoted(tmp_path) is None


def test_a_folder_that_cannot_be_written_names_the_setting(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(RecurringFilesError, match="DATELINE_RECURRING_FOLDER"):
        save(tmp_path / "file", snapshot("one"))
