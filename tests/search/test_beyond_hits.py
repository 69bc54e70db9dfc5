"""Related articles, significant names, and all hits page by page."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING

import pytest

from index_mappings.families import Aliases
from search.errors import SearchError
from search.paging import pages
from search.related import related
from search.request import SearchRequest, Sort
from search.significant import significant

if TYPE_CHECKING:
    from tests.search.conftest import Searched


def id_of(seeds: Searched, ending: str) -> str:
    (found,) = [id for id, doc in seeds.documents.items() if str(doc["uri"]).endswith(ending)]
    return found


@pytest.mark.parametrize(
    ("ending", "kin"),
    [
        ("envoys-geneva-power-stations", "lakeside-chair-statement.html"),
        ("gulf-lantern-doha-round.html", "envoys-geneva-power-stations"),
        ("0812-0700", "0812-1700"),
        ("mb-20250311-1", "lima-dispatch-mine-strike.txt"),
        ("night-ferry-open-letter", "mb-20250310-2"),
    ],
)
def test_the_kin_of_an_article_is_near_it(seeds: Searched, ending: str, kin: str) -> None:
    near = [hit.id for hit in related(seeds.client, seeds.aliases, id_of(seeds, ending), 5)]
    assert id_of(seeds, kin) in near


def test_an_article_is_not_related_to_itself_nor_to_its_copies(seeds: Searched) -> None:
    (hit,) = seeds("Odesa drones tram", collapse=True).hits
    copies = {hit.id, *(copy.id for copy in hit.copies)}
    near = related(seeds.client, seeds.aliases, hit.id, 50)
    assert near
    assert not copies & {each.id for each in near}
    stories = [each.story for each in near]
    assert len(set(stories)) == len(stories)


def test_every_article_can_be_asked_for_its_kin(seeds: Searched) -> None:
    for id in list(seeds.documents)[::7]:
        assert len(related(seeds.client, seeds.aliases, id, 3)) <= 3


@pytest.mark.parametrize(("id", "size"), [("nope", 5), ("", 5), ("x" * 10_000, 5), ("a", 0)])
def test_an_article_that_is_not_there_is_told(seeds: Searched, id: str, size: int) -> None:
    with pytest.raises(SearchError):
        related(seeds.client, seeds.aliases, id or "-", size)


def test_names_stand_out_that_are_commoner_here_than_in_all(seeds: Searched) -> None:
    found = significant(
        seeds.client, seeds.aliases, SearchRequest("strikes power stations Russia"), seeds.names
    )
    assert found.index == len(seeds.documents)
    for field, names in found.names.items():
        for name in names:
            whole = [d for d in seeds.documents.values() if name.name in d.get(field, ())]
            assert (len(whole), 3 <= name.count <= name.whole) == (name.whole, True)
            assert name.count * found.index > name.whole * found.total
    assert found.names["places"]


def test_significant_names_are_of_fields_that_hold_names(seeds: Searched) -> None:
    with pytest.raises(SearchError, match="persons, organisations"):
        significant(seeds.client, seeds.aliases, SearchRequest(), fields=("source",))


@pytest.mark.parametrize("sort", list(Sort))
def test_pages_lead_through_all_hits_once(seeds: Searched, sort: Sort) -> None:
    request = SearchRequest("", size=7, sort=sort, facets=("source",))
    found = list(pages(seeds.client, seeds.aliases, request, seeds.names))
    ids = [hit.id for page in found for hit in page.hits]
    assert ids == seeds.ids("", sort=sort)
    assert len(found) == len(ids) // 7 + 1
    assert found[0].facets
    assert not found[1].facets


def test_a_page_that_is_full_to_the_last_hit_ends_it_too(seeds: Searched) -> None:
    total = len(seeds.documents)
    first = seeds("", deep=True, size=total)
    assert len(first.hits) == total
    assert first.next
    last = seeds("", size=total, after=first.next)
    assert (last.hits, last.next) == ((), None)


def test_pages_show_the_index_as_it_was_with_the_first(seeds: Searched) -> None:
    first = seeds("", deep=True, size=20)
    victim = first.hits[0].id
    source = seeds.documents[victim]
    seeds.client.delete(index=seeds.aliases.articles, id=victim, refresh=True)
    try:
        rest = seeds("", size=1000, after=str(first.next))
        assert (rest.total, len(rest.hits)) == (len(seeds.documents), len(seeds.documents) - 20)
    finally:
        seeds.client.index(index=seeds.aliases.articles, id=victim, document=source, refresh=True)


def token(*told: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(told).encode()).decode()


@pytest.mark.parametrize(
    "after",
    ["nope", "=", "é", "x" * 100_000, token(), token("a", 1, "b"), token("a", [{}], "b"),
     token("a", ["b"], "c"), token(*["a"] * 4), "W" * 400],
)  # fmt: skip
def test_a_token_that_is_none_is_told(seeds: Searched, after: str) -> None:
    with pytest.raises(SearchError, match="first page"):
        seeds("", after=after)


def test_a_token_leads_on_in_its_own_request_alone(seeds: Searched) -> None:
    first = seeds("grid", deep=True, size=2)
    assert seeds("grid", after=str(first.next), size=2).hits
    with pytest.raises(SearchError, match="this request"):
        seeds("odesa", after=str(first.next))


@pytest.mark.parametrize("told", [{"collapse": True}, {"start": 10}])
def test_what_does_not_go_with_deep_pages_is_told(seeds: Searched, told: dict[str, int]) -> None:
    with pytest.raises(SearchError, match="leave them out"):
        seeds("", deep=True, **told)


def test_before_anything_is_loaded_all_say_how_to_load(seeds: Searched) -> None:
    nowhere = Aliases("dlt-never-made-")
    with pytest.raises(SearchError, match="dateline ingest"):
        list(pages(seeds.client, nowhere, SearchRequest("grid")))
    with pytest.raises(SearchError, match="dateline ingest"):
        significant(seeds.client, nowhere, SearchRequest("grid"))
