"""How near two words are: one transliteration, one misspelling, or neither.

Bounds are on the optimal string alignment distance (a swap of neighbours is one edit) and on the
skeleton of consonants, which a slip of the pen seldom changes.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from rapidfuzz.distance import OSA

from transforms.resources import read_toml

SHORTEST = 6
SHORTEST_SOUND = 5
LONG = 8
MOST_SWAPS = 3
_VOWELS = re.compile(r"[aeiouy]+")
_DOUBLED = re.compile(r"(.)\1+")


@cache
def _rows() -> tuple[tuple[str, str], ...]:
    rows = read_toml("names/data/transliteration.toml")["rows"]
    return tuple((written, sound) for written, sound in rows)


@lru_cache(maxsize=50_000)
def folded(word: str) -> str:
    """The sound of a key, the same for its usual transliterations.

    >>> folded("zelenskyy") == folded("zelenskiy") == folded("zelensky")
    True
    """
    for written, sound in _rows():
        if written in word:
            word = word.replace(written, sound)
    return _DOUBLED.sub(r"\1", word)


@lru_cache(maxsize=50_000)
def skeleton(word: str) -> str:
    """The first letter and the consonants of the folded word.

    >>> skeleton("zelensky"), skeleton("zleneksy")
    ('zlnsk', 'zlnks')
    """
    sound = folded(word)
    return sound[:1] + _VOWELS.sub("", sound[1:])


def same_sound(a: str, b: str) -> bool:
    """Whether two keys are transliterations of one word; shorter ones must be equal."""
    return a == b or (min(len(a), len(b)) >= SHORTEST_SOUND and folded(a) == folded(b))


def of_one_family(a: str, b: str) -> bool:
    """Whether one surname is the woman's form of the other: Medvedeva, Medvedev."""
    short, long = sorted((a, b), key=len)
    endings = tuple(read_toml("names/data/persons.toml")["with_feminine_in_a"])
    return long == f"{short}a" and short.endswith(endings)


def misspelt(word: str, known: str) -> bool:
    """Whether `word` is `known` with a slip: for words of six letters or more, in keys.

    One edit, two in words of eight letters or more if the skeleton of consonants stays; or the
    same letters with neighbours swapped up to three times, first and last in place. One consonant
    at most changes its place, is added or lost.

    >>> misspelt("zleneksy", "zelensky"), misspelt("slovakia", "slovenia")
    (True, False)
    """
    shorter = min(len(word), len(known))
    if shorter < SHORTEST or word[0] != known[0] or word == known:
        return False
    if of_one_family(word, known):
        return False
    allowed = 2 if shorter >= LONG else 1
    swapped = word[-1] == known[-1] and sorted(word) == sorted(known)
    bound = MOST_SWAPS if swapped else allowed
    edits = OSA.distance(word, known, score_cutoff=bound)
    if edits > bound:
        return False
    consonants = OSA.distance(skeleton(word), skeleton(known), score_cutoff=1)
    return consonants == 0 if edits > 1 and not swapped else consonants <= 1
