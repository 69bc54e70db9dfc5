"""How much the surroundings of names agree: shared names, story, source and time.

An article's surroundings are a set of marks: the words of the other names in it, its story, its
source in its month. A mark weighs, in nats, as much as it would be surprising to share it by
chance: ln(articles / articles with the mark). Two articles agree by the cosine between their marks.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import log, sqrt

from transforms.names.across.model import NameRow, Surroundings
from transforms.names.keys import name_key
from transforms.names.organisation_names import is_small_word

SHORTEST_WORD = 3
# What names share tells who is spoken of; where and when it was written tells less.
WEIGHT = {"word": 1.0, "story": 1.0, "source": 0.5, "month": 0.5}
# Of a name that stands in more, so many are looked at: those with the smallest ids.
MOST_ARTICLES = 200

Mark = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Agreement:
    """How well an article agrees with the nearest of a name's articles.

    `cosine` is 0 to 1; `shared` are the marks of both, the most surprising first; `articles` is
    how many the name has besides.
    """

    cosine: float
    shared: tuple[Mark, ...] = ()
    articles: int = 0

    @property
    def told(self) -> str:
        """What is shared, in words."""
        return ", ".join(value for _, value in self.shared[:4]) or "little"


@dataclass(frozen=True, slots=True)
class Profile:
    """The articles of a name, in order, and those of them that have a mark."""

    articles: tuple[str, ...]
    with_mark: Mapping[Mark, tuple[str, ...]]


@dataclass(frozen=True)
class Context:
    """The surroundings of the articles that matter, and how common each mark is.

    Args:
        rows: all names of the index, by id.
        articles: those of which something is asked, by id.
        total: how many articles there are in the index.
    """

    rows: Mapping[str, NameRow]
    articles: Mapping[str, Surroundings]
    total: int

    @cached_property
    def of_name(self) -> Mapping[str, tuple[str, ...]]:
        """Name id to the ids of its articles, in order."""
        found: dict[str, list[str]] = defaultdict(list)
        for id in sorted(self.articles):
            for name in self.articles[id].names:
                found[name].append(id)
        return {name: tuple(ids) for name, ids in found.items()}

    def profile(self, names: Iterable[str], also: Iterable[str] = ()) -> Profile:
        """The articles of names that are one, and of others that are known to be theirs."""
        found = {article for name in names for article in self.of_name.get(name, ())} | set(also)
        articles = tuple(sorted(found)[:MOST_ARTICLES])
        with_mark: dict[Mark, list[str]] = defaultdict(list)
        for id in articles:
            for mark in self._marks[id]:
                with_mark[mark].append(id)
        return Profile(articles, {mark: tuple(ids) for mark, ids in with_mark.items()})

    def agreement(self, article: str, profile: Profile, without: frozenset[str]) -> Agreement:
        """How well an article agrees with those of a name; itself among them is no witness.

        Args:
            article: its id.
            profile: the name's articles.
            without: words that do not count: those of the names that are compared.
        """
        count = len(profile.articles) - (article in profile.articles)
        mine = {mark for mark in self._marks[article] if mark[1] not in without}
        dots: dict[str, float] = defaultdict(float)
        for mark in sorted(mine):
            weight = self._surprise[mark] ** 2
            for other in profile.with_mark.get(mark, ()):
                dots[other] += weight
        dots.pop(article, None)
        if not dots:
            return Agreement(0.0, (), count)
        own = sqrt(sum(self._surprise[mark] ** 2 for mark in sorted(mine)))
        near = {other: dot / (own * self._length[other]) for other, dot in dots.items() if dot}
        best = max(sorted(near), key=lambda other: near[other], default=None)
        if best is None:
            return Agreement(0.0, (), count)
        shared = sorted(mine & self._marks[best], key=lambda mark: (-self._surprise[mark], mark))
        return Agreement(near[best], tuple(shared), count)

    @cached_property
    def _marks(self) -> Mapping[str, frozenset[Mark]]:
        return {id: frozenset(self._marks_of(around)) for id, around in self.articles.items()}

    def _marks_of(self, around: Surroundings) -> Iterable[Mark]:
        for name in around.names:
            if row := self.rows.get(name):
                yield from (("word", word) for word in words_of(row.canonical))
        if around.story:
            yield "story", around.story
        if around.day:
            yield "month", f"{around.day:%Y-%m}"
            if around.source:
                yield "source", f"{around.source} {around.day:%Y-%m}"

    @cached_property
    def _surprise(self) -> Mapping[Mark, float]:
        """How surprising it is, in nats, that an article has a mark, by the kind's weight."""
        found: dict[Mark, float] = defaultdict(float)
        for row in self.rows.values():
            for word in set(words_of(row.canonical)):
                found["word", word] += row.articles
        for marks in self._marks.values():
            for mark in marks:
                if mark[0] != "word":
                    found[mark] += 1
        of = {kind: len(self.articles) for kind in WEIGHT} | {"word": self.total}
        return {mark: _nats(mark, count, of[mark[0]]) for mark, count in found.items()}

    @cached_property
    def _length(self) -> Mapping[str, float]:
        """The length of each article's vector of marks."""
        return {
            id: sqrt(sum(self._surprise[mark] ** 2 for mark in sorted(marks))) or 1.0
            for id, marks in self._marks.items()
        }


def _nats(mark: Mark, count: float, total: int) -> float:
    return WEIGHT[mark[0]] * max(0.0, log(max(total, 1) / max(2.0, count)))


def words_of(canonical: str) -> list[str]:
    """The words of a name by which its article is known."""
    return [
        word
        for word in name_key(canonical).split()
        if len(word) >= SHORTEST_WORD and not is_small_word(word)
    ]
