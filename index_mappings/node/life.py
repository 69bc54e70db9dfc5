"""The local Elasticsearch node: a real server, without Docker, root or an installed Java.

Each function takes the settings and does one thing; what there is to know about the node lies in
its folder, so that any process can go on where another stopped.
"""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

import psutil
from rich.console import Console

from index_mappings.node import log as node_log
from index_mappings.node import ports as node_ports
from index_mappings.node import process as node_process
from index_mappings.node.file_lock import locked
from index_mappings.node.files import Installation, installed
from index_mappings.node.folder import (
    Account,
    NodeFolder,
    account,
    clear_scratch,
    closed_to,
    create,
    disk_bytes,
    prepare,
)
from index_mappings.node.manifest import pinned
from index_mappings.node.settings import NodeError, NodeSettings

STOP_PATIENCE = 30.0
# Seconds that a start waits for the indices of the last one to be readable.
RECOVERY = 30
ATTEMPTS = 3


class NodeState(StrEnum):
    """`unready` is a process that does not answer: it starts, or hangs."""

    RUNNING = "running"
    UNREADY = "unready"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class NodeStatus:
    """The node as it is now. What only a running node can tell is None where it does not run."""

    state: NodeState
    data: Path
    disk_bytes: int
    url: str | None = None
    pid: int | None = None
    version: str | None = None
    documents: int | None = None
    memory_bytes: int | None = None


@dataclass(frozen=True, slots=True)
class RunningNode:
    """A node that answers."""

    url: str
    pid: int


def start(settings: NodeSettings | None = None, console: Console | None = None) -> RunningNode:
    """The running node: the one that runs already, or a new one over the data that is there.

    Downloads the server first where the cache does not have it. Without `settings`, they are the
    environment's; `console` is told what happens, standard error where there is none given.

    Raises:
        NodeError: it could not be had or does not start, with the log's reason.
    """
    settings = settings or NodeSettings.from_env()
    running = _running(NodeFolder(settings.data))
    if running:
        return running
    console = console or Console(stderr=True)
    folder = create(settings.data)
    owner = account(settings)
    with _exclusively(folder, console):
        # Another start may have been faster, or been killed before its node was up.
        deadline = time.monotonic() + settings.timeout
        if not _process(folder):
            server = installed(settings, pinned(), console)
            if owner:
                _check_reach(owner, server, folder)
            console.print(
                "Starting Elasticsearch: 15 seconds, more on a busy machine.", highlight=False
            )
            deadline = time.monotonic() + settings.timeout
            _start(settings, folder, server, owner, deadline)
        return _wait(folder, deadline)


def running_url(settings: NodeSettings | None = None) -> str | None:
    """The node's address, None where none answers. Starts nothing."""
    running = _running(NodeFolder((settings or NodeSettings.from_env()).data))
    return running.url if running else None


def stop(settings: NodeSettings | None = None, console: Console | None = None) -> bool:
    """Stops this folder's node and no other process. False where it did not run."""
    settings = settings or NodeSettings.from_env()
    if not settings.data.is_dir():
        return False
    folder = NodeFolder(settings.data)
    with _exclusively(folder, console or Console(stderr=True)):
        stopped = False
        while process := _process(folder):
            try:
                node_process.end(process, STOP_PATIENCE)
            except psutil.AccessDenied as error:
                raise NodeError(
                    f"The node (process {process.pid}) is another account's: stop it from there."
                ) from error
            except psutil.TimeoutExpired as error:
                raise NodeError(f"The node (process {process.pid}) can't be stopped.") from error
            stopped = True
    return stopped


def status(settings: NodeSettings | None = None) -> NodeStatus:
    """How the node is now."""
    settings = settings or NodeSettings.from_env()
    folder = NodeFolder(settings.data)
    size = disk_bytes(folder)
    process = _process(folder)
    if process is None:
        return NodeStatus(NodeState.STOPPED, settings.data, size)
    ports = node_ports.read(folder.ports)
    memory = _memory(process)
    if ports is None or not node_process.answers(ports, process.pid):
        return NodeStatus(
            NodeState.UNREADY, settings.data, size, pid=process.pid, memory_bytes=memory
        )
    about = node_process.ask(ports, "/") or {}
    count = node_process.ask(ports, "/_count") or {}
    return NodeStatus(
        NodeState.RUNNING,
        settings.data,
        size,
        url=ports.url,
        pid=process.pid,
        version=about.get("version", {}).get("number"),
        documents=count.get("count"),
        memory_bytes=memory,
    )


