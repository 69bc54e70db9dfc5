"""Labelled news articles, as the evaluation data holds them, and their folds."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from transforms.article import Span
from transforms.entities.plain import plain

ROOT = Path(__file__).parents[2]
NAMES = ROOT / "../shared/eval/names"
WORLD, NEWSWIRE = NAMES / "ner_world_dev.jsonl", NAMES / "ner_newswire2020.jsonl"

_WORDS = re.compile(r"[-_]")
_NUMBER_IN_SOURCE = re.compile(r"[\W_]*\d[\w.-]*$")


@dataclass(frozen=True, slots=True)
class Labelled(Span):
    """A span of a document with a label."""

    label: str


@dataclass(frozen=True)
class Document:
    """An article as the model reads it (`plain`), with what a person labelled in it, in order."""

    id: str
    text: str
    labelled: Sequence[Labelled]
    dates: bool = True
    """Whether dates and sums of money are among what is labelled."""

    @property
    def source(self) -> str:
        """Who published it, as far as the id tells: the id without its number."""
        return _NUMBER_IN_SOURCE.sub("", self.id)

    @property
    def country(self) -> str:
        """The first word of the source."""
        return _WORDS.split(self.source)[1]


def documents(path: Path) -> Iterator[Document]:
    """The articles of a file of the evaluation data, offsets unchanged."""
    with path.open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            spans = sorted((e["start"], e["end"], e["label"]) for e in row["entities"])
            yield Document(row["id"], plain(row["text"]), [Labelled(*span) for span in spans])


def folds(articles: Sequence[Document], count: int) -> list[list[Document]]:
    """`articles` in parts of like size, all articles of one source in the same part."""
    by_source: dict[str, list[Document]] = {}
    for article in articles:
        by_source.setdefault(article.source, []).append(article)
    parts: list[list[Document]] = [[] for _ in range(count)]
    for source in sorted(by_source, key=lambda name: (-len(by_source[name]), name)):
        min(parts, key=len).extend(by_source[source])
    return parts
