"""Known surfaces, found in a text in one pass."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

import ahocorasick

from transforms.article import Span
from transforms.entities.plain import plain
from transforms.names.curated import CuratedNames
from transforms.places import place_surfaces


@dataclass(frozen=True, slots=True)
class Match(Span):
    """A known surface in a text, with its label."""

    label: str


@dataclass(frozen=True)
class Gazetteer:
    """Surfaces with the label that each stands for.

    Matching is by letter: case counts, so that "US" is never "us".
    """

    labels: Mapping[str, str]

    @cached_property
    def _automaton(self) -> Any:  # noqa: ANN401 - the package is not typed
        automaton = ahocorasick.Automaton()
        for surface, label in self.labels.items():
            automaton.add_word(surface, (len(surface), label))
        automaton.make_automaton()
        return automaton

    def find(self, text: str) -> list[Match]:
        """The surfaces that stand in `text` as whole words, the leftmost and longest of them.

        >>> Gazetteer({"New York": "GPE", "York": "GPE"}).find("York, New York, New Yorkers")
        [Match(start=0, end=4, label='GPE'), Match(start=6, end=14, label='GPE')]
        """
        if not self.labels:
            return []
        found = sorted(self._whole_words(text), key=lambda match: (match.start, -match.end))
        kept: list[Match] = []
        for match in found:
            if not kept or match.start >= kept[-1].end:
                kept.append(match)
        return kept

    def _whole_words(self, text: str) -> Iterator[Match]:
        for last, (length, label) in self._automaton.iter(text):
            start, end = last + 1 - length, last + 1
            if _starts_word(text, start) and _ends_word(text, end):
                yield Match(start, end, label)


def _starts_word(text: str, start: int) -> bool:
    if start == 0:
        return True
    before = text[start - 1]
    return not (before.isalnum() or before in "@#_")


def _ends_word(text: str, end: int) -> bool:
    """Not in a word, and not before a dot that something follows: "Ukraine.example"."""
    after = text[end : end + 2]
    if not after:
        return True
    if after[0] == ".":
        return not (len(after) == 2 and after[1].isalnum() and after[1].islower())
    return not (after[0].isalnum() or after[0] in "_$@")


@cache
def places() -> Gazetteer:
    """Countries, regions, cities and demonyms."""
    return Gazetteer(place_surfaces())


def curated(names: CuratedNames) -> Gazetteer:
    """The curated names by all their surfaces.

    A surface of two names of different kinds is left out: it needs its context.
    """
    labels: dict[str, str] = {}
    doubtful: set[str] = set()
    for name in names.names:
        for surface in map(plain, name.surfaces):
            if labels.setdefault(surface, name.label) != name.label:
                doubtful.add(surface)
    return Gazetteer(
        {surface: label for surface, label in labels.items() if surface not in doubtful}
    )
