"""Where a place is, given its name alone."""

from __future__ import annotations

from functools import cache

from transforms.places.gazetteer import CITIES, Place, cities, countries, place_key, regions
from transforms.resources import read_toml

_DOMINANT = 4
"""How many times larger than its namesakes the city is that a bare name stands for."""


def locate(name: str) -> Place | None:
    """The place that `name` stands for when nothing more is said.

    Case, diacritics and a leading "the" do not matter. None where the place is not known, or
    where several have the name and none is much larger than the rest (Springfield).

    >>> locate("Doha").country
    'QA'
    >>> locate("the Netherlands").point
    (52.5, 5.75)
    >>> locate("Springfield") is None
    True
    """
    return _atlas().get(place_key(name))


@cache
def _atlas() -> dict[str, Place]:
    found: dict[str, Place] = {}
    _add_other_names(found)
    _add_cities(found)
    also = read_toml(CITIES)["also"]
    found |= {place_key(name): found[place_key(known)] for name, known in also.items()}
    _add_regions_and_countries(found)
    return found


def _add_cities(found: dict[str, Place]) -> None:
    by_key: dict[str, list[Place]] = {}
    for city, _ in cities():
        by_key.setdefault(place_key(city.name), []).append(city)
    for key, same in by_key.items():
        same.sort(key=lambda place: (place.capital, place.population), reverse=True)
        if len(same) == 1 or _dominates(same[0], same[1]):
            found[key] = same[0]
        else:
            found.pop(key, None)


def _dominates(first: Place, second: Place) -> bool:
    return first.capital or first.population >= _DOMINANT * second.population


def _add_other_names(found: dict[str, Place]) -> None:
    """Other spellings of large cities, in Latin letters; one that two of them share is none's."""
    shared: set[str] = set()
    for city, others in cities():
        for key in {place_key(other) for other in others}:
            if key in found:
                shared.add(key)
            found[key] = city
    for key in shared:
        del found[key]


def _add_regions_and_countries(found: dict[str, Place]) -> None:
    known: dict[str, Place] = {}
    clash: set[str] = set()
    for place, row in (*countries(), *regions()):
        names = (place.name, *row.get("names", ()))
        for key in {place_key(name) for name in names}:
            if key in known and known[key].country != place.country:
                clash.add(key)
            known[key] = place
    found |= known
    for key in clash:
        del found[key]
