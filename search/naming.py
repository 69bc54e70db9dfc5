"""Names that the words of a query stand for, and what else they are called in articles.

A curated name is known by its canonical form and its aliases, a learned one by what it was called
before `dateline consolidate`. Acronyms and short names count to the letter alone: "FT" is a
newspaper, "ft" is not, and "us" is no country.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache

from transforms.article import NameKind
from transforms.names.acronyms import is_acronym
from transforms.names.compare import NO_NAMES
from transforms.names.curated import CuratedName, CuratedNames
from transforms.names.keys import name_key
from transforms.names.normal import normal_form
from transforms.resources import read_packaged

LONGEST_RUN = 6
SHORTEST_IN_LOWER_CASE = 4
MOST_SURFACES = 8
A_LONG_WORD = re.compile(r"[^\W\d_]{6}")


@dataclass(frozen=True, slots=True)
class Also:
    """A name that was searched for as well, for words of the query.

    Args:
        typed: the words of the query.
        name: the canonical name.
        why: "alias" where the words are known to stand for it, "spelling" where they look like it
            typed wrongly.
    """

    typed: str
    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Meant:
    """A run of words, [start, stop), that stands for a name, or may stand for several.

    Args:
        names: what they are called.
        surfaces: all spellings that stand for them in a text.
        why: as `Also.why`.
    """

    start: int
    stop: int
    typed: str
    names: tuple[str, ...]
    surfaces: tuple[str, ...]
    why: str = "alias"

    @property
    def also(self) -> tuple[Also, ...]:
        """What there is to tell: nothing of a name that was typed as it is."""
        key = name_key(normal_form(self.typed))
        return tuple(
            Also(self.typed, name, self.why) for name in self.names if name_key(name) != key
        )


@dataclass(frozen=True)
class Naming:
    """What is known of names for one query.

    Args:
        curated: the curated names.
        learned: key of what a name was called to what it is called now.
        mistyped: key of a run of words to the names that it looks like, typed wrongly.
    """

    curated: CuratedNames = NO_NAMES
    learned: Mapping[str, str] = field(default_factory=dict)
    mistyped: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def forms(self, told: str, kind: NameKind | None) -> tuple[str, ...]:
        """A name in a filter as it was told, then what it is called in the index.

        All of them, because articles may have been loaded before an alias was known.
        """
        known = self.curated.find(told, kind) if kind else None
        found = [told, known.canonical if known else told]
        if kind and (now := self.learned.get(name_key(told))):
            found.append(now)
        return tuple(dict.fromkeys(found))

    def meant(self, words: Sequence[str]) -> list[Meant]:
        """The runs of these words that stand for names, from left to right, the longest first."""
        shouting = _is_shouted(words)
        found, start = [], 0
        while start < len(words):
            name = next(filter(None, self._at(words, start, shouting)), None)
            if name:
                found.append(name)
            start = name.stop if name else start + 1
        return found

    def _at(self, words: Sequence[str], start: int, shouting: bool) -> Iterator[Meant | None]:
        for stop in range(min(len(words), start + LONGEST_RUN), start, -1):
            typed = " ".join(words[start:stop])
            yield self._named(typed, start, stop, shouting)

    def _named(self, typed: str, start: int, stop: int, shouting: bool) -> Meant | None:
        surface = normal_form(typed)
        key = name_key(surface)
        if name := _known(self.curated, surface, key, shouting):
            return Meant(start, stop, typed, (name.canonical,), _surfaces(name))
        canonical = self.learned.get(key)
        if canonical and (stop - start > 1 or surface != surface.lower()):
            return Meant(start, stop, typed, (canonical,), self._surfaces_of(canonical))
        if names := self.mistyped.get(key):
            surfaces = tuple(each for name in names for each in self._surfaces_of(name))
            return Meant(start, stop, typed, names, surfaces, "spelling")
        return None

    def _surfaces_of(self, canonical: str) -> tuple[str, ...]:
        name = self._by_canonical.get(canonical)
        return _surfaces(name) if name else (canonical,)

    @cached_property
    def _by_canonical(self) -> Mapping[str, CuratedName]:
        return {name.canonical: name for name in self.curated.names}


def runs(words: Sequence[str]) -> Iterator[str]:
    """All runs of words that may be a name, without what wraps them."""
    for start in range(len(words)):
        for stop in range(start + 1, min(len(words), start + LONGEST_RUN) + 1):
            yield normal_form(" ".join(words[start:stop]))


def _is_shouted(words: Sequence[str]) -> bool:
    """Whether all is in capitals, so that they say nothing: "WHO WILL PAY FOR IT"."""
    told = " ".join(words)
    if len(words) < 2 or told != told.upper():
        return False
    return len(words) > 2 or bool(A_LONG_WORD.search(told))


def _known(names: CuratedNames, surface: str, key: str, shouting: bool) -> CuratedName | None:
    """The one curated name that a surface stands for; None where none does, or several do."""
    found = {
        name
        for known, name in _index(names).get(key, ())
        if _stands_for(surface, known, key, shouting)
    }
    return found.pop() if len(found) == 1 else None


def _stands_for(surface: str, known: str, key: str, shouting: bool) -> bool:
    if " " in known and not is_acronym(known):
        return True
    to_the_letter = is_acronym(known) or len(key) < SHORTEST_IN_LOWER_CASE
    if shouting:
        return not to_the_letter and key not in ordinary_words()
    if surface.replace(".", "") == known.replace(".", ""):
        return True
    return not to_the_letter and not (surface == surface.lower() and key in ordinary_words())


@lru_cache(maxsize=4)
def _index(names: CuratedNames) -> Mapping[str, tuple[tuple[str, CuratedName], ...]]:
    found: dict[str, list[tuple[str, CuratedName]]] = {}
    for name in names.names:
        # Of a people the aliases are forms of one word, which stemming finds.
        if name.kind is not NameKind.GROUP:
            for surface in name.surfaces:
                bare = normal_form(surface)
                found.setdefault(name_key(bare), []).append((bare, name))
    return {key: tuple(each) for key, each in found.items()}


def _surfaces(name: CuratedName) -> tuple[str, ...]:
    """The spellings by which a text names it, without its context."""
    told = [each for each in name.aliases if _tells(each)]
    return tuple(dict.fromkeys((name.canonical, *told)))[: MOST_SURFACES + 1]


def _tells(alias: str) -> bool:
    key = name_key(alias)
    return " " in alias or not (
        is_acronym(alias) or len(key) < SHORTEST_IN_LOWER_CASE or key in ordinary_words()
    )


def ordinary_words() -> frozenset[str]:
    """Names of one word that are ordinary words too, as keys."""
    return frozenset(_listed()["words"])


def acronyms_that_are_words() -> frozenset[str]:
    """Acronyms whose letters are an ordinary word: a text says nothing of which it is."""
    return frozenset(_listed()["acronyms"])


@cache
def _listed() -> dict[str, list[str]]:
    told = read_packaged("search", "data/ordinary_words.toml").decode("utf-8")
    return tomllib.loads(told)
