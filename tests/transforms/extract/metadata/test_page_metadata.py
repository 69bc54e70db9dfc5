"""What pages say of themselves, from the place that is believed, and nothing else."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.article import MetadataFrom as From
from transforms.article import PageMetadata
from transforms.extract.metadata.read import (
    LONGEST_CAPTION,
    MOST_TAGS,
    canonical_url,
    language_tag,
    page_metadata,
)
from transforms.extract.page import parse

URL = "https://www.oxney.example/2024/pier"


def read(html: str, url: str | None = URL) -> PageMetadata:
    page = parse(html)
    assert page is not None
    return page_metadata(page, url)


def ld(value: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(value)}</script>'


def article(**told: object) -> str:
    return ld({"@type": "NewsArticle", **told})


def meta(name: str, content: str) -> str:
    return f'<meta property="{name}" content="{content}">'


def sourced(metadata: PageMetadata, field: str) -> list[tuple[str, From]]:
    found = getattr(metadata, field)
    several = found if isinstance(found, tuple) else [found] if found else []
    return [(each.value, each.found_in) for each in several]


ADA = {"@type": "Person", "name": "Ada Roe"}
ROWS = [
    # Authors: JSON-LD in all its shapes, then meta elements, then markup.
    ("authors", article(author="Ada Roe"), [("Ada Roe", From.JSON_LD)]),
    ("authors", article(author=[ADA, {"name": "Bo Lind"}]),
     [("Ada Roe", From.JSON_LD), ("Bo Lind", From.JSON_LD)]),
    ("authors", article(author={"@type": "Person", "name": ["Ada Roe", "Bo Lind"]}),
     [("Ada Roe", From.JSON_LD), ("Bo Lind", From.JSON_LD)]),
    ("authors", ld({"@graph": [{"@type": "Article", "author": {"@id": "#ada"}},
                               {"@id": "#ada", **ADA}]}), [("Ada Roe", From.JSON_LD)]),
    ("authors", article(author="Ada Roe") + article(author="Bo Lind"), [("Ada Roe", From.JSON_LD)]),
    ("authors", ld([{"@type": "BlogPosting", "creator": "Ada Roe"}]), [("Ada Roe", From.JSON_LD)]),
    ("authors", article(author={"@type": "Organization", "name": "Roe Lind"}), []),
    ("authors", article(author=URL) + meta("author", "Ada Roe"), [("Ada Roe", From.META)]),
    ("authors", meta("article:author", "https://social.example/ada") + meta("byl", "By Ada Roe"),
     [("Ada Roe", From.META)]),
    ("authors", meta("article:author", "Ada Roe"), [("Ada Roe", From.OPEN_GRAPH)]),
    ("authors", meta("citation_author", "Roe, Ada") + meta("citation_author", "Lind, Bo"),
     [("Ada Roe", From.META), ("Bo Lind", From.META)]),
    ("authors", meta("twitter:label1", "Written by") + meta("twitter:data1", "Ada Roe"),
     [("Ada Roe", From.META)]),
    ("authors", meta("twitter:label1", "Price") + meta("twitter:data1", "Ada Roe"), []),
    ("authors", '<p><a rel="author" href="/ada">Ada Roe</a></p>', [("Ada Roe", From.MARKUP)]),
    ("authors", '<span itemprop="author"><b itemprop="name">Ada Roe</b> of Oxney</span>',
     [("Ada Roe", From.MARKUP)]),
    ("authors", '<a href="/authors/ada-roe">Ada Roe</a>', [("Ada Roe", From.MARKUP)]),
    ("authors", '<div class="byline">By <b>Ada Roe</b><br>Harbour reporter</div>',
     [("Ada Roe", From.MARKUP)]),
    ("authors", '<div class="comment"><span class="author">Ada Roe</span></div>', []),
    ("authors", '<footer><a rel="author" href="/ada">Ada Roe</a></footer>', []),
    ("authors", "<h1>Pier shut</h1><div>By Ada Roe</div>", [("Ada Roe", From.MARKUP)]),
    ("authors", "<h1>Pier shut</h1><div><i>Written by</i><b>Ada Roe</b></div>",
     [("Ada Roe", From.MARKUP)]),
    ("authors", "<h1>Pier shut</h1><div>By Tuesday the quay was empty.</div>", []),
    ("authors", meta("og:site_name", "Oxney Lantern") + meta("author", "Oxney Lantern"), []),
    # The others.
    ("site", article(publisher={"name": "Oxney Press"}) + meta("og:site_name", "Oxney Lantern"),
     [("Oxney Lantern", From.OPEN_GRAPH)]),
    ("site", article(publisher={"name": "Oxney Lantern"}), [("Oxney Lantern", From.JSON_LD)]),
    ("site", ld({"@type": "WebSite", "name": "Oxney Lantern"}), [("Oxney Lantern", From.JSON_LD)]),
    ("site", meta("application-name", "Oxney Lantern"), [("Oxney Lantern", From.META)]),
    ("url", '<link rel="canonical" href="/2024/pier">' + meta("og:url", f"{URL}?ref=og"),
     [(URL, From.MARKUP)]),
    ("url", meta("og:url", f"{URL}#top"), [(URL, From.OPEN_GRAPH)]),
    ("url", article(mainEntityOfPage={"@id": URL}), [(URL, From.JSON_LD)]),
    ("url", '<link rel="canonical" href="https://www.oxney.example/">', []),
    ("url", '<link rel="canonical" href="javascript:alert(1)">', []),
    ("language", '<html lang="en_gb">', [("en-GB", From.MARKUP)]),
    ("language", article(inLanguage="de"), [("de", From.JSON_LD)]),
    ("language", meta("og:locale", "pt_BR"), [("pt-BR", From.OPEN_GRAPH)]),
    ("language", '<html lang="{{ locale }}">', []),
    ("section", article(articleSection=["Business", "Ports"]), [("Business", From.JSON_LD)]),
    ("section", meta("article:section", "Business"), [("Business", From.OPEN_GRAPH)]),
    ("section", meta("article:section", "Home") + meta("section", "Ports"), [("Ports", From.META)]),
    ("section", ld({"@type": "BreadcrumbList", "itemListElement": [
        {"name": "Home"}, {"item": {"name": "Ports"}}, {"name": "Pier shut"}]}),
     [("Ports", From.JSON_LD)]),
    ("section", '<nav class="breadcrumbs"><a>Home</a><a>Ports</a></nav>', [("Ports", From.MARKUP)]),
    ("tags", article(keywords="Piers, Ferries ,, piers"),
     [("Piers", From.JSON_LD), ("Ferries", From.JSON_LD)]),
    ("tags", article(keywords=["Piers", 7, None, {"name": "Ferries"}]),
     [("Piers", From.JSON_LD), ("Ferries", From.JSON_LD)]),
    ("tags", meta("article:tag", "Piers") + meta("article:tag", "Ferries"),
     [("Piers", From.OPEN_GRAPH), ("Ferries", From.OPEN_GRAPH)]),
    ("tags", '<a rel="tag" href="/t">Piers</a>', [("Piers", From.MARKUP)]),
    ("image_caption", article(image=[{"caption": "The pier on &lt;b&gt;Monday&lt;/b&gt;"}]),
     [("The pier on Monday", From.JSON_LD)]),
    ("image_caption", "<figure><figcaption>The pier <i>on Monday</i></figcaption></figure>",
     [("The pier on Monday", From.MARKUP)]),
    ("image_caption", meta("og:image:alt", "The pier on Monday"),
     [("The pier on Monday", From.OPEN_GRAPH)]),
    ("image_caption", meta("og:image:alt", "IMG_2024.jpg"), []),
    ("title", article(headline="Pier shut"), [("Pier shut", From.JSON_LD)]),
    ("title", meta("og:title", "Pier of Oxney shut, board says") + "<h1>Pier of Oxney shut</h1>",
     [("Pier of Oxney shut", From.MARKUP)]),
    ("title", meta("og:title", "Pier shut") + "<h1>The Oxney Lantern</h1>",
     [("Pier shut", From.OPEN_GRAPH)]),
]  # fmt: skip


@pytest.mark.parametrize(("field", "html", "expected"), ROWS)
def test_each_field_and_its_source(field: str, html: str, expected: list[tuple[str, From]]) -> None:
    page = html if html.startswith("<html") else f"<html><body>{html}</body></html>"
    assert sourced(read(page), field) == expected


@pytest.mark.parametrize(
    ("value", "url", "expected"),
    [
        (URL, None, URL),
        ("https://m.oxney.example/a", URL, "https://m.oxney.example/a"),
        ("https://oxney.example/a", "https://amp.oxney.example/b", "https://oxney.example/a"),
        ("//www.oxney.example/a", URL, "https://www.oxney.example/a"),
        ("https://ada:word@www.oxney.example/a", URL, "https://www.oxney.example/a"),
        ("https://www.oxney.co.uk/a", "https://news.oxney.co.uk/b", "https://www.oxney.co.uk/a"),
        ("https://www.oxney.co.uk/a", "https://www.marrow.co.uk/b", None),
        ("https://oxney.example.evil.example/a", URL, None),
        ("ftp://www.oxney.example/a", URL, None),
        ("data:text/html,x", URL, None),
        ("/a", None, None),
        ("https://[oxney/a", URL, None),
        ("https://www.oxney.example/a b", URL, None),
        ("https://www.oxney.example/" + "a" * 3_000, URL, None),
        ("https://www.oxney.example", "https://www.oxney.example/", "https://www.oxney.example"),
    ],
)
def test_canonical_urls(value: str, url: str | None, expected: str | None) -> None:
    assert canonical_url(value, url) == expected


@pytest.mark.parametrize("value", ["", "english", "e", "en-", "en-GB-oxendict", "日本", "en\x00"])
def test_what_is_no_language_tag(value: str) -> None:
    assert language_tag(value) is None


def test_lists_are_bounded() -> None:
    tags = [f"tag {number}" for number in range(1_000)]
    assert len(read(article(keywords=tags)).tags) == MOST_TAGS
    assert read(article(keywords="x" * 1_000_000)).tags == ()
    long = "word " * LONGEST_CAPTION
    assert read(f"<figure><figcaption>{long}</figcaption></figure>").image_caption is None


NESTED = '{"author": ' * 20_000 + "1" + "}" * 20_000


@pytest.mark.parametrize(
    "script",
    [
        NESTED,
        "[" * 100_000,
        '{"@type": "NewsArticle", "author": ' + "[" * 500 + "]" * 500 + "}",
        '{"@type": "NewsArticle", "author": {"@id": "#a"}, "@id": "#a", "name": {"name": 1}}',
        '{"@type": {"a": 1}, "author": true, "keywords": {"@value": [[["x"]]]}}',
        '{"@type": "NewsArticle", "author": {"name": {"name": {"name": {"name": {"name": "x"}}}}}}',
        '{"@type": ["NewsArticle", null, 7], "articleSection": 7, "image": [null, 1, "x"]}',
        '{"@type": "NewsArticle", "author": "' + "A" * 900_000 + '"}',
        '{"@type": "NewsArticle", "author": "\\u0000\\ud800\\u202eAda"}',
        '{"@type": "NewsArticle", "author": [' + '"A B",' * 100_000 + '"A B"]}',
        '{"@type": "NewsArticle", "keywords": 1e999, "publisher": NaN}',
        '{"@type": "NewsArticle", "author": "Ada',
        '{"@type": "BreadcrumbList", "itemListElement": "x"}',
        "7",
        "null",
        '"NewsArticle"',
        '{"x": "' + "y" * 5_000_000 + '"}',
    ],
)
def test_hostile_json_ld_ends_and_never_raises(script: str) -> None:
    found = read(f'<html><script type="application/ld+json">{script}</script><p>x</p></html>')
    for author in found.authors:
        assert author.value.isprintable()
        assert len(author.value) < 100


@pytest.mark.parametrize(
    "html",
    [
        "<div class='author'>" * 20_000,
        "<a rel=author href=/author/x>Ada Roe</a>" * 20_000,
        "<h1>" + "x " * 500_000,
        "<h1>a</h1>" * 20_000,
        "<p class='byline'>" + "Ada Roe, " * 100_000 + "</p>",
        "<nav class=breadcrumb>" + "<a>x</a>" * 20_000 + "</nav>",
        "<meta name=author content=x>" * 20_000,
    ],
)
def test_hostile_markup_ends(html: str) -> None:
    found = read(f"<html><body>{html}</body></html>")
    assert len(found.authors) <= 20


def test_elements_of_a_huge_page_are_not_looked_at() -> None:
    assert read("<p>x</p>" * 60_000 + '<a rel="author">Ada Roe</a>').authors == ()


json_values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(
        st.sampled_from(
            ["@type", "@id", "name", "author", "keywords", "image", "caption", "publisher",
             "articleSection", "mainEntityOfPage", "inLanguage", "headline", "itemListElement"]
        ),
        inner | st.just("NewsArticle"),
        max_size=6,
    ),
    max_leaves=20,
)  # fmt: skip


@given(json_values)
def test_any_json_is_read_in_short_values_of_one_line(value: object) -> None:
    found = read(ld(value))
    told = [found.title, found.site, found.url, found.section, found.image_caption]
    for each in (*filter(None, told), *found.authors, *found.tags):
        assert each.value == each.value.strip()
        assert len(each.value.splitlines()) == 1
        assert len(each.value) <= 2_000
