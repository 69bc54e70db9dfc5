"""One feed: what it is called, and when its articles are read anew."""

from __future__ import annotations

from collections import Counter

import pytest

from flows.configured import ArticlesFrom, ConfiguredSource
from flows.feeds.read import Reading
from flows.sources import SourceOptions


def reading(
    url: str = "https://wire.example/rss",
    outlet: str | None = None,
    articles: ArticlesFrom = ArticlesFrom.PAGES,
) -> Reading:
    source = ConfiguredSource(name="wire", feeds=(url,), articles=articles)
    return Reading(url, source, SourceOptions(source=outlet), None, set(), Counter())


@pytest.mark.parametrize(
    "url",
    [
        "https://ada:word@wire.example/rss",
        "https://wire.example/rss?key=word",
        "https://word@a.example",
    ],
)
def test_no_secret_is_in_a_feeds_name(url: str) -> None:
    assert "word" not in reading(url).uri


def test_feeds_that_differ_in_their_query_have_two_names() -> None:
    first, second, plain = (
        reading(f"https://wire.example/rss{query}").uri for query in ("?part=1", "?part=2", "")
    )
    assert len({first, second, plain}) == 3
    assert plain == "https://wire.example/rss"


def test_what_articles_depend_on_is_in_the_setup() -> None:
    setups = {
        reading().setup,
        reading(outlet="The Wire").setup,
        reading(articles=ArticlesFrom.ENTRIES).setup,
    }
    assert len(setups) == 3
    assert reading().setup == reading("https://wire.example/other").setup
