"""The page of an article: its text to the letter, every note, and nothing that acts."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st

from index_mappings.one_article import StoredArticle
from search.page import article as article_module
from search.page.article import ArticleView, article_page
from search.page.provenance import facts
from tests.search.page.made import ATTACK, dated, hostile, named, removal
from transforms.article import Article, Metadata, RawArticle, RemovalKind

# What UTF-8 can't hold is replaced where the page is written; NUL is no character of HTML.
TEXTS = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0")
    | st.sampled_from("<&>'\"\n "),
    max_size=60,
)
PLACES = st.tuples(st.integers(0, 60), st.integers(1, 20))


def page_of(article: Article, **told: Any) -> BeautifulSoup:  # noqa: ANN401
    return BeautifulSoup(
        article_page(ArticleView(StoredArticle(article, {}, **told))), "html.parser"
    )


class Said(HTMLParser):
    """The lines of the article's text, to the letter, and all ids of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.lines: list[str] = []
        self.ids: list[str] = []
        self.within = False
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        id = dict(attrs).get("id")
        self.ids += [id] if id else []
        self.within = self.within or id == "article-text"
        if self.within and tag == "p":
            self.lines.append("")

    def handle_endtag(self, tag: str) -> None:
        self.within = self.within and tag != "div"

    def handle_data(self, data: str) -> None:
        if self.within:
            self.lines[-1] += data

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


def said(article: Article) -> Said:
    return Said(article_page(ArticleView(StoredArticle(article, {}))))


@settings(max_examples=50, deadline=None)
@given(
    TEXTS,
    st.lists(st.tuples(PLACES, st.sampled_from(RemovalKind)), max_size=4),
    st.lists(PLACES, max_size=4),
    st.lists(PLACES, max_size=4),
)
def test_the_text_of_the_page_is_the_articles(
    text: str,
    cuts: list[tuple[tuple[int, int], RemovalKind]],
    dates: list[tuple[int, int]],
    names: list[tuple[int, int]],
) -> None:
    removed = tuple(removal(at, min(at + long, len(text)), kind) for (at, long), kind in cuts)
    bare = Article(RawArticle(None, b""), text=text, removed=removed)
    body = bare.body
    made = Article(
        bare.raw,
        text=text,
        removed=removed,
        dates=tuple(dated(body, at, at + long) for at, long in dates),
        names=tuple(named(body, at, at + long) for at, long in names),
    )
    page = said(made)
    assert page.text == text
    assert len(page.ids) == len(set(page.ids))


def test_every_link_within_the_page_leads_somewhere() -> None:
    page = page_of(hostile())
    ids = {each["id"] for each in page.select("[id]")}
    within = [str(link["href"])[1:] for link in page.select("a[href^='#']")]
    assert within
    assert set(within) <= ids


def test_what_was_removed_is_struck_out_with_its_reason() -> None:
    text = "It rained.\nSign up now"
    made = Article(RawArticle(None, b""), text=text, removed=(removal(11, 22),))
    page = page_of(made)
    (struck,) = page.select("#article-text del.removed")
    assert struck.get_text() == "Sign up now"
    (reference,) = page.select("#article-text .ref")
    assert reference["href"] == "#removed-1"
    (note,) = page.select("#removed-1")
    for told in ("ui remnant", "0.90", "some/rule", "because"):
        assert told in note.get_text()


def test_an_attack_is_only_text() -> None:
    told = article_page(ArticleView(StoredArticle(hostile(), {})))
    page = BeautifulSoup(told, "html.parser")
    assert not page.select("script, img, iframe, object, embed, form, [onmouseover], [onerror]")
    assert {link["href"] for link in page.select("a[href]") if link["href"][0] != "#"} == {
        "https://courier.example/hostile"
    }
    assert page.title
    assert page.title.get_text().startswith(ATTACK)
    assert "49" not in page.title.get_text()


def test_a_page_asks_for_nothing_and_lets_nothing_run() -> None:
    page = page_of(hostile())
    assert not page.select("[src], [style], link, base, meta[http-equiv=refresh]")
    (policy,) = page.select("meta[http-equiv=Content-Security-Policy]")
    assert str(policy["content"]).startswith("default-src 'none'; style-src 'sha256-")
    assert "url(" not in page.select("style")[0].get_text()


def test_the_record_tells_run_and_stages() -> None:
    article = hostile()
    stored = StoredArticle(
        article, {"dates": "0f" * 8, "names": "1e" * 8}, "run-7", "2024-11-02", "x"
    )
    page = BeautifulSoup(article_page(ArticleView(stored, frozenset({"dates"}))), "html.parser")
    told = " ".join(page.get_text(" ").split())
    assert "since 2024-11-02, by run run-7" in told
    assert f"dates {'0f' * 8} would be made anew" in told
    assert f"names {'1e' * 8} the same" in told
    assert "copy of x" in told


def test_an_empty_article_is_a_page() -> None:
    empty = Article(RawArticle(None, b""))
    assert said(empty).text == ""
    assert "Nothing was removed." in page_of(empty).get_text()


@pytest.mark.parametrize(("characters", "lines"), [(10, 10_000), (10_000, 2)])
def test_a_text_too_long_for_a_browser_is_cut_and_says_so(
    monkeypatch: pytest.MonkeyPatch, characters: int, lines: int
) -> None:
    monkeypatch.setattr(article_module, "MOST_CHARACTERS", characters)
    monkeypatch.setattr(article_module, "MOST_LINES", lines)
    article = Article(RawArticle(None, b""), text="12345\n7890\n" * 3)
    assert said(article).text == "12345\n7890"
    assert "23 characters more are not shown here" in page_of(article).get_text()


def test_metadata_tells_where_it_was_found() -> None:
    metadata = Metadata(source="The Courier", url="https://courier.example/a")
    found = {fact.name: fact for fact in facts(Article(RawArticle(None, b"", metadata=metadata)))}
    assert found["source"].found_in == "source"
    assert found["address"].href == "https://courier.example/a"


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "//courier.example", "https://[", "http://"]
)
def test_no_other_address_is_a_link(url: str) -> None:
    article = Article(RawArticle(url, b"", metadata=Metadata(url=url)))
    assert not [fact for fact in facts(article) if fact.href]
    assert ArticleView(StoredArticle(article, {})).address is None


def test_of_very_many_dates_the_first_ones_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(article_module, "MOST_NOTES", 2)
    text = "Friday " * 5
    dates = tuple(dated(text, at, at + 6) for at in range(0, 35, 7))
    page = page_of(Article(RawArticle(None, b""), text=text, dates=dates))
    assert len(page.select("#article-text .date")) == len(page.select("tr[id^=date-]")) == 2
    assert "3 more are not shown here" in page.get_text()


def test_of_very_many_names_the_first_ones_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(article_module, "MOST_NOTES", 2)
    text = "Ada Ben Cleo Dora Emil"
    names = tuple(
        named(text, text.index(name), text.index(name) + len(name), name) for name in text.split()
    )
    page = page_of(Article(RawArticle(None, b""), text=text, names=names))
    assert len(page.select("tr[id^=name-]")) == 2
    assert "3 more are not shown here" in page.get_text()
