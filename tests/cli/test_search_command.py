"""`dateline search` on the sample articles: what is printed, and what is said to a mistake."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch
from rich.console import Console
from typer.testing import CliRunner, Result

from cli.found import page
from cli.main import app
from index_mappings.families import Aliases
from search.request import SearchRequest
from search.result import Copy, FacetValue, Fragment, Hit, SearchResult
from tests.seeded_index import load, seed_documents

WIDE = {"COLUMNS": "200"}


@pytest.fixture(scope="module")
def environment(node_url: str, index_prefix: str) -> dict[str, str]:
    with Elasticsearch(node_url) as client:
        load(client, Aliases(index_prefix), seed_documents(real=False))
    return {"DATELINE_ES_URL": node_url, "DATELINE_PREFIX": index_prefix}


def run(environment: dict[str, str], *arguments: str) -> Result:
    return CliRunner().invoke(app, ["search", *arguments], env=environment | WIDE)


def test_hits_with_what_was_found_and_facets_with_counts(environment: dict[str, str]) -> None:
    told = run(environment, "substations", "--place", "Odesa", "--facets", "places,source")
    assert told.exit_code == 0
    assert "2 articles" in told.output
    assert "1. " in told.output
    assert "2025-02-12  Northern Wire" in told.output
    assert "The Harbour Courier" in told.output
    for facet in ("places", "source"):
        assert facet in told.output
    assert "Romania" in told.output


def test_an_alias_finds_the_name(environment: dict[str, str]) -> None:
    told = run(environment, "Odesa", "--organisation", "IAEA", "--facets", "organisations")
    assert "2 articles" in told.output
    assert "International Atomic Energy Age" in told.output


def test_collapsed_stories_tell_their_copies(environment: dict[str, str]) -> None:
    told = run(environment, "Odesa drones tram", "--collapse")
    assert "2 articles in 1 story" in told.output
    assert "+ 1 copy of the story: " in told.output


def test_json_for_programs(environment: dict[str, str]) -> None:
    told = run(environment, "Odesa drones", "--facets", "source,published", "--json")
    found = json.loads(told.stdout)
    assert list(found) == [
        "total", "hits", "facets", "took_ms", "stories", "unmatched", "notes", "also", "absent",
        "loosened", "suggestion", "histograms", "next",
    ]  # fmt: skip
    assert found["total"] == len(found["hits"]) == 2
    assert set(found["facets"]) == {"source", "published"}
    for hit in found["hits"]:
        for fragment in hit["fragments"]:
            words = {fragment["text"][start:end] for start, end in fragment["marks"]}
            assert {word.lower() for word in words} <= {"odesa", "drones"}
    assert found == json.loads(
        run(environment, "Odesa drones", "--facets", "source,published", "--json").stdout
    ) | {"took_ms": found["took_ms"]}


def test_a_name_that_no_article_has_is_answered_with_near_ones(
    environment: dict[str, str],
) -> None:
    told = run(environment, "--person", "Oleh Marchenka")
    assert told.exit_code == 0
    assert "No article has 'Oleh Marchenka' among its persons" in told.output
    assert "did you mean Oleh Marchenko?" in told.output


@pytest.mark.parametrize(
    ("arguments", "allowed"),
    [
        (["--facets", "people"], "persons, organisations"),
        (["--about", "August"], "2024-08..2024-10"),
        (["--published", "2024-13"], "2024-08..2024-10"),
        (["--about", ""], "2024-08..2024-10"),
        (["--published", "2024-10..2024-08"], "earlier day first"),
        (["--removed", "bios"], "author_bio"),
        (["--start", "9999", "--size", "10"], "10,000"),
        (["x" * 100_000], "2,000"),
        (["grid", "--histogram", "author"], "published, about"),
        (["grid", "--significant", "source"], "persons, organisations"),
        (["--related", "nope"], "no article 'nope'"),
        (["grid", "--export", "grid.xlsx"], ".jsonl or .csv"),
        (["grid", "--after", "nope"], "first page"),
        (["grid", "--deep", "--collapse"], "leave them out"),
    ],
)
def test_a_mistake_is_one_message_with_what_is_allowed(
    environment: dict[str, str], arguments: list[str], allowed: str
) -> None:
    told = run(environment, *arguments)
    assert told.exit_code == 1
    assert isinstance(told.exception, SystemExit)
    assert allowed in " ".join(told.stderr.split())
    assert told.stdout == ""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("***", "no word to search for: all articles are shown"),
        ("grid publishd:2025", "it was read as published:"),
        ("(grid", "not closed"),
        ("Selenskyj", "Searched also for Volodymyr Zelensky (Selenskyj)."),
        ("Zelenskji", "Searched also for Volodymyr Zelensky (Zelenskji, which it looks like)."),
        ("subztations odesa", "Did you mean: substations odesa"),
        ("subztations odesa", "No article has 'subztations'."),
    ],
)
def test_a_typo_is_an_answer(environment: dict[str, str], text: str, said: str) -> None:
    told = run(environment, text)
    assert told.exit_code == 0
    assert said in told.output


def test_a_filter_shows_its_alternatives_and_what_was_found(environment: dict[str, str]) -> None:
    told = run(environment, "Odesa drones", "--source", "Northern Wire", "--facets", "source")
    assert "1 article," in told.output
    assert "0 of 1" in told.output


def test_articles_over_time_as_bars(environment: dict[str, str]) -> None:
    told = run(environment, "--histogram", "published", "--interval", "year", "--size", "0")
    assert "published, by year" in told.output
    assert "█" in told.output


def test_names_that_stand_out(environment: dict[str, str]) -> None:
    told = run(environment, "power stations strikes", "--significant", "places,persons")
    assert "articles found, of 59" in told.output
    assert "Geneva" in told.output
    found = json.loads(run(environment, "grid", "--significant", "places", "--json").stdout)
    assert set(found) == {"total", "index", "names"}


def test_the_kin_of_an_article(environment: dict[str, str]) -> None:
    (hit,) = json.loads(run(environment, "title:envoys", "--json").stdout)["hits"]
    told = run(environment, "--related", hit["id"], "--size", "3")
    assert "Geneva energy talks" in told.output
    near = json.loads(run(environment, "--related", hit["id"], "--json").stdout)
    assert near[0]["title"]["text"] in told.output


def test_pages_lead_on(environment: dict[str, str]) -> None:
    first = json.loads(run(environment, "--deep", "--size", "40", "--json").stdout)
    rest = run(environment, "--after", first["next"], "--size", "40", "--json")
    ids = [hit["id"] for page in (first, json.loads(rest.stdout)) for hit in page["hits"]]
    assert len(set(ids)) == len(ids) == first["total"] == 59


def test_an_export_says_how_many_it_wrote(environment: dict[str, str], tmp_path: Path) -> None:
    path = tmp_path / "odesa.csv"
    told = run(environment, "Odesa drones", "--export", str(path))
    assert told.exit_code == 0
    assert "2 articles in" in told.output
    assert path.read_text("utf-8").count("Northern Wire") == 1


@pytest.mark.parametrize("arguments", [["--size", "-1"], ["--size", "1001"], ["--sort", "best"]])
def test_a_wrong_option_is_a_usage_error(environment: dict[str, str], arguments: list[str]) -> None:
    assert run(environment, *arguments).exit_code == 2


def test_before_anything_is_loaded_it_says_how_to_load(environment: dict[str, str]) -> None:
    told = run(environment | {"DATELINE_PREFIX": "dlt-never-made-"}, "grid")
    assert told.exit_code == 1
    assert "dateline ingest" in told.stderr


def test_a_cluster_that_is_away_is_one_message(environment: dict[str, str]) -> None:
    told = run(environment | {"DATELINE_ES_URL": "http://127.0.0.1:9"}, "grid")
    assert told.exit_code == 1
    assert "does not answer" in told.stderr


def test_help_has_examples_and_the_facets() -> None:
    told = " ".join(run({}, "--help").output.split())
    assert "Examples" in told
    assert 'dateline search "energy strikes"' in told
    assert "published-day" in told


HOSTILE = "[bold]no markup[/bold] [/] :smile: \x1b[31mred\x07"


def test_what_articles_say_is_never_markup_nor_control() -> None:
    fragment = Fragment.of(HOSTILE)
    hit = Hit(
        id="i[b]d", score=1.0, title=fragment, fragments=(fragment,), authors=(HOSTILE,),
        source=HOSTILE, language="en",
        published="2024-10-30", url=None, persons=(), organisations=(), places=(), groups=(),
        story="s", copies=(Copy("c", HOSTILE, None, None),), copies_total=7,
    )  # fmt: skip
    result = SearchResult(9, (hit,), {"source": (FacetValue(HOSTILE, 2, 2),)}, 1, 3)
    console = Console(width=200, record=True, force_terminal=True)
    with console.capture() as shown:
        console.print(page(result, SearchRequest()))
    assert shown.get().count("[bold]no markup[/bold]") >= 5
    assert "\x1b[31mred" not in shown.get()
    assert "\x07" not in shown.get()
    assert ":smile:" in shown.get()
    assert "+ 7 copies of the story" in shown.get()


def test_of_many_days_the_largest_are_shown_in_their_order() -> None:
    counts = [1, 5, 2, 9, 2]
    months = tuple(
        FacetValue(f"2024-0{n}", count, count) for n, count in enumerate(counts, start=1)
    )
    result = SearchResult(9, (), {"about": months}, 1)
    console = Console(width=80)
    with console.capture() as shown:
        console.print(page(result, SearchRequest(facet_size=3)))
    rows = [line.split() for line in shown.get().splitlines() if line.strip().startswith("2024")]
    assert rows == [["2024-02", "5"], ["2024-04", "9"], ["2024-05", "2"]]
    assert "and 2 more" in shown.get()
