"""A query of which no article has all words: those that have some, and what still must hold."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from elasticsearch import Elasticsearch

from index_mappings.documents import encode
from search.loosened import LOOSENED, loosened
from search.syntax import parse
from tests.search.conftest import Searched, searched
from tests.seeded_index import RUN
from transforms.article import Article, Metadata, RawArticle

TEXTS = {
    "talks": "The ferry talks in Doha went on over a new tariff for the harbour.",
    "tariff": "A tariff on timber was put off, and the mill is glad of it.",
    "choir": "The choir of the old mill sang in the harbour until it was dark.",
    "leader": "Volodymyr Zelensky spoke of the harbour.",
}


@pytest.fixture(scope="module")
def index(client: Elasticsearch, index_prefix: str) -> Searched:
    documents = {}
    for name, text in TEXTS.items():
        raw = RawArticle(name, text.encode(), metadata=Metadata(source="The Courier"))
        document = encode(Article(raw, title=name, text=text), {}, RUN, datetime.now(UTC))
        documents[raw.id] = document
    return searched(client, index_prefix, documents)


def titles(index: Searched, text: str, **told: object) -> list[str]:
    return [str(index.documents[id]["title"]) for id in index.ids(text, **told)]


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("doha negotiations", ["talks"]),
        ("harbour tariff timber", ["tariff", "talks", "choir", "leader"]),
        ("harbour negotiations Selenskyj", ["leader", "talks", "choir"]),
        ("ferry negotiations source:(Courier OR \"The Courier\")", ["talks"]),
        ("mill negotiations -choir", ["tariff"]),
        ('negotiations mill "the choir"', ["choir"]),
    ],
)  # fmt: skip
def test_the_nearest_are_found_and_it_is_told(index: Searched, text: str, due: list[str]) -> None:
    result = index(text)
    assert sorted(titles(index, text)) == sorted(due)
    assert titles(index, text)[0] == due[0]
    assert (result.loosened, result.total) == (True, len(due))
    assert LOOSENED in result.notes


@pytest.mark.parametrize(
    "text",
    [
        "harbour tariff",  # an article has both
        "harbour OR negotiations",
        "negotiations",  # one word alone
        "negotiations treaties",  # none of them anywhere
        '"doha ferry"',
        '"doha ferry" "mill harbour"',
        "doha negotiations source:Elsewhere",
        "the of negotiations",  # no more than what stands in every text
        "",
    ],
)
def test_nothing_else_is_loosened(index: Searched, text: str) -> None:
    result = index(text)
    assert not result.loosened
    assert LOOSENED not in result.notes


def test_facets_and_histograms_count_what_is_found(index: Searched) -> None:
    result = index("doha negotiations", facets=("source",))
    assert [(each.value, each.count) for each in result.facets["source"]] == [("The Courier", 1)]


def test_all_hits_page_by_page_are_those_of_the_query_itself(index: Searched) -> None:
    assert index("doha negotiations", deep=True).total == 0


def test_what_is_not_a_word_still_must_hold() -> None:
    asked = parse('harbour mill "the choir" -dark')
    query = loosened(asked)
    assert query is not None
    assert query.asked.parts[1:] == asked.asked.parts[2:]
    assert loosened(parse("harbour -dark")) is None
