"""Searches over articles that are split by year find and count what they do over one index."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from elasticsearch import Elasticsearch

from index_mappings.documents import Document
from index_mappings.families import Aliases
from index_mappings.indices import ensure
from index_mappings.layout import read_layout, with_room_for
from index_mappings.load import put
from index_mappings.settings import Settings
from index_mappings.split import Split
from index_mappings.stories import settle
from search.facets import FACETS
from search.query import BY_ID
from search.request import Sort
from search.result import SearchResult
from tests.search.conftest import Searched, searched
from tests.seeded_index import RUN, seed_documents

YEARS = ("2011", "2017", "2023", "2024", "2025")
REQUESTS: list[dict[str, Any]] = [
    {"facets": tuple(FACETS), "facet_size": 50},
    {"text": "gas prices", "facets": ("persons", "places", "published-year")},
    {"text": '"power stations" -solar'},
    {"text": "harbour OR ferry", "sort": Sort.OLDEST},
    {"text": "minister", "collapse": True, "facets": ("story", "source")},
    {"text": "the", "sort": Sort.NEWEST, "start": 5, "size": 7, "histograms": ("published",)},
]


def spread(documents: dict[str, Document]) -> dict[str, Document]:
    """The same articles over five years; one in seven without a day."""
    found = {}
    for at, (id, told) in enumerate(sorted(documents.items())):
        day = told.get("published", "2024-05-01")
        found[id] = {
            **told,
            "published": YEARS[at % len(YEARS)] + day[4:].replace("02-29", "02-28"),
        }
        if at % 7 == 0:
            del found[id]["published"]
    return found


@pytest.fixture(scope="module")
def whole(client: Elasticsearch, index_prefix: str) -> Searched:
    return searched(client, f"{index_prefix}whole-", spread(seed_documents(real=False)))


@pytest.fixture(scope="module")
def by_year(client: Elasticsearch, index_prefix: str, whole: Searched) -> Searched:
    aliases = Aliases(f"{index_prefix}by-year-")
    ensure(client, aliases, Split.YEAR)
    layout = with_room_for(client, aliases.articles, whole.documents.values())
    where = {id: layout.home(told).stem(layout.alias) for id, told in whole.documents.items()}
    assert put(client, where, whole.documents, Settings()) == []
    settle(client, aliases, [RUN])
    assert len(read_layout(client, aliases.articles).indices) == len(YEARS) + 1
    return replace(whole, aliases=aliases)


def without_scores(result: SearchResult) -> SearchResult:
    return replace(result, took_ms=0, hits=tuple(replace(hit, score=None) for hit in result.hits))


@pytest.mark.parametrize("request_", REQUESTS, ids=str)
def test_a_search_over_years_is_that_over_one_index(
    whole: Searched, by_year: Searched, request_: dict[str, Any]
) -> None:
    one, split = whole(**request_), by_year(**request_)
    assert one.total > 0
    assert without_scores(split) == without_scores(one)


def test_the_alias_of_a_year_holds_that_year_alone(
    client: Elasticsearch, by_year: Searched
) -> None:
    told = client.search(index=f"{by_year.aliases.articles}-year-2017", sort=[BY_ID], size=1000)[
        "hits"
    ]["hits"]
    due = sorted(
        id for id, each in by_year.documents.items() if each.get("published", "")[:4] == "2017"
    )
    assert [hit["_id"] for hit in told] == due != []
