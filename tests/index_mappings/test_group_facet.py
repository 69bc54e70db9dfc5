"""Demonyms and groups are found, kept with who found them, and counted in a facet of their own."""

from __future__ import annotations

from datetime import UTC, datetime

from index_mappings.documents import decode, encode
from index_mappings.indices import mapping_of
from search.facets import FACETS
from transforms.article import Article, FoundBy, Language, RawArticle
from transforms.entities import FindEntities
from transforms.names import ResolveNames

AT = datetime(2024, 10, 30, 12, tzinfo=UTC)
TEXT = "Qatari and Ukrainian envoys met Ana Petrova in Doha. The Qataris left with Petrova."


def test_groups_have_a_facet_of_their_own() -> None:
    found = FindEntities().process(
        Article(RawArticle("test:group", b""), text=TEXT, language=Language("en", 1.0))
    )
    article = ResolveNames().process(found)
    document = encode(article, {}, "run-1", AT)

    assert {*document["groups"]} >= {"Ukrainian"}
    assert not {*document["groups"]} & {*document["places"], *document["persons"]}
    assert FACETS["groups"].field == "groups"
    assert mapping_of("articles")["properties"]["groups"]["type"] == "keyword"

    by = {FoundBy(mention["found_by"]) for mention in document["entities"]}
    assert FoundBy.MODEL in by
    assert decode(document, article.raw).entities == article.entities
