"""Explaining one article: out of a source as a run would read it, or out of the index."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from flows.configured.file import known_sources, rules_in_force
from flows.one_article.read import in_index, made_of
from flows.sources import SourceOptions
from index_mappings.families import Aliases
from index_mappings.recurring_files import promoted_recurring
from index_mappings.settings import Settings
from transforms.article import Article
from transforms.boilerplate import RemoveBoilerplate
from transforms.boilerplate.explain import Explanation, as_stored, explain
from transforms.furniture import CollectFurniture
from transforms.names.curated import CuratedNames
from transforms.pipeline import Pipeline
from transforms.sources import NO_SOURCES, Sources
from transforms.stages import cleaning

if TYPE_CHECKING:
    from elasticsearch import Elasticsearch


@dataclass(frozen=True)
class StoredExplanation:
    """What the index says of an article; `stale` are the stages that would do otherwise today."""

    explanation: Explanation
    stale: frozenset[str]


def boilerplate_stage(settings: Settings) -> RemoveBoilerplate:
    """The stage as a run with these settings has it.

    Raises RulesError, SourceTableError or RecurringFilesError where a file that they name is of no
    use.
    """
    return RemoveBoilerplate(
        threshold=settings.boilerplate_threshold,
        recurring=promoted_recurring(settings.recurring_folder),
        own=rules_in_force(settings.rules, settings.sources),
        sources=known_sources(settings.sources),
    )


def explain_document(
    location: str,
    options: SourceOptions,
    stage: RemoveBoilerplate,
    names: CuratedNames | None = None,
    stdin: BinaryIO | None = None,
    sources: Sources = NO_SOURCES,
) -> Explanation:
    """What would be made of the one document at a location; no index is needed.

    Args:
        stage: the boilerplate stage, with the threshold and the rules to try.
        names: the curated names, under which the places of datelines are known.
        sources: what is known of outlets.

    Raises SourceError, NotOneDocumentError or CannotExplainError where there is no such article.
    """
    stages = (*cleaning(stage, sources), CollectFurniture(names or CuratedNames()))
    return explain(made_of(location, options, stages, stdin), stage)


def explain_stored(
    client: Elasticsearch,
    aliases: Aliases,
    name: str,
    stage: RemoveBoilerplate,
    names: CuratedNames | None = None,
    *,
    anew: bool = False,
    sources: Sources = NO_SOURCES,
) -> StoredExplanation:
    """What was made of the article with this id or URL, or, `anew`, would be of its stored text.

    Raises CannotExplainError where the index holds none.
    """
    found = in_index(client, aliases, name)
    stale = Pipeline(cleaning(stage, sources)).stale(found.fingerprints, found.article.raw.source)
    article = found.article
    if anew:
        return StoredExplanation(explain(_anew(article, stage, names), stage), stale)
    # With today's rules, to judge once more gives what is stored, and near misses too.
    fresh = stage.name not in stale
    return StoredExplanation(explain(article, stage) if fresh else as_stored(article), stale)


def _anew(article: Article, stage: RemoveBoilerplate, names: CuratedNames | None) -> Article:
    for each in (stage, CollectFurniture(names or CuratedNames())):
        article = each.process(each.cleared(article))
    return article
