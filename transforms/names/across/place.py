"""Short names, article by article: a surname, an acronym, the last words of a longer name.

"Wren" alone names one person in one article and another in the next. So it is never merged as a
whole, but placed in each article with the fuller name whose own articles agree best with it; where
none agrees well, or two agree as well, it stays what it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from transforms.article import NameKind
from transforms.names.across.block import Fuller
from transforms.names.across.context import Agreement, Context, Profile, words_of
from transforms.names.across.model import RULE, Judgement, NameRow, Verdict
from transforms.names.across.resolve import Resolved

# Least agreement, in nats, of a placement; by how much it must be ahead of the next; and how much
# more a first name alone needs.
LEAST = {NameKind.PERSON: 3.0, NameKind.ORGANISATION: 4.0, NameKind.PLACE: 5.0}
AHEAD = 2.0
FIRST_NAME = "first name of"
MORE_FOR_A_FIRST_NAME = 3.0
# More bearers of one word: then it says nothing.
MOST_CANDIDATES = 40
# What is placed in a first pass bears witness in a second.
PASSES = 2
SCORE, UNSURE_SCORE = 0.85, 0.6


@dataclass(frozen=True, slots=True)
class Candidate:
    """A fuller name that a short one may stand for in an article."""

    row: NameRow
    reason: str
    agreed: Agreement

    @property
    def spare(self) -> float:
        """By how many nats it agrees better than it must."""
        more = MORE_FOR_A_FIRST_NAME if self.reason.startswith(FIRST_NAME) else 0.0
        return self.agreed.nats - LEAST[self.row.kind] - more


def placements(
    rows: Mapping[str, NameRow], resolved: Resolved, context: Context
) -> list[Judgement]:
    """Judgements about short names: certain ones article by article, unsure ones for all.

    The fuller of them first: what is placed of a name helps to place what is shorter still.

    Args:
        rows: all names by id.
        resolved: the groups of full names: a short name is placed with a group.
        context: the articles of short names and of their fuller ones.
    """
    placing = _Placing(rows, resolved, context)
    heads = [id for id in rows if id not in resolved.merged]
    for head in sorted(heads, key=lambda id: (-len(rows[id].canonical.split()), id)):
        placing.place(head)
    return placing.judgements


class _Placing:
    def __init__(self, rows: Mapping[str, NameRow], resolved: Resolved, context: Context) -> None:
        self._rows = rows
        self._resolved = resolved
        self._context = context
        self._fuller = Fuller(rows.values())
        self._placed: dict[str, list[str]] = defaultdict(list)
        self._profiles: dict[str, Profile] = {}
        self.judgements: list[Judgement] = []

    def place(self, head: str) -> None:
        """Place a short name and its other spellings, wherever they stand; others are let be."""
        if not (longer := self._candidates(head)):
            return
        left = [
            (self._rows[member], article)
            for member in self._resolved.members(head)
            for article in self._context.of_name.get(member, ())
        ]
        unsure: dict[str, tuple[NameRow, Candidate]] = {}
        for _ in range(PASSES):
            left, unsure = self._pass(head, left, longer)
        for into in sorted(unsure):
            self.judgements.append(_judgement(*unsure[into], Verdict.UNSURE))

    def _pass(
        self, head: str, left: list[tuple[NameRow, str]], longer: Mapping[str, str]
    ) -> tuple[list[tuple[NameRow, str]], dict[str, tuple[NameRow, Candidate]]]:
        unsure: dict[str, tuple[NameRow, Candidate]] = {}
        placed: list[tuple[str, str]] = []
        open_ones = []
        for row, article in left:
            best, ahead = _best(self._found(head, row, article, longer))
            if best is not None and best.spare >= 0 and ahead >= AHEAD:
                self.judgements.append(_judgement(row, best, Verdict.SAME, article))
                placed.append((best.row.id, article))
                continue
            open_ones.append((row, article))
            if best is not None and best.agreed.nats > _nats(unsure, best):
                unsure[best.row.id] = (row, best)
        for into, article in placed:
            self._placed[into].append(article)
            self._profiles.pop(into, None)
        return open_ones, unsure

    def _candidates(self, head: str) -> dict[str, str]:
        """Heads of the groups of fuller names, each with the reason; none where they are many."""
        if self._rows[head].curated or not self._fuller.of(self._rows[head]):
            return {}
        found: dict[str, str] = {}
        for member in self._resolved.members(head):
            for longer, reason in sorted(self._fuller.of(self._rows[member]).items()):
                found.setdefault(self._resolved.root(longer), reason)
        found.pop(head, None)
        if len(found) > MOST_CANDIDATES:
            found = {id: why for id, why in found.items() if not why.startswith(FIRST_NAME)}
        return found if len(found) <= MOST_CANDIDATES else {}

    def _found(
        self, head: str, row: NameRow, article: str, longer: Mapping[str, str]
    ) -> Iterable[Candidate]:
        here = self._context.articles[article].names
        for other, reason in sorted(longer.items()):
            members = self._resolved.members(other)
            # Both side by side: the article's own linking has seen them, and left them two.
            if not here.isdisjoint(members) or self._resolved.are_apart(head, other, article):
                continue
            names = [row, *(self._rows[id] for id in members)]
            without = frozenset(word for name in names for word in words_of(name.canonical))
            agreed = self._context.agreement(article, self._profile(other), without)
            yield Candidate(self._rows[other], reason, agreed)

    def _profile(self, head: str) -> Profile:
        known = self._profiles.get(head)
        if known is None:
            also = self._placed.get(head, ())
            known = self._context.profile(self._resolved.members(head), also)
            self._profiles[head] = known
        return known


def _nats(unsure: Mapping[str, tuple[NameRow, Candidate]], candidate: Candidate) -> float:
    known = unsure.get(candidate.row.id)
    return known[1].agreed.nats if known else 0.0


def _best(found: Iterable[Candidate]) -> tuple[Candidate | None, float]:
    """The likeliest, and by how many nats it is ahead of the next."""
    ranked = sorted(found, key=lambda each: (-each.spare, each.row.id))
    if not ranked:
        return None, 0.0
    if len(ranked) == 1:
        return ranked[0], AHEAD
    return ranked[0], ranked[0].agreed.nats - max(ranked[1].agreed.nats, 0.0)


def _judgement(
    row: NameRow, found: Candidate, verdict: Verdict, article: str | None = None
) -> Judgement:
    return Judgement(
        left=row.id,
        right=found.row.id,
        verdict=verdict,
        by=RULE,
        why=f"{found.reason}; both with {found.agreed.told}",
        score=SCORE if verdict is Verdict.SAME else UNSURE_SCORE,
        article=article,
        names=(row.canonical, found.row.canonical),
    )
