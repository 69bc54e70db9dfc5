"""The review of unsure names: one pair at a time, judged by a form."""

from __future__ import annotations

from dataclasses import dataclass, replace

from index_mappings.names.desk import Desk, Sight
from index_mappings.names.file import REASON
from index_mappings.names.store import judgement_id
from search.errors import SearchError, shown
from transforms.names.across.model import Judgement, Verdict

DECIDED = {"same": Verdict.SAME, "different": Verdict.DIFFERENT}


@dataclass(frozen=True, slots=True)
class Side:
    """One name of a pair, and where it stands."""

    name: str
    sight: Sight


@dataclass(frozen=True, slots=True)
class Pair:
    """A pair that waits, which of them it is, from 1, and of how many."""

    id: str
    left: Side
    right: Side
    why: str
    score: float
    number: int
    waiting: int


def pair_at(desk: Desk, skipped: int) -> Pair | None:
    """The pair after so many that were passed over; None where no more wait."""
    waiting = desk.unsure()
    if not 0 <= skipped < len(waiting):
        return None
    each = waiting[skipped]
    names = each.names or (each.left, each.right)
    left, right = (
        Side(name, desk.sight(id)) for id, name in zip((each.left, each.right), names, strict=True)
    )
    return Pair(judgement_id(each), left, right, each.why, each.score, skipped + 1, len(waiting))


def judge(desk: Desk, pair: str, verdict: str, by: str) -> str | None:
    """Judge a pair that waits; the judgement's id, None where it waits no more.

    Raises SearchError where the verdict is none.
    """
    if verdict not in DECIDED:
        raise SearchError(f"There is no verdict {shown(verdict)}: same, or different.")
    found = next((each for each in desk.unsure() if judgement_id(each) == pair), None)
    if found is None:
        return None
    decided = replace(found, verdict=DECIDED[verdict], by=by, why=REASON)
    return desk.judge([decided])[0]


def judged(desk: Desk, id: str) -> Judgement | None:
    """A judgement of a person that holds, to be shown and maybe taken back."""
    found = desk.store.judgements.get(id)
    return found if found and found.is_of_a_person else None
