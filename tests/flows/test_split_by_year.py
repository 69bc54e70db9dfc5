"""Runs over articles that are split by year end as in one index, whatever changes meanwhile."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from elasticsearch import Elasticsearch

from flows.batches.batch import work_on
from flows.reprocess import Selection, run_reprocess
from flows.workers.workplace import workplace
from index_mappings import lookup
from index_mappings.families import Aliases
from index_mappings.indices import ensure
from index_mappings.layout import read_layout
from index_mappings.migration.migrate import migrate, plans
from index_mappings.runs import RUNNING, write_beside, write_run
from index_mappings.split import Split
from transforms.article import Metadata, RawArticle

if TYPE_CHECKING:
    from flows.reports.report import RunReport
    from tests.flows.conftest import Index, NewIndex

NOON = datetime(2024, 10, 30, 12, tzinfo=UTC)
DAYS = {"pier": "2023-05-01", "bridge": "2024-05-01", "court": "2024-06-01", "ferry": None}


def text(name: str) -> str:
    return (
        f"The {name} closed on Monday, Mayor Ada Roe said.\nA bus carries commuters to the {name}."
    )


def told(report: RunReport) -> dict[str, int]:
    assert report.tally.closes
    found = {str(outcome): n for outcome, n in report.tally.outcomes.items() if n}
    return found | {event: n for event, n in report.tally.events.items() if n}


def write(path: Path, days: dict[str, str | None]) -> Path:
    records = [
        {"url": f"https://wire.example/{name}", "text": text(name)}
        | ({"published": day} if day else {})
        for name, day in days.items()
    ]
    path.write_text("\n".join(map(json.dumps, records)))
    return path


def stand(index: Index) -> dict[str, list[str]]:
    """The articles by partition; each stands once, and where it belongs."""
    index.client.indices.refresh(index=index.aliases.articles)
    layout = read_layout(index.client, index.aliases.articles)
    hits = index.client.search(index=index.aliases.articles, size=1000)["hits"]["hits"]
    assert len({hit["_id"] for hit in hits}) == len(hits)
    found: dict[str, list[str]] = {}
    for hit in hits:
        stem = layout.stem_of(hit["_index"])
        assert stem == layout.home(hit["_source"]).stem(layout.alias)
        name = stem.removeprefix(f"{layout.alias}-year-")
        found.setdefault(name, []).append(hit["_source"]["url"].rpartition("/")[2])
    return {name: sorted(urls) for name, urls in found.items()}


def test_runs_over_years_end_as_in_one_index(
    new_index: NewIndex, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "wire.jsonl"
    ends: list[Any] = []
    for split in ("year", "none"):
        monkeypatch.setenv("DATELINE_SPLIT", split)
        with new_index() as index:
            outcomes = [told(index.ingest(write(path, DAYS)))]
            if split == "year":
                assert stand(index) == {
                    "2023": ["pier"], "2024": ["bridge", "court"], "undated": ["ferry"],
                }  # fmt: skip
            outcomes.append(told(index.ingest(path)))
            # One changes its year, one loses its day, one gets one.
            days = DAYS | {"pier": "2024-05-02", "court": None, "ferry": "2025-01-01"}
            outcomes.append(told(index.ingest(write(path, days))))
            if split == "year":
                assert stand(index) == {
                    "2024": ["bridge", "pier"], "2025": ["ferry"], "undated": ["court"],
                }  # fmt: skip
            workplace.cache_clear()
            outcomes.append(told(run_reprocess(Selection(everything=True))))
            outcomes.append(told(index.ingest(path)))
            ends.append((outcomes, index.articles()))
    assert ends[0][0][0] == {"indexed": 4}
    assert ends[0][0][2] == {"updated": 3, "unchanged": 1}
    assert ends[0] == ends[1]


def read(day: str, words: str, at: datetime) -> RawArticle:
    metadata = Metadata(url="https://wire.example/pier", published=day)
    return RawArticle(
        "https://wire.example/pier", words.encode(), "text/plain", metadata, retrieved=at
    )


@pytest.mark.parametrize("later", [True, False])
def test_two_runs_that_make_one_new_article_of_two_years_leave_the_newer_reading(
    index: Index, monkeypatch: pytest.MonkeyPatch, later: bool
) -> None:
    ensure(index.client, index.aliases, Split.YEAR)
    workplace.cache_clear()
    for run in ("one", "other"):
        write_run(index.client, index.aliases, run, {"state": RUNNING})
        write_beside(index.client, index.aliases, run)
    theirs = read("2023-05-01", text("pier"), NOON)
    mine = read(
        "2024-05-01", text("pier") + " It opens again.", NOON + timedelta(hours=1 if later else -1)
    )

    def between(
        client: Elasticsearch, aliases: Aliases, *, ids: list[str]
    ) -> dict[str, lookup.Known]:
        found = lookup.look_up(client, aliases, ids)
        monkeypatch.setattr("flows.batches.batch.look_up", lookup.look_up)
        work_on([theirs], "other", workplace())
        return found

    monkeypatch.setattr("flows.batches.batch.look_up", between)
    tally = work_on([mine], "one", workplace())
    assert tally.closes
    assert stand(index) == ({"2024": ["pier"]} if later else {"2023": ["pier"]})
    (article,) = index.articles().values()
    (raw,) = index.all(index.aliases.raw).values()
    assert (
        article["content_hash"] == raw["content_hash"] == (mine if later else theirs).content_hash
    )


def test_the_split_changes_under_runs_and_nothing_is_lost(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    ensure(index.client, index.aliases)
    workplace.cache_clear()
    place, stop, beat = workplace(), threading.Event(), threading.Semaphore(0)
    due: dict[str, str] = {}
    failed: list[object] = []

    def writing() -> None:
        rounds = 0
        while not stop.is_set():
            batch = list(_batch(rounds))
            tally = work_on(batch, "writer", place)
            failed.extend([] if tally.closes else [tally])
            due.update({raw.id: raw.content_hash for raw in batch})
            rounds += 1
            beat.release()

    writer = threading.Thread(target=writing)
    writer.start()
    try:
        for split in (Split.YEAR, Split.NONE):
            assert beat.acquire(timeout=120)
            for plan in plans(index.client, index.aliases, ["articles"], split):
                migrate(index.client, index.aliases, plan, lambda *_: None)
            assert beat.acquire(timeout=120)
    finally:
        stop.set()
        writer.join(120)
    assert not failed
    found = {id: article["content_hash"] for id, article in index.articles().items()}
    assert found == due
    assert index.client.count(index=index.aliases.articles)["count"] == len(due)
    assert index.quarantined() == {}


def _batch(number: int) -> Iterable[RawArticle]:
    for at in range(4):
        uri = f"https://wire.example/{number * 2 + at}"  # half of them are changed by the next
        metadata = Metadata(url=uri, published=f"{2020 + (number + at) % 3}-05-01")
        words = f"{text('pier')} This is the report of round {number}."
        yield RawArticle(uri, words.encode(), "text/plain", metadata)
