"""How likely each block of a page is main content: a fitted linear model over named signals.

`make main-text-model` fits the weights (training/main_text). The log-odds of a block are the sum of
what its signals weigh, so that `evidence` tells why its score is what it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

import numpy as np

from transforms.extract.content.around import Witness
from transforms.extract.content.blocks import PageBlock, Region
from transforms.extract.content.layout import Layout, layout
from transforms.extract.content.regions import region_signals
from transforms.extract.content.signals import block_signals, place_signals
from transforms.extract.content.table import Column, Named, table
from transforms.resources import read_bytes

WEIGHTS = "extract/data/main_text_weights.tsv"
BASE = "base"
THRESHOLD = 0.5
"""The score from which a block is main content."""

Weights = Mapping[str, float]
Evidence = Mapping[str, Column]
"""By signal its value for each block of a page."""

_CERTAIN = 30.0
"""Log-odds past which more say no more."""
# What decides how far the other reading is to be believed.
_TELLING = frozenset({"words", "linked", "ends a sentence", "short and linked", "stressed"})


@cache
def fitted_weights() -> Weights:
    """The fitted log-odds by signal; those that every block starts from are BASE's."""
    lines = read_bytes(WEIGHTS).decode("utf-8").splitlines()
    pairs = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {name: float(weight) for name, weight in pairs}


def scores(told: Evidence, weights: Weights) -> Column:
    """Of each block how likely it is main content, 0 to 1, by the page's evidence."""
    points = sum((weights[name] * told[name] for name in told if name in weights), weights[BASE])
    likely: Column = 1 / (1 + np.exp(-np.clip(points, -_CERTAIN, _CERTAIN)))
    return likely


def evidence(
    regions: Sequence[Region],
    blocks: Sequence[PageBlock],
    titles: frozenset[str],
    agreed: Sequence[float],
) -> Evidence:
    """What speaks for and against the blocks of a page; a signal that is not there is 0.

    Args:
        regions, blocks: of one page that has blocks, as `page_blocks` gives them.
        titles: what the page calls itself, in lower case.
        agreed: of each block what `agreement` says.
    """
    where, rows = layout(regions, blocks), table(regions, blocks)
    told = {name: each[rows.region] for name, each in region_signals(regions, rows, where)}
    told.update(block_signals(blocks, rows, titles))
    told.update(place_signals(rows, where))
    told["repeated"] = np.array([block.text in where.repeated for block in blocks])
    prose = np.array([block.is_prose for block in blocks])
    told.update(Witness("prose", np.where(prose, 1.0, -1.0)).around(rows))
    if any(agreed):
        read = np.array(agreed)
        told.update(_of_reading(read, _covered(rows.words, read, prose, where), told))
        told.update(Witness("read", read).around(rows))
    else:
        told["no reading"] = np.ones(len(blocks))
    return told


def _covered(words: Column, read: Column, prose: Column, where: Layout) -> float:
    """The share that the other reading has of the page's prose where most of it is, 0 to 1."""
    return min(1.0, float(words[(read > 0) & prose].sum()) / (where.half.prose or 1))


def _of_reading(read: Column, covered: float, told: Evidence) -> Iterator[Named]:
    yield "read", read
    yield "read, all of it", read * covered
    yield "all is read", np.full(len(read), covered)
    for name in [name for name in told if name in _TELLING or name.startswith("tag ")]:
        yield f"read, {name}", (read > 0) * told[name]
