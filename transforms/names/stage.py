"""The `names` stage: each mention to the name that it stands for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import ClassVar

from transforms.article import Article, EntityMention, NameMention
from transforms.names.curated import CuratedNames
from transforms.names.document import canonical_names
from transforms.names.normal import is_name
from transforms.places import places_version
from transforms.resources import data_hash
from transforms.stage import Stage

DATA = tuple(
    f"names/data/{name}.toml"
    for name in (
        "nicknames",
        "normal",
        "organisations",
        "persons",
        "places",
        "titles",
        "transliteration",
    )
)


@dataclass(frozen=True)
class ResolveNames(Stage):
    """Writes `names` from `entities` and `body`.

    Args:
        names: the curated names.
    """

    names: CuratedNames = field(default_factory=CuratedNames)

    name: ClassVar[str] = "names"
    version: ClassVar[int] = 4
    layers: ClassVar[tuple[str, ...]] = ("names",)
    needs: ClassVar[tuple[str, ...]] = ("entities", "boilerplate")

    def process(self, article: Article) -> Article:
        """The article with one name for each mention that has a kind and is a name."""
        named = [mention for mention in article.entities if is_name(mention.surface)]
        return replace(article, names=self.names_of(article.body, named))

    def names_of(self, body: str, mentions: Iterable[EntityMention]) -> tuple[NameMention, ...]:
        """One name for each mention that has a kind: `canonical_names` with the stage's names."""
        return canonical_names(body, mentions, self.names)

    def depends_on(self) -> Mapping[str, str]:
        """The curated names, the rules' data, the gazetteer."""
        return {
            "names": self.names.hash,
            "data": data_hash(*DATA),
            "places": places_version(),
        }
