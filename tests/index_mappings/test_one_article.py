"""One article out of the index: by id, URI or URL, with its layers; or None."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from elasticsearch import Elasticsearch

from index_mappings.documents import encode, encode_raw
from index_mappings.families import Aliases
from index_mappings.indices import ensure
from index_mappings.load import put
from index_mappings.one_article import find_article, is_id
from index_mappings.settings import Settings
from transforms.article import Article, Metadata, RawArticle, Removal, RemovalKind

TEXT = "The dredger left.\nShare this article"
URL = "https://courier.example/dredger"
REMOVED = (Removal(18, 36, RemovalKind.SOCIAL_SHARE, "en/share", 0.9, "'share' +3"),)


def article(uri: str | None, url: str | None = None) -> Article:
    raw = RawArticle(uri, TEXT.encode(), metadata=Metadata(url=url, extra=(("desk", "coast"),)))
    return Article(raw, title="Dredger", text=TEXT, removed=REMOVED)


BOTH = article("file:///stories.jsonl#7", URL)
WITHOUT_RAW = article("file:///dredger.txt")


@pytest.fixture(scope="module")
def client(node_url: str, index_prefix: str) -> Elasticsearch:
    aliases, now = Aliases(index_prefix), datetime.now(UTC)
    found = Elasticsearch(node_url)
    ensure(found, aliases)
    documents = {a.id: encode(a, {"boilerplate": "f"}, "run", now) for a in (BOTH, WITHOUT_RAW)}
    raws = {BOTH.id: encode_raw(BOTH.raw, "run", now)}
    assert put(found, aliases.articles, documents, Settings()) == []
    assert put(found, aliases.raw, raws, Settings()) == []
    found.indices.refresh(index=aliases.articles)
    return found


@pytest.mark.parametrize("name", [BOTH.id, BOTH.raw.uri, URL])
def test_an_article_is_found_with_its_layers(
    client: Elasticsearch, index_prefix: str, name: str
) -> None:
    found = find_article(client, Aliases(index_prefix), name)
    assert found is not None
    assert found.article == BOTH
    assert found.fingerprints == {"boilerplate": "f"}


def test_without_its_raw_article_the_layers_are_found(
    client: Elasticsearch, index_prefix: str
) -> None:
    found = find_article(client, Aliases(index_prefix), WITHOUT_RAW.id)
    assert found is not None
    assert found.article.removed == REMOVED
    assert found.article.id == WITHOUT_RAW.id
    assert found.article.raw.metadata == WITHOUT_RAW.raw.metadata
    assert found.article.raw.content == b""


@pytest.mark.parametrize("name", ["0" * 32, "https://courier.example/none", "x" * 40_000])
@pytest.mark.parametrize("prefix", [None, "dlt-never-made-"])
def test_what_is_not_there_is_none(
    client: Elasticsearch, index_prefix: str, name: str, prefix: str | None
) -> None:
    assert find_article(client, Aliases(prefix or index_prefix), name) is None


@pytest.mark.parametrize(
    ("name", "expected"),
    [("0" * 32, True), (BOTH.id, True), ("0" * 31, False), ("A" * 32, False), (URL, False)],
)
def test_what_reads_as_an_id(name: str, expected: bool) -> None:
    assert is_id(name) is expected
