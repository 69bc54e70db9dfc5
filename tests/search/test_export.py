"""Result sets as files: all of them, in order, and nothing that a spreadsheet obeys."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.errors import SearchError
from search.export import COLUMNS, FORMULA, cell, export, export_to_file
from search.request import SearchRequest

if TYPE_CHECKING:
    from tests.search.conftest import Searched


def exported(seeds: Searched, path: Path, text: str, **told: Any) -> int:  # noqa: ANN401
    request = SearchRequest(text, **told)
    return export_to_file(seeds.client, seeds.aliases, request, path, seeds.names)


def test_lines_of_json_hold_every_hit_in_order(seeds: Searched, tmp_path: Path) -> None:
    path = tmp_path / "grid.jsonl"
    assert exported(seeds, path, "grid", languages=("en",)) > 3
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert [row["id"] for row in rows] == seeds.ids("grid", languages=("en",))
    for row in rows:
        document = seeds.documents[row["id"]]
        assert {name: document[name] for name in row if name != "story"} == {
            name: value for name, value in row.items() if name != "story"
        }


def test_rows_of_csv_are_read_back(seeds: Searched, tmp_path: Path) -> None:
    path = tmp_path / "all.CSV"
    assert exported(seeds, path, "") == len(seeds.documents)
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert tuple(rows[0]) == COLUMNS
    for row in rows:
        document = seeds.documents[row["id"]]
        assert row["body"].removeprefix("'") == document["body"]
        assert row["persons"] == "; ".join(document.get("persons", ()))


def test_of_a_story_there_is_one(seeds: Searched, tmp_path: Path) -> None:
    path = tmp_path / "stories.jsonl"
    written = exported(seeds, path, "", collapse=True)
    stories = [json.loads(line)["story"] for line in path.read_text("utf-8").splitlines()]
    assert written == len(set(stories)) == len(stories) == seeds("", collapse=True).stories


def test_progress_and_many_pages(seeds: Searched, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.export.PAGE", 10)
    told: list[tuple[int, int]] = []
    rows: list[dict[str, Any]] = []
    count = export(
        seeds.client, seeds.aliases, SearchRequest(), rows.append,
        columns=("id", "title"), advance=lambda *each: told.append(each),
    )  # fmt: skip
    total = len(seeds.documents)
    assert [row["id"] for row in rows] == seeds.ids()
    assert (count, told[0], told[-1]) == (total, (10, total), (total, total))
    assert set(rows[0]) == {"id", "title"}


@pytest.mark.parametrize(
    ("name", "message"),
    [("x.xlsx", ".jsonl or .csv"), ("x", ".jsonl or .csv"), ("no/x.csv", "can't")],
)
def test_a_file_that_can_not_be_is_told(
    seeds: Searched, tmp_path: Path, name: str, message: str
) -> None:
    with pytest.raises(SearchError, match=message):
        exported(seeds, tmp_path / name, "grid")
    assert list(tmp_path.iterdir()) == []


def test_what_breaks_off_leaves_no_file(seeds: Searched, tmp_path: Path) -> None:
    def interrupt(done: int, total: int) -> None:
        raise KeyboardInterrupt

    path = tmp_path / "grid.csv"
    with pytest.raises(KeyboardInterrupt):
        export_to_file(seeds.client, seeds.aliases, SearchRequest("grid"), path, advance=interrupt)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (None, ""),
        ("plain", "plain"),
        (12, "12"),
        ("=1+1", "'=1+1"),
        ("+49", "'+49"),
        ("-5", "'-5"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("  =1", "'  =1"),
        ("＝1", "'＝1"),
        ("\n=1", "'\n=1"),
        ("\0=1", "'=1"),
        ("1=1", "1=1"),
        ('say "hi", he', 'say "hi", he'),
        (["=a", "b"], "'=a; b"),
        (["a", "=b"], "a; =b"),
        ([{"gte": "2024-01-01", "lte": "2024-01-01"}], "2024-01-01"),
        ([{"gte": "2024-01-01", "lte": "2024-02-01"}], "2024-01-01..2024-02-01"),
    ],
)
def test_cells(value: object, told: str) -> None:
    assert cell(value) == told


@given(st.text())
def test_no_cell_is_a_formula(value: str) -> None:
    assert not cell(value).lstrip(" ").startswith(FORMULA)
