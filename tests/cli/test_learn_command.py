"""`dateline learn`: snapshots listed, shown, compared, promoted; a mistake is one message."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cli.main import app
from index_mappings.recurring_files import promoted, save
from transforms.boilerplate.repetition import RecurringLine
from transforms.boilerplate.snapshot import Snapshot, snapshot_of

ONE = RecurringLine("a.example", "tell the desk", "Tell the desk", 12, 40, None, None, "id-1")
TWO = RecurringLine("b.example", "join the boat", "Join the \x1b[2Jboat", 7, 30, None, None, "id-2")
THREE = replace(TWO, key="write in", line="Write in")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DATELINE_RECURRING_FOLDER", str(tmp_path))
    return tmp_path


@pytest.fixture
def two(folder: Path) -> tuple[Snapshot, Snapshot]:
    made = (
        snapshot_of([ONE, TWO], datetime(2024, 11, 2, tzinfo=UTC), 70, 2),
        snapshot_of([ONE, THREE], datetime(2024, 11, 9, tzinfo=UTC), 70, 2),
    )
    for each in made:
        save(folder, each)
    return made


def run(*arguments: str, **environment: str) -> Result:
    told = {"COLUMNS": "200"} | environment
    return CliRunner().invoke(app, ["learn", *arguments], env=told)


def test_a_version_is_promoted_listed_and_demoted(
    folder: Path, two: tuple[Snapshot, Snapshot]
) -> None:
    first, second = (each.version for each in two)
    assert f"{first} is promoted: 2 lines" in run("promote", first).stdout
    assert promoted(folder) == first
    (line,) = (row for row in run("list").stdout.splitlines() if "promoted" in row)
    assert line.startswith(first)
    assert second in run("list").stdout
    assert f"{first} was in use" in run("demote").stdout
    assert "None was in use" in run("demote").stdout
    assert promoted(folder) is None


def test_an_edited_snapshot_is_listed_as_such(folder: Path, two: tuple[Snapshot, Snapshot]) -> None:
    path = folder / f"{two[0].version}.jsonl"
    path.write_text("".join(path.read_text().splitlines(keepends=True)[:2]))
    (line,) = (row for row in run("list").stdout.splitlines() if "edited" in row)
    assert line.startswith(two[0].version)


def test_show_tells_the_newest_or_a_version_or_a_source(two: tuple[Snapshot, Snapshot]) -> None:
    assert "Write in" in run("show").stdout
    older = run("show", two[0].version).stdout
    assert "a.example: 40 articles looked at" in older
    assert "12  Tell the desk" in older
    assert "\x1b" not in older
    assert "a.example" not in run("show", "--source", "b.example").stdout
    assert "no recurring line of 'c.example'" in run("show", "--source", "c.example").stdout


def test_diff_tells_what_came_and_what_went(two: tuple[Snapshot, Snapshot]) -> None:
    told = run("diff", two[0].version, two[1].version).stdout
    assert "- b.example:      7  Join the" in told
    assert "+ b.example:      7  Write in" in told
    assert "Tell the desk" not in told
    assert "1 more, 1 less, 1 in both" in told


@pytest.mark.parametrize("arguments", [["show"], ["promote", "v"], ["diff", "v", "w"]])
def test_without_a_snapshot_the_message_says_how_to_make_one(
    folder: Path, arguments: list[str]
) -> None:
    answer = run(*arguments)
    assert answer.exit_code == 1
    assert "`dateline learn` makes one" in answer.stderr
    assert answer.stdout == ""


@pytest.mark.usefixtures("folder")
def test_an_empty_folder_is_listed_as_such() -> None:
    answer = run("list")
    assert answer.exit_code == 0
    assert "`dateline learn` makes one" in answer.stdout


def test_what_cannot_be_read_names_its_line_and_hides_no_other(
    folder: Path, two: tuple[Snapshot, Snapshot]
) -> None:
    (folder / "broken.jsonl").write_text("{}\n")
    assert "line 1" in run("list").stdout
    assert two[0].version in run("list").stdout
    answer = run("promote", "broken")
    assert (answer.exit_code, promoted(folder)) == (1, None)
    assert "broken.jsonl, line 1: " in answer.stderr


@pytest.mark.usefixtures("folder")
def test_a_cluster_that_does_not_answer_is_one_message(monkeypatch: pytest.MonkeyPatch) -> None:
    def never() -> None:
        raise AssertionError

    monkeypatch.setattr("flows.learn.ensure_prefect_server", never)
    answer = run(DATELINE_ES_URL="http://127.0.0.1:9")
    assert answer.exit_code == 1
    assert "does not answer" in answer.stderr
    assert "Traceback" not in answer.stderr
