"""What the regions around a block say of it: how they are named, how much prose they hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

import numpy as np

from transforms.extract.content.blocks import Region
from transforms.extract.content.layout import Layout
from transforms.extract.content.table import Column, Named, Table
from transforms.resources import read_toml

DATA = "extract/data/region_names.toml"

_NESTED = 10
"""Levels between two regions past which more say no more."""
_WHOLE = 0.9
"""Share of the page's prose that a region has if it is the page."""
_UP = ("own", "parent", "grandparent", "outer")
_HOLDING = frozenset(
    {
        *("article", "main", "nav", "aside", "footer", "header", "form", "figure", "figcaption"),
        *("table", "ul", "ol", "blockquote", "section", "details", "dl", "address"),
    }
)


@lru_cache(4_096)
def kinds_of(names: frozenset[str]) -> tuple[str, ...]:
    """What elements of such names hold: the kinds of `region_names.toml`.

    >>> kinds_of(frozenset({"site", "footer"}))
    ('foot',)
    """
    known = _kind_of_name()
    return tuple(sorted({known[name] for name in names if name in known}))


@cache
def _kind_of_name() -> dict[str, str]:
    return {name: kind for kind, names in read_toml(DATA).items() for name in names}


def region_signals(regions: Sequence[Region], table: Table, layout: Layout) -> Iterator[Named]:
    """Of each region what all blocks directly in it share."""
    yield from _tags(regions)
    yield from _kinds(regions, table.parent)
    yield from _in_article(regions, layout)
    for name, region in (("in half", layout.half), ("in most", layout.most)):
        yield name, _within(region, len(regions))
    yield from _from_centre(regions, table.depth, layout)
    yield from _sums(regions, table.parent)


def _within(region: Region, count: int) -> Column:
    column = np.zeros(count, bool)
    column[region.number : region.end] = True
    return column


def _tags(regions: Sequence[Region]) -> Iterator[Named]:
    found: dict[str, Column] = defaultdict(lambda: np.zeros(len(regions), bool))
    for region in regions[1:]:
        if region.tag in _HOLDING:
            found[f"in {region.tag}"][region.number : region.end] = True
        if region.hidden:
            found["hidden"][region.number : region.end] = True
    yield from found.items()


def _kinds(regions: Sequence[Region], parent: Column) -> Iterator[Named]:
    """The body's own names are of the page; so are those of what holds nearly all its prose."""
    own, passed_on, around = (
        defaultdict[str, Column](lambda: np.zeros(len(regions), bool)) for _ in range(3)
    )
    whole = _WHOLE * regions[0].prose
    for region in regions[1:]:
        for kind in kinds_of(region.names) if region.names else ():
            own[kind][region.number] = True
            if region.prose < whole:
                passed_on[kind][region.number] = True
                around[kind][region.number : region.end] = True
    for kind, column in own.items():
        yield f"{kind} part", column | passed_on[kind][parent]
        yield f"in {kind} part", column | around[kind]


def _in_article(regions: Sequence[Region], layout: Layout) -> Iterator[Named]:
    innermost = np.full(len(regions), -1)
    for region in regions:
        if region.tag == "article":
            innermost[region.number : region.end] = region.number
    some, main = innermost >= 0, layout.article
    if main is None:
        inside = some
    else:
        inside = _within(main, len(regions))
        yield "in another article", ~inside & some
        yield "outside the article", ~inside & ~some
        yield "share of the article", ~inside * (main.prose / (layout.root.prose or 1))
    yield "in the article", inside
    yield "in an article's article", inside & (innermost != (main.number if main else -1))


def _from_centre(regions: Sequence[Region], depth: Column, layout: Layout) -> Iterator[Named]:
    """The way to the region with the weightiest paragraphs: up to where the two meet, and down."""
    centre = layout.centre
    meeting = np.zeros(len(regions), int)
    for region in reversed(list(centre.path())):
        meeting[region.number : region.end] = region.number
    up, down = depth - depth[meeting], centre.depth - depth[meeting]
    yield "in centre", down == 0
    yield "next to centre", (down == 0) & (up <= 1)
    yield "up", np.minimum(up, _NESTED)
    yield "down", np.minimum(down, _NESTED)
    prose = np.array([region.prose for region in regions])
    yield "meeting", prose[meeting] / (layout.root.prose or 1)


def _sums(regions: Sequence[Region], parent: Column) -> Iterator[Named]:
    sums = np.array([[r.prose, r.linked, r.chars, r.blocks, r.paragraphs] for r in regions])
    prose, linked, chars, blocks, paragraphs = sums.T
    some = np.maximum(blocks, 1)
    columns = {
        "prose": prose / (regions[0].prose or 1),
        "linked": linked / np.maximum(chars, 1),
        "blocks": np.log1p(blocks),
        "length": np.log1p(chars / some),
        "paragraphs": paragraphs / some,
    }
    at = np.arange(len(regions))
    for name in _UP:
        for of_what, column in columns.items():
            yield f"{name} {of_what}", column[at]
        at = parent[at]
