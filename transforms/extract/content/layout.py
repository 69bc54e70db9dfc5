"""Where on a page its prose is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from transforms.extract.content.blocks import PageBlock, Region

MUCH = 25
"""Words of a block that is surely a paragraph."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a page's prose is: the regions with half and three quarters of it, and its centre.

    `centre` is the region whose own paragraphs weigh most, with half the weight of those of its
    children's, as in Arc90's readability. `first` and `last` are the first and the last paragraph.
    """

    root: Region
    half: Region
    most: Region
    centre: Region
    article: Region | None
    first: int
    last: int
    heading: tuple[int, int]
    words: int
    repeated: frozenset[str]


def layout(regions: Sequence[Region], blocks: Sequence[PageBlock]) -> Layout:
    """The layout of a page that has blocks."""
    weights: Counter[Region] = Counter()
    for block in blocks:
        if block.is_prose:
            parent = block.region.parent or block.region
            weights[parent] += 2 * block.words
            if parent.parent is not None:
                weights[parent.parent] += block.words
    centre = max(weights, key=weights.__getitem__) if weights else regions[0]
    long = [at for at, b in enumerate(blocks) if b.words >= MUCH and 5 * b.linked < len(b.text)]
    heads = [at for at, block in enumerate(blocks) if block.region.tag == "h1"]
    told = Counter(block.text for block in blocks)
    return Layout(
        root=regions[0],
        half=_deepest(regions, 0.5),
        most=_deepest(regions, 0.75),
        centre=centre,
        article=_article(regions),
        first=long[0] if long else 0,
        last=long[-1] if long else len(blocks),
        heading=(heads[0], heads[-1]) if heads else (len(blocks), -1),
        words=sum(block.words for block in blocks),
        repeated=frozenset(text for text, times in told.items() if times > 1),
    )


def _article(regions: Sequence[Region]) -> Region | None:
    """The `<article>` with the most prose, the inner of two that share it; None without."""
    marked = (region for region in regions if region.tag == "article" and region.prose)
    return max(marked, key=lambda region: (region.prose, region.depth), default=None)


def _deepest(regions: Sequence[Region], share: float) -> Region:
    """The deepest region with at least this share of the page's prose."""
    enough = share * regions[0].prose
    best = regions[0]
    for region in regions:
        if region.prose >= enough and region.prose and region.depth >= best.depth:
            best = region
    return best
