import pytest

from transforms.extract.page import Page, parse
from transforms.published.in_scripts import in_scripts, page_zone


def page(script: str, kind: str = "") -> Page:
    made = parse(f"<html><body><script{kind}>{script}</script><p>Bridge</p></body></html>")
    assert made is not None
    return made


def days(script: str, kind: str = "") -> set[str]:
    return {moment.day.isoformat() for moment in in_scripts(page(script, kind), "en")}


@pytest.mark.parametrize(
    "script",
    [
        'dataLayer.push({"datePublished": "2024-10-30T10:00:00Z"})',
        "page.article.publication_date = '2024-10-30 00:15';",
        r"{\"state\":\"{\\\"publishedAt\\\":\\\"2024-10-30T10:00Z\\\"}\"}",
        '{"published":1730268720,"updated":1730868720}',
        '{"firstPublished":1730268720000}',
        '{"DateCreation":"2024-10-30"}',
        'var datePublished = new Date("Oct 30, 2024");',
        '{"article_publication_date":"Wed, 30 Oct 2024 21:16:15 GMT"}',
        '{"publish_date":"2024-10-30"},{"publish_date":"2024-10-30"}',
    ],
)
def test_a_script_gives_the_day(script: str) -> None:
    assert days(script) == {"2024-10-30"}


@pytest.mark.parametrize(
    "script",
    [
        '{"dateModified":"2024-10-30"}',
        '{"lastPublished":"2024-10-30"}',
        '{"videoPublishedDate":"2024-10-30"}',
        '{"publisher":"2024-10-30 Courier"}',
        '{"published":true}',
        '{"published":"soon"}',
        '{"publishedAt":"2024-10-30"},{"publishedAt":"2024-11-02"}',
        "publ" * 50_000,
        "published" * 50_000,
        'published":' * 20_000,
    ],
)
def test_other_days_and_several_days_are_not_taken(script: str) -> None:
    assert days(script) == set()


def test_json_ld_is_read_elsewhere() -> None:
    assert days('{"datePublished":"2024-10-30"}', ' type="application/ld+json"') == set()


@pytest.mark.parametrize(
    ("script", "zone"),
    [
        ('{"timezone":{"short":"ET","long":"America/New_York"}}', "America/New_York"),
        ('{"timeZone":"Europe/Kyiv","x":1};{"timeZone":"Europe/Kyiv"}', "Europe/Kyiv"),
        ('{"timeZone":"Europe/Kyiv"};{"timeZone":"Asia/Tokyo"}', None),
        ('{"zone":"News/Top story"}', None),
        ("zone" * 50_000, None),
    ],
)
def test_the_zone_that_a_page_names(script: str, zone: str | None) -> None:
    assert page_zone(page(script)) == zone
