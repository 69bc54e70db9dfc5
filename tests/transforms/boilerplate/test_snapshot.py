"""A snapshot's file: what is written is read again, and what a person changes counts."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.boilerplate.lines import LONGEST_LINE, lines
from transforms.boilerplate.recurring import LONGEST_KEY, line_key
from transforms.boilerplate.repetition import RecurringLine
from transforms.boilerplate.snapshot import SnapshotError, read, snapshot_of, written

NOW = datetime(2024, 11, 2, 8, 30, tzinfo=UTC)
HEAD = (
    '{"dateline": "recurring lines", "format": 1, "learned_at": "2024-11-02T08:30:00+00:00", '
    '"articles": 40, "sources": 1}'
)
ROW = '{"source": "a.example", "articles": 3, "seen": 40, "line": "Tell the night desk"}'


def row(printed: str, articles: int = 5, source: str = "a.example") -> RecurringLine:
    (line,) = lines(printed)
    day = date(2024, 8, 1)
    return RecurringLine(source, line_key(line), line.plain, articles, 40, day, day, "id-1")


PRINTED = st.text(min_size=1, max_size=LONGEST_KEY + 60).filter(
    lambda text: len(lines(text)) == 1 and line_key(lines(text)[0]) != ""
)
ROWS = st.lists(st.builds(row, PRINTED, st.integers(1, 40)), max_size=6)


@given(ROWS)
def test_what_is_written_is_read_again(rows: list[RecurringLine]) -> None:
    snapshot = snapshot_of(rows, NOW, 40, 1)
    again = read(snapshot.version, "".join(written(snapshot)).splitlines(keepends=False))
    assert again.recurring == snapshot.recurring
    assert again.learned_at == NOW
    assert not again.edited


def test_rows_stand_by_source_the_most_frequent_first_each_on_a_line() -> None:
    rows = [row("One", 3, "b.example"), row("Two", 3), row("Three", 9)]
    head, *told = map(json.loads, written(snapshot_of(rows, NOW, 80, 2)))
    assert [(each["source"], each["line"]) for each in told] == [
        ("a.example", "Three"),
        ("a.example", "Two"),
        ("b.example", "One"),
    ]
    assert (head["articles"], head["sources"], head["lines"]) == (80, 2, 3)


def test_a_version_is_the_day_and_what_it_says() -> None:
    one = snapshot_of([row("One"), row("Two")], NOW, 40, 1)
    same = snapshot_of([row("Two"), row("One")], NOW, 40, 1)
    other = snapshot_of([row("One")], NOW, 40, 1)
    assert one.version == same.version != other.version
    assert one.version.startswith("2024-11-02-")


def test_a_row_that_is_deleted_counts_no_more() -> None:
    snapshot = snapshot_of([row("One", 9), row("Two", 8)], NOW, 40, 1)
    told = list(written(snapshot))
    edited = read(snapshot.version, [told[0], told[2]])
    assert set(edited.recurring.by_source["a.example"]) == {"two"}
    assert edited.edited
    assert edited.recurring.fingerprint != snapshot.recurring.fingerprint


def test_a_row_that_is_marked_counts_no_more_and_stays() -> None:
    snapshot = snapshot_of([row("One"), replace(row("Two"), keep=True)], NOW, 40, 1)
    again = read(snapshot.version, written(snapshot))
    assert set(again.recurring.by_source["a.example"]) == {"one"}
    assert [each.keep for each in again.rows] == [False, True]


def test_of_a_long_line_the_beginning_is_shown_and_all_of_it_counts() -> None:
    printed = "Tell the night desk what the river does. " * 20
    assert LONGEST_KEY < len(printed) < LONGEST_LINE
    snapshot = snapshot_of([row(printed)], NOW, 40, 1)
    _, told = map(json.loads, written(snapshot))
    assert told["line"].startswith("Tell the night desk")
    assert len(told["line"]) < 300
    assert read("v", written(snapshot)).recurring.by_source == snapshot.recurring.by_source


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ([], "line 1: "),
        (["nonsense"], "line 1: no JSON"),
        (["[1]"], "line 1: one object"),
        (['{"title": "Pier closed"}'], "line 1: no snapshot"),
        ([HEAD.replace('"format": 1', '"format": 9')], "line 1: format 9"),
        ([HEAD.replace("2024-11-02T", "yesterday")], "line 1: `learned_at`"),
        ([HEAD.replace("40", '"many"')], "line 1: `articles`"),
        ([HEAD, ROW, "", "{"], "line 4: no JSON"),
        ([HEAD, "[" * 200_000], "line 2: no JSON"),
        ([HEAD, ROW.replace("3", "true")], "line 2: `articles` must be a number"),
        ([HEAD, ROW.replace("3", "0")], "line 2: `articles` must be a number from 1 on"),
        ([HEAD, ROW.replace('"a.example"', "null")], "line 2: `source` must be text"),
        ([HEAD, ROW.replace("Tell the night desk", "17")], "line 2: '17' has no letter"),
        ([HEAD, ROW.replace("}", ', "keep": "yes"}')], "line 2: `keep` must be true or false"),
        ([HEAD, ROW.replace("}", ', "first": "May"}')], "line 2: `first` must be a day"),
        ([HEAD, ROW.replace("}", ', "keeep": true}')], "line 2: `keeep` is no field"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_line(text: list[str], told: str) -> None:
    with pytest.raises(SnapshotError, match=f"^{told[:8]}") as raised:
        read("v", text)
    assert str(raised.value).startswith(told)
