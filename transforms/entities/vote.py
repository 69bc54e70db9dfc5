"""One label a surface over an article: the model changes its mind from line to line."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace

from transforms.article import EntityMention, FoundBy
from transforms.entities.short_forms import short_forms

_GAZETTEER_VOTES = 100
_SHORT_FORM_VOTES = 15
_SHORTEST_IN_CAPITALS = 4


def agreed(text: str, mentions: Sequence[EntityMention]) -> list[EntityMention]:
    """`mentions` of the plain `text`, one label a surface: the gazetteer's or the most frequent.

    A full name speaks for its short forms: after "Ana Petrova", "Petrova" is a person. Between
    labels with equal votes the one that came first stays.
    """
    votes: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for mention in mentions:
        weight = _GAZETTEER_VOTES if mention.found_by is FoundBy.GAZETTEER else 1
        votes[_key(mention.surface)][mention.label] += weight
    for short, label in short_forms(text, mentions):
        if _key(short) in votes:
            votes[_key(short)][label] += _SHORT_FORM_VOTES
    winner = {surface: counted.most_common(1)[0][0] for surface, counted in votes.items()}
    return [
        mention
        if mention.label == winner[_key(mention.surface)]
        else replace(mention, label=winner[_key(mention.surface)])
        for mention in mentions
    ]


def _key(surface: str) -> str:
    """One for a name and the same in a headline in capitals; "US" and "Us" stay two."""
    return surface.lower() if len(surface) >= _SHORTEST_IN_CAPITALS else surface
