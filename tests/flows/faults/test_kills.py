"""Runs killed at random points, over a source that changes between them: in the end as if not."""

from __future__ import annotations

import json
import os
import random
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from flows.serving.local_server import ensure_prefect_server
from tests.flows.faults.forked import started

if TYPE_CHECKING:
    from tests.flows.conftest import Index

KILLS = 100 if os.environ.get("DATELINE_SOAK") == "1" else 25
IN_PROCESSES = 8
"""Every so many runs has worker processes, which take long to start; the others have threads."""
COUNT = 60
SEED = 7


class Archive:
    """A source whose articles change, come and go."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.versions = dict.fromkeys(range(COUNT), 0)

    def change(self, chance: random.Random) -> None:
        """Some articles have a new version, and one more is there."""
        for number in chance.sample(sorted(self.versions), COUNT // 3):
            self.versions[number] += 1
        self.versions[len(self.versions)] = 0
        self.path.write_text("\n".join(map(self._record, self.versions)))

    def _record(self, number: int) -> str:
        version = self.versions[number]
        told = " ".join(f"Crate {number}-{part} was opened {version} times." for part in range(8))
        text = f"Ada Roe spoke in Lima on Monday.\n{told}"
        url = f"https://dock.example/{number}"
        return json.dumps({"url": url, "text": text, "date": "2024-10-30"})


def loaded(index: Index) -> int:
    """Raw articles there, of any version."""
    if not index.client.indices.exists(index=index.aliases.raw):
        return 0
    written = index.client.indices.stats(index=index.aliases.raw, metric=["indexing"])
    # Of an index that was made this moment, there are no statistics yet.
    counted = written["_all"]["primaries"].get("indexing", {})
    return int(counted.get("index_total", 0))


def killed_somewhere(index: Index, archive: Archive, chance: random.Random, runner: str) -> bool:
    """Kill a run after a number of articles that chance chooses; False where it ended before."""
    until = loaded(index) + chance.randrange(COUNT // 3)
    told = archive.path.with_suffix(".log")
    run = started(archive.path, told, DATELINE_RUNNER=runner, DATELINE_BATCH_SIZE="4")
    deadline = time.monotonic() + 300
    while run.is_alive() and loaded(index) <= until:
        assert time.monotonic() < deadline
        time.sleep(0.02)
    time.sleep(chance.random() / 4)
    alive = run.is_alive()
    run.kill()
    run.join(30)
    assert alive or run.exitcode == 0, told.read_text()
    return alive


def test_runs_killed_at_random_points_lose_nothing_and_double_nothing(
    index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATELINE_SPOOL_FOLDER", str(tmp_path / "spool"))
    ensure_prefect_server()
    archive = Archive(tmp_path / "dock.jsonl")
    chance = random.Random(SEED)  # noqa: S311 - no secret
    kills = runs = 0
    while kills < KILLS:
        assert runs < 2 * KILLS
        archive.change(chance)
        runner = "threads" if runs % IN_PROCESSES else "processes"
        kills += killed_somewhere(index, archive, chance, runner)
        runs += 1

    assert index.ingest(archive.path).tally.closes
    final = index.articles(), index.all(index.aliases.raw)
    prefix = f"{index.aliases.prefix}undisturbed-"
    monkeypatch.setenv("DATELINE_PREFIX", prefix)
    undisturbed = type(index)(index.client, type(index.aliases)(prefix))
    undisturbed.ingest(archive.path)
    assert len(final[0]) == COUNT + runs
    assert final == (undisturbed.articles(), undisturbed.all(undisturbed.aliases.raw))
