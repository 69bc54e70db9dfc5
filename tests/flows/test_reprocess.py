"""Reprocessing: from the index alone, and no stage runs that need not."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from flows.reprocess import Selection, UnknownStageError, run_reprocess
from flows.running.forecast import forecast, status_now
from flows.workers.workplace import workplace

if TYPE_CHECKING:
    from flows.reports.report import RunReport
    from tests.flows.conftest import Index

WITHOUT_THE_MODEL = """
import sys
sys.modules["spacy"] = None  # from here on, whoever imports it fails
from cli.main import main
main()
"""
OLD = "of older rules"


def counts(report: RunReport) -> dict[str, int]:
    return {str(outcome): n for outcome, n in report.tally.outcomes.items() if n}


def again(selection: Selection | None = None) -> RunReport:
    workplace.cache_clear()
    report = run_reprocess(selection)
    report.close()
    return report


def make_stale(index: Index, stage: str, query: Mapping[str, object] | None = None) -> None:
    """As if the articles had been made with an older version of a stage."""
    aliases = index.aliases
    index.client.indices.refresh(index=aliases.articles)
    index.client.update_by_query(
        index=aliases.articles,
        query=query or {"match_all": {}},
        script={"source": "ctx._source.fingerprints[params.stage] = params.old",
                "params": {"stage": stage, "old": OLD}},
        refresh=True,
    )  # fmt: skip


@pytest.fixture
def wire(index: Index, tmp_path: Path) -> Index:
    """Four articles in the index; their source is gone."""
    day = {"Alder Post": "2024-10-30", "Harbour Courier": "2024-11-06"}
    records = [
        {"url": f"https://wire.example/{number}", "source": source, "date": day[source],
         "text": f"Mayor Ada Roe closed the {place} on Monday.\nEngineers had found it unsafe."}
        for number, (source, place) in enumerate(
            (source, place) for source in day for place in ("ferry pier", "old bridge"))
    ]  # fmt: skip
    path = tmp_path / "wire.jsonl"
    path.write_text("\n".join(map(json.dumps, records)))
    assert counts(index.ingest(path)) == {"indexed": 4}
    path.unlink()
    return index


def test_only_what_is_stale_runs_and_without_the_entity_model(wire: Index) -> None:
    before = wire.articles()
    assert counts(again()) == {"unchanged": 4}
    make_stale(wire, "dates")
    told = forecast(Selection())
    assert told.articles["dates"] == told.touched == told.selected == 4
    assert told.articles["entities"] == 0
    assert told.seconds is not None
    (stage,) = [each for each in status_now().stages if each.stage == "dates"]
    assert [(each.fingerprint, each.articles) for each in stage.made_with] == [(OLD, 4)]

    ran = subprocess.run(
        [sys.executable, "-c", WITHOUT_THE_MODEL, "reprocess", "--json"],
        env=os.environ, check=True, capture_output=True, text=True,
    )  # fmt: skip
    report = json.loads(ran.stdout)
    assert report["outcomes"]["updated"] == report["outcomes"]["read"] == 4
    assert report["stage_articles"] == {"dates": 4}
    assert set(report["stage_seconds"]) == {"dates"}
    assert wire.articles() == before
    assert status_now().stale == 0


def test_a_selection_is_made_anew_from_a_stage_on(wire: Index) -> None:
    before = wire.articles()
    courier = {"term": {"source": "Harbour Courier"}}
    report = again(Selection(courier, from_stage="published"))
    assert counts(report) == {"updated": 2}
    assert dict(report.tally.stage_articles) == {"published": 2, "dates": 2}
    assert wire.articles() == before
    make_stale(wire, "names", courier)
    november = {"range": {"published": {"gte": "2024-11-01"}}}
    october = {"bool": {"must_not": [november]}}
    assert counts(again(Selection(october))) == {"unchanged": 2}
    assert counts(again(Selection(november))) == {"updated": 2}
    with pytest.raises(UnknownStageError, match="there are: extract"):
        again(Selection(from_stage="nonsense"))


def test_what_has_no_article_of_its_content_is_made_anew(wire: Index) -> None:
    before = wire.articles()
    gone, older, *_ = sorted(before)
    articles = wire.aliases.articles
    wire.client.delete(index=articles, id=gone)
    wire.client.update(index=articles, id=older, doc={"content_hash": "of before", "title": "x"})
    wire.client.indices.refresh(index=articles)
    told = forecast(Selection())
    assert (told.selected, told.touched, told.strays) == (4, 2, 2)
    assert counts(again()) == {"indexed": 1, "updated": 1, "unchanged": 2}
    after = wire.articles()
    assert {id: {**each, "resigned": None} for id, each in after.items()} == {
        id: {**each, "resigned": None} for id, each in before.items()
    }


def test_an_article_whose_raw_is_lost_is_named_and_stays(wire: Index, tmp_path: Path) -> None:
    before = wire.articles()
    (tmp_path / "later.jsonl").write_text('{"url": "https://wire.example/1", "text": " "}')
    assert counts(wire.ingest(tmp_path / "later.jsonl")) == {"quarantined": 1}
    # Making anew what was read before neither mends nor hides it.
    later = {"https://wire.example/1": "empty"}
    id = min(each for each in before if before[each]["uri"] not in later)
    lost = {each: wire.client.get(index=wire.aliases.raw, id=each)["_source"]
            for each in before if each == id or before[each]["uri"] in later}  # fmt: skip
    for each in lost:
        wire.client.delete(index=wire.aliases.raw, id=each)
    make_stale(wire, "dates")
    assert counts(again()) == {"updated": 2, "quarantined": 2}
    assert wire.quarantined() == later | {id: "raw_missing"}
    assert set(wire.articles()) == set(before)
    for each, raw in lost.items():
        wire.client.index(index=wire.aliases.raw, id=each, document=raw)
    assert counts(again()) == {"updated": 2, "unchanged": 2}
    assert wire.quarantined() == later
    assert wire.articles() == before
