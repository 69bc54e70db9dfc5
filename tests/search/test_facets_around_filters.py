"""Facets that do not hide the alternatives of their own filters, and histograms over time."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from search.days import DayRange
from search.errors import SearchError
from search.request import Interval

if TYPE_CHECKING:
    from tests.search.conftest import Searched

WIRE, COURIER = "Northern Wire", "The Harbour Courier"


def sources(seeds: Searched, ids: list[str]) -> Counter[str]:
    return Counter(
        str(seeds.documents[id]["source"]) for id in ids if "source" in seeds.documents[id]
    )


def test_a_filter_hides_no_alternative_of_itself(seeds: Searched) -> None:
    narrowed = seeds("grid", sources=(WIRE,), facets=("source",), facet_size=100, size=100)
    counted = {value.value: value for value in narrowed.facets["source"]}
    free = sources(seeds, seeds.ids("grid"))
    assert {name: value.count for name, value in counted.items()} == free
    assert {name for name, value in counted.items() if value.chosen} == {WIRE}
    assert {name: v.within for name, v in counted.items() if v.within} == {WIRE: free[WIRE]}
    assert narrowed.total == free[WIRE] < sum(free.values())


def test_other_facets_and_hits_obey_the_filter(seeds: Searched) -> None:
    told = {"sources": (COURIER,), "facets": ("source", "places", "language"), "facet_size": 100}
    result = seeds("", **told, size=100)
    assert {hit.source for hit in result.hits} == {COURIER}
    places = Counter(place for hit in result.hits for place in hit.places)
    assert {v.value: v.count for v in result.facets["places"]} == places
    assert all(v.count == v.within and not v.chosen for v in result.facets["places"])


def test_two_filters_each_count_under_the_other(seeds: Searched) -> None:
    result = seeds("", sources=(WIRE,), languages=("en",), facets=("source", "language"))
    english = sources(seeds, seeds.ids("", languages=("en",)))
    assert {v.value: v.count for v in result.facets["source"]}[WIRE] == english[WIRE]
    assert [v.value for v in result.facets["language"]] == ["en"]


def test_a_name_in_a_filter_shows_who_stands_beside_it_and_who_does_not(seeds: Searched) -> None:
    result = seeds("", persons=("Oleh Marchenko",), facets=("persons",), facet_size=1000)
    values = {v.value: v for v in result.facets["persons"]}
    assert values["Oleh Marchenko"].chosen
    assert values["Rafael Grossi"].within == result.total
    assert values["Tunde Bello" if "Tunde Bello" in values else "Grace Wanjiku"].within == 0


def test_what_is_chosen_is_among_few_values(seeds: Searched) -> None:
    result = seeds("", places=("Romania",), facets=("places",), facet_size=1)
    assert [v.value for v in result.facets["places"] if v.chosen] == ["Romania"]
    assert len(result.facets["places"]) == 2


def test_filters_in_the_text_count_as_those_beside_it(seeds: Searched) -> None:
    beside = seeds("grid", sources=(WIRE,), facets=("source",))
    inside = seeds(f'grid source:"{WIRE}"', facets=("source",))
    assert inside.facets == beside.facets
    assert [hit.id for hit in inside.hits] == [hit.id for hit in beside.hits]


def test_collapsed_stories_are_counted_under_all_filters(seeds: Searched) -> None:
    told = {"sources": (WIRE, COURIER), "facets": ("source",), "collapse": True, "size": 100}
    result = seeds("odesa", **told)
    assert result.stories == len(result.hits) < result.total


@pytest.mark.parametrize("name", ["published", "about"])
@pytest.mark.parametrize("interval", [each for each in Interval if each is not Interval.AUTO])
def test_bars_cover_the_days_that_they_say(seeds: Searched, name: str, interval: Interval) -> None:
    told = seeds("odesa", histograms=(name,), interval=interval, size=0).histograms[name]
    assert told.interval == interval
    assert told.bars
    for bar in (*told.bars[:2], told.bars[-1]):
        days = DayRange.parse(f"{bar.first}..{bar.last}")
        assert seeds("odesa", **{name: days}, size=0).total == bar.count


def test_an_automatic_interval_leaves_nothing_uncounted(seeds: Searched) -> None:
    result = seeds("", histograms=("published", "about"), size=0)
    published = result.histograms["published"]
    dated = sum("published" in document for document in seeds.documents.values())
    assert sum(bar.count for bar in published.bars) + published.earlier + published.later == dated
    assert 1 < len(published.bars) <= 80
    assert [bar.first for bar in published.bars] == sorted(bar.first for bar in published.bars)


def test_a_filter_on_days_hides_no_bar_around_it(seeds: Searched) -> None:
    free = seeds("", histograms=("published",), interval=Interval.MONTH).histograms
    month = DayRange.parse("2025-02")
    within = seeds("", histograms=("published",), interval=Interval.MONTH, published=month)
    assert within.histograms == free
    automatic = seeds("", histograms=("published",), published=month).histograms["published"]
    assert automatic.interval == "day"


def test_an_unknown_histogram_is_told_with_those_that_there_are(seeds: Searched) -> None:
    with pytest.raises(SearchError, match="published, about"):
        seeds("", histograms=("author",))


def test_without_an_article_there_is_no_bar(seeds: Searched) -> None:
    told = seeds("zzyzxq", histograms=("published", "about")).histograms
    assert all(histogram.bars == () for histogram in told.values())
