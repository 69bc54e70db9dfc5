"""Quality gates: no figure falls below its floor, and no data changes unnoticed.

`floors.toml` holds for each measure the hash of its data and a floor a figure. Raise a floor when
the figure has risen; never lower one. `python -m tests.gates.pin` prints the figures of today.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.gates.data import sha256
from tests.gates.measures import MEASURES, measure

FLOORS: dict[str, dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("floors.toml").read_text("utf-8")
)


def test_every_measure_has_floors() -> None:
    assert set(FLOORS) == set(MEASURES)
    assert all(gate["floors"] for gate in FLOORS.values())


def data_of(name: str) -> tuple[Path, ...]:
    paths = MEASURES[name][1]
    if not all(path.exists() for path in paths):
        pytest.skip("the labelled evaluation data are not beside this checkout")
    return paths


@pytest.mark.parametrize("name", MEASURES)
def test_the_data_are_those_that_the_floors_were_taken_on(name: str) -> None:
    assert sha256(data_of(name)) == FLOORS[name]["sha256"]


@pytest.mark.parametrize("name", MEASURES)
def test_no_figure_falls_below_its_floor(name: str) -> None:
    data_of(name)
    figures = measure(name)
    fallen = {
        figure: (figures[figure], floor)
        for figure, floor in FLOORS[name]["floors"].items()
        if figures[figure] < floor
    }
    assert not fallen, f"(figure, floor): {fallen}"
