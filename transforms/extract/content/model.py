"""How likely each block of a page is main content: a fitted linear model over named signals.

`make main-text-model` fits the weights
(training/main_text). The log-odds of a block are the sum of what its signals weigh, so that
`evidence` tells why its score is what it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from math import exp

from transforms.extract.content.around import Witness
from transforms.extract.content.blocks import PageBlock, Region
from transforms.extract.content.layout import Layout, layout
from transforms.extract.content.signals import block_signals, place_signals, region_signals
from transforms.resources import read_bytes

WEIGHTS = "extract/data/main_text_weights.tsv"
BASE = "base"
THRESHOLD = 0.5
"""The score from which a block is main content."""

Told = tuple[str, float]

# What decides how far the other reading is to be believed.
_TELLING = frozenset({"words", "linked", "ends a sentence", "short and linked", "stressed"})


@cache
def weights() -> Mapping[str, float]:
    """The fitted log-odds by signal; those that every block starts from are BASE's."""
    lines = read_bytes(WEIGHTS).decode("utf-8").splitlines()
    pairs = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {name: float(weight) for name, weight in pairs}


def _weigh(known: Mapping[str, float], told: Iterable[Told]) -> float:
    return sum(known[name] * value for name, value in told if name in known)


def scores(
    regions: Sequence[Region],
    blocks: Sequence[PageBlock],
    titles: frozenset[str],
    agreed: Sequence[float],
) -> list[float]:
    """Of each block how likely it is main content, 0 to 1.

    Args:
        regions, blocks: of one page, as `page_blocks` gives them.
        titles: what the page calls itself, in lower case.
        agreed: of each block what `agreement` says.
    """
    known = weights()
    shared: dict[Region, float] = {}
    found = []
    for region, of_region, own in evidence(regions, blocks, titles, agreed):
        if region not in shared:
            shared[region] = known[BASE] + _weigh(known, of_region.items())
        found.append(_likely(shared[region] + _weigh(known, own)))
    return found


def evidence(
    regions: Sequence[Region],
    blocks: Sequence[PageBlock],
    titles: frozenset[str],
    agreed: Sequence[float],
) -> Iterator[tuple[Region, dict[str, float], list[Told]]]:
    """Of each block its region, the signals that all blocks there share, and its own."""
    if not blocks:
        return
    where = layout(regions, blocks)
    witnesses = [Witness("prose", [1.0 if b.is_prose else -1.0 for b in blocks], blocks)]
    if any(agreed):
        witnesses.append(Witness("read", agreed, blocks))
    covered = _covered(blocks, agreed, where)
    shared: dict[Region, dict[str, float]] = {}
    before = 0
    for at, block in enumerate(blocks):
        own = [*block_signals(block, titles), *place_signals(at, before, len(blocks), where)]
        if block.text in where.repeated:
            own.append(("repeated", 1))
        own.extend(_of_reading(agreed[at], covered, own))
        for witness in witnesses:
            own.extend(witness.around(at))
        region = block.region
        if region not in shared:
            shared[region] = region_signals(region, where)
        yield region, shared[region], own
        before += block.words


def _covered(blocks: Sequence[PageBlock], agreed: Sequence[float], where: Layout) -> float:
    """The share that the other reading has of the page's prose where most of it is, 0 to 1."""
    pairs = zip(blocks, agreed, strict=True)
    read = sum(block.words for block, each in pairs if each > 0 and block.is_prose)
    return min(1.0, read / (where.half.prose or 1))


def _of_reading(agreed: float, covered: float, own: Sequence[Told]) -> list[Told]:
    if not agreed:
        return [("no reading", 1)]
    told = [("read", agreed), ("read, all of it", agreed * covered), ("all is read", covered)]
    if agreed > 0:
        for name, value in own:
            if name in _TELLING or name.startswith("tag "):
                told.append((f"read, {name}", value))
    return told


def _likely(points: float) -> float:
    return 1 / (1 + exp(-max(-30.0, min(30.0, points))))
