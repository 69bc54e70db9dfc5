"""Why two names are held for one, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

WEAK = 0.9
_SECOND_DOUBT = 0.1


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why two names are one. `why` is completed by the other name: "surname of" Maria Zakharova.

    `score` is how sure that is in one article, where no other bearer is in sight; `alone` how sure
    it is between any two names of a corpus.
    """

    score: float
    alone: float
    why: str


SAME = Evidence(1.0, 0.98, "same words as")


def weakest(found: Iterable[Evidence]) -> Evidence:
    """What several pieces of evidence that are all needed amount to."""
    each = set(found)
    least = min(each, key=lambda evidence: (evidence.alone, evidence.why))
    doubts = sum(evidence.alone < WEAK for evidence in each - {least})
    if not doubts:
        return least
    return Evidence(least.score, round(least.alone - _SECOND_DOUBT * doubts, 3), least.why)
