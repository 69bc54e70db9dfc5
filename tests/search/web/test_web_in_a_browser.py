"""The served pages in a real browser: searched, filtered, followed, judged, by mouse and keys."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import WIDTHS, Scheme, barriers, chromium, opened
from tests.search.page.made import ATTACK
from tests.search.web.conftest import UNSURE, Site, make_unsure
from tests.search.web.served import served

DODGED = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def origin(site: Site) -> Iterator[str]:
    with served(site.web.application()) as origin:
        yield origin


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


def found(page: Page) -> str:
    return page.locator("#found").inner_text()


def test_a_reader_searches_filters_and_follows_a_person(browser: Browser, origin: str) -> None:
    with opened(browser, f"{origin}/") as page:
        page.get_by_label("Search for").fill("Odesa substations")
        page.keyboard.press("Enter")
        page.get_by_role("link", name="Lights back on for most in Odesa").click()
        expect(page.locator("h1")).to_contain_text("Lights back on")
        page.locator("#names ~ div").get_by_role("link", name="Rafael Grossi", exact=True).click()
        expect(page.get_by_role("list", name="Filters")).to_contain_text("person: Rafael Grossi")
        before = found(page)
        page.locator(".filters").get_by_role("link", name="Ukraine", exact=True).click()
        expect(page.get_by_role("list", name="Filters")).to_contain_text("place: Ukraine")
        page.get_by_role("link", name="Without place Ukraine").click()
        expect(page.locator("#found")).to_have_text(before)


def test_why_a_paragraph_went_is_seen_on_the_spot(
    browser: Browser, origin: str, site: Site
) -> None:
    with opened(browser, f"{origin}/article/{site.by_title('Lights back on')}") as page:
        struck = page.locator("del.removed").first
        struck.hover()
        shown = "e => getComputedStyle(e, '::before').content"
        assert "link_prefix" in struck.evaluate(shown)
        reference = page.locator(".ref").first
        reference.focus()
        page.keyboard.press("Enter")
        note = reference.get_attribute("href") or ""
        expect(page.locator(note)).to_be_in_viewport()
        page.get_by_role("checkbox", name="what was removed").uncheck()
        expect(struck).to_be_hidden()


def test_a_period_is_brushed_over_the_bars(browser: Browser, origin: str) -> None:
    with opened(browser, f"{origin}/?q=energy") as page:
        bars = page.locator(".histogram[data-period=published] svg a")
        first, last = bars.nth(1).bounding_box(), bars.nth(3).bounding_box()
        assert first
        assert last
        begin = bars.nth(1).get_attribute("data-first")
        end = bars.nth(3).get_attribute("data-last")
        page.mouse.move(first["x"] + 2, first["y"] + 10)
        page.mouse.down()
        page.mouse.move(last["x"] + 2, last["y"] + 10, steps=4)
        page.mouse.up()
        page.wait_for_url("**published-from=*")
        expect(page.locator(".chips")).to_contain_text(f"{begin}..{end}")


def test_a_bar_is_a_link_for_the_keyboard(browser: Browser, origin: str) -> None:
    with opened(browser, f"{origin}/?q=energy") as page:
        bar = page.locator(".histogram[data-period=published] svg a").first
        period = (bar.get_attribute("aria-label") or "").split(":")[0]
        bar.focus()
        page.keyboard.press("Enter")
        expect(page.locator(".chips")).to_contain_text(period)


def test_the_keyboard_comes_to_search_and_content_first(browser: Browser, origin: str) -> None:
    with opened(browser, f"{origin}/") as page:
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="To the content")).to_be_focused()
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        expect(page.get_by_label("Search for")).to_be_focused()


def test_names_are_judged_by_keys(browser: Browser, origin: str, site: Site) -> None:
    make_unsure(site)
    with opened(browser, f"{origin}/names") as page:
        head = page.locator("main > p.soft").first
        expect(head).to_contain_text("1 of 3")
        page.keyboard.press("n")
        expect(head).to_contain_text("2 of 3")
        page.keyboard.press("s")
        expect(page.get_by_role("status")).to_contain_text("is the same as")
        page.keyboard.press("u")
        expect(head).to_contain_text("2 of 3")
        assert len(site.desk().unsure()) == len(UNSURE)
        page.keyboard.press("d")
        expect(page.get_by_role("status")).to_contain_text("is not")
        page.get_by_label("single keys judge").uncheck()
        page.keyboard.press("s")
        expect(head).to_contain_text("2 of 2")
    assert len(site.desk().unsure()) == len(UNSURE) - 1


def test_names_are_judged_without_a_script(browser: Browser, origin: str, site: Site) -> None:
    make_unsure(site)
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{origin}/names")
    page.get_by_role("button", name="Not the same").click()
    assert "is not" in page.content()
    assert len(site.desk().unsure()) == len(UNSURE) - 1
    context.close()


def test_another_site_can_not_judge(browser: Browser, origin: str, site: Site) -> None:
    """A form of a page at another address of this machine, sent by the reader's own browser."""
    make_unsure(site)
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{origin}/names")
    names = ("token", "pair")
    told = {name: page.locator(f".pair [name={name}]").input_value() for name in names}
    fields = "".join(f"<input name={name} value='{value}'>" for name, value in told.items())
    form = f"{fields}<input name=verdict value=same><button>x</button>"
    body = f"<form method=post action='{origin}/names'>{form}</form>"
    page.route("http://other.example/", lambda r: r.fulfill(content_type="text/html", body=body))
    page.goto("http://other.example/")
    page.get_by_role("button").click()
    page.wait_for_url(f"{origin}/names")
    assert "nothing was judged" in page.content()
    assert len(site.desk().unsure()) == len(UNSURE)
    context.close()


def test_an_attack_is_shown_and_does_nothing(browser: Browser, origin: str, site: Site) -> None:
    for path in (f"/article/{site.hostile}", "/?q=unclosed", f"/?q={ATTACK}"):
        with opened(browser, f"{origin}{path}") as page:
            page.locator("body").hover()
            assert page.title() != "broken"
            if "article" in path:
                assert page.locator("#article-text p").first.inner_text() == ATTACK


@pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_keeps_anyone_from_reading(
    browser: Browser, origin: str, site: Site, scheme: Scheme, width: int
) -> None:
    make_unsure(site)
    article = f"/article/{site.by_title('Lights back on')}"
    with opened(browser, f"{origin}/?q=energy&person=Volodymyr+Zelensky", scheme, width) as page:
        for path in ("", "/runs", "/names", article, f"/article/{site.hostile}"):
            if path:
                page.goto(f"{origin}{path}")
            assert barriers(page) == []
            assert page.evaluate(DODGED) == 0
