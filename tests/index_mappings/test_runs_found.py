"""Runs are found by flow, state and time; one that fell silent is told apart from one that runs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from elasticsearch import Elasticsearch

from index_mappings.families import Aliases
from index_mappings.runs import write_run
from index_mappings.runs_found import run_of, runs_found

NOW = datetime(2024, 10, 30, 12, tzinfo=UTC)


def ago(**told: float) -> str:
    return (NOW - timedelta(**told)).isoformat()


RUNS: dict[str, dict[str, Any]] = {
    "20241030-done": {"flow": "ingest", "state": "completed", "started_at": ago(hours=1)},
    "20241029-bad": {
        "flow": "ingest", "state": "failed", "started_at": ago(days=1), "error": "no cluster",
    },
    "20241028-alive": {
        "flow": "ingest", "state": "running", "started_at": ago(days=2), "seen_at": ago(minutes=1),
        "so_far": {"read": 7},
    },
    "20241027-silent": {
        "flow": "reprocess", "state": "running", "started_at": ago(days=3),
        "seen_at": ago(minutes=9),
    },
    "20241020-older": {"flow": "consolidate", "state": "running", "started_at": ago(days=10)},
}  # fmt: skip


@pytest.fixture(autouse=True)
def written(client: Elasticsearch, aliases: Aliases) -> None:
    for run, fields in RUNS.items():
        write_run(client, aliases, run, fields)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["done", "bad", "alive", "silent", "older"]),
        ({"most": 2}, ["done", "bad"]),
        ({"flow": "ingest"}, ["done", "bad", "alive"]),
        ({"state": "failed"}, ["bad"]),
        ({"state": "running"}, ["alive"]),
        ({"state": "lost"}, ["silent", "older"]),
        ({"state": "lost", "most": 1}, ["silent"]),
        ({"state": "lost", "flow": "ingest"}, []),
        ({"since": NOW - timedelta(days=2, hours=1)}, ["done", "bad", "alive"]),
        ({"since": NOW, "flow": "ingest"}, []),
    ],
)
def test_runs_are_found(
    client: Elasticsearch, aliases: Aliases, asked: dict[str, Any], found: list[str]
) -> None:
    told = runs_found(client, aliases, NOW, **asked)
    assert [each.run.partition("-")[2] for each in told] == found


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (None, "20241030-done"),
        ("20241029-bad", "20241029-bad"),
        ("20241028", "20241028-alive"),
        ("2024102", None),
        ("2023", None),
        ("*", None),
    ],
)
def test_one_is_found_by_how_its_id_begins(
    client: Elasticsearch, aliases: Aliases, asked: str | None, found: str | None
) -> None:
    told = run_of(client, aliases, asked)
    assert (told and told.run) == found


def test_what_a_run_has_done_so_far_is_read(client: Elasticsearch, aliases: Aliases) -> None:
    told = run_of(client, aliases, "20241028")
    assert told is not None
    assert told.read == 7
