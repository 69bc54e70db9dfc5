"""trafilatura's reading of a page, as one more witness of what is main content."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from copy import deepcopy

import trafilatura
from lxml.etree import strip_elements
from lxml.html import HtmlElement

from transforms.extract.content.blocks import PageBlock, Region
from transforms.extract.library_log import quieten

# What no text is in, and what trafilatura leaves out in any case. Its time is all but proportional
# to the elements that it is shown.
_NO_TEXT = (
    *("script", "style", "noscript", "template", "svg", "math", "textarea", "select", "iframe"),
    *("object", "canvas", "audio", "video", "head", "img", "picture", "source", "input"),
)
_LINKED = 0.7
"""Share of the characters of a region in links, with no paragraph in it, that makes it a menu."""
_FEWEST = 4
"""Blocks of a menu."""
_MOST = 0.3
"""Share of the page's characters that no menu has."""
_FEW = 4
"""Words under which a block agrees only with a whole line: they turn up anywhere."""

_WORD = re.compile(r"\w+")


def reading(tree: HtmlElement, regions: Sequence[Region]) -> str:
    """What trafilatura takes for main content, without its fall-backs; "" where it finds none."""
    quieten("trafilatura")
    found: str | None = trafilatura.extract(
        _reduced(tree, regions),
        include_comments=False,
        deduplicate=False,
        fast=True,
        favor_precision=True,
    )
    return found or ""


def agreement(blocks: Iterable[PageBlock], read: str) -> list[float]:
    """For each block whether it is in the reading (1) or not (-1); 0 where there is no reading."""
    if not read:
        return [0.0 for _ in blocks]
    in_order = [" ".join(_words(line)) for line in read.splitlines()]
    lines = frozenset(in_order)
    whole = f" {' '.join(filter(None, in_order))} "
    each = frozenset(whole.split())

    def agrees(block: PageBlock) -> bool:
        words = _words(block.text)
        told = " ".join(words)
        # Comparing words first spares most blocks the search.
        return told in lines or (
            block.words >= _FEW and each.issuperset(words) and f" {told} " in whole
        )

    return [1.0 if agrees(block) else -1.0 for block in blocks]


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _reduced(tree: HtmlElement, regions: Sequence[Region]) -> HtmlElement:
    """A copy of the tree without menus and what has no text."""
    page = regions[0].chars
    dropped = {region.element for region in regions[1:] if _is_menu(region, page)}
    copy = deepcopy(tree)
    twins = zip(tree.iter(), copy.iter(), strict=True)
    for twin in [twin for element, twin in twins if element in dropped]:
        if twin.getparent() is not None:
            twin.drop_tree()
    strip_elements(copy, *_NO_TEXT, with_tail=False)
    return copy


def _is_menu(region: Region, page: int) -> bool:
    if not region.chars:
        return True
    linked = region.linked > _LINKED * region.chars and not region.paragraphs
    return linked and region.blocks >= _FEWEST and region.chars < _MOST * page
