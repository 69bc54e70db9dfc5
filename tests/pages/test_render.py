"""A page is one file, escapes what comes from outside, and its charts say their numbers."""

from __future__ import annotations

from pathlib import Path

import pytest
from jinja2 import UndefinedError

from pages.render import environment, page

HOSTILE = "</style><script>alert(1)</script>\" onload='x'"


def written(folder: Path, main: str) -> Path:
    head = '{% extends "page.html" %}{% from "charts.html" import bars, shares, columns %}'
    (folder / "one.html").write_text(f"{head}{{% block main %}}{main}{{% endblock %}}")
    return folder


def test_what_comes_from_outside_is_escaped(tmp_path: Path) -> None:
    told = page(written(tmp_path, '<p title="{{ text }}">{{ text }}</p>'), "one.html", text=HOSTILE)
    assert "<script" not in told
    assert "' onload" not in told
    assert told.count("&lt;script&gt;") == 2


def test_a_page_asks_nothing_of_a_server(tmp_path: Path) -> None:
    told = page(written(tmp_path, "<p>on its own</p>"), "one.html")
    assert "--ground" in told
    assert not [asks for asks in ("http:", "https:", "url(", "src=", "@import") if asks in told]
    assert "href=" not in told.replace('href="#main"', "")


def test_a_name_that_is_not_given_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UndefinedError):
        page(written(tmp_path, "{{ missing }}"), "one.html")


ROWS = [
    {"label": HOSTILE, "value": 4, "told": "4", "kind": "one"},
    {"label": "b", "value": 0, "told": "none", "kind": "two"},
]


@pytest.mark.parametrize("chart", ["bars", "shares", "columns"])
@pytest.mark.parametrize("rows", [[], ROWS, ROWS[1:]])
def test_a_chart_says_its_numbers_and_holds_no_inline_style(
    chart: str, rows: list[dict[str, object]]
) -> None:
    charts = environment().get_template("charts.html").module
    told = str(getattr(charts, chart)("what it shows", rows))
    assert "what it shows" in told
    assert all(str(row["told"]) in told for row in rows)
    assert "style=" not in told
    assert "<script" not in told
