"""Text of pages that no tree can hold: read once from left to right, tag by tag."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from transforms.extract.tidy import tidy

# A tag this long with this many attributes is an attack: parsers compare each attribute with all
# the others. An inline image is longer, but is one attribute.
LONG_TAG = 10_000
MANY_ATTRIBUTES = 1_000

INLINE = frozenset(
    {
        *("a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn"),
        *("em", "font", "i", "ins", "kbd", "label", "mark", "q", "s", "samp", "small", "span"),
        *("strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr"),
    }
)
UNSEEN = frozenset(
    {
        *("script", "style", "noscript", "template", "head", "title", "svg", "math", "textarea"),
        *("select", "object", "iframe"),
    }
)

_LONG_TAG = re.compile(rf"[a-zA-Z][^<>]{{{LONG_TAG},}}")
_TAG = re.compile(r"<!--|<(/?)([a-zA-Z][a-zA-Z0-9]{0,30})[^<>]*>?|<[!?][^<>]*>?")


def bounded_tags(html: str) -> str:
    """`html` without the attributes of tags that have thousands of them."""
    first, *parts = html.split("<")
    # A pattern over the whole page would look at each character of each script.
    long = [at for at, part in enumerate(parts) if len(part) > LONG_TAG and _LONG_TAG.match(part)]
    if not long:
        return html
    for at in long:
        parts[at] = _LONG_TAG.sub(_without_flood, parts[at], count=1)
    return "<".join([first, *parts])


def _without_flood(tag: re.Match[str]) -> str:
    parts = tag[0].split(None, MANY_ATTRIBUTES)
    return parts[0] if len(parts) > MANY_ATTRIBUTES else tag[0]


def flat_text(html: str) -> str:
    """All text that a reader would see, a line for each block. Takes time linear in the length."""
    return tidy(unescape("".join(_seen(html))))


def _seen(html: str) -> Iterator[str]:
    at = 0
    unseen: str | None = None
    while tag := _TAG.search(html, at):
        if unseen is None:
            yield html[at : tag.start()]
        at = tag.end()
        if tag[0] == "<!--":
            at = _after_comment(html, at)
            continue
        name = (tag[2] or "").lower()
        if unseen is not None:
            unseen = None if tag[1] and name == unseen else unseen
        elif name in UNSEEN and not tag[1]:
            unseen = name
        elif name not in INLINE:
            yield "\n"
    if unseen is None:
        yield html[at:]


def _after_comment(html: str, at: int) -> int:
    end = html.find("-->", at)
    return len(html) if end < 0 else end + 3
