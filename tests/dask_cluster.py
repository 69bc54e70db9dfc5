"""A real Dask cluster for the tests: a scheduler and workers, each in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil

PATIENCE = 600.0
QUIET = {"DASK_LOGGING__DISTRIBUTED": "error"}


def until(holds: Callable[[], bool]) -> None:
    """Wait for it."""
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)


@dataclass
class Cluster:
    """A scheduler, and workers that can be started and killed. All write to `log`."""

    folder: Path
    stack: ExitStack
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def log(self) -> str:
        """What scheduler and workers have printed."""
        return "".join(p.read_text(errors="replace") for p in sorted(self.folder.glob("*.log")))

    @property
    def address(self) -> str:
        """The scheduler's."""
        told: str = json.loads((self.folder / "scheduler.json").read_text())["address"]
        return told

    def start_scheduler(self) -> None:
        """Start it, and wait until it can be found."""
        file = self.folder / "scheduler.json"
        words = ("--host", "127.0.0.1", "--port", "0", "--dashboard-address", ":0")
        self._start("scheduler", *words, "--scheduler-file", str(file))
        until(lambda: file.exists() and file.read_text().rstrip().endswith("}"))

    def start_worker(self, **environment: str) -> subprocess.Popen[bytes]:
        """Start one of a single thread, with a nanny that starts it again where it dies."""
        words = ("--nthreads", "1", "--memory-limit", "0", "--no-dashboard")
        worker = self._start("worker", self.address, *words, **environment)
        self.workers.append(worker)
        return worker

    def _start(self, *words: str, **environment: str) -> subprocess.Popen[bytes]:
        log = (self.folder / f"{words[0]}-{len(self.workers)}.log").open("wb")
        process = subprocess.Popen(
            [sys.executable, "-m", "dask", *words],
            env={**os.environ, **QUIET, **environment},
            cwd=self.folder,
            stdout=self.stack.enter_context(log),
            stderr=log,
        )
        self.stack.callback(_end, process)
        return process

    @staticmethod
    def processes_of(worker: subprocess.Popen[bytes]) -> list[psutil.Process]:
        """The processes below a nanny that do its work."""
        found = psutil.Process(worker.pid).children(recursive=True)
        return [each for each in found if "resource_tracker" not in " ".join(each.cmdline())]


@contextmanager
def dask_cluster(folder: Path, workers: int) -> Iterator[Cluster]:
    """A cluster of so many workers, which have the environment of this moment."""
    folder.mkdir(parents=True)
    with ExitStack() as stack:
        cluster = Cluster(folder, stack)
        cluster.start_scheduler()
        for _ in range(workers):
            cluster.start_worker()
        yield cluster


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is not None:
        return
    below = psutil.Process(process.pid).children(recursive=True)
    process.kill()
    for each in below:
        try:
            each.kill()
        except psutil.NoSuchProcess:
            continue
    process.wait()
    psutil.wait_procs(below, timeout=20)
