"""A Prefect server for the runs of one process, where no server is configured.

Prefect would start a temporary one by itself, but one more in each worker process, and a killed
run would leave them all behind. This one is shared by the workers and ends with its process.
"""

from __future__ import annotations

import atexit
import os

import prefect.context
from prefect.settings import PREFECT_API_URL, PREFECT_HOME

from flows.serving.server_process import (
    ServerError,
    answers,
    api_of,
    end,
    free_port,
    start_server,
    wait_for,
)
from index_mappings.node.file_lock import locked

__all__ = ["ServerError", "configured_server", "ensure_prefect_server", "use_server"]

# A server without its web page and without plans beyond this process.
ONLY_FOR_THIS_PROCESS = {
    "PREFECT_UI_ENABLED": "0",
    "PREFECT__SERVER_EPHEMERAL": "1",
    "PREFECT__SERVER_FINAL": "1",
}


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
    use_server(address)
    return address


def configured_server() -> str:
    """The API address of the configured server. Raises ServerError: there is none, or no answer."""
    api = PREFECT_API_URL.value()
    if api is None:
        raise ServerError(
            "Set PREFECT_API_URL to the address of your server's API; `dateline serve` starts one."
        )
    if not answers(str(api)):
        raise ServerError(
            f"No Prefect server answers at {api}, as PREFECT_API_URL says: start it, or take the "
            "setting away, and `dateline serve` starts one."
        )
    return str(api)


def use_server(address: str) -> None:
    """Use the server of this API address, in this process and those that it starts."""
    # Workers read the environment when they import Prefect. Threads that Prefect starts see the
    # global settings alone: without the address there, they would start one more server.
    os.environ["PREFECT_API_URL"] = address
    prefect.context.refresh_global_settings_context()


def _start() -> str:
    port = free_port()
    process = start_server(port, ONLY_FOR_THIS_PROCESS)
    # Registered before Prefect's own handlers, so called after them: they still send what waits.
    atexit.register(end, process)
    address = api_of(port)
    wait_for(process, address)
    return address
