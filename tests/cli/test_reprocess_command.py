"""`dateline reprocess` and `dateline status`: mistakes in one message, answers for programs."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from elasticsearch import Elasticsearch
from rich.console import Console
from typer.testing import CliRunner, Result

from cli.main import app
from cli.reprocess import _duration
from cli.status import page
from index_mappings.families import FAMILIES, Aliases
from index_mappings.indices import drop, ensure
from index_mappings.runs import write_run
from index_mappings.status import Family, StageStatus, StageVersion, Status


def run(*arguments: str, **environment: str) -> Result:
    return CliRunner().invoke(app, list(arguments), env={"COLUMNS": "160"} | environment)


@pytest.fixture(scope="module")
def empty(node_url: str) -> Iterator[dict[str, str]]:
    """Settings of an index without articles, in which one run has been."""
    prefix = f"dlt-{secrets.token_hex(4)}-"
    with Elasticsearch(node_url) as client:
        aliases = Aliases(prefix)
        ensure(client, aliases)
        fields: dict[str, Any] = {"flow": "ingest", "state": "failed", "error": "\x1b[31mred"}
        write_run(client, aliases, "run-1", {**fields, "started_at": "2024-10-30T12:00:00Z"})
        yield {"DATELINE_ES_URL": node_url, "DATELINE_PREFIX": prefix}
        drop(client, aliases)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--all", "--from", "dates"], "leave --from out"),
        (["--published", "the day before"], "the day before"),
        (["--query", "-"], "-"),
    ],
)
def test_a_mistake_is_one_message_before_anything_is_started(
    arguments: list[str], told: str
) -> None:
    answer = run("reprocess", *arguments, DATELINE_ES_URL="http://127.0.0.1:9")
    assert answer.exit_code == 1
    assert told in answer.stderr
    assert "Traceback" not in answer.stderr
    assert "does not answer" not in answer.stderr


def test_a_stage_that_is_not_there_is_told_with_those_that_are(empty: dict[str, str]) -> None:
    answer = run("reprocess", "--dry-run", "--from", "nonsense", **empty)
    assert answer.exit_code == 1
    assert "extract, language" in answer.stderr


def test_where_there_is_nothing_to_do_a_dry_run_says_so(empty: dict[str, str]) -> None:
    told = run("reprocess", "--dry-run", **empty).stdout
    assert "0 of 0 articles would be made anew." in told
    assert "nothing to do" in told
    document = json.loads(run("reprocess", "--dry-run", "--json", **empty).stdout)
    assert (document["selected"], document["touched"], document["strays"]) == (0, 0, 0)
    assert document["stages"]["dates"] == {"articles": 0, "seconds": 0.0}


def test_the_status_of_an_index_without_articles(empty: dict[str, str]) -> None:
    told = run("status", **empty)
    assert told.exit_code == 0
    assert f"{empty['DATELINE_PREFIX']}articles-000001" in told.stdout
    assert "0 articles, all up to date" in told.stdout
    assert "\\x1b[31mred" in told.stdout
    document = json.loads(run("status", "--json", **empty).stdout)
    assert [family["documents"] for family in document["families"]] == [0, 0, 0, 0, 1, 0]
    assert len(document["families"]) == len(FAMILIES)
    assert {stage["due"] for stage in document["stages"]} == {0}
    assert document["runs"][0]["run"] == "run-1"


def test_where_there_is_no_index_the_status_says_what_makes_one(empty: dict[str, str]) -> None:
    answer = run("status", **empty | {"DATELINE_PREFIX": "dlt-nothing-here-"})
    assert answer.exit_code == 1
    assert "dateline ingest" in answer.stderr


STATUS = Status(
    families=(Family("dateline-articles", ("dateline-articles-000002",), 7, 5_000_000),),
    articles=7,
    stale=3,
    tombstones=2,
    stages=(
        StageStatus(
            "dates",
            "4",
            3,
            (
                StageVersion("0123456789abcdef", False, 3, "3", "run-1"),
                StageVersion("fedcba9876543210", True, 4, "4", "run-2"),
            ),
        ),
    ),
    runs=(),
    quarantine=(("extract", "empty_text", 2),),
)


@pytest.mark.parametrize(
    ("status", "shown", "not_shown"),
    [
        (STATUS, "v4 fedcba: 4, v3 012345 (old): 3", "up to date"),
        (STATUS, "3 of 7 articles are stale", "up to date"),
        (STATUS, "2 more were read and left their sources", "up to date"),
        (STATUS, "empty_text", "up to date"),
        (replace(STATUS, stale=0, tombstones=0), "7 articles, all up to date", "stale"),
    ],
)
def test_the_page_of_a_status(status: Status, shown: str, not_shown: str) -> None:
    console = Console(width=120, record=True, file=None, quiet=False)
    with console.capture() as captured:
        console.print(page(status))
    assert shown in captured.get()
    assert not_shown not in captured.get()


@pytest.mark.parametrize(
    ("seconds", "told"),
    [(0.2, "1 s"), (75, "75 s"), (120, "2 min"), (3599, "60 min"), (7200, "2.0 h")],
)
def test_a_duration_is_told_no_finer_than_it_is_known(seconds: float, told: str) -> None:
    assert _duration(seconds) == told
