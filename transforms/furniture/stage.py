"""The `furniture` stage: what was taken out of the text, or told beside it, as fields."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import ClassVar

from transforms.article import (
    Article,
    Furniture,
    MetadataFrom,
    Removal,
    RemovalKind,
    Sourced,
)
from transforms.boilerplate.dateline_parts import DATA as DATELINES
from transforms.boilerplate.datelines import is_dateline
from transforms.extract.metadata.authors import DATA as AUTHORS
from transforms.extract.metadata.authors import people
from transforms.extract.metadata.values import one_each
from transforms.furniture.bylines import authors_in
from transforms.furniture.filed import filed
from transforms.names.curated import CuratedNames
from transforms.names.stage import DATA as NAMES
from transforms.places import places_version
from transforms.resources import data_hash
from transforms.stage import OnError, Stage


@dataclass(frozen=True)
class CollectFurniture(Stage):
    """Writes `furniture` from what the source and the page say and what left the text.

    Args:
        names: the curated names, under which the places of datelines are known.
    """

    names: CuratedNames = field(default_factory=CuratedNames)

    name: ClassVar[str] = "furniture"
    version: ClassVar[int] = 1
    layers: ClassVar[tuple[str, ...]] = ("furniture",)
    needs: ClassVar[tuple[str, ...]] = ("extract", "boilerplate")
    on_error: ClassVar[OnError] = OnError.EMPTY_LAYER

    def depends_on(self) -> Mapping[str, str]:
        """The curated names, the data files, the known places."""
        return {
            "names": self.names.hash,
            "data": data_hash(AUTHORS, DATELINES, *NAMES),
            "places": places_version(),
        }

    def process(self, article: Article) -> Article:
        """The article with its furniture."""
        bylines = tuple(_lines(article, RemovalKind.DATELINE_BYLINE))
        found = Furniture(
            authors=_authors(article, bylines),
            captions=tuple(_lines(article, RemovalKind.IMAGE_CAPTION)),
            bylines=bylines,
            datelines=tuple(
                filed(article.text, removal, self.names)
                for removal in article.removed
                if is_dateline(removal)
            ),
            editors_notes=tuple(_lines(article, RemovalKind.EDITORS_NOTE)),
        )
        return replace(article, furniture=found)


def _lines(article: Article, kind: RemovalKind) -> Iterator[str]:
    """What was removed as a kind, each once, datelines apart."""
    return one_each(removal.of(article.text) for removal in _of_kind(article.removed, kind))


def _of_kind(removed: Iterable[Removal], kind: RemovalKind) -> Iterator[Removal]:
    return (each for each in removed if each.kind is kind and not is_dateline(each))


def _authors(article: Article, bylines: tuple[str, ...]) -> tuple[Sourced, ...]:
    """Whom the source names, else whom the page does, else whom the text does."""
    page = article.page
    outlets = {article.raw.source, page.site.value if page and page.site else None}
    others = tuple(name for name in outlets if name)
    if told := people(article.raw.metadata.author or "", others):
        return tuple(Sourced(name, MetadataFrom.SOURCE) for name in told)
    if page and page.authors:
        return page.authors
    in_text = authors_in(bylines, article.body, others)
    return tuple(Sourced(name, MetadataFrom.TEXT) for name in in_text)
