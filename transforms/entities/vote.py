"""One label a surface over an article: the model changes its mind from line to line."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from transforms.article import EntityMention, FoundBy, NameKind

_GAZETTEER_VOTES = 100
_FULL_NAME_VOTES = 3


def agreed(mentions: Sequence[EntityMention]) -> list[EntityMention]:
    """`mentions` with one label for each surface: the gazetteer's, else the most frequent.

    A person's full name speaks for each of its last names: after "Ana Petrova", "Petrova" is a
    person. Between labels with equal votes the one that came first stays.
    """
    votes: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for mention in mentions:
        weight = _GAZETTEER_VOTES if mention.found_by is FoundBy.GAZETTEER else 1
        votes[mention.surface][mention.label] += weight
    for surname in last_names(mentions):
        if surname in votes:
            votes[surname]["PERSON"] += _FULL_NAME_VOTES
    winner = {surface: counted.most_common(1)[0][0] for surface, counted in votes.items()}
    return [
        mention
        if mention.label == winner[mention.surface]
        else replace(mention, label=winner[mention.surface])
        for mention in mentions
    ]


def last_names(mentions: Iterable[EntityMention]) -> Counter[str]:
    """The last word of each person's name of two words or more, with how often it was one."""
    return Counter(
        words[-1]
        for mention in mentions
        if mention.kind is NameKind.PERSON and len(words := mention.surface.split()) > 1
    )
