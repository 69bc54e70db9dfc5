"""What the page of performance says is what was kept, and a missed target is told as missed."""

from __future__ import annotations

import pytest

from benchmarks.results import PAGE, PICTURE, ROWS, TABLE, Row, picture, results, table

LEAST, MOST = Row("a", "speed", 0.9, "x"), Row("b", "share", 0.03, "x", most=True, form=".0%")


def test_the_page_and_its_picture_are_of_what_was_kept() -> None:
    found = TABLE.search(PAGE.read_text("utf-8"))
    assert found is not None
    assert found[0] == table(results())
    assert PICTURE.read_text("utf-8") == picture(results())


def test_every_ratio_was_measured() -> None:
    assert [row.key for row in ROWS if row.key not in results()] == []


@pytest.mark.parametrize(
    ("row", "value", "met"),
    [
        (LEAST, 0.9, True),
        (LEAST, 0.89, False),
        (LEAST, 2.0, True),
        (MOST, 0.03, True),
        (MOST, 0.031, False),
        (MOST, 0.01, True),
    ],
)
def test_a_target_is_the_least_or_the_most(row: Row, value: float, met: bool) -> None:
    assert (row.reached(value) >= 1) is met


def test_a_missed_target_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("benchmarks.results.ROWS", (LEAST, MOST))
    told: dict[str, str | float] = {"value": 0.5, "told": "t", "measured": "2024-10-30"}
    kept = {"a": told, "b": told}
    assert table(kept).count("(missed)") == 2
