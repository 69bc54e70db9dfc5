"""One article to look at: out of a source as a run would make it, or out of the index."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, BinaryIO

from flows.one_article.document import read_one
from flows.sources import SourceOptions
from index_mappings.families import Aliases
from index_mappings.one_article import StoredArticle, find_article
from transforms.article import Article
from transforms.pipeline import Pipeline
from transforms.stage import Stage

if TYPE_CHECKING:
    from elasticsearch import Elasticsearch


class CannotExplainError(ValueError):
    """There is no such article, or it can't be processed. Says what to do."""


def made_of(
    location: str, options: SourceOptions, stages: Sequence[Stage], stdin: BinaryIO | None = None
) -> Article:
    """What these stages make of the one document at a location; no index is needed.

    Raises SourceError or NotOneDocumentError as `read_one`, and CannotExplainError where a stage
    fails.
    """
    article = Article(read_one(location, options, stdin))
    done = Pipeline(tuple(stages)).run([article])
    if done.failures:
        failure = done.failures[0]
        raise CannotExplainError(f"{location} can't be processed: {failure.stage}: {failure.error}")
    return done.articles[article.id]


def in_index(client: Elasticsearch, aliases: Aliases, name: str) -> StoredArticle:
    """The article with this id or URL. Raises CannotExplainError where the index holds none."""
    found = find_article(client, aliases, name)
    if found is None:
        raise CannotExplainError(
            f"The index holds no article {name}: `dateline search` shows the ids; for a file that "
            "is not loaded give its path."
        )
    return found
