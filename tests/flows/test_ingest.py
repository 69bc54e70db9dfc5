"""The main job, end to end: every document has one outcome, and a second run has nothing to do."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import TYPE_CHECKING

import fsspec
import pytest
from prefect.client.orchestration import get_client
from prefect.client.schemas.sorting import FlowRunSort

from flows.ingest import ingest
from flows.reports.report import RunReport
from flows.running.outcomes import Outcome
from flows.serving.local_server import ensure_prefect_server
from flows.sources import SourceError
from flows.workers.workplace import workplace
from index_mappings.client import ClusterError

if TYPE_CHECKING:
    from tests.flows.conftest import Index

STORY = (
    "BRACKWATER — The ferry pier closed on Tuesday, Mayor Ada Roe said.\n"
    "Engineers found that four of the nine oak piles had rotted below the water line.\n"
    "A bus will carry commuters around the bay while the boats are laid up for repairs.\n"
)
APPEAL = "Support our journalism: please donate today. Every contribution, big or small, counts.\n"


def counts(report: RunReport) -> dict[str, int]:
    return {str(outcome): n for outcome, n in report.tally.outcomes.items() if n}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "pier.txt").write_text(STORY + APPEAL)
    (tmp_path / "pier.json").write_text(
        json.dumps({"title": "Pier closed", "published": "2024-10-30", "source": "The Courier"})
    )
    (tmp_path / "court.html").write_text(
        "<html><head><title>Court</title></head><body><article><h1>Court orders records</h1>"
        "<p>A court in Port Alder has ordered the water company to publish its records.</p>"
        "<p>The judge said that customers were entitled to know where their money went.</p>"
        "</article></body></html>"
    )
    return tmp_path


def test_a_run_closes_and_a_second_one_has_nothing_to_do(index: Index, folder: Path) -> None:
    first = index.ingest(folder)
    assert counts(first) == {"indexed": 2}
    before = index.articles()
    assert counts(index.ingest(folder)) == {"unchanged": 2}
    assert index.articles() == before


def test_all_layers_arrive_in_the_index(index: Index, folder: Path) -> None:
    index.ingest(folder / "pier.txt")
    (article,) = index.articles().values()
    assert article["title"] == "Pier closed"
    assert article["source"] == "The Courier"
    assert article["published"] == "2024-10-30"
    assert article["language"] == "en"
    assert article["removed_kinds"] == ["donation_appeal"]
    assert "donate" not in article["body"]
    assert "donate" in article["text"]
    assert article["about"] == [{"gte": "2024-10-29", "lte": "2024-10-29"}]
    assert "Ada Roe" in article["persons"]
    for mention in article["date_mentions"] + article["name_mentions"]:
        assert article["body"][mention["start"] : mention["end"]] == mention["surface"]
    for removal in article["removals"]:
        assert article["text"][removal["start"] : removal["end"]].strip()


def test_a_changed_source_updates_its_document_and_nothing_else(index: Index, folder: Path) -> None:
    index.ingest(folder)
    before = index.articles()
    (folder / "pier.txt").write_text(STORY.replace("Tuesday", "Monday"))
    assert counts(index.ingest(folder)) == {"updated": 1, "unchanged": 1}
    after = index.articles()
    changed = [id for id in before if before[id] != after[id]]
    assert len(changed) == 1
    assert after[changed[0]]["about"] == [{"gte": "2024-10-28", "lte": "2024-10-28"}]


def test_only_stale_stages_run_again(
    index: Index, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index.ingest(folder)
    before = index.articles()
    monkeypatch.setenv("DATELINE_BOILERPLATE_THRESHOLD", "0.9")
    report = index.ingest(folder)
    assert counts(report) == {"updated": 2}
    assert "extract" not in report.tally.stage_seconds
    assert "boilerplate" in report.tally.stage_seconds
    fingerprints = {id: article["fingerprints"] for id, article in index.articles().items()}
    for id, article in before.items():
        assert fingerprints[id]["extract"] == article["fingerprints"]["extract"]
        assert fingerprints[id]["boilerplate"] != article["fingerprints"]["boilerplate"]


def test_the_same_id_twice_in_a_run_is_a_duplicate(index: Index, folder: Path) -> None:
    report = index.ingest(folder, folder / "pier.txt")
    assert counts(report) == {"indexed": 2, "duplicate": 1}
    (duplicate,) = report.tally.named[Outcome.DUPLICATE]
    assert str(duplicate.uri).endswith("/pier.txt")


def test_a_copy_under_another_uri_is_an_article_of_the_same_story(
    index: Index, folder: Path
) -> None:
    (folder / "copy.txt").write_text(STORY)
    assert counts(index.ingest(folder)) == {"indexed": 3}
    stories = [article["story"] for article in index.articles().values()]
    assert len(set(stories)) == 2


RUBBISH = {
    "empty.txt": (b"", "empty"),
    "blank.txt": (b" \n\t\n", "empty"),
    "picture.txt": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 8, "not_text"),
    "cut.json": (b'{"text": "no end', "not_json"),
    "broken.txt.gz": (gzip.compress(b"some text that was cut " * 50)[:-20], "bad_compression"),
    "page.html": (b"<html><body></body></html>", "empty_text"),
}


def test_rubbish_goes_to_quarantine_with_its_reason_and_the_run_goes_on(
    index: Index, folder: Path
) -> None:
    for name, (content, _) in RUBBISH.items():
        (folder / name).write_bytes(content)
    report = index.ingest(folder)
    assert counts(report) == {"indexed": 2, "quarantined": len(RUBBISH)}
    found = index.quarantined().items()
    reasons = {uri.rsplit("/", 1)[-1].partition("#")[0]: why for uri, why in found}
    assert reasons == {name: reason for name, (_, reason) in RUBBISH.items()}


def test_what_was_mended_leaves_quarantine(index: Index, folder: Path) -> None:
    (folder / "late.txt").write_bytes(b"")
    assert counts(index.ingest(folder)) == {"indexed": 2, "quarantined": 1}
    (folder / "late.txt").write_text("The ferry sailed again on Friday, and the pier was full.")
    assert counts(index.ingest(folder)) == {"indexed": 1, "unchanged": 2}
    assert index.quarantined() == {}


HOSTILE = [
    {"text": "A lone surrogate \ud800 stands here, and the text goes on."},
    {"text": "NUL \x00 and bell \x07 in the middle of a line.", "title": "\ud83d"},
    {"text": "An id of its own.", "id": "x" * 40_000},
    {"text": "A long source.", "source": "s" * 40_000, "published": "the day after never"},
    {"text": "Deep.", "extra": {"a": [{"b": ["c"] * 500}]}},
    {"text": "word " * 200_000},
    {"text": "x" * 2_000_000},
]


def test_hostile_records_are_loaded_or_set_aside_but_never_lost(
    index: Index, tmp_path: Path
) -> None:
    path = tmp_path / "hostile.jsonl"
    path.write_text("\n".join(json.dumps(record) for record in HOSTILE))
    report = index.ingest(path)
    assert report.tally.read == len(HOSTILE)
    assert len(index.articles()) + len(index.quarantined()) == len(HOSTILE)


def test_the_run_is_written_with_its_equation(index: Index, folder: Path) -> None:
    report = index.ingest(folder)
    (run,) = index.all(index.aliases.runs).values()
    assert run["state"] == "completed"
    assert run["stories"] == "settled"
    assert run["outcomes"] == {
        "read": 2, "indexed": 2, "updated": 0, "unchanged": 0, "duplicate": 0, "quarantined": 0,
    }  # fmt: skip
    assert set(run["fingerprints"]) >= set(report.tally.stage_seconds)


def test_a_location_that_is_not_there_stops_the_run_before_it_begins(
    index: Index, tmp_path: Path
) -> None:
    with pytest.raises(SourceError, match="nowhere"):
        index.ingest(tmp_path / "nowhere")
    assert not index.client.indices.exists(index=index.aliases.runs)


def test_credentials_in_a_location_are_kept_nowhere(
    index: Index, capfd: pytest.CaptureFixture[str]
) -> None:
    location = "memory://store/a.txt?sig=hush"
    fsspec.filesystem("memory").pipe_file("/store/a.txt?sig=hush", STORY.encode())
    assert counts(index.ingest(location, format="txt")) == {"indexed": 1}
    (run,) = index.all(index.aliases.runs).values()
    assert run["sources"] == ["memory://store/a.txt"]
    with get_client(sync_client=True) as prefect:
        flow_runs = prefect.read_flow_runs(sort=FlowRunSort.START_TIME_DESC, limit=1)
    assert [each.parameters["locations"] for each in flow_runs] == [["memory://store/a.txt"]]
    assert "hush" not in str([each.parameters for each in flow_runs])
    assert "hush" not in capfd.readouterr().err


def test_a_run_whose_tail_fails_is_not_left_running(
    index: Index, folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def settle(*_: object) -> None:
        raise ClusterError("stories cannot be settled")

    monkeypatch.setattr("flows.running.carry_out.settle", settle)
    with pytest.raises(ClusterError, match="settled"):
        index.ingest(folder)
    (run,) = index.all(index.aliases.runs).values()
    assert (run["state"], run["error"]) == ("failed", "stories cannot be settled")
    assert "Traceback" not in capfd.readouterr().err


def test_a_report_that_prefect_does_not_take_is_no_failure(
    index: Index, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**_: object) -> None:
        raise ConnectionError

    monkeypatch.setattr("flows.reports.publish.create_markdown_artifact", refuse)
    assert counts(index.ingest(folder)) == {"indexed": 2}
    (run,) = index.all(index.aliases.runs).values()
    assert run["state"] == "completed"


def test_the_flow_runs_by_itself_as_a_deployment_would_run_it(index: Index, folder: Path) -> None:
    ensure_prefect_server()
    workplace.cache_clear()
    state = ingest([str(folder)], return_state=True)
    assert state.is_completed()
    assert (state.message or "").startswith("2 read = 2 indexed")
    failed = ingest([str(folder / "nowhere")], return_state=True)
    assert failed.is_failed()
    assert "nowhere" in (failed.message or "")
