"""Whether two words of a name are one: the same sound, nearly the same sound, or a slip.

The thresholds were set on lists of spellings and of confusable names (see `tests`), for words of
two names that agree in everything else.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from rapidfuzz.distance import OSA

from transforms.names.evidence import SAME, Evidence
from transforms.names.nicknames import is_given_name, spellings_of_one
from transforms.names.person_match import SPELLING
from transforms.names.spelling import LONG, SHORTEST, folded, misspelt, of_one_family, same_sound
from transforms.resources import read_toml

SOUND = Evidence(0.93, 0.93, "spelt otherwise than")
NEAR_SOUND = Evidence(0.8, 0.8, "sounds like")
LONG_SLIP = Evidence(0.8, 0.75, "a slip for")
SLIP = Evidence(0.75, 0.65, "perhaps a slip for")
SHORT_SLIP = Evidence(0.6, 0.55, "one letter from")
TWO_LETTERS = Evidence(0.5, 0.5, "two letters from")

# Of a word, and of a name without its spaces; longer ones are not compared letter by letter.
LONGEST = 60
SHORTEST_NEAR = 5
SHORTEST_SLIP = 4
MOST_DISTANCE = 1.3
DISTANCE_PER_LETTER = 0.17
DISTANCE_PER_LETTER_OF_SCRIPTS = 0.3
_FAR = 1.0
_HAS_DIGIT = re.compile(r"\d")


@lru_cache(maxsize=50_000)
def words_alike(a: str, b: str) -> Evidence | None:
    """The evidence that two keys are one word of a name; None where they are two.

    >>> words_alike("qadhafi", "gaddafi").why, words_alike("putin", "puten").why
    ('sounds like', 'sounds like')
    >>> words_alike("khamenei", "khomeini") is None
    True
    """
    if a == b:
        return SAME
    if max(len(a), len(b)) > LONGEST:
        return None
    if _HAS_DIGIT.search(a + b) or any(a in row and b in row for row in _confusable()):
        return None
    if of_one_family(a, b):
        return None
    if same_sound(a, b):
        return NEAR_SOUND if are_two(a, b) and not spellings_of_one(a, b) else SOUND
    if spellings_of_one(a, b):
        return SPELLING
    if are_two(a, b):
        return None
    if min(len(a), len(b)) >= SHORTEST_NEAR and near_sound(a, b):
        return NEAR_SOUND
    return _slip(a, b)


@lru_cache(maxsize=10_000)
def alike_across_scripts(a: str, b: str) -> Evidence | None:
    """The same for words of which one was written in letters that leave vowels out."""
    long_enough = min(len(a), len(b)) >= SHORTEST_SLIP
    if long_enough and near_sound(a, b, DISTANCE_PER_LETTER_OF_SCRIPTS):
        return NEAR_SOUND
    return words_alike(a, b)


def are_two(a: str, b: str) -> bool:
    """Whether two words are known for names of their own, given names or surnames."""
    if is_given_name(a) and is_given_name(b):
        return True
    return a in _listed("surnames") and b in _listed("surnames")


def one_letter(a: str, b: str) -> bool:
    """Whether words of five letters or more differ by one that is not the first.

    >>> one_letter("maurer", "mauer"), one_letter("smith", "smyth")
    (True, False)
    """
    if min(len(a), len(b)) < SHORTEST_NEAR or a[0] != b[0] or are_two(a, b):
        return False
    return not of_one_family(a, b) and OSA.distance(a, b, score_cutoff=1) == 1


def _slip(a: str, b: str) -> Evidence | None:
    if misspelt(a, b):
        return LONG_SLIP if min(len(a), len(b)) >= LONG else SLIP
    shorter = min(len(a), len(b))
    if shorter < SHORTEST_SLIP:
        return None
    edits = OSA.distance(a, b, score_cutoff=2)
    if edits == 1:
        return SHORT_SLIP
    return TWO_LETTERS if edits == 2 and shorter >= SHORTEST and a[0] == b[0] else None


def near_sound(a: str, b: str, per_letter: float = DISTANCE_PER_LETTER) -> bool:
    """Whether the sounds of two keys differ by little: vowels, h, and consonants of one place.

    A last a or o tells two names apart, as it tells a woman's from a man's.

    >>> near_sound("haniyeh", "haniyah"), near_sound("tikhanovskaya", "tsikhanouskaya")
    (True, True)
    >>> near_sound("marina", "marino"), near_sound("gordon", "gorman")
    (False, False)
    """
    if max(len(a), len(b)) > LONGEST:
        return False
    x, y = folded(a), folded(b)
    if {x[-1:], y[-1:]} == {"a", "o"}:
        return False
    bound = min(MOST_DISTANCE, per_letter * max(len(x), len(y)))
    return abs(len(x) - len(y)) <= 3 and _distance(x, y) <= bound


def _distance(a: str, b: str) -> float:
    """Edit distance with the costs of `transliteration.toml`."""
    costs = _costs()
    skip = _skips()
    row = [0.0]
    for y in b:
        row.append(row[-1] + skip.get(y, _FAR))
    for x in a:
        above, row = row, [row[0] + skip.get(x, _FAR)]
        for below, y in enumerate(b):
            swap = 0.0 if x == y else costs.get((x, y), _FAR)
            without_x = above[below + 1] + skip.get(x, _FAR)
            row.append(min(above[below] + swap, without_x, row[-1] + skip.get(y, _FAR)))
    return row[-1]


@cache
def _costs() -> dict[tuple[str, str], float]:
    found: dict[tuple[str, str], float] = {}
    for group in read_toml("names/data/transliteration.toml")["near"]:
        for x in group["letters"]:
            for y in group["letters"]:
                found[x, y] = min(group["cost"], found.get((x, y), _FAR))
    return found


@cache
def _skips() -> dict[str, float]:
    return dict(read_toml("names/data/transliteration.toml")["skipped"])


@cache
def _listed(name: str) -> frozenset[str]:
    return frozenset(read_toml("names/data/persons.toml")[name])


@cache
def _confusable() -> tuple[frozenset[str], ...]:
    return tuple(frozenset(row) for row in read_toml("names/data/persons.toml")["confusable"])
