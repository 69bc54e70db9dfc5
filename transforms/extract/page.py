"""A parsed web page: its tree, and what it says of itself in JSON-LD and meta elements."""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from lxml.etree import ElementDefaultClassLookup, HTMLParser, LxmlError
from lxml.html import HtmlComment, HtmlElement, document_fromstring

from transforms.extract.flat import bounded_tags

JSON_LD = "application/ld+json"
# A script beyond this size or with more nodes is no description of an article.
JSON_LIMIT = 1_000_000
NODE_LIMIT = 5_000
ARTICLE_TYPES = frozenset(
    {
        "article",
        "newsarticle",
        "reportagenewsarticle",
        "analysisnewsarticle",
        "opinionnewsarticle",
        "backgroundnewsarticle",
        "reviewnewsarticle",
        "askpublicnewsarticle",
        "advertisercontentarticle",
        "satiricalarticle",
        "scholarlyarticle",
        "techarticle",
        "report",
        "blogposting",
        "liveblogposting",
        "socialmediaposting",
        "discussionforumposting",
    }
)
# Where a page's description speaks of other pages.
OTHERS = frozenset(
    {
        "itemlistelement",
        "haspart",
        "ispartof",
        "mentions",
        "citation",
        "comment",
        "comments",
        "review",
        "relatedlink",
        "significantlink",
        "liveblogupdate",
        "blogpost",
    }
)

_JSON_WRAPPING = re.compile(r"^\s*(?://\s*)?(?:<!\[CDATA\[|<!--)|(?://\s*)?(?:\]\]>|-->)\s*$")
_TRAILING_COMMA = re.compile(r",(\s{0,100}[}\]])")


@dataclass(frozen=True)
class Page:
    """A page's tree. `whole` is False where it nests deeper than the parser goes (256 levels)."""

    tree: HtmlElement
    whole: bool

    @cached_property
    def nodes(self) -> tuple[dict[str, Any], ...]:
        """The JSON-LD objects that speak of this page, keys in lower case, articles first."""
        found = [node for value in self.parsed for node in _objects(value)]
        return tuple(sorted(found, key=lambda node: not is_article(node)))

    @cached_property
    def parsed(self) -> tuple[object, ...]:
        """The values of `scripts`, None for one that is no JSON even when mended."""
        return tuple(map(_parsed, self.scripts))

    @cached_property
    def broken(self) -> tuple[str, ...]:
        """The JSON-LD scripts that could not be parsed."""
        told = zip(self.scripts, self.parsed, strict=True)
        return tuple(script for script, value in told if value is None)

    @cached_property
    def scripts(self) -> tuple[str, ...]:
        """The text of the JSON-LD scripts."""
        elements = self.tree.iterfind(".//script[@type]")
        kept = (e for e in elements if JSON_LD in (e.get("type") or "").lower())
        return tuple(e.text for e in kept if e.text and len(e.text) <= JSON_LIMIT)

    @cached_property
    def meta(self) -> dict[str, str]:
        """Content of the meta elements by name or property in lower case; the first wins."""
        found: dict[str, str] = {}
        for element in self.tree.iter("meta"):
            content = element.get("content") or element.get("datetime") or ""
            for key in ("property", "name", "itemprop", "http-equiv"):
                if (name := (element.get(key) or "").strip().lower()) and content.strip():
                    found.setdefault(name, content.strip())
        return found


def parse(html: str, comments: bool = False) -> Page | None:
    """The page of an HTML document; None where there is no element in it. Reads nothing else.

    With `comments`, they are kept in the tree.
    """
    parser = HTMLParser(
        encoding="utf-8",
        remove_comments=not comments,
        remove_pis=True,
        no_network=True,
        collect_ids=False,
    )
    # lxml.html's own look-up is a Python call for each element, to give forms a class of their own.
    parser.set_element_class_lookup(
        ElementDefaultClassLookup(element=HtmlElement, comment=HtmlComment)
    )
    source = bounded_tags(html).replace("\x00", "").encode("utf-8", "ignore")
    try:
        tree = document_fromstring(source, parser=parser)
    except (LxmlError, ValueError):
        return None
    return Page(tree, not any("depth" in entry.message for entry in parser.error_log))


def is_article(node: dict[str, Any]) -> bool:
    """Whether a JSON-LD object is typed as an article of any kind."""
    types = node.get("@type")
    named = types if isinstance(types, list) else [types]
    return any(str(t).rpartition("/")[2].lower() in ARTICLE_TYPES for t in named)


def _parsed(script: str) -> object:
    bare = _JSON_WRAPPING.sub("", script).strip().rstrip(";")
    for source in (bare, _TRAILING_COMMA.sub(r"\1", bare)):
        try:
            return json.loads(source, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _objects(parsed: object) -> Iterator[dict[str, Any]]:
    waiting = deque([parsed])
    for _ in range(NODE_LIMIT):
        if not waiting:
            return
        value = waiting.popleft()
        if isinstance(value, list):
            waiting.extend(value[:NODE_LIMIT])
        elif isinstance(value, dict):
            node = {str(key).lower(): part for key, part in value.items()}
            yield node
            waiting.extend(
                part
                for key, part in node.items()
                if key not in OTHERS and isinstance(part, dict | list)
            )
