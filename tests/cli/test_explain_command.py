"""`dateline explain`: a file without an index, an article of the index, and any mistake."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch
from rich.console import Console
from typer.testing import CliRunner, Result

from cli.explained import page
from cli.main import app
from flows.one_article.explain import StoredExplanation
from index_mappings.documents import encode, encode_raw
from index_mappings.families import Aliases
from index_mappings.indices import ensure
from index_mappings.load import put
from index_mappings.settings import Settings
from transforms.article import Article, Metadata, RawArticle
from transforms.boilerplate import RemoveBoilerplate
from transforms.boilerplate.explain import Verdict, explain
from transforms.pipeline import Pipeline
from transforms.stages import cleaning

PROJECT = Path(__file__).resolve().parents[2]
BODY = [
    "The dredger left the mouth of the Overbeck at noon with eleven men aboard.",
    "By evening the bar was clear. (RELATED: The pier and its people) The ferry sailed at nine.",
    "Nobody on the north pier had expected it before the spring tide, the pilots said.",
    "They had measured the channel twice, and twice it was deeper than in any year before.",
]
GOES = "Sign up for our newsletter"
TEXT = "\n".join([BODY[0], GOES, *BODY[1:]])
URL = "https://courier.example/2024/05/12/dredger"
WIDE = {"COLUMNS": "200", "DATELINE_ES_URL": "http://127.0.0.1:9"}
KEEPS = '[[keep]]\nphrases = ["newsletter"]\n'


def run(*arguments: str, env: dict[str, str] | None = None, given: bytes = b"") -> Result:
    return CliRunner().invoke(app, ["explain", *arguments], env=WIDE | (env or {}), input=given)


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "story.txt"
    path.write_text(TEXT, "utf-8")
    return str(path)


def marked(told: Result) -> list[str]:
    """The article's lines as they are shown, each as its mark and number."""
    rows = (line.split(maxsplit=2) for line in told.output.splitlines() if line[:1] in "-~?> ")
    return [f"{row[0]} {row[1]}" for row in rows if len(row) > 2 and row[0] in "-~?>"]


def test_a_file_is_explained_without_an_index(file: str) -> None:
    told = run(file)
    assert told.exit_code == 0, told.output
    assert marked(told) == ["- 2", "~ 3"]
    assert "[-(RELATED: The pier and its people)-]" in told.output
    assert re.search(r"newsletter_subscribe [01]\.\d\d, \S+: .*sign up", told.output)
    assert "67 words; removed: 11 (16.4%): related_links 6, newsletter_subscribe 5" in told.output
    assert "5 lines, 2 of them lose words, 0 near misses; threshold 0.5." in told.output
    assert "\x1b" not in told.output


def test_to_explain_a_file_takes_no_model_and_no_client(file: str) -> None:
    script = (
        "import sys; from typer.testing import CliRunner; from cli.main import app\n"
        f"assert CliRunner().invoke(app, ['explain', {file!r}]).exit_code == 0\n"
        "print(*sys.modules)"
    )
    told = subprocess.run(
        [sys.executable, "-c", script], cwd=PROJECT, check=True, capture_output=True, text=True
    )
    assert {"spacy", "prefect", "elasticsearch"}.isdisjoint(told.stdout.split())


def test_only_what_goes(file: str) -> None:
    told = run(file, "--only", "removed")
    assert BODY[0] not in told.output
    assert GOES in told.output


def test_another_threshold_makes_near_misses(file: str) -> None:
    assert marked(run(file, "--threshold", "1")) == ["? 2"]


def test_a_file_of_rules_is_tried(file: str, tmp_path: Path) -> None:
    rules = tmp_path / "rules.toml"
    rules.write_text(KEEPS)
    told = run(file, "--rules", str(rules))
    assert marked(told) == ["? 2", "~ 3"]
    assert "own rule 'keep-1' keeps it" in told.output


def test_standard_input_and_json(file: str) -> None:
    told = run("-", "--json", "--only", "removed", "--source", "Courier", given=TEXT.encode())
    found = json.loads(told.stdout)
    assert found["source"] == "Courier"
    assert found["stale"] == []
    assert [line["number"] for line in found["lines"]] == [2, 3]
    assert found["words_lost"] == {"related_links": 6, "newsletter_subscribe": 5}


def test_a_page_and_a_record_are_read_as_ingest_reads_them(tmp_path: Path) -> None:
    html = "".join(f"<p>{line}</p>" for line in TEXT.splitlines())
    page = tmp_path / "story.html"
    page.write_text(f"<html><title>The dredger</title><article>{html}</article></html>")
    record = tmp_path / "stories.jsonl"
    record.write_text("{}\n" + json.dumps({"content": TEXT, "title": "The dredger"}))
    for told in (run(str(page)), run(f"{record}#2", "--map", "text=content")):
        assert told.exit_code == 0, told.output
        assert told.output.startswith("The dredger\n")
        assert "[-(RELATED: The pier and its people)-]" in told.output


def test_what_was_moved_to_fields_is_shown() -> None:
    text = f"KYIV, Oct. 30 (Reuters) — {BODY[0]}\n{BODY[2]}"
    told = run("-", given=text.encode())
    assert "datelines: KYIV, Oct. 30 (Reuters) —" in told.output
    assert "moved to fields: 5 (" in told.output
    found = json.loads(run("-", "--json", given=text.encode()).stdout)
    assert found["fields"] == {"datelines": ["KYIV, Oct. 30 (Reuters) —"]}


