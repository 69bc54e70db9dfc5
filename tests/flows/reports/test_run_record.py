"""What a real run leaves: its document, its artifacts in Prefect, its page, made again alike."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from prefect.client.orchestration import get_client
from typer.testing import CliRunner

from cli.main import app
from flows.reports.page import run_page
from index_mappings.indices import ensure
from index_mappings.run_record import RunRecord
from index_mappings.runs import write_run
from index_mappings.runs_found import run_of
from tests.flows.conftest import Index, NewIndex

STORY = "The ferry pier closed on Tuesday, Mayor Ada Roe said. Engineers found rotten piles.\n"
DAYS = ("2024-10-28", "2024-10-30", None)
HOSTILE = "<script>alert(1)</script>.txt"


@pytest.fixture(scope="module")
def index(new_index: NewIndex) -> Iterator[Index]:
    with new_index() as index:
        yield index


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("reports")


@pytest.fixture(scope="module")
def record(index: Index, reports: Path, tmp_path_factory: pytest.TempPathFactory) -> RunRecord:
    """Of a run over three articles, a copy and one that can't be read."""
    folder = tmp_path_factory.mktemp("archive")
    for number, day in enumerate(DAYS):
        (folder / f"{number}.txt").write_text(f"{STORY} It is pier {number}.")
        told = {"source": "Courier", "published": day} if day else {"title": "Undated"}
        (folder / f"{number}.json").write_text(json.dumps(told))
    (folder / HOSTILE.replace("/", "_")).write_bytes(b"")
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("DATELINE_REPORTS", str(reports))
        report = index.ingest(folder, folder / "0.txt")
    found = run_of(index.client, index.aliases, report.run)
    assert found is not None
    return found


def test_the_record_says_all_of_the_run(record: RunRecord) -> None:
    assert record.state == "completed"
    assert record.counted == {
        "read": 5, "indexed": 3, "updated": 0, "unchanged": 0, "duplicate": 1, "quarantined": 1,
    }  # fmt: skip
    assert {each.uri and each.uri[-5:] for each in record.slowest} == {"0.txt", "1.txt", "2.txt"}
    assert all(len(STORY) <= each.characters < 2 * len(STORY) for each in record.slowest)
    assert record.worker_seconds >= sum(record.stage_seconds.values()) > 0
    assert [(each.stage, each.reason, each.documents) for each in record.failures] == [
        ("read", "empty", 1)
    ]
    assert {each.outcome for each in record.examples} == {"quarantined", "duplicate"}
    assert min(record.memory.values()) > 10 * 2**20
    assert record.settings["runner"] == "threads"
    assert record.seen_at is not None
    assert record.flow_run


def test_the_spread_is_that_of_the_articles(record: RunRecord) -> None:
    assert record.spread is not None
    assert record.spread.sources == (("Courier", 2),)
    assert [day for day, n in record.spread.days if n] == ["2024-10-28", "2024-10-30"]
    assert record.spread.undated + sum(n for _, n in record.spread.days) == 3


def test_the_page_is_made_again_from_the_index_alone(record: RunRecord, reports: Path) -> None:
    (path,) = reports.iterdir()
    assert path.name == f"{record.run}.html"
    assert path.read_text("utf-8") == run_page(record)
    assert "<script" not in path.read_text("utf-8")


def test_prefect_has_the_report_and_its_tables_beside_the_flow_run(record: RunRecord) -> None:
    with get_client(sync_client=True) as client:
        answer = client._client.post(
            "/artifacts/filter", json={"artifacts": {"flow_run_id": {"any_": [record.flow_run]}}}
        )
        found = {each["key"]: each for each in answer.json()}
    assert {"dateline-ingest", "dateline-ingest-outcomes", "dateline-ingest-stages"} <= set(found)
    page = found["dateline-ingest"]["data"]
    assert "5 read = 3 indexed" in page
    assert "<script" not in re.sub(r"`[^`\n]*`", "", page)
    slowest = json.loads(found["dateline-ingest-slowest"]["data"])
    assert len(slowest) == 3
    assert json.loads(found["dateline-ingest-quarantine"]["data"]) == [
        {"stage": "read", "reason": "empty", "documents": 1}
    ]


def test_runs_list_and_show_tell_of_it(record: RunRecord, index: Index, tmp_path: Path) -> None:
    runner = CliRunner(env={"COLUMNS": "200"})
    listed = runner.invoke(app, ["runs", "list", "--flow", "ingest"])
    assert "3 indexed, 1 duplicate, 1 quarantined" in listed.stdout
    (line,) = runner.invoke(app, ["runs", "list", "--json"]).stdout.splitlines()
    assert json.loads(line)["state"] == "completed"
    shown = runner.invoke(app, ["runs", "show", record.run[:15]])
    for told in ("5 read = 3 indexed", "entities", "ms an article", "Slowest", "empty"):
        assert told in shown.stdout
    told = json.loads(runner.invoke(app, ["runs", "show", "--json"]).stdout)
    assert told["slowest"][0]["characters"]
    page = tmp_path / "run.html"
    assert runner.invoke(app, ["runs", "show", "--html", str(page)]).exit_code == 0
    assert page.read_text("utf-8") == run_page(record)
    assert runner.invoke(app, ["runs", "list", "--state", "failed"]).stdout == "None of these.\n"
    missing = runner.invoke(app, ["runs", "show", "1999"])
    assert missing.exit_code == 1
    assert "There is no one run 1999" in missing.stderr


@pytest.mark.parametrize(
    "wrong", [["--since", "yesterday"], ["--since", "999999w"], ["--state", "done"]]
)
def test_what_cannot_be_asked_is_told(index: Index, wrong: list[str]) -> None:
    assert CliRunner().invoke(app, ["runs", "list", *wrong]).exit_code == 2


def test_a_killed_run_and_a_failed_one_are_seen_with_their_reason(index: Index) -> None:
    ensure(index.client, index.aliases)
    began = "2020-01-01T06:00:00+00:00"
    fields = {"flow": "replay", "started_at": began, "seen_at": began}
    silent, broken = "20200101T060000Z-0a1b2c3d", "20200101T060000Z-4e5f6a7b"
    why = "https://u:hushed@es.example is \x1b[31maway"
    for run, told in ((silent, {"state": "running"}), (broken, {"state": "failed", "error": why})):
        write_run(index.client, index.aliases, run, {**fields, **told})
    runner = CliRunner(env={"COLUMNS": "200"})
    listed = runner.invoke(app, ["runs", "list", "--flow", "replay"]).stdout
    assert f"{silent}  replay  lost" in listed
    assert "no sign of life since 2020-01-01 06:00 UTC" in listed
    assert "https://es.example is" in listed
    assert not [each for each in ("hushed", "\x1b") if each in listed]
    assert "lost" in runner.invoke(app, ["runs", "show", silent]).stdout