def logs(settings: NodeSettings | None = None, count: int = 50) -> list[str]:
    """The last lines of the server's log; of the last start's output where there is no log."""
    folder = NodeFolder((settings or NodeSettings.from_env()).data)
    return node_log.tail(folder.log, count) or node_log.tail(folder.console, count)


@contextmanager
def _exclusively(folder: NodeFolder, console: Console) -> Iterator[None]:
    try:
        with locked(
            folder.lock,
            on_wait=lambda: console.print("Waiting for another start or stop of this node."),
        ):
            yield
    except PermissionError as error:
        raise NodeError(
            f"{error.filename or folder.root} is closed to this account: use the one that the node "
            "was made with, or another folder with DATELINE_NODE_DATA."
        ) from error


def _check_reach(owner: Account, server: Installation, folder: NodeFolder) -> None:
    for path, variable in (
        (server.java_home, "DATELINE_CACHE"),
        (folder.root, "DATELINE_NODE_DATA"),
    ):
        closed = closed_to(owner, path)
        if closed:
            raise NodeError(
                f"Elasticsearch does not run as root, and the account {owner.name}, which would "
                f"run it, can't enter {closed}. Choose another folder with {variable}."
            )


def _start(
    settings: NodeSettings,
    folder: NodeFolder,
    server: Installation,
    owner: Account | None,
    deadline: float,
) -> None:
    remembered = node_ports.read(folder.ports)
    for attempt in range(1, ATTEMPTS + 1):
        ports = replace(node_ports.choose(remembered), scheme=settings.scheme)
        node_ports.write(folder.ports, ports)
        clear_scratch(folder)
        prepare(folder, settings, ports, owner)
        before = folder.log.stat().st_size if folder.log.exists() else 0
        if _launched(server, folder, owner, deadline):
            return
        said = node_log.since(folder.console, 0) + node_log.since(folder.log, before)
        if attempt == ATTEMPTS or not any(node_log.PORT_TAKEN in line for line in said):
            raise NodeError(
                f"Elasticsearch did not start:\n{node_log.reason(said)}\n"
                f"The whole log is in {folder.logs}."
            )
        remembered = None


def _launched(
    server: Installation, folder: NodeFolder, owner: Account | None, deadline: float
) -> bool:
    """Whether the server came up. Whatever happens before that leaves no process behind."""
    launched = node_process.launch(server, folder, owner)
    try:
        return launched.wait(max(0.0, deadline - time.monotonic())) == 0
    except subprocess.TimeoutExpired as error:
        node_process.kill(launched)
        raise NodeError(
            f"{_late(folder)}\nThe start was given up. Where the machine is slow, give it more "
            "seconds with DATELINE_NODE_TIMEOUT."
        ) from error
    except BaseException:
        node_process.kill(launched)
        raise


def _process(folder: NodeFolder) -> psutil.Process | None:
    """What runs of the node: its launcher, while there is one, else its server."""
    return node_process.find_launcher(folder) or node_process.find(folder)


def _running(folder: NodeFolder) -> RunningNode | None:
    process = node_process.find(folder)
    ports = node_ports.read(folder.ports)
    if process is None or ports is None or not node_process.answers(ports, process.pid):
        return None
    return RunningNode(ports.url, process.pid)


def _wait(folder: NodeFolder, deadline: float) -> RunningNode:
    """Waits until the node answers, and then for its indices as long as time allows."""
    while not (running := _running(folder)):
        if not _process(folder):
            said = node_log.reason(node_log.tail(folder.log, 50))
            raise NodeError(f"Elasticsearch ended while it was waited for:\n{said}")
        if time.monotonic() > deadline:
            raise NodeError(f"{_late(folder)}\nEnd it with `dateline node stop`.")
        time.sleep(0.25)
    ports = node_ports.read(folder.ports)
    if ports:
        left = max(1, min(RECOVERY, int(deadline - time.monotonic())))
        path = f"/_cluster/health?wait_for_status=yellow&timeout={left}s"
        node_process.ask(ports, path, patience=left + 5)
    return running


def _late(folder: NodeFolder) -> str:
    said = "\n".join(node_log.tail(folder.log, 3))
    return f"Elasticsearch did not answer in time. The last lines of its log:\n{said}"


def _memory(process: psutil.Process) -> int | None:
    try:
        return int(process.memory_info().rss)
    except psutil.Error:
        return None
