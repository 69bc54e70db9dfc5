"""What the blocks around a block say of it: how much of them is prose, and what was read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from transforms.extract.content.table import Column, Named, Table

LONGEST = 60
"""Words past which a block weighs no more among those around."""
_REACHES = (3, 10)
_FAR = 10
_KIN = ("beside", "in the same part", "near")
"""Blocks of the same region, of its parent, of the one around that."""


@dataclass(frozen=True)
class Witness:
    """One opinion on all blocks of a page, -1 to 1."""

    name: str
    opinion: Column

    def around(self, table: Table) -> Iterator[Named]:
        """Of each block what the witness says of its neighbours."""
        name, none = self.name, np.full(1, -1.0)
        before = np.concatenate([none, self.opinion[:-1]])
        after = np.concatenate([self.opinion[1:], none])
        yield f"{name} before", before
        yield f"{name} after", after
        yield f"{name} on both sides", (before > 0) & (after > 0)
        weight = np.minimum(LONGEST, table.words) + 1
        mass = weight * self.opinion
        yield from self._within(weight, mass)
        yield from self._among_kin(table, weight, mass)
        yield from self._outside(np.arange(len(weight)))

    def _within(self, weight: Column, mass: Column) -> Iterator[Named]:
        """The opinion of so many blocks before and after, -1 at the ends of the page."""
        count = len(weight)
        weight_to, mass_to = (np.concatenate([[0.0], np.cumsum(each)]) for each in (weight, mass))
        at = np.arange(count)
        for reach in _REACHES:
            spans = (
                ("before", np.maximum(0, at - reach), at),
                ("after", at + 1, np.minimum(count, at + 1 + reach)),
            )
            for side, start, end in spans:
                total = weight_to[end] - weight_to[start]
                share = (mass_to[end] - mass_to[start]) / np.maximum(total, 1)
                yield f"{self.name} within {reach} {side}", np.where(total > 0, share, -1.0)

    def _among_kin(self, table: Table, weight: Column, mass: Column) -> Iterator[Named]:
        """The opinion of the other blocks of the same region, and of those around that."""
        kin, depth = table.region, table.depth[table.region]
        for level, name in enumerate(_KIN):
            exists = depth >= level
            sums = (
                np.bincount(kin[exists], each[exists], len(table.parent)) for each in (weight, mass)
            )
            others, told = (each[kin] - own for each, own in zip(sums, (weight, mass), strict=True))
            share = told / np.maximum(others, 1)
            yield f"{self.name} {name}", np.where(exists & (others > 0), share, 0.0)
            yield f"{self.name} alone {level}", exists & (others <= 0)
            kin = table.parent[kin]

    def _outside(self, at: Column) -> Iterator[Named]:
        """How far before the first and after the last block that the witness is for."""
        (for_it,) = np.nonzero(self.opinion > 0)
        first, last = (for_it[0], for_it[-1]) if len(for_it) else (0, len(at))
        for name, far in (("begins later", first - at), ("has ended", at - last)):
            yield f"{self.name} {name}", np.log1p(np.clip(far, 0, _FAR))