@pytest.mark.parametrize(
    ("arguments", "given", "told"),
    [
        (["nowhere/story.txt"], b"", "no such file"),
        (["-"], b"", "there is no text in it"),
        (["-", "--format", "html"], b"<html><p></p></html>", "can't be processed: extract"),
        (["-", "--rules", "nowhere.toml"], b"x", "can't be read"),
        (["-", "--map", "x"], b"x", "x"),
        (["-", "--format", "pdf"], b"x", "unknown format 'pdf'"),
        (["0" * 32], b"", "does not answer"),
    ],
)
def test_a_mistake_is_one_message(arguments: list[str], given: bytes, told: str) -> None:
    found = run(*arguments, given=given)
    assert found.exit_code == 1
    assert isinstance(found.exception, SystemExit)
    assert told in " ".join(found.stderr.split())


HOSTILE = "[bold]no markup[/bold] [/] :smile: \x1b[31mred\x07 \x9b31m \u202egnol"


@pytest.mark.parametrize("terminal", [True, False])
def test_what_articles_say_is_never_markup_nor_control(terminal: bool) -> None:
    text = f"{HOSTILE}\n{HOSTILE} sign up for our newsletter"
    raw = RawArticle(f"file:///{HOSTILE}", b"", metadata=Metadata(source=HOSTILE))
    made = explain(Article(raw, title=HOSTILE, text=text), RemoveBoilerplate())
    out = io.StringIO()
    console = Console(width=200, file=out, force_terminal=terminal, no_color=True)
    page(console, StoredExplanation(made, frozenset()), tuple(Verdict))
    shown = out.getvalue()
    assert shown.count("[bold]no markup[/bold]") >= 4
    assert shown.count(r"\x1b[31mred\x07 \x9b31m \u202egnol") >= 4
    for unseen in ("\x1b[31m", "\x07", "\x9b", "\u202e"):
        assert unseen not in shown


@pytest.mark.parametrize(("no_color", "coloured"), [(False, True), (True, False)])
def test_a_terminal_gets_columns_and_colour_unless_none_is_wanted(
    no_color: bool, coloured: bool
) -> None:
    raw = RawArticle(None, TEXT.encode())
    made = explain(Article(raw, text=TEXT), RemoveBoilerplate())
    out = io.StringIO()
    console = Console(
        width=60, file=out, force_terminal=True, no_color=no_color, color_system="standard"
    )
    page(console, StoredExplanation(made, frozenset()), tuple(Verdict))
    assert ("\x1b[31m" in out.getvalue()) is coloured
    bare = Console(width=60, file=io.StringIO(), color_system=None, force_terminal=True)
    page(bare, StoredExplanation(made, frozenset()), tuple(Verdict))
    assert isinstance(bare.file, io.StringIO)
    assert max(map(len, bare.file.getvalue().splitlines())) <= 60


@pytest.fixture(scope="module")
def loaded(node_url: str, index_prefix: str) -> tuple[dict[str, str], Article]:
    """The environment of an index with one article, cleaned by the rules of today."""
    raw = RawArticle(URL, TEXT.encode(), metadata=Metadata(source="Courier", url=URL))
    pipeline = Pipeline(cleaning(RemoveBoilerplate()))
    done = pipeline.run([Article(raw)]).articles[raw.id]
    aliases, now = Aliases(index_prefix), datetime.now(UTC)
    with Elasticsearch(node_url) as client:
        ensure(client, aliases)
        fresh = encode(done, pipeline.fingerprints, "run", now)
        assert put(client, aliases.raw, {raw.id: encode_raw(raw, "run", now)}, Settings()) == []
        assert put(client, aliases.articles, {raw.id: fresh}, Settings()) == []
        client.indices.refresh(index=aliases.articles)
    return {"DATELINE_ES_URL": node_url, "DATELINE_PREFIX": index_prefix}, done


@pytest.mark.parametrize("by", ["id", "url"])
def test_an_article_of_the_index_is_explained(
    loaded: tuple[dict[str, str], Article], by: str
) -> None:
    env, article = loaded
    told = run(article.id if by == "id" else URL, env=env)
    assert told.exit_code == 0, told.output
    assert marked(told) == ["- 2", "~ 3"]
    assert "published 2024-05-12" in told.output
    assert "As it was stored" not in told.output


def test_a_stored_article_that_today_s_rules_would_change_says_so(
    loaded: tuple[dict[str, str], Article], tmp_path: Path
) -> None:
    env, article = loaded
    rules = tmp_path / "rules.toml"
    rules.write_text(KEEPS)
    changed = env | {"DATELINE_RULES": str(rules)}
    told = run(article.id, env=changed)
    assert marked(told) == ["- 2", "~ 3"]
    assert "As it was stored. Rules, settings or data of boilerplate" in told.output
    assert json.loads(run(article.id, "--json", env=changed).stdout)["stale"] == ["boilerplate"]
    assert marked(run(article.id, "--today", env=changed)) == ["? 2", "~ 3"]
    assert marked(run(article.id, "--rules", str(rules), env=env)) == ["? 2", "~ 3"]


@pytest.mark.parametrize("name", ["f" * 32, "https://courier.example/none"])
def test_what_the_index_lacks_is_told(loaded: tuple[dict[str, str], Article], name: str) -> None:
    for env in (loaded[0], loaded[0] | {"DATELINE_PREFIX": "dlt-never-made-"}):
        told = run(name, env=env)
        assert told.exit_code == 1
        assert f"The index holds no article {name}" in " ".join(told.stderr.split())
