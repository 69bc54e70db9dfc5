"""The stage that finds the date mentions of an article's body."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from transforms.article import Article
from transforms.dates.language import ANY_LANGUAGE, data_files
from transforms.dates.mentions import date_mentions
from transforms.resources import data_hash
from transforms.stage import OnError, Stage


@dataclass(frozen=True)
class FindDates(Stage):
    """Writes `article.dates`; the day of publication is what "today" means.

    Args:
        language: for articles whose language is not known; "und" reads dates in figures alone.
    """

    language: str = ANY_LANGUAGE

    name: ClassVar[str] = "dates"
    version: ClassVar[int] = 3
    layers: ClassVar[tuple[str, ...]] = ("dates",)
    needs: ClassVar[tuple[str, ...]] = ("boilerplate", "language", "published")
    on_error: ClassVar[OnError] = OnError.EMPTY_LAYER

    def process(self, article: Article) -> Article:
        """The article with its date mentions."""
        anchor, language = self.asked(article)
        return replace(article, dates=date_mentions(article.body, anchor, language))

    def asked(self, article: Article) -> tuple[date | None, str]:
        """The anchor and the language with which an article's body is read."""
        anchor = article.published.date if article.published else None
        return anchor, article.language.code if article.language else self.language

    def depends_on(self) -> Mapping[str, str]:
        """The grammar's data and the fallback language."""
        return {"data": data_hash(*data_files()), "language": self.language}
