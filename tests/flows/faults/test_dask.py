"""Runs on Dask: a worker killed in mid-run, and a worker that stands on something else."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from flows.serving.local_server import ensure_prefect_server
from flows.workers.agreement import OtherWorkerError
from index_mappings.settings import Settings
from tests.dask_cluster import Cluster, dask_cluster, until

if TYPE_CHECKING:
    from tests.flows.conftest import Index

COUNT = 160
PASSWORD = "known to the workers alone"
WIDE = " " * 8_000
"""After each record, so that the file is one that workers read in ranges."""


def wire(path: Path) -> Path:
    """Articles of their own, some of which come twice, and lines that are none."""
    lines = []
    for number in range(COUNT):
        told = " ".join(f"Crane {number}-{part} was oiled and tried." for part in range(12))
        text = f"Ada Roe spoke in Lima on Monday, and Ben Okoro in Geneva.\n{told}"
        record = {"url": f"https://crane.example/{number}", "text": text, "date": "2024-10-30"}
        lines.append(json.dumps(record) + WIDE)
        if number % 20 == 3:
            lines += [lines[-1].replace("oiled", "sold"), "{torn"]
    path.write_text("\n".join(lines))
    return path


def loaded(index: Index) -> int:
    if not index.client.indices.exists(index=index.aliases.articles):
        return 0
    index.client.indices.refresh(index=index.aliases.articles)
    return int(index.client.count(index=index.aliases.articles)["count"])


def killed_in_between(index: Index, cluster: Cluster, victim: subprocess.Popen[bytes]) -> int:
    """Kill what a nanny looks after, once some articles are there. Returns how many were."""
    until(lambda: loaded(index) > COUNT // 5)
    (worker,) = cluster.processes_of(victim)
    worker.kill()
    return loaded(index)


@pytest.fixture
def on_dask(index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cluster]:
    monkeypatch.setenv("DATELINE_RUNNER", "dask")
    monkeypatch.setenv("DATELINE_BATCH_SIZE", "8")
    monkeypatch.delenv("DATELINE_WORKERS")  # as many as there are
    monkeypatch.setenv("DATELINE_ES_USER", "loader")
    monkeypatch.setenv("DATELINE_ES_PASSWORD", PASSWORD)
    with dask_cluster(tmp_path / "cluster", workers=0) as cluster:
        monkeypatch.setenv("DATELINE_DASK_ADDRESS", cluster.address)
        yield cluster


def test_a_worker_that_is_killed_in_mid_run_loses_and_doubles_nothing(
    index: Index, on_dask: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = wire(tmp_path / "wire.jsonl")
    monkeypatch.setenv("DATELINE_WORKERS_READ_FROM", "1")
    ensure_prefect_server()
    victim, _ = on_dask.start_worker(), on_dask.start_worker()
    with ThreadPoolExecutor(1) as thread:
        killed_at = thread.submit(killed_in_between, index, on_dask, victim)
        report = index.ingest(path)
        assert killed_at.result() < COUNT
    tally = report.tally
    assert tally.closes
    assert tally.equation().startswith("176 read = 160 indexed + 0 updated + 0 unchanged + 8 dup")
    disturbed = index.articles(), index.all(index.aliases.raw), index.quarantined()

    monkeypatch.setenv("DATELINE_RUNNER", "threads")
    monkeypatch.delenv("DATELINE_WORKERS_READ_FROM")
    monkeypatch.setenv("DATELINE_PREFIX", f"{index.aliases.prefix}undisturbed-")
    undisturbed = type(index)(index.client, type(index.aliases)(Settings().prefix))
    undisturbed.ingest(path)
    assert disturbed == (
        undisturbed.articles(), undisturbed.all(undisturbed.aliases.raw), undisturbed.quarantined()
    )  # fmt: skip


def test_a_worker_that_stands_on_something_else_refuses(
    index: Index, on_dask: Cluster, tmp_path: Path
) -> None:
    on_dask.start_worker(DATELINE_BOILERPLATE_THRESHOLD="0.9", DATELINE_PREFIX="elsewhere-")
    with pytest.raises(OtherWorkerError) as told:
        index.ingest(wire(tmp_path / "wire.jsonl"))
    assert "boilerplate: its threshold is 0.9, the run's 0.5" in str(told.value)
    assert "its DATELINE_PREFIX is 'elsewhere-', the run's is 'dlt-" in str(told.value)
    assert loaded(index) == 0
    assert "Ada Roe" not in on_dask.log
    assert PASSWORD not in on_dask.log
    assert PASSWORD not in str(told.value)
