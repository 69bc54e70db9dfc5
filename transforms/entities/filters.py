"""What a model takes for a name and is none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from transforms.article import EntityMention
from transforms.resources import read_toml

NOT_NAMES = "entities/data/not_names.toml"

_NUMERIC = frozenset({"CARDINAL", "DATE", "MONEY", "ORDINAL", "PERCENT", "QUANTITY", "TIME"})
_LONGEST = 120


def filtered(mentions: Sequence[EntityMention]) -> list[EntityMention]:
    """`mentions` that can be names.

    Numbers and dates go (the `dates` stage reads those), and so do mentions that run over a line,
    hold no capital letter or no more than a listed word.
    """
    return [mention for mention in mentions if _can_be_name(mention)]


def _can_be_name(mention: EntityMention) -> bool:
    surface = mention.surface
    return (
        mention.label not in _NUMERIC
        and len(surface) <= _LONGEST
        and "\n" not in surface
        and any(character.isupper() for character in surface)
        and surface.lower() not in not_names()
    )


@cache
def not_names() -> frozenset[str]:
    """The words of `not_names.toml`."""
    return frozenset(_words())


def _words() -> Iterator[str]:
    for section in read_toml(NOT_NAMES).values():
        yield from section["words"]
