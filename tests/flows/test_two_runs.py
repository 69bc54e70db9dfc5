"""Two runs at once end in one index: no double documents, and the newer reading stays."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from elasticsearch import Elasticsearch

from flows.batches.batch import work_again_on, work_on
from flows.running.outcomes import Tally
from flows.serving.local_server import ensure_prefect_server
from flows.workers.workplace import workplace
from index_mappings import lookup
from index_mappings.documents import Document
from index_mappings.families import Aliases
from index_mappings.indices import ensure
from index_mappings.runs import RUNNING, write_beside, write_run
from index_mappings.stale import Stored
from transforms.article import RawArticle

if TYPE_CHECKING:
    from tests.flows.conftest import Index

URI = "https://wire.example/pier"
NOON = datetime(2024, 10, 30, 12, tzinfo=UTC)
LATER = NOON + timedelta(minutes=1)
COUNT = 24
COMMAND = "from cli.main import main; main()"


def read(text: str, at: datetime, uri: str = URI) -> RawArticle:
    return RawArticle(uri, f"The pier {text} on Monday, Mayor Ada Roe said.".encode(), retrieved=at)


def told(tally: Tally) -> dict[str, int]:
    assert tally.closes
    found = {str(outcome): n for outcome, n in tally.outcomes.items() if n}
    return found | {event: n for event, n in tally.events.items() if n}


def begin(index: Index, run: str) -> None:
    write_run(index.client, index.aliases, run, {"state": RUNNING})
    write_beside(index.client, index.aliases, run)


def held(index: Index, uri: str = URI) -> str:
    """What the article and the raw article say, which must be the same."""
    id = RawArticle(uri, b"").id
    article, raw = index.articles()[id], index.all(index.aliases.raw)[id]
    assert article["content_hash"] == raw["content_hash"]
    text: str = article["text"]
    return text.split()[2]


@pytest.fixture
def two(index: Index) -> Index:
    """Two runs are under way."""
    ensure(index.client, index.aliases)
    workplace.cache_clear()
    for run in ("one", "other"):
        begin(index, run)
    return index


def test_who_has_read_earlier_gives_way_in_whatever_order_they_write(two: Index) -> None:
    work_on([read("opened", NOON - timedelta(days=1))], "long ago", workplace())
    assert told(work_on([read("closed", LATER)], "one", workplace())) == {"updated": 1}
    late = work_on([read("leaked", NOON)], "other", workplace())
    assert told(late) == {"unchanged": 1, "overtaken": 1}
    assert held(two) == "closed"


BETWEEN = [
    (NOON, True, {"unchanged": 1, "overtaken": 1}, "closed"),
    (NOON, False, {"unchanged": 1, "overtaken": 1}, "closed"),
    (LATER, True, {"updated": 1}, "leaked"),
    (LATER, False, {"updated": 1}, "leaked"),
]


def test_what_another_run_writes_between_look_up_and_write_is_met(
    two: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number, (mine, new, outcome, stays) in enumerate(BETWEEN):
        uri = f"{URI}/{number}"
        if not new:
            work_on([read("opened", NOON - timedelta(days=1), uri)], "long ago", workplace())
        theirs = read("closed", NOON + timedelta(seconds=30), uri)
        beaten_by(monkeypatch, theirs)
        assert told(work_on([read("leaked", mine, uri)], "one", workplace())) == outcome
        assert held(two, uri) == stays


def beaten_by(monkeypatch: pytest.MonkeyPatch, theirs: RawArticle) -> None:
    """Let the other run write this between the next batch's look-up and its write."""

    def another_is_faster(
        client: Elasticsearch, aliases: Aliases, *, ids: list[str]
    ) -> dict[str, Document]:
        monkeypatch.setattr("flows.batches.batch.stored", lookup.stored)
        work_on([theirs], "other", workplace())
        return lookup.stored(client, aliases, ids)

    monkeypatch.setattr("flows.batches.batch.stored", another_is_faster)


def test_the_clock_of_a_later_run_may_stand_behind(index: Index) -> None:
    ensure(index.client, index.aliases)
    workplace.cache_clear()
    begin(index, "one")
    work_on([read("closed", LATER)], "one", workplace())
    write_run(index.client, index.aliases, "one", {"state": "completed"})
    begin(index, "next")
    assert told(work_on([read("opened", NOON)], "next", workplace())) == {"updated": 1}
    assert held(index) == "opened"


def test_reprocessing_gives_way_to_what_is_read_meanwhile(
    two: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = read("opened", NOON)
    work_on([first], "long ago", workplace())

    beaten_by(monkeypatch, read("closed", LATER))
    tally = work_again_on([Stored(first.id, None)], "one", workplace(), frozenset({"dates"}))
    assert told(tally) == {"unchanged": 1, "overtaken": 1}
    assert held(two) == "closed"


def test_two_real_runs_over_the_same_source_make_one_index(index: Index, tmp_path: Path) -> None:
    path = tmp_path / "wire.jsonl"
    records = []
    for number in range(COUNT):
        of = number - number % 4 // 3  # every fourth is a copy of the one before it
        items = " ".join(f"Item {of}-{part} was counted and entered." for part in range(12))
        records.append({"url": f"https://wire.example/{number}", "text": items})
    path.write_text("\n".join(map(json.dumps, records)))
    ensure_prefect_server()
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", COMMAND, "ingest", str(path), "--json"],
            env={**os.environ, "DATELINE_BATCH_SIZE": "4"},
            stdout=subprocess.PIPE,
        )
        for _ in range(2)
    ]  # fmt: skip
    reports = [json.loads(run.communicate(timeout=300)[0])["outcomes"] for run in runs]
    for outcomes in reports:
        assert outcomes.pop("read") == COUNT == sum(outcomes.values())
        assert outcomes["quarantined"] == outcomes["duplicate"] == 0
    assert sum(outcomes["indexed"] for outcomes in reports) == COUNT
    made = index.articles()
    assert len({article["story"] for article in made.values()}) == COUNT * 3 // 4
    assert told(index.ingest(path).tally) == {"unchanged": COUNT}
    assert index.articles() == made
