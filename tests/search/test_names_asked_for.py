"""Names in a query, in a real index: aliases, what was learned of them, and slips."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from elasticsearch import Elasticsearch

from index_mappings.documents import encode
from index_mappings.load import put
from index_mappings.settings import Settings
from search.naming import Also
from tests.search.conftest import Searched, searched
from tests.seeded_index import RUN
from transforms.article import Article, RawArticle

TEXTS: dict[str, tuple[str, dict[str, list[str]]]] = {
    "ft": ("The FT has a new office.", {"organisations": ["Financial Times"]}),
    "times": ("The Financial Times has a new office.", {"organisations": ["Financial Times"]}),
    "wave": ("A wave of 40 ft broke over the new office.", {}),
    "kyiv": ("Volodymyr Zelensky spoke in Kyiv.", {"persons": ["Volodymyr Zelensky"]}),
    "berlin": ("Wolodymyr Selenskyj sprach.", {"persons": ["Volodymyr Zelensky"]}),
    "minister": ("Maren Lindholm opened the pier.", {"persons": ["Maren Lindholm"]}),
    "merged": ("Marenn Lindholme opened the bridge.", {"persons": ["Maren Lindholm"]}),
    "who": ("Those who pay tell us who they are.", {}),
    "health": ("The WHO spoke.", {"organisations": ["World Health Organization"]}),
    "strike": ("A strike closed the pier.", {}),
}
MERGE: dict[str, Any] = {
    "doc": "merge", "name_id": "person-1", "into": "person-2", "canonical": "Maren Lindholm",
    "kind": "person", "aliases": ["Marenn Lindholme"], "score": 0.9, "reason": "sounds like",
}  # fmt: skip
ELSEWHERE = MERGE | {"article": "a1", "aliases": ["Lindqvist"], "name_id": "person-3"}


@pytest.fixture(scope="module")
def index(client: Elasticsearch, index_prefix: str) -> Searched:
    documents = {}
    for name, (text, facets) in TEXTS.items():
        raw = RawArticle(name, text.encode())
        names = sorted(each for told in facets.values() for each in told)
        document = encode(Article(raw, title=name, text=text), {}, RUN, datetime.now(UTC))
        documents[raw.id] = {**document, **facets, "names": names}
    found = searched(client, index_prefix, documents)
    assert put(client, found.aliases.names, {"m1": MERGE, "m2": ELSEWHERE}, Settings()) == []
    client.indices.refresh(index=found.aliases.names)
    return found


def titles(index: Searched, text: str, **told: object) -> set[str]:
    return {str(index.documents[id]["title"]) for id in index.ids(text, **told)}


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("FT", {"ft", "times", "wave"}),
        ("FT office -wave", {"ft", "times"}),
        ("ft", {"ft", "wave"}),
        ('"FT"', {"ft", "times", "wave"}),
        ("Financial Times", {"ft", "times"}),
        ("Selenskyj", {"kyiv", "berlin"}),
        ("Volodymyr Zelensky", {"kyiv", "berlin"}),
        ("Selenskyj Kyiv", {"kyiv"}),
        ("WHO", {"health"}),
        ("who", {"who", "health"}),
        ("us", {"who"}),
        ("Marenn Lindholme", {"merged", "minister"}),
        ("marenn lindholme pier", {"minister"}),
        ("FT OR Selenskyj", {"ft", "times", "wave", "kyiv", "berlin"}),
    ],
)
def test_a_name_is_found_by_any_of_its_spellings(index: Searched, text: str, due: set[str]) -> None:
    assert titles(index, text) == due


def test_the_name_itself_ranks_above_the_letters_of_its_acronym(index: Searched) -> None:
    ranked = [str(index.documents[id]["title"]) for id in index.ids("FT")]
    assert ranked[-1] == "wave"


@pytest.mark.parametrize(
    ("text", "also"),
    [
        ("FT", Also("FT", "Financial Times", "alias")),
        ("Selenskyj", Also("Selenskyj", "Volodymyr Zelensky", "alias")),
        ("Zelensji speech", Also("Zelensji", "Volodymyr Zelensky", "spelling")),
        ("Maren Lindhlom", Also("Maren Lindhlom", "Maren Lindholm", "spelling")),
        ("Marenn Lindholme", Also("Marenn Lindholme", "Maren Lindholm", "alias")),
    ],
)
def test_what_was_searched_for_as_well_is_told(index: Searched, text: str, also: Also) -> None:
    assert also in index(text).also


@pytest.mark.parametrize("text", ["ft", "us who", "strike", "Volodymyr Zelensky", "pier", ""])
def test_nothing_else_is_searched_for_where_no_name_is_meant(index: Searched, text: str) -> None:
    assert index(text).also == ()


def test_a_slip_of_a_name_finds_its_articles(index: Searched) -> None:
    assert titles(index, "Zelensji") == {"kyiv", "berlin"}
    assert titles(index, "Lindhlom pier") == {"minister"}


def test_a_filter_follows_what_names_are_called_since(index: Searched) -> None:
    assert titles(index, "", persons=("Marenn Lindholme",)) == {"minister", "merged"}
    assert titles(index, 'person:"marenn lindholme"') == {"minister", "merged"}
    # What goes by another name in one article alone says nothing of the others.
    assert titles(index, "", persons=("Lindqvist",)) == set()


def test_a_word_that_stands_nowhere_is_told_with_what_may_have_been_meant(index: Searched) -> None:
    result = index("strikke pier -bridge")
    assert (result.loosened, result.absent) == (True, ("strikke",))
    strict = index("strikke pier -bridge", deep=True)
    assert (strict.total, strict.absent) == (0, ("strikke",))
    assert result.suggestion == "strike pier -bridge"
    assert index(result.suggestion).total == 1
    nothing = index("zzyzxq pier")
    assert (nothing.absent, nothing.suggestion) == (("zzyzxq",), None)
