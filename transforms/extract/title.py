"""The title of a web page, from the most reliable place that gives one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from transforms.article import MetadataFrom, Sourced
from transforms.extract.metadata.values import plain
from transforms.extract.page import Page, is_article

LONGEST = 500
MOST_HEADINGS = 20
ALIKE = 0.5
"""Share of the words of the shorter of two titles that make them versions of one."""

_SUFFIX = re.compile(r"\s[|–—•·»:-]{1,2}\s")
_WORD = re.compile(r"\w+")


def page_title(page: Page) -> str | None:
    """The headline, without its source: see `sourced_title`."""
    found = sourced_title(page)
    return found.value if found else None


def sourced_title(page: Page) -> Sourced | None:
    """The headline of the page, as its reader sees it; None where there is none.

    It is told in JSON-LD, in meta elements and in `<title>`, often in a shorter version or for
    search engines; the `<h1>` that is a version of one of these is the headline itself, where an
    `<h1>` that is not names the site. The site's name that often ends a title ("Bridge closed |
    The Harbour Post") is left out where the page names its site, or ends its `<title>` so.
    """
    told = [Sourced(title, found_in) for title, found_in in _told(page)]
    headings = list(_headings(page))
    heading = max(headings, key=lambda each: _shared(each, told), default="")
    if _shared(heading, told):
        same = (each for each in told if _words(each.value) == _words(heading))
        return next(same, Sourced(heading, MetadataFrom.MARKUP))
    if told and (told[0].found_in is not MetadataFrom.MARKUP or len(headings) != 1):
        return Sourced(_without_site(told[0].value, page), told[0].found_in)
    return Sourced(headings[0], MetadataFrom.MARKUP) if headings else None


def _told(page: Page) -> Iterator[tuple[str, MetadataFrom]]:
    for node in page.nodes:
        headline = node.get("headline")
        if is_article(node) and isinstance(headline, str):
            yield from _clean(headline, MetadataFrom.JSON_LD)
    yield from _clean(page.meta.get("og:title", ""), MetadataFrom.OPEN_GRAPH)
    for key in ("twitter:title", "dc.title"):
        yield from _clean(page.meta.get(key, ""), MetadataFrom.META)
    yield from _clean(page.tree.findtext(".//title") or "", MetadataFrom.MARKUP)


def _headings(page: Page) -> Iterator[str]:
    """The `<h1>` that are not the site's name."""
    name = _SUFFIX.split(page.tree.findtext(".//title") or "")[1:][-1:]
    sites = {each.strip().casefold() for each in (page.meta.get("og:site_name", ""), *name)}
    for heading in islice(page.tree.iter("h1"), MOST_HEADINGS):
        for title, _ in _clean(" ".join(heading.itertext()), MetadataFrom.MARKUP):
            if title.casefold() not in sites:
                yield title


def _clean(told: str, found_in: MetadataFrom) -> Iterator[tuple[str, MetadataFrom]]:
    title = plain(told, LONGEST)
    if title is not None:
        yield title, found_in


def _words(title: str) -> list[str]:
    return _WORD.findall(title.casefold())


def _shared(heading: str, told: Iterable[Sourced]) -> int:
    """How many words the heading has in common with a title that it may be a version of."""
    words = set(_words(heading))
    found = ((words & other, min(len(words), len(other))) for other in _word_sets(told))
    return max((len(both) for both, fewest in found if len(both) >= ALIKE * fewest), default=0)


def _word_sets(told: Iterable[Sourced]) -> Iterator[set[str]]:
    yield from (words for each in told if (words := set(_words(each.value))))


def _without_site(title: str, page: Page) -> str:
    site = page.meta.get("og:site_name", "").casefold()
    for match in _SUFFIX.finditer(title):
        if site and title[match.end() :].casefold() == site:
            return title[: match.start()].rstrip()
    return title
