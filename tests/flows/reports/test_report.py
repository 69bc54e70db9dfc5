"""The report of a run: what documents say of themselves is never markup, control or a secret."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest
from rich.console import Console

from cli.run_shown import shown
from flows.reports.markdown import markdown
from flows.reports.page import LOST_TOLD, run_page
from flows.reports.publish import MOST_PAGES, put_page
from flows.reports.rows import AROUND, rate, stage_rows
from flows.reports.tables import tables
from flows.reports.terminal import closing_table
from flows.running.shown_settings import shown_settings
from index_mappings.run_record import LOST, RunRecord
from index_mappings.settings import Settings
from tests.flows.sample_run import SECRETS, hostile_document, hostile_record, hostile_report

NOW = datetime(2024, 10, 30, 7, tzinfo=UTC)


def printed(what: object) -> str:
    told = io.StringIO()
    Console(file=told, width=400).print(what)
    return told.getvalue()


FORMS: dict[str, Callable[[], str]] = {
    "closing table": lambda: printed(closing_table(hostile_report())),
    "runs show": lambda: printed(shown(hostile_record(), "failed")),
    "markdown": lambda: markdown(hostile_record()),
    "tables": lambda: json.dumps(tables(hostile_record()), ensure_ascii=False),
    "page": lambda: run_page(hostile_record(), NOW),
    "settings": lambda: json.dumps(hostile_document()["settings"]),
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_inert_and_keeps_secrets(form: str) -> None:
    told = FORMS[form]()
    assert "h.example" in told
    assert not {"\x1b", "\x07"} & set(told)
    assert [secret for secret in SECRETS if secret in told] == []


def test_nothing_hostile_is_markup_in_markdown() -> None:
    page = markdown(hostile_record())
    named = [line for line in page.splitlines() if line.startswith("- `")]
    assert named
    assert all(line.count("`") == 2 for line in named)
    others = [line for line in page.splitlines() if "alert" in line and not line.startswith("- `")]
    assert others
    assert not [line for line in others if re.search(r"(?<!\\)[<\[|](?:script|x|b)", line)]


class Tags(HTMLParser):
    """The tags of a page, and what is written in its attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}


def test_nothing_hostile_is_markup_in_the_page() -> None:
    seen = Tags()
    seen.feed(run_page(hostile_record(), NOW))
    assert not {"script", "i", "link", "img", "iframe"} & seen.tags
    assert not [name for name in seen.attributes if name.startswith("on") or name == "style"]
    assert "src" not in seen.attributes


def test_the_page_says_all_of_it() -> None:
    page = run_page(hostile_record(), NOW)
    for told in (
        "300 read = 200 indexed + 40 updated + 20 unchanged + 10 duplicate + 30 quarantined",
        "1 min 05 s", "4.6 documents a second", "entities", "1 min 30 s, 69.2%", AROUND, "12.5 s",
        "90,000", "By day of publication", "2024-10-30", "The Harbour Courier", "80",
        "5 without a date, 1 far earlier, 2 far later", "20 of 30 quarantined, by name",
        "10 of 10 duplicate, by name", "3 moved", "ab12", "batch_size", "worker 536.9 MB",
    ):  # fmt: skip
        assert told in page, told


def test_the_same_record_makes_the_same_page_from_any_order_of_fields() -> None:
    document = hostile_document()
    turned = {
        name: dict(reversed(value.items())) if isinstance(value, dict) else value
        for name, value in reversed(document.items())
    }
    pages = {
        run_page(RunRecord.of(each), NOW) for each in (document, json.loads(json.dumps(turned)))
    }
    assert len(pages) == 1


@pytest.mark.parametrize(
    "document",
    [
        {"run": "r"},
        {"run": "r", "flow": "consolidate", "state": "completed", "names": {"merged": 3}},
        {
            "run": "r", "flow": "ingest", "state": "completed",
            "started_at": "2024-10-30T06:00:00Z", "seconds": 3.5,
            "stage_seconds": {"dates": 1.0},
            "outcomes": {"read": 2, "indexed": 2},
            "stage_articles": {}, "alarms": [], "versions": {"python": "3.11"}, "duplicates": [],
        },
        {"run": "r", "flow": "ingest", "state": "failed", "error": "no cluster"},
    ],
    ids=["bare", "names", "of an older version", "failed at its start"],
)  # fmt: skip
def test_documents_with_less_in_them_are_read_and_shown(document: dict[str, object]) -> None:
    record = RunRecord.of(document)
    assert "<h1>" in run_page(record, NOW)
    assert "# Run r" in markdown(record)
    assert record.flow in printed(shown(record, record.state))


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({"state": "completed", "seen_at": NOW - timedelta(days=9)}, "completed"),
        ({"state": "running", "seen_at": NOW - timedelta(minutes=1)}, "running"),
        ({"state": "running", "seen_at": NOW - timedelta(minutes=6)}, LOST),
        ({"state": "running", "started_at": NOW - timedelta(hours=6)}, "running"),
        ({"state": "running", "started_at": NOW - timedelta(days=3)}, LOST),
    ],
)
def test_a_run_that_is_silent_for_long_is_lost(fields: dict[str, object], state: str) -> None:
    told = {k: v.isoformat() if isinstance(v, datetime) else v for k, v in fields.items()}
    record = RunRecord.of({"run": "r", **told})
    assert record.state_at(NOW) == state
    assert (LOST_TOLD[:20] in run_page(record, NOW)) is (state == LOST)


def test_the_time_of_the_workers_is_shared_out() -> None:
    rows = stage_rows(hostile_record())
    assert [row.stage for row in rows] == ["entities", "dates", "extract", AROUND]
    assert sum(row.seconds for row in rows) == pytest.approx(130.0)
    assert sum(row.share for row in rows) == pytest.approx(1.0)
    assert rows[0].an_article == pytest.approx(375.0)
    assert rate(hostile_record()) == pytest.approx(300 / 65)


def test_only_the_newest_pages_stay_and_nothing_else_is_touched(tmp_path: Path) -> None:
    (tmp_path / "notes.html").write_text("mine")
    for number in range(MOST_PAGES + 3):
        (tmp_path / f"20230101T{number:06}Z-0a1b2c3d.html").touch()
    put_page(hostile_record(), tmp_path)
    names = sorted(path.name for path in tmp_path.iterdir())
    assert len(names) == MOST_PAGES + 1
    assert names[0] == "20230101T000004Z-0a1b2c3d.html"
    assert {"notes.html", "20241030T060000Z-0a1b2c3d.html"} <= set(names)


def test_a_folder_that_takes_no_page_is_no_failure(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert put_page(hostile_record(), tmp_path / "file" / "reports") is None


def test_settings_are_shown_but_for_what_is_secret() -> None:
    told = shown_settings(Settings(es_url="https://es.example:9200", es_api_key="hush"))
    assert told["es_url"] == "https://es.example:9200"
    assert told["runner"] == "processes"
    assert "hush" not in json.dumps(told)
    assert not {"es_api_key", "es_user", "es_password"} & set(told)
