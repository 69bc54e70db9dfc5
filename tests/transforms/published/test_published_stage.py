from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from transforms.article import HTML, TEXT, Article, Metadata, Published, PublishedFrom, RawArticle
from transforms.extract import ExtractText
from transforms.published import FindPublished, published_date
from transforms.stage import OnError

URL = "https://paper.example/bridge"
UPDATED = '<time class="updated" datetime="2024-11-02"></time>'
BODY = "<p>The swing bridge over the Tarrow stays shut until the spring.</p>" * 3


def page(head: str = "", top: str = "", lang: str = "en") -> str:
    return (
        f'<html lang="{lang}"><head>{head}</head><body><article>{top}{BODY}</article></body></html>'
    )


def ld(json: str) -> str:
    return f'<script type="application/ld+json">{json}</script>'


def published(content: str, media_type: str = TEXT, **metadata: str) -> Published | None:
    raw = RawArticle(None, content.encode(), media_type, Metadata(**metadata))  # type: ignore[arg-type]
    return FindPublished().process(ExtractText().process(Article(raw))).published


@pytest.mark.parametrize(
    ("html", "place"),
    [
        (page(ld('{"@type": "NewsArticle", "datePublished": "2024-10-30T10:00Z"}')), "json_ld"),
        (page(ld('{"@graph": [{"@type": "WebPage", "datePublished": "2024-10-30"}]}')), "json_ld"),
        (page(ld('[{"@type": ["Article"], "datePublished": "2024-10-30"}]')), "json_ld"),
        (page(ld('{"@type": "NewsArticle", broken "datePublished": "2024-10-30"')), "json_ld"),
        (page('<meta property="article:published_time" content="2024-10-30T10:00Z">'), "meta"),
        (page('<meta name="parsely-pub-date" content="2024-10-30">'), "meta"),
        (page('<meta name="DC.date.issued" content="30 October 2024">'), "meta"),
        (page('<meta itemprop="datePublished" content="2024-10-30">'), "meta"),
        (page(top='<time datetime="2024-10-30" pubdate>Wednesday</time>'), "time_element"),
        (page(top="<time>30 October 2024</time>"), "time_element"),
        (page(top='<i itemprop="datePublished" content="2024-10-30"></i>'), "time_element"),
        (page(top='<p property="schema:datePublished">30 October 2024</p>'), "time_element"),
        (page(top=f"{UPDATED}<time>30 Oct 2024</time>"), "time_element"),
        (page(top='<div class="meta"><span>October 30, 2024</span></div>'), "html_text"),
        (page(top="<p>30.10.2024</p>", lang="de"), "byline"),
    ],
)  # fmt: skip
def test_a_page_tells_its_day(html: str, place: str) -> None:
    found = published(html, HTML)
    assert found is not None
    assert found.date == date(2024, 10, 30)
    if place != "html_text":
        assert found.found_in == place


@pytest.mark.parametrize(
    "html",
    [
        page(),
        page(ld('{"@type": "VideoObject", "datePublished": "2024-10-30"}')),
        page(ld('{"itemListElement": [{"@type": "Article", "datePublished": "2024-10-30"}]}')),
        page('<meta property="article:modified_time" content="2024-10-30">'),
        page('<meta name="date" content="soon">'),
        page(top='<time class="updated" datetime="2024-10-30"></time>'),
        page(top="<p>The bridge was opened in October 2024.</p>"),
        page(top="<p>© 2024</p>"),
        page(
            top='<i itemprop="datePublished" content="2024-10-30"></i>'
            '<i itemprop="datePublished" content="2024-10-31"></i>'
        ),
    ],
)
def test_dates_of_other_things_are_not_taken(html: str) -> None:
    found = published(html, HTML)
    assert found is None or found.found_in is PublishedFrom.HTML_TEXT


def test_the_sources_word_comes_first_and_a_conflict_lowers_it() -> None:
    html = page('<meta property="article:published_time" content="2024-10-30">')
    agreed = published(html, HTML, published="30 October 2024")
    alone = published("The bridge is shut.", published="30 October 2024")
    disputed = published(html, HTML, published="2 March 2023")
    assert agreed is not None
    assert alone is not None
    assert disputed is not None
    assert disputed.found_in is PublishedFrom.METADATA
    assert disputed.date == date(2023, 3, 2)
    assert agreed.confidence > alone.confidence > disputed.confidence


@pytest.mark.parametrize(
    ("timezone", "day"),
    [
        (None, 29),
        ("Europe/Moscow", 30),
        ("America/New_York", 29),
        ("No/Such_Place", 29),
        ("../../etc/passwd", 29),
    ],
)
def test_the_day_is_the_outlets_own(timezone: str | None, day: int) -> None:
    told = {"published": "2024-10-29T22:30:00Z"} | ({"timezone": timezone} if timezone else {})
    found = published("The bridge is shut.", **told)
    assert found is not None
    assert found.date == date(2024, 10, day)
    assert found.at == datetime(2024, 10, 29, 22, 30, tzinfo=UTC)


