"""Where, when and by whom a report was filed: datelines as fields."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from transforms.article import Dateline, EntityMention, FoundBy, NameMention, Removal
from transforms.boilerplate.dateline_parts import LONGEST, Parts, known_words, read_dateline
from transforms.names.curated import CuratedNames
from transforms.names.document import canonical_names
from transforms.places import locate

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


def filed(text: str, removal: Removal, names: CuratedNames) -> Dateline:
    """The parts of a dateline that was removed from `text`, its places under their names."""
    surface = removal.of(text)
    parts = _parts(text[removal.start : removal.start + 2 * LONGEST], surface)
    if parts is None:
        return Dateline(removal.start, removal.end)
    return Dateline(
        removal.start,
        removal.end,
        places=_places(surface, parts, removal.start, names),
        date=parts.date,
        agency=parts.agency,
    )


def _parts(line: str, surface: str) -> Parts | None:
    paragraph = line.split("\n", 1)[0]
    found = (p for p in read_dateline(paragraph) if paragraph[: p.end].rstrip() == surface)
    return next(found, None)


def _places(surface: str, parts: Parts, start: int, names: CuratedNames) -> tuple[NameMention, ...]:
    """The cities, and the regions beside them that are known ("Ukraine", not "Mo.")."""
    shown = _in_small_letters(surface)
    mentions = list(_mentions(surface, shown, parts))
    return tuple(
        replace(
            named,
            start=named.start + start,
            end=named.end + start,
            surface=surface[named.start : named.end],
        )
        for named in canonical_names(shown, mentions, names)
    )


def _mentions(surface: str, shown: str, parts: Parts) -> Iterator[EntityMention]:
    at = 0
    for place in (*parts.places, *parts.regions):
        found = surface.find(place, at)
        if found < 0 or (place in parts.regions and locate(place) is None):
            continue
        at = found + len(place)
        yield EntityMention(found, at, shown[found:at], "GPE", FoundBy.GAZETTEER)


def _in_small_letters(surface: str) -> str:
    """The dateline with its capitals as names are written, every character in its place."""
    shown = _WORD.sub(_cased, surface)
    return shown if len(shown) == len(surface) else surface


def _cased(word: re.Match[str]) -> str:
    told = word[0]
    if not told.isupper() or len(told) < 2:
        return told
    if word.start() and told.casefold() in known_words("joining"):
        return told.lower()
    return told[0] + told[1:].lower()
