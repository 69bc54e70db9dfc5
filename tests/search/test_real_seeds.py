"""What a reader must find, and must not, in the two real articles."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from elasticsearch import Elasticsearch

from search.days import DayRange
from tests.search.conftest import searched
from tests.seeded_index import DOHA, PAUSE, real_seeds, seed_documents

if TYPE_CHECKING:
    from tests.search.conftest import Searched

pytestmark = pytest.mark.skipif(len(real_seeds()) < 2, reason="the two real articles are not here")


@pytest.fixture(scope="module")
def index(client: Elasticsearch, index_prefix: str) -> Searched:
    return searched(client, f"{index_prefix}real-", seed_documents(real=True))


def found(index: Searched, text: str = "", **told: object) -> set[str]:
    """Which of the two a search finds."""
    names = {raw.id: str(raw.uri).rsplit("/", 1)[-1] for raw in real_seeds()}
    return {names[id] for id in index.ids(text, **told) if id in names}


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("Zelensky", {PAUSE}),  # its text never spells it so
        ("zelensky strikes", {PAUSE}),
        ("undesirable organization", set()),
        ('"undesirable organization"', set()),
        ("Business Recorder", set()),
        ("energy infrastructure strikes", {PAUSE, DOHA}),
        ("energy infrastructure strikes -Doha", {PAUSE}),
        ("Zakharova", {DOHA}),
    ],
)
def test_words(index: Searched, text: str, due: set[str]) -> None:
    assert found(index, text) == due


def test_what_was_removed_is_kept_but_not_searched(index: Searched) -> None:
    texts = [index.documents[raw.id]["text"] for raw in real_seeds()]
    assert any("undesirable" in text for text in texts)
    assert any("Business Recorder" in text for text in texts)


def test_names_and_their_aliases(index: Searched) -> None:
    assert found(index, organisations=("FT",)) == {PAUSE}
    assert found(index, organisations=("Financial Times",)) == {PAUSE}
    assert found(index, persons=("vladimir putin",)) == {PAUSE, DOHA}
    assert found(index, places=("Doha",)) == {DOHA}
    assert found(index, persons=("Zelensky",), places=("Qatar",)) == {PAUSE}


def test_days_spoken_of_and_days_of_publication(index: Searched) -> None:
    assert found(index, about=DayRange.parse("2024-08-12")) == {PAUSE, DOHA}
    assert found(index, about=DayRange.parse("2022-02")) == {DOHA}
    assert found(index, published=DayRange.parse("2024-08")) == {DOHA}
    assert found(index, published=DayRange.parse("2024-10..")) == {PAUSE}
    august = index("Zakharova", about=DayRange.parse("2024-08"))
    assert august.total == 1


def test_they_are_two_stories(index: Searched) -> None:
    assert found(index, "energy infrastructure strikes", collapse=True) == {PAUSE, DOHA}
    result = index("energy infrastructure strikes", collapse=True)
    assert all(hit.copies_total == 0 for hit in result.hits)
