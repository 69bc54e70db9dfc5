"""Stories: copies come under one id, whatever the order in which they were loaded."""

import itertools
from datetime import UTC, datetime

import pytest
from elasticsearch import Elasticsearch

from index_mappings.documents import encode
from index_mappings.families import Aliases
from index_mappings.load import put
from index_mappings.settings import Settings
from index_mappings.stories import Merges, settle
from transforms.article import Article, RawArticle
from transforms.duplicates.signature import sign

WORDS = [f"word{number}" for number in range(400)]
A = " ".join(WORDS[:100])
B = " ".join([*WORDS[:90], *WORDS[200:210]])  # near A
C = " ".join([*WORDS[10:90], *WORDS[200:215]])  # near B, less so A
D = " ".join(WORDS[300:400])  # another story
TEXTS = {"a": A, "b": B, "c": C, "d": D}


def article(name: str, text: str) -> Article:
    raw = RawArticle(f"https://example.org/{name}", text.encode())
    return Article(raw, text=text, signature=sign(text))


def load(client: Elasticsearch, aliases: Aliases, run: str, names: str) -> None:
    at = datetime(2024, 10, 30, tzinfo=UTC)
    articles = [article(name, TEXTS[name]) for name in names]
    documents = {each.id: encode(each, {}, run, at) for each in articles}
    assert put(client, aliases.articles, documents, Settings()) == []
    settle(client, aliases, [run])


def stories(client: Elasticsearch, aliases: Aliases) -> dict[str, str]:
    client.indices.refresh(index=aliases.articles)
    hits = client.search(index=aliases.articles, size=100)["hits"]["hits"]
    return {hit["_id"]: hit["_source"]["story"] for hit in hits}


@pytest.mark.parametrize("order", [["abcd"], ["d", "c", "b", "a"], ["ac", "db"], ["cd", "a", "b"]])
def test_the_order_of_loading_does_not_matter(
    client: Elasticsearch, aliases: Aliases, order: list[str]
) -> None:
    for number, names in enumerate(order):
        load(client, aliases, f"run-{number}", names)
    found = stories(client, aliases)
    ids = {name: article(name, "").id for name in TEXTS}
    one_story = min(ids[name] for name in "abc")
    assert found == {**{ids[name]: one_story for name in "abc"}, ids["d"]: ids["d"]}


def test_settling_again_changes_nothing(client: Elasticsearch, aliases: Aliases) -> None:
    load(client, aliases, "run-1", "abcd")
    before = stories(client, aliases)
    settle(client, aliases, ["run-1"])
    assert stories(client, aliases) == before


@pytest.mark.parametrize("changed_first", [True, False])
def test_a_story_is_taken_apart_when_the_text_that_joined_it_changes(
    client: Elasticsearch, aliases: Aliases, changed_first: bool
) -> None:
    load(client, aliases, "run-1", "ab")
    (story,) = set(stories(client, aliases).values())
    at = datetime(2024, 10, 31, tzinfo=UTC)
    changed, same = article("b", D), article("a", A)
    # As a batch writes them: both still in their story, the changed one signed anew.
    written = [
        {**encode(changed, {}, "run-2", at), "story": story, "resigned": True},
        {**encode(same, {}, "run-2", at), "story": story},
    ]
    for document in written if changed_first else reversed(written):
        put(client, aliases.articles, {document["id"]: document}, Settings())
    settle(client, aliases, ["run-2"])
    assert all(id == its_story for id, its_story in stories(client, aliases).items())


def test_taking_apart_joins_again_what_still_belongs(
    client: Elasticsearch, aliases: Aliases
) -> None:
    load(client, aliases, "run-1", "abc")
    (story,) = set(stories(client, aliases).values())
    at = datetime(2024, 10, 31, tzinfo=UTC)
    changed = article("c", D)
    document = {**encode(changed, {}, "run-2", at), "story": story, "resigned": True}
    put(client, aliases.articles, {changed.id: document}, Settings())
    settle(client, aliases, ["run-2"])
    a, b = article("a", "").id, article("b", "").id
    assert stories(client, aliases) == {a: min(a, b), b: min(a, b), changed.id: changed.id}


def test_merging_is_the_same_in_every_order() -> None:
    joins = [("d", "c"), ("b", "a"), ("c", "a"), ("f", "e")]
    outcomes = set()
    for order in itertools.permutations(joins):
        merges = Merges()
        for one, other in order:
            merges.join(one, other)
        outcomes.add(tuple((story, merges.find(story)) for story in "abcdef"))
    assert outcomes == {(("a", "a"), ("b", "a"), ("c", "a"), ("d", "a"), ("e", "e"), ("f", "e"))}
