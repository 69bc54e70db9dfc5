"""`dateline node …` without a node: what it says then. With one: see tests of the node."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cli.node import app


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DATELINE_NODE_DATA", str(tmp_path / "node"))
    return tmp_path / "node"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments)


def test_help_names_every_command_and_setting() -> None:
    told = run("--help").output
    for word in ("start", "stop", "status", "logs", "DATELINE_NODE_DATA", "DATELINE_ES_URL"):
        assert word in told


def test_a_node_that_never_ran_is_stopped(folder: Path) -> None:
    told = run("status")
    assert told.exit_code == 0
    assert "stopped" in told.output
    assert "address" not in told.output


def test_stopping_what_does_not_run_is_no_error(folder: Path) -> None:
    told = run("stop")
    assert (told.exit_code, told.output) == (0, "Elasticsearch was not running.\n")


def test_logs_stand_as_they_were_written(folder: Path) -> None:
    line = "[2026-01-02][INFO ] [bold]not markup[/bold] " + "x" * 200
    (folder / "logs").mkdir(parents=True)
    (folder / "logs" / "dateline.log").write_text(f"first\n{line}\n")
    assert run("logs", "-n", "1").output == f"{line}\n"


@pytest.mark.parametrize("command", ["start", "stop", "status", "logs"])
def test_a_wrong_setting_is_one_message_and_exit_code_1(
    folder: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setenv("DATELINE_NODE_HEAP", "much")
    told = run(command)
    assert told.exit_code == 1
    assert "512m" in told.output
    assert "Traceback" not in told.output


def test_a_folder_that_cannot_be_made_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("DATELINE_NODE_DATA", str(tmp_path / "file" / "node"))
    told = run("start")
    assert told.exit_code == 1
    assert "DATELINE_NODE_DATA" in told.output
