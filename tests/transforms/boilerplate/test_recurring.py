"""Recurring lines as evidence: what is told, how strongly it counts, and where it does not."""

from __future__ import annotations

import pytest

from transforms.article import Article, Language, Metadata, RawArticle
from transforms.boilerplate import RemoveBoilerplate
from transforms.boilerplate.cues import lexicon
from transforms.boilerplate.lines import LONGEST_LINE, lines
from transforms.boilerplate.recurring import (
    LONGEST_KEY,
    OFTEN,
    Recurring,
    SourceLines,
    fingerprint_of,
    line_key,
)

BODY = "The mill at Overbeck burned for two nights before the rain came."
MORE = "Nobody was hurt, but the archive of the village went with the roof."
STANDING = "Tell the night desk what the river is doing where you live."
QUOTE = "“We shall have every bridge of this valley open again by spring,” Roe said."
SUB_HEAD = "What the river did"
TEXT = "\n".join([BODY, STANDING, MORE, SUB_HEAD, BODY.replace("mill", "barn"), QUOTE])


def key(printed: str) -> str:
    (line,) = lines(printed)
    return line_key(line)


def recurring(articles: int, *printed: str, source: str = "courier.example") -> Recurring:
    by_source = {source: {key(each): (articles, 40) for each in printed}}
    return Recurring("2024-11-02-aaaaaaaa", by_source, fingerprint_of(by_source))


def article(source: str | None = "courier.example") -> Article:
    raw = RawArticle(None, TEXT.encode(), metadata=Metadata(source=source))
    return Article(raw=raw, text=TEXT, language=Language("en", 0.99))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("• 445 Shares", "1,203 shares".replace(",", "")),
        ("Updated at 9:08 a.m.", "updated at 11:45 A.M."),
        ("“Read  on”", '"read on"'),
        ("[ The Night Desk ]", "The Night Desk…"),
        ("x" * (LONGEST_KEY + 1), "X" * (LONGEST_KEY + 1)),
    ],
)
def test_printings_of_a_line_have_one_key(one: str, other: str) -> None:
    assert key(one) == key(other) != ""


@pytest.mark.parametrize("printed", ["17", "* * *", "3 : 2", "x" * (LONGEST_LINE + 1)])
def test_lines_that_are_never_counted(printed: str) -> None:
    assert key(printed) == ""


def test_long_lines_that_differ_at_their_end_have_two_keys() -> None:
    assert key("a " * LONGEST_KEY + "b") != key("a " * LONGEST_KEY + "c")


@pytest.mark.parametrize(
    ("printed", "articles", "shape"),
    [
        (STANDING, OFTEN, "recurs_in_source_often"),
        (STANDING, OFTEN - 1, "recurs_in_source"),
        (SUB_HEAD, 30, "recurs_in_source_hint"),
        (QUOTE, 30, "recurs_in_source_hint"),
        ("A short “quoted word” in a standing line is no quotation.", 30, "recurs_in_source_often"),
    ],
)
def test_how_much_a_line_counts(printed: str, articles: int, shape: str) -> None:
    (line,) = lines(printed)
    known = recurring(articles, printed).of("courier.example")
    assert known is not None
    found = known.said(line)
    assert found is not None
    assert found.shape == shape
    assert shape in lexicon("en").shapes
    assert str(found) == f"recurs in {articles} of 40 articles of courier.example"


def test_a_line_that_the_source_repeats_goes_and_says_why() -> None:
    stage = RemoveBoilerplate(recurring=recurring(12, STANDING, SUB_HEAD, QUOTE))
    (removal,) = stage.process(article()).removed
    assert removal.of(TEXT) == STANDING
    assert removal.rule == "common/recurs_in_source_often"
    assert "recurs in 12 of 40 articles of courier.example" in removal.reason


@pytest.mark.parametrize("source", [None, "other.example"])
def test_what_one_source_repeats_says_nothing_of_another(source: str | None) -> None:
    assert (
        RemoveBoilerplate(recurring=recurring(12, STANDING)).process(article(source)).removed == ()
    )


def test_without_a_snapshot_nothing_recurs() -> None:
    assert RemoveBoilerplate().process(article()).removed == ()


def test_the_fingerprint_follows_what_the_snapshot_says() -> None:
    one, other = recurring(12, STANDING), recurring(13, STANDING)
    renamed = Recurring("2025-01-01-bbbbbbbb", one.by_source, one.fingerprint)
    prints = [RemoveBoilerplate(recurring=each).fingerprint for each in (None, one, other)]
    assert len(set(prints)) == 3
    assert RemoveBoilerplate(recurring=renamed).fingerprint == prints[1]


def test_a_part_of_a_snapshot_goes_by_the_fingerprint_of_the_whole() -> None:
    whole = recurring(12, STANDING)
    for sources in (["courier.example", None, "other.example"], []):
        part = whole.only(sources)
        assert part.fingerprint == whole.fingerprint
        assert set(part.by_source) == set(sources) & {"courier.example"}


def test_a_source_without_lines_has_none() -> None:
    assert recurring(12).of("courier.example") is None
    assert SourceLines("courier.example", {}).said(lines(BODY)[0]) is None
