"""A server that is killed and started again, and one that stands still, in mid-run."""

from __future__ import annotations

import json
import os
import secrets
import signal
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from elasticsearch import Elasticsearch

from index_mappings import node
from index_mappings.families import Aliases
from index_mappings.node.settings import NodeSettings

if TYPE_CHECKING:
    from tests.flows.conftest import Index

COUNT = 96
STILL = 60.0 if os.environ.get("DATELINE_SOAK") == "1" else 6.0
"""Seconds without an answer."""


@dataclass
class Server:
    """A node of this module's own, which may be hurt."""

    settings: NodeSettings

    def start(self) -> str:
        """Start it; its address, the same as before."""
        return node.start(self.settings).url or ""

    @property
    def pid(self) -> int:
        """Its process."""
        pid = node.status(self.settings).pid
        assert pid is not None
        return pid

    def kill_and_start(self) -> None:
        """As a machine that loses power, and comes back."""
        os.kill(self.pid, signal.SIGKILL)
        time.sleep(1)
        self.start()

    def stand_still(self) -> None:
        """As a machine that swaps."""
        pid = self.pid
        os.kill(pid, signal.SIGSTOP)
        time.sleep(STILL)
        os.kill(pid, signal.SIGCONT)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    settings = NodeSettings.from_env()
    server = Server(replace(settings, data=settings.cache / "node-for-faults"))
    server.start()
    yield server
    node.stop(server.settings)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("corpus") / "pier.jsonl"
    told = "Ben Okoro spoke in Geneva on Monday of barge {0}.\nBarge {0} had {0} crates."
    lines = [
        json.dumps({"url": f"https://pier.example/{n}", "text": told.format(n)})
        for n in range(COUNT)
    ]
    path.write_text("\n".join(lines))
    return path


@pytest.mark.parametrize(
    "hurt",
    [
        pytest.param(Server.kill_and_start, id="killed and started again"),
        pytest.param(Server.stand_still, id="standing still"),
    ],
)
def test_the_run_waits_and_loses_nothing(
    index: Index, server: Server, corpus: Path, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch, hurt: Callable[[Server], None],
) -> None:  # fmt: skip
    url = server.start()
    for name, value in {
        "ES_URL": url, "ES_PATIENCE": "240", "ES_TIMEOUT": "3", "BATCH_SIZE": "6",
        "SPOOL_FOLDER": str(tmp_path / "spool"),
    }.items():  # fmt: skip
        monkeypatch.setenv(f"DATELINE_{name}", value)
    with Elasticsearch(url, request_timeout=60) as client:
        undisturbed = named(index, client, monkeypatch)
        undisturbed.ingest(corpus)
        due = undisturbed.articles(), undisturbed.all(undisturbed.aliases.raw)
        hurting = named(index, client, monkeypatch)

        def hurt_it() -> None:
            wait_for(hurting)
            hurt(server)

        thread = threading.Thread(target=hurt_it)
        thread.start()
        report = hurting.ingest(corpus)
        thread.join(120)
        assert not thread.is_alive()
        assert report.tally.closes
        assert hurting.quarantined() == {}
        assert (hurting.articles(), hurting.all(hurting.aliases.raw)) == due


def named(index: Index, client: Elasticsearch, to: pytest.MonkeyPatch) -> Index:
    prefix = f"dlt-{secrets.token_hex(4)}-"
    to.setenv("DATELINE_PREFIX", prefix)
    return type(index)(client, Aliases(prefix))


def wait_for(index: Index) -> None:
    """Until some articles are there."""
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        if index.client.indices.exists(index=index.aliases.articles):
            index.client.indices.refresh(index=index.aliases.articles)
            if index.client.count(index=index.aliases.articles)["count"] >= COUNT // 6:
                return
        time.sleep(0.05)
