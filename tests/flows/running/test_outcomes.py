"""The closing equation: every document that is read ends in exactly one outcome."""

import pytest

from flows.running.memory import peak_memory
from flows.running.outcomes import NotClosedError, Outcome, Reference, Slow, Tally


def tally(read: int, **outcomes: int) -> Tally:
    made = Tally(read=read)
    for name, count in outcomes.items():
        for number in range(count):
            made.count(Outcome(name), Reference(f"{name}-{number}", None, "why"))
    return made


@pytest.mark.parametrize(
    ("counted", "closes"),
    [
        (tally(0), True),
        (tally(3, indexed=1, unchanged=1, quarantined=1), True),
        (tally(5, indexed=1, updated=1, unchanged=1, duplicate=1, quarantined=1), True),
        (tally(1), False),
        (tally(2, indexed=1), False),
        (tally(1, indexed=2), False),
    ],
)
def test_the_equation_holds_or_the_run_fails(counted: Tally, closes: bool) -> None:
    assert counted.closes is closes
    if closes:
        counted.close()
    else:
        with pytest.raises(NotClosedError, match="unaccounted for"):
            counted.close()


def test_adding_tallies_adds_everything() -> None:
    whole = tally(1, indexed=1)
    whole.add(tally(2, quarantined=2))
    assert whole.equation() == (
        "3 read = 1 indexed + 0 updated + 0 unchanged + 0 duplicate + 2 quarantined"
    )
    assert [reference.id for reference in whole.named[Outcome.QUARANTINED]] == [
        "quarantined-0",
        "quarantined-1",
    ]


def test_names_are_bounded_and_counts_are_not() -> None:
    bounded = Tally(most_named=2)
    for _ in range(3):
        bounded.add(tally(2, quarantined=2))
    assert len(bounded.named[Outcome.QUARANTINED]) == 2
    assert bounded.outcomes[Outcome.QUARANTINED] == 6


def test_only_the_slowest_articles_are_kept() -> None:
    whole = Tally()
    for batch in range(7):
        part = Tally()
        part.slow(*(Slow(f"{n}", None, float(n), 100) for n in range(batch, 70, 7)))
        whole.add(part)
    assert [each.seconds for each in whole.slowest] == [float(n) for n in range(69, 59, -1)]


def test_memory_is_the_most_of_a_worker_and_seconds_are_of_all() -> None:
    whole = Tally(worker_memory=3, worker_seconds=1.0)
    whole.add(Tally(worker_memory=2, worker_seconds=0.5))
    assert (whole.worker_memory, whole.worker_seconds) == (3, 1.5)


def test_a_process_knows_its_peak() -> None:
    before = peak_memory()
    held = bytearray(64 * 2**20)
    held[::4096] = b"x" * len(held[::4096])
    assert 64 * 2**20 < peak_memory() < before + 2**30
