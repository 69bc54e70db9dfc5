"""The date of publication in a page's scripts: a data layer, the state of an application."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice

from transforms.extract.page import JSON_LD, Page
from transforms.published.notation import Moment, read_date
from transforms.resources import read_toml

DATA = "published/data/markup.toml"
# The state of an application may carry a whole site.
SCRIPT_LIMIT = 2_000_000
MANY_STEMS = 2_000

# "datePublished": "2024-10-30T…", \"publish_date\":\"…\", page.pubDate = '…', published: 1730268720
_PAIR = re.compile(
    r"(?P<key>[a-z_]{3,60})[\"'\\]{0,8}\s{0,3}[:=]\s{0,3}(?:new\sdate\()?[\"'\\]{0,8}"
    r"(?P<value>(?:19|20)\d\d[-/.]?\d\d[-/.]?\d\d[^\"'\\<>]{0,30}|1\d{9}(?:\d{3})?(?!\d)"
    r"|[a-z]{3,9},?\s\d[^\"'\\<>]{6,35})"
)
_ZONE = re.compile(r"(?i:zone).{0,40}?[\"'\\]([A-Z][a-z]{2,9}/[A-Z][A-Za-z_]{2,20})[\"'\\]")
_KEY_END = re.compile(r"[a-z_]{0,30}\Z")
# The longest key, and the longest key with its value.
KEY, PAIR = 30, 110


def in_scripts(page: Page, language: str | None) -> Iterator[Moment]:
    """The moments of the one day that the scripts give; none where they give several.

    A page's scripts may speak of any number of articles, and nothing there tells whose date it is.
    """
    found: list[Moment] = []
    for key, value in _pairs(page):
        named = _cue("published").search(key) and not _cue("not_published").search(key)
        if named and (moment := read_date(value.strip(), language)):
            found.append(moment)
    if found and all(abs((each.day - found[0].day).days) <= 1 for each in found):
        yield from found


def page_zone(page: Page) -> str | None:
    """The IANA zone that the scripts name as the page's, where they name one alone."""
    near = (text[at : at + 80] for text in _texts(page) for at in _places(text, "zone"))
    zones = {match[1] for match in map(_ZONE.match, near) if match}
    return zones.pop() if len(zones) == 1 else None


def _pairs(page: Page) -> Iterator[tuple[str, str]]:
    """Keys, in lower case, that may be of a day of publication, with their values."""
    stems: list[str] = read_toml(DATA)["scripts"]["stems"]
    found = ((text, at) for text in _texts(page) for stem in stems for at in _places(text, stem))
    for text, at in islice(found, MANY_STEMS):
        near = text[max(0, at - KEY) : at + PAIR].lower()
        head = _KEY_END.search(near, 0, min(at, KEY))
        if match := _PAIR.match(near, head.start() if head else 0):
            yield match["key"], match["value"]


def _places(text: str, word: str) -> Iterator[int]:
    folded = text.lower()
    at = folded.find(word)
    while at >= 0:
        yield at
        at = folded.find(word, at + len(word))


def _texts(page: Page) -> Iterator[str]:
    for element in page.tree.iter("script"):
        if element.text and JSON_LD not in (element.get("type") or "").lower():
            yield element.text[:SCRIPT_LIMIT]


@cache
def _cue(kind: str) -> re.Pattern[str]:
    return re.compile("|".join(read_toml(DATA)["scripts"][kind]))
