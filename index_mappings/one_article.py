"""One article out of the index, with its layers, by its id or its URL."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from index_mappings.documents import Document, decode, decode_raw
from index_mappings.families import Aliases
from transforms.article import Article, Metadata, RawArticle

if TYPE_CHECKING:
    from elasticsearch import Elasticsearch

ID = re.compile(r"[0-9a-f]{32}")
LONGEST_URL = 4_000
"""Characters. No longer one is read from a source."""


@dataclass(frozen=True)
class StoredArticle:
    """An article as it was indexed, and the fingerprints of the stages that made it.

    `run`, `indexed_at` and `story` are None for one that the index does not hold.
    """

    article: Article
    fingerprints: Mapping[str, str]
    run: str | None = None
    indexed_at: str | None = None
    story: str | None = None


def is_id(name: str) -> bool:
    """Whether this reads as an article's id."""
    return ID.fullmatch(name) is not None


def find_article(client: Elasticsearch, aliases: Aliases, name: str) -> StoredArticle | None:
    """The article with this id, URI or URL; None where the index holds none."""
    id = name if is_id(name) else RawArticle(name, b"").id
    document = find_document(client, aliases, id)
    if document is None and not is_id(name) and len(name) <= LONGEST_URL:
        document = _one(client, aliases, {"term": {"url": name}})
    if document is None:
        return None
    article = decode(document, _raw(client, aliases, document))
    record = {key: document.get(key) for key in ("run", "indexed_at", "story")}
    return StoredArticle(article, document.get("fingerprints", {}), **record)


def find_document(client: Elasticsearch, aliases: Aliases, id: str) -> Document | None:
    """The document of the article with this id."""
    return _one(client, aliases, {"ids": {"values": [id]}})


def _one(client: Elasticsearch, aliases: Aliases, query: dict[str, Any]) -> Document | None:
    """The newest article that matches. Searched for: who may only read sees no partitions."""
    answer = client.search(
        index=aliases.articles,
        query=query,
        sort=[{"indexed_at": {"order": "desc", "unmapped_type": "date"}}],
        size=1,
        ignore_unavailable=True,
    )
    hits = answer["hits"]["hits"]
    return hits[0]["_source"] if hits else None


def _raw(client: Elasticsearch, aliases: Aliases, document: Document) -> RawArticle:
    """What was read; without its content where the index of raw articles lacks it."""
    answer = client.mget(index=aliases.raw, ids=[document["id"]])
    (found,) = answer["docs"]
    if found.get("found"):
        return decode_raw(found["_source"])
    told = dict(document.get("metadata", {}))
    extra = tuple((name, value) for name, value in told.pop("extra", ()))
    return RawArticle(
        document.get("uri"), b"", document["media_type"], Metadata(**told, extra=extra)
    )
