"""The outlet's own day, by the table of sources: it is published on it, and "today" means it."""

from __future__ import annotations

from datetime import date

import pytest

from transforms.article import TEXT, Article, Language, Metadata, RawArticle
from transforms.dates import FindDates
from transforms.published import FindPublished
from transforms.sources import Source, Sources

ZONES = {
    "Tokyo Tides": "Asia/Tokyo",
    "tides.example": "Asia/Tokyo",
    "Hudson Post": "America/New_York",
    "Thames Post": "Europe/London",
    "Line Islands Post": "Pacific/Kiritimati",
    "Apia Post": "Pacific/Apia",
}
TABLE = Sources(tuple(Source((name,), zone) for name, zone in ZONES.items()))
SAID = "The pilots met on Wednesday. The ferry sails today."


def dated(
    published: str, source: str | None, timezone: str | None = None, url: str | None = None
) -> Article:
    metadata = Metadata(published=published, source=source, timezone=timezone, url=url)
    raw = RawArticle(None, SAID.encode(), TEXT, metadata)
    article = Article(raw, text=SAID, language=Language("en", 1.0))
    return FindDates().process(FindPublished(sources=TABLE).process(article))


@pytest.mark.parametrize(
    ("source", "published", "day"),
    [
        ("Tokyo Tides", "2024-10-29T23:30:00Z", "2024-10-30"),
        ("Tokyo Tides", "2024-10-29T14:59:59Z", "2024-10-29"),
        ("Tokyo Tides", "2024-10-29T15:00:00Z", "2024-10-30"),
        ("tokyo tides", "2024-12-31T23:30:00Z", "2025-01-01"),
        ("Tokyo Tides", "2024-02-28T15:00:00Z", "2024-02-29"),
        ("Tokyo Tides", "2024-10-29T18:30:00-05:00", "2024-10-30"),
        # What is written without a time or a zone is the outlet's own day already.
        ("Tokyo Tides", "2024-10-29", "2024-10-29"),
        ("Tokyo Tides", "2024-10-29T23:30:00", "2024-10-29"),
        # Four hours behind UTC in summer, five in winter.
        ("Hudson Post", "2024-11-03T03:59:00Z", "2024-11-02"),
        ("Hudson Post", "2024-11-03T04:00:00Z", "2024-11-03"),
        ("Hudson Post", "2024-11-04T04:30:00Z", "2024-11-03"),
        ("Hudson Post", "2024-11-04T05:00:00Z", "2024-11-04"),
        ("Hudson Post", "2024-03-10T04:59:00Z", "2024-03-09"),
        ("Hudson Post", "2024-03-11T04:00:00Z", "2024-03-11"),
        # The night in which the clocks go forward, and that in which they go back.
        ("Thames Post", "2024-03-30T23:30:00Z", "2024-03-30"),
        ("Thames Post", "2024-03-31T23:00:00Z", "2024-04-01"),
        ("Thames Post", "2024-10-26T23:30:00Z", "2024-10-27"),
        ("Thames Post", "2024-10-27T23:30:00Z", "2024-10-27"),
        ("Line Islands Post", "2024-12-31T10:00:00Z", "2025-01-01"),
        # Samoa left out 30 December 2011.
        ("Apia Post", "2011-12-30T09:59:00Z", "2011-12-29"),
        ("Apia Post", "2011-12-30T10:00:00Z", "2011-12-31"),
        ("Another Post", "2024-10-29T23:30:00Z", "2024-10-29"),
        (None, "2024-10-29T23:30:00Z", "2024-10-29"),
    ],
)
def test_the_day_and_the_anchor_are_the_outlets_own(
    source: str | None, published: str, day: str
) -> None:
    found = dated(published, source)
    assert found.published is not None
    assert found.published.date == date.fromisoformat(day)
    assert found.dates[-1].value == day


def test_a_weekday_is_counted_from_the_outlets_own_day() -> None:
    """Tuesday in Greenwich is Wednesday in Tokyo already: the Wednesday that is spoken of."""
    moment = "2024-10-29T23:30:00Z"
    assert dated(moment, "Tokyo Tides").dates[0].value == "2024-10-30"
    assert dated(moment, None).dates[0].value == "2024-10-23"


@pytest.mark.parametrize(
    ("told", "day"),
    [
        ({"timezone": "America/New_York"}, 29),
        ({"timezone": "Asia/Seoul"}, 30),
        ({"timezone": "Asia/Nowhere"}, 30),
        ({"url": "https://www.tides.example/2024/dredger"}, 30),
    ],
)
def test_the_articles_own_zone_comes_first_and_the_host_is_a_name(
    told: dict[str, str], day: int
) -> None:
    source = None if "url" in told else "Tokyo Tides"
    found = dated("2024-10-29T23:30:00Z", source, **told).published
    assert found is not None
    assert found.date == date(2024, 10, day)


def test_a_zone_is_in_the_fingerprint_of_its_outlet_alone() -> None:
    plain = FindPublished()
    other = FindPublished(sources=Sources((Source(("Tokyo Tides",), "Asia/Seoul"),)))
    stages = (plain, FindPublished(sources=TABLE), other)
    assert len({each.fingerprint_for("tokyo tides") for each in stages}) == 3
    assert {each.fingerprint_for("The Courier") for each in (plain, other)} == {plain.fingerprint}
    unzoned = FindPublished(sources=Sources((Source(("Tokyo Tides",)),)))
    assert unzoned.fingerprint_for("Tokyo Tides") == plain.fingerprint
