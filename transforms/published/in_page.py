"""Dates of publication in a web page's own markup."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lxml.html import HtmlElement

from transforms.article import PublishedFrom
from transforms.extract.page import Page, is_article
from transforms.published.candidate import Candidate
from transforms.published.notation import read_date
from transforms.resources import read_toml

DATA = "published/data/markup.toml"
# More `<time>` elements than this are a list of other articles or of comments.
MANY_TIMES = 50
WEB_PAGE = re.compile(r"(?:web|item|article|news)page$", re.IGNORECASE)

_BROKEN_JSON = re.compile(r"""["']datePublished["']\s{0,9}:\s{0,9}["']([^"'<>]{8,40})["']""", re.I)


def in_page(page: Page, language: str | None) -> Iterator[Candidate]:
    """What the page says, the most trusted first: JSON-LD, meta elements, `<time>`."""
    for found_in, values in (
        (PublishedFrom.JSON_LD, _json_ld(page)),
        (PublishedFrom.META, _meta(page)),
        (PublishedFrom.TIME_ELEMENT, (*_marked(page.tree), *_times(page.tree))),
    ):
        for value in values:
            if moment := read_date(value, language):
                yield Candidate(found_in, moment)
                break


def _json_ld(page: Page) -> Iterator[str]:
    keys: list[str] = read_toml(DATA)["json_ld"]["keys"]
    for wanted in (is_article, _is_page):
        for key in keys:
            yield from (str(node[key]) for node in page.nodes if wanted(node) and node.get(key))
    for script in page.broken:
        if match := _BROKEN_JSON.search(script):
            yield match[1]


def _is_page(node: dict[str, object]) -> bool:
    types = node.get("@type")
    named = types if isinstance(types, list) else [types]
    return any(WEB_PAGE.search(str(t)) for t in named)


def _meta(page: Page) -> Iterator[str]:
    for name in read_toml(DATA)["meta"]["names"]:
        if name in page.meta:
            yield page.meta[name]


def _marked(tree: HtmlElement) -> Sequence[str]:
    """The value that microdata or RDFa mark as the day, where no other article's is marked too."""
    values = [
        element.get("content")
        or element.get("datetime")
        or " ".join(element.text_content().split())
        for element in tree.xpath("//*[@itemprop or @property]")
        if element.tag not in ("meta", "time") and _is_marked(element)
    ]
    return values[:1] if len(set(values)) == 1 else ()


def _is_marked(element: HtmlElement) -> bool:
    told = element.get("itemprop") or element.get("property") or ""
    return told.rpartition(":")[2].casefold() == "datepublished"


def _times(tree: HtmlElement) -> Iterator[str]:
    elements = list(tree.iter("time"))
    marked = [e for e in elements if e.get("pubdate") is not None or _cued(e, "published")]
    plain = [] if len(elements) > MANY_TIMES else elements
    for element in (*marked, *plain):
        if not _cued(element, "changed"):
            yield from filter(None, (element.get("datetime"), element.text_content()))


def _cued(element: HtmlElement, kind: str) -> bool:
    """Whether the element or its parent is named after a kind of date."""
    cues: list[str] = read_toml(DATA)["elements"][kind]
    parent = element.getparent()
    near = (element,) if parent is None else (element, parent)
    names = " ".join(
        e.get(key) or "" for e in near for key in ("class", "id", "itemprop")
    ).casefold()
    return any(cue in names for cue in cues)
