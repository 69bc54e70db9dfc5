"""Dask's workers that die, hang and fail: a scheduler and workers in processes of their own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest
from dask import config

from flows.running.outcomes import Outcome, Tally
from flows.workers.carefully import CrewFailedError, carefully
from flows.workers.crew import LostWorkerError, TooSlowError, WorkerDiedError
from flows.workers.dask_crew import DaskCrew, size_of
from flows.workers.parcel import Parcel, carried_out
from flows.workers.roster import NobodyThereError, Roster
from tests.dask_cluster import Cluster, dask_cluster, until
from tests.flows.workers.test_crew import HANGS, KILLS, PATIENT, fails, work

SHORT = 4.0
SECRET = "a word that nobody is to see"


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    root = Path(__file__).parents[3]
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("PYTHONPATH", str(root))  # the workers open this file's functions
        with dask_cluster(tmp_path_factory.mktemp("dask") / "cluster", 2) as cluster:
            until(lambda: size_of(cluster.address) == 2)
            yield cluster


@pytest.fixture
def crew(cluster: Cluster) -> Iterator[DaskCrew]:
    with DaskCrew(2, cluster.address) as crew:
        yield crew


@pytest.mark.parametrize(
    ("word", "error", "told"),
    [
        (KILLS, WorkerDiedError, "was lost"),
        (HANGS, TooSlowError, "more than 4 s"),
    ],
)
def test_a_worker_that_is_lost_is_told_and_replaced(
    cluster: Cluster, crew: DaskCrew, word: str, error: type[LostWorkerError], told: str
) -> None:
    with pytest.raises(error, match=told):
        crew.do(work, SHORT if word == HANGS else PATIENT, [word])
    assert crew.do(work, PATIENT, ["a", "b"]).read == 2
    until(lambda: size_of(cluster.address) == 2)


def test_workers_of_a_run_s_own_come_back_however_slow_their_nannies(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[3]))
    with config.set({"distributed.deploy.lost-worker-timeout": "1ms"}), DaskCrew(1) as crew:
        for _ in range(2):
            with pytest.raises(WorkerDiedError):
                crew.do(work, PATIENT, [KILLS])
            assert crew.do(work, PATIENT, ["a"]).read == 1


def test_what_a_task_raises_is_raised_here(crew: DaskCrew) -> None:
    with pytest.raises(ValueError, match="no good"):
        crew.do(fails, PATIENT, "no good")


def test_one_that_dies_leaves_the_others_at_work(crew: DaskCrew) -> None:
    with ThreadPoolExecutor(2) as threads:
        dying = threads.submit(crew.do, work, PATIENT, [KILLS])
        living = [threads.submit(crew.do, work, PATIENT, ["a"]) for _ in range(20)]
        assert isinstance(dying.exception(), WorkerDiedError)
        assert sum(each.result().read for each in living) == 20


def test_poison_alone_is_given_up(crew: DaskCrew) -> None:
    given_up: list[str] = []

    def give_up(word: str, error: LostWorkerError) -> Tally:
        given_up.append(word)
        told = Tally(read=1)
        told.count(Outcome.QUARANTINED)
        return told

    told = carefully(["a", KILLS, "b"], lambda part: crew.do(work, PATIENT, part), give_up)
    assert given_up == [KILLS]
    assert told.outcomes == {Outcome.INDEXED: 2, Outcome.QUARANTINED: 1}


def test_what_is_sent_is_shown_nowhere(cluster: Cluster, crew: DaskCrew) -> None:
    with pytest.raises(ValueError, match="a word"):
        crew.do(partial(fails), PATIENT, word=SECRET.replace("nobody", "somebody"))
    assert crew.do(work, PATIENT, [SECRET]).read == 1
    assert SECRET not in repr(Parcel.of(work, [SECRET]))
    assert SECRET not in cluster.log


def test_a_cluster_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.workers.dask_crew.PATIENCE", 1.0)
    with pytest.raises(CrewFailedError, match="DATELINE_DASK_ADDRESS"):
        DaskCrew(2, "tcp://127.0.0.1:9")  # the port that discards


def test_a_cluster_without_workers_is_told() -> None:
    nobody = Roster(frozenset, patience=0.0)
    with pytest.raises(NobodyThereError), nobody.one():
        pytest.fail("there is nobody")


def test_a_worker_has_one_batch_at_a_time_and_none_once_it_is_left() -> None:
    roster = Roster(lambda: frozenset({"a", "b"}), patience=0.0)
    with roster.one() as first, roster.one() as second:
        assert {first, second} == {"a", "b"}
    roster.leave("a")
    for _ in range(3):
        with roster.one() as only:
            assert only == "b"


def test_a_parcel_is_opened_where_it_arrives() -> None:
    assert carried_out(Parcel.of(os.path.join, "a", "b")) == os.path.join("a", "b")  # noqa: PTH118
