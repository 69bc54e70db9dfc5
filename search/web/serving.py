"""Serving the pages: a socket to listen at, and the server."""

from __future__ import annotations

import ipaddress
import socket

import uvicorn
from starlette.types import ASGIApp


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens; port 0 is any that is free. Raises OSError saying what to do."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=128)
    except OSError as error:
        raise OSError(
            f"Nothing can be served at {host}, port {port} ({error.strerror}): give another with "
            "--host or --port."
        ) from error


def address_of(served: socket.socket) -> str:
    """The address to ask a browser for.

    >>> with listening("127.0.0.1", 0) as served:
    ...     address_of(served).startswith("http://127.0.0.1:")
    True
    """
    host, port = served.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def is_loopback(host: str) -> bool:
    """Whether this machine alone can ask at this address."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def server(application: ASGIApp) -> uvicorn.Server:
    """The server of an application; `run(sockets=[…])` serves until it is told to stop."""
    return uvicorn.Server(
        uvicorn.Config(
            application,
            log_level="warning",
            access_log=False,
            server_header=False,
            proxy_headers=False,  # nobody else says what scheme and host were asked for
            limit_concurrency=100,
            timeout_graceful_shutdown=3,
        )
    )
