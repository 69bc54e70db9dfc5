"""The sample articles, and the two real ones where they are, in an index for a module's tests."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from elasticsearch import Elasticsearch

from flows.sources import read_sources
from flows.workers.workplace import pipeline_for
from index_mappings.documents import Document, encode
from index_mappings.families import Aliases
from index_mappings.indices import ensure
from index_mappings.load import put
from index_mappings.settings import Settings
from index_mappings.stories import settle
from transforms.article import Article, Metadata, RawArticle

PROJECT = Path(__file__).resolve().parents[1]
SHARED = PROJECT / "../shared/seeds"
RUN = "run-of-the-tests"
# Their days of publication stand nowhere in the two texts.
PAUSE = "000_f2127c0ecd18b88d.txt"
DOHA = "003_f7508e91524e1b2a.txt"
PUBLISHED = {PAUSE: "2024-10-30", DOHA: "2024-08-18"}


def real_seeds() -> list[RawArticle]:
    """The two real articles, named by their files; none where they are not there."""
    return [
        RawArticle(f"file:///{name}", path.read_bytes(), metadata=Metadata(published=day))
        for name, day in PUBLISHED.items()
        if (path := SHARED / name).exists()
    ]


@cache
def seed_documents(real: bool) -> dict[str, Document]:
    """What the whole pipeline makes of the sample articles, and of the real ones if asked for."""
    raws = [raw for raw in read_sources([str(PROJECT / "seeds")]) if isinstance(raw, RawArticle)]
    pipeline = pipeline_for(Settings())
    every = frozenset(pipeline.fingerprints)
    articles = [Article(raw) for raw in raws + (real_seeds() if real else [])]
    processed = pipeline.run(articles, {article.id: every for article in articles})
    assert not processed.failures
    return {
        id: encode(article, pipeline.fingerprints, RUN, datetime.now(UTC))
        for id, article in processed.articles.items()
    }


def load(client: Elasticsearch, aliases: Aliases, documents: dict[str, Document]) -> None:
    """Put documents into an index of their own, and settle their stories."""
    ensure(client, aliases)
    assert put(client, aliases.articles, documents, Settings()) == []
    settle(client, aliases, [RUN])
    client.indices.refresh(index=aliases.articles)
