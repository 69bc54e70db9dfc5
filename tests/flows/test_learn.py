"""Learning over the real index: what is learned, promoted and used by the next run."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from flows.learn import NothingToLearnError, learn, run_learn
from flows.running.outcomes import Outcome
from flows.serving.local_server import ensure_prefect_server
from index_mappings.recurring_files import RecurringFilesError, promote, promoted, versions

if TYPE_CHECKING:
    from tests.flows.conftest import Index

PLACES = ("Overbeck", "Brackwater", "Port Alder", "Saint Osyth", "Greenhithe")
STANDING = "Tell the night desk of this paper what the river is doing where you live."
THINGS = ("lamps", "doors", "trees", "wells", "carts", "bells")


def write(folder: Path, source: str, articles: int) -> None:
    for at, place in enumerate(PLACES[:articles]):
        paragraphs = [
            f"In {place} the {thing} of {source} Street {'abcdef'[n]}{'uvwxyz'[at]} were counted."
            for n, thing in enumerate(THINGS)
        ]
        paragraphs.insert(3, STANDING)
        told = {"source": source, "published": f"2024-08-{10 + at}", "title": place}
        (folder / f"{source}-{at}.txt").write_text("\n".join(paragraphs))
        (folder / f"{source}-{at}.json").write_text(json.dumps(told))


@pytest.fixture
def snapshots(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "snapshots"
    monkeypatch.setenv("DATELINE_RECURRING_FOLDER", str(folder))
    return folder


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    write(folder, "courier", 5)
    write(folder, "lantern", 2)
    return folder


def with_standing_line(index: Index) -> set[str]:
    return {doc["source"] for doc in index.articles().values() if STANDING in doc["body"]}


def test_what_is_learned_counts_only_when_promoted(
    index: Index, articles: Path, snapshots: Path
) -> None:
    before = index.ingest(articles)
    assert with_standing_line(index) == {"courier", "lantern"}
    learned = run_learn()
    (row,) = learned.snapshot.rows
    assert (row.source, row.line, row.articles, row.seen) == ("courier", STANDING, 5, 5)
    assert (str(row.first), str(row.last)) == ("2024-08-10", "2024-08-14")
    assert row.example in index.articles()
    assert versions(snapshots) == [learned.snapshot.version]

    assert index.ingest(articles).tally.outcomes[Outcome.UNCHANGED] == 7
    assert "recurring" not in before.document()["versions"]

    promote(snapshots, learned.snapshot.version)
    report = index.ingest(articles)
    assert report.tally.outcomes[Outcome.UPDATED] == 7
    assert with_standing_line(index) == {"lantern"}
    assert report.document()["versions"]["recurring"].startswith(learned.snapshot.version)
    reasons = {
        removal["reason"]
        for doc in index.articles().values()
        for removal in doc.get("removals", ())
    }
    assert any("recurs in 5 of 5 articles of courier" in reason for reason in reasons)
    # Text keeps what was removed: learning again finds the same.
    assert run_learn().snapshot.version == learned.snapshot.version
    assert index.ingest(articles).tally.outcomes[Outcome.UNCHANGED] == 7


def test_a_mark_of_a_person_is_taken_over(index: Index, articles: Path, snapshots: Path) -> None:
    index.ingest(articles)
    first = run_learn()
    marked = first.path.read_text().replace('"example"', '"keep": true, "example"')
    first.path.write_text(marked)
    promote(snapshots, first.snapshot.version)
    again = run_learn().snapshot
    assert [row.keep for row in again.rows] == [True]
    assert again.recurring.by_source == {}
    index.ingest(articles)
    assert with_standing_line(index) == {"courier", "lantern"}


def test_how_many_articles_are_looked_at_is_an_option(
    index: Index, articles: Path, snapshots: Path
) -> None:
    index.ingest(articles)
    (row,) = run_learn(most=4).snapshot.rows
    assert (row.articles, row.seen, str(row.first)) == (4, 4, "2024-08-11")
    assert {each.source for each in run_learn(least=2).snapshot.rows} == {"courier", "lantern"}


def test_an_index_without_sources_is_told(index: Index, snapshots: Path) -> None:
    with pytest.raises(NothingToLearnError, match="dateline ingest"):
        run_learn()
    assert versions(snapshots) == []


def test_a_promoted_snapshot_that_cannot_be_read_stops_a_run_before_it_starts(
    index: Index, articles: Path, snapshots: Path
) -> None:
    snapshots.mkdir()
    (snapshots / "v.jsonl").write_text("nonsense\n")
    (snapshots / "promoted").write_text("v\n")
    with pytest.raises(RecurringFilesError, match=r"v\.jsonl, line 1: "):
        index.ingest(articles)
    with pytest.raises(RecurringFilesError, match=r"v\.jsonl, line 1: "):
        run_learn()
    assert promoted(snapshots) == "v"


def test_the_flow_runs_as_a_deployment_runs_it(
    index: Index, articles: Path, snapshots: Path
) -> None:
    index.ingest(articles)
    ensure_prefect_server()
    state = learn(return_state=True)
    assert state.is_completed()
    assert "1 recurring lines" in (state.message or "")


def test_processes_are_handed_what_recurs(
    index: Index, articles: Path, snapshots: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index.ingest(articles)
    promote(snapshots, run_learn().snapshot.version)
    monkeypatch.setenv("DATELINE_RUNNER", "processes")
    monkeypatch.setenv("DATELINE_WORKERS", "1")
    assert index.ingest(articles).tally.outcomes[Outcome.UPDATED] == 7
    assert with_standing_line(index) == {"lantern"}
