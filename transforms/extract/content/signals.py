"""What speaks for and against a block's being main content: named numbers from 0 to about 5."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from transforms.extract.content.blocks import PageBlock
from transforms.extract.content.layout import MUCH, Layout
from transforms.extract.content.table import Column, Named, Table

_HEAD = 200
"""Characters of a block that its typography is judged by."""
_COMMAS = 5
"""Past so many, more say no more."""

_ENDS_SENTENCE = re.compile(r"[.!?…。！？][\"”»’')\]]*$")
_DIVIDER = re.compile("[|»›·]")

_MARKS: dict[str, Callable[[str], object]] = {
    "ends in :": lambda text: text[-1] == ":",
    "ends in ?": lambda text: text[-1] == "?",
    "starts small": lambda text: text[0].islower(),
    "copyright sign": lambda text: "©" in text,
    "at sign": lambda text: "@" in text,
    "divider": _DIVIDER.search,
}


def block_signals(
    blocks: Sequence[PageBlock], table: Table, titles: frozenset[str]
) -> Iterator[Named]:
    """Of each block what it says by itself: its element, length, links, typography.

    `titles` are what the page calls itself, in lower case.
    """
    yield from _tags(blocks)
    size = np.log1p(table.words)
    yield "words", size
    for most in (3, 9, 24, 49):
        yield f"over {most} words", table.words > most
    yield from _links(table)
    texts = [block.text for block in blocks]
    ends = _where(texts, lambda text: _ENDS_SENTENCE.search(text[-8:]))
    yield "ends a sentence", ends
    yield "ends a sentence, words", ends * size
    yield from _typography(texts)
    yield "stressed", np.array([block.stressed for block in blocks]) / table.chars
    yield "title", _where(texts, lambda text: text.lower() in titles)


def _where(texts: Sequence[str], is_so: Callable[[str], object]) -> Column:
    return np.array([bool(is_so(text)) for text in texts])


def _tags(blocks: Sequence[PageBlock]) -> Iterator[Named]:
    rows = defaultdict(list)
    for at, block in enumerate(blocks):
        rows[block.region.tag].append(at)
    for tag, numbers in rows.items():
        column = np.zeros(len(blocks), bool)
        column[numbers] = True
        yield f"tag {tag}", column


def _links(table: Table) -> Iterator[Named]:
    linked = table.linked / table.chars
    yield "no link", linked == 0
    yield "linked", linked
    yield "short and linked", linked * (table.words < MUCH)
    yield "mostly linked", linked > 0.5
    yield "all linked", linked > 0.95


def _typography(texts: Sequence[str]) -> Iterator[Named]:
    for name, is_so in _MARKS.items():
        yield name, _where(texts, is_so)
    yield "commas", np.array([min(_COMMAS, text.count(",")) for text in texts])
    heads = [text[:_HEAD] for text in texts]
    capitals, letters, digits = (
        np.array([sum(map(is_so, head)) for head in heads])
        for is_so in (str.isupper, str.isalpha, str.isdigit)
    )
    yield "capitals", capitals / np.maximum(letters, 1)
    yield "all capitals", (letters > 3) & (capitals > 0.8 * letters)
    yield "digits", digits / np.array([len(head) for head in heads])


def place_signals(table: Table, layout: Layout) -> Iterator[Named]:
    """Of each block where on the page it stands."""
    count = len(table.words)
    at = np.arange(count)
    yield "share of words before", (np.cumsum(table.words) - table.words) / layout.words
    yield "share of blocks before", at / count
    for name, far in (("before", layout.first - at), ("after", at - layout.last)):
        yield f"{name} the prose", far > 0
        yield f"how far {name} the prose", np.log1p(np.maximum(far, 0))
    yield "after a heading", at > layout.heading[0]
    yield "before a heading", at < layout.heading[1]
