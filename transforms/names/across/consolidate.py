"""The whole of it: rows and surroundings in, judgements and the state that they make out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from transforms.names.across.context import Context
from transforms.names.across.model import Judgement, Merge, NameRow, State, Surroundings, Verdict
from transforms.names.across.place import placements
from transforms.names.across.propose import alike, judged
from transforms.names.across.resolve import Resolved, in_force, resolve
from transforms.names.curated import CuratedNames


@dataclass(frozen=True)
class Consolidated:
    """What the rules hold of the names now, and the state that all judgements together make."""

    judgements: tuple[Judgement, ...]
    state: State


def consolidate(
    rows: Iterable[NameRow],
    articles: Mapping[str, Surroundings],
    total: int,
    names: CuratedNames,
    given: Sequence[Judgement] = (),
) -> Consolidated:
    """Judge all names by rule, and merge what that and the given judgements hold to be one.

    Args:
        rows: all names of the index.
        articles: the surroundings of at least the articles of short names and of what they may
            stand for, and of names that are alike.
        total: how many articles the index holds.
        names: the curated names.
        given: what persons have judged.
    """
    by_id = {row.id: row for row in rows}
    context = Context(by_id, articles, total)
    whole = judged(alike(by_id.values(), names), context, names)
    resolved = resolve(by_id, [*whole, *given])
    short = placements(by_id, resolved, context)
    state = settled(by_id, resolved, [*short, *given])
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
