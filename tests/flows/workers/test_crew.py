"""Workers that die, hang and fail, as real processes."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest

from flows.running.outcomes import Outcome, Tally
from flows.workers.carefully import CrewFailedError, carefully
from flows.workers.crew import Crew, LostWorkerError, TooSlowError, WorkerDiedError

PATIENT, SHORT = 60.0, 2.0
KILLS, CRASHES, HANGS, QUITS = "kills", "crashes", "hangs", "quits"


def work(batch: Sequence[str]) -> Tally:
    """What a worker does here: each document is a word, and some words are poison."""
    for word in batch:
        if word == KILLS:
            os.kill(os.getpid(), signal.SIGKILL)
        elif word == CRASHES:
            os.kill(os.getpid(), signal.SIGSEGV)
        elif word == HANGS:
            time.sleep(600)
        elif word == QUITS:
            os._exit(3)
    told = Tally(read=len(batch))
    for _ in batch:
        told.count(Outcome.INDEXED)
    return told


def fails(word: str) -> None:
    raise ValueError(word)


def never(batch: Sequence[str]) -> Tally:
    os._exit(9)


WOKEN: list[int] = []


def wakes() -> None:
    WOKEN.append(os.getpid())


def dies() -> None:
    os._exit(9)


def woken() -> list[int]:
    return WOKEN


@pytest.fixture(scope="module")
def crew() -> Iterator[Crew]:
    with Crew(2) as crew:
        crew.do(work, PATIENT, ["warm"])
        yield crew


@pytest.mark.parametrize(
    ("word", "error", "told"),
    [
        (KILLS, WorkerDiedError, "memory"),
        (CRASHES, WorkerDiedError, "SIGSEGV"),
        (QUITS, WorkerDiedError, "exit code 3"),
        (HANGS, TooSlowError, "more than 2 s"),
    ],
)
def test_a_worker_that_is_lost_is_told_and_replaced(
    crew: Crew, word: str, error: type[LostWorkerError], told: str
) -> None:
    with pytest.raises(error, match=told):
        crew.do(work, SHORT if word == HANGS else PATIENT, [word])
    assert crew.do(work, PATIENT, ["a", "b"]).read == 2


def test_what_a_task_raises_is_raised_here(crew: Crew) -> None:
    with pytest.raises(ValueError, match="no good"):
        crew.do(fails, PATIENT, "no good")


def test_one_that_dies_leaves_the_others_at_work(crew: Crew) -> None:
    with ThreadPoolExecutor(2) as threads:
        dying = threads.submit(crew.do, work, PATIENT, [KILLS])
        living = [threads.submit(crew.do, work, PATIENT, ["a"]) for _ in range(20)]
        assert isinstance(dying.exception(), WorkerDiedError)
        assert sum(each.result().read for each in living) == 20


@pytest.mark.parametrize(
    "batch",
    [
        pytest.param(["a"], id="one that is good"),
        pytest.param(["a", "b", "c", "d", "e"], id="all good"),
        pytest.param([KILLS], id="one that kills"),
        pytest.param(["a", "b", KILLS, "c", "d", "e", "f"], id="one among many"),
        pytest.param([CRASHES, "a", "b", "c", QUITS], id="first and last"),
        pytest.param([KILLS, KILLS, "a"], id="two beside each other"),
        pytest.param(["a", HANGS, "b", KILLS], id="one that hangs, one that kills"),
    ],
)
def test_poison_alone_is_given_up(crew: Crew, batch: list[str]) -> None:
    given_up: list[str] = []

    def give_up(word: str, error: LostWorkerError) -> Tally:
        given_up.append(word)
        told = Tally(read=1)
        told.count(Outcome.QUARANTINED)
        return told

    told = carefully(batch, lambda part: crew.do(work, SHORT, part), give_up)
    poison = [word for word in batch if len(word) > 1]
    assert given_up == poison
    assert told.closes
    assert told.outcomes == {
        outcome: count
        for outcome, count in (
            (Outcome.INDEXED, len(batch) - len(poison)),
            (Outcome.QUARANTINED, len(poison)),
        )
        if count
    }


def test_workers_that_never_live_stop_the_run_and_no_document_is_blamed(crew: Crew) -> None:
    def give_up(word: str, error: LostWorkerError) -> Tally:
        raise AssertionError(word)

    with pytest.raises(CrewFailedError, match="exit code 9"):
        carefully(["a", "b"], lambda part: crew.do(never, PATIENT, part), give_up)


def test_workers_that_are_woken_begin_before_there_is_anything_to_do() -> None:
    with Crew(1) as crew:
        crew.wake(wakes)
        assert len(crew.do(woken, PATIENT)) == 1


def test_what_goes_wrong_in_waking_up_is_no_fault_of_the_work() -> None:
    with Crew(2) as crew:
        crew.wake(dies)
        assert crew.do(work, PATIENT, ["a"]).read == 1
