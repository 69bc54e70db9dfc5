"""How much the surroundings of two names agree: shared names, story, source and time.

An article's surroundings are a set of marks: the words of the other names in it, its story, its
source in its month. A mark that an article shares with another says as much, in nats, as it would
be surprising to share it by chance: ln(articles / articles with the mark). A name's articles are
many, and an article agrees with them in one of two ways, whichever says more: with the nearest of
them in all that the two share, less the logarithm of their number, for the best of many surprises
less; or with all of them in what is usual among them, each mark less the logarithm of how unusual.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import log

from transforms.names.across.model import NameRow, Surroundings
from transforms.names.keys import name_key
from transforms.names.organisation_names import is_small_word

SHORTEST_WORD = 3
# What names share tells who is spoken of; where and when it was written tells less.
WEIGHT = {"word": 1.0, "story": 1.0, "source": 0.3, "month": 0.2}
# Of a name that stands in more, so many are looked at: those with the smallest ids.
MOST_ARTICLES = 200

Mark = tuple[str, str]


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
        """Name id to the ids of its articles, in order, at most `MOST_ARTICLES`."""
        found: dict[str, list[str]] = defaultdict(list)
        for id in sorted(self.articles):
            for name in self.articles[id].names:
                found[name].append(id)
        return {name: tuple(ids[:MOST_ARTICLES]) for name, ids in found.items()}

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
    def _frequency(self) -> Mapping[Mark, float]:
        """In how many articles a mark stands; for words, at most so many."""
        found: dict[Mark, float] = defaultdict(float)
        for row in self.rows.values():
            for word in set(words_of(row.canonical)):
                found["word", word] += row.articles
        for marks in self._marks.values():
            for mark in marks:
                if mark[0] != "word":
                    found[mark] += 1
        return found

    def surprise(self, mark: Mark) -> float:
        """How surprising it is, in nats, that two articles share this mark."""
        share = max(2.0, self._frequency.get(mark, 2.0)) / max(self.total, 1)
        return WEIGHT[mark[0]] * max(0.0, -log(share))

    def profile(self, names: Iterable[str], also: Iterable[str] = ()) -> Profile:
        """The articles of names that are one, and of others that are known to be theirs."""
        found = {article for name in names for article in self.of_name.get(name, ())} | set(also)
        articles = tuple(sorted(found))[:MOST_ARTICLES]
        return Profile(articles, Counter(m for id in articles for m in self._marks.get(id, ())))

    def agreement(self, article: str, profile: Profile, without: frozenset[str]) -> Agreement:
        """How well an article agrees with those of a name; itself among them is no witness.

        Args:
            article: its id.
            profile: the name's articles.
            without: words that do not count: those of the names that are compared.
        """
        marks = self._marks.get(article, frozenset())
        mine = {mark: self.surprise(mark) for mark in marks if mark[1] not in without}
        inside = article in profile.articles
        count = len(profile.articles) - inside
        if not count or not mine:
            return Agreement(0.0, ())
        return max(
            self._with_nearest(article, mine, profile, count),
            _with_usual(mine, profile, count, inside),
            key=lambda agreed: agreed.nats,
        )

    def _with_nearest(
        self, article: str, mine: Mapping[Mark, float], profile: Profile, count: int
    ) -> Agreement:
        best = Agreement(0.0, ())
        for other in profile.articles:
            if other == article:
                continue
            shared = self._marks.get(other, frozenset()) & mine.keys()
            nats = sum(sorted(mine[mark] for mark in shared))
            if nats > best.nats:
                best = Agreement(nats, _ranked(mine, shared))
        return Agreement(best.nats - log(count), best.shared)


@dataclass(frozen=True, slots=True)
class Profile:
    """The articles of a name, in order, and in how many of them each mark stands."""

    articles: tuple[str, ...]
    marks: Mapping[Mark, int]


@dataclass(frozen=True, slots=True)
class Agreement:
    """How surprising what two articles share would be by chance, in nats, and the marks."""

    nats: float
    shared: tuple[Mark, ...]

    @property
    def told(self) -> str:
        """What is shared, in words; the most surprising first."""
        return ", ".join(value for _, value in self.shared[:4])


def words_of(canonical: str) -> list[str]:
    """The words of a name by which its article is known."""
    return [
        word
        for word in name_key(canonical).split()
        if len(word) >= SHORTEST_WORD and not is_small_word(word)
    ]


def _with_usual(
    mine: Mapping[Mark, float], profile: Profile, count: int, inside: bool
) -> Agreement:
    told: dict[Mark, float] = {}
    for mark, nats in mine.items():
        with_it = profile.marks.get(mark, 0) - inside
        if with_it > 0 and (left := nats + log(with_it / count)) > 0:
            told[mark] = left
    return Agreement(sum(sorted(told.values())), _ranked(told, told))


def _ranked(nats: Mapping[Mark, float], marks: Iterable[Mark]) -> tuple[Mark, ...]:
    return tuple(sorted(marks, key=lambda mark: (-nats[mark], mark)))
