"""The whole of it: rows and surroundings in, judgements and the state that they make out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from transforms.names.across.block import Fuller
from transforms.names.across.context import Context
from transforms.names.across.model import Judgement, Merge, NameRow, State, Surroundings, Verdict
from transforms.names.across.place import placements
from transforms.names.across.propose import Pair, alike, judged
from transforms.names.across.resolve import Resolved, in_force, resolve
from transforms.names.curated import CuratedNames


@dataclass(frozen=True)
class Candidates:
    """The rows, and what of them is worth a closer look.

    `needed` are the ids of the names whose articles have to be known, all of them.
    """

    rows: Mapping[str, NameRow]
    pairs: tuple[Pair, ...]
    needed: frozenset[str]


@dataclass(frozen=True)
class Consolidated:
    """What the rules hold of the names now, and the state that all judgements together make."""

    judgements: tuple[Judgement, ...]
    state: State


def candidates(rows: Iterable[NameRow], names: CuratedNames) -> Candidates:
    """Of all names of an index, those that may be one, by their words."""
    by_id = {row.id: row for row in rows}
    pairs = alike(by_id.values(), names)
    needed = {row.id for pair in pairs if pair.needs_context for row in (pair.left, pair.right)}
    fuller = Fuller(by_id.values())
    for row in by_id.values():
        if longer := fuller.of(row):
            needed |= {row.id, *longer}
    return Candidates(by_id, tuple(pairs), frozenset(needed))


def consolidate(
    found: Candidates,
    articles: Mapping[str, Surroundings],
    total: int,
    names: CuratedNames,
    given: Sequence[Judgement] = (),
) -> Consolidated:
    """Judge names by rule, and merge what that and the given judgements hold to be one.

    Args:
        found: the candidates of all rows of an index.
        articles: the surroundings of the articles of all names that are needed, by id.
        total: how many articles the index holds.
        names: the curated names.
        given: what persons have judged.
    """
    context = Context(found.rows, articles, total)
    whole = judged(found.pairs, context, names)
    resolved = resolve(found.rows, [*whole, *given])
    short = placements(found.rows, resolved, context)
    state = settled(found.rows, resolved, [*short, *given])
    return Consolidated((*whole, *short), state)


def settled(
    rows: Mapping[str, NameRow], resolved: Resolved, judgements: Iterable[Judgement]
) -> State:
    """The state of groups and of the judgements about single articles."""
    counting = in_force(judgements)
    placed: dict[tuple[str, str], Merge] = {}
    for (_, _, article), judgement in sorted(counting.items(), key=str):
        if article is None or judgement.verdict is not Verdict.SAME:
            continue
        short, head = judgement.left, resolved.root(judgement.right)
        if head not in rows or resolved.are_apart(short, head, article):
            continue
        into = rows[head]
        placed[article, short] = Merge(
            into.id, into.canonical, into.kind, judgement.score, judgement.why
        )
    return State(resolved.merged, placed, resolved.refused)
