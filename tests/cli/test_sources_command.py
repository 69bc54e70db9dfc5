"""`dateline sources`: what is configured, and whether it can be read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cli.main import app
from flows.configured import configured_sources
from flows.configured.file import sources_table
from tests.flows.feeds.played import PlayedWeb, played_web

EXAMPLE = Path(__file__).resolve().parents[2] / "docs" / "sources.toml"


@pytest.fixture
def web() -> Iterator[PlayedWeb]:
    with played_web() as running:
        yield running


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, web: PlayedWeb) -> Path:
    item = f"<item><title>Pier</title><link>{web.url('/pier')}</link></item>"
    web.put("/rss", f"<rss version='2.0'><channel>{item}</channel></rss>")
    web.put("/pier", "<p>Closed.</p>", headers={"Content-Type": "text/html"})
    (tmp_path / "dumps").mkdir()
    (tmp_path / "dumps" / "a.txt").write_text("The pier is closed.")
    file = tmp_path / "sources.toml"
    file.write_text(
        f"""
        [[source]]
        name = "archive"
        location = "dumps"
        schedule = "@daily"
        [[source]]
        name = "wire"
        outlet = ["The Wire", "wire.example"]
        feed = "{web.url("/rss").replace("//", "//ada:word@")}?key=secret"
        limits = {{ pause = 0 }}
        [[source]]
        name = "gone"
        location = "nowhere"
        [[source]]
        outlet = "Tidal Post"
        timezone = "Europe/Kyiv"
        """
    )
    web.pages["/rss?key=secret"] = web.pages["/rss"]
    monkeypatch.setenv("DATELINE_SOURCES", str(file))
    return file


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["sources", *arguments], env={"COLUMNS": "200"})


def test_what_is_configured_is_listed_without_its_secrets(table: Path) -> None:
    told = run("list")
    assert told.exit_code == 0
    for part in ("archive", "The Wire, wire.example", "@daily (UTC)", "Tidal Post", "/rss"):
        assert part in told.output
    assert "word" not in told.output
    assert "secret" not in told.output
    listed = json.loads(run("list", "--json").output)
    assert [each["name"] for each in listed] == ["archive", "wire", "gone", None]


def test_what_can_be_read_is_told_and_what_cannot(table: Path) -> None:
    told = run("check", "--json")
    assert told.exit_code == 1
    found = {each["source"]: (each["good"], each["told"]) for each in json.loads(told.output)}
    assert found["archive"] == (True, "1 file")
    assert found["wire"] == (True, "1 entry; the first one's page: text/html")
    assert found["gone"][0] is False
    assert "no such file or folder" in found["gone"][1]
    assert "secret" not in told.output


def test_only_those_that_are_named_are_looked_at(table: Path, web: PlayedWeb) -> None:
    told = run("check", "archive")
    assert (told.exit_code, web.asked) == (0, [])
    unknown = run("check", "archiv")
    assert unknown.exit_code == 1
    assert "did you mean @archive?" in unknown.stderr


def test_a_feed_that_fails_is_told(table: Path, web: PlayedWeb) -> None:
    web.pages.clear()
    told = run("check", "wire")
    assert told.exit_code == 1
    assert "not_served: its server answers 404" in told.output


def test_without_a_file_it_says_what_to_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATELINE_SOURCES", raising=False)
    told = run("list")
    assert told.exit_code == 1
    assert "set DATELINE_SOURCES" in told.stderr


def test_the_example_of_the_docs_is_a_good_one() -> None:
    sources_table.cache_clear()
    sources = configured_sources(EXAMPLE)
    assert [each.name for each in sources] == ["courier", "tides", "archive", None]
    assert sources[0].schedule is not None
    assert sources[0].schedule.timezone == "Asia/Tokyo"
