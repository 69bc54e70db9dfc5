"""A Prefect server as a process of its own that ends with the process that started it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from typing import IO

import httpx

from flows.workers.parent_watch import end_with

PATIENCE = 90.0
LOOPBACK = "127.0.0.1"
OURS = "DATELINE_"
"""What the server is not given: it has no use for our settings, and credentials are among them."""


class ServerError(Exception):
    """The Prefect server did not start, or is not one that can be used."""


def start_server(
    port: int, told: Mapping[str, str], output: IO[bytes] | None = None
) -> subprocess.Popen[bytes]:
    """Start a server on the loopback address; `wait_for` tells when it answers.

    Args:
        told: what stands in its environment beside ours.
        output: where its log goes; None for nowhere.
    """
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    into = subprocess.DEVNULL if output is None else output
    return subprocess.Popen(
        [sys.executable, "-m", "flows.serving.server_process", str(port), str(os.getpid())],
        env={**inherited, **told},
        stdin=subprocess.DEVNULL,
        stdout=into,
        stderr=into,
        # Ctrl-C in a terminal is for the process that started it, which ends it when it is time.
        start_new_session=True,
    )


def api_of(port: int) -> str:
    """The address of the API of a server that listens there."""
    return f"http://{LOOPBACK}:{port}/api"


def wait_for(process: subprocess.Popen[bytes], address: str) -> None:
    """Return when the server answers. Raises ServerError where it ends, or PATIENCE does."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        if answers(address):
            return
        time.sleep(0.1)
    raise ServerError(
        "The Prefect server of this process did not start. Try `prefect server start` to see why, "
        "or set PREFECT_API_URL to a server that runs."
    )


def answers(address: str) -> bool:
    """Whether a Prefect server answers at this address of an API."""
    try:
        return httpx.get(f"{address}/health", timeout=5.0).is_success
    except httpx.TransportError:
        return False


def end(process: subprocess.Popen[bytes], seconds: float = 5.0) -> None:
    """End a process, by force where it does not within so many seconds."""
    process.terminate()
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def free_port() -> int:
    """A port that nothing listens at just now."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
        return port


def main(port: int, parent: int) -> None:
    """Serve until the parent is gone."""
    import uvicorn

    end_with(parent)
    uvicorn.run(
        "prefect.server.api.server:create_app",
        factory=True,
        host=LOOPBACK,
        port=port,
        log_level="critical",
        lifespan="on",
    )


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
