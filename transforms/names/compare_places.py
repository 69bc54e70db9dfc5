"""Whether two surfaces name one place."""

from __future__ import annotations

from functools import lru_cache

from transforms.article import NameKind
from transforms.names.acronyms import is_acronym, spells
from transforms.names.comparison import Comparison
from transforms.names.curated import CuratedName, CuratedNames
from transforms.names.evidence import Evidence, weakest
from transforms.names.organisation_names import states
from transforms.names.place_names import place_data, place_words
from transforms.names.words_alike import words_alike
from transforms.places import Place, locate

ONE_POINT = 0.92
SAME_WORDS = 0.95
JOINED = 0.9
SPELT_OUT = 0.75
REGION_LEFT_OUT = 0.6
_SHORTEST_SLIP = 7


def compare_places(a: str, b: str, names: CuratedNames) -> Comparison:
    """Score and reason for two normal forms of places' names.

    >>> compare_places("City of Quayport", "Quayport", CuratedNames()).score
    0.95
    """
    one, other = names.find(a, NameKind.PLACE), names.find(b, NameKind.PLACE)
    if one is not None and other is not None:
        if one is other:
            return Comparison(1.0, f"both are {one.canonical}")
        return Comparison(0.0, f"{one.canonical} is not {other.canonical}")
    return _with_region(a, b) or max(
        (_compared(x, y) for x in _surfaces(a, one) for y in _surfaces(b, other)),
        key=lambda each: each.score,
    )


def _surfaces(text: str, known: CuratedName | None) -> tuple[str, ...]:
    return known.surfaces if known else (text,)


def _compared(a: str, b: str) -> Comparison:
    words, other = place_words(a), place_words(b)
    if words == other:
        return Comparison(SAME_WORDS, f"same words as {b}")
    for short, full in ((a, b), (b, a)):
        if is_acronym(short) and spells(short, full):
            return Comparison(SPELT_OUT, f"{short} are the initials of {full}")
    return _by_parts(words, other) or _on_the_map(a, b) or _spelling(words, other, b)


def _by_parts(a: tuple[str, ...], b: tuple[str, ...]) -> Comparison | None:
    """North and South are two; "North" may be part of a name only where the map says so."""
    parts = [place_data()["distinctive"] & (set(x) - set(y)) for x, y in ((a, b), (b, a))]
    return Comparison(0.0, "two parts") if all(parts) else None


def _on_the_map(a: str, b: str) -> Comparison | None:
    if (one := locate(a)) is None or (other := locate(b)) is None:
        return None
    if _one(one, other):
        part = place_data()["distinctive"] & (set(place_words(a)) ^ set(place_words(b)))
        return Comparison(REGION_LEFT_OUT if part else ONE_POINT, f"both are {one.name}")
    return Comparison(0.0, f"{one.name} is not {other.name}")


def _spelling(a: tuple[str, ...], b: tuple[str, ...], text: str) -> Comparison:
    if "".join(a) == "".join(b):
        return Comparison(JOINED, f"in other spacing than {text}")
    if len(a) == len(b):
        found = [_word_spelling(x, y) for x, y in zip(a, b, strict=True)]
        known = [evidence for evidence in found if evidence is not None]
        if len(known) == len(found):
            evidence = weakest(known)
            return Comparison(evidence.alone, f"{evidence.why} {text}")
    return Comparison(0.0, "different words")


def _word_spelling(a: str, b: str) -> Evidence | None:
    if a != b and (min(len(a), len(b)) < _SHORTEST_SLIP or _confusable(a, b)):
        return None
    return words_alike(a, b)


def _confusable(a: str, b: str) -> bool:
    if a in states() or b in states() or two_places(a, b):
        return True
    return any(a in row and b in row for row in place_data()["confusable"])


def _with_region(a: str, b: str) -> Comparison | None:
    """Quayport, Ruritania: the region after the comma may be left out, but not another one."""
    (name, region), (other_name, other_region) = _name_and_region(a), _name_and_region(b)
    if not (region or other_region) or place_words(name) != place_words(other_name):
        return None
    if region and other_region and _compared(region, other_region).score == 0:
        return Comparison(0.0, f"of {region} and of {other_region}")
    return Comparison(REGION_LEFT_OUT, f"without the region of {a if region else b}")


def _name_and_region(text: str) -> tuple[str, str]:
    name, _, region = text.partition(",")
    return name.strip(), region.strip()


@lru_cache(maxsize=20_000)
def two_places(a: str, b: str) -> bool:
    """Whether both words are known places, or people of places, and not the same one."""
    one, other = _place_of(a), _place_of(b)
    return one is not None and other is not None and one != other


def _place_of(word: str) -> object:
    return states().get(word) or locate(word)


def _one(a: Place, b: Place) -> bool:
    return (a.name, a.country) == (b.name, b.country)
