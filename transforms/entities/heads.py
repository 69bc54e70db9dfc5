"""What a name says of itself: a Ministry is no person, and a Province no company."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from transforms.article import EntityMention
from transforms.names.keys import name_key
from transforms.resources import read_toml

HEADS = "entities/data/heads.toml"
WELL_KNOWN = "entities/data/well_known.toml"

_LONGEST = 3
_NAMES = frozenset({"PERSON", "ORG", "GPE", "LOC", "PRODUCT", "WORK_OF_ART"})
_AS_GOOD = {label: frozenset({"GPE", "LOC", "FAC"}) for label in ("LOC", "FAC")}


def headed(mentions: Sequence[EntityMention]) -> list[EntityMention]:
    """`mentions` with the label that the first or last words of the name stand for, if any do.

    >>> from transforms.article import FoundBy
    >>> [found] = headed([EntityMention(0, 12, "Kellan Group", "PERSON", FoundBy.MODEL)])
    >>> found.label
    'ORG'
    """
    return [
        replace(mention, label=label)
        if mention.label in _NAMES and (label := _told(mention.surface, mention.label))
        else mention
        for mention in mentions
    ]


def _told(surface: str, given: str) -> str | None:
    if label := well_known().get(surface):
        return label
    words = surface.split()
    if len(words) < 2:
        return None
    for place, phrase in _phrases(words):
        for label, unless in _heads().get((place, phrase), ()):
            if given not in _AS_GOOD.get(label, (label,)) and given not in unless:
                return label
            return None
    return None


def _phrases(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The longest phrase first, the end of the name before its beginning."""
    for length in range(min(_LONGEST, len(words) - 1), 0, -1):
        yield "last", name_key(" ".join(words[-length:]))
    yield "first", name_key(words[0])


@cache
def well_known() -> dict[str, str]:
    """Names with the label that each has wherever it stands."""
    return {name: label for label, rows in read_toml(WELL_KNOWN).items() for name in rows["names"]}


@cache
def _heads() -> dict[tuple[str, str], list[tuple[str, frozenset[str]]]]:
    """(Where, phrase) to its labels, each with the labels that it does not overrule."""
    found: dict[tuple[str, str], list[tuple[str, frozenset[str]]]] = {}
    for label, rows in read_toml(HEADS).items():
        person = rows.get("last_unless_person", ())
        for phrase in {*rows.get("last", ()), *person}:
            unless = frozenset({"PERSON"}) if phrase in person else frozenset[str]()
            found.setdefault(("last", phrase), []).append((label, unless))
        for phrase in rows.get("first", ()):
            found.setdefault(("first", phrase), []).append((label, frozenset({"PERSON"})))
    return found
