"""A Prefect server, a worker and the deployments on one machine, for as long as one process lives.

Where a server is configured (PREFECT_API_URL), that one is used, and only the worker is started.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

import psutil
from prefect.settings import PREFECT_API_URL, PREFECT_HOME, PREFECT_UI_URL

from flows import SET_HERE
from flows.serving.deployments import FILE, Deployed, DeployError, deploy
from flows.serving.left import end_left_runs
from flows.serving.local_server import configured_server, use_server
from flows.serving.server_process import LOOPBACK, ServerError, api_of, end, start_server, wait_for
from flows.serving.worker_process import start_worker
from index_mappings.node.file_lock import locked
from transforms.sources import SourceTableError

PORT = 4200
RUNS = 2
SECONDS_TO_END = 30.0
"""A run that is under way is told to end, and says so to the server before it does."""
LASTING = {
    # Prefect's own default keeps the records of runs for ever; with this, it is 90 days.
    "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
    # Who has which place in a concurrency limit: in memory, a server that is started again would
    # know of no place that is to be given back, and cancel whatever comes due for ever.
    "PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE": (
        "prefect.server.concurrency.lease_storage.filesystem"
    ),
}
LOG_FILE = "dateline-serve.log"

EXPECTED = (DeployError, ServerError, SourceTableError)
"""Errors that tell a user what to do: show the message, not the trace."""

LOUDER = {"PREFECT_LOGGING_LEVEL": "INFO", "PREFECT_SERVER_LOGGING_LEVEL": "WARNING"}
"""Where a person looks at the output of weeks; a single run says it all in its report."""


class EndedError(Exception):
    """The server or the worker ended by itself."""


@dataclass(frozen=True)
class Served:
    """What is there: the server's page and API, its log where it is ours, and what is deployed."""

    page: str
    api: str
    log: Path | None
    deployed: Deployed


def serve(
    told: Callable[[Served], None], port: int = PORT, runs: int = RUNS, file: Path = FILE
) -> None:
    """Serve until SIGINT or SIGTERM comes; then end every process that was started.

    Killed outright, they end by themselves within seconds.

    Args:
        told: called when everything is there.
        port: of the server, on the loopback address.
        runs: how many the worker carries out at a time; more wait for their turn.
        file: the deployments.

    Raises:
        ServerError: the port is taken, or the server does not answer.
        DeployError, SourceTableError: as `deploy`.
        EndedError: a process that was to stay has ended.
    """
    with _asked_to_stop() as stop, ExitStack() as at_end:
        kept = Kept(at_end)
        log = None if PREFECT_API_URL.value() else _own_server(port, kept)
        api = configured_server()
        try:
            deployed = deploy(file)
        except DeployError:
            if stop.is_set():  # the signal of a terminal reaches Prefect's command as well
                return
            raise
        kept.add("The worker", start_worker(deployed.pool, runs, _louder()))
        told(Served(str(PREFECT_UI_URL.value()), api, log, deployed))
        while not stop.wait(0.5):
            kept.look_after()


class Kept:
    """Processes that are to stay, and that end, the newest first, with what they have started."""

    def __init__(self, at_end: ExitStack) -> None:
        self._at_end = at_end
        self._processes: dict[str, subprocess.Popen[bytes]] = {}

    def add(self, name: str, process: subprocess.Popen[bytes]) -> None:
        """Keep a process; `name` begins the sentence that tells of its end."""
        self._processes[name] = process
        self._at_end.callback(_end_with_children, process)

    def look_after(self) -> None:
        """Raises EndedError where one has ended."""
        for name, process in self._processes.items():
            if process.poll() is not None:
                raise EndedError(f"{name} has ended by itself, with exit code {process.returncode}")


def _own_server(port: int, kept: Kept) -> Path:
    home: Path = PREFECT_HOME.value()
    home.mkdir(parents=True, exist_ok=True)
    _must_be_free(port)
    api, log = api_of(port), home / LOG_FILE
    here = {
        "PREFECT_API_URL": api,
        "PREFECT_SERVER_API_HOST": LOOPBACK,
        "PREFECT_SERVER_API_PORT": str(port),
        **{name: value for name, value in LASTING.items() if name not in os.environ},
    }
    with locked(home / "dateline-server.lock"), log.open("ab") as output:
        server = start_server(port, _louder() | here, output)
        kept.add(f"The Prefect server (its log: {log})", server)
        wait_for(server, api)
    use_server(api)
    end_left_runs()
    return log


def _must_be_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError as error:
            raise ServerError(
                f"Port {port} is taken. If a Prefect server listens there, set PREFECT_API_URL="
                f"{api_of(port)} to use it; else take another one with --port."
            ) from error


def _louder() -> dict[str, str]:
    return {name: level for name, level in LOUDER.items() if name in SET_HERE}


def _end_with_children(process: subprocess.Popen[bytes]) -> None:
    try:
        children = psutil.Process(process.pid).children(recursive=True)
    except psutil.NoSuchProcess:
        children = []
    end(process, SECONDS_TO_END)
    _, alive = psutil.wait_procs(children, timeout=3)
    for child in alive:
        child.kill()


@contextmanager
def _asked_to_stop() -> Iterator[threading.Event]:
    """An event that SIGINT and SIGTERM set."""
    stop = threading.Event()

    def note(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    before = {number: signal.signal(number, note) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
