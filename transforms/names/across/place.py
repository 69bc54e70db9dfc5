"""Short names, article by article: a surname, an acronym, the last words of a longer name.

"Wren" alone names one person in one article and another in the next. So it is never merged as a
whole, but placed in each article with the fuller name whose own articles agree best with it; where
none agrees well, or two agree as well, it stays what it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import exp, log

from transforms.article import NameKind
from transforms.names.across.block import Fuller
from transforms.names.across.context import Agreement, Context, Profile, words_of
from transforms.names.across.model import RULE, Judgement, NameRow, Verdict
from transforms.names.across.resolve import Resolved
from transforms.places import locate

# More bearers of one word, or of one first name: then it says nothing.
MOST_CANDIDATES, MOST_WITH_A_FIRST_NAME = 40, 12
FIRST_NAME = "first name of"
# A body whose short form stands in more than five times its articles is not what that stands for; a
# place is not, whose short form is better known than itself.
KNOWN_ENOUGH = {NameKind.PERSON: 0.0, NameKind.ORGANISATION: 0.2, NameKind.PLACE: 1.0}
# What is placed in a first pass bears witness in a second.
PASSES = 2
# How sure a placement must be to be made, and to be asked about.
CERTAIN = {NameKind.PERSON: 0.8, NameKind.ORGANISATION: 0.85, NameKind.PLACE: 0.9}
WORTH_ASKING = 0.3
# No more than the surest rule of an article's own linking.
SUREST = 0.95
# However well known a name is, the surroundings have to say something for it.
LEAST_COSINE = 0.03
# More hardly occurs but between copies, and says no more.
MOST_COSINE = 0.3


@dataclass(frozen=True, slots=True)
class Candidate:
    """A fuller name that a short one may stand for in an article, and how sure that is."""

    row: NameRow
    reason: str
    agreed: Agreement
    without: frozenset[str]
    sure: float = 0.0

    @property
    def is_certain(self) -> bool:
        """Whether it is placed without asking."""
        return self.sure >= CERTAIN[self.row.kind] and self.agreed.cosine >= LEAST_COSINE


Waiting = tuple[NameRow, str, Candidate]
"""A short name, an article in which it is unsure, and its likeliest candidate there."""


@dataclass(frozen=True, slots=True)
class Weights:
    """A logistic regression: how likely a candidate is the right one.

    Fitted on 3,000 news articles in which full names of persons, one in ten, were replaced by
    their last word: on the other half of them 95 % of what is placed at 0.8 is right.
    """

    bias: float = -4.0
    cosine: float = 5.8
    lead: float = 14.3
    articles: float = 0.39
    share: float = 4.2
    first_name: float = -4.8

    def sure(self, cosine: float, lead: float, articles: int, share: float, first: bool) -> float:
        """0 to 1.

        Args:
            cosine: how well the article agrees with the candidate's nearest.
            lead: by how much that is more than the best of the other candidates, or less.
            articles: in how many articles the candidate stands.
            share: its share of the articles of all candidates.
            first: whether the short name is its first name.
        """
        cosine, lead = min(cosine, MOST_COSINE), min(lead, MOST_COSINE)
        told = self.bias + self.cosine * cosine + self.lead * lead + self.share * share
        told += self.articles * log(max(articles, 0.5)) + self.first_name * first
        return 1 / (1 + exp(-told))


WEIGHTS = Weights()


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
        self._words: dict[str, frozenset[str]] = {}
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
        unsure: dict[str, Waiting] = {}
        for _ in range(PASSES):
            left, unsure = self._pass(head, left, longer)
        for into in sorted(unsure):
            self.judgements.append(self._judgement(*unsure[into], Verdict.UNSURE))

    def _pass(
        self, head: str, left: list[tuple[NameRow, str]], longer: Mapping[str, str]
    ) -> tuple[list[tuple[NameRow, str]], dict[str, Waiting]]:
        unsure: dict[str, Waiting] = {}
        placed: list[tuple[str, str]] = []
        open_ones = []
        for row, article in left:
            best = likeliest(list(self._found(head, row, article, longer)))
            if best is not None and best.is_certain:
                self.judgements.append(self._judgement(row, article, best, Verdict.SAME))
                placed.append((best.row.id, article))
                continue
            open_ones.append((row, article))
            if best is not None and best.sure > max(WORTH_ASKING, _known(unsure, best)):
                unsure[best.row.id] = (row, article, best)
        for into, article in placed:
            self._context.witness(self._profile(into), article)
        return open_ones, unsure

    def _candidates(self, head: str) -> dict[str, str]:
        """Heads of the groups of fuller names, each with the reason; none where they are many."""
        if stands_alone(self._rows[head]) or not self._fuller.of(self._rows[head]):
            return {}
        found: dict[str, str] = {}
        for member in self._resolved.members(head):
            for longer, reason in sorted(self._fuller.of(self._rows[member]).items()):
                into = self._resolved.root(longer)
                # The reason names the form that the group goes by, where that is one of them.
                if into == longer or into not in found:
                    found[into] = reason
        found.pop(head, None)
        least = KNOWN_ENOUGH[self._rows[head].kind] * self._articles(head)
        found = {id: why for id, why in found.items() if self._articles(id) >= least}
        if len(found) > MOST_WITH_A_FIRST_NAME:
            found = {id: why for id, why in found.items() if not why.startswith(FIRST_NAME)}
        return found if len(found) <= MOST_CANDIDATES else {}

    def _articles(self, head: str) -> int:
        return sum(self._rows[id].articles for id in self._resolved.members(head))

    def _found(
        self, head: str, row: NameRow, article: str, longer: Mapping[str, str]
    ) -> Iterable[Candidate]:
        here = self._context.articles[article].names
        for other, reason in sorted(longer.items()):
            members = self._resolved.members(other)
            # Both side by side: the article's own linking has seen them, and left them two.
            if not here.isdisjoint(members) or self._resolved.are_apart(head, other, article):
                continue
            without = self._without(other).union(words_of(row.canonical))
            agreed = self._context.agreement(article, self._profile(other), without)
            yield Candidate(self._rows[other], reason, agreed, without)

    def _profile(self, head: str) -> Profile:
        known = self._profiles.get(head)
        if known is None:
            members = self._resolved.members(head)
            known = self._profiles[head] = self._context.profile(members)
        return known

    def _without(self, head: str) -> frozenset[str]:
        """The words of a group's names."""
        known = self._words.get(head)
        if known is None:
            rows = (self._rows[id] for id in self._resolved.members(head))
            known = frozenset(word for row in rows for word in words_of(row.canonical))
            self._words[head] = known
        return known

    def _judgement(
        self, row: NameRow, article: str, found: Candidate, verdict: Verdict
    ) -> Judgement:
        shared = self._context.shared(article, found.agreed, found.without)
        return Judgement(
            left=row.id,
            right=found.row.id,
            verdict=verdict,
            by=RULE,
            why=f"{found.reason}; {shared}",
            score=round(min(found.sure, SUREST), 2),
            article=article if verdict is Verdict.SAME else None,
            names=(row.canonical, found.row.canonical),
        )


def stands_alone(row: NameRow) -> bool:
    """Whether a name is known as it is: Vermont is no short form of North Vermont."""
    return row.curated or (row.kind is NameKind.PLACE and locate(row.canonical) is not None)


def likeliest(found: Sequence[Candidate]) -> Candidate | None:
    """The likeliest of the candidates for one mention, with how sure it is."""
    weighed = []
    total = sum(each.agreed.articles for each in found)
    for candidate in found:
        cosine, articles = candidate.agreed.cosine, candidate.agreed.articles
        rest = max((each.agreed.cosine for each in found if each is not candidate), default=0.0)
        first = candidate.reason.startswith(FIRST_NAME)
        sure = WEIGHTS.sure(cosine, cosine - rest, articles, articles / max(total, 1), first)
        weighed.append(replace(candidate, sure=sure))
    return min(weighed, key=lambda each: (-each.sure, each.row.id), default=None)


def _known(unsure: Mapping[str, Waiting], candidate: Candidate) -> float:
    known = unsure.get(candidate.row.id)
    return known[2].sure if known else 0.0
