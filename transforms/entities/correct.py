"""The gazetteers' word against what was found before."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from transforms.article import EntityMention, FoundBy
from transforms.entities.gazetteer import Match

_PLACES = frozenset({"GPE", "LOC"})
_GOES_ON = re.compile(r" [A-Z]\w")
_BEGAN = re.compile(r"[\w,;] [A-Z][\w.'-]{1,30} $")
_LONGEST_WORD = 40


def corrected(
    text: str, mentions: Sequence[EntityMention], matches: Sequence[Match]
) -> list[EntityMention]:
    """`mentions` of the plain `text`, after the known surfaces that a gazetteer found in it.

    A known surface takes the place of what was found under it, and of a longer mention that adds
    no capital letter to it ("Kyiv regime"). A longer name that holds it ("Bank of Qatar") stays.
    A place that nothing was found at and that stands beside another capitalised word is left out:
    it is part of a longer name that was not found ("Western Australia", "Kurdistan Democratic
    Party"). Both sequences are in order and do not overlap among themselves; nor does the result.
    """
    pairs = list(_pairs(mentions, matches))
    touched = {match for _, under in pairs for match in under}
    dropped = {match for match in matches if match not in touched and _is_part(text, match)}
    for mention, under in pairs:
        if under and _outweighs(text, mention, under):
            dropped.update(under)
    kept = [mention for mention, under in pairs if dropped.issuperset(under)]
    by_span = {(mention.start, mention.end): mention for mention in mentions}
    kept += (
        _mention(text, match, by_span.get((match.start, match.end)))
        for match in matches
        if match not in dropped
    )
    return sorted(kept, key=lambda mention: mention.start)


def _pairs(
    mentions: Sequence[EntityMention], matches: Sequence[Match]
) -> Iterator[tuple[EntityMention, list[Match]]]:
    """Each mention with the matches that overlap it."""
    first = 0
    for mention in mentions:
        while first < len(matches) and matches[first].end <= mention.start:
            first += 1
        last = first
        while last < len(matches) and matches[last].start < mention.end:
            last += 1
        yield mention, list(matches[first:last])


def _outweighs(text: str, mention: EntityMention, under: Sequence[Match]) -> bool:
    """Whether `mention` is a longer name that the matches are only parts of."""
    if under[0].start < mention.start or under[-1].end > mention.end:
        return mention.end - mention.start > max(match.end - match.start for match in under)
    rest = [text[mention.start : under[0].start], text[under[-1].end : mention.end]]
    rest += [text[a.end : b.start] for a, b in pairwise(under)]
    return any(character.isupper() or character.isdigit() for part in rest for character in part)


def _is_part(text: str, match: Match) -> bool:
    if match.label not in _PLACES or text[match.start : match.end].isupper():
        return False
    before = text[max(0, match.start - _LONGEST_WORD) : match.start]
    return bool(_GOES_ON.match(text, match.end) or _BEGAN.search(before))


def _mention(text: str, match: Match, same: EntityMention | None) -> EntityMention:
    if same is not None and same.label == match.label:
        return same
    surface = text[match.start : match.end]
    return EntityMention(match.start, match.end, surface, match.label, FoundBy.GAZETTEER)
