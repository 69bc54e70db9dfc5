"""The pages as they are served: what they show, and that nothing from outside acts in them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import httpx
import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st

from index_mappings.runs import write_run
from index_mappings.settings import Settings
from search.web.app import Web
from tests.search.page.made import ATTACK
from tests.search.web.conftest import UNSURE, Site, make_unsure
from tests.search.web.served import served

WORDS = st.text(max_size=20) | st.sampled_from(
    [ATTACK, '"', "-", "a OR", "(", "person:", "\x00", "𝔞"]
)
NAMES = ["q", "person", "place", "source", "removed", "about", "published", "published-from",
         "page", "sort", "stories", "more", "language", "x"]  # fmt: skip


@pytest.fixture(scope="module")
def client(site: Site) -> Iterator[httpx.Client]:
    with served(site.web.application()) as origin, asking(origin) as client:
        yield client


def asking(origin: str) -> httpx.Client:
    return httpx.Client(base_url=origin, timeout=60, follow_redirects=True)


def read(client: httpx.Client, path: str) -> BeautifulSoup:
    told = client.get(path)
    assert told.status_code == 200, told.text
    return BeautifulSoup(told.text, "html.parser")


def titles(page: BeautifulSoup) -> list[str]:
    return [each.get_text() for each in page.select(".hits h3")]


def test_a_search_shows_hits_facets_and_periods(client: httpx.Client) -> None:
    page = read(client, "/?q=energy&stories=each")
    assert len(titles(page)) == 10
    assert page.select(".hits mark")
    assert {"facet-persons", "facet-places"} <= {each["id"] for each in page.select(".filters h3")}
    assert len(page.select(".histogram")) == 2
    assert page.select(".histogram a[aria-label]")


def test_a_facet_filters_and_its_chip_takes_it_away(client: httpx.Client) -> None:
    page = read(client, "/?q=energy")
    link = page.select("section[aria-labelledby=facet-persons] a")[0]
    narrowed = read(client, str(link["href"]))
    (chip,) = narrowed.select(".chips a")
    assert link.get_text() in chip.get_text()
    assert narrowed.select(".filters .chosen a[aria-current]")
    assert titles(read(client, str(chip["href"]))) == titles(page)


def test_pages_of_hits_follow_each_other(client: httpx.Client) -> None:
    first = read(client, "/?stories=each")
    (after,) = first.select("a[rel=next]")
    second = read(client, str(after["href"]))
    assert set(titles(first)).isdisjoint(titles(second)) or len(titles(second)) == 10
    (before,) = second.select("a[rel=prev]")
    assert titles(read(client, str(before["href"]))) == titles(first)


def test_behind_the_last_page_there_is_a_way_back(client: httpx.Client) -> None:
    page = read(client, "/?q=energy&page=500")
    (back,) = [a for a in page.select("a") if "to the first ones" in a.get_text()]
    assert titles(read(client, str(back["href"])))


def test_a_name_that_no_article_has_leads_to_the_one_that_is_meant(client: httpx.Client) -> None:
    page = read(client, "/?q=energy&person=Vladimir+Puttin")
    (near,) = page.select(".note a")
    assert near["href"] == "/?q=energy&person=Vladimir+Putin"
    assert titles(read(client, str(near["href"])))


def test_copies_of_a_story_are_shown_together(client: httpx.Client) -> None:
    page = read(client, "/?q=transformers")
    (link,) = page.select(".copies a")[:1]
    assert read(client, str(link["href"])).select("#article-text")


def test_an_article_leads_to_all_that_name_the_same_person(
    client: httpx.Client, site: Site
) -> None:
    page = read(client, f"/article/{site.by_title('Lights back on')}")
    (link,) = [
        each for each in page.select("#names ~ div th a") if each.get_text() == "Rafael Grossi"
    ]
    assert link["href"] == "/?person=Rafael+Grossi"
    assert titles(read(client, str(link["href"])))


def test_an_attack_is_only_text_in_hits_and_article(client: httpx.Client, site: Site) -> None:
    for path in (f"/?q=courier+unclosed&x={ATTACK}", f"/article/{site.hostile}", f"/?q={ATTACK}"):
        page = read(client, path)
        assert len(page.select("script")) == 1
        assert not page.select("img, iframe, [onmouseover], [onerror], [style]")
        assert not [a for a in page.select("a[href]") if str(a["href"]).startswith("javascript")]


def test_an_article_says_what_is_stale(client: httpx.Client, site: Site) -> None:
    told = read(client, f"/article/{site.hostile}").get_text()
    assert "Rules, settings or data of dates have changed since" in told


@pytest.mark.parametrize(
    ("path", "status", "told"),
    [
        ("/article/" + "0" * 32, 404, "holds no such article"),
        ("/article/x", 404, "holds no such article"),
        ("/article/..%2f..%2fetc", 404, ""),
        ("/nowhere", 404, "There is no such page"),
        ("/static/..%2fapp.py", 404, ""),
        ("/static/app.py", 404, ""),
        ("/?page=0", 400, "There is no page"),
        ("/?published=soon", 400, "is no date"),
        ("/?q=" + "x" * 3000, 400, "at most"),
        ("/?removed=everything", 400, "Nothing is removed as"),
    ],
)
def test_a_mistake_is_a_page_that_says_so(
    client: httpx.Client, path: str, status: int, told: str
) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    assert told in answer.text
    assert "Traceback" not in answer.text


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(NAMES), WORDS), max_size=5))
def test_any_address_is_answered(client: httpx.Client, told: list[tuple[str, str]]) -> None:
    pairs = httpx.QueryParams(
        [(name, value.encode("utf-8", "replace").decode()) for name, value in told]
    )
    answer = client.get("/", params=pairs)
    assert answer.status_code in (200, 400)
    page = BeautifulSoup(answer.text, "html.parser")
    assert len(page.select("script")) == 1
    assert not page.select("img, [onmouseover]")


@settings(max_examples=20, deadline=None)
@given(st.text(max_size=40))
def test_any_id_is_answered(client: httpx.Client, id: str) -> None:
    path = "/article/" + "".join(f"%{byte:02x}" for byte in id.encode("utf-8", "replace"))
    assert client.get(path).status_code in (200, 404)


def test_nothing_loaded_yet_is_told(site: Site) -> None:
    empty = Web(site.web.client, Settings(prefix="dlt-not-there-"), reviewer="ada")
    with served(empty.application()) as origin:
        for path in ("/", "/runs", "/names"):
            answer = httpx.get(f"{origin}{path}", timeout=60)
            assert answer.status_code == 503
            assert "dateline ingest" in answer.text
        assert httpx.get(f"{origin}/article/{'0' * 32}", timeout=60).status_code == 404


def test_what_nobody_expected_is_told_without_a_trace(
    site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    broken = replace(site.web, stale=lambda told: frozenset(told["no such stage"]))
    with served(broken.application()) as origin, asking(origin) as client:
        answer = client.get(f"/article/{site.hostile}")
        assert answer.status_code == 500
        assert "The terminal that" in answer.text
        assert "no such stage" not in answer.text
        assert client.get("/").status_code == 200
    assert "no such stage" in caplog.text


def test_the_runs_are_listed(client: httpx.Client, site: Site) -> None:
    fields = {
        "state": "completed", "flow": "ingest", "started_at": "2024-10-30T10:00:00+00:00",
        "seconds": 12.3, "outcomes": {"read": 1234, "indexed": 1234},
    }  # fmt: skip
    write_run(site.web.client, site.web.aliases, "run-7", fields)
    told = read(client, "/runs").get_text(" ")
    assert "run-7" in told
    assert "1,234" in told


def test_a_pair_is_judged_and_taken_back(client: httpx.Client, site: Site) -> None:
    make_unsure(site)
    page = read(client, "/names")
    assert f"1 of {len(UNSURE)}" in page.get_text()
    form = {str(each["name"]): str(each["value"]) for each in page.select(".pair input[name]")}
    headers = {"Origin": str(client.base_url).rstrip("/")}
    done = client.post("/names", data={**form, "verdict": "different"}, headers=headers)
    assert done.status_code == 200
    assert len(site.desk().unsure()) == len(UNSURE) - 1
    (given,) = site.desk().store.of_persons
    assert (given.by, str(given.verdict)) == ("ada", "different")
    again = client.post("/names", data={**form, "verdict": "same"}, headers=headers)
    assert "waits no more" in again.text
    undo = BeautifulSoup(done.text, "html.parser").select(".judged input[name]")
    client.post("/names", data={str(e["name"]): str(e["value"]) for e in undo}, headers=headers)
    assert len(site.desk().unsure()) == len(UNSURE)


@pytest.mark.parametrize("verdict", ["unsure", "", ATTACK])
def test_what_is_no_verdict_changes_nothing(client: httpx.Client, site: Site, verdict: str) -> None:
    make_unsure(site)
    page = read(client, "/names")
    form = {str(each["name"]): str(each["value"]) for each in page.select(".pair input[name]")}
    headers = {"Origin": str(client.base_url).rstrip("/")}
    told = client.post("/names", data={**form, "verdict": verdict}, headers=headers)
    assert told.status_code == 400
    assert len(site.desk().unsure()) == len(UNSURE)


def test_pairs_are_passed_over_to_the_last_one(client: httpx.Client, site: Site) -> None:
    make_unsure(site)
    seen = []
    path = "/names"
    for _ in UNSURE:
        page = read(client, path)
        seen += [each.get_text() for each in page.select(".sides h2")]
        path = str(page.select("a[data-key=n]")[0]["href"])
    assert sorted(seen) == sorted(name for pair in UNSURE for name in pair[:2])
    assert "were left open" in read(client, path).get_text()
