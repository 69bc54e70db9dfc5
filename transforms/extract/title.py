"""The title of a web page, from the most reliable place that gives one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from transforms.extract.page import Page, is_article
from transforms.extract.tidy import tidy

LONGEST = 500
_SITE_SUFFIX = re.compile(r"\s[|–—-]\s")


def page_title(page: Page) -> str | None:
    """The headline: of JSON-LD, of the meta elements, of the only `<h1>`, of `<title>`; else None.

    The site's name that often ends a title ("Bridge closed | The Harbour Post") is left out where
    the page names its site or its headline stands alone elsewhere.
    """
    site = page.meta.get("og:site_name", "")
    for told in _told(page):
        title = " ".join(tidy(unescape(told)).split())
        if title and len(title) <= LONGEST:
            return _without_site(title, site)
    return None


def _told(page: Page) -> Iterator[str]:
    for node in page.nodes:
        headline = node.get("headline")
        if is_article(node) and isinstance(headline, str):
            yield headline
    for key in ("og:title", "twitter:title", "dc.title"):
        yield page.meta.get(key, "")
    headings = list(page.tree.iter("h1"))
    if len(headings) == 1:
        yield headings[0].text_content()
    yield page.tree.findtext(".//title") or ""
    yield from (heading.text_content() for heading in headings[:1])


def _without_site(title: str, site: str) -> str:
    if not site:
        return title
    for match in _SITE_SUFFIX.finditer(title):
        if title[match.end() :].casefold() == site.casefold():
            return title[: match.start()].rstrip()
    return title
