"""`dateline index`: plan, migrate, roll back and prune as a user gives them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from elasticsearch import Elasticsearch
from typer.testing import CliRunner, Result

from cli.main import app
from index_mappings.families import Aliases
from index_mappings.indices import ensure
from index_mappings.load import put
from index_mappings.settings import Settings


@pytest.fixture
def client(
    node_url: str, index_prefix: str, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Elasticsearch]:
    monkeypatch.setenv("DATELINE_ES_URL", node_url)
    monkeypatch.setenv("DATELINE_PREFIX", index_prefix)
    with Elasticsearch(node_url) as client:
        yield client


def run(*arguments: str, said: str | None = None) -> Result:
    return CliRunner().invoke(app, ["index", *arguments], env={"COLUMNS": "200"}, input=said)


def test_from_plan_to_prune_and_back(client: Elasticsearch, index_prefix: str) -> None:
    none = run("plan")
    assert none.exit_code == 1
    assert "dateline ingest" in none.stderr

    aliases = Aliases(index_prefix)
    ensure(client, aliases)
    put(client, aliases.runs, {"a": {"run": "a"}}, Settings())
    client.indices.put_settings(index=aliases.runs, settings={"refresh_interval": "9s"})
    planned = run("plan", "runs").stdout
    assert f"{aliases.runs}-000001" in planned
    assert "in place" in planned
    assert "dateline-raw" not in planned
    assert "in place" in run("migrate", "runs").stdout
    assert "as it is" in run("plan", "runs").stdout

    rebuilt = run("migrate", "runs", "--rebuild").stdout
    assert "1 documents moved" in rebuilt
    assert f"{aliases.runs}-000001 stays for a rollback" in rebuilt
    assert list(client.indices.get_alias(name=aliases.runs)) == [f"{aliases.runs}-000002"]

    assert "serves again" in run("rollback", "runs").stdout
    assert "no version" in run("rollback", "runs").stderr
    run("migrate", "runs", "--rebuild")
    kept = run("prune", "runs", said="n\n").stdout
    assert "1 documents" in kept
    assert "Deleted" not in kept
    assert "Deleted" in run("prune", "runs", "--yes").stdout
    assert "nothing to prune" in run("prune").stdout


def test_a_split_is_planned_carried_out_and_taken_back(
    client: Elasticsearch, index_prefix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    aliases = Aliases(f"{index_prefix}split-")
    monkeypatch.setenv("DATELINE_PREFIX", aliases.prefix)
    ensure(client, aliases)
    articles = {"a": {"id": "a", "published": "2024-05-01"}, "b": {"id": "b"}}
    put(client, aliases.articles, articles, Settings())
    monkeypatch.setenv("DATELINE_SPLIT", "year")
    assert "split: none, to be year (new version)" in run("plan", "articles").stdout
    moved = run("migrate", "articles").stdout
    assert "2 documents moved" in moved
    assert "The indices before stay for a rollback" in moved
    planned = run("plan", "articles").stdout
    for name in ("year-2024-000002", "year-undated-000002"):
        assert f"{aliases.articles}-{name}" in planned
    assert "split" not in planned.replace(aliases.prefix, "")
    assert f"{aliases.articles}-000001 serves again" in run("rollback", "articles").stdout
    assert "split: none, to be year" in run("plan", "articles").stdout


def test_a_family_that_is_none_is_told() -> None:
    told = run("plan", "novels")
    assert told.exit_code == 2
    assert "articles" in told.stderr
