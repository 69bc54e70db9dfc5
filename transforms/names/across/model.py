"""What consolidation works on: the rows of the facets, the articles they stand in, judgements."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property

from transforms.article import NameKind

RULE = "rule"


@dataclass(frozen=True, slots=True)
class NameRow:
    """One row of a facet before merging: a name as the articles' own linking found it.

    Args:
        id: the name's id, as `NameMention.name_id`.
        curated: whether the id is of a curated name.
        surfaces: how the name is written, to the number of mentions written so.
        articles: in how many articles it stands.
    """

    id: str
    kind: NameKind
    canonical: str
    curated: bool
    surfaces: Mapping[str, int] = field(hash=False)
    articles: int


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is known of one article around its names.

    `names` are the ids of the names in it; `story` the near-duplicate cluster that it is of.
    """

    article: str
    names: frozenset[str]
    source: str | None = None
    day: date | None = None
    story: str | None = None


class Verdict(StrEnum):
    """What is held of two names."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Judgement:
    """Who holds two names to be the same, different or undecided, when and why.

    Args:
        left: the id of a name; of a pair that holds everywhere, the smaller id.
        right: the id of the other name.
        by: `RULE`, or whoever decided.
        score: 0 to 1, how sure it is; 1 for a person's.
        article: the one article in which it holds, for a name that says too little to be one
            person everywhere; None where it holds in all.
        at: when it was given.
        deleted: when it was taken back; None while it holds.
        names: the canonical forms of left and right, for those who read it.
    """

    left: str
    right: str
    verdict: Verdict
    by: str
    why: str
    score: float
    article: str | None = None
    at: datetime | None = None
    deleted: datetime | None = None
    names: tuple[str, str] | None = None

    @property
    def pair(self) -> tuple[str, str, str | None]:
        """The names, the smaller id first, and the article that it is about."""
        low, high = sorted((self.left, self.right))
        return low, high, self.article

    @property
    def is_of_a_person(self) -> bool:
        """Whether a person gave it."""
        return self.by != RULE


@dataclass(frozen=True, slots=True)
class Merge:
    """What a name is called now: the name that it was merged into, how sure that is, and why."""

    into: str
    canonical: str
    kind: NameKind
    score: float
    reason: str


@dataclass(frozen=True)
class State:
    """What the judgements make of the rows.

    Args:
        merged: name id to what it is called now, for those that are called otherwise.
        placed: (article, name id) to the same, for names that are placed article by article.
        refused: judgements of sameness that a judgement of difference outweighs.
    """

    merged: Mapping[str, Merge]
    placed: Mapping[tuple[str, str], Merge]
    refused: tuple[Judgement, ...] = ()

    def of(self, article: str, name_id: str) -> Merge | None:
        """What a name is called in an article; None where as it is."""
        return self.placed.get((article, name_id)) or self.merged.get(name_id)

    @cached_property
    def members(self) -> Mapping[str, tuple[str, ...]]:
        """Id of each name that others were merged into everywhere, to their ids, in order."""
        return members_of(self.merged)


def members_of(merged: Mapping[str, Merge]) -> dict[str, tuple[str, ...]]:
    """Id of each name that others were merged into, to their ids, in order."""
    found: dict[str, list[str]] = {}
    for name_id, merge in sorted(merged.items()):
        found.setdefault(merge.into, []).append(name_id)
    return {into: tuple(ids) for into, ids in found.items()}
