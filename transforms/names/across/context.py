"""How much the surroundings of names agree: shared names, story, source and time.

An article's surroundings are a set of marks: the words of the other names in it, its story, its
source in its month. A mark weighs, in nats, as much as it would be surprising to share it by
chance: ln(articles / articles with the mark). Two articles agree by the cosine between their marks.
"""

from __future__ import annotations

from collections import Counter, defaultdict
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
MOST_TOLD = 4

Mark = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Agreement:
    """How well an article agrees with the nearest of a name's articles.

    `cosine` is 0 to 1; `nearest` is that article's id; `articles` is how many the name has besides.
    """

    cosine: float
    nearest: str | None = None
    articles: int = 0


@dataclass(frozen=True)
class Profile:
    """The articles of a name, at most `MOST_ARTICLES`, and those of them that have a mark."""

    articles: set[str]
    with_mark: dict[int, list[str]]


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

    def profile(self, names: Iterable[str]) -> Profile:
        """The articles of names that are one."""
        found = sorted({article for name in names for article in self.of_name.get(name, ())})
        profile = Profile(set(), defaultdict(list))
        for article in found[:MOST_ARTICLES]:
            self.witness(profile, article)
        return profile

    def witness(self, profile: Profile, article: str) -> None:
        """Count an article among those of a name, if they are not too many."""
        if article in profile.articles or len(profile.articles) >= MOST_ARTICLES:
            return
        profile.articles.add(article)
        for mark in self._marks[article]:
            profile.with_mark[mark].append(article)

    def agreement(self, article: str, profile: Profile, without: frozenset[str]) -> Agreement:
        """How well an article agrees with those of a name; itself among them is no witness.

        Args:
            article: its id.
            profile: the name's articles.
            without: words that do not count: those of the names that are compared.
        """
        count = len(profile.articles) - (article in profile.articles)
        left_out = self._numbers_of(without)
        dots: dict[str, float] = defaultdict(float)
        own = 0.0
        for mark in self._marks[article]:
            if mark in left_out:
                continue
            weight = self._weight[mark]
            own += weight
            for other in profile.with_mark.get(mark, ()):
                dots[other] += weight
        dots.pop(article, None)
        if not dots or not own:
            return Agreement(0.0, None, count)
        length = self._length
        cosine, nearest = max((dot / length[other], other) for other, dot in dots.items())
        return Agreement(cosine / sqrt(own), nearest, count)

    def shared(self, article: str, agreed: Agreement, without: frozenset[str]) -> str:
        """What an article has in common with the nearest, in words; the most surprising first."""
        if agreed.nearest is None:
            return "little in common"
        left_out = self._numbers_of(without)
        both = set(self._marks[article]).intersection(self._marks[agreed.nearest])
        told = sorted(both - left_out, key=lambda mark: (-self._weight[mark], mark))
        return "both with " + ", ".join(self._known[mark][1] for mark in told[:MOST_TOLD])

    def _numbers_of(self, words: frozenset[str]) -> set[int]:
        return {self._number[mark] for word in words if (mark := ("word", word)) in self._number}

    @cached_property
    def _known(self) -> list[Mark]:
        """All marks, in order."""
        return sorted(self._frequency)

    @cached_property
    def _number(self) -> Mapping[Mark, int]:
        """Each mark to its place in that order: numbers are quicker than pairs of words."""
        return {mark: number for number, mark in enumerate(self._known)}

    @cached_property
    def _marks(self) -> Mapping[str, tuple[int, ...]]:
        """The marks of each article, in order: what is summed over them is always the same."""
        return {
            id: tuple(sorted({self._number[mark] for mark in self._marks_of(around)}))
            for id, around in self.articles.items()
        }

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
    def _frequency(self) -> Mapping[Mark, int]:
        """In how many articles a mark stands: of the index for words, else of those at hand."""
        found: Counter[Mark] = Counter()
        for row in self.rows.values():
            for word in set(words_of(row.canonical)):
                found["word", word] += row.articles
        for around in self.articles.values():
            found.update({mark for mark in self._marks_of(around) if mark[0] != "word"})
        return found

    @cached_property
    def _weight(self) -> list[float]:
        """The square of how surprising each mark is, in nats, times the weight of its kind."""
        of = {kind: len(self.articles) for kind in WEIGHT} | {"word": self.total}
        return [_nats(mark, self._frequency[mark], of[mark[0]]) ** 2 for mark in self._known]

    @cached_property
    def _length(self) -> Mapping[str, float]:
        """The length of each article's vector of marks."""
        return {
            id: sqrt(sum(self._weight[mark] for mark in marks)) or 1.0
            for id, marks in self._marks.items()
        }


def _nats(mark: Mark, count: int, total: int) -> float:
    return WEIGHT[mark[0]] * max(0.0, log(max(total, 1) / max(2, count)))


def words_of(canonical: str) -> list[str]:
    """The words of a name by which its article is known."""
    return [
        word
        for word in name_key(canonical).split()
        if len(word) >= SHORTEST_WORD and not is_small_word(word)
    ]
