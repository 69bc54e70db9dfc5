"""How the articles are split over indices, and which of them an article belongs to.

Pure: what a partition is called and what belongs there follow from the split and the article alone.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Query = dict[str, Any]

LONGEST_SOURCE = 1000
"""UTF-16 units. A longer one is in no facet either (`ignore_above`)."""
REST = ""
"""The key of articles that have none: without a day of publication, or without a source."""


class Split(StrEnum):
    """What the indices of articles are split by."""

    NONE = "none"
    YEAR = "year"
    SOURCE = "source"


FIELDS = {Split.YEAR: "published", Split.SOURCE: "source"}
NAME_OF_REST = {Split.YEAR: "undated", Split.SOURCE: "other"}


@dataclass(frozen=True, slots=True)
class Partition:
    """The articles of one year, or of one source.

    >>> Partition(Split.YEAR, "2024").stem("dateline-articles")
    'dateline-articles-year-2024'
    """

    split: Split
    key: str = REST

    @classmethod
    def of(cls, split: Split, document: Mapping[str, Any]) -> Partition:
        """Where the document of an article belongs."""
        return cls(split, key_of(split, document))

    def stem(self, alias: str) -> str:
        """Its indices' name without the number; and the alias that it is written through."""
        if self.split is Split.NONE:
            return alias
        return f"{alias}-{self.split}-{self._name}"

    @property
    def _name(self) -> str:
        if self.key == REST:
            return NAME_OF_REST[self.split]
        return self.key if self.split is Split.YEAR else _slug(self.key)

    @property
    def members(self) -> Query | None:
        """What belongs there, as a query; None for all."""
        if self.split is Split.NONE:
            return None
        field = FIELDS[self.split]
        if self.key == REST:
            return {"bool": {"must_not": [{"exists": {"field": field}}]}}
        if self.split is Split.SOURCE:
            return {"term": {field: self.key}}
        return {"range": {field: {"gte": f"{self.key}-01-01", "lte": f"{self.key}-12-31"}}}


def key_of(split: Split, document: Mapping[str, Any]) -> str:
    """The year ("2024") or source of an article's document; REST where it has none."""
    if split is Split.NONE:
        return REST
    told = str(document.get(FIELDS[split]) or REST)
    if split is Split.YEAR:
        return told[:4]
    return told if len(told.encode("utf-16-le")) <= 2 * LONGEST_SOURCE else REST


KEY_SCRIPT = {
    Split.NONE: "String key = '';",
    Split.YEAR: """
        def told = ctx._source.published;
        String key = told == null ? '' : told.substring(0, 4);
    """,
    Split.SOURCE: f"""
        def told = ctx._source.source;
        String key = told == null || told.length() > {LONGEST_SOURCE} ? '' : told;
    """,
}
"""`key_of`, for Elasticsearch."""


def _slug(source: str) -> str:
    """A source as a part of an index's name: readable as far as that goes, and no two alike."""
    plain = unicodedata.normalize("NFKD", source).encode("ascii", "ignore").decode("ascii").lower()
    readable = re.sub(r"[^a-z0-9]+", "-", plain)[:40].strip("-")
    digest = hashlib.sha256(source.encode("utf-8", "surrogatepass")).hexdigest()[:10]
    return f"{readable}-{digest}".lstrip("-")
