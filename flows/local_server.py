"""A Prefect server for the runs of one process, where no server is configured.

Prefect would start a temporary one by itself, but one more in each worker process, and a killed
run would leave them all behind. This one is shared by the workers and ends with its process.
"""

from __future__ import annotations

import atexit
import os
import socket
import subprocess
import sys
import time

import httpx
import prefect.context
from prefect.settings import PREFECT_API_URL, PREFECT_HOME

from flows.parent_watch import end_with
from index_mappings.node.file_lock import locked

PATIENCE = 90.0
# A server without its web page and without plans beyond this process.
ONLY_FOR_THIS_PROCESS = {
    "PREFECT_UI_ENABLED": "0",
    "PREFECT__SERVER_EPHEMERAL": "1",
    "PREFECT__SERVER_FINAL": "1",
}


class ServerError(Exception):
    """The Prefect server of this process did not start."""


def ensure_prefect_server() -> str:
    """The API address of the configured server, else of one that lives as long as this process.

    Safe to call again. Raises ServerError where the server does not start.
    """
    if configured := PREFECT_API_URL.value():
        return str(configured)
    home = PREFECT_HOME.value()
    home.mkdir(parents=True, exist_ok=True)
    # Two servers that make the database of a new home at the same time both fail.
    with locked(home / "dateline-server.lock"):
        address = _start()
    # Workers read the environment when they import Prefect. Threads that Prefect starts see the
    # global settings alone: without the address there, they would start one more server.
    os.environ["PREFECT_API_URL"] = address
    prefect.context.refresh_global_settings_context()
    return address


def _start() -> str:
    port = _free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "flows.local_server", str(port), str(os.getpid())],
        env={**os.environ, **ONLY_FOR_THIS_PROCESS},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    # Registered before Prefect's own handlers, so called after them: they still send what waits.
    atexit.register(_end, process)
    address = f"http://127.0.0.1:{port}/api"
    _wait(process, address)
    return address


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
        "The Prefect server of this process did not start. Try `prefect server start` to see why, "
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
