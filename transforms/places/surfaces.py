"""The surfaces by which a text names a well-known place or its people."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from anyascii import anyascii

from transforms.places.gazetteer import CITIES, cities, countries, regions
from transforms.resources import read_toml

CITIES_KNOWN_FROM = 100_000
"""Inhabitants. Between 50,000 and a million the bound hardly matters on world news (half a point of
F1); below this one more city names are rather persons' names and common words."""

_NO_PLURAL = ("s", "sh", "ch", "ese", "x", "z", "man", "ee")
_SHORTEST_IN_CAPITALS = 4


@cache
def place_surfaces() -> dict[str, str]:
    """Surface to spaCy's label (GPE, LOC, NORP), for those that hardly mean anything else.

    Names of four letters or more are there in capitals too, as datelines write them.
    """
    unsure = set(read_toml(CITIES)["only_with_model"]["names"])
    found: dict[str, str] = {}
    for surface, label in (
        *_city_surfaces(),
        *_country_surfaces(unsure),
        *_region_surfaces(unsure),
    ):
        found[surface] = label
    sure = {surface: label for surface, label in found.items() if surface not in unsure}
    capitals = {
        surface.upper(): label
        for surface, label in sure.items()
        if len(surface) >= _SHORTEST_IN_CAPITALS
    }
    return capitals | sure


def _city_surfaces() -> Iterator[tuple[str, str]]:
    for city, _ in cities():
        if city.capital or city.population >= CITIES_KNOWN_FROM:
            yield from _spelled(city.name, city.label)
    for surface in read_toml(CITIES)["also"]:
        yield surface, "GPE"


def _country_surfaces(unsure: set[str]) -> Iterator[tuple[str, str]]:
    for country, row in countries():
        unsure.update(row.get("only_with_model", ()))
        for name in (country.name, *row.get("names", ())):
            yield from _spelled(name, country.label)
        for demonym in row.get("demonyms", ()):
            yield demonym, "NORP"
            if not demonym.endswith(_NO_PLURAL):
                yield f"{demonym}s", "NORP"


def _region_surfaces(unsure: set[str]) -> Iterator[tuple[str, str]]:
    for region, row in regions():
        if row.get("only_with_model"):
            unsure.add(region.name)
        yield from _spelled(region.name, region.label)


def _spelled(name: str, label: str) -> Iterator[tuple[str, str]]:
    yield name, label
    if not name.isascii():
        yield anyascii(name), label
