"""The stage that writes `article.entities`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import ClassVar

from transforms.article import Article, EntityMention, FoundBy, Problem
from transforms.entities.chunks import chunks
from transforms.entities.layers import LAYER_DATA, Layer, applied, layers
from transforms.entities.model import DEFAULT_MODEL, model_version, recognizer
from transforms.entities.plain import plain
from transforms.names.curated import CuratedNames
from transforms.places import places_version
from transforms.resources import data_hash
from transforms.stage import Stage

LONGEST = 500_000
ALARM_ARTICLES = 5
ALARM_WORDS = 1_000


@dataclass(frozen=True)
class FindEntities(Stage):
    """Finds the named entities of the body.

    A spaCy model proposes, and the layers correct it and add what it misses. An article in another
    language than the model's gets the curated names alone.

    Args:
        names: the curated names, by all their surfaces.
        model: an installed spaCy model with a component `ner`, as it is imported.
        languages: ISO 639-1 codes of the languages that the model reads.
        longest: characters of a body that are read, for the model takes some 15 seconds a million;
            of a longer one the rest goes unread, and that is told as a problem of the article.
        batch_size: how many articles share one memory zone of the model. It changes no result.
    """

    names: CuratedNames = field(default_factory=CuratedNames)
    model: str = DEFAULT_MODEL
    languages: tuple[str, ...] = ("en",)
    longest: int = LONGEST
    batch_size: int = 64

    name: ClassVar[str] = "entities"
    version: ClassVar[int] = 3
    layers: ClassVar[tuple[str, ...]] = ("entities",)
    needs: ClassVar[tuple[str, ...]] = ("boilerplate", "language")

    def depends_on(self) -> Mapping[str, str]:
        """The model with its version, the curated names, the data of the layers.

        Raises:
            ModelMissingError: the model is not installed; so a run fails at its start.
        """
        return {
            "model": model_version(self.model),
            "languages": " ".join(self.languages),
            "longest": str(self.longest),
            "names": self.names.hash,
            "places": places_version(),
            "data": data_hash(*LAYER_DATA),
        }

    def process_batch(self, articles: Sequence[Article]) -> Iterator[Article]:
        """The articles with their entities, in order, each as if it were alone."""
        for first in range(0, len(articles), self.batch_size):
            yield from self._process_some(articles[first : first + self.batch_size])

    def process(self, article: Article) -> Article:
        """The article with its entities."""
        return next(self._process_some([article]))

    def _process_some(self, articles: Sequence[Article]) -> Iterator[Article]:
        texts = [plain(self._start(article.body)) for article in articles]
        read = [text for text, article in zip(texts, articles, strict=True) if self._reads(article)]
        proposed = recognizer(self.model).find(read) if read else iter(())
        for text, article in zip(texts, articles, strict=True):
            if self._reads(article):
                found = applied(self._layers.values(), text, next(proposed))
            else:
                found = self._layers["curated"](text, ())
            yield self._told(replace(article, entities=_in_body(article.body, found)))

    def _start(self, body: str) -> str:
        return next(chunks(body, self.longest))[1]

    def _told(self, article: Article) -> Article:
        length = len(article.body)
        if length <= self.longest:
            return article
        told = (
            f"only the first {self.longest:,} of {length:,} characters were read for names: "
            "DATELINE_ENTITY_CHARACTERS sets how many are"
        )
        return replace(article, problems=(*article.problems, Problem(self.name, told)))

    def alarm(self, made: Sequence[Article]) -> str | None:
        """A model that finds no name in a batch of news is broken or was never trained.

        Of 627 labelled news articles every one has three names or more that a small model finds.
        """
        read = [article for article in made if self._reads(article)]
        words = sum(len(article.body.split()) for article in read)
        if len(read) < ALARM_ARTICLES or words < ALARM_WORDS:
            return None
        found = (mention.found_by for article in read for mention in article.entities)
        if FoundBy.MODEL in found:
            return None
        return (
            f"the model {self.model} found no name in a whole batch of articles in its language: "
            "it must be broken or untrained; check DATELINE_MODEL"
        )

    def _reads(self, article: Article) -> bool:
        return article.language is None or article.language.code in self.languages

    @cached_property
    def _layers(self) -> Mapping[str, Layer]:
        return layers(self.names)


def _in_body(body: str, mentions: Sequence[EntityMention]) -> tuple[EntityMention, ...]:
    """The mentions with their surfaces as the body writes them."""
    return tuple(
        mention
        if mention.of(body) == mention.surface
        else replace(mention, surface=mention.of(body))
        for mention in mentions
    )
