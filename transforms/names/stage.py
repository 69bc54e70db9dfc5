"""The `names` stage: each mention to the name that it stands for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import ClassVar

from transforms.article import Article
from transforms.names.curated import CuratedNames
from transforms.names.document import Locate, canonical_names
from transforms.names.normal import is_name
from transforms.resources import data_hash
from transforms.stage import Stage

DATA = tuple(
    f"names/data/{name}.toml"
    for name in (
        "nicknames",
        "normal",
        "organisations",
        "persons",
        "titles",
        "transliteration",
    )
)


class ResolveNames(Stage):
    """Writes `names` from `entities` and `body`.

    Args:
        names: the curated names.
        locate: finds the point of a place that is not curated.
    """

    name: ClassVar[str] = "names"
    version: ClassVar[int] = 1
    needs: ClassVar[tuple[str, ...]] = ("entities", "boilerplate")

    def __init__(self, names: CuratedNames, locate: Locate | None = None) -> None:
        self._names = names
        self._locate = locate

    def process(self, article: Article) -> Article:
        """The article with one name for each mention that has a kind and is a name."""
        mentions = [mention for mention in article.entities if is_name(mention.surface)]
        found = canonical_names(article.body, mentions, self._names, self._locate)
        return replace(article, names=found)

    def depends_on(self) -> Mapping[str, str]:
        """The curated names and the rules' data."""
        return {
            "names": self._names.hash,
            "data": data_hash(*DATA),
        }
