"""What speaks for and against a block's being main content, as named numbers from 0 to about 5."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from math import log1p

from transforms.extract.content.blocks import PageBlock, Region
from transforms.extract.content.layout import MUCH, Layout
from transforms.resources import read_toml

DATA = "extract/data/region_names.toml"

Signals = dict[str, float]

_NESTED = 10
"""Levels between two regions past which more say no more."""
_WHOLE = 0.9
"""Share of the page's prose that a region has if it is the page."""
_UP = ("own", "parent", "grandparent", "outer")

_ENDS_SENTENCE = re.compile(r"[.!?…。！？][\"”»’')\]]*$")
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


def region_signals(region: Region, layout: Layout) -> Signals:
    """What all blocks directly in a region share: names and kinds of the elements around, place."""
    path = list(region.path())
    found = dict(_names_around(path, layout.root.prose))
    found.update(_in_article(path, layout))
    up, meeting = next((up, each) for up, each in enumerate(path) if each in layout.around)
    down = layout.around[meeting]
    found["in half"] = float(layout.half in path)
    found["in most"] = float(layout.most in path)
    found["in centre"] = float(down == 0)
    found["next to centre"] = float(down == 0 and up <= 1)
    found["up"] = min(up, _NESTED)
    found["down"] = min(down, _NESTED)
    found["meeting"] = meeting.prose / (layout.root.prose or 1)
    for name, each in zip(_UP, [*path, *[path[-1]] * 3], strict=False):
        found[f"{name} prose"] = each.prose / (layout.root.prose or 1)
        found[f"{name} linked"] = each.linked / (each.chars or 1)
        found[f"{name} blocks"] = log1p(each.blocks)
        found[f"{name} length"] = log1p(each.chars / (each.blocks or 1))
        found[f"{name} paragraphs"] = each.paragraphs / (each.blocks or 1)
    return {name: value for name, value in found.items() if value}


def _names_around(path: Sequence[Region], prose: int) -> Iterator[tuple[str, float]]:
    """The body's own names are of the page; so are those of what holds nearly all its prose."""
    for level, each in enumerate(path[:-1]):
        if each.tag in _HOLDING:
            yield f"in {each.tag}", 1
        if each.hidden:
            yield "hidden", 1
        if each.names and (level == 0 or each.prose < _WHOLE * prose):
            for kind in kinds_of(each.names):
                yield f"in {kind} part", 1
                if level <= 1:
                    yield f"{kind} part", 1


def _in_article(path: Sequence[Region], layout: Layout) -> Iterator[tuple[str, float]]:
    articles = [each for each in path if each.tag == "article"]
    if layout.article is not None and layout.article not in articles:
        yield "in another article" if articles else "outside the article", 1
        yield "share of the article", layout.article.prose / (layout.root.prose or 1)
    elif articles:
        yield "in the article", 1
        if articles[0] is not layout.article:
            yield "in an article's article", 1


def block_signals(block: PageBlock, titles: frozenset[str]) -> Iterator[tuple[str, float]]:
    """What a block says by itself: its element, length, links, typography."""
    text = block.text
    size = log1p(block.words)
    yield f"tag {block.region.tag}", 1
    yield "words", size
    for most in (3, 9, 24, 49):
        if block.words > most:
            yield f"over {most} words", 1
    yield from _links(block)
    if _ENDS_SENTENCE.search(text[-8:]):
        yield "ends a sentence", 1
        yield "ends a sentence, words", size
    yield from _typography(text)
    if block.stressed:
        yield "stressed", block.stressed / len(text)
    if text.lower() in titles:
        yield "title", 1


def _links(block: PageBlock) -> Iterator[tuple[str, float]]:
    linked = block.linked / len(block.text)
    if not linked:
        yield "no link", 1
        return
    yield "linked", linked
    if block.words < MUCH:
        yield "short and linked", linked
    if linked > 0.5:
        yield "mostly linked", 1
    if linked > 0.95:
        yield "all linked", 1


def _typography(text: str) -> Iterator[tuple[str, float]]:
    if text[-1] in ":?":
        yield f"ends in {text[-1]}", 1
    if commas := text.count(","):
        yield "commas", min(5, commas)
    head = text[:200]
    capitals = sum(map(str.isupper, head))
    letters = sum(map(str.isalpha, head))
    if capitals:
        yield "capitals", capitals / (letters or 1)
        if letters > 3 and capitals > 0.8 * letters:
            yield "all capitals", 1
    if digits := sum(map(str.isdigit, head)):
        yield "digits", digits / len(head)
    if text[0].islower():
        yield "starts small", 1
    if "©" in text:
        yield "copyright sign", 1
    if "@" in text:
        yield "at sign", 1
    if "|" in text or "»" in text or "›" in text or "·" in text:
        yield "divider", 1


def place_signals(at: int, before: int, count: int, layout: Layout) -> Iterator[tuple[str, float]]:
    """Where on the page the block number `at` of `count` stands, `before` words after its start."""
    yield "share of words before", before / (layout.words or 1)
    yield "share of blocks before", at / count
    if at < layout.first:
        yield "before the prose", 1
        yield "how far before the prose", log1p(layout.first - at)
    elif at > layout.last:
        yield "after the prose", 1
        yield "how far after the prose", log1p(at - layout.last)
    if at > layout.heading[0]:
        yield "after a heading", 1
    if at < layout.heading[1]:
        yield "before a heading", 1
