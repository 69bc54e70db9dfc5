"""Places: where a name is, and by which surfaces a text names it."""

from __future__ import annotations

import pytest

from transforms.places import locate, place_surfaces
from transforms.places.gazetteer import cities, countries, place_key, regions


@pytest.mark.parametrize(
    ("name", "canonical", "country"),
    [
        ("Kyiv", "Kyiv", "UA"),
        ("Kiev", "Kyiv", "UA"),
        ("KURSK", "Kursk", "RU"),
        ("Doha", "Doha", "QA"),
        ("Moskau", "Moscow", "RU"),
        ("zurich", "Zürich", "CH"),
        ("the Netherlands", "Netherlands", "NL"),
        ("U.S.", "United States", "US"),
        ("Cote d’Ivoire", "Ivory Coast", "CI"),
        ("Middle East", "Middle East", None),
        ("Crimea", "Crimea", "UA"),
        ("Birmingham", "Birmingham", "GB"),
        ("San José", "San José", "CR"),
    ],
)
def test_locate(name: str, canonical: str, country: str | None) -> None:
    place = locate(name)
    assert place is not None
    assert (place.name, place.country) == (canonical, country)


@pytest.mark.parametrize(
    "name", ["", "the", "Springfield", "Georgia", "Kellan", "MOW", "Nowhere on Sea"]
)
def test_unknown_and_ambiguous_names_have_no_place(name: str) -> None:
    assert locate(name) is None


def test_points_are_degrees() -> None:
    known = [place for place, _ in (*countries(), *regions(), *cities())]
    assert len(known) > 30_000
    assert all(-90 <= p.point[0] <= 90 and -180 <= p.point[1] <= 180 for p in known)


def test_countries_stand_where_their_cities_are() -> None:
    """The point lies within the box of the country's cities, widened for the empty north."""
    by_country: dict[str | None, list[tuple[float, float]]] = {}
    for city, _ in cities():
        by_country.setdefault(city.country, []).append(city.point)
    for place, _ in countries():
        points = by_country.get(place.country, [])
        if len(points) < 5:
            continue
        latitudes = [point[0] for point in points]
        longitudes = [point[1] for point in points]
        margin = 12
        assert min(latitudes) - margin <= place.point[0] <= max(latitudes) + margin, place
        assert min(longitudes) - margin <= place.point[1] <= max(longitudes) + margin, place


@pytest.mark.parametrize(
    ("surface", "label"),
    [
        ("Ukrainian", "NORP"),
        ("Ukrainians", "NORP"),
        ("Swiss", "NORP"),
        ("QATAR", "GPE"),
        ("UK", "GPE"),
        ("Black Sea", "LOC"),
        ("Sao Paulo", "GPE"),
    ],
)
def test_surfaces(surface: str, label: str) -> None:
    assert place_surfaces()[surface] == label


@pytest.mark.parametrize(
    "surface",
    ["Reading", "Nice", "Mobile", "Jordan", "Chad", "Georgia", "Virginia", "READING", "Swisss"],
)
def test_surfaces_that_mean_something_else(surface: str) -> None:
    assert surface not in place_surfaces()


def test_keys_ignore_case_diacritics_and_apostrophes() -> None:
    assert place_key("São Tomé") == place_key("sao tome")
    assert place_key("The Hague") == "hague"
