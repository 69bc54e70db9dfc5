"""Counting the lines that a source repeats: what a snapshot is learned from.

One source at a time, one article after the other; memory grows with the articles of one source
that are looked at, by about 4 kB each, never with the corpus.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import blake2b

from transforms.boilerplate.lines import Line, lines
from transforms.boilerplate.recurring import line_key

LEAST = 3
"""Articles that a line must stand in: of lines in two, one in seven is a quote or a sub-head."""

COPY = 0.5
"""Share of the words of two articles together that stand in lines of both, from which one is a
copy of the other: they count once. Stories are joined at a like share (`index_mappings/stories`),
but only where bodies agree."""

TELLING = 6
"""The longest lines of an article, by which its copies are looked for."""

REMEMBERED = 8
"""Articles that are remembered for one such line: a longer list is a template's, no story's."""


@dataclass(frozen=True, slots=True)
class Counted:
    """An article to count. `published` is its day; `story` is shared by known copies."""

    id: str
    text: str
    published: date | None = None
    story: str | None = None


@dataclass(frozen=True, slots=True)
class RecurringLine:
    """A line that a source repeats: a row of a snapshot.

    Args:
        key: `recurring.line_key` of it.
        line: as the newest article prints it.
        articles: how many have it; `seen`: how many were looked at, copies not counted.
        first, last: the days of publication of the oldest and the newest of them.
        example: the id of the newest of them.
        keep: a person's mark that it is body, and does not count.
    """

    source: str
    key: str
    line: str
    articles: int
    seen: int
    first: date | None
    last: date | None
    example: str
    keep: bool = False


@dataclass(slots=True)
class _Repeated:
    key: str
    line: str
    articles: int
    example: str
    days: list[date]


@dataclass
class SourceCount:
    """The count of one source. Give it the newest articles first: they are its examples."""

    source: str
    least: int = LEAST
    seen: int = 0
    copies: int = 0
    _stories: set[str] = field(default_factory=set)
    _once: dict[bytes, tuple[str, date | None]] = field(default_factory=dict)
    _repeated: dict[bytes, _Repeated] = field(default_factory=dict)
    _by_telling_line: dict[bytes, list[Mapping[bytes, int]]] = field(default_factory=dict)

    def add(self, article: Counted) -> bool:
        """Count the lines of an article, each once. False where it is a copy of one before."""
        if article.story is not None and article.story in self._stories:
            self.copies += 1
            return False
        said = {_hash(key): (key, line) for line in lines(article.text) if (key := line_key(line))}
        if self._is_copy({each: line.words for each, (_, line) in said.items()}):
            self.copies += 1
            return False
        if article.story is not None:
            self._stories.add(article.story)
        self.seen += 1
        for each, (key, line) in said.items():
            self._count(each, key, line, article)
        return True

    def _is_copy(self, words: Mapping[bytes, int]) -> bool:
        telling = sorted(words, key=lambda each: (-words[each], each))[:TELLING]
        for each in telling:
            if any(_shared(words, other) >= COPY for other in self._by_telling_line.get(each, ())):
                return True
        for each in telling:
            known = self._by_telling_line.setdefault(each, [])
            if len(known) < REMEMBERED:
                known.append(words)
        return False

    def _count(self, each: bytes, key: str, line: Line, article: Counted) -> None:
        if (known := self._repeated.get(each)) is None:
            if (first := self._once.pop(each, None)) is None:
                self._once[each] = (article.id, article.published)
                return
            id, day = first
            known = _Repeated(key, line.plain, 1, id, [day, day] if day else [])
            self._repeated[each] = known
        known.articles += 1
        if article.published is not None:
            days = (*known.days, article.published)
            known.days = [min(days), max(days)]

    def recurring(self) -> list[RecurringLine]:
        """The lines that stand in `least` articles or more, the most frequent first."""
        found = [
            RecurringLine(
                self.source,
                each.key,
                each.line,
                each.articles,
                self.seen,
                each.days[0] if each.days else None,
                each.days[-1] if each.days else None,
                each.example,
            )
            for each in self._repeated.values()
            if each.articles >= self.least
        ]
        return sorted(found, key=lambda each: (-each.articles, each.key))


def _shared(one: Mapping[bytes, int], other: Mapping[bytes, int]) -> float:
    """The share of the words of both that stand in lines of both, 0 to 1."""
    both = sum(words for each, words in one.items() if each in other)
    every = sum(one.values()) + sum(other.values()) - both
    return both / every if every else 0.0


def _hash(key: str) -> bytes:
    return blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest()
