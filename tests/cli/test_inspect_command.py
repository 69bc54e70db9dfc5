"""`dateline inspect`: a page for a file without an index, for an article of it, and any mistake."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from elasticsearch import Elasticsearch
from typer.testing import CliRunner, Result

from cli.main import app
from index_mappings.documents import encode, encode_raw
from index_mappings.families import Aliases
from index_mappings.indices import ensure
from index_mappings.load import put
from index_mappings.settings import Settings
from tests.search.page.made import hostile

AWAY = {"COLUMNS": "200", "DATELINE_ES_URL": "http://127.0.0.1:9"}
STORY = (
    "The dredger left the mouth of the Overbeck on 3 May 2024 with Ada Quill aboard, pilots said.\n"
    "Sign up for our newsletter\n"
    "By evening the bar was clear, and the ferry to Romania sailed at nine as it always had.\n"
)


def run(*arguments: str, env: dict[str, str] | None = None) -> Result:
    return CliRunner().invoke(app, ["inspect", *arguments], env=AWAY | (env or {}))


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "story.txt"
    path.write_text(STORY, "utf-8")
    return str(path)


def test_a_file_is_a_page_without_an_index(file: str, tmp_path: Path) -> None:
    out = tmp_path / "out.html"
    told = run(file, "--html", str(out), "--source", "courier.example")
    assert told.exit_code == 0, told.output
    assert "words removed: newsletter subscribe 5" in told.output
    assert "dates: 2024-05-03" in told.output
    page = BeautifulSoup(out.read_text("utf-8"), "html.parser")
    assert "\n".join(each.get_text() for each in page.select("#article-text p")) == STORY.rstrip()
    (struck,) = page.select("#article-text del.removed")
    assert struck.get_text() == "Sign up for our newsletter"
    assert "courier.example" in page.select("#known ~ div")[0].get_text()
    assert page.select("#article-text .found.place")


def test_an_article_of_the_index_is_shown_as_it_was_stored(
    node_url: str, index_prefix: str, tmp_path: Path
) -> None:
    article, now = hostile(), datetime.now(UTC)
    settings, aliases = Settings(prefix=index_prefix), Aliases(index_prefix)
    with Elasticsearch(node_url) as client:
        ensure(client, aliases)
        put(client, aliases.articles, {article.id: encode(article, {}, "run-7", now)}, settings)
        put(client, aliases.raw, {article.id: encode_raw(article.raw, "run-7", now)}, settings)
        client.indices.refresh(index=aliases.articles)
    env = {"DATELINE_ES_URL": node_url, "DATELINE_PREFIX": index_prefix}
    out = tmp_path / "out.html"
    told = run(article.id, "--html", str(out), env=env)
    assert told.exit_code == 0, told.output
    assert "\x1b" not in told.output
    assert "made by other rules than today's: boilerplate, dates" in told.output
    page = out.read_text("utf-8")
    assert "by run <code>run-7</code>" in page
    assert "<script" not in page


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["nowhere.txt"], "nowhere.txt"),
        (["0" * 32], "Elasticsearch does not answer"),
        (["{file}", "--html", "{folder}/not/there.html"], "not/there.html"),
        (["{file}", "--map", "text"], "text"),
    ],
)
def test_a_mistake_is_one_message(
    file: str, tmp_path: Path, arguments: list[str], told: str
) -> None:
    found = run(*(each.format(file=file, folder=tmp_path) for each in arguments))
    assert found.exit_code == 1
    assert told in found.output
    assert "Traceback" not in found.output
