"""A Prefect server for one run, where no server is configured.

Prefect would start a temporary one by itself, but one more in each worker process, and a killed
run would leave them all behind. This one is shared by the workers and ends with its run.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import prefect.context
from prefect.settings import PREFECT_API_URL, temporary_settings

from flows.parent_watch import end_with

PATIENCE = 90.0
# A server without its web page and without plans beyond this run.
ONLY_FOR_THIS_RUN = {
    "PREFECT_UI_ENABLED": "0",
    "PREFECT__SERVER_EPHEMERAL": "1",
    "PREFECT__SERVER_FINAL": "1",
}


class ServerError(Exception):
    """The run's own Prefect server did not start."""


@contextmanager
def prefect_server() -> Iterator[str]:
    """The API address of the configured server, or of one that lives as long as the context.

    Raises ServerError where it does not start.
    """
    if configured := PREFECT_API_URL.value():
        yield configured
        return
    port = _free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "flows.local_server", str(port), str(os.getpid())],
        env={**os.environ, **ONLY_FOR_THIS_RUN},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}/api"
    try:
        _wait(process, address)
        with _everywhere(address):
            yield address
    finally:
        _end(process)


@contextmanager
def _everywhere(address: str) -> Iterator[None]:
    """Make the address known to this context, to other threads, and to worker processes.

    Threads that Prefect starts see the global settings alone, workers what the environment says
    when they import Prefect; where the address is missing, a server of their own would start.
    """
    before = prefect.context.GLOBAL_SETTINGS_CONTEXT
    os.environ["PREFECT_API_URL"] = address
    try:
        with temporary_settings({PREFECT_API_URL: address}):
            prefect.context.GLOBAL_SETTINGS_CONTEXT = prefect.context.get_settings_context()
            yield
    finally:
        prefect.context.GLOBAL_SETTINGS_CONTEXT = before
        del os.environ["PREFECT_API_URL"]


def _wait(process: subprocess.Popen[bytes], address: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if httpx.get(f"{address}/health", timeout=2.0).is_success:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    raise ServerError(
        "The Prefect server of this run did not start. Try `prefect server start` to see why, "
        "or set PREFECT_API_URL to a server that runs."
    )


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def main(port: int, parent: int) -> None:
    """Serve until the parent is gone."""
    import uvicorn

    end_with(parent)
    uvicorn.run(
        "prefect.server.api.server:create_app",
        factory=True,
        host="127.0.0.1",
        port=port,
        log_level="critical",
        lifespan="on",
    )


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
