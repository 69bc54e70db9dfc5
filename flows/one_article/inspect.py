"""All that is made of one article: out of a source as a run would make it, or out of the index."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from flows.one_article.read import in_index, made_of
from flows.sources import SourceOptions
from flows.workers.workplace import pipeline_for
from index_mappings.families import Aliases
from index_mappings.one_article import StoredArticle
from index_mappings.recurring_files import promoted_recurring
from index_mappings.settings import Settings
from transforms.pipeline import Pipeline

if TYPE_CHECKING:
    from elasticsearch import Elasticsearch


def todays_pipeline(settings: Settings) -> Pipeline:
    """The pipeline as a run with these settings has it. Raises as `pipeline_for`."""
    return pipeline_for(settings, promoted_recurring(settings.recurring_folder))


def inspect_document(
    location: str, options: SourceOptions, made: Pipeline, stdin: BinaryIO | None = None
) -> StoredArticle:
    """What the pipeline makes of the one document at a location; no index is needed.

    Raises SourceError, NotOneDocumentError or CannotExplainError where there is no such article.
    """
    return StoredArticle(made_of(location, options, made.stages, stdin), made.fingerprints)


def inspect_stored(
    client: Elasticsearch, aliases: Aliases, name: str, made: Pipeline
) -> tuple[StoredArticle, frozenset[str]]:
    """The article with this id or URL as it was stored, and the stages that differ today.

    Raises CannotExplainError where the index holds none.
    """
    found = in_index(client, aliases, name)
    return found, made.stale(found.fingerprints)
