"""Finding articles by the days that they speak of, in a real index."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from elasticsearch import Elasticsearch
from typer.testing import CliRunner

from cli.main import app
from index_mappings.documents import encode
from search.days import DayRange
from tests.search.conftest import Searched, searched
from tests.seeded_index import RUN
from transforms.article import Article, Language, Metadata, RawArticle
from transforms.dates import FindDates
from transforms.published import FindPublished
from transforms.sources import Source, Sources

ZONES = Sources((Source(("Tokyo Tides",), "Asia/Tokyo"),))
TEXTS = {
    # name: (published, source, text)
    "day": ("2024-03-06", "Quay Post", "The pier was closed on March 5, 2024."),
    "leap": ("2024-03-06", "Quay Post", "The pier was closed on February 29, 2024."),
    "month": ("2024-06-01", "Quay Post", "The pier was closed in March 2024."),
    "year": ("2025-06-01", "Quay Post", "The pier was closed for repairs in 2024."),
    "new-year": ("2025-01-02", "Quay Post", "The ferry burnt on December 31, 2024."),
    "weekday": ("2024-10-30", "Quay Post", "The ferry sailed on Monday."),
    "summer": ("2024-10-30", "Quay Post", "The ferry stood idle last summer."),
    "two": ("2024-10-30", "Quay Post", "Built on May 2, 1990, it burnt on July 9, 2019."),
    "none": ("2024-10-30", "Quay Post", "The pier is long, and 13,000 people live by it."),
    "open": (None, "Quay Post", "The ferry sailed on Wednesday."),
    "set": ("2024-10-30", "Quay Post", "It sails every Monday, for nine months."),
    "night": ("2024-10-29T23:30:00Z", "Tokyo Tides", "The ferry sailed today."),
    "evening": ("2024-10-29T23:30:00Z", "Quay Post", "The ferry sailed today."),
}


@pytest.fixture(scope="module")
def index(client: Elasticsearch, index_prefix: str) -> Searched:
    documents = {}
    for name, (published, source, text) in TEXTS.items():
        raw = RawArticle(name, text.encode(), metadata=Metadata(published=published, source=source))
        article = Article(raw, title=name, text=text, language=Language("en", 1.0))
        dated = FindDates().process(FindPublished(sources=ZONES).process(article))
        documents[raw.id] = encode(dated, {"dates": "1"}, RUN, datetime.now(UTC))
    return searched(client, index_prefix, documents)


def found(index: Searched, told: str, text: str = "", **more: tuple[str, ...]) -> set[str]:
    hits = index(text, about=DayRange.parse(told), size=100, **more).hits
    return {hit.title.text for hit in hits if hit.title}


@pytest.mark.parametrize(
    ("told", "names"),
    [
        # A day; on its borders, and inside of a month and a year.
        ("2024-03-05", {"day", "month", "year"}),
        ("2024-03-04", {"month", "year"}),
        ("2024-03-06", {"month", "year"}),
        ("2024-03-01", {"month", "year"}),
        ("2024-02-29", {"leap", "year"}),
        ("2024-03-31", {"month", "year"}),
        ("2024-04-01", {"year"}),
        ("2023-12-31", set()),
        ("2024-01-01", {"year"}),
        ("2024-12-31", {"year", "new-year"}),
        ("2025-01-01", set()),
        # A weekday is its day, a summer its months.
        ("2024-10-28", {"weekday", "year"}),
        ("2024-10-27", {"year"}),
        ("2024-05-31", {"year"}),
        ("2024-06-01", {"summer", "year"}),
        ("2024-08-31", {"summer", "year"}),
        ("2024-09-01", {"year"}),
        # "Today" of the same moment, in Tokyo and in Greenwich.
        ("2024-10-30", {"night", "year"}),
        ("2024-10-29", {"evening", "year"}),
        # A month, a year.
        ("2024-03", {"day", "month", "year"}),
        ("2024-02", {"leap", "year"}),
        ("2024-05", {"year"}),
        ("1990", {"two"}),
        ("1990-05-02", {"two"}),
        ("2019-07", {"two"}),
        # The days between two mentions of an article are none of its own.
        ("2005", set()),
        # Ranges, closed and open.
        ("2024-03-05..2024-04", {"day", "month", "year"}),
        ("2024-03-06..2024-04", {"month", "year"}),
        ("2024-02-29..2024-03-01", {"leap", "month", "year"}),
        ("1990-05-02..1990-05-02", {"two"}),
        ("1990-05-03..2019-07-08", set()),
        ("..1990-05-02", {"two"}),
        ("..1990-05-01", set()),
        ("2024-12-31..", {"year", "new-year"}),
        ("2025..", set()),
        ("0001..1500", set()),
    ],
)
def test_articles_are_found_by_the_days_they_speak_of(
    index: Searched, told: str, names: set[str]
) -> None:
    assert found(index, told) == names


def test_what_has_no_days_is_never_found(index: Searched) -> None:
    assert not {"none", "open", "set"} & found(index, "0001..9999")
    assert len(found(index, "0001..9999")) == len(TEXTS) - 3


@pytest.mark.parametrize(
    ("told", "text", "more", "names"),
    [
        ("2024", "ferry", {}, {"new-year", "weekday", "summer", "night", "evening"}),
        ("2024", "ferry -idle -burnt", {}, {"weekday", "night", "evening"}),
        ("2024", '"ferry sailed"', {"sources": ("Tokyo Tides",)}, {"night"}),
        ("2024-10-30", "", {"sources": ("Quay Post",)}, {"year"}),
        ("2024-10-30", "ferry", {"sources": ("Quay Post",)}, set()),
        ("2024-03", "pier", {"languages": ("en",)}, {"day", "month", "year"}),
        ("2024-03", "pier", {"languages": ("de",)}, set()),
        ("2024-03", "ferry", {}, set()),
    ],
)
def test_days_go_together_with_words_and_facets(
    index: Searched, told: str, text: str, more: dict[str, tuple[str, ...]], names: set[str]
) -> None:
    assert found(index, told, text, **more) == names


def test_days_spoken_of_and_days_of_publication_are_apart(index: Searched) -> None:
    both = index(about=DayRange.parse("2024-12"), published=DayRange.parse("2025-01"))
    assert [hit.title.text for hit in both.hits if hit.title] == ["new-year"]
    swapped = index(about=DayRange.parse("2025-01"), published=DayRange.parse("2024-12"))
    assert swapped.total == 0


def test_the_facet_counts_what_the_filter_finds(index: Searched) -> None:
    result = index(about=DayRange.parse("2024-03-05"), facets=("about", "about-year"))
    counted = {value.value: value.within for value in result.facets["about"]}
    # "2024" is in each of its months; "March" and the day are in March alone.
    assert (counted["2024-03"], counted["2024-04"]) == (3, 1)
    assert [(v.value, v.within) for v in result.facets["about-year"] if v.within] == [("2024", 3)]


def test_days_around_a_filter_on_days_are_counted_as_if_it_were_not_there(index: Searched) -> None:
    narrowed = index(about=DayRange.parse("2024-03-05"), facets=("about-year",))
    free = index(facets=("about-year",))
    assert [(v.value, v.count) for v in narrowed.facets["about-year"]] == [
        (v.value, v.count) for v in free.facets["about-year"]
    ]


def run(index: Searched, node_url: str, *arguments: str) -> tuple[int, str]:
    env = {
        "DATELINE_ES_URL": node_url,
        "DATELINE_PREFIX": index.aliases.articles.removesuffix("articles"),
        "COLUMNS": "200",
    }
    told = CliRunner().invoke(app, ["search", *arguments], env=env)
    return told.exit_code, told.output


def test_the_command_takes_days(index: Searched, node_url: str) -> None:
    code, told = run(index, node_url, "ferry", "--about", "2024-10-28..", "--json")
    assert code == 0
    titles = {hit["title"]["text"] for hit in json.loads(told)["hits"]}
    assert titles == {"new-year", "weekday", "night", "evening"}


@pytest.mark.parametrize("told", ["2024-02-30", "March", "2024-04..2024-03", ".."])
def test_the_command_says_what_is_allowed(index: Searched, node_url: str, told: str) -> None:
    code, said = run(index, node_url, "ferry", "--about", told)
    assert code == 1
    assert "2024-08" in said or "earlier day first" in said
