"""The main content of a web page: the blocks that the weighed evidence calls so."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from lxml.html import HtmlElement

from transforms.extract.content.blocks import PageBlock, page_blocks
from transforms.extract.content.model import (
    THRESHOLD,
    Weights,
    evidence,
    fitted_weights,
    scores,
)
from transforms.extract.content.reading import agreement, reading
from transforms.extract.flat import flat_text
from transforms.extract.page import Page, parse
from transforms.extract.tidy import tidy

# trafilatura's time grows with the square of the elements in some shapes (20,000 spans in one
# paragraph take over ten seconds); the longest of 1,194 news pages looked at has 6,066.
ELEMENT_LIMIT = 8_000
# It also grows with the text times the depth of what holds it; the most on those pages is 80,000.
TEXT_LIMIT = 300_000
# With more, even a walk through the tree takes many seconds.
TREE_LIMIT = 50_000
# Under this many characters of text the paragraphs are looked at, and taken where they are more.
TOO_LITTLE = 200
# A score no farther than this from even says little.
UNSURE = 0.3
# Where so many times more words are unsure than are kept, the evidence has failed on the page: of
# 972 pages three, lists and tables all of them.
FAILED = 3


def main_text(html: str, weights: Weights | None = None) -> str:
    """The article's text, one paragraph, heading or list item a line; "" where there is none.

    Depends on `html` alone: trafilatura's deduplication, which remembers earlier pages, is off.

    Args:
        weights: those to read by, instead of the fitted ones.
    """
    return page_text(html, parse(html), weights)


def page_text(html: str, page: Page | None, weights: Weights | None = None) -> str:
    """As `main_text`, of a page that is parsed already. `page` stays as it is."""
    if page is None or not page.whole:
        return flat_text(html)
    elements = _elements(html, page.tree)
    if elements > TREE_LIMIT:
        return flat_text(html)
    regions, blocks = page_blocks(page.tree)
    if not blocks:
        return flat_text(html)
    readable = elements <= ELEMENT_LIMIT and regions[0].chars <= TEXT_LIMIT
    read = reading(page.tree, regions) if readable else ""
    agreed = agreement(blocks, read)
    told = evidence(regions, blocks, titles(page.tree), agreed)
    text = _lines(_main(blocks, scores(told, weights or fitted_weights()).tolist(), agreed))
    return text if len(text) >= TOO_LITTLE else max(text, paragraphs(blocks), key=len)


def titles(tree: HtmlElement) -> frozenset[str]:
    """What the page calls itself in its head and its headings, in lower case."""
    told = (element.text_content() for element in tree.iter("title", "h1"))
    return frozenset(" ".join(each.split()).lower() for each in told)


def paragraphs(blocks: Sequence[PageBlock]) -> str:
    """The text of all paragraphs, a line each; all that is seen where there is none.

    For pages of a few lines and for fragments, in which no main content stands out.
    """
    marked = [block for block in blocks if block.region.tag == "p"]
    return _lines(marked or blocks)


def _elements(html: str, tree: HtmlElement) -> int:
    """How many elements a page has, as far as its limits ask: up to TREE_LIMIT + 1."""
    at_most = html.count("<")
    if at_most <= ELEMENT_LIMIT:
        return at_most
    return sum(1 for _ in islice(tree.iter(), TREE_LIMIT + 1))


def _main(
    blocks: Sequence[PageBlock], found: Sequence[float], agreed: Sequence[float]
) -> list[PageBlock]:
    """The blocks that score as main content; those of the other reading where that fails."""
    scored = list(zip(blocks, found, strict=True))
    kept = [block for block, score in scored if score >= THRESHOLD]
    unsure = sum(block.words for block, score in scored if abs(score - 0.5) < UNSURE)
    if unsure > FAILED * sum(block.words for block in kept):
        kept = [b for b, each in zip(blocks, agreed, strict=True) if each > 0] or kept
    return kept


def _lines(blocks: Sequence[PageBlock]) -> str:
    return tidy("\n".join(block.text for block in blocks))
