"""The table that tests a user's rules: what each text should lose, and what it loses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from transforms.article import Removal, body_pieces, join_pieces
from transforms.boilerplate.own_rules import Expectation, OwnRules, shown
from transforms.boilerplate.removals import THRESHOLD, candidates

MOST_TOLD = 3


@dataclass(frozen=True, slots=True)
class Broken:
    """A row that does not hold: `told` says what was expected and what happened."""

    row: Expectation
    told: str

    def __str__(self) -> str:
        return f"[[expect]] {self.row.number}, {shown(_start(self.row.text))}: {self.told}"


def broken(rules: OwnRules, threshold: float = THRESHOLD) -> Iterator[Broken]:
    """The rows of the rules' own table that do not hold, in order.

    Each text is judged as an article of its own, by these rules and all others; unlike an article
    it may lose all its words. A row that expects a removal holds where anything of the text goes
    as that kind and nothing as another.
    """
    for row in rules.expectations:
        found = candidates(row.text, row.language, threshold, own=rules.of(row.source))
        if (told := _contradiction(row, found)) is not None:
            yield Broken(row, told)


def _contradiction(row: Expectation, found: tuple[Removal, ...]) -> str | None:
    if row.removed is None:
        return f"expected to be kept, but {_happened(row, found)}" if found else None
    if {removal.kind for removal in found} != {row.removed}:
        return f"expected to lose its {row.removed}, but {_happened(row, found)}"
    left = join_pieces(row.text, tuple(body_pieces(row.text, found)))
    if row.body is not None and " ".join(left.split()) != " ".join(row.body.split()):
        return f"expected to be left with {shown(row.body)}, but what is left is {shown(left)}"
    return None


def _happened(row: Expectation, found: tuple[Removal, ...]) -> str:
    if not found:
        return "nothing is removed"
    each = [
        f"{shown(r.of(row.text))} is removed as {r.kind}, by {r.rule} ({r.score:.2f})"
        for r in found[:MOST_TOLD]
    ]
    more = [f"{len(found) - MOST_TOLD} more"] if len(found) > MOST_TOLD else []
    return "; ".join(each + more)


def _start(text: str) -> str:
    return " ".join(text.split())
