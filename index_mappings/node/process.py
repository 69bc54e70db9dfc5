"""The server's process: started as a daemon, found again, asked how it is, and ended."""

from __future__ import annotations

import http.client
import json
import os
import signal
import ssl
import subprocess
import time
from contextlib import suppress
from http import HTTPStatus
from typing import Any

import psutil

from index_mappings.node.files import Installation
from index_mappings.node.folder import Account, NodeFolder
from index_mappings.node.ports import HOST, Ports
from index_mappings.node.settings import NodeError


def find(folder: NodeFolder) -> psutil.Process | None:
    """The process that is this folder's server, found by its arguments.

    A pid in a file could by now be another program's.
    """
    # Java is first asked for its own version, with the server's arguments.
    return _with_argument(folder.server_argument, but_not="-version")


def find_launcher(folder: NodeFolder) -> psutil.Process | None:
    """The process that brings this folder's server up, while it does."""
    return _with_argument(folder.launcher_argument)


def _with_argument(argument: str, but_not: str = "") -> psutil.Process | None:
    for process in psutil.process_iter(["cmdline"]):
        arguments = process.info["cmdline"] or ()
        if argument in arguments and but_not not in arguments:
            return process
    return None


def launch(
    server: Installation, folder: NodeFolder, owner: Account | None
) -> subprocess.Popen[bytes]:
    """Starts the server. The process given back ends with 0 when the server is up and goes on by
    itself, or with another status when it failed.

    The server gets none of the caller's streams, terminal or environment: a pipe from the caller
    ends when the caller does, and no secret gets into the server.
    """
    environ = {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(folder.temporary),
        "LANG": "C.UTF-8",
        "CLI_NAME": "server",
        "CLI_LIBS": "lib/tools/server-cli",
        "ES_JAVA_HOME": str(server.java_home),
        "ES_PATH_CONF": str(folder.config),
        "ES_TMPDIR": str(folder.temporary),
    }
    try:
        with folder.console.open("ab") as console:
            return subprocess.Popen(
                ["bash", server.home / "bin" / "elasticsearch-cli", "-d", folder.launcher_argument],
                cwd=server.home,
                env=environ,
                stdin=subprocess.DEVNULL,
                stdout=console,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                user=owner.uid if owner else None,
                group=owner.gid if owner else None,
                extra_groups=[] if owner else None,
                umask=0o022,
            )
    except FileNotFoundError as error:
        raise NodeError("The server's start script needs bash: install it.") from error
    except PermissionError as error:
        who = f" as the account {owner.name}" if owner else ""
        raise NodeError(f"The system does not let Elasticsearch be started{who}.") from error


def kill(launched: subprocess.Popen[bytes]) -> None:
    """Ends a start that did not succeed, with all that it started."""
    for sent, patience in ((signal.SIGTERM, 10.0), (signal.SIGKILL, 5.0)):
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(launched.pid, sent)
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline and _group_alive(launched):
            time.sleep(0.1)


def _group_alive(launched: subprocess.Popen[bytes]) -> bool:
    launched.poll()
    try:
        os.killpg(launched.pid, 0)
    except (ProcessLookupError, PermissionError):
        return False
    return True


def end(process: psutil.Process, patience: float) -> None:
    """Asks a process to stop; after `patience` seconds makes it.

    Raises:
        psutil.AccessDenied: it is another account's.
        psutil.TimeoutExpired: not even that helped.
    """
    for send, seconds in ((process.terminate, patience), (process.kill, 10.0)):
        with suppress(psutil.NoSuchProcess):
            send()
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if _gone(process):
                return
            time.sleep(0.1)
    raise psutil.TimeoutExpired(patience, process.pid)


def _gone(process: psutil.Process) -> bool:
    # In a container whose first process adopts but never buries, a zombie stays for ever.
    try:
        return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def ask(ports: Ports, path: str, patience: float = 5.0) -> dict[str, Any] | None:
    """The node's answer to a GET; None where it does not answer with JSON and status 200."""
    status, content = _get(ports, path, patience)
    if status != HTTPStatus.OK:
        return None
    try:
        told: dict[str, Any] = json.loads(content)
    except ValueError:
        return None
    return told


def answers(ports: Ports, pid: int) -> bool:
    """Whether it is the process `pid` that answers at these ports, and no other program.

    A node whose options switch security on does not tell strangers its pid: that it asks who is
    calling is then taken for the answer.
    """
    path = "/_nodes/_local/process?filter_path=nodes.*.process.id"
    if _get(ports, path, patience=5.0)[0] == HTTPStatus.UNAUTHORIZED:
        return True
    nodes = (ask(ports, path) or {}).get("nodes", {})
    return any(node["process"]["id"] == pid for node in nodes.values())


def _connection(ports: Ports, patience: float) -> http.client.HTTPConnection:
    if ports.scheme == "http":
        return http.client.HTTPConnection(HOST, ports.http, timeout=patience)
    # It is only asked whether it is there, by a request that holds no secret.
    anyone = ssl._create_unverified_context()  # noqa: S323
    return http.client.HTTPSConnection(HOST, ports.http, timeout=patience, context=anyone)


def _get(ports: Ports, path: str, patience: float) -> tuple[int, bytes]:
    # Without a proxy, whatever the environment names: this is the loopback address.
    connection = _connection(ports, patience)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        return response.status, response.read()
    except (OSError, http.client.HTTPException):
        return 0, b""
    finally:
        connection.close()
