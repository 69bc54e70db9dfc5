"""`dateline quarantine`: listed, shown and dropped, on a real index."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from elasticsearch import Elasticsearch
from typer.testing import CliRunner, Result

from cli.main import app
from index_mappings.families import Aliases
from index_mappings.indices import ensure
from index_mappings.quarantine import Failed, quarantine
from index_mappings.settings import Settings
from transforms.article import Metadata

MOMENT = datetime(2024, 10, 30, 12, 0, tzinfo=UTC)
FAILED = [
    Failed("one", "file:///a.txt", "read", "empty", "there is nothing in it", content=b""),
    Failed(
        "two", "file:///b\x1b[2J.html", "extract", "stage_failed", "ValueError: [bold]no[/bold]",
        trace="Traceback\n  here", source="Harbour Courier", media_type="text/html",
        metadata=Metadata(title="A title"), content=b"<p>\x1b]0;x\x07One line.</p>" + b"x" * 5000,
    ),
    Failed("three", None, "read", "empty", "no byte of it"),
]  # fmt: skip


@pytest.fixture(autouse=True)
def three(node_url: str, index_prefix: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("DATELINE_ES_URL", node_url)
    monkeypatch.setenv("DATELINE_PREFIX", index_prefix)
    aliases = Aliases(index_prefix)
    with Elasticsearch(node_url) as client:
        ensure(client, aliases)
        client.delete_by_query(index=aliases.quarantine, query={"match_all": {}}, refresh=True)
        assert quarantine(client, aliases, FAILED, Settings(), "run", MOMENT) == []
        yield


def run(*arguments: str, said: str | None = None) -> Result:
    told = CliRunner().invoke(app, ["quarantine", *arguments], env={"COLUMNS": "220"}, input=said)
    assert "\x1b" not in told.stdout
    return told


def ids(*arguments: str) -> set[str]:
    return {
        json.loads(line)["id"] for line in run("list", "--json", *arguments).stdout.splitlines()
    }


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        ((), {"one", "two", "three"}),
        (("--reason", "empty"), {"one", "three"}),
        (("--stage", "extract"), {"two"}),
        (("--stage", "extract", "--reason", "empty"), set()),
        (("--reason", "empty", "--reason", "stage_failed"), {"one", "two", "three"}),
    ],
)
def test_list_finds_by_reason_and_stage(arguments: tuple[str, ...], found: set[str]) -> None:
    assert ids(*arguments) == found


def test_list_counts_and_shows_the_latest() -> None:
    told = run("list", "--most", "1").stdout
    assert "2  read     empty" in told
    assert "and 2 more" in told
    everything = run("list").stdout
    assert "ValueError: [bold]no[/bold]" in everything
    assert "standard input: no byte of it" in everything


def test_show_tells_all_of_one() -> None:
    told = run("show", "two").stdout
    for part in ("stage_failed", "Traceback\n  here", "Harbour Courier", "A title", "bytes in all"):
        assert part in told
    assert "One line." in told
    missing = run("show", "four")
    assert missing.exit_code == 1
    assert "four is not in quarantine" in missing.stderr


def test_drop_asks_and_deletes_only_what_was_named() -> None:
    assert run("drop").exit_code == 2
    run("drop", "--reason", "empty", said="n\n")
    assert ids() == {"one", "two", "three"}
    assert "1 deleted" in run("drop", "one", "--yes").stdout
    assert "1 deleted" in run("drop", "--reason", "empty", said="y\n").stdout
    assert ids() == {"two"}
    assert "None of these" in run("drop", "one", "--yes").stdout
    run("drop", "--all", "--yes")
    assert "Nothing is in quarantine" in run("list").stdout
