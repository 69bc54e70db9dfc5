"""Curated persons found by a misspelling or a spelling of the same sound: one or none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from transforms.article import NameKind
from transforms.names.curated import CuratedName, CuratedNames
from transforms.names.person_names import PersonName, person_name
from transforms.names.spelling import MOST_SWAPS, folded, misspelt, same_sound
from transforms.names.words_alike import are_two

SHORTEST_ALONE = 7
SAME_SOUND = 0.9
MISSPELT = 0.85


@dataclass(frozen=True, slots=True)
class Correction:
    """The curated name that a spelling stands for, with score and reason."""

    name: CuratedName
    score: float
    reason: str


class PersonSpellings:
    """The curated persons, indexed by the sound of each word of their names."""

    def __init__(self, names: CuratedNames) -> None:
        self._by_sound: dict[str, list[tuple[PersonName, CuratedName]]] = defaultdict(list)
        self._alone: dict[str, CuratedName] = {}
        for name in names.of_kind(NameKind.PERSON):
            for surface in name.surfaces:
                parsed = person_name(surface)
                if parsed.is_full:
                    for sound in {folded(word) for word in parsed.words}:
                        self._by_sound[sound].append((parsed, name))
                elif len(parsed.words[0]) >= SHORTEST_ALONE:
                    self._alone[parsed.words[0]] = name
        self._alone_words = list(self._alone)

    def correct(self, name: PersonName) -> Correction | None:
        """The one curated person of whom `name` is another spelling; None if none or several."""
        found = self._full(name) if name.is_full else self._one_word(name.words[0])
        if len({known.id for known, _ in found}) != 1:
            return None
        known, sounds_same = max(found, key=lambda pair: pair[1])
        if sounds_same:
            return Correction(known, SAME_SOUND, f"another spelling of {known.canonical}")
        return Correction(known, MISSPELT, f"misspelling of {known.canonical}")

    def _full(self, name: PersonName) -> Sequence[tuple[CuratedName, bool]]:
        found = []
        for sound in {folded(word) for word in name.words if len(word) > 1}:
            for parsed, known in self._by_sound.get(sound, ()):
                slips = _slips(name, parsed)
                if slips is not None:
                    found.append((known, slips == 0))
        return found

    def _one_word(self, word: str) -> Sequence[tuple[CuratedName, bool]]:
        if len(word) < SHORTEST_ALONE:
            return ()
        near = process.extract(
            word,
            self._alone_words,
            scorer=OSA.distance,
            score_cutoff=MOST_SWAPS,
            limit=None,
        )
        return [
            (self._alone[known], same_sound(word, known))
            for known, _, _ in near
            if same_sound(word, known) or misspelt(word, known)
        ]


def _slips(name: PersonName, known: PersonName) -> int | None:
    """How many words are misspelt, at most one; None where the names differ."""
    if len(name.words) != len(known.words) or name.generation != known.generation:
        return None
    slips = 0
    for word, right in zip(name.words, known.words, strict=True):
        if same_sound(word, right):
            continue
        if slips or not misspelt(word, right) or are_two(word, right):
            return None
        slips = 1
    return slips


@lru_cache(maxsize=4)
def person_spellings(names: CuratedNames) -> PersonSpellings:
    """The index of a set of curated names, built once for it."""
    return PersonSpellings(names)
