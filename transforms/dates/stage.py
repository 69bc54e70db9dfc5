"""The stage that finds the date mentions of an article's body."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

from transforms.article import Article
from transforms.dates.language import data_files
from transforms.dates.mentions import date_mentions
from transforms.resources import data_hash
from transforms.stage import OnError, Stage


@dataclass(frozen=True)
class FindDates(Stage):
    """Writes `article.dates`; the day of publication is what "today" means.

    Args:
        language: for articles whose language is not known.
    """

    language: str = "en"

    name: ClassVar[str] = "dates"
    version: ClassVar[int] = 1
    layers: ClassVar[tuple[str, ...]] = ("dates",)
    needs: ClassVar[tuple[str, ...]] = ("boilerplate", "language", "published")
    on_error: ClassVar[OnError] = OnError.EMPTY_LAYER

    def process(self, article: Article) -> Article:
        """The article with its date mentions."""
        anchor = article.published.date if article.published else None
        language = article.language.code if article.language else self.language
        return replace(article, dates=date_mentions(article.body, anchor, language))

    def depends_on(self) -> Mapping[str, str]:
        """The grammar's data and the fallback language."""
        return {"data": data_hash(*data_files()), "language": self.language}
