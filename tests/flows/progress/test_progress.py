"""Progress tells the share that is done, not the share that is read ahead."""

import io
import logging
from logging.handlers import QueueHandler
from queue import SimpleQueue

import pytest
from rich.console import Console

from flows.progress.counting import Counted, counting, doing, parts
from flows.progress.pace import Sample
from flows.progress.show import LOG, Bar, Lines, Logged, counts, progress, share_done
from flows.running.outcomes import Outcome, Tally
from flows.sources import Progress as Reading
from index_mappings.settings import LogForm


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


def lines_of(console: Console) -> list[str]:
    return console.file.getvalue().splitlines()  # type: ignore[attr-defined, no-any-return]


def test_a_counted_job_says_how_far_it_is_and_how_long_it_takes() -> None:
    console = Console(file=io.StringIO())
    with counting("learning", 4, console) as advance:
        advance()
    job = Counted("learning", 4, console, last=-100.0)
    job.pace.samples[0] = Sample(job.pace.samples[0].at - 10.0, 0, 0.0)
    job.advance()
    job.advance()
    (line,) = lines_of(console)
    assert line == "learning: 1 of 4 articles, 0.1 a second, about 30 s left"


def test_each_part_of_a_job_is_named_when_it_begins() -> None:
    console = Console(file=io.StringIO())
    with parts("articles-000001", "documents", console) as told:
        for what, done, of in (("copied", 1, 9), ("copied", 9, 9), ("compared", 0, 0)):
            told(what, done, of)
    assert lines_of(console) == ["articles-000001: copied", "articles-000001: compared"]


def test_what_takes_an_unknown_time_is_named_when_it_begins() -> None:
    console = Console(file=io.StringIO())
    with doing("reading names", console):
        pass
    assert lines_of(console) == ["reading names"]


def test_as_json_progress_is_a_record_with_fields() -> None:
    records: SimpleQueue[logging.LogRecord] = SimpleQueue()
    kept, level = QueueHandler(records), LOG.level
    LOG.addHandler(kept)
    LOG.setLevel(logging.INFO)
    try:
        reading = Reading(bytes_total=10, bytes_read=5)
        with progress(reading, Console(file=io.StringIO()), LogForm.JSON) as shown:
            assert isinstance(shown, Logged)
            shown.last = -100.0
            shown.update(Tally(read=4), 4)
            shown.update(Tally(read=5), 3)
    finally:
        LOG.removeHandler(kept)
        LOG.setLevel(level)
    told = records.get_nowait().told  # type: ignore[attr-defined]
    assert (told["read"], told["share"]) == (4, 0.25)
    assert records.empty()


@pytest.mark.parametrize("width", [60, 80, 120])
def test_the_bar_keeps_to_two_lines(width: int) -> None:
    shown = io.StringIO()
    console = Console(file=shown, width=width, force_terminal=True, color_system=None)
    tally = Tally(read=123_456)
    tally.outcomes.update(dict.fromkeys(Outcome, 20000))
    with progress(Reading(bytes_total=100, bytes_read=50), console) as bar:
        assert isinstance(bar, Bar)
        bar.update(tally, 10)
        rows = console.render_lines(bar.bar.get_renderable())
    assert len(rows) == 2
