"""Progress tells the share that is done, not the share that is read ahead."""

import io

import pytest
from rich.console import Console

from flows.outcomes import Outcome, Tally
from flows.progress import Lines, counts, share_done
from flows.sources import Progress as Reading


@pytest.mark.parametrize(
    ("total", "read", "done", "in_flight", "share"),
    [
        (100, 50, 10, 10, 0.25),
        (100, 100, 10, 0, 1.0),
        (100, 100, 0, 8, 0.0),
        (None, 50, 10, 10, None),
        (100, 0, 0, 0, None),
    ],
)
def test_the_share_done_lags_behind_the_share_read(
    total: int | None, read: int, done: int, in_flight: int, share: float | None
) -> None:
    reading = Reading(bytes_total=total, bytes_read=read)
    assert share_done(reading, Tally(read=done), in_flight) == share


def test_a_line_is_printed_only_where_the_last_one_is_old() -> None:
    console = Console(file=io.StringIO())
    lines = Lines(Reading(bytes_total=10, bytes_read=5), console, last=-100.0)
    tally = Tally(read=4)
    tally.count(Outcome.INDEXED)
    for _ in range(3):
        lines.update(tally, 4)
    (line,) = console.file.getvalue().splitlines()  # type: ignore[attr-defined]
    assert "4 done, 1 indexed" in line
    assert "25% of the sources" in line


def test_counts_leave_out_what_did_not_happen() -> None:
    assert counts(Tally()) == "0 done"
