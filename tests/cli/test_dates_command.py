"""`dateline dates`: a file without an index, an article of the index, and any mistake."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from elasticsearch import Elasticsearch
from rich.console import Console
from typer.testing import CliRunner, Result

from cli.dated import page
from cli.main import app
from flows.one_article.dates import DatedArticle
from index_mappings.documents import encode, encode_raw
from index_mappings.families import Aliases
from index_mappings.indices import ensure
from index_mappings.load import put
from index_mappings.settings import Settings
from transforms.article import (
    Article,
    Language,
    Metadata,
    Published,
    PublishedFrom,
    RawArticle,
)
from transforms.boilerplate import RemoveBoilerplate
from transforms.dates import FindDates
from transforms.dates.explain import explained_mentions
from transforms.pipeline import Pipeline
from transforms.stages import cleaning

PROJECT = Path(__file__).resolve().parents[2]
TEXT = (
    "The dredger left the mouth of the Overbeck on Wednesday with eleven men aboard.\n"
    "In early March 2022 the bar had closed; by the following month the pilots were idle.\n"
    "Nobody on the north pier had expected it, and it cost 1,990 crowns, the pilots said."
)
URL = "https://courier.example/2024/10/30/dredger"
SIDECAR = {"published": "2024-10-30", "source": "The Harbour Courier", "title": "The dredger"}
SOURCES = '[[source]]\noutlet = "The Harbour Courier"\ntimezone = "Asia/Tokyo"\n'
NIGHT = ["--published", "2024-10-30T01:00Z"]
WIDE = {"COLUMNS": "200", "DATELINE_ES_URL": "http://127.0.0.1:9"}


def run(*arguments: str, env: dict[str, str] | None = None, given: bytes = b"") -> Result:
    return CliRunner().invoke(app, ["dates", *arguments], env=WIDE | (env or {}), input=given)


def found(*arguments: str, **told: Any) -> dict[str, Any]:  # noqa: ANN401
    result = run(*arguments, "--json", **told)
    assert result.exit_code == 0, result.output
    document: dict[str, Any] = json.loads(result.stdout)
    return document


def values(document: dict[str, Any]) -> list[str]:
    return [mention["value"] for mention in document["mentions"]]


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "story.txt"
    path.write_text(TEXT, "utf-8")
    path.with_suffix(".json").write_text(json.dumps(SIDECAR))
    return str(path)


def rows(told: Result) -> list[list[str]]:
    """The mentions as a pipe gets them, behind the head and the names of the columns."""
    assert told.exit_code == 0, told.output
    return [line.split("\t") for line in told.output.splitlines() if "\t" in line][1:]


def test_a_file_is_read_without_an_index(file: str) -> None:
    told = run(file)
    assert told.output.startswith("The dredger\nThe Harbour Courier · en · published Wednesday, ")
    wednesday, march, april = rows(told)
    assert wednesday[:4] == ["Wednesday", "DATE", "2024-10-30", "2024-10-30"]
    assert wednesday[-1] == "2024-10-30, the day of publication"
    assert march[:4] == ["early March 2022", "DATE", "2022-03 START", "2022-03-01..2022-03-31"]
    assert march[-1] == ""
    assert april[:3] == ["the following month", "DATE", "2022-04"]
    assert april[-1] == "2022-03, spoken of before"
    assert "\x1b" not in told.output


def test_to_read_the_dates_of_a_file_takes_no_model_and_no_client(file: str) -> None:
    script = (
        "import sys; from typer.testing import CliRunner; from cli.main import app\n"
        f"assert CliRunner().invoke(app, ['dates', {file!r}]).exit_code == 0\n"
        "print(*sys.modules)"
    )
    told = subprocess.run(
        [sys.executable, "-c", script], cwd=PROJECT, check=True, capture_output=True, text=True
    )
    assert {"spacy", "prefect", "elasticsearch"}.isdisjoint(told.stdout.split())


def test_json_has_every_key_and_spans_of_the_body(file: str) -> None:
    document = found(file)
    assert document["published"] == "2024-10-30"
    assert document["stale"] == []
    for mention in document["mentions"]:
        assert TEXT[mention["start"] : mention["end"]] == mention["surface"]
        assert mention.keys() == document["mentions"][0].keys()
    wednesday, march, april = document["mentions"]
    assert wednesday["anchor"] == {"to": "published", "value": "2024-10-30"}
    assert (march["anchor"], march["mod"], march["granularity"]) == (None, "START", "month")
    assert april["anchor"] == {"to": "reference", "value": "2022-03"}
    assert (april["gte"], april["lte"]) == ("2022-04-01", "2022-04-30")


def test_without_a_day_of_publication_a_weekday_stays_open() -> None:
    told = run("-", given=TEXT.encode())
    assert "No day of publication" in told.output
    wednesday = rows(told)[0]
    assert wednesday[2:4] == ["XXXX-WXX-3", ""]
    assert wednesday[-1] == "open: nothing to count from"


@pytest.mark.parametrize(
    ("arguments", "day"),
    [
        (["--published", "2024-10-30"], "2024-10-30"),
        (["--published", "2024-10-29"], "2024-10-23"),
        (["--published", "29 October 2024"], "2024-10-23"),
        (["--published", "2024-10-29T23:30Z"], "2024-10-23"),
        (["--published", "2024-10-29T23:30Z", "--timezone", "Asia/Tokyo"], "2024-10-30"),
        (["--published", "2024-10-29T23:30Z", "--timezone", "UTC"], "2024-10-23"),
        (["--published", "2024-10-29T23:30Z", "--source", "the harbour courier"], "2024-10-30"),
        (["--published", "2024-10-29T23:30Z", "--source", "Another Paper"], "2024-10-23"),
        (
            [*NIGHT, "--timezone", "America/New_York", "--source", "The Harbour Courier"],
            "2024-10-23",
        ),
    ],
)
def test_the_day_that_is_told_is_the_anchor(arguments: list[str], day: str, tmp_path: Path) -> None:
    sources = tmp_path / "sources.toml"
    sources.write_text(SOURCES)
    document = found("-", *arguments, given=TEXT.encode(), env={"DATELINE_SOURCES": str(sources)})
    assert values(document)[0] == day


def test_the_day_that_is_told_goes_before_that_of_the_file(file: str) -> None:
    assert values(found(file, "--published", "2020-01-01"))[0] == "2020-01-01"
    assert values(found(file))[0] == "2024-10-30"


def test_an_outlet_s_zone_holds_for_the_moment_in_a_file(tmp_path: Path) -> None:
    record = tmp_path / "wire.jsonl"
    told = {"text": TEXT, "published": "2024-10-29T23:30:00Z", "source": "The Harbour Courier"}
    record.write_text(json.dumps(told))
    sources = tmp_path / "sources.toml"
    sources.write_text(SOURCES)
    assert found(str(record))["published"] == "2024-10-29"
    here = found(str(record), env={"DATELINE_SOURCES": str(sources)})
    assert here["published"] == "2024-10-30"
    assert values(here)[0] == "2024-10-30"
    assert found(str(record), "--timezone", "Asia/Seoul")["published"] == "2024-10-30"


def test_the_language_decides() -> None:
    text = b"Der Bagger lief am Freitag aus, und niemand auf der Mole hatte ihn erwartet."
    assert values(found("-", "--published", "2024-10-30", given=text)) == ["2024-10-25"]


def test_of_a_text_without_dates_that_is_said() -> None:
    assert (
        "No date mentions." in run("-", given=b"The pilots may march in the fall of Rome.").output
    )


@pytest.mark.parametrize(
    ("arguments", "given", "told"),
    [
        (["nowhere/story.txt"], b"", "no such file"),
        (["-"], b"", "there is no text in it"),
        (["-", "--published", "soon"], b"x", "'soon' is no day: give 2024-10-30"),
        (["-", "--published", ""], b"x", "'' is no day"),
        (["-", "--published", "2024-02-30"], b"x", "is no day"),
        (["-", "--timezone", "asia/tokyo"], b"x", "did you mean Asia/Tokyo"),
        (["-", "--timezone", "JST"], b"x", "name a place, as Asia/Tokyo"),
        (["-", "--map", "x"], b"x", "x"),
        (["-", "--format", "pdf"], b"x", "unknown format 'pdf'"),
        (["0" * 32], b"", "does not answer"),
    ],
)
def test_a_mistake_is_one_message(arguments: list[str], given: bytes, told: str) -> None:
    result = run(*arguments, given=given)
    assert result.exit_code == 1
    assert isinstance(result.exception, SystemExit)
    assert told in " ".join(result.stderr.split())


def test_a_broken_table_of_sources_is_told(tmp_path: Path) -> None:
    sources = tmp_path / "sources.toml"
    sources.write_text('[[source]]\noutlet = "a"\ntimezone = "Tokyo"')
    told = run("-", given=b"x", env={"DATELINE_SOURCES": str(sources)})
    assert told.exit_code == 1
    assert "sources.toml: [[source]] 1 (line 1): timezone 'Tokyo'" in " ".join(told.stderr.split())


HOSTILE = "[bold]no markup[/bold] \x1b[31mred\x07 \u202egnol"


@pytest.mark.parametrize("terminal", [True, False])
def test_what_articles_say_is_never_markup_nor_control(terminal: bool) -> None:
    raw = RawArticle(None, b"", metadata=Metadata(source=HOSTILE))
    published = Published(date(2024, 10, 30), PublishedFrom.METADATA, 1.0)
    article = Article(raw, title=HOSTILE, text="on the 3rd\x1b[31m of May 2024\ton Friday")
    explained = tuple(explained_mentions(article.body, published.date, "en"))
    assert explained
    out = io.StringIO()
    console = Console(width=200, file=out, force_terminal=terminal, no_color=True)
    page(console, DatedArticle(replace(article, published=published), explained))
    assert out.getvalue().count("[bold]no markup[/bold]") == 2
    for unseen in ("\x1b[31m", "\x07", "\u202e"):
        assert unseen not in out.getvalue()


@pytest.mark.parametrize("width", [40, 80])
def test_a_terminal_gets_columns(width: int) -> None:
    raw = RawArticle(None, TEXT.encode())
    article = Article(raw, text=TEXT, language=Language("en", 1.0))
    explained = tuple(explained_mentions(TEXT, date(2024, 10, 30), "en"))
    out = io.StringIO()
    page(
        Console(width=width, file=out, color_system=None, force_terminal=True),
        DatedArticle(article, explained),
    )
    assert max(map(len, out.getvalue().splitlines())) <= width
    assert "\t" not in out.getvalue()


@pytest.fixture(scope="module")
def loaded(node_url: str, index_prefix: str) -> tuple[dict[str, str], Article]:
    """The environment of an index with one article, dated by the rules of today."""
    metadata = Metadata(source="Courier", url=URL, published="2024-10-30")
    raw = RawArticle(URL, TEXT.encode(), metadata=metadata)
    pipeline = Pipeline((*cleaning(RemoveBoilerplate()), FindDates()))
    done = pipeline.run([Article(raw)]).articles[raw.id]
    aliases, now = Aliases(index_prefix), datetime.now(UTC)
    old = RawArticle(f"{URL}-old", TEXT.encode(), metadata=replace(metadata, url=f"{URL}-old"))
    made = {raw.id: encode(done, pipeline.fingerprints, "run", now)}
    fingerprints = pipeline.fingerprints | {"dates": "0" * 16}
    stored = replace(done, raw=old, dates=done.dates[:1])
    made[old.id] = encode(stored, fingerprints, "run", now)
    raws = {each.id: encode_raw(each, "run", now) for each in (raw, old)}
    with Elasticsearch(node_url) as client:
        ensure(client, aliases)
        assert put(client, aliases.raw, raws, Settings()) == []
        assert put(client, aliases.articles, made, Settings()) == []
        client.indices.refresh(index=aliases.articles)
    return {"DATELINE_ES_URL": node_url, "DATELINE_PREFIX": index_prefix}, done


@pytest.mark.parametrize("by", ["id", "url"])
def test_an_article_of_the_index_is_shown(loaded: tuple[dict[str, str], Article], by: str) -> None:
    env, article = loaded
    document = found(article.id if by == "id" else URL, env=env)
    assert values(document) == [mention.value for mention in article.dates]
    assert len(values(document)) == 3
    assert document["mentions"][0]["anchor"] == {"to": "published", "value": "2024-10-30"}
    other = found(article.id, "--published", "2020-01-02", env=env)
    assert values(other)[0] == "2020-01-01"


def test_what_was_stored_by_other_rules_says_so(loaded: tuple[dict[str, str], Article]) -> None:
    env, _ = loaded
    told = run(f"{URL}-old", env=env)
    assert "As it was stored. Rules, settings or data of dates" in told.output
    assert [row[:3] for row in rows(told)] == [["Wednesday", "DATE", "2024-10-30"]]
    document = found(f"{URL}-old", env=env)
    assert document["stale"] == ["dates"]
    assert document["mentions"][0]["anchor"] is None
    assert len(values(found(f"{URL}-old", "--today", env=env))) == 3


@pytest.mark.parametrize("name", ["f" * 32, "https://courier.example/none"])
def test_what_the_index_lacks_is_told(loaded: tuple[dict[str, str], Article], name: str) -> None:
    for env in (loaded[0], loaded[0] | {"DATELINE_PREFIX": "dlt-never-made-"}):
        told = run(name, env=env)
        assert told.exit_code == 1
        assert f"The index holds no article {name}" in " ".join(told.stderr.split())
