"""Names that may be one, judged by rule: certain, unsure, or nothing at all.

What the words alone say is `compare`'s; how far the surroundings must agree besides depends on it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from transforms.article import NameKind
from transforms.names.across.block import pairs
from transforms.names.across.context import Context, words_of
from transforms.names.across.model import RULE, Judgement, NameRow, Verdict
from transforms.names.compare import compare
from transforms.names.curated import CuratedNames

# Least score at which names are compared further.
POSSIBLE = 0.5
# (least score of the words, least cosine of the surroundings) of a certain merge: among names that
# are not the same, one in ten, in thirty, in two hundred pairs agrees so well.
CERTAIN = ((0.98, 0.0), (0.9, 0.07), (0.7, 0.12), (0.5, 0.25))
# Names of so many letters in words that are spelt out are borne by one alone.
DISTINCT_LETTERS = 14
DISTINCT_SCORE = 0.9
# Bodies and places that have to do with each other often have names alike: a ministry and its
# minister's office, a firm and its owner.
LEAST_OF_BODIES = 0.8
LETTERS_OF_BODIES = 10
FEW_ARTICLES = 20


@dataclass(frozen=True, slots=True)
class Pair:
    """Two names whose words are alike, and how much."""

    left: NameRow
    right: NameRow
    score: float
    reason: str

    @property
    def needs_context(self) -> bool:
        """Whether the words leave anything to ask of the surroundings."""
        return self.score < CERTAIN[0][0]


def alike(rows: Iterable[NameRow], names: CuratedNames) -> list[Pair]:
    """The pairs of full names that may be one by their words."""
    found = []
    for left, right in pairs(rows):
        told = compare(left.canonical, right.canonical, left.kind, names)
        if told.score >= POSSIBLE:
            found.append(Pair(left, right, told.score, told.reason))
    return found


def judged(found: Sequence[Pair], context: Context, names: CuratedNames) -> list[Judgement]:
    """A judgement of each pair: the same where words and surroundings agree, else unsure.

    Of names that are alike to one name and not to each other, that one is the same as the
    likeliest alone. Names that stand side by side in one article are two, as its author means it.
    """
    weighed = [Weighed.of(pair, context) for pair in found]
    certain = [each for each in weighed if each.is_certain and not each.side_by_side]
    kept = _without_rivals(certain, names)
    return [
        each.judgement(Verdict.SAME if _ids(each.pair) in kept else Verdict.UNSURE)
        for each in weighed
    ]


def _ids(pair: Pair) -> tuple[str, str]:
    return pair.left.id, pair.right.id


@dataclass(frozen=True, slots=True)
class Weighed:
    """A pair, how well the surroundings of its names agree, and in what."""

    pair: Pair
    cosine: float = 0.0
    shared: str = ""
    side_by_side: bool = False

    @classmethod
    def of(cls, pair: Pair, context: Context) -> Weighed:
        """The pair with the best agreement of an article of the rarer name."""
        if not pair.needs_context:
            return cls(pair)
        few, many = sorted((pair.left, pair.right), key=lambda row: (row.articles, row.id))
        without = frozenset((*words_of(few.canonical), *words_of(many.canonical)))
        here, profile = context.of_name.get(few.id, ()), context.profile([many.id])
        found = [(context.agreement(id, profile, without), id) for id in here[:FEW_ARTICLES]]
        together = not set(here).isdisjoint(context.of_name.get(many.id, ()))
        if not found:
            return cls(pair)
        agreed, article = max(found, key=lambda each: each[0].cosine)
        shared = context.shared(article, agreed, without) if agreed.nearest else ""
        return cls(pair, agreed.cosine, shared, together)

    @property
    def is_certain(self) -> bool:
        """Whether words and surroundings leave no doubt."""
        if self.pair.score >= DISTINCT_SCORE and _is_distinct(self.pair):
            return True
        if self.pair.score < DISTINCT_SCORE and _says_too_little(self.pair):
            return False
        return self.cosine >= next(need for score, need in CERTAIN if self.pair.score >= score)

    def judgement(self, verdict: Verdict) -> Judgement:
        """The rule's judgement of the pair."""
        left, right = self.pair.left, self.pair.right
        return Judgement(
            left=left.id,
            right=right.id,
            verdict=verdict,
            by=RULE,
            why="; ".join(part for part in (self.pair.reason, self.shared) if part),
            score=round(self.pair.score, 3),
            names=(left.canonical, right.canonical),
        )


def _is_distinct(pair: Pair) -> bool:
    return _letters(pair) >= DISTINCT_LETTERS


def _says_too_little(pair: Pair) -> bool:
    """Whether bodies or places with such names may be two that have to do with each other."""
    if pair.left.kind is NameKind.PERSON:
        return False
    return pair.score < LEAST_OF_BODIES or _letters(pair) < LETTERS_OF_BODIES


def _letters(pair: Pair) -> int:
    return min(sum(map(len, words_of(row.canonical))) for row in (pair.left, pair.right))


def _without_rivals(certain: Sequence[Weighed], names: CuratedNames) -> set[tuple[str, str]]:
    neighbours: dict[str, list[tuple[float, float, NameRow, Pair]]] = defaultdict(list)
    for each in certain:
        pair = each.pair
        for mine, other in ((pair.left, pair.right), (pair.right, pair.left)):
            neighbours[mine.id].append((pair.score, each.cosine, other, pair))
    kept = {_ids(each.pair) for each in certain}
    for found in neighbours.values():
        ranked = sorted(found, key=lambda each: (-each[0], -each[1], each[2].id))
        best = ranked[0][2]
        for _, _, other, pair in ranked[1:]:
            if compare(best.canonical, other.canonical, best.kind, names).score < POSSIBLE:
                kept.discard(_ids(pair))
    return kept