def test_a_moment_in_utc_gives_way_to_the_day_in_the_url() -> None:
    html = page(ld('{"@type": "NewsArticle", "datePublished": "2024-10-31T01:30:00Z"}'))
    assert published_date(html, "https://paper.example/2024/10/30/bridge") == "2024-10-30"


def test_a_moment_in_utc_is_read_in_the_zone_of_another_place() -> None:
    head = ld('{"@type": "NewsArticle", "datePublished": "2024-10-31T01:30:00Z"}')
    html = page(head, '<time datetime="2024-10-30T21:40:00-04:00"></time>')
    assert published_date(html, URL) == "2024-10-30"


@pytest.mark.parametrize("value", ["1200-01-01", "1689-12-31", "3 May 1066", "never", "10/11/2024"])
def test_what_is_out_of_bounds_or_unclear_leaves_no_day(value: str) -> None:
    assert published("The bridge is shut.", published=value) is None


def test_nothing_after_the_bound_is_believed() -> None:
    raw = RawArticle(None, b"x", metadata=Metadata(published="2031-01-01"))
    article = Article(raw, text="Published: 30 October 2024\nThe bridge is shut.")
    bounded = FindPublished(latest=date(2024, 12, 31))
    found = bounded.process(article).published
    assert found is not None
    assert found.found_in is PublishedFrom.BYLINE
    assert bounded.fingerprint != FindPublished().fingerprint


@pytest.mark.parametrize(
    ("retrieved", "believed"),
    [
        (datetime(2024, 10, 30, 9, tzinfo=UTC), True),
        (datetime(2024, 10, 29, 20, tzinfo=UTC), True),
        (datetime(2024, 10, 29, 2, tzinfo=UTC), False),
        (datetime(2024, 10, 29, 2, tzinfo=timezone(timedelta(hours=-12))), True),
        (None, True),
    ],
)
def test_nothing_is_published_after_it_was_retrieved(
    retrieved: datetime | None, believed: bool
) -> None:
    raw = RawArticle(None, b"x", metadata=Metadata(published="2024-10-30"), retrieved=retrieved)
    found = FindPublished().process(Article(raw)).published
    assert (found is not None) is believed


def test_the_bound_of_the_stage_and_that_of_the_article_both_hold() -> None:
    retrieved = datetime(2030, 1, 1, tzinfo=UTC)
    raw = RawArticle(None, b"x", metadata=Metadata(published="2029-01-01"), retrieved=retrieved)
    assert FindPublished(latest=date(2024, 12, 31)).process(Article(raw)).published is None
    assert FindPublished(latest=date(2029, 12, 31)).process(Article(raw)).published is not None


def test_the_moment_of_retrieval_is_no_part_of_the_content() -> None:
    first = RawArticle("https://paper.example/1", b"x", retrieved=datetime(2024, 1, 1, tzinfo=UTC))
    again = RawArticle("https://paper.example/1", b"x", retrieved=datetime(2025, 1, 1, tzinfo=UTC))
    assert (first.id, first.content_hash) == (again.id, again.content_hash)


def test_a_fault_leaves_the_layer_empty() -> None:
    assert FindPublished.on_error is OnError.EMPTY_LAYER


def test_the_same_page_gives_the_same_day() -> None:
    html = page(top='<div class="meta"><span>October 30, 2024</span></div>')
    first = published_date(html, URL)
    published_date(page('<meta name="date" content="2020-01-01">'), URL)
    assert published_date(html, URL) == first == "2024-10-30"


def test_a_lone_month_is_not_completed_from_the_clock() -> None:
    assert published_date(page(top='<div class="date">2024-10</div>'), URL) is None
    assert published_date(page(top='<span class="date">October 30</span>'), URL) is None


@pytest.mark.parametrize(
    "html",
    [
        "",
        "http://paper.example/not-to-be-fetched",
        "<time>" * 20_000,
        "<html>" + ld('{"datePublished": ' * 3_000) + "</html>",
        page(
            top="".join(f"<time datetime='2024-10-{i % 30 + 1:02}'></time>" for i in range(2_000))
        ),
        "<p>" + "1.1." * 50_000 + "</p>",
    ],
    ids=["nothing", "an address", "open times", "deep JSON", "many times", "near-dates"],
)
def test_hostile_pages_end(html: str) -> None:
    day = published_date(html, URL)
    assert day is None or date.fromisoformat(day)
