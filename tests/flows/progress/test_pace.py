"""How fast a run goes of late, and how much time it has left."""

from __future__ import annotations

import pytest

from flows.progress.pace import WINDOW, Pace

Samples = list[tuple[float, int, float | None]]


@pytest.mark.parametrize(
    ("samples", "rate", "left"),
    [
        ([], None, None),
        ([(0, 0, 0.0)], None, None),
        ([(0, 0, 0.0), (10, 0, 0.0)], None, None),
        ([(0, 0, 0.0), (10, 50, 0.5)], 5.0, 10.0),
        ([(0, 0, 0.0), (10, 50, None)], 5.0, None),
        ([(0, 0, 0.0), (10, 50, 1.0)], 5.0, 0.0),
        # A share that shrinks, as where a folder grows: nobody can tell.
        ([(0, 0, 0.5), (10, 50, 0.4)], 5.0, None),
        # A slow start is forgotten.
        ([(0, 0, 0.0), (1000, 10, 0.1), (1100, 110, 0.2)], 1.0, 800.0),
    ],
)
def test_the_pace_is_that_of_late(samples: Samples, rate: float | None, left: float | None) -> None:
    pace = Pace()
    for sample in samples:
        pace.add(*sample)
    assert pace.rate == (None if rate is None else pytest.approx(rate))
    assert pace.seconds_left == (None if left is None else pytest.approx(left))


def test_few_samples_are_kept_however_many_are_added() -> None:
    pace = Pace()
    for number in range(100_000):
        pace.add(number / 100, number, None)
    assert len(pace.samples) < 3 * WINDOW
    assert pace.rate == pytest.approx(100, rel=0.01)
