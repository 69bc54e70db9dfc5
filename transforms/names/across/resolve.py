"""What judgements make of names: groups that are one, none of them across a difference.

Sameness joins, the surest first; a join that would put the two sides of a difference together is
refused. So of a chain between two different names the weakest link breaks. What comes out depends
on the judgements alone, not on their order.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from transforms.article import NameKind
from transforms.names.across.model import Judgement, Merge, NameRow, Verdict, members_of


@dataclass
class Groups:
    """A union-find over name ids that knows which groups must stay apart.

    `curated` holds the groups with a curated name: no rule makes one of two.
    """

    curated: set[str] = field(default_factory=set)
    parent: dict[str, str] = field(default_factory=dict)
    apart: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def find(self, id: str) -> str:
        """The id that stands for the group now."""
        root = id
        while (above := self.parent.get(root, root)) != root:
            root = above
        while (above := self.parent.get(id, id)) != root:
            self.parent[id], id = root, above
        return root

    def hold_apart(self, one: str, other: str) -> None:
        """No join from now on may bring the two together."""
        one, other = self.find(one), self.find(other)
        self.apart[one].add(other)
        self.apart[other].add(one)

    def may_join(self, one: str, other: str, by_rule: bool) -> bool:
        """Whether nothing holds the groups of the two apart."""
        one, other = self.find(one), self.find(other)
        if one == other:
            return True
        if by_rule and one in self.curated and other in self.curated:
            return False
        return other not in self.apart[one]

    def join(self, one: str, other: str) -> None:
        """Make one group of two that nothing holds apart."""
        low, high = sorted((self.find(one), self.find(other)))
        if low == high:
            return
        self.parent[high] = low
        if high in self.curated:
            self.curated.add(low)
        for enemy in self.apart.pop(high, set()):
            self.apart[enemy].discard(high)
            self.apart[enemy].add(low)
            self.apart[low].add(enemy)


@dataclass(frozen=True)
class Resolved:
    """The groups, each under its canonical name, and the sameness that was refused.

    `merged` is name id to what it is called now; `different` are judgements of difference in one
    article.
    """

    merged: Mapping[str, Merge]
    refused: tuple[Judgement, ...]
    groups: Groups
    different: tuple[Judgement, ...]

    def root(self, id: str) -> str:
        """The id that a name goes by now."""
        return self.merged[id].into if id in self.merged else id

    def members(self, head: str) -> tuple[str, ...]:
        """The ids of the names that go by this one, itself first."""
        return (head, *self._members.get(head, ()))

    @cached_property
    def _members(self) -> Mapping[str, tuple[str, ...]]:
        return members_of(self.merged)

    def are_apart(self, one: str, other: str, article: str) -> bool:
        """Whether two names are held to be different, everywhere or in this article."""
        if not self.groups.may_join(one, other, by_rule=False):
            return True
        return (article, *sorted((self.root(one), self.root(other)))) in self._apart

    @cached_property
    def _apart(self) -> frozenset[tuple[str | None, str, str]]:
        return frozenset(
            (each.article, *sorted((self.root(each.left), self.root(each.right))))  # type: ignore[misc]
            for each in self.different
        )


def in_force(judgements: Iterable[Judgement]) -> dict[tuple[str, str, str | None], Judgement]:
    """Of each pair the judgement that counts: a person's before a rule's, the latest of several."""
    counting: dict[tuple[str, str, str | None], Judgement] = {}
    for judgement in judgements:
        if judgement.deleted is not None:
            continue
        known = counting.get(judgement.pair)
        if known is None or _authority(judgement) > _authority(known):
            counting[judgement.pair] = judgement
    return counting


def _authority(judgement: Judgement) -> tuple[bool, str, float, str]:
    at = judgement.at.isoformat() if judgement.at else ""
    return judgement.is_of_a_person, at, judgement.score, judgement.verdict


def resolve(rows: Mapping[str, NameRow], judgements: Iterable[Judgement]) -> Resolved:
    """The groups that the judgements about whole names make of the rows.

    Args:
        rows: by id. Judgements about names that are in none still hold others apart.
        judgements: any order. Those about one article, and unsure ones, join nothing.
    """
    counting = in_force(judgements).values()
    everywhere = [judgement for judgement in counting if judgement.article is None]
    groups = Groups(curated={row.id for row in rows.values() if row.curated})
    for judgement in everywhere:
        if judgement.verdict is Verdict.DIFFERENT:
            groups.hold_apart(judgement.left, judgement.right)
    refused: list[Judgement] = []
    direct: dict[str, Judgement] = {}
    same = [each for each in everywhere if each.verdict is Verdict.SAME]
    for judgement in sorted(same, key=_surest_first):
        left, right = judgement.left, judgement.right
        if not groups.may_join(left, right, by_rule=not judgement.is_of_a_person):
            refused.append(judgement)
            continue
        groups.join(left, right)
        for id in (left, right):
            direct.setdefault(id, judgement)
    here = [each for each in counting if each.article and each.verdict is Verdict.DIFFERENT]
    return Resolved(dict(_merges(rows, groups, direct)), tuple(refused), groups, tuple(here))


def _surest_first(judgement: Judgement) -> tuple[bool, float, tuple[str, str, str | None]]:
    return not judgement.is_of_a_person, -judgement.score, judgement.pair


def _merges(
    rows: Mapping[str, NameRow], groups: Groups, direct: Mapping[str, Judgement]
) -> Iterator[tuple[str, Merge]]:
    members: dict[str, list[NameRow]] = defaultdict(list)
    for id in sorted(direct):
        if id in rows:
            members[groups.find(id)].append(rows[id])
    for group in members.values():
        head = max(group, key=_standing)
        for row in group:
            if row.id != head.id:
                told = direct[row.id]
                yield row.id, Merge(head.id, head.canonical, head.kind, told.score, told.why)


def _standing(row: NameRow) -> tuple[bool, bool, int, int, int, str]:
    """Ranks the names of a group: curated, more than a surname, common, full, by the alphabet."""
    words = row.canonical.split()
    spelt_out = sum(len(word.rstrip(".")) > 1 for word in words)
    enough = row.kind is not NameKind.PERSON or spelt_out > 1
    return row.curated, enough, row.articles, spelt_out, len(words), row.canonical
