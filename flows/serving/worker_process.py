"""Prefect's own worker of a pool, in a process that ends with the one that started it, as do runs.

It is started as `python -m flows.serving.worker_process POOL LIMIT PARENT`.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping

from flows.serving.unattended import KEPT
from flows.workers.parent_watch import end_with


def start_worker(pool: str, limit: int, told: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """Start a worker that carries out so many runs at a time; `told` is its environment's rest."""
    return subprocess.Popen(
        [sys.executable, "-m", "flows.serving.worker_process", pool, str(limit), str(os.getpid())],
        env={**os.environ, **told},
        stdin=subprocess.DEVNULL,
        # Ctrl-C is for the process that started it: the worker is to end before its server.
        start_new_session=True,
    )


def main(pool: str, limit: int, parent: int) -> None:
    """Work until the parent is gone, or a signal comes."""
    end_with(parent)
    os.environ[KEPT] = str(os.getpid())
    from prefect.cli import app

    of = ["--pool", pool, "--limit", str(limit), "--install-policy", "never"]
    sys.argv = ["prefect", "worker", "start", *of]
    app()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
