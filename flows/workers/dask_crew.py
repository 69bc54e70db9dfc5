"""A crew of Dask's workers: of a cluster that exists, or of one made for the run on this machine.

Dask's own answer to a worker that dies is to give its tasks to others, several times: a document
that kills would take worker after worker along. Here each batch is given to one worker that has no
other, and if that is lost the batch is the run's to take apart, as with processes of its own.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from types import TracebackType
from typing import Any, ParamSpec, TypeVar

from dask import config
from distributed import Client, LocalCluster
from distributed.client import Future, FutureCancelledError
from distributed.scheduler import KilledWorker

from flows.workers.carefully import CrewFailedError
from flows.workers.crew import TooSlowError, WorkerDiedError
from flows.workers.parcel import Parcel, carried_out
from flows.workers.roster import NobodyThereError, Roster

P = ParamSpec("P")
T = TypeVar("T")

PATIENCE = 180.0
"""Seconds to wait for a scheduler, or for workers where none is there."""
SECONDS_BETWEEN_LOOKS = 1.0
CONFIGURED = {
    # A batch is larger than what Dask thinks wise to send; and it is no graph.
    "distributed.admin.large-graph-warning-threshold": "1GB",
    # A look at each worker's stack a hundred times a second costs some 5 % of its time.
    "distributed.worker.profile.enabled": False,
}
FINISHES = "What was loaded stays; start the run again, and it finishes the work."


class DaskCrew:
    """Dask's workers, one batch each at a time. Safe to use from several threads.

    Args:
        workers: how many to make, where no address is given.
        address: the scheduler of a cluster that exists, as `tcp://host:8786`; its workers may
            come and go.

    Raises CrewFailedError where no scheduler answers at the address.
    """

    def __init__(self, workers: int, address: str | None = None) -> None:
        config.set(CONFIGURED)
        self._workers = workers
        self._cluster = None if address else _local(workers)
        self._address = address or "this machine"
        self._client = connected(address or self._cluster)
        self._roster = Roster(self._living, PATIENCE)

    def __enter__(self) -> DaskCrew:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._client.close()  # type: ignore[no-untyped-call]
        if self._cluster is not None:
            self._cluster.close()

    def do(
        self, function: Callable[P, T], seconds: float, /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """The function's result from a worker, which has so many seconds, counted from its start.

        Raises what the function raises, WorkerDiedError, TooSlowError, and CrewFailedError where
        the cluster is gone or has no workers.
        """
        parcel = Parcel.of(function, *args, **kwargs)
        try:
            with self._roster.one() as worker:
                result: T = self._done_by(worker, parcel, seconds)
                return result
        except NobodyThereError:
            told = f"Dask's cluster of {self._address} has had no worker for {PATIENCE:.0f} s"
            raise CrewFailedError(f"{told}: start some. {FINISHES}") from None
        except (FutureCancelledError, OSError, RuntimeError) as error:
            if self._client.status == "running":
                raise
            told = f"Dask's scheduler at {self._address} is gone ({type(error).__name__})"
            raise CrewFailedError(f"{told}. {FINISHES}") from None

    def _done_by(self, worker: str, parcel: Parcel, seconds: float) -> Any:  # noqa: ANN401
        future = self._client.submit(
            carried_out, parcel, workers=[worker], allow_other_workers=False, pure=False
        )
        try:
            return self._awaited(future, worker, seconds)
        except KilledWorker:
            raise WorkerDiedError(_died(worker)) from None
        finally:
            future.cancel(force=True)  # type: ignore[no-untyped-call]

    def _awaited(self, future: Future[Any], worker: str, seconds: float) -> Any:  # noqa: ANN401
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            try:
                return future.result(timeout=SECONDS_BETWEEN_LOOKS)
            except TimeoutError:
                if future.status == "error":  # the function's own
                    raise
                if not self._roster.lives(worker):
                    raise WorkerDiedError(_died(worker)) from None
        future.cancel(force=True)  # type: ignore[no-untyped-call]
        self._end(worker)
        raise TooSlowError(f"it took more than {seconds:.0f} s")

    def _end(self, worker: str) -> None:
        """End a worker that is at something without end; its nanny makes another."""
        try:
            self._client.restart_workers([worker], raise_for_error=False)
        except ValueError:  # it has no nanny
            self._roster.leave(worker)

    def _living(self) -> frozenset[str]:
        """Who lives just now. Where one of a cluster of its own is missing, another is made."""
        living = frozenset(self._client.nthreads())  # type: ignore[no-untyped-call]
        if self._cluster is not None and len(living) < self._workers:
            # One that its nanny has not brought back in `distributed.deploy.lost-worker-timeout`
            # (15 s, which a busy machine can need) is given up for good, nanny and all. To ask for
            # as many as there were makes another.
            self._cluster.scale(self._workers)  # type: ignore[no-untyped-call]
        return living


def connected(cluster: Any) -> Client:  # noqa: ANN401 - an address, or a cluster
    """A client. Raises CrewFailedError where no scheduler answers."""
    try:
        return Client(cluster, timeout=PATIENCE, set_as_default=False)  # type: ignore[no-untyped-call]
    except OSError as error:
        told = f"No Dask scheduler answers at {cluster} ({type(error).__name__})"
        raise CrewFailedError(f"{told}: check DATELINE_DASK_ADDRESS.") from None


def size_of(address: str) -> int:
    """How many workers a cluster has now, at least 1. Raises as `connected`."""
    with connected(address) as client:
        return max(1, len(client.nthreads()))


def _local(workers: int) -> LocalCluster:
    return LocalCluster(  # type: ignore[no-untyped-call]
        n_workers=workers,
        threads_per_worker=1,
        memory_limit=None,  # as with processes: the machine's own limit holds
        dashboard_address="127.0.0.1:0",  # its page can't be put off; 8787 may be another's
        silence_logs=logging.CRITICAL,
        security=True,  # who may connect to a scheduler may run what he likes
    )


def _died(worker: str) -> str:
    return f"its worker {worker} was lost: killed, as where memory runs out, or its machine is gone"
