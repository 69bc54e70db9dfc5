"""The main content of a web page: trafilatura where it can, plain paragraphs where it can't."""

from __future__ import annotations

import re
import warnings
from copy import deepcopy
from itertools import islice

import trafilatura
from bs4 import BeautifulSoup, MarkupResemblesLocatorWarning
from lxml.html import HtmlElement

from transforms.extract.flat import flat_text
from transforms.extract.library_log import quieten
from transforms.extract.page import Page, parse
from transforms.extract.tidy import tidy

# trafilatura's time grows with the square of the elements in some shapes (20,000 spans in one
# paragraph take over ten seconds); the longest of 1,194 news pages looked at has 6,066.
ELEMENT_LIMIT = 8_000
# With more, even a walk through the tree takes many seconds.
TREE_LIMIT = 50_000
# The precise reading stands where it keeps this share of the balanced one: below, it has lost
# parts of the article rather than its surroundings.
KEPT_BY_PRECISION = 0.7
# Under this many characters of text the paragraphs are looked at, and taken where they are more.
TOO_LITTLE = 200
SHORT = 40

# What trafilatura draws around list items and cells.
_DRAWN = re.compile(r"^ {0,40}- |^\| | \| ?$|^[|-]+$", re.MULTILINE)


def main_text(html: str) -> str:
    """The article's text, one paragraph, heading or list item a line; "" where there is none.

    Depends on `html` alone: trafilatura's deduplication, which remembers earlier pages, is off.
    """
    return page_text(html, parse(html))


def page_text(html: str, page: Page | None) -> str:
    """As `main_text`, of a page that is parsed already. `page` stays as it is."""
    if page is None or not page.whole:
        return flat_text(html)
    elements = sum(1 for _ in islice(page.tree.iter(), TREE_LIMIT + 1))
    if elements > TREE_LIMIT:
        return flat_text(html)
    if elements > ELEMENT_LIMIT:
        return paragraphs(html)
    text = _arbitrated(page.tree)
    return text if len(text) >= TOO_LITTLE else max(text, paragraphs(html), key=len)


def _arbitrated(tree: HtmlElement) -> str:
    """The precise reading, unless it lost parts of the article.

    The balanced one, which tells that, is computed only where the prose in `<p>` elements does not
    vouch for the precise one: that halves the time of five pages in six.
    """
    tree = _without_layout_tables(tree)
    precise = _extracted(tree, favor_precision=True)
    prose = _prose(tree)
    if KEPT_BY_PRECISION * prose <= len(precise) <= 2 * prose:
        return precise
    balanced = _extracted(tree)
    return precise if len(precise) >= KEPT_BY_PRECISION * len(balanced) else balanced


def _without_layout_tables(tree: HtmlElement) -> HtmlElement:
    """The tree with plain blocks for tables that hold paragraphs: those only lay the page out.

    A cell of a table of data has no paragraphs, and is rendered on its row's line.
    """
    if not any(True for _ in tree.iterfind(".//td/p")):
        return tree
    plain = deepcopy(tree)
    for table in list(plain.iter("table")):
        cells = list(table.iter("td", "th"))
        if 2 * sum(cell.find("p") is not None for cell in cells) >= len(cells):
            for part in table.iter("table", "tbody", "thead", "tfoot", "tr", "td", "th"):
                part.tag = "div"
    return plain


def _prose(tree: HtmlElement) -> int:
    """Characters in paragraphs that are neither fragments nor mostly links."""
    total = 0
    for element in tree.iter("p"):
        length = len(element.text_content().strip())
        linked = sum(len(link.text_content()) for link in element.iter("a"))
        total += length if length >= SHORT and 2 * linked < length else 0
    return total


def _extracted(tree: HtmlElement, favor_precision: bool = False) -> str:
    quieten("trafilatura")
    found: str | None = trafilatura.extract(
        tree, include_comments=False, deduplicate=False, favor_precision=favor_precision
    )
    return tidy(_DRAWN.sub("", found or ""))


def paragraphs(html: str) -> str:
    """The text of all `<p>` elements, a line each; all that is seen where it has none.

    For pages of a few lines and for fragments, in which no main content stands out.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", MarkupResemblesLocatorWarning)
        soup = BeautifulSoup(html, "lxml")
    lines = (" ".join(p.get_text(" ").split()) for p in soup.find_all("p"))
    return tidy("\n".join(lines)) or flat_text(html)
