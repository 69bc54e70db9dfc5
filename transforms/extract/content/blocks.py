"""A page as the blocks of text that a reader sees, and the regions of the tree that hold them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from lxml.etree import iterwalk
from lxml.html import HtmlElement

from transforms.extract.flat import INLINE, UNSEEN

LONG = 12
"""Words of a block that counts as prose, where most of it is no link."""

# A cell is rendered on its row's line: only paragraphs in it are blocks of their own.
_CELLS = frozenset({"td", "th"})
_WITHIN_LINE = (
    INLINE | _CELLS | {"img", "picture", "source", "ruby", "rt", "rp", "nobr", "button", "input"}
)
_SKIPPED = UNSEEN | {"canvas", "audio", "video", "datalist", "map", "embed"}
_LINKS = frozenset({"a", "button"})
_STRONG = frozenset({"b", "strong", "em", "i"})
_NAMING = ("class", "id", "role", "itemprop")
_LONGEST_NAME = 300
_NO_NAMES: frozenset[str] = frozenset()

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NAME = re.compile(r"[a-z]{2,16}")
_HIDDEN = re.compile(r"display\s?:\s?none", re.IGNORECASE)


@dataclass(slots=True, eq=False)
class Region:
    """A block-level element: how it is named, and sums over all blocks within it.

    `chars` and `linked` count characters, `prose` words of long blocks, `paragraphs` long blocks.
    `number` is its place in the list of all regions, in which it and all within it are
    [number, end).
    """

    element: HtmlElement | None
    tag: str
    parent: Region | None
    names: frozenset[str]
    hidden: bool
    number: int = 0
    end: int = 0
    depth: int = 0
    chars: int = 0
    linked: int = 0
    prose: int = 0
    paragraphs: int = 0
    blocks: int = 0

    def path(self) -> Iterator[Region]:
        """The region, its parent, and so on up to the body."""
        region: Region | None = self
        while region is not None:
            yield region
            region = region.parent


@dataclass(slots=True, eq=False)
class PageBlock:
    """One line of text as shown, `region` the innermost that holds it.

    `linked` and `stressed` count its characters in links and in bold or italics.
    """

    text: str
    region: Region
    words: int
    linked: int
    stressed: int

    @property
    def is_prose(self) -> bool:
        """Whether it reads as a paragraph: long, and most of it no link."""
        return self.words >= LONG and 2 * self.linked < len(self.text)


def page_blocks(tree: HtmlElement) -> tuple[list[Region], list[PageBlock]]:
    """The regions of a page, parents before children, and its blocks in order.

    Takes time linear in the size of the tree. What no reader sees (scripts, styles, choices of a
    form) is left out.
    """
    body = tree.find("body")
    walk = _Walk()
    walk.over(tree if body is None else body)
    for block in walk.blocks:
        region = block.region
        region.chars += len(block.text)
        region.linked += block.linked
        region.blocks += 1
        if block.is_prose:
            region.prose += block.words
            region.paragraphs += 1
    for region in reversed(walk.regions):
        if (parent := region.parent) is not None:
            parent.chars += region.chars
            parent.linked += region.linked
            parent.prose += region.prose
            parent.paragraphs += region.paragraphs
            parent.blocks += region.blocks
    return walk.regions, walk.blocks


class _Walk:
    """Gathers the blocks in one pass through the tree, element by element."""

    def __init__(self) -> None:
        self.regions: list[Region] = []
        self.blocks: list[PageBlock] = []
        self.region: Region | None = None
        self.parts: list[str] = []
        self.linked = self.stressed = self.in_links = 0

    def over(self, body: HtmlElement) -> None:
        events = iterwalk(body, events=("start", "end", "comment", "pi"))
        for event, element in events:
            if event == "start":
                if element.tag in _SKIPPED:
                    events.skip_subtree()
                else:
                    self.start(element)
            else:
                if event == "end" and element.tag not in _SKIPPED:
                    self.end(element.tag)
                if element is not body and element.tail:
                    self.add(element.tail)
        self.flush()

    def start(self, element: HtmlElement) -> None:
        tag = element.tag
        text = element.text
        if tag == "br":
            self.flush()
        elif tag in _WITHIN_LINE:
            if tag in _LINKS:
                self.in_links += 1
            elif tag in _CELLS:
                self.parts.append(" ")
            elif text and tag in _STRONG:
                self.stressed += len(text)
        else:
            self.flush()
            self.open(element)
        if text:
            self.add(text)

    def open(self, element: HtmlElement) -> None:
        names, hidden = _named(element)
        depth = self.region.depth + 1 if self.region else 0
        number = len(self.regions)
        self.region = Region(element, element.tag, self.region, names, hidden, number, depth=depth)
        self.regions.append(self.region)

    def end(self, tag: str) -> None:
        if tag in _LINKS:
            self.in_links -= 1
        elif tag in _CELLS:
            self.parts.append(" ")
        elif tag not in _WITHIN_LINE and tag != "br":
            self.flush()
            if self.region is not None:
                self.region.end = len(self.regions)
                self.region = self.region.parent or self.region

    def add(self, text: str) -> None:
        if not self.parts and text.isspace():
            return
        self.parts.append(text)
        if self.in_links:
            self.linked += len(text.strip())

    def flush(self) -> None:
        if not self.parts:
            return
        words = "".join(self.parts).split()
        if words and self.region is not None:
            text = " ".join(words)
            linked, stressed = min(self.linked, len(text)), min(self.stressed, len(text))
            self.blocks.append(PageBlock(text, self.region, len(words), linked, stressed))
        self.parts.clear()
        self.linked = self.stressed = 0


def _named(element: HtmlElement) -> tuple[frozenset[str], bool]:
    attributes = dict(element.items())
    if not attributes:
        return _NO_NAMES, False
    told = [attributes[key] for key in _NAMING if key in attributes]
    names = _words_of(" ".join(told)[:_LONGEST_NAME]) if told else _NO_NAMES
    style = attributes.get("style")
    hidden = attributes.get("aria-hidden") == "true" or "hidden" in attributes
    return names, hidden or bool(style and _HIDDEN.search(style))


@lru_cache(4_096)
def _words_of(names: str) -> frozenset[str]:
    told = names if names.islower() else _CAMEL.sub(" ", names).lower()
    return frozenset(_NAME.findall(told))
