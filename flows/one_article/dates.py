"""The date mentions of one article: out of a source as a run would read it, or of the index."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, BinaryIO

from flows.configured import known_sources
from flows.one_article.explain import boilerplate_stage
from flows.one_article.read import in_index, made_of
from flows.sources import SourceOptions
from index_mappings.families import Aliases
from index_mappings.settings import Settings
from transforms.article import Article, DateMention, Published, PublishedFrom
from transforms.dates import FindDates
from transforms.dates.explain import ExplainedMention, explained_mentions, mention_document
from transforms.pipeline import Pipeline
from transforms.published import read_date
from transforms.published.outlets_day import known_zone
from transforms.stage import Stage
from transforms.stages import cleaning

if TYPE_CHECKING:
    from elasticsearch import Elasticsearch


@dataclass(frozen=True)
class DatedArticle:
    """An article with its date mentions.

    `explained` is None for mentions as they were stored, with rules of another day; `stale` are
    then the stages that have changed since.
    """

    article: Article
    explained: tuple[ExplainedMention, ...] | None
    stale: frozenset[str] = frozenset()

    @property
    def mentions(self) -> tuple[DateMention, ...]:
        """The mentions, in the order of the body."""
        if self.explained is None:
            return self.article.dates
        return tuple(each.mention for each in self.explained)

    def document(self) -> dict[str, Any]:
        """All of it as JSON values; every key is always there."""
        article, published, language = self.article, self.article.published, self.article.language
        stored = [mention_document(m) | {"direction": None, "anchor": None} for m in article.dates]
        return {
            "id": article.id,
            "uri": article.raw.uri,
            "title": article.title,
            "source": article.raw.source,
            "language": language.code if language else None,
            "published": published.date.isoformat() if published else None,
            "published_found_in": str(published.found_in) if published else None,
            "published_confidence": published.confidence if published else None,
            "stale": sorted(self.stale),
            "mentions": stored
            if self.explained is None
            else [each.document() for each in self.explained],
        }


def told_day(told: str, timezone: str | None = None) -> Published:
    """The day of publication that a person gives: a day, or a moment, read in the outlet's zone.

    Raises ValueError where it is neither.

    >>> told_day("2024-10-29T23:30Z", "Asia/Tokyo").date
    datetime.date(2024, 10, 30)
    """
    moment = read_date(told)
    if moment is None:
        raise ValueError(
            f"{told!r:.80} is no day: give 2024-10-30, or a moment with its zone, "
            "2024-10-29T23:30Z."
        )
    zone = known_zone(timezone)
    day = moment.at.astimezone(zone).date() if moment.at and zone else moment.day
    return Published(day, PublishedFrom.METADATA, 1.0, moment.at)


def dates_of_document(
    location: str,
    options: SourceOptions,
    settings: Settings,
    published: Published | None = None,
    stdin: BinaryIO | None = None,
) -> DatedArticle:
    """The date mentions of the one document at a location; no index is needed.

    Args:
        published: the anchor, whatever the document says.

    Raises:
        SourceError, NotOneDocumentError: it is not there, or not one document.
        CannotExplainError: it can't be processed.
        ValueError: a file that the settings name is of no use.
    """
    return _explained(made_of(location, options, _stages(settings), stdin), published)


def dates_of_stored(
    client: Elasticsearch,
    aliases: Aliases,
    name: str,
    settings: Settings,
    published: Published | None = None,
    *,
    anew: bool = False,
) -> DatedArticle:
    """The date mentions of the article with this id or URL, as stored while the rules are the same.

    Args:
        published, anew: read the stored body by today's rules, with this anchor or the stored one.

    Raises CannotExplainError where the index holds none.
    """
    found = in_index(client, aliases, name)
    stale = Pipeline((*_stages(settings), FindDates())).stale(
        found.fingerprints, found.article.raw.source
    )
    if FindDates.name in stale and not (anew or published):
        return DatedArticle(found.article, None, stale)
    return replace(_explained(found.article, published), stale=stale)


def _stages(settings: Settings) -> tuple[Stage, ...]:
    return cleaning(boilerplate_stage(settings), known_sources(settings.sources))


def _explained(article: Article, published: Published | None) -> DatedArticle:
    article = replace(article, published=published or article.published)
    anchor, language = FindDates().asked(article)
    return DatedArticle(article, tuple(explained_mentions(article.body, anchor, language)))
