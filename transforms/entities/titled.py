"""What a title before a name says of it: "Mr X" is a person, and "Mr" no part of the name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from transforms.article import EntityMention, NameKind
from transforms.names.keys import name_key
from transforms.names.titles import split_role
from transforms.resources import read_toml

TITLES = "entities/data/titles.toml"
TITLE_DATA = (TITLES, "names/data/titles.toml", "names/data/persons.toml")

_WORD_BEFORE = re.compile(r"([\w.-]{1,30}) $")
_LONGEST_BEFORE = 32
_MISTAKEN = frozenset({"ORG", "GPE", "LOC", "FAC", "NORP", "PRODUCT", "WORK_OF_ART"})


def titled(text: str, mentions: Sequence[EntityMention]) -> list[EntityMention]:
    """`mentions` of the plain `text`: persons without their titles, and the titled as persons.

    >>> from transforms.article import FoundBy
    >>> titled("Mr Quell left", [EntityMention(0, 8, "Mr Quell", "ORG", FoundBy.MODEL)])[0].surface
    'Quell'
    """
    return [_without_title(_as_person(text, mention)) for mention in mentions]


def _as_person(text: str, mention: EntityMention) -> EntityMention:
    if mention.label not in _MISTAKEN:
        return mention
    first, _, rest = mention.surface.partition(" ")
    if not rest:
        before = _WORD_BEFORE.search(text[max(0, mention.start - _LONGEST_BEFORE) : mention.start])
        first = before[1] if before else ""
    return replace(mention, label="PERSON") if name_key(first) in _courtesy() else mention


def _without_title(mention: EntityMention) -> EntityMention:
    if mention.kind is not NameKind.PERSON:
        return mention
    role, name = split_role(mention.surface)
    if role is None or not mention.surface.endswith(name):
        return mention
    return replace(mention, start=mention.end - len(name), surface=name)


@cache
def _courtesy() -> frozenset[str]:
    return frozenset(read_toml(TITLES)["courtesy"])
