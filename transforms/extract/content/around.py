"""What the blocks around a block say of it: how much of them is prose, and what was read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import accumulate
from math import log1p

from transforms.extract.content.blocks import PageBlock, Region

LONGEST = 60
"""Words past which a block weighs no more among those around."""
_REACHES = (3, 10)
_FAR = 10

Told = tuple[str, float]


class Witness:
    """One opinion on all blocks of a page, -1 to 1, as it bears on each block's neighbours."""

    def __init__(self, name: str, opinion: Sequence[float], blocks: Sequence[PageBlock]) -> None:
        self.name, self.opinion, self.blocks = name, opinion, blocks
        self.weight = [min(LONGEST, block.words) + 1 for block in blocks]
        self.mass = [w * o for w, o in zip(self.weight, opinion, strict=True)]
        self.weights_to = [0, *accumulate(self.weight)]
        self.mass_to = [0.0, *accumulate(self.mass)]
        self.kin: defaultdict[tuple[int, Region], list[float]] = defaultdict(lambda: [0.0, 0.0])
        for at, block in enumerate(blocks):
            for key in _kin(block):
                self.kin[key][0] += self.weight[at]
                self.kin[key][1] += self.mass[at]
        for_it = [at for at, each in enumerate(opinion) if each > 0]
        self.first, self.last = (for_it[0], for_it[-1]) if for_it else (0, len(blocks))

    def around(self, at: int) -> Iterator[Told]:
        """What it says of the blocks near the block number `at`."""
        name, count = self.name, len(self.blocks)
        before = self.opinion[at - 1] if at else -1.0
        after = self.opinion[at + 1] if at + 1 < count else -1.0
        yield f"{name} before", before
        yield f"{name} after", after
        if before > 0 and after > 0:
            yield f"{name} on both sides", 1
        for reach in _REACHES:
            yield f"{name} within {reach} before", self._share(max(0, at - reach), at)
            yield f"{name} within {reach} after", self._share(at + 1, min(count, at + 1 + reach))
        yield from self._among_kin(at)
        if at < self.first:
            yield f"{name} begins later", log1p(min(_FAR, self.first - at))
        elif at > self.last:
            yield f"{name} has ended", log1p(min(_FAR, at - self.last))

    def _share(self, start: int, end: int) -> float:
        if start >= end:
            return -1.0
        weight = self.weights_to[end] - self.weights_to[start]
        return (self.mass_to[end] - self.mass_to[start]) / weight

    def _among_kin(self, at: int) -> Iterator[Told]:
        """Its opinion of the other blocks of the same region, and of those around that."""
        for level, (key, name) in enumerate(
            zip(_kin(self.blocks[at]), ("beside", "in the same part", "near"), strict=False)
        ):
            weight, mass = self.kin[key]
            others = weight - self.weight[at]
            if others > 0:
                yield f"{self.name} {name}", (mass - self.mass[at]) / others
            else:
                yield f"{self.name} alone {level}", 1


def _kin(block: PageBlock) -> Iterator[tuple[int, Region]]:
    for level, region in enumerate(block.region.path()):
        if level > 2:
            return
        yield level, region
