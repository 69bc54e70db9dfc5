"""The page of one file in a real browser: it is whole, it acts on nothing, it can be read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from index_mappings.one_article import StoredArticle
from search.page.article import ArticleView, article_page
from tests.browser import WIDTHS, Scheme, barriers, chromium, opened
from tests.search.page.made import dated, hostile, named, removal
from transforms.article import Article, RawArticle

TEXT = "  Quill\t came \u2028 on Friday\r\nUnd 𝔞\n\n\nSign up now — Friday week\n"
SAID = "[...document.querySelectorAll('#article-text > p')].map(p => p.textContent).join('\\n')"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


def written(folder: Path, article: Article) -> Path:
    path = folder / "out.html"
    path.write_bytes(article_page(ArticleView(StoredArticle(article, {}))).encode())
    return path


def marked() -> Article:
    cut = removal(TEXT.index("Sign"), TEXT.index(" — "))
    bare = Article(RawArticle(None, b""), title="Quill came", text=TEXT, removed=(cut,))
    body = bare.body
    at = [body.index("Friday"), body.rindex("Friday")]
    name = body.index("Quill")
    return replace(
        bare,
        dates=(dated(body, at[0], at[0] + 6), dated(body, at[1], len(body), value="2024-11-08")),
        names=(named(body, name, name + 10),),
    )


def test_the_text_is_the_articles_to_the_letter(browser: Browser, tmp_path: Path) -> None:
    with opened(browser, written(tmp_path, marked())) as page:
        assert page.evaluate(SAID) == TEXT


def test_an_attack_is_only_text(browser: Browser, tmp_path: Path) -> None:
    article = hostile()
    with opened(browser, written(tmp_path, article)) as page:
        assert page.evaluate(SAID) == article.text
        assert page.title().startswith("</p></del></title>")


def test_a_note_is_reached_by_keys_and_leads_back(browser: Browser, tmp_path: Path) -> None:
    with opened(browser, written(tmp_path, marked()), width=WIDTHS["narrow"]) as page:
        page.get_by_role("link", name="ui remnant, removed: note 1").focus()
        page.keyboard.press("Enter")
        expect(page.locator("#removed-1")).to_be_in_viewport()
        page.get_by_role("link", name="note 1: to the text").focus()
        page.keyboard.press("Enter")
        expect(page.locator("#article-text del.removed")).to_be_in_viewport()


def test_it_prints_with_its_notes(browser: Browser, tmp_path: Path) -> None:
    with opened(browser, written(tmp_path, marked())) as page:
        page.emulate_media(media="print")
        expect(page.locator("#removed-1")).to_contain_text("because")
        expect(page.locator("#removed-1")).to_be_visible()
        assert page.pdf()[:5] == b"%PDF-"


@pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_keeps_anyone_from_reading(
    browser: Browser, tmp_path: Path, scheme: Scheme, width: int
) -> None:
    for article in (marked(), hostile()):
        with opened(browser, written(tmp_path, article), scheme, width) as page:
            assert barriers(page) == []
            assert page.evaluate("document.documentElement.scrollWidth") <= width
