"""A run that is killed loses nothing and doubles nothing: the next one finishes the work."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import pytest

if TYPE_CHECKING:
    from tests.flows.conftest import Index

PEOPLE = ("Ada Roe", "Ben Okoro", "Carla Lindqvist", "Dmitri Sokolov")
PLACES = ("Nairobi", "Lima", "Geneva", "Kyiv")
COUNT = 240


def corpus(path: Path) -> Path:
    """Articles that differ enough to be stories of their own, with one copy in every ten."""
    records = []
    for number in range(COUNT):
        source = number - 1 if number % 10 == 9 else number
        told = " ".join(f"Item {source}-{part} was counted and entered." for part in range(12))
        text = f"{PEOPLE[source % 4]} spoke in {PLACES[source % 4]} on Monday.\n{told}"
        records.append(
            {"url": f"https://wire.example/{number}", "text": text, "date": "2024-10-30"}
        )
    path.write_text("\n".join(map(json.dumps, records)))
    return path


def ingest(path: Path, **environment: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", "from cli.main import main; main()", "ingest", str(path), "--json"],
        env={**os.environ, "DATELINE_RUNNER": "processes", "DATELINE_BATCH_SIZE": "8"}
        | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def loaded(index: Index) -> int:
    if not index.client.indices.exists(index=index.aliases.articles):
        return 0
    index.client.indices.refresh(index=index.aliases.articles)
    return int(index.client.count(index=index.aliases.articles)["count"])


def test_a_killed_run_is_finished_by_the_next_and_leaves_no_process(
    index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = corpus(tmp_path / "wire.jsonl")
    run = ingest(path)
    deadline = time.monotonic() + 300
    while loaded(index) < COUNT // 4:
        assert run.poll() is None, run.communicate()[1].decode()
        assert time.monotonic() < deadline
        time.sleep(0.1)
    workers = psutil.Process(run.pid).children(recursive=True)
    run.send_signal(signal.SIGKILL)
    run.communicate(timeout=30)
    at_kill = loaded(index)
    assert at_kill < COUNT
    gone, alive = psutil.wait_procs(workers, timeout=20)
    assert [process.name() for process in alive] == []
    assert gone

    second = index.ingest(path)
    outcomes = {str(outcome): count for outcome, count in second.tally.outcomes.items() if count}
    assert outcomes["unchanged"] >= at_kill
    assert sum(outcomes.values()) == COUNT
    resumed = index.articles()

    monkeypatch.setenv("DATELINE_PREFIX", f"{index.aliases.prefix}undisturbed-")
    undisturbed = type(index)(
        index.client, type(index.aliases)(f"{index.aliases.prefix}undisturbed-")
    )
    undisturbed.ingest(path)
    assert resumed == undisturbed.articles()
    assert len({article["story"] for article in resumed.values()}) == COUNT - COUNT // 10
