"""`dateline ingest`: a mistake is told at once, in one message, before anything is started."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cli.main import app
from flows.reports.report import RunReport
from flows.running.outcomes import Outcome, Tally

SEEDS = str(Path(__file__).resolve().parents[2] / "seeds")


def run(*arguments: str, **environment: str) -> Result:
    return CliRunner().invoke(app, ["ingest", *arguments], env={"COLUMNS": "200"} | environment)


@pytest.mark.parametrize(
    ("arguments", "environment", "told"),
    [
        (["/nowhere/at-all"], {}, "no such file"),
        ([SEEDS, "--map", "nonsense"], {}, "not 'nonsense'"),
        ([SEEDS], {"DATELINE_MODEL": "nonsense"}, "nonsense"),
        ([SEEDS], {"DATELINE_NAMES_FILE": "/nowhere"}, "DATELINE_NAMES_FILE"),
        ([SEEDS], {"DATELINE_SOURCES": "/nowhere"}, "DATELINE_SOURCES"),
        ([SEEDS, "--timezone", "Tokyo"], {}, "did you mean Asia/Tokyo"),
        ([SEEDS], {"DATELINE_ES_URL": "http://127.0.0.1:9"}, "does not answer"),
    ],
)
def test_a_mistake_is_one_message(
    arguments: list[str], environment: dict[str, str], told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never() -> None:
        raise AssertionError

    monkeypatch.setattr("flows.running.carry_out.ensure_prefect_server", never)
    answer = run(*arguments, **environment)
    assert answer.exit_code == 1
    assert isinstance(answer.exception, SystemExit)
    assert told in answer.stderr
    assert "Traceback" not in answer.stderr
    assert answer.stdout == ""


@pytest.mark.parametrize(("option", "shown"), [((), "≠"), (("--json",), '"run": "run-1"')])
def test_a_run_that_does_not_close_is_shown_and_ends_with_1(
    option: tuple[str, ...], shown: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    tally = Tally(read=2)
    tally.count(Outcome.INDEXED)
    report = RunReport("run-1", tally, 1.0)
    monkeypatch.setattr("flows.ingest.run_ingest", lambda *_: report)
    answer = run(SEEDS, *option)
    assert answer.exit_code == 1
    assert shown in answer.stdout
    assert "unaccounted" in answer.stderr
