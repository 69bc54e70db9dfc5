"""A proxy before the real Elasticsearch that does to requests what networks do."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar
from urllib.parse import urlsplit

CUT = "cut"
REFUSE = "refuse"
Fault = int | str | None
"""A status to answer with, CUT for an answer that ends in its middle, REFUSE for none at all."""


Plan = Callable[[int, str, str], Fault]
"""What is done to a request, by its number, method and path."""


def none(number: int, method: str, path: str) -> Fault:
    """No fault."""
    return None


@dataclass
class Faults:
    """What is done to requests, how many were seen, and to how many something was done."""

    plan: Plan = none
    seen: int = 0
    done: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def next(self, method: str, path: str) -> Fault:
        """What is done to the next request."""
        with self.lock:
            self.seen += 1
            fault = self.plan(self.seen, method, path)
            self.done += fault is not None
            return fault


class Handler(BaseHTTPRequestHandler):
    """Hands one request on, or does its fault."""

    protocol_version = "HTTP/1.1"
    faults: ClassVar[Faults]
    host: ClassVar[str]

    def log_message(self, format: str, *told: object) -> None:
        """Say nothing."""

    def _any(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        fault = self.faults.next(self.command, self.path)
        if fault == REFUSE:
            self.close_connection = True
            return
        if isinstance(fault, int):
            self._answer(fault, b'{"error": {"type": "told_by_the_proxy"}}', "application/json")
            return
        upstream = HTTPConnection(self.host, timeout=60)
        upstream.request(self.command, self.path, body, dict(self.headers))
        answer = upstream.getresponse()
        content = answer.read()
        upstream.close()
        kind = answer.headers.get("Content-Type", "application/json")
        self._answer(answer.status, content, kind, cut=fault == CUT)

    def _answer(self, status: int, content: bytes, kind: str, *, cut: bool = False) -> None:
        self.send_response(status)
        self.send_header("X-Elastic-Product", "Elasticsearch")
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if cut:
            self.wfile.write(content[: len(content) // 2])
            self.close_connection = True
        elif self.command != "HEAD":
            self.wfile.write(content)

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = _any  # noqa: N815 - the base class's names


@contextmanager
def proxy_to(url: str) -> Iterator[tuple[str, Faults]]:
    """The address of a proxy to `url`, and what it does to requests."""
    faults = Faults()
    told = {"faults": faults, "host": urlsplit(url).netloc}
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Told", (Handler,), told))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", faults
    finally:
        server.shutdown()
        server.server_close()
