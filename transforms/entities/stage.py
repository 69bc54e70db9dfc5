"""The stage that writes `article.entities`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import ClassVar

from transforms.article import Article, EntityMention
from transforms.entities.correct import corrected
from transforms.entities.edges import trimmed
from transforms.entities.filters import NOT_NAMES, filtered
from transforms.entities.gazetteer import Gazetteer, curated, places
from transforms.entities.model import DEFAULT_MODEL, model_version, recognizer
from transforms.entities.plain import plain
from transforms.entities.second_pass import found_again
from transforms.entities.titled import TITLE_DATA, titled
from transforms.entities.vote import agreed
from transforms.names.curated import CuratedNames
from transforms.places import places_version
from transforms.resources import data_hash
from transforms.stage import Stage


@dataclass(frozen=True)
class FindEntities(Stage):
    """Finds the named entities of the body.

    A spaCy model proposes; titles and gazetteers correct it and add what it misses; one label is
    agreed on for each surface; persons and organisations that are confirmed once are found
    everywhere. An article in another language than the model's gets the curated names alone.

    Args:
        names: the curated names, by all their surfaces.
        model: an installed spaCy model with a component `ner`, as it is imported.
        languages: ISO 639-1 codes of the languages that the model reads.
        batch_size: how many articles share one memory zone of the model. It changes no result.
    """

    names: CuratedNames = field(default_factory=CuratedNames)
    model: str = DEFAULT_MODEL
    languages: tuple[str, ...] = ("en",)
    batch_size: int = 64

    name: ClassVar[str] = "entities"
    version: ClassVar[int] = 1
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
            "names": self.names.hash,
            "places": places_version(),
            "data": data_hash(NOT_NAMES, *TITLE_DATA),
        }

    def process_batch(self, articles: Sequence[Article]) -> Iterator[Article]:
        """The articles with their entities, in order, each as if it were alone."""
        for first in range(0, len(articles), self.batch_size):
            yield from self._process_some(articles[first : first + self.batch_size])

    def process(self, article: Article) -> Article:
        """The article with its entities."""
        return next(self._process_some([article]))

    def _process_some(self, articles: Sequence[Article]) -> Iterator[Article]:
        texts = [plain(article.body) for article in articles]
        read = [text for text, article in zip(texts, articles, strict=True) if self._reads(article)]
        proposed = recognizer(self.model).find(read) if read else iter(())
        for text, article in zip(texts, articles, strict=True):
            if self._reads(article):
                found = self._layered(text, next(proposed))
            else:
                found = corrected(text, (), self._curated.find(text))
            yield replace(article, entities=_in_body(article.body, found))

    def _reads(self, article: Article) -> bool:
        return article.language is None or article.language.code in self.languages

    def _layered(self, text: str, proposed: Sequence[EntityMention]) -> list[EntityMention]:
        found = [kept for mention in proposed if (kept := trimmed(text, mention))]
        found = titled(text, filtered(found))
        found = corrected(text, found, places().find(text))
        found = corrected(text, found, self._curated.find(text))
        found = agreed(found)
        return found_again(text, found)

    @cached_property
    def _curated(self) -> Gazetteer:
        return curated(self.names)


def _in_body(body: str, mentions: Sequence[EntityMention]) -> tuple[EntityMention, ...]:
    """The mentions with their surfaces as the body writes them."""
    return tuple(
        mention
        if mention.of(body) == mention.surface
        else replace(mention, surface=mention.of(body))
        for mention in mentions
    )
