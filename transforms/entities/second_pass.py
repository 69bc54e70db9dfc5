"""Every person and organisation that the article has confirmed once, wherever else they stand."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from transforms.article import KIND_OF_LABEL, EntityMention, FoundBy, NameKind
from transforms.entities.gazetteer import Gazetteer, Match
from transforms.entities.short_forms import short_forms

_SHORTEST = 3
_SOUGHT = frozenset({NameKind.PERSON, NameKind.ORGANISATION})
_GOES_ON = re.compile(r" [A-Z]\w|[ -]\d")


def found_again(text: str, mentions: Sequence[EntityMention]) -> list[EntityMention]:
    """`mentions` and, between them, where a surface of theirs stands again in the plain `text`.

    Short forms are looked for too. A single word before another capitalised word or a number is
    left out: it may be part of a longer name. So is a surface that was passed over more often than
    it was found: where it was, it was likely mistaken. Places and groups are not sought: the
    gazetteer finds those that are known everywhere, and the others are too often common words.
    """
    again = Gazetteer(dict(_surfaces(text, mentions))).find(text)
    added = [
        EntityMention(match.start, match.end, match.of(text), match.label, FoundBy.SECOND_PASS)
        for match in _between(again, mentions)
        if KIND_OF_LABEL.get(match.label) in _SOUGHT and not _may_go_on(text, match)
    ]
    found = Counter(mention.surface for mention in mentions)
    missed = Counter(mention.surface for mention in added)
    sure = [
        one
        for one in added
        if one.surface not in found or found[one.surface] >= missed[one.surface]
    ]
    return sorted((*mentions, *sure), key=lambda mention: mention.start)


def _surfaces(text: str, mentions: Sequence[EntityMention]) -> Iterator[tuple[str, str]]:
    """All surfaces, so that a short one is not found within a longer one of another kind."""
    for short, label in short_forms(text, mentions):
        if len(short) >= _SHORTEST and short[0].isupper():
            yield short, label
    for mention in mentions:
        if mention.kind is not None and len(mention.surface) >= _SHORTEST:
            yield mention.surface, mention.label


def _may_go_on(text: str, match: Match) -> bool:
    return " " not in match.of(text) and _GOES_ON.match(text, match.end) is not None


def _between(matches: Sequence[Match], mentions: Sequence[EntityMention]) -> Iterator[Match]:
    """The matches that overlap no mention; both in order."""
    at = 0
    for match in matches:
        while at < len(mentions) and mentions[at].end <= match.start:
            at += 1
        if at == len(mentions) or match.end <= mentions[at].start:
            yield match
