import pytest

from transforms.extract.page import parse
from transforms.extract.title import page_title


def title(html: str) -> str | None:
    page = parse(html)
    return page_title(page) if page else None


def ld(json: str) -> str:
    return f'<script type="application/ld+json">{json}</script>'


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (ld('{"@type": "NewsArticle", "headline": "Bridge &amp; dock"}'), "Bridge & dock"),
        (ld('[{"@type": "Person"}, {"@type": ["Article"], "headline": "Listed"}]'), "Listed"),
        (ld('{"@graph": [{"@type": "BlogPosting", "headline": "In a graph"}]}'), "In a graph"),
        (ld('{"@type": "https://schema.org/NewsArticle", "headline": "By URL"}'), "By URL"),
        (ld('<!-- {"@type": "Article", "headline": "In a comment",} -->'), "In a comment"),
        (ld('{"@type": "Article", "headline": "Two\nlines"}'), "Two lines"),
        (ld("{broken") + '<meta property="og:title" content="Open graph">', "Open graph"),
        (ld('{"@type": "Organization", "headline": "Not this"}') + "<title>This</title>", "This"),
        (
            ld('{"@type": "ItemList", "itemListElement": [{"@type": "Article", "headline": "No"}]}')
            + "<title>Yes</title>",
            "Yes",
        ),
        (
            '<meta property="og:site_name" content="The Tarrow Courier">'
            "<title>Bridge shut | The Tarrow Courier</title>",
            "Bridge shut",
        ),
        ("<title>Dogs - and cats</title>", "Dogs - and cats"),
        ("<title> </title>", None),
    ],
)  # fmt: skip
def test_the_title_is_the_pages_own(head: str, expected: str | None) -> None:
    assert title(f"<html><head>{head}</head><body><p>Text.</p></body></html>") == expected


def test_a_single_heading_comes_before_the_title_element() -> None:
    html = (
        "<html><head><title>Courier</title></head><body><h1>Bridge <i>shut</i></h1></body></html>"
    )
    assert title(html) == "Bridge shut"


def test_nothing_is_no_page() -> None:
    assert parse("") is None
    assert parse("<!-- -->") is None
