"""Runs in processes of their own that start at once: forks of one that has imported everything."""

from __future__ import annotations

import multiprocessing
import os
from multiprocessing.context import ForkServerProcess
from pathlib import Path

_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(["tests.flows.faults.warm"])


def started(path: Path, told: Path, **environment: str) -> ForkServerProcess:
    """A process that ingests, with this process's environment and what is given beside.

    Args:
        told: a file for what it prints.
    """
    process = _CONTEXT.Process(target=_ingest, args=(path, told, {**os.environ, **environment}))
    process.start()
    return process


def _ingest(path: Path, told: Path, environment: dict[str, str]) -> None:
    os.environ.clear()
    os.environ.update(environment)
    with told.open("w") as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)

    from flows.ingest import run_ingest

    run_ingest([str(path)])
