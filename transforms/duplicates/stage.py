"""The `duplicates` stage: what tells two versions of one story."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

from transforms.article import Article
from transforms.duplicates.signature import PERMUTATIONS, ROWS_A_BAND, SHINGLE_WORDS, sign
from transforms.stage import Stage


@dataclass(frozen=True)
class SignBody(Stage):
    """Writes `signature`; None where the body has fewer words than one shingle.

    Args:
        shingle_words: how many words make a shingle.
    """

    shingle_words: int = SHINGLE_WORDS

    name: ClassVar[str] = "duplicates"
    version: ClassVar[int] = 1
    layers: ClassVar[tuple[str, ...]] = ("signature",)
    needs: ClassVar[tuple[str, ...]] = ("boilerplate",)

    def depends_on(self) -> Mapping[str, str]:
        """The shingles' length and the hash family's size."""
        return {"words": str(self.shingle_words), "bands": f"{PERMUTATIONS}/{ROWS_A_BAND}"}

    def process(self, article: Article) -> Article:
        """The article with its signature."""
        return replace(article, signature=sign(article.body, self.shingle_words))
