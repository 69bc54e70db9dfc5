"""The node's ports: free ones found once, remembered, and kept as long as they stay free."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from index_mappings.node.settings import NodeError

HOST = "127.0.0.1"
# Elasticsearch's own ranges: the first node is where people look for it.
HTTP = range(9200, 9300)
TRANSPORT = range(9300, 9400)


@dataclass(frozen=True, slots=True)
class Ports:
    """TCP ports on the loopback address; `scheme` is "https" where the node speaks TLS."""

    http: int
    transport: int
    scheme: str = "http"

    @property
    def url(self) -> str:
        """The node's address."""
        return f"{self.scheme}://{HOST}:{self.http}"


def read(path: Path) -> Ports | None:
    """The remembered ports; None where there are none or what was written is no pair of ports."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        return Ports(int(told["http"]), int(told["transport"]), str(told.get("scheme", "http")))
    except (OSError, ValueError, TypeError, KeyError):
        return None


def write(path: Path, ports: Ports) -> None:
    """Remembers the ports, all or nothing."""
    partial = path.with_suffix(".new")
    partial.write_text(json.dumps(asdict(ports)), encoding="utf-8")
    partial.replace(path)


def choose(remembered: Ports | None) -> Ports:
    """The remembered ports where they are still free, else the first free ones.

    Another program can take a port between this look and the server's own: the start then fails,
    and is tried again with new ones.
    """
    http, transport = (remembered.http, remembered.transport) if remembered else (None, None)
    return Ports(_first_free(http, HTTP), _first_free(transport, TRANSPORT))


def _first_free(remembered: int | None, offered: Iterable[int]) -> int:
    tried = offered if remembered is None else [remembered, *offered]
    for port in tried:
        if free(port):
            return port
    raise NodeError("No port is free for the local node: all of 9200 to 9399 are taken.")


def free(port: int) -> bool:
    """Whether nothing listens on the port."""
    if not 0 < port < 65536:
        return False
    with socket.socket() as listener:
        # As the server does: the last one's closed connections don't keep the port.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((HOST, port))
        except OSError:
            return False
    # macOS lets one bind here beside a program that listens on all addresses.
    with socket.socket() as caller:
        caller.settimeout(1)
        refused: bool = caller.connect_ex((HOST, port)) != 0
        return refused
