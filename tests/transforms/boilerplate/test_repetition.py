"""Counting what a source repeats: a line once an article, an article once a story."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.boilerplate.repetition import Counted, SourceCount

APPEAL = "The Courier is owned by its readers; tell the night desk what you see."
CREDIT = "Photographs by the Courier's own boat"
PLACES = ("Overbeck", "Brackwater", "Port Alder", "Saint Osyth", "Greenhithe", "Lowmoor")


def story(number: int) -> str:
    """Paragraphs that no other number has."""
    place = PLACES[number % len(PLACES)]
    return "\n".join(
        f"In {place} the {word} of street {chr(97 + number)}{chr(97 + at)} were counted on Monday."
        for at, word in enumerate(["lamps", "doors", "trees", "wells", "carts", "bells"])
    )


def count(*texts: str, least: int = 3, stories: tuple[str, ...] = ()) -> SourceCount:
    found = SourceCount("courier.example", least)
    for at, text in enumerate(texts):
        told = stories[at] if stories else None
        found.add(Counted(f"id-{at}", text, date(2024, 8, 20 - at), told))
    return found


def test_a_line_of_enough_articles_is_a_row_that_tells_of_it() -> None:
    found = count(*(f"{story(at)}\n{APPEAL}" for at in range(4)))
    (row,) = found.recurring()
    assert (row.line, row.articles, row.seen) == (APPEAL, 4, 4)
    assert (row.first, row.last) == (date(2024, 8, 17), date(2024, 8, 20))
    assert row.example == "id-0"
    assert (row.source, row.keep) == ("courier.example", False)


@pytest.mark.parametrize(("least", "rows"), [(2, 1), (3, 1), (4, 0)])
def test_the_least_is_a_setting(least: int, rows: int) -> None:
    texts = [f"{story(at)}\n{APPEAL}" for at in range(3)]
    assert len(count(*texts, story(3), least=least).recurring()) == rows


def test_a_line_said_twice_in_an_article_counts_once() -> None:
    texts = [f"{APPEAL}\n{story(at)}\n{APPEAL}" for at in range(3)]
    assert [row.articles for row in count(*texts).recurring()] == [3]


def test_copies_of_an_article_teach_nothing() -> None:
    copies = [f"{story(0)}\nThis is printing {'abcdefgh'[at]} of it." for at in range(5)]
    found = count(*copies)
    assert found.recurring() == []
    assert (found.seen, found.copies) == (1, 4)


def test_articles_of_one_story_count_once() -> None:
    texts = [f"{story(at)}\n{APPEAL}" for at in range(4)]
    found = count(*texts, stories=("one", "one", "one", "two"))
    assert found.recurring() == []
    assert (found.seen, found.copies) == (2, 2)


def test_what_shares_a_long_template_is_no_copy() -> None:
    template = "\n".join(f"{APPEAL} {part}" for part in ("Write.", "Call.", "Come by."))
    found = count(*(f"{story(at)}\n{template}" for at in range(6)))
    assert found.copies == 0
    assert [row.articles for row in found.recurring()] == [6, 6, 6]


def test_the_most_frequent_come_first() -> None:
    texts = [f"{story(at)}\n{APPEAL}" + (f"\n{CREDIT}" if at else "") for at in range(4)]
    assert [row.line for row in count(*texts).recurring()] == [APPEAL, CREDIT]


def test_articles_without_a_day_are_counted_too() -> None:
    found = SourceCount("courier.example")
    for at in range(3):
        found.add(Counted(f"id-{at}", f"{story(at)}\n{APPEAL}"))
    (row,) = found.recurring()
    assert (row.first, row.last, row.articles) == (None, None, 3)


@pytest.mark.parametrize("text", ["", "\n\n", "17\n* * *", "\ud800\n" * 3, "x" * 100_000])
def test_hostile_articles_are_counted(text: str) -> None:
    found = count(text, text, text)
    assert found.seen + found.copies == 3


@given(st.lists(st.lists(st.sampled_from([APPEAL, CREDIT, *PLACES]), max_size=5), max_size=8))
def test_no_line_is_in_more_articles_than_were_seen(articles: list[list[str]]) -> None:
    found = count(*("\n".join(each) for each in articles), least=2)
    assert found.seen + found.copies == len(articles)
    for row in found.recurring():
        assert 2 <= row.articles <= row.seen <= found.seen
        assert row.articles <= sum(row.line in each for each in articles)
