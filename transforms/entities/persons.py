"""A person's name in one piece: with its particles, and its two halves around a nickname."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from transforms.article import EntityMention, NameKind
from transforms.resources import read_toml

TITLES = "entities/data/titles.toml"

_NICKNAME = re.compile(r"""\s?(["'(])[ ]?[^\W_][\w.' -]{0,24}?[ ]?["')][ ]?""")
_PARTICLES = re.compile(r"(?:(?<=\s)|^)(?:[a-z]{2,4}[ -]){1,3}$")
_LONGEST_BEFORE = 16


def whole(text: str, mentions: Sequence[EntityMention]) -> list[EntityMention]:
    """`mentions` of the plain `text`, with persons who were found in pieces as one.

    >>> from transforms.article import FoundBy
    >>> halves = [EntityMention(0, 3, "Ana", "PERSON", FoundBy.MODEL),
    ...     EntityMention(11, 18, "Petrova", "PERSON", FoundBy.MODEL)]
    >>> [found.surface for found in whole('Ana "Anya" Petrova', halves)]
    ['Ana "Anya" Petrova']
    """
    found: list[EntityMention] = []
    for mention in mentions:
        grown = _with_particles(text, mention, found[-1].end if found else 0)
        if found and _are_halves(text, found[-1], grown):
            grown = _from(text, found.pop().start, grown)
        found.append(grown)
    return found


def _with_particles(text: str, mention: EntityMention, free_from: int) -> EntityMention:
    """The mention from "von der" on, where it stops short of that."""
    if mention.kind is not NameKind.PERSON:
        return mention
    start = max(free_from, mention.start - _LONGEST_BEFORE)
    before = _PARTICLES.search(text[start : mention.start])
    if before is None:
        return mention
    words = re.findall(r"[a-z]+[ -]", before[0])
    at = mention.start
    for word in reversed(words):
        if word[:-1] not in _particles():
            break
        at -= len(word)
    return mention if at == mention.start else _from(text, at, mention)


def _are_halves(text: str, first: EntityMention, second: EntityMention) -> bool:
    if first.kind is not NameKind.PERSON or second.kind is not NameKind.PERSON:
        return False
    between = text[first.end : second.start]
    return len(between) < 32 and _NICKNAME.fullmatch(between) is not None


def _from(text: str, start: int, mention: EntityMention) -> EntityMention:
    return replace(mention, start=start, surface=text[start : mention.end])


@cache
def _particles() -> frozenset[str]:
    return frozenset(read_toml(TITLES)["particles"])
