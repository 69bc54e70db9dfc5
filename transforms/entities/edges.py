"""Where a mention begins and ends: without articles, possessives, quotes and spaces around it."""

from __future__ import annotations

import re
from dataclasses import replace

from transforms.article import EntityMention

_LEADING = re.compile(
    r"(?:[^\w(.]+|[DRI]-(?=[A-Z])|(?:the|a|an|this|that|and|or|of|in|at|on|for|to|with|from|by|between|The(?=\s+[a-z])|An?(?=\s))\s+)"
)
_TRAILING = re.compile(
    r"(?:'s|'|[^\w).']+|\s(?:of|and|or|the|in|at|on|for|to|with|from|by|is|was))$"
)
_LONGEST_TAIL = 32
# "Ana Petrova - She", "Doria / Handout", "Petrova | Reuters", "Doria Dec 7", "Kellan 27-14".
_NO_NAME_GOES_ON = re.compile(
    r"\s(?:[-/|*•]|--)(?:\s|$)"
    r"|\s(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)[a-z]{0,6}\.?\s\d{1,2}$"
    r"|\s\d{1,3}-\d{1,3}$"
)


def trimmed(text: str, mention: EntityMention) -> EntityMention | None:
    """`mention` of the plain `text`, without what is not the name; None where nothing is left.

    >>> from transforms.article import FoundBy
    >>> kremlin = EntityMention(0, 13, "the Kremlin's", "ORG", FoundBy.MODEL)
    >>> trimmed("the Kremlin's", kremlin).surface
    'Kremlin'
    """
    start, end = mention.start, mention.end
    while start < end and (found := _LEADING.match(text, start, end)):
        start = found.end()
    while start < end and (found := _TRAILING.search(text, max(start, end - _LONGEST_TAIL), end)):
        end = found.start()
    end = _without_open_bracket(text, start, _name_end(text, start, end))
    if start >= end:
        return None
    if (start, end) == (mention.start, mention.end):
        return mention
    return replace(mention, start=start, end=end, surface=text[start:end])


def _name_end(text: str, start: int, end: int) -> int:
    """Where a separator, a date or a score stands that no name goes on after."""
    found = _NO_NAME_GOES_ON.search(text, start, end)
    if found is None or found.start() == start:
        return end
    return start + len(text[start : found.start()].rstrip())


def _without_open_bracket(text: str, start: int, end: int) -> int:
    """A model that stops at "Party (PP" or starts after "(" is cut back to "Party"."""
    surface = text[start:end]
    opened = surface.find("(")
    if opened > 0 and ")" not in surface:
        return start + len(surface[:opened].rstrip())
    if surface.endswith(")") and opened < 0:
        return end - 1
    return end
