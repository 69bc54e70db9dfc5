"""Names that may be one, judged by rule: certain, unsure, or nothing at all.

What the words alone say is `compare`'s; how far the surroundings must agree besides depends on it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from transforms.names.across.block import pairs
from transforms.names.across.context import Agreement, Context, words_of
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
    weighed = [(pair, _agreement(pair, context)) for pair in found]
    certain = [
        (pair, agreed)
        for pair, agreed in weighed
        if _is_certain(pair, agreed) and not _side_by_side(pair, context)
    ]
    kept = _without_rivals(certain, names)
    return [
        _judgement(pair, agreed, Verdict.SAME if _ids(pair) in kept else Verdict.UNSURE)
        for pair, agreed in weighed
    ]


def _ids(pair: Pair) -> tuple[str, str]:
    return pair.left.id, pair.right.id


def _agreement(pair: Pair, context: Context) -> Agreement:
    if not pair.needs_context:
        return Agreement(0.0)
    few, many = sorted((pair.left, pair.right), key=lambda row: (row.articles, row.id))
    without = frozenset((*words_of(few.canonical), *words_of(many.canonical)))
    profile = context.profile([many.id])
    found = [
        context.agreement(article, profile, without)
        for article in context.of_name.get(few.id, ())[:FEW_ARTICLES]
    ]
    return max(found, key=lambda agreed: agreed.cosine, default=Agreement(0.0))


def _is_certain(pair: Pair, agreed: Agreement) -> bool:
    if pair.score >= DISTINCT_SCORE and _is_distinct(pair):
        return True
    need = next(cosine for score, cosine in CERTAIN if pair.score >= score)
    return agreed.cosine >= need


def _is_distinct(pair: Pair) -> bool:
    letters = (sum(map(len, words_of(row.canonical))) for row in (pair.left, pair.right))
    return min(letters) >= DISTINCT_LETTERS


def _side_by_side(pair: Pair, context: Context) -> bool:
    if not pair.needs_context:
        return False
    here, there = (context.of_name.get(row.id, ()) for row in (pair.left, pair.right))
    return not set(here).isdisjoint(there)


def _without_rivals(
    certain: Sequence[tuple[Pair, Agreement]], names: CuratedNames
) -> set[tuple[str, str]]:
    neighbours: dict[str, list[tuple[float, float, NameRow, Pair]]] = defaultdict(list)
    for pair, agreed in certain:
        for mine, other in ((pair.left, pair.right), (pair.right, pair.left)):
            neighbours[mine.id].append((pair.score, agreed.cosine, other, pair))
    kept = {_ids(pair) for pair, _ in certain}
    for found in neighbours.values():
        ranked = sorted(found, key=lambda each: (-each[0], -each[1], each[2].id))
        best = ranked[0][2]
        for _, _, other, pair in ranked[1:]:
            if compare(best.canonical, other.canonical, best.kind, names).score < POSSIBLE:
                kept.discard(_ids(pair))
    return kept


def _judgement(pair: Pair, agreed: Agreement, verdict: Verdict) -> Judgement:
    why = pair.reason
    if agreed.shared:
        why += f"; both with {agreed.told}"
    return Judgement(
        left=pair.left.id,
        right=pair.right.id,
        verdict=verdict,
        by=RULE,
        why=why,
        score=round(pair.score, 3),
        names=(pair.left.canonical, pair.right.canonical),
    )
