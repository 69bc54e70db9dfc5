"""`dateline kibana`: what is written to a file or a server, and what is told of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cli.main import app
from search.kibana.objects import ndjson, saved_objects
from tests.search.kibana.import_api import FakeKibana, basic, serving

SECRET = "not-to-be-seen"


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[FakeKibana]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATELINE_PREFIX", "news-")
    monkeypatch.setenv("DATELINE_KIBANA_PASSWORD", SECRET)
    monkeypatch.delenv("DATELINE_KIBANA_URL", raising=False)
    with serving(FakeKibana(credentials={basic("ada", SECRET)})) as fake:
        yield fake


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(app, ["kibana", *arguments], env={"COLUMNS": "200"})
    assert SECRET not in result.output
    return result


def test_a_file_is_the_same_each_time(fake: FakeKibana, tmp_path: Path) -> None:
    told = run("export", "one.ndjson")
    assert told.exit_code == 0
    assert "4 data views, 9 saved searches, 1 map, 3 dashboards" in told.stdout
    run("export", "two.ndjson")
    content = (tmp_path / "one.ndjson").read_bytes()
    assert content == (tmp_path / "two.ndjson").read_bytes()
    assert content.decode() == ndjson(saved_objects("news-"))
    assert all(json.loads(line)["id"].startswith("news-") for line in content.splitlines())


@pytest.mark.parametrize("file", ["dashboards.json", "dashboards", "no/such/folder.ndjson"])
def test_a_file_that_kibana_or_the_disk_does_not_take_is_told(fake: FakeKibana, file: str) -> None:
    told = run("export", file)
    assert told.exit_code in {1, 2}
    assert told.stderr
    assert "Traceback" not in told.output


@pytest.mark.parametrize(
    ("since", "start"), [("2012-01-01", "2012-01-01T00:00:00.000Z"), ("now-90d", "now-90d")]
)
def test_the_first_period_is_as_asked(
    fake: FakeKibana, tmp_path: Path, since: str, start: str
) -> None:
    assert run("export", "a.ndjson", "--since", since).exit_code == 0
    lines = (tmp_path / "a.ndjson").read_text("utf-8").splitlines()
    starts = [json.loads(line)["attributes"].get("timeFrom") for line in lines]
    assert [each for each in starts if each] == [start, start, "now-30d"]


@pytest.mark.parametrize("since", ["", "yesterday", "now", "2012-13-01", "now-5y; x", "now-99999y"])
def test_a_period_that_is_none_is_told(fake: FakeKibana, since: str) -> None:
    told = run("export", "a.ndjson", "--since", since)
    assert told.exit_code == 2
    assert "neither" in told.stderr


def test_from_dry_run_to_overwrite(fake: FakeKibana) -> None:
    arguments = ("install", "--url", fake.url, "--user", "ada")
    dry = run(*arguments, "--dry-run")
    assert dry.exit_code == 0
    assert "Kibana 8.19.2, space default" in dry.stdout
    assert dry.stdout.count("  new ") == 17
    assert "Nothing was changed" in dry.stdout
    assert not fake.spaces["default"]

    first = run(*arguments)
    assert first.exit_code == 0
    assert "Created: 4 data views, 9 saved searches, 1 map, 3 dashboards" in first.stdout
    assert f"[news] Newsroom  {fake.url}/app/dashboards#/view/news-newsroom\n" in first.stdout

    second = run(*arguments)
    assert second.exit_code == 1
    assert "dashboard news-newsroom '[news] Newsroom' is there already" in second.stderr
    assert "Nothing was written." in second.stderr
    assert "--overwrite" in second.stderr
    warned = run(*arguments, "--dry-run")
    assert warned.exit_code == 1
    assert warned.stdout.count("in the way") == 17

    over = run(*arguments, "--overwrite")
    assert over.exit_code == 0
    assert "Overwritten: 4 data views" in over.stdout
    assert run(*arguments, "--overwrite", "--dry-run").stdout.count("replaced") == 17


def test_copies_beside_another_space_are_told(fake: FakeKibana) -> None:
    fake.spaces["desk"] = {}
    arguments = ("install", "--url", fake.url, "--user", "ada")
    run(*arguments)
    told = run(*arguments, "--space", "desk")
    assert told.exit_code == 0
    assert "news-newsroom, as copy-of-news-newsroom" in told.stdout


def test_what_is_refused_ends_with_one_message(fake: FakeKibana) -> None:
    for arguments, said in (
        (("--url", fake.url), "go together"),
        (("--url", fake.url, "--user", "bo"), "refuses these credentials"),
        (("--user", "ada"), "name a Kibana"),
        (("--url", fake.url, "--user", "ada", "--space", "no"), "no space 'no'"),
    ):
        told = run("install", *arguments)
        assert told.exit_code == 1
        assert said in told.stderr
        assert "Traceback" not in told.output


def test_settings_come_from_the_environment_too(
    fake: FakeKibana, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake.spaces["desk"] = {}
    for name, value in {"URL": fake.url, "USER": "ada", "SPACE": "desk"}.items():
        monkeypatch.setenv(f"DATELINE_KIBANA_{name}", value)
    told = run("install").stdout
    assert "space desk" in told
    assert f"{fake.url}/s/desk/app/dashboards#/view/news-timeline" in told
    assert len(fake.spaces["desk"]) == 17


def test_hostile_words_of_a_server_stay_words(fake: FakeKibana) -> None:
    fake.refused["news-timeline"] = {"type": "unknown", "message": "\x1b[31m[bold]red"}
    told = run("install", "--url", fake.url, "--user", "ada")
    assert told.exit_code == 1
    assert "\x1b[31m" not in told.output
    assert "[bold]red" in told.stderr
