"""A page as columns of numbers: a row a block, or a row a region."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from transforms.extract.content.blocks import PageBlock, Region

Column = NDArray[Any]
Named = tuple[str, Column]


@dataclass(frozen=True)
class Table:
    """What is counted of each block and of each region.

    `region` has a row a block: the number of its region. `parent` and `depth` have a row a region:
    the number of the one around it (the outermost has its own), and the levels down to it.
    """

    words: Column
    chars: Column
    linked: Column
    region: Column
    parent: Column
    depth: Column


def table(regions: Sequence[Region], blocks: Sequence[PageBlock]) -> Table:
    """The table of a page that has blocks."""
    return Table(
        words=np.array([block.words for block in blocks]),
        chars=np.array([len(block.text) for block in blocks]),
        linked=np.array([block.linked for block in blocks]),
        region=np.array([block.region.number for block in blocks]),
        parent=np.array([region.parent.number if region.parent else 0 for region in regions]),
        depth=np.array([region.depth for region in regions]),
    )
