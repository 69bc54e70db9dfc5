"""A cluster that refuses, cuts, stops and comes back: each article in the end as if it had not."""

from __future__ import annotations

import io
import json
import random
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from flows.running.spool import Spool
from index_mappings.client import ClusterError
from tests.flows.faults.proxy import CUT, REFUSE, Fault, Faults, Plan, none, proxy_to

if TYPE_CHECKING:
    from tests.flows.conftest import Index

COUNT = 48
PEOPLE = ("Ada Roe", "Ben Okoro", "Carla Lindqvist")


def records(count: int = COUNT) -> Iterator[str]:
    for number in range(count):
        text = f"{PEOPLE[number % 3]} counted ship {number} in the harbour on Monday.\n" * 2
        yield json.dumps(
            {"url": f"https://port.example/{number}", "text": text, "date": "2024-10-30"}
        )


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("corpus") / "port.jsonl"
    path.write_text("\n".join(records()))
    return path


@pytest.fixture
def spool(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Spool:
    monkeypatch.setenv("DATELINE_SPOOL_FOLDER", str(tmp_path / "spool"))
    return Spool(tmp_path / "spool")


@pytest.fixture
def faults(
    index: Index, node_url: str, spool: Spool, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Faults]:
    monkeypatch.setenv("DATELINE_BATCH_SIZE", "6")
    monkeypatch.setenv("DATELINE_ES_PATIENCE", "120")
    with proxy_to(node_url) as (url, faults):
        monkeypatch.setenv("DATELINE_ES_URL", url)
        yield faults


@pytest.fixture(scope="module")
def due() -> dict[str, dict[str, Any]]:
    """What an undisturbed run makes of the corpus: filled by the first that asks."""
    return {}


def undisturbed(
    index: Index, due: dict[str, Any], path: Path, to: pytest.MonkeyPatch
) -> dict[str, Any]:
    if not due:
        prefix = f"{index.aliases.prefix}undisturbed-"
        to.setenv("DATELINE_PREFIX", prefix)
        other = type(index)(index.client, type(index.aliases)(prefix))
        other.ingest(path)
        due |= other.articles()
        to.setenv("DATELINE_PREFIX", index.aliases.prefix)
    return due


def bursts(status: int) -> Plan:
    return lambda number, method, path: status if number % 7 in (2, 3) else None


def cuts(number: int, method: str, path: str) -> Fault:
    return CUT if random.Random(number).random() < 0.15 else None  # noqa: S311 - no secret


def refusals(number: int, method: str, path: str) -> Fault:
    return REFUSE if number % 4 == 1 else None


@pytest.mark.parametrize(
    "plan",
    [
        pytest.param(bursts(429), id="too many requests"),
        pytest.param(bursts(503), id="not available"),
        pytest.param(cuts, id="answers cut in their middle"),
        pytest.param(refusals, id="connections closed without an answer"),
    ],
)
def test_faults_of_the_network_change_nothing(
    index: Index, faults: Faults, corpus: Path, due: dict[str, Any], plan: Plan,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    expected = undisturbed(index, due, corpus, monkeypatch)
    faults.plan = lambda number, method, path: (
        plan(number, method, path) if faults.seen > 30 else None
    )
    report = index.ingest(corpus)
    faults.plan = none
    assert report.tally.closes
    assert faults.done > 3
    assert index.quarantined() == {}
    assert index.articles() == expected


def test_a_disk_that_is_full_is_waited_for(
    index: Index, faults: Faults, corpus: Path, due: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = undisturbed(index, due, corpus, monkeypatch)
    blocked = "index.blocks.read_only_allow_delete"

    def full(number: int, method: str, path: str) -> Fault:
        # The moment before the second bulk of articles: as the server does at its flood stage.
        if path.startswith("/_bulk") and not timers:
            alias = index.aliases.articles
            index.client.indices.put_settings(index=alias, settings={blocked: True})
            release = {blocked: None}
            timer = threading.Timer(
                3, index.client.indices.put_settings, kwargs={"index": alias, "settings": release}
            )
            timer.start()
            timers.append(timer)
        return None

    timers: list[threading.Timer] = []
    faults.plan = full
    report = index.ingest(corpus)
    assert timers
    assert report.tally.closes
    assert index.quarantined() == {}
    assert index.articles() == expected


def test_what_was_read_waits_on_disk_for_the_next_run(
    index: Index, faults: Faults, spool: Spool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Standard input can't be read again."""
    monkeypatch.setenv("DATELINE_ES_PATIENCE", "2")
    lines = list(records())

    def gone(number: int, method: str, path: str) -> Fault:
        away.extend([1] if path.startswith("/_bulk") and loaded() >= 12 else [])
        return REFUSE if away else None

    def loaded() -> int:
        alias = index.aliases.articles
        index.client.indices.refresh(index=alias)
        return int(index.client.count(index=alias)["count"])

    away: list[int] = []
    faults.plan = gone
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("\n".join(lines).encode())))
    with pytest.raises(ClusterError, match="the next run loads them first"):
        index.ingest("-", format="jsonl")
    assert spool.files()

    faults.plan = none
    before = loaded()
    other = tmp_path / "other.txt"
    other.write_text("The pilots' strike in the harbour ended on Tuesday.")
    report = index.ingest(other)
    assert report.tally.closes
    assert report.tally.read > 1
    assert spool.files() == []
    assert loaded() > before
    urls = {article["url"] for article in index.articles().values() if "url" in article}
    read = {json.loads(line)["url"] for line in lines}
    assert urls <= read
    assert len(urls) == len(index.articles()) - 1
