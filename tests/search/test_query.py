"""From requests to queries: what can be said without a server."""

import json
from typing import Any

import pytest

from search.days import DayRange
from search.errors import SearchError
from search.facets import FACETS
from search.naming import Naming
from search.query import BY_ID, NEWEST, OLDEST, body, matching, narrowings
from search.request import SearchRequest, Sort
from search.syntax import parse
from transforms.article import NameKind, RemovalKind
from transforms.names.curated import CuratedName, CuratedNames

CURATED = CuratedNames(
    (CuratedName("org-harbour-board", NameKind.ORGANISATION, "Harbour Board", ("HB",)),)
)
NAMES = Naming(CURATED, learned={"ada row": "Ada Roe"})


def term(field: str, *values: str) -> dict[str, Any]:
    each = [{"term": {field: {"value": value, "case_insensitive": True}}} for value in values]
    return {"bool": {"should": each}}


@pytest.mark.parametrize(
    ("request_", "clauses"),
    [
        (SearchRequest(), []),
        (SearchRequest(persons=("Ada Roe",)), [term("persons", "Ada Roe")]),
        (
            SearchRequest(persons=("Ada Roe", "Bo Li")),
            [term("persons", "Ada Roe"), term("persons", "Bo Li")],
        ),
        (SearchRequest(organisations=("hb",)), [term("organisations", "hb", "Harbour Board")]),
        (SearchRequest(places=("HB",)), [term("places", "HB")]),  # an alias of another kind
        (SearchRequest(groups=("Danes",)), [term("groups", "Danes")]),
        (SearchRequest(persons=("Ada Row",)), [term("persons", "Ada Row", "Ada Roe")]),
        (
            SearchRequest("person:HB org:HB"),
            [
                term("persons", "HB"),
                term("organisations", "HB", "Harbour Board"),
            ],
        ),
        (SearchRequest("source:A source:B", sources=("C",)), [term("source", "C", "A", "B")]),
        (SearchRequest("url:https://a.example/x"), [term("url", "https://a.example/x")]),
        (SearchRequest("https://a.example/x"), [term("url", "https://a.example/x")]),
        (SearchRequest("-lang:de grid (source:A OR source:B)"), []),
        (SearchRequest(sources=("A", "B")), [term("source", "A", "B")]),
        (SearchRequest(languages=("de",)), [term("language", "de")]),
        (SearchRequest(removed=("author_bio",)), [term("removed_kinds", "author_bio")]),
        (
            SearchRequest(about=DayRange.parse("2024-02")),
            [{"range": {"about": {"gte": "2024-02-01", "lte": "2024-02-29"}}}],
        ),
        (
            SearchRequest(published=DayRange.parse("2024-02..")),
            [{"range": {"published": {"gte": "2024-02-01"}}}],
        ),
        (
            SearchRequest("published:2024-02 about:..2023"),
            [
                {"range": {"published": {"gte": "2024-02-01", "lte": "2024-02-29"}}},
                {"range": {"about": {"lte": "2023-12-31"}}},
            ],
        ),
    ],
)
def test_each_filter_is_one_clause(request_: SearchRequest, clauses: list[dict[str, Any]]) -> None:
    found = narrowings(request_, parse(request_.text), NAMES)
    assert [each.clause for each in found] == clauses


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        (Sort.RELEVANCE, [{"_score": "desc"}, NEWEST, BY_ID]),
        (Sort.NEWEST, [NEWEST, BY_ID]),
        (Sort.OLDEST, [OLDEST, BY_ID]),
        (Sort.LONGEST, [{"words": {"order": "desc", "missing": "_last"}}, NEWEST, BY_ID]),
    ],
)
def test_every_order_ends_with_the_id(sort: Sort, order: list[dict[str, Any]]) -> None:
    assert body(SearchRequest(sort=sort), NAMES)["sort"] == order


def test_every_facet_can_be_asked_for() -> None:
    asked = body(SearchRequest(facets=tuple(FACETS)), NAMES)
    assert set(asked["aggs"]) == set(FACETS)
    json.dumps(asked)


@pytest.mark.parametrize("name", ["nope", "", "Persons", "x" * 100_000])
def test_an_unknown_facet_is_told_with_those_that_there_are(name: str) -> None:
    with pytest.raises(SearchError) as error:
        body(SearchRequest(facets=(name,)), NAMES)
    assert all(there in str(error.value) for there in FACETS)
    assert len(str(error.value)) < 400


@pytest.mark.parametrize(
    ("wrong", "allowed"),
    [
        (SearchRequest(size=-1), "10,000"),
        (SearchRequest(start=-1), "10,000"),
        (SearchRequest(start=9_999, size=2), "10,000"),
        (SearchRequest(facet_size=0), "1 to 1,000"),
        (SearchRequest(facet_size=1_001), "1 to 1,000"),
        (SearchRequest(persons=("x" * 1_001,)), "1 to 1,000"),
        (SearchRequest(sources=(" \0",)), "1 to 1,000"),
        (SearchRequest(places=("Rome",) * 101), "at most 100"),
        (SearchRequest(removed=("bios",)), str(RemovalKind.AUTHOR_BIO)),
    ],
)
def test_what_is_out_of_bounds_is_told_with_the_bounds(wrong: SearchRequest, allowed: str) -> None:
    with pytest.raises(SearchError, match=allowed):
        wrong.checked()


@pytest.mark.parametrize(
    ("told", "clean"),
    [
        ("cafe\u0301", "café"),
        ("a\0b\x1b[31m\tc", "a b [31m c"),
        ("lone \ud800 half", "lone ? half"),
        ("  around ", "around"),
        ("“kept” -as it* is", "“kept” -as it* is"),
    ],
)
def test_text_and_names_are_written_as_the_index_writes_them(told: str, clean: str) -> None:
    found = SearchRequest(text=told, persons=(told,), about=DayRange.parse("2024")).checked()
    assert (found.text, found.persons) == (clean, (clean,))
    assert found.checked() == found


@pytest.mark.parametrize(
    "text", ["publishd:2024", "published:2024-13", "(grid", "persn:Roe", "***"]
)
def test_what_is_done_with_articles_is_done_with_none_that_a_slip_selects(text: str) -> None:
    with pytest.raises(SearchError):
        matching(SearchRequest(text), CURATED)


def test_only_filters_of_counted_facets_wait_until_all_is_counted() -> None:
    asked = body(
        SearchRequest("grid", sources=("A",), languages=("de",), facets=("source", "places")), NAMES
    )
    assert asked["post_filter"] == {"bool": {"filter": [term("source", "A")]}}
    assert term("language", "de") in asked["query"]["bool"]["filter"]
    assert term("source", "A") not in asked["query"]["bool"]["filter"]
    assert "post_filter" not in body(SearchRequest("grid", sources=("A",)), NAMES)
